"""What the Keras models in Python source look like, without running it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kerascount.api import analyze_paths, check_source, summarize_source
    from kerascount.config import Config, Selection
    from kerascount.diagnostics import Diagnostic, Edit, Fix, Location, Note, Severity
    from kerascount.graph import FileReport, LayerNode, ModelGraph, Report
    from kerascount.versions import parse_version

__version__ = "0.1.0"
_HOMES = {
    "api": ("analyze_paths", "check_source", "summarize_source"),
    "config": ("Config", "Selection"),
    "diagnostics": ("Diagnostic", "Edit", "Fix", "Location", "Note", "Severity"),
    "graph": ("FileReport", "LayerNode", "ModelGraph", "Report"),
    "versions": ("parse_version",),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}
__all__ = [
    "Config", "Diagnostic", "Edit", "FileReport", "Fix", "LayerNode", "Location", "ModelGraph", "Note", "Report",
    "Selection", "Severity", "__version__", "analyze_paths", "check_source", "parse_version", "summarize_source",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used: importing one part must not load them all."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"kerascount.{_HOME[name]}"), name)
