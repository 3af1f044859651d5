"""Import statements: what they bring from where, and what becomes of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

import libcst as cst

from kerascount.evaluate.imports import dotted
from kerascount.modernize.changes import Change, Editor
from kerascount.modernize.names import is_there, module_today, split, today
from kerascount.modernize.notes import Note


@dataclass(slots=True)
class Alias:
    """One name that an import brings."""

    node: cst.ImportAlias
    name: str  # under its module
    local: str  # what the program calls it
    owner: str = ""  # the module that has it today; nothing where none has
    today: str = ""  # its name there
    gone: bool = False  # whether the target has it nowhere, or it is not needed any more
    moved: bool = False

    @property
    def text(self) -> str:
        return self.today if self.today == self.local else f"{self.today} as {self.local}"


@dataclass(slots=True)
class Statement:
    """`from module import names`, of Keras."""

    node: cst.ImportFrom
    root: str  # what the module's path begins with today: "tensorflow.keras"
    module: str  # the rest, under "keras"
    aliases: list[Alias] = field(default_factory=list)
    added: list[str] = field(default_factory=list)  # names that calls need from its module
    safe: bool = True

    @property
    def is_written_today(self) -> bool:
        written = dotted(self.node.module)
        return written == self.root + self.module.removeprefix("keras") and is_there(self.module, self.root)


class Imports:
    """The imports of Keras in one program."""

    def __init__(self, editor: Editor, nodes: Sequence[cst.CSTNode], owners: Collection[str]) -> None:
        self.editor = editor
        self.owners = owners  # the names that have a dot behind them somewhere
        self.statements: dict[int, Statement] = {}
        self.modules: list[cst.Import] = []
        self.locals: dict[str, list[tuple[Statement, Alias]]] = {}
        for node in nodes:
            if isinstance(node, cst.ImportFrom):
                self._add(node)
            elif isinstance(node, cst.Import):
                self.modules.append(node)

    def _add(self, node: cst.ImportFrom) -> None:
        found = split(dotted(node.module)) if node.module is not None and not node.relative else None
        if found is None:
            return
        made = self.statements[id(node)] = Statement(node, *found)
        for alias in () if isinstance(node.names, cst.ImportStar) else node.names:
            name = dotted(alias.name)
            local = alias.asname.name.value if alias.asname and isinstance(alias.asname.name, cst.Name) else name
            made.aliases.append(self._placed(made, Alias(alias, name, local)))
            self.locals.setdefault(local, []).append((made, made.aliases[-1]))

    def _placed(self, statement: Statement, alias: Alias) -> Alias:
        """Where the name is today."""
        name = f"{statement.module}.{alias.name}"
        if is_there(name, statement.root):
            alias.owner, alias.today = statement.module, alias.name
            return alias
        home = module_today(name) if alias.local in self.owners else today(name, statement.root)
        if not home and is_there(name, "tensorflow.keras"):
            home, statement.safe = f"tensorflow.{name}", False  # the rest may run without TensorFlow
        alias.owner, _, alias.today = home.rpartition(".")
        alias.moved, alias.gone = bool(home), not home
        return alias

    def binding(self, local: str) -> tuple[Statement, Alias] | None:
        """The one import that binds a name."""
        found = self.locals.get(local, ())
        return found[0] if len(found) == 1 else None

    def bring(self, local: str, name: str) -> tuple[tuple[Change, ...], tuple[int, ...]] | None:
        """Import a name beside one that the program has: the changes, and the imports that change for it."""
        owner, _, tail = name.rpartition(".")
        bound = self.binding(local)
        if bound is not None and bound[0].root == "keras":
            if name not in bound[0].added:
                bound[0].added.append(name)
            return (), (id(bound[0].node),)
        for node in self.modules:
            if any(_bound(alias) == local and dotted(alias.name).startswith("keras") for alias in node.names):
                return (self._behind(node, [f"from {owner} import {tail}"]),), ()
        return None

    # --- what becomes of them

    def changes(self, statement: Statement) -> tuple[Change, ...]:
        """The statement as the target has it."""
        if isinstance(statement.node.names, cst.ImportStar):
            return self._star(statement)
        groups = self._groups(statement)
        if not groups:
            return (self._without(statement),)
        first = next((owner for owner in groups if owner == statement.module), next(iter(groups)))
        changes = list(self._in_place(statement, first, groups[first]))
        others = [(owner, names) for owner, names in groups.items() if owner != first]
        return (*changes, *self._further(statement, others)) if others else tuple(changes)

    def _groups(self, statement: Statement) -> dict[str, list[str]]:
        """The names that are needed, by the module that has them today."""
        groups: dict[str, list[str]] = {}
        for alias in statement.aliases:
            if not alias.gone:
                groups.setdefault(alias.owner, []).append(alias.text)
        for name in statement.added:
            owner, _, tail = name.rpartition(".")
            names = groups.setdefault(owner, [])
            if tail not in names:
                names.append(tail)
        return groups

    def _path(self, statement: Statement, owner: str) -> str:
        return owner if owner.startswith("tensorflow.") else statement.root + owner.removeprefix("keras")

    def _star(self, statement: Statement) -> tuple[Change, ...]:
        assert statement.node.module is not None
        owner = statement.module if is_there(statement.module, statement.root) else module_today(statement.module)
        path = self._path(statement, owner)
        if not owner or path == dotted(statement.node.module):
            return ()
        return (self.editor.replace(statement.node.module, path),)

    def _in_place(self, statement: Statement, owner: str, names: Sequence[str]) -> Iterator[Change]:
        """The changes of the statement for the names of one module."""
        assert statement.node.module is not None
        if self._path(statement, owner) != dotted(statement.node.module):
            yield self.editor.replace(statement.node.module, self._path(statement, owner))
        here = [alias for alias in statement.aliases if not alias.gone and alias.owner == owner]
        written = [alias.text for alias in here]
        added = ", ".join(name for name in names if name not in written)
        seen: set[str] = set()
        gone = set()
        for index, alias in enumerate(statement.aliases):
            if alias not in here or alias.text in seen:
                gone.add(index)
            seen.add(alias.text)
        yield from self._names(statement, here, gone, added)

    def _names(self, statement: Statement, here: Sequence[Alias], gone: set[int], added: str) -> Iterator[Change]:
        nodes = [alias.node for alias in statement.aliases]
        if len(gone) == len(nodes):
            yield self.editor.between(nodes[0], nodes[-1], added)
            return
        for index, alias in enumerate(statement.aliases):
            if index not in gone and alias.today != alias.name:
                yield self.editor.replace(alias.node, alias.text)
        if gone:
            yield from self.editor.without(nodes, gone)
        if added:
            yield self.editor.before(nodes[0], f"{added}, ")

    def _further(self, statement: Statement, groups: Sequence[tuple[str, list[str]]]) -> Iterator[Change]:
        """Statements behind this one, for names that are in other modules."""
        lines = [f"from {self._path(statement, owner)} import {', '.join(names)}" for owner, names in groups]
        yield self._behind(statement.node, lines)

    def _behind(self, node: cst.CSTNode, lines: Sequence[str]) -> Change:
        """Further statements behind one."""
        start, end = self.editor.source.span(node)
        indentation = self.editor.indentation(start)
        between = "; " if indentation is None else f"{self.editor.newline}{indentation}"
        return Change(end, end, "".join(between + line for line in lines))

    def _without(self, statement: Statement) -> Change:
        """No name is left: the statement goes, with its line where it has one to itself."""
        start, end = self.editor.source.span(statement.node)
        alone = self.editor.line_of(start, end) if self.editor.indentation(start) == "" else None
        return alone or Change(start, end, "pass")

    # --- what is said about them

    def notes(self) -> Iterator[Note]:
        for statement in self.statements.values():
            yield from self._notes(statement)
        for node in self.modules:
            yield from self._module_notes(node)

    def _notes(self, statement: Statement) -> Iterator[Note]:
        node, needed = statement.node, (id(statement.node),)
        if not statement.is_written_today and self.changes(statement):
            homes = sorted({self._path(statement, alias.owner) for alias in statement.aliases if alias.moved})
            said = f"there is no module `{dotted(node.module)}` any more"
            help = f"what it had is in {' and '.join(homes)}" if homes else ""
            title = f"import from {' and '.join(homes) or 'where it is today'}"
            yield Note("KC401", node, said, help=help, title=title, safe=statement.safe, imports=needed)
        elif moved := [alias for alias in statement.aliases if alias.moved]:
            said = ", ".join(f"`{alias.name}` is `{alias.owner}.{alias.today}`" for alias in moved)
            title = "import it from there"
            yield Note("KC403", node, said, title=title, safe=statement.safe, imports=needed)

    def _module_notes(self, node: cst.Import) -> Iterator[Note]:
        """`import keras.layers.core as core`."""
        for alias in node.names:
            found = split(dotted(alias.name))
            if found is None or is_there(found[1], found[0]) and dotted(alias.name).startswith(found[0]):
                continue
            home = found[1] if is_there(found[1], found[0]) else module_today(found[1])
            message = f"there is no module `{dotted(alias.name)}` any more"
            path = found[0] + home.removeprefix("keras") if home else ""
            if not home or alias.asname is None and path.partition(".")[0] != dotted(alias.name).partition(".")[0]:
                yield Note("KC401", alias, message)
                continue
            changes = (self.editor.replace(alias.name, path),)
            yield Note("KC401", alias, message, "", f"what it had is in {path}", f"import {path}", changes)


def _bound(alias: cst.ImportAlias) -> str:
    """The name that `import … as …` binds."""
    if alias.asname is not None and isinstance(alias.asname.name, cst.Name):
        return alias.asname.name.value
    return ""
