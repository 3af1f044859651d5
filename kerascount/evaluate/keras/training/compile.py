"""`model.compile`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kerascount.evaluate.keras.training.identifiers import (
    Named,
    check_optimizer,
    find_loss,
    find_metric,
    optimizer_name,
)
from kerascount.evaluate.keras.training.signatures import bind
from kerascount.evaluate.objects import External, Function, Instance, LibraryObject, Method, StandIn
from kerascount.graph import Loss
from kerascount.models.model import ModelObject
from kerascount.models.setup import Compiled
from kerascount.models.tree import flatten, map_structure
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
        _compile_before_3(model, bind("compile", args, kwargs, model.session.generation))
        return
    given = bind("compile", args, kwargs)
    check_optimizer(given.get("optimizer"), model.session.context.custom_objects)
    _check_types(given)
    # A loss or metrics of an earlier call stay where this one gives none.
    kept = {key: value for key, value in (model.compiled or {}).items() if key in ("loss", *METRICS)}
    given = {key: value for key, value in given.items() if value is not None or key == "optimizer"}
    model.compiled, model.fitted = {"optimizer": "rmsprop", **kept, **given}, False
    model.traces.clear()
    _record(model, model.compiled)


def _compile_before_3(model: ModelObject, given: Mapping[str, Any]) -> None:
    check_optimizer(given.get("optimizer"), model.session.context.custom_objects)
    model.compiled = given
    if not model.session.generation.trains_in_steps:
        from kerascount.evaluate.keras.training.before_3 import check_compiled  # not needed for Keras 3

        check_compiled(model)
    _record(model, model.compiled)


def _record(model: ModelObject, given: Mapping[str, Any]) -> None:
    """Note for the rules what is known of this call."""
    metrics = [_name(find_metric, metric) for metric in flatten(given.get("metrics"))]
    made = Compiled(
        model.session.place,
        optimizer_name(given.get("optimizer")),
        map_structure(_loss, given.get("loss")),
        tuple(name for name in metrics if name),
        len(model.session.thawed),
    )
    model.compilations.append(made)


def _loss(value: Any) -> Loss | None:
    try:
        found = find_loss(value)
    except Invalid:
        return None
    if found is None:
        return None
    from_logits = found.arguments.get("from_logits", False)
    return Loss(found.name, bool(from_logits) if isinstance(from_logits, (bool, int)) else None)


def _name(find: Callable[[Any], Named | None], value: Any) -> str:
    try:
        found = find(value)
    except Invalid:
        return value if isinstance(value, str) else ""
    return found.name if found else ""


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
