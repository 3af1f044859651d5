"""Findings that are there already: a project that adopts kerascount lists them, and is told only of new ones.

A finding is known again by its file, code, words and the text of its line, so that it may move.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePath
from typing import Any, Final

from kerascount.diagnostics import Diagnostic
from kerascount.graph import FileReport, Report

VERSION: Final = 1
Key = tuple[str, str, str, str]  # path, code, text, line of the source


class BaselineError(Exception):
    """A baseline that cannot be read or written."""


def write(report: Report, path: str) -> None:
    """List all findings, with how often each is there. Raises `BaselineError`."""
    counts = Counter(_key(item, file) for file in report.files if not file.failed for item in file.diagnostics)
    entries = [
        {"path": path, "code": code, "text": text, "line": line, "count": count}
        for (path, code, text, line), count in sorted(counts.items())
    ]
    try:
        document = {"version": VERSION, "findings": entries}
        Path(path).write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    except OSError as error:
        raise BaselineError(f"cannot write {path}: {error.strerror}") from None


def read(path: str) -> Counter[Key]:
    """How often each finding is listed. Raises `BaselineError`."""
    try:
        document = json.loads(Path(path).read_bytes())
        if document["version"] != VERSION:
            raise BaselineError(f"{path} is a baseline of another version")
        return Counter({_listed(entry): int(entry["count"]) for entry in document["findings"]})
    except OSError as error:
        raise BaselineError(f"cannot read {path}: {error.strerror}") from None
    except (ValueError, KeyError, TypeError):
        raise BaselineError(f"{path} is no baseline; --write-baseline makes one") from None


def without(report: Report, listed: Counter[Key]) -> Report:
    """The report without the findings that are listed, as often as they are; why a file failed is always told."""
    left = Counter(listed)
    return Report(tuple(replace(file, diagnostics=tuple(_new(file, left))) for file in report.files))


def _new(file: FileReport, left: Counter[Key]) -> Iterator[Diagnostic]:
    """The findings that are not listed; those that are take one of their kind from what is `left` of the list."""
    for item in sorted(file.diagnostics, key=lambda item: item.order):
        key = _key(item, file)
        left[key] -= 1
        if file.failed or left[key] < 0:
            yield item


def _key(item: Diagnostic, file: FileReport) -> Key:
    return PurePath(file.path).as_posix(), item.code, item.text, item.line.strip()


def _listed(entry: dict[str, Any]) -> Key:
    return str(entry["path"]), str(entry["code"]), str(entry["text"]), str(entry["line"])
