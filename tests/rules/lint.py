"""All findings of a program, those of the rules included."""

from __future__ import annotations

from kerascount.analysis import analyze_source
from kerascount.config import Config
from kerascount.diagnostics import Diagnostic
from kerascount.versions import parse_version


def lint(program: str, keras: str = "") -> list[Diagnostic]:
    config = Config(keras=parse_version(keras) if keras else None)
    return list(analyze_source(program, "example.py", config, lint=True).diagnostics)
