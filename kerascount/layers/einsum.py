"""The shapes that an einsum equation gives to a dense layer (`keras.src.layers.core.einsum_dense`)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from kerascount.layers.sizes import same_for_python, size_at
from kerascount.values.dims import Dim, Free
from kerascount.values.objects import Unknown
from kerascount.values.outcomes import Invalid, Undetermined, require
from kerascount.values.shape import Shape

# The three forms of an equation; 0 stands for an ellipsis. As in Keras, what follows a match is not looked at.
FORMS = (
    (r"([a-zA-Z]+),([a-zA-Z]+)->([a-zA-Z]+)", False),
    (r"0([a-zA-Z]+),([a-zA-Z]+)->0([a-zA-Z]+)", True),
    (r"([a-zA-Z]{2,})0,([a-zA-Z]+)->([a-zA-Z]+)0", False),
)


class Einsum(NamedTuple):
    """The shapes of kernel, bias (None without one) and output."""

    kernel: list[Any]
    bias: list[Any] | None
    output: Shape

    @classmethod
    def read(cls, equation: Any, bias_axes: Any, x: Shape, output: Sequence[Any], traced: bool = False) -> Einsum:
        """The shapes for inputs `x`, where the layer states the sizes `output` of all axes but the first.

        `traced` is for the lines of Keras that run the equation on every call, which refuses more.
        """
        if isinstance(equation, Unknown) or isinstance(bias_axes, Unknown):
            raise Undetermined("an einsum equation that is not known")
        if not isinstance(equation, str):
            raise Invalid("expected string or bytes-like object", error="TypeError")
        for form, left_elided in FORMS:
            if match := re.match(form, equation.replace("...", "0")):
                return _Analysis((*match.groups(), "..." in equation), left_elided, x, output, traced).shapes(bias_axes)
        raise Invalid(
            f"Invalid einsum equation '{equation}'. Equations must be in the form [X],[Y]->[Z], "
            "...[X],[Y]->...[Z], or [X]...,[Y]->[Z]...."
        )


class _Analysis:
    """`_analyze_split_string`: which axis of the inputs, the kernel and the output each letter names."""

    def __init__(self, parts: Sequence[Any], left_elided: bool, x: Shape, output: Sequence[Any], traced: bool) -> None:
        self.input_spec, self.kernel_spec, self.output_spec, self.ellipsis = parts
        self.x = x
        self.elided = len(x) - len(self.input_spec)
        self.left_elided = left_elided
        self.traced = traced
        self.output = self._full_output(output)
        shift = self.elided if left_elided else 0
        self.input_axes = {letter: i + shift - left_elided * len(x) for i, letter in enumerate(self.input_spec)}
        self.output_axes = {letter: i + shift for i, letter in enumerate(self.output_spec)}

    def _full_output(self, output: Sequence[Any]) -> list[Any]:
        """The stated sizes with the batch before them and those under the ellipsis at its side."""
        full = [self._batch(), *output]
        if self.elided > 0 and self.left_elided:
            for i in range(1, self.elided):
                full.insert(1, self.x[i])
        elif self.elided > 0:
            full.extend(self.x[len(self.x) - self.elided :])
        return full

    def _batch(self) -> Dim:
        batch: Dim = size_at(self.x, 0)
        return batch

    def shapes(self, bias_axes: Any) -> Einsum:
        self._check_shared()
        self._check_output()
        kernel = [self._kernel_size(letter) for letter in self.kernel_spec]
        bias = None if bias_axes is None else self._bias(bias_axes)
        return Einsum(kernel, bias, self._traced_output(kernel) if self.traced else tuple(self.output))

    def _traced_output(self, kernel: list[Any]) -> Shape:
        """What the equation itself gives, whatever sizes the layer states."""
        rank = len(self.input_spec)
        require(self.ellipsis or len(self.x) == rank, f"Shape must be rank {rank} but is rank {len(self.x)}")
        once = len(set(self.output_spec)) == len(self.output_spec)
        require(once, f"Output subscripts contain a label appearing more than once: {self.output_spec}")
        sizes = dict(zip(self.kernel_spec, kernel, strict=True))
        sizes.update((letter, self.x[axis]) for letter, axis in self.input_axes.items())
        named = tuple(sizes[letter] for letter in self.output_spec)
        if self.left_elided:
            return (*self.x[: self.elided], *named)
        return (*named, *self.x[len(self.x) - self.elided :])

    def _check_shared(self) -> None:
        for letter in self.input_spec:
            size = size_at(self.x, self.input_axes[letter])
            if letter not in self.output_axes:
                continue
            stated = size_at(self.output, self.output_axes[letter])
            if not isinstance(stated, Free) and not same_for_python(stated, size):
                raise Invalid(
                    f"Input shape and output shape do not match at shared dimension '{letter}'. "
                    f"Input shape is {size}, and output shape is {stated}."
                )

    def _check_output(self) -> None:
        for letter in self.output_spec:
            if letter not in self.input_spec and letter not in self.kernel_spec:
                raise Invalid(
                    f"Dimension '{letter}' was specified in the output '{self.output_spec}' but has no "
                    f"corresponding dim in the input spec '{self.input_spec}' or weight spec '{self.kernel_spec}'"
                )

    def _kernel_size(self, letter: str) -> Any:
        named = ((self.output, self.output_axes), (self.x, self.input_axes))
        for sizes, axes in reversed(named) if self.traced else named:
            if letter in axes:
                return size_at(sizes, axes[letter])
        raise Invalid(
            f"Weight dimension '{letter}' did not have a match in either the input spec '{self.input_spec}' or the "
            f"output spec '{self.output_spec}'. For this layer, the weight must be fully specified."
        )

    def _bias(self, bias_axes: Any) -> list[Any]:
        if not isinstance(bias_axes, (str, list, tuple)):
            raise Invalid(f"'{type(bias_axes).__name__}' object is not iterable", error="TypeError")
        shift = self.elided if self.left_elided else 0
        sizes = {letter: size_at(self.output, i + shift) for i, letter in enumerate(self.output_spec)}
        for letter in bias_axes:
            if letter not in self.output_spec:
                message = f"Bias dimension '{letter}' was requested, but is not part of the output spec"
                raise Invalid(f"{message} '{self.output_spec}'")
        if not bias_axes:
            raise Invalid("min() arg is an empty sequence")
        first = min(self.output_spec.find(letter) for letter in bias_axes)
        shape = [sizes[letter] if letter in bias_axes else 1 for letter in self.output_spec[first:]]
        return shape + ([] if self.left_elided else [1] * self.elided)
