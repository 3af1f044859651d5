"""`compile`, `fit` and their kin: what they build, and where the data does not fit the model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kerascount.models.model import ModelObject
from kerascount.models.sequential import SequentialObject
from kerascount.models.tree import flatten, map_structure, tensors
from kerascount.values.objects import Tensor, Unknown
from kerascount.values.outcomes import Invalid
from kerascount.versions import Api

COMPILE_ARGUMENTS: Mapping[Api, tuple[str, ...]] = {
    Api.KERAS_3: (
        "optimizer", "loss", "loss_weights", "metrics", "weighted_metrics", "run_eagerly", "steps_per_execution",
        "jit_compile", "auto_scale_loss",
    ),
}  # fmt: skip


def compile(model: ModelObject, *args: Any, **kwargs: Any) -> None:
    """Remember how the model is compiled.

    Raises:
        Invalid: an argument that `compile` does not have.
    """
    names = COMPILE_ARGUMENTS.get(model.session.api)
    if names is not None:
        for key in kwargs:
            if key not in names:
                message = f"Trainer.compile() got an unexpected keyword argument '{key}'"
                raise Invalid(message, error="TypeError", code="KC104")
    model.compiled = {**dict(zip(names or (), args, strict=False)), **kwargs}


def fit(model: ModelObject, x: Any = None, y: Any = None, batch_size: Any = None, *args: Any, **kwargs: Any) -> Unknown:
    """Build a model that is not built yet from its data, and hold the data against its inputs."""
    _require_compiled(model)
    run_on(model, x, 32 if batch_size is None else batch_size)
    model.fitted = True
    return Unknown("the history of training")


def evaluate(
    model: ModelObject, x: Any = None, y: Any = None, batch_size: Any = None, *args: Any, **kwargs: Any
) -> Unknown:
    _require_compiled(model)
    run_on(model, x, 32 if batch_size is None else batch_size)
    return Unknown("the result of evaluation")


def predict(model: ModelObject, x: Any = None, batch_size: Any = None, *args: Any, **kwargs: Any) -> Any:
    """The outputs for all samples."""
    run_on(model, x, 32 if batch_size is None else batch_size)
    count = next((tensor.shape[0] for tensor in tensors(x) if tensor.shape), None)
    outputs = run_on(model, x, count)
    return Unknown("the predictions") if outputs is None else outputs


def train_on_batch(model: ModelObject, x: Any = None, y: Any = None, *args: Any, **kwargs: Any) -> Unknown:
    run_on(model, x, None)
    return Unknown("the loss of a batch")


def fit_generator(model: ModelObject, *args: Any, **kwargs: Any) -> Unknown:
    return Unknown("the history of training")


def _require_compiled(model: ModelObject) -> None:
    if model.compiled is None and model.session.api is Api.KERAS_3 and not model.unknown:
        raise Invalid("You must call `compile()` before using the model.", code="KC201")


def run_on(model: ModelObject, x: Any, batch: Any) -> Any:
    """Call the model on a batch of its data, where all of it is known; None where it is not."""
    items = list(flatten(x))
    if not items or not all(isinstance(item, Tensor) and item.shape and item.history is None for item in items):
        return None
    if isinstance(model, SequentialObject) and not model.stack:
        return None
    if model.session.api is not Api.KERAS_3 and not isinstance(batch, int):
        return None
    part = map_structure(lambda tensor: Tensor((_batch(tensor, batch), *tensor.shape[1:]), tensor.dtype), x)
    return model(part)


def _batch(tensor: Tensor, batch: Any) -> Any:
    size = tensor.dims()[0]
    if batch is None or isinstance(batch, Unknown):
        return size
    return min(size, batch) if isinstance(size, int) and isinstance(batch, int) else size
