"""Dtype policies such as "int8_from_float32", under which a few layers of Keras 3 keep other weights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from kerascount.values.dims import Dim, ceil_div, product
from kerascount.values.outcomes import Invalid, Undetermined, require
from kerascount.values.weight import Weight

MODES: Final = ("int8", "float8", "int4", "gptq", "awq")
AMAX_HISTORY_LENGTH: Final = 1024


class Quantization(NamedTuple):
    """How the weights are kept; `block` sizes of the inputs share a scale, 0 where all do."""

    mode: str
    block: int = 0


def check_quantized(policy: str) -> None:
    """Refuse what is no name of a quantized policy; the part behind `_from_` is held against all others."""
    mode, *source = policy.split("_from_")
    require(len(source) == 1, f"Cannot convert `policy` into a valid pair (`mode`, `source_name`): {policy}")
    base, *details = mode.split("/")
    require(base in MODES, f"Invalid quantization mode. Expected one of {MODES}. Received: mode={mode}")
    half = base == "int8" and source[0] in ("float16", "mixed_float16")
    require(not half, "Quantization mode='int8' doesn't work well with compute_dtype='float16'.")
    if base == "int4":
        _block(details)


def quantization_of(policy: str) -> Quantization | None:
    """The quantization that a dtype policy asks for, if any."""
    if not policy.startswith(MODES):
        return None
    base, *details = policy.partition("_from_")[0].split("/")
    return Quantization(base, _block(details) if base == "int4" else 0)


def _block(details: list[str]) -> int:
    if not details:
        return 0
    try:
        block = int(details[0])
    except ValueError:
        raise Invalid(f"<block_size> must be an integer, not {details[0]!r}") from None
    require(len(details) == 1 and (block > 0 or block == -1), f"Invalid block_size in mode: {details}")
    return max(block, 0)


def kernel_weights(how: Quantization, rows: Dim, columns: Dim) -> Iterator[Weight]:
    """What stands for the kernel of a `Dense` layer."""
    if how.mode == "int8":
        yield Weight("kernel", (rows, columns), trainable=False, dtype="int8")
        yield Weight("kernel_scale", (columns,), trainable=False)
    elif how.mode == "int4":
        yield Weight("kernel", (rows, ceil_div(columns, 2)), trainable=False, dtype="int8")
        scale = (ceil_div(rows, how.block), columns) if how.block else (columns,)
        yield Weight("kernel_scale", scale, trainable=False)
        if how.block:
            yield Weight("kernel_zero", scale, trainable=False, dtype="int8")
            yield Weight("g_idx", (rows,), trainable=False)
    else:
        raise Undetermined(f"the weights of the dtype policy {how.mode!r} are not modelled")


def einsum_weights(how: Quantization, equation: str, kernel: Sequence[Any], rank: int) -> Iterator[Weight]:
    """What stands for the kernel of an `EinsumDense` layer on inputs of `rank` axes.

    Under int8 there is a scale for every place of the output that a place of the kernel adds to, under int4 the
    kernel is a matrix of the axes that are summed over and the others.
    """
    inputs, _, rest = equation.partition(",")
    letters, _, output = rest.partition("->")
    sizes = dict(zip(letters, kernel, strict=False))
    summed = [letter for letter in sizes if letter not in output]
    if how.mode == "int4":
        kept = [size for letter, size in sizes.items() if letter in output]
        yield from kernel_weights(how, product([sizes[letter] for letter in summed]), product(kept))
        return
    if how.mode != "int8":
        raise Undetermined(f"the weights of the dtype policy {how.mode!r} are not modelled")
    yield Weight("kernel", tuple(kernel), trainable=False, dtype="int8")
    elided = "." * (rank - len(inputs.replace("...", "")))
    yield Weight("kernel_scale", tuple(_scale_shape(sizes, output.replace("...", elided))), trainable=False)


def _scale_shape(sizes: Mapping[str, Any], output: str) -> list[Any]:
    """`_get_kernel_scale_shape`: the axes that are summed over stand where the kernel has none of the output's."""
    order = [letter for letter in output if letter in sizes]
    vacant = [place for place, letter in enumerate(output) if letter not in sizes]
    if not vacant and any(letter not in output for letter in sizes):
        raise Undetermined("where Keras puts the scales of a kernel that has every axis of the output")
    place, squeezed = 0, []
    for index, letter in enumerate(sizes):
        if letter not in output:
            if vacant:
                place = vacant.pop(0)
            else:
                squeezed.append(index)
            order.insert(place, letter)
    shape = [sizes[letter] if letter in output else 1 for letter in order]
    for place in vacant:
        shape.insert(place, 1)
    for place in reversed(squeezed):
        shape.pop(place)
    return shape


def amax_weights() -> Iterator[Weight]:
    """What float8 training keeps beside the kernel; its gradients overwrite them."""
    for name in ("inputs", "kernel", "outputs_grad"):
        yield Weight(f"{name}_scale", ())
        yield Weight(f"{name}_amax_history", (AMAX_HISTORY_LENGTH,))


def embedding_weights(how: Quantization, rows: Dim, columns: Dim) -> Iterator[Weight]:
    """What stands for a table of embeddings, two of its numbers in a byte under int4."""
    if how.mode not in ("int8", "int4"):
        message = f"Invalid quantization mode. Expected one of ('int8', 'int4'). Received: {how.mode}"
        raise Invalid(message, error="NotImplementedError")
    packed = ceil_div(columns, 2) if how.mode == "int4" else columns
    yield Weight("embeddings", (rows, packed), trainable=False, dtype="int8")
    scale = (rows, ceil_div(columns, how.block)) if how.block else (rows,)
    yield Weight("embeddings_scale", scale, trainable=False)
    if how.block:
        yield Weight("embeddings_zero", scale, trainable=False, dtype="int8")
        yield Weight("g_idx", (columns,), trainable=False)


def reverse_weights(how: Quantization, rows: Dim, columns: Dim) -> Iterator[Weight]:
    """What stands for the table on the way back of a `ReversibleEmbedding`."""
    packed = ceil_div(columns, 2) if how.mode == "int4" else columns
    yield Weight("reverse_embeddings", (packed, rows), trainable=False, dtype="int8")
    scale = (ceil_div(columns, how.block), rows) if how.block else (rows,)
    yield Weight("reverse_embeddings_scale", scale, trainable=False)
    if how.block:
        yield Weight("reverse_embeddings_zero", scale, trainable=False)
