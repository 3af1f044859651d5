"""The three exits of every computation: a result, a refusal by Keras, or "cannot know, because"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NoReturn

if TYPE_CHECKING:
    from kerascount.values.objects import Called, Place


UNCODED: Final = "KC100"  # the code of what Keras refuses for a reason of its own


class Invalid(Exception):
    """Keras would raise here.

    `message` is what Keras says, `plain` the same for a reader who does not know its inside, where that is
    better. `error` is the name of the exception class that Keras raises, so that a program's own
    `except TypeError:` is honoured; `code` is the code of the finding. `places` are others that it is about.
    """

    def __init__(
        self,
        message: str,
        *,
        error: str = "ValueError",
        code: str = UNCODED,
        help: str = "",
        plain: str = "",
        places: Sequence[tuple[str, Place | None]] = (),
    ) -> None:
        super().__init__(message)
        self.message = message
        self.error = error
        self.code = code
        self.help = help
        self.plain = plain
        self.places = tuple(places)
        self.calls: list[Called] = []  # what was called, innermost first; whoever makes the call adds it

    def coded(self, code: str) -> Invalid:
        """The same refusal, under this code where it has none of its own."""
        if self.code == UNCODED:
            self.code = code
        return self

    def within(self, called: Called) -> Invalid:
        """The same refusal, on its way out of this call."""
        self.calls.append(called)
        return self


class Undetermined(Exception):
    """The answer depends on something that only a run can tell."""

    is_number = False  # whether what is not known is certainly one number, which may become a dimension

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Unsure:
    """What a comparison gives when it depends on something unknown; deciding on it raises."""

    __slots__ = ("why",)

    def __init__(self, why: str) -> None:
        self.why = why

    def __bool__(self) -> NoReturn:
        raise Undetermined(self.why)

    def __repr__(self) -> str:
        return f"Unsure({self.why!r})"


def require(
    condition: object, message: str, *, error: str = "ValueError", code: str = UNCODED, plain: str = "", help: str = ""
) -> None:
    """Refuse with `message` where `condition` is definitely false; what is not known passes."""
    if isinstance(condition, Unsure):
        return
    try:
        holds = bool(condition)
    except Undetermined:
        return
    if not holds:
        raise Invalid(message, error=error, code=code, plain=plain, help=help)
