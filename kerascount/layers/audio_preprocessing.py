"""Audio preprocessing layers: https://keras.io/api/layers/preprocessing_layers/audio_preprocessing/"""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, log2
from typing import Any, ClassVar, Final

from kerascount.layers.fields import DataFormat, Ignored
from kerascount.layers.lengths import window_length, window_text
from kerascount.layers.registry import InputSpec, Layer, layer
from kerascount.layers.sizes import as_int, size_at, variable
from kerascount.values.dims import Dim, Free, Symbolic
from kerascount.values.macs import Product
from kerascount.values.objects import Unknown
from kerascount.values.outcomes import Invalid, Undetermined, require
from kerascount.values.shape import Shape, standardize_shape
from kerascount.values.weight import Weight
from kerascount.versions import Api

# The names that SciPy's `get_window` takes alone; Kaiser, Gauss and others need a number besides.
WINDOWS: Final = frozenset(
    """
    bart barthann bartlett bkh black blackharr blackman blackmanharris blk bman bmn bohman box boxcar brt brthan bth
    cosine exponential flat flattop flt halfcosine ham hamm hamming han hann lanczos nut nutl nuttall ones par parz
    parzen poisson rect rectangular sinc taylor taylorwin tri triang triangle tuk tukey
    """.split()
)
SCALINGS: Final = ("density", "spectrum")


def check_number(name: str, value: Any) -> None:
    """Refuse what Python cannot compute with."""
    if not isinstance(value, (int, float, Symbolic)):
        message = f"unsupported operand type(s): 'int' and '{type(value).__name__}' ({name})"
        raise Invalid(message, error="TypeError")


