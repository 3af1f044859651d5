"""What the real Keras multiplies: read off the program that JAX makes of a model for one sample."""

from __future__ import annotations

from math import prod
from typing import Any


def multiplied(model: Any, *shapes: tuple[int, ...]) -> int:
    """The multiply-accumulates of a Keras 3 model on arrays of these shapes, under the backend JAX."""
    import jax
    import numpy as np
    from jax.interpreters import partial_eval

    inputs = [np.zeros(shape, "float32") for shape in shapes]

    def call(*values: Any) -> Any:
        return model(list(values) if len(values) > 1 else values[0], training=False)

    traced = jax.make_jaxpr(call)(*inputs).jaxpr
    # Recurrent layers step once for the shapes alone: without what no output depends on.
    used, _ = partial_eval.dce_jaxpr(traced, [True] * len(traced.outvars))
    return count(used)


def count(jaxpr: Any) -> int:
    products = {id(eqn.outvars[0]): eqn for eqn in jaxpr.eqns if eqn.primitive.name == "mul"}
    return sum(_equation(eqn, products) for eqn in jaxpr.eqns)


def _equation(eqn: Any, products: dict[int, Any]) -> int:
    name, params = eqn.primitive.name, eqn.params
    if name == "dot_general":
        return _dot(eqn)
    if name == "conv_general_dilated":
        return _convolution(eqn)
    if name == "reduce_sum" and id(eqn.invars[0]) in products:  # a contraction that is written out
        return _written_out(products[id(eqn.invars[0])])
    if name == "scan":
        return int(params["length"]) * count(params["jaxpr"].jaxpr)
    inside = [getattr(value, "jaxpr", value) for value in params.values() if hasattr(value, "eqns") or _closed(value)]
    assert not inside or name != "while", "how often a while loop runs is not known"
    return sum(map(count, inside))


def _closed(value: Any) -> bool:
    return hasattr(getattr(value, "jaxpr", None), "eqns")


def _dot(eqn: Any) -> int:
    (contracted, _), _ = eqn.params["dimension_numbers"]
    if not contracted:
        return 0
    left = eqn.invars[0].aval.shape
    return prod(eqn.outvars[0].aval.shape) * prod(left[axis] for axis in contracted)


def _convolution(eqn: Any) -> int:
    """The places of the output, or of the input where the convolution is transposed, times the kernel of each."""
    kernel, numbers = eqn.invars[1].aval.shape, eqn.params["dimension_numbers"]
    if all(step == 1 for step in eqn.params["lhs_dilation"]):
        return prod(eqn.outvars[0].aval.shape) * prod(kernel) // kernel[numbers.rhs_spec[0]]
    lhs = eqn.invars[0].aval.shape
    return prod(lhs) * prod(kernel) // kernel[numbers.rhs_spec[1]]


def _written_out(eqn: Any) -> int:
    shapes = [getattr(value.aval, "shape", ()) for value in eqn.invars]
    return prod(eqn.outvars[0].aval.shape) if all(shapes) else 0
