"""All findings of a program, notes included."""

from __future__ import annotations

from kerascount.config import Config, Selection
from kerascount.diagnostics import Diagnostic
from kerascount.pipeline import analyze_source
from kerascount.versions import parse_version


def lint(program: str, keras: str = "") -> list[Diagnostic]:
    config = Config(parse_version(keras) if keras else None, selection=Selection(extend_select=("KC",)))
    return list(analyze_source(program, "example.py", config, lint=True).diagnostics)
