"""The losses and metrics of tf_keras as arithmetic on shapes: which labels fit which outputs.

Unlike those of Keras 3, most broadcast: the cross entropies alone want labels of the shape of the outputs, that of two
classes where it can go back to the logits of a sigmoid or softmax.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from kerascount.evaluate.keras.training.identifiers import Named
from kerascount.evaluate.keras.training.losses import in_words, joint, require_same, sparse_refusal
from kerascount.ops.shapes import reduce_shape
from kerascount.values.dims import product
from kerascount.values.outcomes import Invalid
from kerascount.values.shape import Shape

LossFunction = Callable[[Shape, Shape, Mapping[str, Any]], object]


def match_rank(y_true: Shape, y_pred: Shape) -> Shape:
    """`match_dtype_and_rank`: labels of one number for each sample become a column."""
    return (*y_true, 1) if len(y_true) == 1 and len(y_pred) == 2 else y_true


def squeeze_to_same_rank(y_true: Shape, y_pred: Shape) -> tuple[Shape, Shape]:
    """`squeeze_or_expand_dimensions`: a last axis of size 1 goes where the other side has none."""
    difference = len(y_pred) - len(y_true)
    if difference == 1 and y_pred[-1] == 1:
        return y_true, y_pred[:-1]
    if difference == -1 and y_true[-1] == 1:
        return y_true[:-1], y_pred
    return y_true, y_pred


def elementwise(y_true: Shape, y_pred: Shape, arguments: Mapping[str, Any]) -> object:
    return reduce_shape(joint(y_true, y_pred), arguments.get("axis", -1))


def crossentropy(y_true: Shape, y_pred: Shape, arguments: Mapping[str, Any]) -> object:
    """Labels and outputs of exactly the same shape."""
    require_same(y_true, y_pred)
    return None


def binary_crossentropy(y_true: Shape, y_pred: Shape, arguments: Mapping[str, Any]) -> object:
    if not arguments.get("of_logits") and arguments.get("from_logits") is not True:
        return joint(y_true, y_pred)
    return crossentropy(y_true, y_pred, arguments)


def sparse_crossentropy(y_true: Shape, y_pred: Shape, arguments: Mapping[str, Any]) -> object:
    """A class number for each row of outputs: the labels are laid out flat where their rank is another one."""
    if arguments.get("ignore_class") is not None or arguments.get("axis", -1) != -1:
        return None
    if len(y_true) == len(y_pred) - 1:
        pairs = zip(y_true, y_pred, strict=False)
    else:
        pairs = zip((product(y_true),), (product(y_pred[:-1]),), strict=True)
    if any((a == b) is False for a, b in pairs):
        raise sparse_refusal(y_true, y_pred)
    return None


LOSSES: Final[Mapping[str, LossFunction]] = {
    "binary_crossentropy": binary_crossentropy,
    "binary_focal_crossentropy": binary_crossentropy,
    "categorical_crossentropy": crossentropy,
    "categorical_focal_crossentropy": crossentropy,
    "sparse_categorical_crossentropy": sparse_crossentropy,
    **dict.fromkeys(
        """
        categorical_hinge cosine_similarity hinge huber kl_divergence log_cosh mean_absolute_error
        mean_absolute_percentage_error mean_squared_error mean_squared_logarithmic_error poisson squared_hinge
        """.split(),
        elementwise,
    ),
}


def apply_loss(loss: Named, y_true: Shape, y_pred: Shape, of_logits: bool, fed: bool = False) -> None:
    """Hold labels against outputs; `of_logits` are outputs of a sigmoid or softmax.

    Labels that are `fed` to placeholders, as before TensorFlow 2.2, meet the outputs only when the graph is run, and
    there all losses but one broadcast.

    Raises:
        Invalid: tf_keras refuses these shapes.
    """
    function = LOSSES.get(loss.name)
    if fed and function is not sparse_crossentropy:
        function = elementwise
    if function:
        labels, given = squeeze_to_same_rank(match_rank(y_true, y_pred), y_pred)
        try:
            function(labels, given, {**loss.arguments, "of_logits": of_logits and len(given) == len(y_pred)})
        except Invalid as refusal:
            raise in_words(refusal, y_true, y_pred) from None
