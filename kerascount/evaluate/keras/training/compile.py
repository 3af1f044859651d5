"""`model.compile`."""

from __future__ import annotations

from typing import Any

from kerascount.evaluate.keras.training.identifiers import check_optimizer
from kerascount.evaluate.keras.training.signatures import bind
from kerascount.evaluate.objects import External, Function, Instance, LibraryObject, Method, StandIn
from kerascount.models.model import ModelObject
from kerascount.values.outcomes import Invalid
from kerascount.versions import Api

METRICS = ("metrics", "weighted_metrics")
OBJECTS = (str, int, float, LibraryObject, External, Function, Method, StandIn, Instance)


def compile(model: ModelObject, *args: Any, **kwargs: Any) -> None:
    """Remember how the model is compiled.

    Losses and metrics are looked up only when the model is first run.

    Raises:
        Invalid: an argument that `compile` does not have, or one of a wrong type.
    """
    if model.session.api is not Api.KERAS_3:
        model.compiled = {**dict(zip(("optimizer", "loss", "metrics"), args, strict=False)), **kwargs}
        return
    given = bind("compile", args, kwargs)
    check_optimizer(given.get("optimizer"), model.session.context.custom_objects)
    _check_types(given)
    # A loss or metrics of an earlier call stay where this one gives none.
    kept = {key: value for key, value in (model.compiled or {}).items() if key in ("loss", *METRICS)}
    given = {key: value for key, value in given.items() if value is not None or key == "optimizer"}
    model.compiled, model.fitted = {"optimizer": "rmsprop", **kept, **given}, False


def _check_types(given: dict[str, Any]) -> None:
    for name in METRICS:
        value = given.get(name)
        if isinstance(value, OBJECTS) and value:
            raise Invalid(
                f"Expected `{name}` argument to be a list, tuple, or dict. Received instead: {name}={value}",
                code="KC105",
            )
    weights = given.get("loss_weights")
    if given.get("loss") is not None and isinstance(weights, (str, int)) and weights:
        raise Invalid(
            "Expected `loss_weights` argument to be a float (single output case) or a list, tuple, or dict "
            f"(multiple output case). Received instead: loss_weights={weights}",
            code="KC105",
        )
