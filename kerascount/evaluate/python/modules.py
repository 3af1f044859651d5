"""Stand-ins for standard modules, NumPy and the data of Keras, found by dotted name."""

from __future__ import annotations

import itertools
import math
import operator
from collections.abc import Callable, Mapping
from typing import Any

from kerascount.evaluate.errors import ProgramError
from kerascount.evaluate.objects import MISSING, StandIn
from kerascount.evaluate.python import dataclasses
from kerascount.models.session import Session
from kerascount.values.objects import Tensor, Unknown
from kerascount.values.outcomes import Undetermined


def on_numbers(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function of `math`, on numbers that are known."""

    def compute(*args: Any) -> Any:
        for arg in args:
            if isinstance(arg, (Unknown, Tensor)):
                raise Undetermined(arg.why or "a value out of an array")
        try:
            return function(*args)
        except (TypeError, ValueError, ArithmeticError) as error:
            raise ProgramError(type(error).__name__, str(error)) from None

    return compute


def prod(items: Any, *, start: Any = 1) -> Any:
    if not isinstance(items, (list, tuple)) or any(not isinstance(item, (int, float)) for item in items):
        raise Undetermined("a product of values that are not known")
    return math.prod(items, start=start)


def environment(*args: Any) -> Any:
    raise Undetermined("depends on the environment")


def path_join(*parts: Any) -> Any:
    if not all(isinstance(part, str) for part in parts):
        raise Undetermined("a path that is not known")
    return "/".join(part.rstrip("/") for part in parts)


def pairs(*iterables: Any, repeat: Any = 1) -> Any:
    if not all(isinstance(item, (list, tuple, range, str)) for item in iterables):
        raise Undetermined("a product of values that are not known")
    if math.prod(len(item) for item in iterables) ** repeat > 100_000:
        raise Undetermined("too many combinations")
    return list(itertools.product(*iterables, repeat=repeat))


def chain(*iterables: Any) -> Any:
    if not all(isinstance(item, (list, tuple, range, str)) for item in iterables):
        raise Undetermined("a chain of values that are not known")
    return list(itertools.chain(*iterables))


def ordered_dict(items: Any = (), **others: Any) -> Any:
    if isinstance(items, dict):
        return {**items, **others}
    if isinstance(items, (list, tuple)) and all(isinstance(item, (list, tuple)) and len(item) == 2 for item in items):
        return {**dict(items), **others}
    raise Undetermined("a mapping that is not known")


def json_loads(text: Any, **options: Any) -> Any:
    """JSON is data: reading it runs nothing."""
    import json

    if not isinstance(text, (str, bytes)) or len(text) > 1_000_000:
        raise Undetermined("a text that is not known")
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ProgramError("ValueError", str(error)) from None


MATH = {
    f"math.{name}": on_numbers(getattr(math, name))
    for name in (
        "ceil", "floor", "sqrt", "log", "log2", "log10", "exp", "pow", "fabs", "sin", "cos", "tan", "tanh", "gcd",
        "trunc", "isclose", "hypot", "radians", "degrees",
    )
}  # fmt: skip
CONSTANTS: Mapping[str, Any] = {
    "math.pi": math.pi, "math.e": math.e, "math.inf": math.inf, "math.nan": math.nan,
    "typing.TYPE_CHECKING": False, "os.sep": "/", "string.ascii_lowercase": "abcdefghijklmnopqrstuvwxyz",
    "string.ascii_uppercase": "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "string.digits": "0123456789",
    "string.ascii_letters": "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
}  # fmt: skip
FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    **MATH,
    **dataclasses.STAND_INS,
    "math.prod": prod,
    "json.loads": json_loads,
    "os.getenv": environment,
    "os.environ.get": environment,
    "os.path.join": path_join,
    "itertools.product": pairs,
    "itertools.chain": chain,
    "collections.OrderedDict": ordered_dict,
    "operator.mul": on_numbers(operator.mul),
    "operator.add": on_numbers(operator.add),
    "random.seed": lambda *args: None,
}


def find(name: str, session: Session) -> Any:
    """The stand-in of that name, or MISSING."""
    for table in (CONSTANTS, FUNCTIONS, _data_stand_ins(name)):
        if name in table:
            found = table[name]
            return StandIn(name, found) if callable(found) else found
    return MISSING


# Libraries whose values are arrays; their stand-ins are imported when one of them is named.
SHAPED = frozenset(["numpy", "keras", "sklearn", "pandas", "tensorflow", "tensorflow_datasets"])


def _data_stand_ins(name: str) -> Mapping[str, Any]:
    if name.partition(".")[0] not in SHAPED:
        return {}
    from kerascount.evaluate.numpy import STAND_INS

    return STAND_INS
