"""What the Keras models in Python source look like, without running it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kerascount.analysis import analyze
    from kerascount.config import Config
    from kerascount.diagnostics import Diagnostic
    from kerascount.graph import ModelGraph, Report

__version__ = "0.1.0"
__all__ = ["Config", "Diagnostic", "ModelGraph", "Report", "__version__", "analyze"]

_HOMES = {
    "analyze": "analysis",
    "Config": "config",
    "Diagnostic": "diagnostics",
    "ModelGraph": "graph",
    "Report": "graph",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used: importing one part must not load them all."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"kerascount.{_HOMES[name]}"), name)
