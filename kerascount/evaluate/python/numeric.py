"""`math` and `operator`, on plain values."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

import libcst as cst

from kerascount.evaluate.errors import ProgramError
from kerascount.evaluate.objects import StandIn
from kerascount.evaluate.python.calling import call, items_of, on_plain, refuse_unknown, stand_in
from kerascount.values.outcomes import Undetermined

if TYPE_CHECKING:
    from kerascount.evaluate.evaluator import Evaluator

MAX_ARGUMENT: Final = 5_000  # of functions whose results grow fast
MAX_NUMBERS: Final = 100  # that have a common multiple


def lcm(ev: Evaluator, *numbers: Any) -> Any:
    if len(numbers) > MAX_NUMBERS:
        raise Undetermined("the number would be too large")
    return on_plain(math.lcm)(ev, *numbers)


def _bounded(function: Callable[..., Any]) -> Callable[..., Any]:
    def compute(ev: Evaluator, *args: Any) -> Any:
        if any(isinstance(arg, int) and arg > MAX_ARGUMENT for arg in args):
            raise Undetermined("the number would be too large")
        return on_plain(function)(ev, *args)

    return compute


def prod(ev: Evaluator, iterable: Any, *, start: Any = 1) -> Any:
    items = items_of(ev, iterable)
    for item in items:
        start = ev.libraries.multiply(start, item)
    return start


def fsum(ev: Evaluator, iterable: Any) -> Any:
    return on_plain(math.fsum)(ev, list(items_of(ev, iterable)))


PLAIN: Final = (
    "ceil floor trunc sqrt cbrt isqrt log log2 log10 log1p exp exp2 expm1 pow fabs fmod modf frexp ldexp copysign "
    "remainder sin cos tan asin acos atan atan2 sinh cosh tanh asinh acosh atanh radians degrees hypot dist gcd "
    "isclose isnan isinf isfinite erf erfc gamma lgamma"
).split()
MATH: Final[Mapping[str, Callable[..., Any]]] = {
    **{f"math.{name}": on_plain(getattr(math, name)) for name in PLAIN if hasattr(math, name)},
    **{f"math.{name}": _bounded(getattr(math, name)) for name in ("factorial", "comb", "perm")},
    "math.lcm": lcm,
    "math.prod": prod,
    "math.fsum": fsum,
}


# --- operator


def itemgetter(ev: Evaluator, *keys: Any) -> StandIn:
    def get(value: Any) -> Any:
        found = tuple(_item(ev, value, key) for key in keys)
        return found[0] if len(found) == 1 else found

    return stand_in("itemgetter", get)


def _item(ev: Evaluator, value: Any, key: Any) -> Any:
    from kerascount.evaluate.subscripts import get_item

    assert ev.frame is not None
    return get_item(ev, value, key, getattr(ev.session.place, "node", None), ev.frame)


def setitem(ev: Evaluator, value: Any, key: Any, item: Any) -> None:
    from kerascount.evaluate.assignment import set_item

    assert ev.frame is not None
    set_item(ev, value, key, item, getattr(ev.session.place, "node", None), ev.frame)


def attrgetter(ev: Evaluator, *names: Any) -> StandIn:
    from kerascount.evaluate.python.reflection import getattr_

    def get(value: Any) -> Any:
        found = []
        for name in names:
            owner = value
            for part in name.split("."):
                owner = getattr_(ev, owner, part)
            found.append(owner)
        return found[0] if len(found) == 1 else tuple(found)

    return stand_in("attrgetter", get)


def methodcaller(ev: Evaluator, name: Any, /, *args: Any, **kwargs: Any) -> StandIn:
    from kerascount.evaluate.python.reflection import getattr_

    return stand_in("methodcaller", lambda value: call(ev, getattr_(ev, value, name), *args, **kwargs))


def _binary(kind: Any) -> Callable[..., Any]:
    """`operator.add` and the like, on any values."""

    def compute(ev: Evaluator, left: Any, right: Any) -> Any:
        from kerascount.evaluate.expressions import binary_operation

        assert ev.frame is not None
        return binary_operation(ev, kind, left, right, getattr(ev.session.place, "node", None), ev.frame)

    return compute


def truth_of(ev: Evaluator, value: Any) -> bool:
    from kerascount.evaluate.python.calling import known_truth

    return known_truth(value)


def contains(ev: Evaluator, container: Any, item: Any) -> bool:
    refuse_unknown(container, item)
    try:
        return item in items_of(ev, container)
    except TypeError as error:
        raise ProgramError("TypeError", str(error)) from None


OPERATOR: Final[Mapping[str, Callable[..., Any]]] = {
    **{
        f"operator.{name}": _binary(kind)
        for name, kind in {
            "add": cst.Add, "sub": cst.Subtract, "mul": cst.Multiply, "truediv": cst.Divide,
            "floordiv": cst.FloorDivide, "mod": cst.Modulo, "pow": cst.Power, "matmul": cst.MatrixMultiply,
            "and_": cst.BitAnd, "or_": cst.BitOr, "xor": cst.BitXor, "lshift": cst.LeftShift, "concat": cst.Add,
            "rshift": cst.RightShift,
        }.items()
    },
    **{
        f"operator.{name}": on_plain(getattr(operator, name))
        for name in ("lt", "le", "eq", "ne", "ge", "gt", "neg", "pos", "invert", "abs", "index", "countOf", "indexOf")
    },
    "operator.not_": lambda ev, value: not truth_of(ev, value),
    "operator.truth": truth_of,
    "operator.is_": lambda ev, left, right: left is right,
    "operator.is_not": lambda ev, left, right: left is not right,
    "operator.contains": contains,
    "operator.getitem": _item,
    "operator.setitem": setitem,
    "operator.itemgetter": itemgetter,
    "operator.attrgetter": attrgetter,
    "operator.methodcaller": methodcaller,
}  # fmt: skip
FUNCTIONS: Final[Mapping[str, Callable[..., Any]]] = {**MATH, **OPERATOR}
CONSTANTS: Final[Mapping[str, Any]] = {
    f"math.{name}": getattr(math, name) for name in ("pi", "e", "tau", "inf", "nan")
}  # fmt: skip
