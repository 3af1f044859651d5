"""Fourier transforms and sequences, of (real, imaginary) pairs of tensors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kerascount.ops.registry import family, op
from kerascount.ops.shapes import dimension, identical, item, made, operand
from kerascount.values.dims import Free
from kerascount.values.objects import Tensor, Unknown
from kerascount.values.outcomes import Invalid, Undetermined, require
from kerascount.values.shape import shape_text


def _real_and_imaginary(x: Any, rank: int) -> tuple[Tensor, Tensor]:
    if isinstance(x, Unknown):
        raise Undetermined(x.why)
    if not isinstance(x, (tuple, list)) or len(x) != 2:
        raise Invalid("Input `x` should be a tuple of two tensors - real and imaginary.")
    real, imaginary = map(operand, x)
    left, right = real.dims(), imaginary.dims()
    message = "Input `x` should be a tuple of two tensors of the same shape - real and imaginary."
    require(len(left) == len(right), message)
    for a, b in zip(left, right, strict=True):
        require(identical(a, b), message)
    require(len(left) >= rank, f"Input should have rank >= {rank}. Received: input.shape = {shape_text(left)}")
    return real, imaginary


def transform(rank: int) -> Callable[..., tuple[Tensor, Tensor]]:
    """The shape stays, and the last `rank` sizes must be known."""

    def compute(x: Any) -> tuple[Tensor, Tensor]:
        real, imaginary = _real_and_imaginary(x, rank)
        if any(isinstance(size, Free) for size in real.dims()[-rank:]):
            raise Invalid(f"Input should have its last {rank} dimension(s) fully-defined. Received: {real.dims()}")
        return Tensor(real.shape, real.dtype), Tensor(imaginary.shape, imaginary.dtype)

    return compute


family("fft", "FFT", "x", transform(1))
family("fft2", "FFT2", "x", transform(2))
family("ifft2", "IFFT2", "x", transform(2))


@op("RFFT")
def rfft(x: Any, fft_length: Any = None) -> tuple[Tensor, Tensor]:
    found = operand(x)
    shape = found.dims()
    require(len(shape) >= 1, f"Input should have rank >= 1. Received: input.shape = {shape_text(shape)}")
    length = shape[-1] if fft_length is None else dimension(fft_length)
    result = (*shape[:-1], length // 2 + 1)
    return Tensor(result, found.dtype), Tensor(result, found.dtype)


@op("IRFFT")
def irfft(x: Any, fft_length: Any = None) -> Tensor:
    real, _ = _real_and_imaginary(x, 1)
    shape = real.dims()
    length = 2 * (shape[-1] - 1) if fft_length is None else dimension(fft_length)
    return Tensor((*shape[:-1], length), real.dtype)


def _stride(value: Any) -> Any:
    stride = dimension(value)
    message = f"`sequence_stride` must be a positive integer. Received: sequence_stride={value}"
    if isinstance(stride, float):
        raise Invalid(message)
    require(stride > 0, message)
    return stride


@op("STFT")
def stft(
    x: Any, sequence_length: Any, sequence_stride: Any, fft_length: Any, window: Any = "hann", center: Any = True
) -> tuple[Tensor, Tensor]:
    stride, length = _stride(sequence_stride), dimension(fft_length)
    found = operand(x)
    size = item(found.dims(), -1)
    padded = 0 if center is False else length // 2 * 2
    count = 1 + (size + padded - length) // stride
    shape = made((*found.dims()[:-1], count, length // 2 + 1), found.dtype).dims()
    return Tensor(shape, found.dtype), Tensor(shape, found.dtype)


@op("ISTFT")
def istft(
    x: Any,
    sequence_length: Any,
    sequence_stride: Any,
    fft_length: Any,
    length: Any = None,
    window: Any = "hann",
    center: Any = True,
) -> Tensor:
    stride, window_length = _stride(sequence_stride), dimension(fft_length)
    real, _ = _real_and_imaginary(x, 2)
    shape = real.dims()
    size = (shape[-2] - 1) * stride + window_length
    if length is not None:
        size = dimension(length)
    elif center:
        size = size - window_length // 2 * 2
    return made((*shape[:-2], size), real.dtype)


@op("ExtractSequences")
def extract_sequences(x: Any, sequence_length: Any, sequence_stride: Any) -> Tensor:
    found = operand(x)
    shape = found.dims()
    require(len(shape) >= 1, f"Input should have rank >= 1. Received: input.shape = {shape_text(shape)}")
    length, stride = dimension(sequence_length), dimension(sequence_stride)
    count = 1 + (shape[-1] - length) // stride
    return made((*shape[:-1], count, length), found.dtype)


@op("ViewAsComplex")
def view_as_complex(x: Any) -> Tensor:
    return Tensor(operand(x).dims()[:-1], "complex64")


@op("ViewAsReal")
def view_as_real(x: Any) -> Tensor:
    return Tensor((*operand(x).dims(), 2))
