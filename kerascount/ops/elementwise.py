"""Operations that work element by element: one operand, two that are broadcast, or a choice between two."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from kerascount.ops import dtypes
from kerascount.ops.registry import camel_case, family, op
from kerascount.ops.shapes import broadcast_shapes, is_symbolic, operand
from kerascount.values.dims import FREE
from kerascount.values.objects import Tensor, Unknown
from kerascount.values.outcomes import Invalid
from kerascount.values.scalars import NumpyFloat, NumpyInt
from kerascount.values.shape import Shape

Rule = Callable[[str], str]

# One operand: what becomes of its type, and the operations that do so.
UNARY: Final[dict[Rule, str]] = {
    dtypes.same: """absolute bitwise_invert bitwise_not conjugate copy erf erfinv imag negative real relu relu6 rsqrt
        selu sigmoid sign silu softplus softsign sparse_plus sparse_sigmoid tanh_shrink trunc
        hard_sigmoid hard_silu hard_tanh log_sigmoid""",
    dtypes.floating: """angle arccos arccosh arcsin arcsinh arctan arctanh ceil cos cosh floor log log10 log1p log2
        sin sinc sinh sqrt tan tanh""",
    dtypes.float_for_int: "exp exp2 expm1 fabs",
    dtypes.boolean: "isfinite isinf isnan isneginf isposinf isreal logical_not signbit",
    dtypes.angle: "deg2rad i0 rad2deg",
    dtypes.wide_float_for_int: "cbrt",
    dtypes.with_float: "erfc",
    dtypes.floating_or_wide: "corrcoef",
    dtypes.no_bool: "square",
    dtypes.default: "reciprocal",
}
# The same with more arguments, which change neither shape nor type.
CONFIGURED: Final = {
    "celu": "x, alpha=1.0",
    "clip": "x, x_min, x_max",
    "elu": "x, alpha=1.0",
    "gelu": "x, approximate=True",
    "hard_shrink": "x, threshold=0.5",
    "leaky_relu": "x, negative_slope=0.2",
    "nan_to_num": "x, nan=0.0, posinf=None, neginf=None",
    "round": "x, decimals=0",
    "soft_shrink": "x, threshold=0.5",
    "squareplus": "x, b=4",
    "threshold": "x, threshold, default_value",
    "tril": "x, k=0",
    "triu": "x, k=0",
}
ALIASES: Final = {"abs": "absolute", "conj": "conjugate", "swish": "silu", "hard_swish": "hard_silu"}
COMPARISONS: Final = """equal greater greater_equal less less_equal logical_and logical_or logical_xor not_equal"""
# Two operands of which the first gives the shape.
BITWISE: Final = "bitwise_and bitwise_or bitwise_xor"
SHIFTS: Final = "bitwise_left_shift bitwise_right_shift left_shift right_shift"


def unary(rule: Rule) -> Callable[..., Tensor]:
    def compute(**given: Any) -> Tensor:
        x = operand(next(iter(given.values())))
        return Tensor(x.shape, rule(x.dtype), why=x.why)

    return compute


def binary_shape(x1: Any, x2: Any) -> Shape:
    return broadcast_shapes(operand_shape(x1, x2), operand_shape(x2, x1))


def operand_shape(value: Any, other: Any) -> Shape:
    """Beside a Keras tensor a list has no shape."""
    if is_symbolic(other) and isinstance(value, (list, tuple)):
        return ()
    return operand(value).dims()


def operand_dtype(value: Any, other: Any) -> str:
    """Beside a Keras tensor a list has no type either, and is refused."""
    if isinstance(value, (list, tuple)) and not is_symbolic(other):
        return operand(value).dtype
    return dtypes.dtype_of(value)


def promoted(x1: Any, x2: Any, *more: str) -> str:
    return dtypes.result_type(operand_dtype(x1, x2), operand_dtype(x2, x1), *more)


def promoted_strongly(x1: Any, x2: Any, *more: str) -> str:
    """Where Python's numbers count as 32 bits wide."""
    kinds = (operand_dtype(x1, x2), operand_dtype(x2, x1))
    return dtypes.result_type(*(dtypes.PYTHON_NAMES.get(kind, kind) for kind in kinds), *more)


def promoted_as_floats(x1: Any, x2: Any, *more: str) -> str:
    """Where whatever has no type counts as a float."""
    kinds = (value.dtype if isinstance(value, Tensor) else dtypes.FLOATX for value in (x1, x2))
    return dtypes.result_type(*kinds, *more)


def require_tensors(*values: Any) -> None:
    """Refuse plain numbers and lists beside a Keras tensor, as operations that ask for `x.dtype` do."""
    for value in values if is_symbolic(*values) else ():
        if not isinstance(value, (Tensor, Unknown, NumpyInt, NumpyFloat)):
            kind = type(value).__name__
            raise Invalid(f"'{kind}' object has no attribute 'dtype'", error="AttributeError")


def binary(promote: Callable[..., str], *more: str) -> Callable[..., Tensor]:
    def compute(x1: Any, x2: Any) -> Tensor:
        return Tensor(binary_shape(x1, x2), promote(x1, x2, *more))

    return compute


def comparison(x1: Any, x2: Any) -> Tensor:
    return Tensor(binary_shape(x1, x2), "bool")


