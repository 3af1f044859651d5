"""From the frozen report to text: one module per format, all pure functions."""

import kerascount.reports.json
import kerascount.reports.text  # noqa: F401 - importing these registers their formats
from kerascount.reports.registry import Options, render

__all__ = ["Options", "render"]
