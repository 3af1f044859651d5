"""Dtype policies such as "int8_from_float32", under which a few layers of Keras 3 keep other weights."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from kerascount.values.dims import Dim, ceil_div
from kerascount.values.outcomes import Invalid, Undetermined, require
from kerascount.values.weight import Weight

MODES: Final = ("int8", "float8", "int4", "gptq", "awq")
POLICIES: Final = frozenset(
    """
    bfloat16 bool complex128 complex64 float16 float32 float64 float8_e4m3fn float8_e5m2 int16 int32 int64 int8
    mixed_bfloat16 mixed_float16 string uint16 uint32 uint64 uint8
    """.split()
)
AMAX_HISTORY_LENGTH: Final = 1024


class Quantization(NamedTuple):
    """How the weights are kept; `block` sizes of the inputs share a scale, 0 where all do."""

    mode: str
    block: int = 0


def read_policy(policy: Any) -> Quantization | None:
    """The quantization that a dtype policy asks for, if any. Raises `Invalid` where it is no policy's name."""
    if not isinstance(policy, str):
        return None
    if not policy.startswith(MODES):
        require(policy in POLICIES, f"Cannot convert '{policy}' to a mixed precision DTypePolicy.")
        return None
    mode, *source = policy.split("_from_")
    require(len(source) == 1, f"Cannot convert `policy` into a valid pair (`mode`, `source_name`): {policy}")
    require(source[0] in POLICIES, f"Cannot convert '{source[0]}' to a mixed precision DTypePolicy.")
    base, *details = mode.split("/")
    require(base in MODES, f"Invalid quantization mode. Expected one of {MODES}. Received: mode={mode}")
    half = base == "int8" and source[0] in ("float16", "mixed_float16")
    require(not half, "Quantization mode='int8' doesn't work well with compute_dtype='float16'.")
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