def bitwise(x: Any, y: Any) -> Tensor:
    require_tensors(x, y)
    return Tensor(operand(x).shape, promoted(x, y))


def shift(x: Any, y: Any) -> Tensor:
    found = operand(x)
    require_tensors(x, *([] if isinstance(y, int) else [y]))
    return Tensor(found.shape, found.dtype if isinstance(y, int) else promoted(x, y))


# Two operands that are broadcast: how their types are promoted, with what, and the operations that do so.
BINARY: Final[dict[tuple[Any, ...], str]] = {
    (promoted,): "add fmax fmin floor_divide maximum minimum multiply power subtract",
    (promoted_strongly,): "gcd lcm",
    (promoted, "float"): "divide divide_no_nan logaddexp logaddexp2 true_divide",
    (promoted_strongly, "float"): "ldexp nextafter",
    (promoted_as_floats, "float"): "arctan2",
}


def _register() -> None:
    for rule, names in UNARY.items():
        for name in names.split():
            family(name, camel_case(name), "x", unary(rule))
    for name, signature in CONFIGURED.items():
        family(name, camel_case(name), signature, unary(dtypes.no_bool if name == "clip" else dtypes.same))
    family("stop_gradient", "StopGradient", "variable", unary(dtypes.same))
    configured = "x, negative_slope=0.0, max_value=None, threshold=0.0"
    family("activations.relu", "ReLU", configured, unary(dtypes.same))
    for alias, name in ALIASES.items():
        family(alias, camel_case(name), "x", unary(dtypes.same))
    for (promote, *more), names in BINARY.items():
        for name in names.split():
            family(name, camel_case(name), "x1, x2", binary(promote, *more))
    for name in COMPARISONS.split():
        family(name, camel_case(name), "x1, x2", comparison)
    for name in BITWISE.split():
        family(name, camel_case(name), "x, y", bitwise)
    for name in SHIFTS.split():
        family(name, camel_case(name), "x, y", shift)


_register()


def remainder(x1: Any, x2: Any) -> Tensor:
    return Tensor(binary_shape(x1, x2), dtypes.no_bool(promoted(x1, x2)))


family("mod", "Mod", "x1, x2", remainder)
family("fmod", "Fmod", "x1, x2", remainder)


def widened(x1: Any, x2: Any) -> Tensor:
    require_tensors(x1, x2)
    dtype = promoted(x1, x2)
    return Tensor(binary_shape(x1, x2), dtypes.wide_float_for_int(dtype) if "int" in dtype else dtype)


family("heaviside", "Heaviside", "x1, x2", widened)
family("hypot", "Hypot", "x1, x2", widened)


@op("Isclose")
def isclose(x1: Any, x2: Any, rtol: Any = 1e-5, atol: Any = 1e-8, equal_nan: Any = False) -> Tensor:
    return comparison(x1, x2)


@op("AllClose")
def allclose(x1: Any, x2: Any, rtol: Any = 1e-5, atol: Any = 1e-8, equal_nan: Any = False) -> Tensor:
    return Tensor((), "bool")


@op("IsIn")
def isin(x1: Any, x2: Any, assume_unique: Any = False, invert: Any = False) -> Tensor:
    if is_symbolic(x2):
        require_tensors(x1, x2)
    return Tensor(operand(x1).shape, "bool")


@op("Polar")
def polar(abs_: Any, angle: Any) -> Tensor:
    return Tensor(operand(abs_).shape)


@op("Where")
def where(condition: Any, x1: Any = None, x2: Any = None) -> Any:
    if (x1 is None) is not (x2 is None):
        raise Invalid("`x1` and `x2` either both should be `None` or both should have non-None value.")
    if x1 is None and is_symbolic(condition):
        return Tensor(operand(condition).shape, "int32")
    if x1 is None:
        return tuple(Tensor((FREE,), "int32") for _ in operand(condition).dims())
    shape = broadcast_shapes(operand_shape(condition, x1), operand_shape(x1, condition))
    return Tensor(broadcast_shapes(shape, operand_shape(x2, x1)), promoted(x1, x2))


@op("Select")
def select(condlist: Any, choicelist: Any, default: Any = 0) -> Tensor:
    if not isinstance(condlist, (list, tuple)) or not isinstance(choicelist, (list, tuple)):
        raise Invalid("condlist and choicelist must be lists.")
    if not condlist or not choicelist:
        raise Invalid("condlist and choicelist must not be empty.")
    first = operand(choicelist[0])
    return Tensor(first.shape, first.dtype)


@op("Cast")
def cast(x: Any, dtype: Any) -> Tensor:
    return Tensor(operand(x).shape, dtypes.standardize_dtype(dtype))


@op("SaturateCast")
def saturate_cast(x: Any, dtype: Any) -> Tensor:
    return cast(x, dtype)


def converted(x: Any, dtype: Any) -> Tensor:
    found = operand(x)
    return Tensor(found.shape, found.dtype if dtype is None else dtypes.standardize_dtype(dtype), data=found.data)


@op("ConvertToTensor")
def convert_to_tensor(x: Any, dtype: Any = None, sparse: Any = None, ragged: Any = None) -> Tensor:
    return converted(x, dtype)


@op("Array")
def array(x: Any, dtype: Any = None) -> Tensor:
    return converted(x, dtype)
