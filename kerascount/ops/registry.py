"""What every operation has in common, and the register of them all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, Final, TypeVar

from kerascount.values.outcomes import Invalid, Undetermined

Function = Callable[..., Any]
Registered = TypeVar("Registered", bound=Function)

# What Python raises in a description that is given an argument of a kind that it was not written for.
UNFORESEEN: Final = (TypeError, ValueError, LookupError, AttributeError, ArithmeticError)

VARARGS, VARKEYWORDS = 0x04, 0x08  # of a code object's `co_flags`


class Signature:
    """The parameters that a call may fill, without their defaults."""

    __slots__ = ("keyword_only", "positional", "required", "varargs", "varkeywords")

    def __init__(
        self,
        positional: Sequence[str],
        required: int,
        keyword_only: Sequence[str] = (),
        varargs: bool = False,
        varkeywords: bool = False,
    ) -> None:
        self.positional = tuple(positional)
        self.required = required
        self.keyword_only = tuple(keyword_only)
        self.varargs = varargs
        self.varkeywords = varkeywords

    @classmethod
    @cache
    def parse(cls, text: str) -> Signature:
        """`x, axis=None, keepdims=False`, as the Keras docs write it."""
        parameters = [part.strip() for part in text.split(",")]
        names = [part.partition("=")[0] for part in parameters]
        return cls(names, sum("=" not in part for part in parameters))

    @classmethod
    def of(cls, function: Function) -> Signature:
        code = function.__code__
        positional = code.co_varnames[: code.co_argcount]
        keyword_only = code.co_varnames[code.co_argcount : code.co_argcount + code.co_kwonlyargcount]
        required = len(positional) - len(function.__defaults__ or ())
        flags = code.co_flags
        return cls(positional, required, keyword_only, bool(flags & VARARGS), bool(flags & VARKEYWORDS))

    def check(self, name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> None:
        """Refuse a call that does not fit, as Python does."""
        if len(args) > len(self.positional) and not self.varargs:
            raise _mismatch(f"{name}() takes {len(self.positional)} positional arguments but {len(args)} were given")
        filled = self.positional[: len(args)]
        for key in kwargs:
            if key in filled:
                raise _mismatch(f"{name}() got multiple values for argument '{key}'")
            if key not in self.positional and key not in self.keyword_only and not self.varkeywords:
                raise _mismatch(f"{name}() got an unexpected keyword argument '{key}'")
        missing = [repr(key) for key in self.positional[len(args) : self.required] if key not in kwargs]
        if missing:
            raise _mismatch(f"{name}() missing {len(missing)} required positional argument(s): {', '.join(missing)}")

    def bind(self, args: Sequence[Any], kwargs: Mapping[str, Any]) -> dict[str, Any]:
        """The given arguments by name, in the order of the signature, for a call that fits."""
        given = dict(zip(self.positional, args, strict=False))
        given.update((key, kwargs[key]) for key in self.positional if key in kwargs)
        return given


def _mismatch(message: str) -> Invalid:
    return Invalid(message, error="TypeError", code="KC102")


class Op:
    """One function of `keras.ops`.

    `class_name` is the class of the operation that a call on Keras tensors records in the graph of the
    model, and from which its automatic name comes; None where a call records nothing.
    """

    __slots__ = ("class_name", "function", "name", "signature")

    def __init__(self, name: str, class_name: str | None, function: Function, signature: Signature) -> None:
        self.name = name
        self.class_name = class_name
        self.function = function
        self.signature = signature

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """The tensor or tensors that the call gives.

        Raises:
            Invalid: Keras refuses the call.
            Undetermined: the result depends on what is not known.
        """
        self.signature.check(self.name, args, kwargs)
        try:
            return self.function(*args, **kwargs)
        except UNFORESEEN as error:
            raise Undetermined(f"{self.name}: {error}") from error

    def __repr__(self) -> str:
        return f"Op({self.name!r}, {self.class_name!r})"


OPS: Final[dict[str, Op]] = {}  # by the name below `keras.ops`: "matmul", "image.resize"


def op(class_name: str | None, *, prefix: str = "") -> Callable[[Registered], Registered]:
    """Register a function under its own name.

    A trailing underscore keeps the name off a Python builtin; `prefix` is its namespace in `keras.ops`.
    """

    def register(function: Registered) -> Registered:
        name = function.__name__.rstrip("_")
        OPS[prefix + name] = Op(name, class_name, function, Signature.of(function))
        return function

    return register


def family(name: str, class_name: str | None, signature: str, compute: Function) -> None:
    """Register one member of a family; `compute` takes the arguments that a call gives, by name."""
    known = Signature.parse(signature)

    def function(*args: Any, **kwargs: Any) -> Any:
        return compute(**known.bind(args, kwargs))

    OPS[name] = Op(name, class_name, function, known)


def camel_case(name: str) -> str:
    """`logical_and` as the class that most operations have: `LogicalAnd`."""
    return "".join(part.capitalize() for part in name.split("_"))
