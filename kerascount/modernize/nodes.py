"""The parts of a program in which names of Keras are said."""

from __future__ import annotations

from collections.abc import Callable

import libcst as cst


class Nodes(cst.CSTVisitor):
    """The calls, dotted names, names and imports of a program."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[cst.Call] = []
        self.attributes: list[cst.Attribute] = []
        self.names: list[cst.Name] = []
        self.imports: list[cst.Import | cst.ImportFrom] = []
        self.expressions: list[cst.Expr] = []
        self.lists: list[cst.List] = []
        self.tests: list[cst.BaseExpression] = []  # of the `if` statements around what is visited
        self.under: dict[int, tuple[cst.BaseExpression, ...]] = {}
        self.compared: dict[int, cst.SimpleString] = {}
        self.no_names: set[int] = set()  # names that are looked up in something else

    def leave_out(self, asks: Callable[[cst.CSTNode], bool]) -> None:
        """Leave out what stands under a condition of this kind: it may not be run by the target."""
        guards = {id(test) for tests in self.under.values() for test in tests if asks(test)}
        guarded = {key for key, tests in self.under.items() if any(id(test) in guards for test in tests)}
        self.calls = [node for node in self.calls if id(node) not in guarded]
        self.attributes = [node for node in self.attributes if id(node) not in guarded]
        self.imports = [node for node in self.imports if id(node) not in guarded]

    def _stands(self, node: cst.CSTNode) -> None:
        if self.tests:
            self.under[id(node)] = tuple(self.tests)

    def visit_If_body(self, node: cst.If) -> None:
        self.tests.append(node.test)

    def leave_If_orelse(self, node: cst.If) -> None:
        self.tests.pop()

    def visit_Call(self, node: cst.Call) -> None:
        self.calls.append(node)
        self._stands(node)

    def visit_Attribute(self, node: cst.Attribute) -> None:
        self.attributes.append(node)
        self._stands(node)
        self.no_names.add(id(node.attr))

    def visit_Expr(self, node: cst.Expr) -> None:
        self.expressions.append(node)

    def visit_List(self, node: cst.List) -> None:
        self.lists.append(node)

    def visit_Comparison(self, node: cst.Comparison) -> None:
        text = node.comparisons[0].comparator
        if len(node.comparisons) == 1 and isinstance(text, cst.SimpleString):
            self.compared[id(node.left)] = text

    def visit_Arg(self, node: cst.Arg) -> None:
        self.no_names.add(id(node.keyword))

    def visit_Name(self, node: cst.Name) -> None:
        if id(node) not in self.no_names:
            self.names.append(node)

    def visit_Import(self, node: cst.Import) -> bool:
        self._stands(node)
        self.imports.append(node)
        return False

    def visit_ImportFrom(self, node: cst.ImportFrom) -> bool:
        self._stands(node)
        self.imports.append(node)
        return False
