"""NumPy's rarer functions: differences, histograms, linear algebra, Fourier transforms, searches."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from kerascount.evaluate.numpy.arrays import (
    DType,
    LibraryObject,
    array_shape,
    as_array,
    broadcast,
    checked_axis,
    leaves,
    promote,
    rows,
)
from kerascount.evaluate.numpy.functions import column_stack, concatenate, split, sum_type, through_ops, unchanged
from kerascount.ops.shapes import dimension
from kerascount.values.dims import FREE, Dim, product
from kerascount.values.objects import Tensor
from kerascount.values.outcomes import Invalid, Undetermined, require


def same_as(dtype: str | None = None) -> Callable[..., Tensor]:
    """A function whose result has the shape of its first argument."""

    def call(x: Any, *args: Any, **options: Any) -> Tensor:
        found = as_array(x)
        return Tensor(found.shape, dtype or found.dtype)

    return call


def floating(x: Tensor) -> str:
    """The type of results of linear algebra."""
    return x.dtype if x.dtype in ("float32", "complex64", "complex128") else "float64"


def nothing(*args: Any, **options: Any) -> None:
    """`np.save`, `np.set_printoptions`."""


def _axis(found: Tensor, axis: Any) -> int:
    return checked_axis(axis, len(found.dims()))


def _with_size(found: Tensor, axis: int, size: Dim, dtype: str = "") -> Tensor:
    dims = found.dims()
    return Tensor((*dims[:axis], size, *dims[axis + 1 :]), dtype or found.dtype)


def diff(a: Any, n: Any = 1, axis: Any = -1, **options: Any) -> Tensor:
    found = as_array(a)
    if options or not isinstance(n, int) or n < 0:
        raise Undetermined("a difference with values before or behind it")
    place = _axis(found, axis)
    size = found.dims()[place]
    return _with_size(found, place, max(size - n, 0) if isinstance(size, int) else size - n)


def array_split(ary: Any, indices_or_sections: Any, axis: Any = 0) -> list[Tensor]:
    """Parts of about the same size."""
    found = as_array(ary)
    place = _axis(found, axis)
    size, parts = found.dims()[place], indices_or_sections
    if not isinstance(parts, int):
        return split(found, parts, axis)
    if not isinstance(size, int) or parts <= 0:
        raise Undetermined("parts of an array of which the size is not known")
    return [_with_size(found, place, size // parts + (part < size % parts)) for part in range(parts)]


def split_along(axis: int, least: int) -> Callable[..., list[Tensor]]:
    def call(ary: Any, indices_or_sections: Any) -> list[Tensor]:
        rank = len(as_array(ary).dims())
        require(rank >= least, f"an array of {least} or more dimensions is needed, not of {rank}")
        return split(ary, indices_or_sections, axis)

    return call


def take(a: Any, indices: Any, axis: Any = None, **options: Any) -> Tensor:
    found, chosen = as_array(a), as_array(indices).dims()
    size = product(found.dims()) if axis is None else found.dims()[_axis(found, axis)]
    _check_places(as_array(indices), size, options)
    if axis is None:
        return Tensor(chosen, found.dtype)
    place = _axis(found, axis)
    return Tensor((*found.dims()[:place], *chosen, *found.dims()[place + 1 :]), found.dtype)


def _check_places(indices: Tensor, size: Dim, options: dict[str, Any]) -> None:
    if indices.data is None or not isinstance(size, int) or options:
        return
    for place in leaves(indices.data):
        if isinstance(place, int) and not -size <= place < size:
            raise Invalid(f"index {place} is out of bounds for axis with size {size}", error="IndexError")


def tensordot(a: Any, b: Any, axes: Any = 2) -> Tensor:
    from kerascount.ops.catalogue import OPS

    left, right = as_array(a), as_array(b)
    made = OPS["tensordot"](Tensor(left.shape, left.dtype), Tensor(right.shape, right.dtype), axes=axes)
    return Tensor(made.shape, promote(left.dtype, right.dtype))


def trace(a: Any, *args: Any, **options: Any) -> Tensor:
    from kerascount.ops.catalogue import OPS

    found = as_array(a)
    return Tensor(OPS["trace"](Tensor(found.shape, found.dtype), *args, **options).shape, sum_type(found.dtype))


def kron(a: Any, b: Any) -> Tensor:
    left, right = as_array(a), as_array(b)
    if len(left.dims()) != len(right.dims()):
        raise Undetermined("a Kronecker product of arrays of different rank")
    return Tensor(
        tuple(m * n for m, n in zip(left.dims(), right.dims(), strict=True)), promote(left.dtype, right.dtype)
    )


def compared(a: Any, b: Any, *args: Any, **options: Any) -> Tensor:
    return Tensor(broadcast((as_array(a).dims(), as_array(b).dims())), "bool")


def found_places(a: Any, v: Any, *args: Any, **options: Any) -> Tensor:
    """`np.searchsorted`."""
    require(len(as_array(a).dims()) == 1, "object too deep for desired array")
    return Tensor(as_array(v).shape, "int64")


def parted(a: Any, kth: Any, axis: Any = -1, **options: Any) -> Tensor:
    found = as_array(a)
    size = found.dims()[_axis(found, axis)]
    if isinstance(kth, int) and isinstance(size, int) and not -size <= kth < size:
        raise Invalid(f"kth(={kth}) out of bounds ({size})")
    return Tensor(found.shape, found.dtype)


def some(*arrays: Any, **options: Any) -> Tensor:
    """As many values as the arrays happen to have."""
    if options:
        raise Undetermined("values with their places")
    return Tensor((FREE,), as_array(arrays[-1]).dtype)


def flatnonzero(a: Any) -> Tensor:
    return Tensor((FREE,), "int64")


def nonzero(a: Any) -> tuple[Tensor, ...]:
    return tuple(Tensor((FREE,), "int64") for _ in as_array(a).dims())


def argwhere(a: Any) -> Tensor:
    return Tensor((FREE, len(as_array(a).dims())), "int64")


def histogram(a: Any, bins: Any = 10, *args: Any, **options: Any) -> tuple[Tensor, Tensor]:
    if isinstance(bins, str):
        raise Undetermined("as many bins as the values need")
    count = dimension(bins) if isinstance(bins, int) else as_array(bins).dims()[0] - 1
    return Tensor((count,), "int64"), Tensor((count + 1,), floating(as_array(a)))


def correlations(m: Any, *args: Any, **options: Any) -> Tensor:
    """`np.cov` and `np.corrcoef` of the rows."""
    found = as_array(m)
    require(len(found.dims()) <= 2, "m has more than 2 dimensions")
    if args or options:
        raise Undetermined("a correlation of several arrays")
    size = found.dims()[:-1]
    return Tensor((*size, *size), promote(found.dtype, "float64"))


def window(M: Any, *args: Any, **options: Any) -> Tensor:  # noqa: N803
    return Tensor(array_shape(M), "float64")


def resize(a: Any, new_shape: Any) -> Tensor:
    return Tensor(array_shape(new_shape), as_array(a).dtype)


def sliding_window_view(x: Any, window_shape: Any, axis: Any = None, **options: Any) -> Tensor:
    """(…, n, …) → (…, n - window + 1, …, window)"""
    found = as_array(x)
    sizes = window_shape if isinstance(window_shape, (list, tuple)) else (window_shape,)
    axes = range(len(found.dims())) if axis is None else axis if isinstance(axis, (list, tuple)) else (axis,)
    if len(sizes) != len(axes):
        raise Invalid("Since axis is None, must provide window_shape for all dimensions of `x`")
    dims = list(found.dims())
    for size, place in zip(sizes, axes, strict=True):
        dims[_axis(found, place)] -= dimension(size) - 1
        require(dims[_axis(found, place)] > 0, "window shape cannot be larger than input array shape")
    return Tensor((*dims, *map(dimension, sizes)), found.dtype)


def _complex(found: Tensor) -> str:
    return "complex64" if found.dtype in ("float16", "float32", "complex64") else "complex128"


def fourier(a: Any, n: Any = None, axis: Any = -1, **options: Any) -> Tensor:
    found = as_array(a)
    place = _axis(found, axis)
    return _with_size(found, place, found.dims()[place] if n is None else dimension(n), _complex(found))


def real_fourier(a: Any, n: Any = None, axis: Any = -1, **options: Any) -> Tensor:
    made = fourier(a, n, axis)
    place = _axis(made, axis)
    return _with_size(made, place, made.dims()[place] // 2 + 1)


def frequencies(n: Any, d: Any = 1.0, **options: Any) -> Tensor:
    return Tensor((dimension(n),), "float64")


def linear(name: str) -> Callable[..., Tensor]:
    """A function of linear algebra that Keras has too."""

    def call(a: Any, *args: Any, **options: Any) -> Tensor:
        found = as_array(a)
        try:
            made: Tensor = through_ops(name)(found, *args, **options)
        except Invalid as refusal:
            raise Invalid(str(refusal), error="LinAlgError") from None
        return Tensor(made.shape, floating(found))

    return call


class Joiner(LibraryObject):
    """`np.c_[a, b]` and `np.r_[a, b]`."""

    def __init__(self, name: str, function: Callable[..., Any]) -> None:
        super().__init__(name, {})
        self.function = function

    def item(self, key: Any) -> Any:
        parts = key if isinstance(key, tuple) else (key,)
        if not all(isinstance(part, (Tensor, LibraryObject)) and as_array(part).dims() for part in parts):
            raise Undetermined("parts that are no arrays")
        return self.function([as_array(part) for part in parts])


STAND_INS: Final[dict[str, Any]] = {
    **rows(
        "numpy.",
        {
            **dict.fromkeys(("conj", "conjugate", "real", "imag", "fix", "fmod", "interp"), same_as()),
            **dict.fromkeys(("angle", "unwrap"), same_as("float64")),
            **dict.fromkeys(("isin",), same_as("bool")),
            "digitize": same_as("int64"),
            "partition": parted,
            "argpartition": lambda a, kth, axis=-1, **options: Tensor(parted(a, kth, axis).shape, "int64"),
            **dict.fromkeys(("save", "savez", "savez_compressed", "savetxt", "set_printoptions"), nothing),
            **dict.fromkeys(("intersect1d", "union1d", "setdiff1d", "extract"), some),
            **dict.fromkeys(("cov", "corrcoef"), correlations),
            **dict.fromkeys(("hamming", "hanning", "blackman", "bartlett", "kaiser"), window),
            **{name: through_ops(name) for name in ("diagonal", "take_along_axis")},
            "trace": trace,
            "diff": diff,
            "array_split": array_split,
            "vsplit": split_along(0, 2),
            "hsplit": lambda ary, parts: split(ary, parts, 0 if len(as_array(ary).dims()) == 1 else 1),
            "dsplit": split_along(2, 3),
            "take": take,
            "tensordot": tensordot,
            "kron": kron,
            "isclose": compared,
            "searchsorted": found_places,
            "flatnonzero": flatnonzero,
            "nonzero": nonzero,
            "argwhere": argwhere,
            "histogram": histogram,
            "resize": resize,
            "lib.stride_tricks.sliding_window_view": sliding_window_view,
            "fft.fft": fourier,
            "fft.ifft": fourier,
            "fft.rfft": real_fourier,
            "fft.fftfreq": frequencies,
            "fft.fftshift": unchanged,
            "linalg.inv": linear("inv"),
            "linalg.det": linear("det"),
            "linalg.cholesky": linear("cholesky"),
        },
    ),
    "numpy.c_": Joiner("c_", column_stack),
    "numpy.r_": Joiner("r_", concatenate),
    **{f"numpy.{name}_": DType(f"{name}64") for name in ("int", "float")},
    "numpy.str_": DType("str"),
    "numpy.object_": DType("object"),
}
