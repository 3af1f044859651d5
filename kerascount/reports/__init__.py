"""From the frozen report to text: one module per format, all pure functions."""

from kerascount.reports.registry import Options, render

__all__ = ["Options", "render"]
