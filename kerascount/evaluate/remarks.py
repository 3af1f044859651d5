"""What Keras takes and nobody means, found while the program is evaluated."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from kerascount.diagnostics import Diagnostic, Severity
from kerascount.evaluate.objects import Frame, Site
from kerascount.models.layer import LayerObject
from kerascount.models.model import ModelObject

if TYPE_CHECKING:
    from kerascount.evaluate.evaluator import Evaluator


def thrown_away(ev: Evaluator, layer: LayerObject, node: cst.Call, frame: Frame) -> None:
    """A statement that makes a layer and neither calls nor keeps it. In a notebook it may be there to be shown."""
    place = layer.place
    made_here = isinstance(place, Site) and place.node is node
    if not made_here or isinstance(layer, ModelObject) or layer.inbound or frame.module.file.is_interactive:
        return
    location = frame.module.file.location(node)
    found = Diagnostic(
        "KC318",
        Severity.WARNING,
        "is made and thrown away: nothing calls it or keeps it",
        location,
        help=f"x = {layer.class_name}(...)(x) calls it on x; model.add(...) adds it to a Sequential model",
        subject=f"{layer.class_name} '{layer.name}'",
        line=frame.module.file.line(location.line),
    )
    if found not in ev.remarks:
        ev.remarks.append(found)
