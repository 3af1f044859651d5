"""The arguments of a layer's call, matched against the signature of its `call`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from functools import cache
from typing import Any

from kerascount.values.nearest import did_you_mean
from kerascount.values.outcomes import Invalid
from kerascount.values.record import record


@record
class Parameter:
    name: str
    required: bool = True
    default: Any = None


@record
class CallSignature:
    """The parameters of `call`, without self."""

    parameters: tuple[Parameter, ...]
    var_args: str = ""
    var_kwargs: str = ""

    names: tuple[str, ...] = field(init=False)
    takes_one: bool = field(init=False)  # whether a call may give the first argument alone

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", tuple(parameter.name for parameter in self.parameters))
        required = [parameter.required for parameter in self.parameters]
        object.__setattr__(self, "takes_one", bool(required) and not any(required[1:]))

    def _missing(self, name: str) -> Invalid:
        required = ", ".join(parameter.name for parameter in self.parameters if parameter.required)
        message, plain = f"missing a required argument: '{name}'", f"needs `{name}`: it is called with ({required})"
        return Invalid(message, error="TypeError", code="KC121", plain=plain)

    def bind(self, args: Sequence[Any], kwargs: Mapping[str, Any]) -> dict[str, Any]:
        """The given arguments by name, in the order of the signature, defaults left out.

        Raises:
            Invalid: as `inspect.Signature.bind` does.
        """
        if self.takes_one and len(args) == 1 and not kwargs:  # nearly all calls of layers
            return {self.names[0]: args[0]}
        bound = dict(zip(self.names, args, strict=False))
        if len(args) > len(self.names):
            if not self.var_args:
                message, names = "too many positional arguments", ", ".join(self.names)
                plain = f"is called with ({names}), but gets {len(args)} arguments by position"
                raise Invalid(message, error="TypeError", code="KC121", plain=plain)
            bound[self.var_args] = list(args[len(self.names) :])
        rest = {}
        for key, value in kwargs.items():
            if key in bound:
                raise Invalid(f"multiple values for argument '{key}'", error="TypeError", code="KC121")
            if key in self.names:
                bound[key] = value
            elif self.var_kwargs:
                rest[key] = value
            else:
                raise Invalid(
                    f"got an unexpected keyword argument '{key}'",
                    error="TypeError",
                    code="KC121",
                    plain=f"does not take `{key}` when it is called",
                    help=did_you_mean(key, self.names),
                )
        for parameter in self.parameters:
            if parameter.required and parameter.name not in bound:
                raise self._missing(parameter.name)
        return {**{name: bound[name] for name in (*self.names, self.var_args) if name in bound}, **rest}


@cache
def parse_signature(text: str) -> CallSignature:
    """`"inputs, training=None, mask=None"` as layers state it."""
    parameters = []
    for part in text.split(","):
        name, equals, default = (piece.strip() for piece in part.partition("="))
        if name:
            parameters.append(Parameter(name, not equals, DEFAULTS.get(default)))
    return CallSignature(tuple(parameters))


DEFAULTS = {"None": None, "True": True, "False": False}
