"""Positions are those of Python's own `ast`, which the tests alone may use: nothing of a program is run."""

from __future__ import annotations

import ast
import importlib.util
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import libcst as cst
import pytest

from kerascount.source.files import SourceFile
from kerascount.source.lines import Lines
from kerascount.source.pieces import read_tree
from kerascount.source.positions import Positions

Place = tuple[int, int, int, int]
KINDS = {
    cst.Call: ast.Call,
    cst.Attribute: ast.Attribute,
    cst.Name: ast.Name,
    cst.Subscript: ast.Subscript,
    cst.BinaryOperation: ast.BinOp,
    cst.Lambda: ast.Lambda,
    cst.Tuple: ast.Tuple,
    cst.List: ast.List,
    cst.Assign: ast.Assign,
    cst.Expr: ast.Expr,
    cst.Return: ast.Return,
    cst.FunctionDef: ast.FunctionDef,
    cst.ClassDef: ast.ClassDef,
    cst.For: ast.For,
    cst.With: ast.With,
    cst.Try: ast.Try,
}
KERAS = Path(importlib.util.find_spec("keras").origin).parent / "src"  # type: ignore[union-attr, arg-type]
FILES = ["applications/vgg16.py", "applications/nasnet.py", "models/sequential.py", "utils/summary_utils.py"]
TRICKY = '''\
@decorated(1)
def f(a, *, b=(2 , 3)):   # ünïcode
    """doc"""
    return (  (a)(b) ) + ((a))[0](
        "é", b = [ x for x in b ]
    ) . c
class A(  B , metaclass = C ) :
\tx = ( 1,
\t\t2 )  ; y = ( a . b ) . c ( )
\tdef g(self): return f"{self.x!r:>{w}} é", ("é" "f") . join(  ( ) )
try:
    with a(b) as c, d(): z()
except E as e: pass
finally:

    for i, j in k(): pass
    else: l[1:2, ::3](*m, **n)

x = lambda a, b=1: a(b) if a else not b(a); (yield_ := g(i for i in j))
'''


def by_ast(text: str) -> Iterator[tuple[str, Place]]:
    lines = text.encode().splitlines(keepends=True)

    def column(line: int, offset: int) -> int:
        return len(lines[line - 1][:offset].decode()) + 1

    tree = ast.parse(text)
    slices = {id(node.slice) for node in ast.walk(tree) if isinstance(node, ast.Subscript)}  # `a[1, 2]` has no tuple
    for node in ast.walk(tree):
        if isinstance(node, tuple(KINDS.values())) and id(node) not in slices:
            start, end = node.lineno, node.end_lineno or 0
            place = start, column(start, node.col_offset), end, column(end, node.end_col_offset or 0)
            yield type(node).__name__, place


def by_us(text: str) -> Iterator[tuple[str, Place]]:
    source = SourceFile("f.py", text)
    stack: list[cst.CSTNode] = [source.module]
    while stack:
        node = stack.pop()
        stack.extend(node.children)
        if type(node) in KINDS:
            found = source.location(node)
            yield KINDS[type(node)].__name__, (found.line, found.column, found.end_line, found.end_column)


def missing(text: str) -> Counter[tuple[str, Place]]:
    """What `ast` has and we do not. Names of parameters, keywords and attributes are nodes for libcst alone."""
    return Counter(by_ast(text)) - Counter(by_us(text))


@pytest.mark.parametrize("name", FILES)
def test_real_files(name: str) -> None:
    assert not missing((KERAS / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("text", [TRICKY, TRICKY.replace("\n", "\r\n"), TRICKY.rstrip()])
def test_tricky_places(text: str) -> None:
    assert not missing(text)


@pytest.mark.parametrize("lead", ["\f", "\n\n", "# -*- coding: utf-8 -*-\n\f\n", "#!/usr/bin/env python\r\n"])
def test_what_comes_before_the_program(lead: str) -> None:
    source = SourceFile("f.py", lead + "x = f(\n    1)\n")
    found = source.location(source.module.body[0].body[0].value)  # type: ignore[union-attr]
    line = lead.count("\n") + 1
    assert (found.line, found.end_line, found.end_column) == (line, line + 1, 7)


AT_THE_MARGIN = [
    's = """\nx\n# y\n"""\nf(1)\n',  # in a string
    "# x = 'a\nif a: pass\nelse: pass\nf(1)\n",
    "@g\n@h(\n1)\ndef f(): pass\nf(1)\n",
    "try: pass\nexcept a: pass\nexcept b: pass\nelse: pass\nfinally: pass\nf(1)\n",
    "f(\n2\n)\nf(1)\n",  # what goes on there is no statement
    "x = 1 + \\\n2\nf(1)\n",
    "x = 1\rf(1)\r",
    "x = 1; y = 2\n\n\f\nf(1)\n",
]


@pytest.mark.parametrize("text", AT_THE_MARGIN)
def test_what_stands_at_the_margin_and_begins_no_statement(text: str) -> None:
    source = SourceFile("f.py", text)
    place = source.location(source.module.body[-1].body[0])  # type: ignore[union-attr]
    assert text[Lines(text, "").offset(place.line, place.column) :].startswith("f(1)")


def test_only_the_piece_is_walked_in_which_a_place_is_asked_for() -> None:
    text = "a = f(1)\nb = f(2)\n"
    tree = read_tree(text, "f.py")
    positions = Positions(tree, text, "f.py")
    assert positions.location(tree.module.body[1]).line == 2
    assert ["spans" in vars(piece) for _, piece in tree.pieces] == [False, True]


def test_nodes_that_have_no_place_of_their_own() -> None:
    source = SourceFile("f.py", "x[ 1 : 2 ]\n")
    element = source.module.body[0].body[0].value.slice[0].slice  # type: ignore[union-attr]
    found = source.location(element)
    assert (found.column, found.end_column) == (4, 9)
