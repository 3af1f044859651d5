"""Which loss and which metrics belong to which output: `keras.src.trainers.compile_utils`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from kerascount.models.tree import flatten
from kerascount.values.objects import Tensor, Unknown
from kerascount.values.outcomes import Invalid, Undetermined

Names = Sequence[str] | None  # of the outputs; only functional models have them
Pair = tuple[Any, Any, Any]  # a loss or metric, the labels, the output


def is_nested(structure: Any) -> bool:
    return isinstance(structure, (list, tuple, dict))


def children(structure: Any) -> list[Any]:
    return [structure[key] for key in sorted(structure)] if isinstance(structure, dict) else list(structure)


def pack(structure: Any, items: Sequence[Any]) -> Any:
    """The items in the place of the entries of a flat structure."""
    if isinstance(structure, dict):
        return dict(zip(sorted(structure), items, strict=True))
    return type(structure)(items) if type(structure) in (list, tuple) else list(items)


def require_flat(y_pred: Any) -> None:
    if is_nested(y_pred) and any(is_nested(item) for item in children(y_pred)):
        raise Undetermined("outputs that are nested")


def _mismatch(y_true: Any, y_pred: Any) -> Invalid:
    message = f"y_true and y_pred have different structures: {_count(y_true)} labels for {_count(y_pred)} outputs"
    return Invalid(message, code="KC204")


def _count(structure: Any) -> int:
    return len(list(flatten(structure)))


# --- labels


def match_labels(y_true: Any, y_pred: Any, loss: Any, names: Names) -> Any:
    """The labels in the structure of the outputs (`CompileLoss.call`).

    Raises:
        Invalid: there is no way to match them.
    """
    if isinstance(y_true, Unknown):
        raise Undetermined(y_true.why)
    if not is_nested(y_pred):
        return _single_label(y_true, y_pred, loss)
    if isinstance(y_true, dict):
        return _labels_by_name(y_true, y_pred, loss, names)
    if is_nested(y_true) and len(y_true) == len(y_pred):
        return pack(y_pred, children(y_true))
    return _partial_labels(y_true, y_pred, loss)


def _single_label(y_true: Any, y_pred: Any, loss: Any) -> Any:
    if not is_nested(y_true):
        return y_true
    if isinstance(y_true, dict):
        key = next(iter(y_true), "")
        message = f"could not convert string to float: '{key}' (a dict of labels needs a dict of outputs)"
        raise Invalid(message, code="KC204")
    if len(y_true) == 1:
        return y_true[0]
    if is_nested(loss) and len(loss) == len(y_true):
        raise Undetermined("as many losses as labels for one output")
    raise _mismatch(y_true, y_pred)


def _labels_by_name(y_true: dict[str, Any], y_pred: Any, loss: Any, names: Names) -> Any:
    if isinstance(y_pred, dict):
        if set(y_true) == set(y_pred) or isinstance(loss, dict) and set(loss) == set(y_true) <= set(y_pred):
            return y_true
        raise _key_error(y_true, sorted(y_pred))
    if names is None:
        raise Invalid("labels in a dict, but the outputs have no names", error="TypeError", code="KC204")
    if set(y_true) != set(names):
        raise _key_error(y_true, names)
    return pack(y_pred, [y_true[name] for name in names])


def _key_error(y_true: dict[str, Any], names: Sequence[str]) -> Invalid:
    return Invalid(f"The labels are named {list(y_true)}, the outputs {list(names)}", error="KeyError", code="KC204")


def _partial_labels(y_true: Any, y_pred: Any, loss: Any) -> Any:
    """Outputs without a loss need no labels."""
    if not is_nested(y_true) and isinstance(y_true, Tensor):
        size = y_true.dims()[0]
        if not isinstance(size, int) or size == len(y_pred):
            raise Undetermined("one array of labels, which may stand for several")
    labels = iter(list(flatten(y_true)))
    wanted = [item is not None for item in flatten(loss)]
    if any(isinstance(item, Unknown) for item in flatten(loss)):
        raise Undetermined("losses that are not known")
    if sum(wanted) != _count(y_true) or not is_nested(loss) or len(loss) != len(y_pred) or isinstance(y_pred, dict):
        raise _mismatch(y_true, y_pred)
    return pack(y_pred, [next(labels) if needed else None for needed in wanted])


# --- losses


def assign_losses(loss: Any, y_true: Any, y_pred: Any, names: Names) -> Iterator[Pair]:
    """Every loss with its labels and its output (`CompileLoss.build`).

    Raises:
        Invalid: there is a loss without an output, or no loss where there must be one.
    """
    if isinstance(loss, dict) and not isinstance(y_pred, dict):
        loss = _losses_by_name(loss, names)
    if not is_nested(loss):
        for y_t, y_p in zip(flatten(y_true), flatten(y_pred), strict=False):
            yield loss, y_t, y_p
    elif not is_nested(y_pred):
        yield from ((one, y_true, y_pred) for one in _required(list(flatten(loss))))
    else:
        yield from _losses_of_each(loss, y_true, y_pred)


def _losses_by_name(loss: dict[str, Any], names: Names) -> list[Any]:
    if names is None:
        raise Invalid("`loss` is a dict, but the outputs of the model have no names", error="TypeError", code="KC204")
    if set(names) != set(loss):
        message = f"Expected keys {list(names)} in loss dict, but found loss.keys()={list(loss)}"
        raise Invalid(message, code="KC204", help="outputs have the names of the layers that give them")
    return [loss[name] for name in names]


def _required(losses: list[Any]) -> list[Any]:
    if not losses:
        raise Invalid("list index out of range: there is no loss", error="IndexError", code="KC204")
    if any(one is None for one in losses):
        raise Invalid("'NoneType' object has no attribute 'loss'", error="AttributeError", code="KC204")
    return losses


def _losses_of_each(loss: Any, y_true: Any, y_pred: Any) -> Iterator[Pair]:
    if not isinstance(loss, dict):
        if len(loss) == len(y_pred) and not any(map(is_nested, loss)):
            loss = pack(y_pred, loss)
        elif isinstance(y_pred, dict) or not isinstance(y_pred, type(loss)):
            raise Undetermined("losses in another structure than the outputs")
    for key in sorted(loss) if isinstance(loss, dict) else range(len(loss)):
        if loss[key] is None:
            continue
        if key not in y_pred if isinstance(loss, dict) else key >= len(y_pred):
            raise Invalid(f"The path ({key!r},) in the `loss` argument can't be found", error="KeyError", code="KC204")
        yield from ((one, y_true[key], y_pred[key]) for one in _required(list(flatten(loss[key]))))


def check_loss_weights(loss: Any, weights: Any) -> None:
    """As many weights as losses."""
    if weights is None or any(isinstance(item, Unknown) for item in flatten([loss, weights])):
        return
    if _count(loss) != _count(weights):
        counts = f"got {_count(loss)} losses and {_count(weights)} weights."
        raise Invalid(f"`loss_weights` must match the number of losses, {counts}", code="KC204")


# --- metrics


def assign_metrics(metrics: Any, y_true: Any, y_pred: Any, names: Names) -> Iterator[Pair]:
    """Every metric with its labels and its output (`CompileMetrics.build`).

    Raises:
        Invalid: they do not have the structure of the outputs.
    """
    if isinstance(metrics, Unknown) or not metrics:
        return
    outputs, labels = list(flatten(y_pred)), list(flatten(y_true))
    if not labels:
        return
    if len(outputs) == 1:
        yield from ((metric, labels[0], outputs[0]) for metric in flatten(metrics))
        return
    if isinstance(y_pred, dict):
        names = sorted(y_pred)
    if isinstance(y_true, dict) and names is not None:
        labels = [y_true.get(name, Unknown("no labels")) for name in names]
    for entry, y_t, y_p in zip(_entries(metrics, len(outputs), names), labels, outputs, strict=False):
        for metric in () if entry is None else entry if isinstance(entry, (list, tuple)) else (entry,):
            yield metric, y_t, y_p


def _entries(metrics: Any, count: int, names: Names) -> list[Any]:
    """The metrics of each output."""
    if isinstance(metrics, (list, tuple)) and len(metrics) == count:
        return list(metrics)
    if isinstance(metrics, dict) and names is not None and set(metrics) <= set(names):
        return [metrics.get(name) for name in names]
    outputs = f"the output names {list(names)}" if names else f"the {count} outputs"
    message = f"Invalid `metrics`: a dict or list of metrics must match {outputs}. Received: {metrics}"
    raise Invalid(message, code="KC204")
