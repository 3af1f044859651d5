"""Dtype policies: the type that a layer computes with, and the one that it keeps its variables in."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from kerascount.layers.quantization import MODES, check_quantized
from kerascount.values.objects import Unknown
from kerascount.values.outcomes import Invalid, require
from kerascount.values.record import record
from kerascount.versions import Api

if TYPE_CHECKING:
    from kerascount.layers.registry import Context

DTYPES: Final = frozenset(
    """
    bfloat16 bool complex128 complex64 float16 float32 float64 float8_e4m3fn float8_e5m2 int16 int32 int64 int8
    string uint16 uint32 uint64 uint8
    """.split()
)
MIXED: Final = frozenset({"mixed_bfloat16", "mixed_float16"})
PYTHON_TYPES: Final[Mapping[Any, str]] = {
    bool: "bool", int: "int32", float: "float32", str: "string", complex: "complex64", "int": "int32",
}  # fmt: skip
NAMELESS: Final = (bool, int, float, complex, bytes, list, tuple, set, frozenset, range)


@record
class DTypePolicy:
    """`keras.DTypePolicy("mixed_float16")`."""

    name: str

    @property
    def source(self) -> str:
        """The policy behind a quantized one: `mixed_float16` of `int4_from_mixed_float16`."""
        return _source(self.name)

    @property
    def compute_dtype(self) -> str:
        return _compute_dtype(self.name)

    @property
    def variable_dtype(self) -> str:
        return _variable_dtype(self.name)


_policy: Final = cache(DTypePolicy)


@cache
def _source(name: str) -> str:
    return name.rpartition("_from_")[2]


@cache
def _variable_dtype(name: str) -> str:
    return "float32" if _source(name) in MIXED else _compute_dtype(name)


@cache
def _compute_dtype(name: str) -> str:
    """Asked for several times in every call of a layer."""
    return PYTHON_TYPES.get(_source(name), _source(name).removeprefix("mixed_"))


def policy_of(dtype: Any, context: Context) -> DTypePolicy:
    """What a layer makes of its `dtype`. Raises `Invalid` where it is no policy.

    What is not known is taken for the global policy.
    """
    if dtype is None:
        return _policy(context.policy or context.floatx)
    if isinstance(dtype, DTypePolicy):
        return dtype
    if isinstance(dtype, str):
        return named_policy(dtype) if context.api is Api.KERAS_3 else DTypePolicy(dtype)
    found = _name_of(dtype) if context.api is Api.KERAS_3 and not isinstance(dtype, Unknown) else None
    return DTypePolicy(found or context.policy or context.floatx)


def named_policy(name: str) -> DTypePolicy:
    """The policy of this name in Keras 3."""
    policy = DTypePolicy(name)
    plain = name
    if name.startswith(MODES):
        check_quantized(name)
        plain = policy.source
    known = plain in DTYPES or plain in MIXED or plain == "int"
    require(known, f"Cannot convert '{plain}' to a mixed precision DTypePolicy.", code="KC108")
    return policy


def dtype_of(dtype: Any, context: Context) -> str:
    """The type of the elements that `Input(dtype=…)` asks for; what is not known is taken for the usual one."""
    if isinstance(dtype, (DTypePolicy, dict, list)):
        raise Invalid(f"unhashable type: '{type(dtype).__name__}'", error="TypeError", code="KC108")
    if not isinstance(dtype, str):
        named = dtype is not None and context.api is Api.KERAS_3 and not isinstance(dtype, Unknown)
        return (_name_of(dtype) if named else None) or context.floatx
    known = context.api is not Api.KERAS_3 or dtype in DTYPES or dtype in PYTHON_TYPES
    require(known, f"Invalid dtype: {dtype}", code="KC108")
    return PYTHON_TYPES.get(dtype, dtype)


def _name_of(dtype: Any) -> str | None:
    """The name of what is neither a policy nor a string; None where it is not known."""
    if isinstance(dtype, dict):
        return _name_in_config(dtype)
    if isinstance(dtype, type):
        return PYTHON_TYPES.get(dtype)
    if isinstance(dtype, NAMELESS):
        message = "Cannot interpret `dtype` argument. Expected a string or an instance of DTypePolicy. Received: "
        raise Invalid(f"{message}dtype={dtype!r}", code="KC108")
    name = str(getattr(dtype, "name", "")).rpartition(".")[2]  # `numpy.float32` and the like name the same types
    return name if name in DTYPES else None


def _name_in_config(config: Mapping[Any, Any]) -> str | None:
    """The policy of `{"class_name": "DTypePolicy", "config": {"name": "mixed_float16"}}`."""
    inner = config.get("config")
    if "class_name" not in config and not any(isinstance(value, Unknown) for value in config.values()):
        raise Invalid(f"Unknown `config` as a `dict`, config={config}", code="KC108")
    name = inner.get("name") if isinstance(inner, dict) else None
    return named_policy(name).name if isinstance(name, str) and config["class_name"] == "DTypePolicy" else None
