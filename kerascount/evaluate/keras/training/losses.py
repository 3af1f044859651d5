"""The losses of Keras as arithmetic on shapes: which labels fit which outputs.

Each function takes the shapes of labels and outputs and gives the shape of the values before they are reduced
to one number. It raises `Invalid` where Keras raises, and lets `Undetermined` pass.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from kerascount.ops.shapes import broadcast_shapes, item, reduce_shape
from kerascount.values.outcomes import Invalid, Undetermined, Unsure
from kerascount.values.shape import Shape, compatible, shape_text

LossFunction = Callable[[Shape, Shape, Mapping[str, Any]], Shape]
CLASS_NUMBERS: Final = (
    "labels that are class numbers go with the loss sparse_categorical_crossentropy, "
    "or become one-hot with keras.utils.to_categorical"
)


def squeeze_or_expand_to_same_rank(x1: Shape, x2: Shape, expand_rank_1: bool = True) -> tuple[Shape, Shape]:
    """A last axis of size 1 may be missing on one side."""
    if len(x1) == len(x2) + 1 and x1[-1] == 1:
        return (x1, (*x2, 1)) if len(x2) == 1 and expand_rank_1 else (x1[:-1], x2)
    if len(x2) == len(x1) + 1 and x2[-1] == 1:
        return ((*x1, 1), x2) if len(x1) == 1 and expand_rank_1 else (x1, x2[:-1])
    return x1, x2


def joint(y_true: Shape, y_pred: Shape, what: str = "labels and outputs") -> Shape:
    """Both broadcast together, as arithmetic on them does."""
    try:
        return broadcast_shapes(y_true, y_pred)
    except Invalid:
        texts = f"{shape_text(y_true)} and {shape_text(y_pred)}"
        raise Invalid(f"Incompatible shapes for broadcasting: {what} are {texts}", code="KC203") from None


def require_same(target: Shape, output: Shape, how_far: str = "") -> None:
    """Refuse shapes that definitely differ; `output` may come without the axis of the classes."""
    verdicts = [a == b for a, b in zip(target, output, strict=False)]
    if len(target) != len(output) or any(not isinstance(verdict, Unsure) and not verdict for verdict in verdicts):
        raise Invalid(
            f"Arguments `target` and `output` must have the same shape{how_far}. "
            f"Received: target.shape={shape_text(target)}, output.shape={shape_text(output)}",
            code="KC203",
            plain=f"compares labels of {shape_text(target)} with outputs of {shape_text(output)}: they must be alike",
        )


def in_words(refusal: Invalid, target: Shape, output: Shape) -> Invalid:
    """The refusal told by the shapes of labels and outputs, with what would fit."""
    shapes = f"labels of {shape_text(target)} with outputs of {shape_text(output)}"
    refusal.plain = refusal.plain or f"compares {shapes}, which do not fit together"
    refusal.help = refusal.help or _meant(target, output)
    return refusal


def _meant(target: Shape, output: Shape) -> str:
    """Which other labels or outputs may be meant."""
    if not target or not output or not isinstance(target[-1], int) or not isinstance(output[-1], int):
        return ""
    numbers = target[:-1] if target[-1] == 1 else target
    if output[-1] > 1 and len(numbers) == len(output) - 1 and all(map(compatible, numbers, output)):
        return CLASS_NUMBERS
    if len(target) <= 2 < len(output):
        return one_axis(output)
    if len(target) == len(output) and target[-1] != output[-1] != 1 != target[-1]:
        return f"{target[-1]} units in the last layer would fit"
    return ""


def one_axis(output: Shape) -> str:
    recurrent = "a recurrent layer without return_sequences, " * (len(output) == 3)
    return f"the model gives {shape_text(output)}: {recurrent}Flatten or a Global…Pooling layer leaves one axis"


def elementwise(y_true: Shape, y_pred: Shape, arguments: Mapping[str, Any]) -> Shape:
    """(batch, …, n) with (batch, …, n) → (batch, …): the squared error and its kin."""
    return reduce_shape(joint(*squeeze_or_expand_to_same_rank(y_true, y_pred)), arguments.get("axis", -1))


def plain(y_true: Shape, y_pred: Shape, arguments: Mapping[str, Any]) -> Shape:
    """The same, where the ranks are not adapted."""
    return reduce_shape(joint(y_true, y_pred), arguments.get("axis", -1))


def crossentropy(y_true: Shape, y_pred: Shape, arguments: Mapping[str, Any]) -> Shape:
    """Labels and outputs of exactly the same shape."""
    require_same(y_true, y_pred)
    return reduce_shape(y_pred, arguments.get("axis", -1))


def sparse_crossentropy(y_true: Shape, y_pred: Shape, arguments: Mapping[str, Any]) -> Shape:
    """(batch, …) of class numbers with (batch, …, classes) → (batch, …)."""
    axis = arguments.get("axis", -1)
    if not isinstance(axis, int) or axis not in (-1, len(y_pred) - 1):
        raise Undetermined("the classes lie on another axis than the last")
    if len(y_true) == len(y_pred) and item(y_true, axis) == 1:
        y_true = y_true[:-1]
    if len(y_true) == len(y_pred) and item(y_true, -1) == 1:
        y_true = y_true[:-1]
    if len(y_true) != len(y_pred) - 1:
        raise sparse_refusal(y_true, y_pred)
    try:
        require_same(y_true, y_pred[:-1])
    except Invalid:
        raise sparse_refusal(y_true, y_pred) from None
    return y_pred[:-1]


def sparse_refusal(y_true: Shape, y_pred: Shape) -> Invalid:
    return Invalid(
        "Arguments `target` and `output` must have the same shape up until the last dimension: "
        f"target.shape={shape_text(y_true)}, output.shape={shape_text(y_pred)}",
        code="KC203",
        plain=f"takes one class number for each output, labels of {shape_text(y_pred[:-1])}, but gets "
        f"{shape_text(y_true)}",
        help=_meant_outputs(y_true, y_pred),
    )


def _meant_outputs(target: Shape, output: Shape) -> str:
    if len(target) == len(output):
        return "labels that are one-hot go with categorical_crossentropy"
    if len(target) < len(output) - 1:
        return one_axis(output)
    return ""


def overlap(y_true: Shape, y_pred: Shape, arguments: Mapping[str, Any]) -> Shape:
    """`dice` and `tversky`: one number for the batch."""
    return reduce_shape(joint(y_true, y_pred), arguments.get("axis"))


def ctc(y_true: Shape, y_pred: Shape, arguments: Mapping[str, Any]) -> Shape:
    """(batch, labels) with (batch, steps, classes) → (batch,)."""
    for name, shape, rank in (("y_true", y_true, 2), ("y_pred", y_pred, 3)):
        if len(shape) != rank:
            message = f"`{name}` is expected to be a tensor of rank {rank}. Received: {name}.shape={shape_text(shape)}"
            raise Invalid(message, code="KC203")
    return y_pred[:1]


LOSSES: Final[Mapping[str, LossFunction]] = {
    "binary_crossentropy": crossentropy,
    "binary_focal_crossentropy": crossentropy,
    "categorical_crossentropy": crossentropy,
    "categorical_focal_crossentropy": plain,
    "categorical_hinge": plain,
    "cosine_similarity": elementwise,
    "ctc": ctc,
    "dice": overlap,
    "hinge": plain,
    "huber": elementwise,
    "kl_divergence": plain,
    "log_cosh": elementwise,
    "mean_absolute_error": elementwise,
    "mean_absolute_percentage_error": elementwise,
    "mean_squared_error": elementwise,
    "mean_squared_logarithmic_error": elementwise,
    "poisson": plain,
    "sparse_categorical_crossentropy": sparse_crossentropy,
    "squared_hinge": plain,
    "tversky": overlap,
}


def apply_loss(
    name: str, arguments: Mapping[str, Any], y_true: Shape, y_pred: Shape, sample_weight: Shape | None
) -> None:
    """`Loss.__call__`: the values of the loss, times the weights of the samples.

    Raises:
        Invalid: Keras refuses these shapes.
        Undetermined: that cannot be known.
    """
    function = LOSSES.get(name)
    if function is None:
        return
    try:
        values = function(*squeeze_or_expand_to_same_rank(y_true, y_pred), arguments)
    except Invalid as refusal:
        raise in_words(refusal, y_true, y_pred) from None
    if sample_weight is not None:
        values, sample_weight = squeeze_or_expand_to_same_rank(values, sample_weight)
        joint(values, sample_weight, "values of the loss and their weights")
