"""What Keras takes and nobody means, found while the program is evaluated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import libcst as cst

from kerascount.diagnostics import Diagnostic, Severity
from kerascount.evaluate.objects import Frame, Site
from kerascount.models.functional import FunctionalObject
from kerascount.models.layer import LayerObject
from kerascount.models.model import ModelObject
from kerascount.models.session import Session

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


def unreached(session: Session) -> Iterator[Diagnostic]:
    """Layers that are called on tensors of a model, and belong to none: what they give goes nowhere that is seen."""
    models = [model for model in session.models if isinstance(model, FunctionalObject)]
    if any(model.unknown for model in session.models):
        return
    inside = {node for model in models for node in model.network.nodes}
    for layer in session.called:
        hangs_on = any(parent in inside for node in layer.inbound for parent in node.parents)
        if hangs_on and isinstance(layer, LayerObject) and inside.isdisjoint(layer.inbound):
            place = layer.inbound[0].place
            if isinstance(place, Site):
                yield Diagnostic(
                    "KC323",
                    Severity.INFO,
                    "is called on a tensor of a model, and no model has what it gives",
                    place.location,
                    subject=f"{layer.class_name} '{layer.name}'",
                    line=place.file.line(place.location.line),
                )
