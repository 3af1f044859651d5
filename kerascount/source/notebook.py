"""Jupyter notebooks, formats 3 and 4: their code cells as one program."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from kerascount.diagnostics import Location, Severity
from kerascount.source.errors import Unreadable
from kerascount.source.ipython import section
from kerascount.source.layout import Layout
from kerascount.source.lines import NEWLINE
from kerascount.source.size import refuse_length

PYTHON: Final = ("python", "ipython", "sage", "coconut")


def read_notebook(data: bytes, path: str) -> Layout:
    """The code cells, one after the other. Raises `Unreadable`."""
    book = _json(data, path)
    if not isinstance(book, dict) or not ("cells" in book or "worksheets" in book):
        raise Unreadable("KC907", "is no notebook: it has no cells", Location(path))
    language = _language(book)
    if not language.lower().startswith(PYTHON):
        message = f"is a notebook of {language}, not of Python"
        raise Unreadable("KC907", message, Location(path), severity=Severity.INFO)
    cells = list(_code_cells(book))
    refuse_length("".join(text for _, text in cells), path)
    sections, line = [], 1
    for number, text in cells:
        sections.append(section(NEWLINE.split(text), line, number))
        line += len(sections[-1].lines)
    return Layout(sections)


def _json(data: bytes, path: str) -> Any:
    import json  # not needed for programs

    try:
        return json.loads(data)
    except json.JSONDecodeError as error:
        place = Location(path, error.lineno, error.colno, error.lineno, error.colno + 1)
        raise Unreadable("KC907", f"is no notebook: it is no valid JSON: {error.msg}", place) from None
    except (ValueError, RecursionError) as error:
        raise Unreadable("KC907", f"is no notebook: it is no valid JSON: {error}", Location(path)) from None


def _language(book: dict[str, Any]) -> str:
    """The language of the kernel; Python where nothing is said."""
    metadata = _dict(book.get("metadata"))
    names = (_dict(metadata.get("language_info")).get("name"), _dict(metadata.get("kernelspec")).get("language"))
    return next((name for name in names if isinstance(name, str) and name), "python")


def _code_cells(book: dict[str, Any]) -> Iterator[tuple[int, str]]:
    """The code cells that hold Python, each with its number among all cells."""
    sheets = [book] if "cells" in book else [_dict(sheet) for sheet in _list(book["worksheets"])]
    cells = [_dict(cell) for sheet in sheets for cell in _list(sheet.get("cells"))]
    for number, cell in enumerate(cells, start=1):
        if cell.get("cell_type") == "code" and str(cell.get("language", "python")).lower().startswith(PYTHON):
            yield number, _text(cell.get("source", cell.get("input")))


def _text(source: Any) -> str:
    if isinstance(source, str):
        return source
    return "".join(line for line in _list(source) if isinstance(line, str))


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