@layer(only=(Api.KERAS_3,))
class MelSpectrogram(Layer):
    """(batch, samples) → (batch, num_mel_bins, frames)."""

    fft_length: int = 2048
    sequence_stride: int = 512
    sequence_length: int = None  # type: ignore[assignment]
    window: Ignored = "hann"
    sampling_rate: Any = 16000
    num_mel_bins: int = 128
    min_freq: Ignored = 20.0
    max_freq: Any = None
    power_to_db: Ignored = True
    top_db: Ignored = 80.0
    mag_exp: Ignored = 2.0
    min_power: Ignored = 1e-10
    ref_power: Ignored = 1.0

    def check(self) -> None:
        length = self.sequence_length or self.fft_length
        message = f"`fft_length` must be greater than or equal to `sequence_length`. Received: {length}"
        require(self.fft_length >= length, f"{message}, `fft_length`={self.fft_length}.")
        if not self.max_freq:
            as_int(self.sampling_rate / 2, "sampling_rate")

    def frames(self, n: Dim) -> Any:
        if isinstance(n, Free):
            return n
        check_number("sequence_stride", self.sequence_stride)
        require(self.sequence_stride != 0, "integer division or modulo by zero", error="ZeroDivisionError")
        return (n + self.sequence_stride + 1) // self.sequence_stride

    def output_shape(self, x: Shape) -> Shape:
        batch = () if len(x) == 1 else x[:1]
        samples = size_at(x, 0 if len(x) == 1 else 1)
        return standardize_shape((*batch, self.num_mel_bins, self.frames(samples)))

    def macs(self, x: Shape) -> Iterator[Product]:
        """The Fourier transform is not counted, only how its frequencies are put into bins."""
        yield Product((*self.output_shape(x), self.fft_length // 2 + 1))

    def derivation(self, x: Shape) -> Iterator[str]:
        n, stride = x[0 if len(x) == 1 else 1], self.sequence_stride
        if not isinstance(n, Free):
            yield f"frames: ({n} + {stride} + 1) // {stride} = {self.frames(n)}"


@layer(only=(Api.KERAS_3,))
class STFTSpectrogram(Layer):
    """(batch, samples, channels) → (batch, frames, channels · frequencies), or apart with `expand_dims`."""

    mode: Any = "log"
    frame_length: int = 256
    frame_step: int = None  # type: ignore[assignment]
    fft_length: int = None  # type: ignore[assignment]
    window: Any = "hann"
    periodic: Ignored = False
    scaling: Any = "density"
    padding: Any = "valid"
    expand_dims: bool = False
    data_format: DataFormat = None  # type: ignore[assignment]

    modes: ClassVar = ("log", "magnitude", "psd", "real", "imag", "angle", "stft")

    def check(self) -> None:
        self.check_lengths()
        self.check_name("mode", self.modes)
        if self.scaling is not None:
            self.check_name("scaling", SCALINGS)
        self.check_name("padding", ("valid", "same"))
        if isinstance(self.window, str):
            require(self.window in WINDOWS, f"Unknown window type {self.window!r}.")

    def check_lengths(self) -> None:
        if self.frame_step is not None:
            message = "`frame_step` should be a positive integer not greater than `frame_length`. Received frame_step="
            require(self.frame_step <= self.frame_length, f"{message}{self.frame_step}")
            require(self.frame_step >= 1, f"{message}{self.frame_step}")
        if self.fft_length is not None:
            message = f"`fft_length` should be not less than `frame_length`. Received fft_length={self.fft_length}"
            require(self.fft_length >= self.frame_length, message)

    def check_name(self, field: str, known: tuple[str, ...]) -> None:
        value = getattr(self, field)
        fits = isinstance(value, Unknown) or isinstance(value, str) and value in known
        require(fits, f"`{field}` must be one of {', '.join(known)}. Received: {field}={value}")

    def input_spec(self) -> InputSpec:
        return InputSpec(ndim=3)

    @property
    def step(self) -> Any:
        return self.frame_step or self.frame_length // 2

    @property
    def frequencies(self) -> Any:
        return self.transform_length // 2 + 1

    @property
    def transform_length(self) -> Any:
        if self.fft_length:
            return self.fft_length
        check_number("frame_length", self.frame_length)
        if isinstance(self.frame_length, Symbolic):
            raise Undetermined(f"the power of two from {self.frame_length} on")
        require(self.frame_length > 0, "math domain error")
        return 2 ** ceil(log2(self.frame_length))

    def weights(self, x: Shape) -> Iterator[Weight]:
        shape = (self.frame_length, 1, self.frequencies)
        if isinstance(self.window, (list, tuple)):
            message = f"The shape of `window` must be equal to [frame_length]. Received {len(self.window)} numbers."
            require(len(self.window) == self.frame_length, message)
        if self.mode != "imag":
            yield variable("real_kernel", shape)
        if self.mode != "real":
            yield variable("imag_kernel", shape)

    def output_shape(self, x: Shape) -> Shape:
        first = self.data_format == "channels_first"
        channels, samples = (x[1], x[2]) if first else (x[2], x[1])
        frequencies = self.frequencies * (2 if self.mode == "stft" else 1)
        if isinstance(channels, Free):
            message = "unsupported operand type(s) for *: 'int' and 'NoneType'"
            raise Invalid(f"{message}: the channels must be known", error="TypeError")
        frames = window_length(samples, self.frame_length, self.step, self.padding)
        if self.expand_dims:
            return (x[0], channels, frames, frequencies) if first else (x[0], frames, frequencies, channels)
        return (x[0], channels * frequencies, frames) if first else (x[0], frames, channels * frequencies)

    def macs(self, x: Shape) -> Iterator[Product]:
        """A convolution with the waves of all frequencies, one for the real and one for the imaginary parts."""
        channels, samples = (x[1], x[2]) if self.data_format == "channels_first" else (x[2], x[1])
        frames = window_length(samples, self.frame_length, self.step, self.padding)
        for name, other in (("real", "imag"), ("imag", "real")):
            if self.mode != other:
                yield Product((x[0], frames, channels, self.frame_length, self.frequencies), name)

    def derivation(self, x: Shape) -> Iterator[str]:
        samples = x[2 if self.data_format == "channels_first" else 1]
        yield f"frames: {window_text(samples, self.frame_length, self.step, self.padding)}"
        yield f"frequencies: {self.transform_length} // 2 + 1 = {self.frequencies}"
