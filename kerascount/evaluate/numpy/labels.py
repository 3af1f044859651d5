"""What programs do with labels and sequences before they reach a model: `to_categorical`, `pad_sequences` …"""

from __future__ import annotations

from typing import Any, Final

from kerascount.evaluate.numpy.arrays import Labels, Row, as_array, dtype_name, leaves, rows
from kerascount.evaluate.objects import Rest
from kerascount.ops.shapes import dimension
from kerascount.values.dims import FREE, Dim, Symbolic
from kerascount.values.objects import Tensor, Unknown
from kerascount.values.outcomes import Invalid, Undetermined, require


def to_categorical(x: Any, num_classes: Any = None, dtype: Any = None) -> Tensor:
    """(n,) or (n, 1) → (n, classes)."""
    found = as_array(x)
    shape = found.dims()
    if len(shape) > 1 and isinstance(shape[-1], int) and shape[-1] == 1:
        shape = shape[:-1]
    return Tensor((*shape, _classes(found, num_classes)), dtype_name(dtype))


def _classes(labels: Tensor, num_classes: Any) -> Any:
    if num_classes is not None and num_classes != 0:
        count = dimension(num_classes)
        if isinstance(count, float):
            raise Invalid("'float' object cannot be interpreted as an integer", error="TypeError")
        if labels.data is not None and isinstance(count, int):
            largest = max(leaves(labels.data), default=0)
            message = f"index {largest} is out of bounds for axis 1 with size {count}"
            require(largest < count, message)
        if isinstance(labels, Labels) and isinstance(count, int) and count < labels.classes:
            message = f"index {labels.classes - 1} is out of bounds for axis 1 with size {count}"
            raise Invalid(message, error="IndexError")
        return count
    if isinstance(labels, Labels) and labels.classes:
        return labels.classes
    if labels.data is None:
        raise Undetermined("as many classes as the largest label says")
    return int(max(leaves(labels.data))) + 1


def normalize(x: Any, axis: Any = -1, order: Any = 2) -> Tensor:
    found = as_array(x)
    return Tensor(found.shape, found.dtype)


def pad_sequences(
    sequences: Any,
    maxlen: Any = None,
    dtype: Any = "int32",
    padding: Any = "pre",
    truncating: Any = "pre",
    value: Any = 0.0,
) -> Tensor:
    """Lists of numbers → (lists, maxlen)."""
    count, longest = _lengths(sequences)
    length = dimension(maxlen) if maxlen is not None else longest
    if length is None:
        raise Undetermined("as long as the longest sequence")
    return Tensor((count, length), dtype_name(dtype))


def _lengths(sequences: Any) -> tuple[Dim, Dim | None]:
    """How many sequences there are, and the length of the longest where that is known."""
    if isinstance(sequences, Unknown):
        if not sequences.text:
            raise Undetermined(sequences.why)
        return Symbolic.named(f"len({sequences.text})"), None
    if isinstance(sequences, Tensor):
        shape = sequences.dims()
        return shape[0], shape[1] if len(shape) > 1 else None
    if any(isinstance(sequence, Rest) for sequence in sequences):
        return FREE, None
    if not all(isinstance(sequence, (list, tuple)) for sequence in sequences):
        return len(sequences), None
    return len(sequences), max(map(len, sequences), default=0)


STAND_INS: Final[dict[str, Row]] = {
    **rows("keras.utils.", {"to_categorical": to_categorical, "normalize": normalize, "pad_sequences": pad_sequences}),
    **rows("keras.preprocessing.", {"sequence.pad_sequences": pad_sequences}),
}
