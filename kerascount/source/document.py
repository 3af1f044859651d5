"""The Python in one file, before it is parsed: all of a program, the cells of a notebook, the blocks of Markdown."""

from __future__ import annotations

from typing import Final

from kerascount.diagnostics import Location, Severity
from kerascount.source.decode import decode
from kerascount.source.errors import Unreadable
from kerascount.source.layout import Layout
from kerascount.source.size import refuse_length

MARKDOWN: Final = (".md", ".markdown", ".qmd", ".rmd", ".Rmd", ".mdx")


def read_text(data: bytes, path: str) -> tuple[str, Layout | None]:
    """The text of the program, and where it stands in a document that is more than that. Raises `Unreadable`."""
    layout = _layout(data, path)
    text = layout.program() if layout else decode(data, path)
    if not text.strip():
        message = "holds no Python" if layout else "is empty"
        raise Unreadable("KC902", message, Location(path), severity=Severity.INFO)
    return text, layout


def _layout(data: bytes, path: str) -> Layout | None:
    """What Python stands where in a document; None for a program."""
    if path.endswith(".ipynb"):
        from kerascount.source.notebook import read_notebook

        return read_notebook(data, path)
    if path.endswith(MARKDOWN):
        from kerascount.source.markdown import read_markdown

        text = decode(data, path)
        refuse_length(text, path)
        return read_markdown(text)
    return None
