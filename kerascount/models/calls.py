"""The arguments of a layer's call, matched against the signature of its `call`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from kerascount.values.outcomes import Invalid


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    required: bool = True
    default: Any = None


@dataclass(frozen=True, slots=True)
class CallSignature:
    """The parameters of `call`, without self."""

    parameters: tuple[Parameter, ...]
    var_args: str = ""
    var_kwargs: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(parameter.name for parameter in self.parameters)

    def bind(self, args: Sequence[Any], kwargs: Mapping[str, Any]) -> dict[str, Any]:
        """The given arguments by name, in the order of the signature, defaults left out.

        Raises:
            Invalid: as `inspect.Signature.bind` does.
        """
        bound = dict(zip(self.names, args, strict=False))
        if len(args) > len(self.names):
            if not self.var_args:
                raise Invalid("too many positional arguments", error="TypeError", code="KC106")
            bound[self.var_args] = list(args[len(self.names) :])
        rest = {}
        for key, value in kwargs.items():
            if key in bound:
                raise Invalid(f"multiple values for argument '{key}'", error="TypeError", code="KC106")
            if key in self.names:
                bound[key] = value
            elif self.var_kwargs:
                rest[key] = value
            else:
                raise Invalid(f"got an unexpected keyword argument '{key}'", error="TypeError", code="KC106")
        for parameter in self.parameters:
            if parameter.required and parameter.name not in bound:
                raise Invalid(f"missing a required argument: '{parameter.name}'", error="TypeError", code="KC106")
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
