"""The names of libraries in a program: putting another one in the place of one."""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from kerascount.evaluate.keras.names import canonical
from kerascount.modernize.changes import Change, Editor
from kerascount.modernize.imports import Imports
from kerascount.modernize.names import module_today, split
from kerascount.modernize.survey import Survey


class References:
    """Where the program says a name of Keras, and which imports that takes."""

    def __init__(self, editor: Editor, survey: Survey, imports: Imports, names: Iterable[cst.Name]) -> None:
        self.editor = editor
        self.survey = survey
        self.imports = imports
        self.uses: dict[str, list[cst.Name]] = {}  # names outside of imports, by their text
        self.replaced: set[int] = set()  # those that say something else now, by their identity
        for name in names:
            self.uses.setdefault(name.value, []).append(name)

    def replace(self, node: cst.CSTNode, new: str) -> tuple[tuple[Change, ...], tuple[int, ...]] | None:
        """Say `new` ("keras.layers.Conv2D") at a node: the changes there, and the imports that must change for it.

        None where the program has no name for it and none can be had.
        """
        said = self.say(node, new)
        if said is None:
            return None
        tail = new.rpartition(".")[2]
        if isinstance(node, cst.Attribute):
            return (self.editor.replace(node.attr, tail),), said[1]
        self.replaced.add(id(node))
        return (self.editor.replace(node, said[0]),), said[1]

    def say(self, node: cst.CSTNode, new: str) -> tuple[str, tuple[int, ...]] | None:
        """How the program can say `new` beside what it says at a node, and the imports that must change for it."""
        owner, _, tail = new.rpartition(".")
        if isinstance(node, cst.Attribute):
            found = split(self.survey.name(node.value))
            if found is None or owner not in (found[1], module_today(found[1])):
                return None
            start, end = self.editor.source.span(node.value)
            return f"{self.editor.text[start:end]}.{tail}", ()
        return self._by_name(node, new, tail) if isinstance(node, cst.Name) else None

    def _by_name(self, node: cst.Name, new: str, tail: str) -> tuple[str, tuple[int, ...]] | None:
        known = self.imports.binding(tail)
        if known is not None:
            home = f"{known[1].owner}.{known[1].today}"
            return (tail, (id(known[0].node),)) if canonical(home) == canonical(new) else None
        if tail in self.uses:
            return None  # the program calls something else so
        bound = self.imports.binding(node.value)
        if bound is None:
            return (tail, ()) if self._from_star(new) else None
        if new not in bound[0].added:
            bound[0].added.append(new)
        return tail, (id(bound[0].node),)

    def _from_star(self, new: str) -> bool:
        """Whether `from … import *` brings a name."""
        owner = new.rpartition(".")[0]
        stars = [
            statement
            for statement in self.imports.statements.values()
            if isinstance(statement.node.names, cst.ImportStar)
        ]
        return any(owner in (star.module, module_today(star.module)) for star in stars)

    def is_unused(self, local: str) -> bool:
        """Whether no use of a name is left."""
        return all(id(node) in self.replaced for node in self.uses.get(local, ()))
