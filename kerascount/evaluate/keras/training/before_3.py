"""Labels against outputs and losses in tf_keras and in Keras before it: `keras.src.engine.compile_utils`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from kerascount.evaluate.keras.training.data import Data, is_array
from kerascount.evaluate.keras.training.identifiers import Named, check_old_metrics, find_old_loss
from kerascount.evaluate.keras.training.outputs import Names, is_nested
from kerascount.evaluate.keras.training.tf_losses import apply_loss
from kerascount.models.functional import FunctionalObject
from kerascount.models.model import ModelObject
from kerascount.models.sequential import SequentialObject
from kerascount.models.tree import flatten
from kerascount.values.dims import Dim, Free
from kerascount.values.objects import Tensor, Unknown
from kerascount.values.outcomes import Invalid, Undetermined
from kerascount.versions import Api

LOGITS = ("sigmoid", "softmax")  # the activations behind which the cross entropies find the logits


def check_labels(model: ModelObject, batch: Data, outputs: Any) -> None:
    """Hold the labels of a batch against what the model gives for one of any size.

    Raises:
        Invalid: tf_keras refuses a loss, or the shapes.
    """
    compiled = model.compiled or {}
    loss = compiled.get("loss")
    if batch.y is not None and model.session.generation.trains_in_steps:
        check_old_metrics(compiled.get("metrics"), model.session.context.custom_objects)
    if loss is None or isinstance(loss, Unknown) or isinstance(batch.y, Unknown):
        return
    if isinstance(outputs, (list, tuple)) and isinstance(batch.y, (list, tuple)):
        _check_counts(len(batch.y), len(outputs), model)
    found = _losses(loss, outputs, model)
    labels = conform(batch.y, outputs, names_of(model))
    logits = list(_of_logits(model))
    for position, (y_true, y_pred, one) in enumerate(zip(labels, flatten(outputs), found, strict=False)):
        if one and is_array(y_true) and is_array(y_pred):
            shape = sized(y_pred, batch.count)
            with suppress(Undetermined):
                of_logits = position < len(logits) and logits[position]
                fed = not model.session.generation.trains_in_steps
                apply_loss(one, y_true.dims(), shape, of_logits, fed)


def _check_counts(labels: int, outputs: int, model: ModelObject) -> None:
    counts = f"Input structure has length {labels}, while shallow structure has length {outputs}."
    if labels != outputs and model.session.generation.trains_in_steps:
        raise Invalid(f"The two structures don't have the same sequence length. {counts}", code="KC204")


def check_target_given(model: ModelObject, y: Any) -> None:
    """`_validate_target_and_loss`, which came with Keras 2.7.

    Raises:
        Invalid: there is a loss and nothing to hold the outputs against.
    """
    loss = (model.compiled or {}).get("loss")
    if y is None and isinstance(loss, str) and model.session.generation.version >= (2, 7):
        message = f"Target data is missing. Your model was compiled with loss={loss}, and therefore expects target data"
        raise Invalid(f"{message} to be provided in `fit()`.", code="KC204")


def losses_of(model: ModelObject) -> list[Named | None] | None:
    """The loss of every output; None where it is not known that each has one.

    Raises:
        Invalid: one is none of Keras, or there are more or fewer than outputs.
    """
    loss = (model.compiled or {}).get("loss")
    if names_of(model) is None or isinstance(loss, Unknown):
        return None
    given = conform(loss, list(model.outputs), names_of(model))
    if isinstance(loss, (list, tuple)) and len(loss) != len(model.outputs):
        counts = f"The model has {len(model.outputs)} outputs, but you passed {len(loss)} losses"
        raise Invalid(
            f"When passing a list as loss, it should have one entry per model outputs. {counts}", code="KC204"
        )
    found = [_find(one, model) for one in given]
    return None if any(one is None for one in given) else found


def check_compiled(model: ModelObject) -> None:
    """What `compile` looked up itself before TensorFlow 2.2.

    Raises:
        Invalid: a loss or metric is none of Keras, or the losses do not fit the outputs.
    """
    metrics = (model.compiled or {}).get("metrics")
    if isinstance(metrics, str):
        message = f"Type of `metrics` argument not understood. Expected a list or dictionary, found: {metrics}"
        raise Invalid(message, error="TypeError", code="KC105")
    if names_of(model) is not None and model.session.api is Api.TF_KERAS:
        check_old_metrics(metrics, model.session.context.custom_objects)
    losses_of(model)


def _losses(loss: Any, outputs: Any, model: ModelObject) -> list[Named | None]:
    return [_find(one, model) for one in conform(loss, outputs, names_of(model))]


def _find(loss: Any, model: ModelObject) -> Named | None:
    if loss is None or isinstance(loss, str) and loss in model.session.context.custom_objects:
        return None
    return find_old_loss(loss)


def conform(struct: Any, outputs: Any, names: Names) -> Sequence[Any]:
    """`_conform_to_outputs`: one entry for each output; a single one is for all.

    Raises:
        Invalid: a dict names outputs that there are none of.
        Undetermined: the names of the outputs are not known.
    """
    if isinstance(struct, dict):
        of_dict = isinstance(outputs, dict)
        return _by_name(struct, sorted(outputs) if of_dict else names, of_dict)
    if not is_nested(struct):
        return [struct] * len(list(flatten(outputs)))
    return list(flatten(struct))


def _by_name(struct: dict[Any, Any], names: Names, of_dict: bool) -> list[Any]:
    if names is None:
        raise Undetermined("the names of outputs")
    unexpected = [key for key in struct if key not in names]
    if unexpected and of_dict:
        raise Undetermined("entries for outputs that there are none of")
    if unexpected:
        raise Invalid(
            f"Found unexpected losses or metrics that do not correspond to any Model output: {unexpected}. "
            f"Valid mode output names: {list(names)}.",
            code="KC204",
        )
    return [struct.get(name) for name in names]


def names_of(model: ModelObject) -> Names:
    """The layers that the outputs come from; a model of classes has other names."""
    if isinstance(model, (FunctionalObject, SequentialObject)) and model.built and not model.unknown:
        return [tensor.history.operation.name for tensor in model.outputs]
    return None


def _of_logits(model: ModelObject) -> Iterator[bool]:
    """Whether the outputs come right from a sigmoid or softmax."""
    if names_of(model) is None:
        return
    for tensor in model.outputs:
        layer = getattr(tensor.history.operation, "layer", None)
        yield getattr(layer, "activation", None) in LOGITS


def sized(y_pred: Tensor, count: Dim | None) -> tuple[Dim, ...]:
    """The outputs of a batch of so many samples."""
    first, *rest = y_pred.dims()
    return (count if isinstance(first, Free) and count is not None else first, *rest)
