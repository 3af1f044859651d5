"""A program parsed in pieces is the program parsed as a whole."""

from __future__ import annotations

from pathlib import Path

import libcst as cst
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kerascount.source import pieces
from kerascount.source.errors import Unreadable
from kerascount.source.pieces import MAX_SHARED, Piece, Shelf, Tree, read_tree

PROGRAMS = sorted((Path(__file__).parents[2] / "kerascount").rglob("*.py"))[::7]
LINES = [
    "x = 1", "f(", ")", "[1,", "]", "# c", "", '"""', "'''", "'(' ", "if a:", "    b = 2", "else:", "    c", "@d",
    "def g():", "    '''s", "class A: pass", "y = \\", "z", "try: a", "except B: c", "\f", "x = '#('  # )", "f'{a[",
    "with a as b:", "    return ')'", "\tq", "print 'x'", "a; b", "match x:", "    case 1: y",
]  # fmt: skip


def same(text: str) -> None:
    try:
        whole = cst.parse_module(text)
    except cst.ParserSyntaxError:
        with pytest.raises(Unreadable):
            read_tree(text, "f.py", shared=True)
        return
    module = read_tree(text, "f.py", shared=True).module
    assert [type(node) for node in module.body] == [type(node) for node in whole.body]
    for ours, theirs in zip(module.body, whole.body, strict=True):
        assert bare(ours).deep_equals(bare(theirs))


def bare(node: cst.BaseStatement | cst.SimpleStatementLine) -> cst.CSTNode:
    """A statement without the comments around it, which a piece does not have."""
    return node.visit(WithoutBlanks())  # type: ignore[return-value]


class WithoutBlanks(cst.CSTTransformer):
    def leave_EmptyLine(self, original_node: cst.EmptyLine, updated_node: cst.EmptyLine) -> cst.RemovalSentinel:
        return cst.RemoveFromParent()

    def leave_Newline(self, original_node: cst.Newline, updated_node: cst.Newline) -> cst.Newline:
        return cst.Newline()

    def leave_IndentedBlock(self, original_node: cst.IndentedBlock, updated_node: cst.IndentedBlock) -> cst.CSTNode:
        return updated_node.with_changes(indent=None)


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.name)
def test_programs(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    same(text)
    tree = read_tree(text, "f.py")
    assert len(tree.pieces) == max(len(tree.module.body), 1)


@given(st.lists(st.sampled_from(LINES), max_size=8), st.sampled_from(["\n", "\r\n", "\r"]))
@settings(max_examples=400, deadline=None)
def test_any_lines(lines: list[str], newline: str) -> None:
    same(newline.join(lines) + newline)


def test_each_statement_is_a_piece_where_it_begins() -> None:
    text = "# c\nx = f(\n1)  # (\n\n@d\ndef f():\n    pass\n\n# c\ny = '('\nz = 1\n"
    begins = [text[start:].split("\n")[0] for start, _ in read_tree(text, "f.py").pieces]
    assert begins == ["x = f(", "@d", "y = '('", "z = 1"]


def test_programs_share_the_pieces_that_they_have_in_common() -> None:
    def nodes(tree: Tree) -> list[int]:
        return [id(node) for node in tree.module.body]

    one = read_tree("import shared\na = 1\nimport shared\n", "f.py", shared=True)
    other = read_tree("# other\nimport shared\n\n# c\nimport shared\n\n\nimport shared\n", "g.py", shared=True)
    assert nodes(other)[:2] == [nodes(one)[0], nodes(one)[2]]
    assert len(set(nodes(other))) == 3
    assert not set(nodes(one)) & set(nodes(read_tree("import shared\n", "f.py")))


def test_what_is_kept_has_a_bound() -> None:
    shelf = Shelf()
    piece = Piece(cst.Module([]))
    text = "x" * (MAX_SHARED // 4)
    for number in range(6):
        shelf.put(text, number, piece)
    shelf.put(text, 5, piece)
    assert [shelf.take(text, number) is piece for number in range(6)] == [False, False, True, True, True, True]
    assert shelf.take(text, 5) is None
    shelf.put(text * 5, 1, piece)
    assert shelf.take(text * 5, 1) is None


def test_a_long_program_is_cut_in_linear_time() -> None:
    text = "x = f(\n" + "1,\n" * 50_000 + ")\n" + "\n# c\n" * 20_000 + "y = 1\n"
    assert len(pieces._begins(text)) == 2
