"""All that is noted of one program."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

import libcst as cst

from kerascount.diagnostics import Location
from kerascount.modernize.backend import Backend
from kerascount.modernize.calls import Calls
from kerascount.modernize.changes import Change, Editor
from kerascount.modernize.first import FirstLayers
from kerascount.modernize.imports import Alias, Imports, Statement
from kerascount.modernize.names import existed
from kerascount.modernize.nodes import Nodes
from kerascount.modernize.notes import Note
from kerascount.modernize.paths import Paths, help_for
from kerascount.modernize.references import References
from kerascount.modernize.survey import Survey
from kerascount.modernize.tensorflow import TensorFlowCalls
from kerascount.source.files import SourceFile
from kerascount.versions import Api


class Notes:
    """All notes about one program."""

    def __init__(
        self, source: SourceFile, survey: Survey, beginnings: Collection[Location], own: Api, target: Api
    ) -> None:
        self.target = target
        self.nodes = Nodes()
        source.module.visit(self.nodes)
        self.editor = Editor(source)
        dotted = {node.value.value for node in self.nodes.attributes if isinstance(node.value, cst.Name)}
        self.nodes.leave_out(survey.asks_for_the_version)
        reached = [node for node in self.nodes.imports if id(node) in survey.imported]
        self.imports = Imports(self.editor, reached if target is Api.KERAS_3 else [], dotted)
        self.references = References(self.editor, survey, self.imports, self.nodes.names)
        first = FirstLayers(self.editor, self.references, self.nodes.expressions, self.nodes.lists, beginnings)
        self.calls = Calls(self.editor, survey, self.references, first, own, target)
        self.tensorflow = TensorFlowCalls(self.editor, survey)
        owners = {id(node.value) for node in self.nodes.attributes}
        called = {id(node.func): node for node in self.nodes.calls}
        backend = Backend(self.editor, self.imports, called, self.nodes.compared)
        self.paths = Paths(self.editor, survey, backend, owners)

    def all(self) -> list[tuple[Note, tuple[Change, ...]]]:
        """Each note with the changes of the imports that its fix needs."""
        notes = [note for node in self.nodes.calls for note in self.calls.notes(node)]
        if self.target is Api.KERAS_3:
            notes += [note for node in self.nodes.calls for note in self.tensorflow.notes(node)]
            told = self._told(notes)
            notes += [note for node in self.nodes.attributes if id(node) not in told for note in self.paths.notes(node)]
            notes += self._gone()
            self._doubt(notes)
            notes += self.imports.notes()
        return [(self._checked(note), self._needed(note)) for note in notes]

    def _doubt(self, notes: Sequence[Note]) -> None:
        """What an import becomes for the sake of an unsafe fix is unsafe as well."""
        for note in notes:
            for key in () if note.safe else note.imports:
                self.imports.statements[key].safe = False

    def _checked(self, note: Note) -> Note:
        """A fix that goes with such an import cannot be made without it."""
        safe = note.safe and all(self.imports.statements[key].safe for key in note.imports)
        return note if safe == note.safe else replace(note, safe=safe)

    def _told(self, notes: Sequence[Note]) -> set[int]:
        """The names of which a note says already that they are gone."""
        told = {id(note.node) for note in notes if note.code not in ("KC404", "KC405", "KC406")}
        return told | {id(node.func) for node in self.nodes.calls if id(node) in told}

    def _gone(self) -> Iterator[Note]:
        """Names that are imported and are nowhere any more; where no use of them is left, they are left out."""
        for statement in self.imports.statements.values():
            for alias in statement.aliases:
                if alias.gone:
                    yield from self._gone_name(statement, alias)

    def _gone_name(self, statement: Statement, alias: Alias) -> Iterator[Note]:
        name = f"{statement.module}.{alias.name}"
        said = f"there is no `{name}` any more"
        if not self.references.is_unused(alias.local):
            alias.gone, alias.owner, alias.today = False, statement.module, alias.name
            if existed(name):
                yield Note("KC402", alias.node, said, "", help_for(name))
        elif alias.local not in self.references.uses and existed(name):
            title = f"leave out `{alias.name}`, which is not used"
            yield Note("KC402", alias.node, said, title=title, imports=(id(statement.node),))

    def _needed(self, note: Note) -> tuple[Change, ...]:
        found = (self.imports.changes(self.imports.statements[key]) for key in note.imports)
        return tuple(change for changes in found for change in changes)
