"""Whether calls of Keras' classes for training fit their signatures: optimizers, losses, callbacks …"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from kerascount.values.dims import Symbolic
from kerascount.values.objects import Tensor, Unknown
from kerascount.values.outcomes import Invalid, require

CHECKED: Final = ("keras.regularizers.", "keras.initializers.")
MODES: Final = {
    "variancescaling": ("fan_in", "fan_out", "fan_avg"),
    "orthogonalregularizer": ("rows", "columns"),
}
DISTRIBUTIONS: Final = ("uniform", "normal", "truncated_normal", "untruncated_normal")


@cache
def recorded() -> dict[str, list[str]]:
    """The arguments of each class of Keras 3, as recorded from the real package."""
    text = Path(__file__).with_name("constructors_3.txt").read_text(encoding="utf-8")
    pairs = (line.partition(":") for line in text.splitlines())
    return {owner: names.split() for owner, _, names in pairs}


def check_constructor(name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> None:
    """Hold a call of `keras.optimizers.Adam` and the like against its signature.

    Raises:
        Invalid: Keras 3 does not take these arguments.
    """
    arguments = recorded().get(name)
    if arguments is None:
        return
    own = [argument.rstrip("?") for argument in arguments if argument != "**"]
    title = f"{name.rpartition('.')[2]}.__init__()"
    if len(args) > len(own):
        message = f"{title} takes at most {len(own) + 1} positional arguments but {len(args) + 1} were given"
        raise Invalid(message, error="TypeError", code="KC102")
    given = own[: len(args)]
    for key in kwargs:
        if key in given:
            raise Invalid(f"{title} got multiple values for argument '{key}'", error="TypeError", code="KC102")
        if key not in own and "**" not in arguments:
            raise _unexpected(name, title, key)
    for argument in arguments[len(args) :]:
        if not argument.endswith(("?", "**")) and argument not in kwargs:
            message = f"{title} missing 1 required positional argument: '{argument}'"
            raise Invalid(message, error="TypeError", code="KC103")
    if name.startswith(CHECKED):
        _check_values(name.rpartition(".")[2], {**dict(zip(own, args, strict=False)), **kwargs})


def _check_values(name: str, given: Mapping[str, Any]) -> None:
    """What regularizers and initializers refuse about the values of their arguments."""
    for key, value in given.items():
        if isinstance(value, (Unknown, Symbolic, Tensor)):
            continue
        if key in ("l1", "l2") and not (value is None and name in ("L1L2", "l1_l2")):
            amount = isinstance(value, (int, float)) and 0 <= value < float("inf")
            message = f"Invalid value for argument {key}: expected a non-negative float. Received: {key}={value}"
            require(amount, message, code="KC108")
        elif key == "scale" and isinstance(value, (int, float)):
            require(value > 0, f"Argument `scale` must be positive float. Received: scale={value}", code="KC108")
        elif key in ("mode", "distribution"):
            allowed = MODES[name.lower().replace("_", "")] if key == "mode" else DISTRIBUTIONS
            fits = (value.lower() if key == "distribution" and isinstance(value, str) else value) in allowed
            require(fits, f"Invalid `{key}` argument: {value}. Please use one of {allowed}", code="KC108")


def _unexpected(name: str, title: str, key: str) -> Invalid:
    if name.startswith("keras.optimizers.") and "learning_rate?" in recorded()[name]:
        help = "the argument is called `learning_rate`" if key == "lr" else ""
        return Invalid(f"Argument(s) not recognized: '{key}'", code="KC104", help=help)
    return Invalid(f"{title} got an unexpected keyword argument '{key}'", error="TypeError", code="KC104")
