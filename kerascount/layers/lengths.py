"""How long an axis becomes under a window, and the formula with its numbers filled in.

`n` is the length of the axis in the input. The results keep what is not known: an axis that is left
open stays open, a symbolic one becomes a formula.
"""

from __future__ import annotations

from typing import Any

from kerascount.values.dims import Dim, Free, Symbolic, ceil_div
from kerascount.values.outcomes import Invalid, Undetermined, require


def window_length(n: Dim, size: Any, stride: Any, padding: Any, dilation: Any = 1, *, axis: str = "axis") -> Any:
    """The number of places where a window of `size` fits along an axis: convolution and pooling."""
    require(stride != 0, "division by zero", error="ZeroDivisionError")
    if isinstance(n, Symbolic) and any(isinstance(value, float) for value in (size, stride, dilation)):
        raise Undetermined(f"depends on {n}")
    if padding == "valid":
        length = (n - dilation * (size - 1) - 1) // stride + 1
        if isinstance(length, (int, float)) and length <= 0:
            formula = _valid(n, size, stride, dilation)
            raise Invalid(
                f"Computed output size would be zero or negative: {formula} = {length}",
                plain=f"a window of {_span(size, dilation)} does not fit into the {axis} of {n}",
                help=f"{n} is the most that fits, and any size does with padding='same'" if n != 0 else "",
            )
    elif padding in ("same", "causal"):
        length = ceil_div(n, stride) if isinstance(stride, int) else (n - 1) // stride + 1
    elif padding == "full":
        length = ceil_div(n + dilation * (size - 1), stride)
    else:
        raise Invalid(f"`padding` must be either `'valid'` or `'same'`. Received {padding}.")
    return length


def transposed_length(n: Dim, size: Any, stride: Any, padding: Any, extra: Any = None, dilation: Any = 1) -> Any:
    """The length whose window positions number `n`; `extra` is the `output_padding`."""
    if padding == "causal":
        raise Invalid("a transposed convolution takes `padding` 'valid' or 'same'", error="AssertionError")
    if isinstance(n, Free):
        return n
    if not isinstance(padding, str):
        raise Invalid(f"'{type(padding).__name__}' object has no attribute 'lower'", error="AttributeError")
    window = (size - 1) * dilation + 1
    if padding == "same":
        return n * stride if extra is None else (n - 1) * stride + window % 2 + extra
    if extra is not None:
        return (n - 1) * stride + window + extra
    return (n - 1) * stride + max(window, stride)


def window_text(n: Dim, size: Any, stride: Any, padding: str, dilation: Any = 1) -> str:
    """`(28 − 5) // 1 + 1 = 24 (valid padding)`."""
    length = window_length(n, size, stride, padding, dilation)
    if padding == "valid":
        formula = _valid(n, size, stride, dilation)
    elif padding == "full":
        formula = f"⌈({n} + {factor(dilation)} · ({size} − 1)) / {stride}⌉"
    else:
        formula = f"⌈{factor(n)} / {factor(stride)}⌉"
    return solved(n, formula, f"{length} ({padding} padding)")


def transposed_text(n: Dim, size: Any, stride: Any, padding: str, extra: Any = None, dilation: Any = 1) -> str:
    """`(14 − 1) · 2 + 3 = 29 (valid padding)`."""
    length = transposed_length(n, size, stride, padding, extra, dilation)
    window = str(size) if is_one(dilation) else factor((size - 1) * dilation + 1)
    start = f"({n} − 1) · {factor(stride)}"
    if padding == "same":
        formula = f"{factor(n)} · {factor(stride)}" if extra is None else f"{start} + {window} % 2 + {extra}"
    else:
        formula = f"{start} + max({window}, {stride})" if extra is None else f"{start} + {window} + {extra}"
    return solved(n, formula, f"{length} ({padding} padding)")


def _valid(n: Dim, size: Any, stride: Any, dilation: Any) -> str:
    if is_one(dilation):
        return f"({n} − {factor(size)}) // {factor(stride)} + 1"
    return f"({n} − {factor(dilation)} · ({size} − 1) − 1) // {factor(stride)} + 1"


def _span(size: Any, dilation: Any) -> str:
    """The length that a window covers."""
    return str(size) if is_one(dilation) else f"{dilation * (size - 1) + 1} ({size} dilated by {dilation})"


def is_one(dilation: object) -> bool:
    return isinstance(dilation, int) and dilation == 1


def solved(n: Dim, formula: str, result: object) -> str:
    """The formula and its result; of an axis that is left open there is nothing to work out."""
    return "None (left open)" if isinstance(n, Free) else f"{formula} = {result}"


def factor(size: object) -> str:
    """A size as part of a product or difference: sums stand in brackets."""
    return f"({size})" if isinstance(size, Symbolic) and " " in str(size) else str(size)
