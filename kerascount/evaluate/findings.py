"""From an error of the program to its finding: what refuses, what arrives there, and where that got its shape."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from kerascount.diagnostics import Diagnostic, Note, Severity
from kerascount.evaluate.errors import ProgramError
from kerascount.evaluate.objects import Frame, Site
from kerascount.values.objects import Called, Tensor
from kerascount.values.shape import shape_text

WORD: Final = r"[^\W\d]\w*"
INNER_NAME: Final = r"\bNone:\d+"  # of a size that is left open, inside `call`
MAX_OPERANDS: Final = 4
MAX_MESSAGE: Final = 2_000  # characters


def finding(error: ProgramError, severity: Severity) -> Diagnostic:
    assert error.site is not None, "errors get their place where they are raised"
    cause, location = error.cause, error.site.location
    return Diagnostic(
        code=cause.code if cause else "KC120",
        severity=severity,
        message=_opened(_shortened(f"{error.kind}: {error.message}")),
        location=location,
        help=cause.help if cause else error.help,
        calls=tuple(site.location for site in error.calls),
        error=error.kind,
        plain=_opened(_shortened(cause.plain)) if cause else "",
        subject=str(cause.calls[0]) if cause and cause.calls else "",
        notes=tuple(_notes(error, error.site)) if cause else (),
        line=error.site.file.line(location.line),
    )


def _shortened(text: str) -> str:
    """A message without most of what it quotes, where the program gave a page of it."""
    return text if len(text) <= MAX_MESSAGE else f"{text[: MAX_MESSAGE // 2]} … {text[-MAX_MESSAGE // 2 :]}"


def tensor_names(text: str, frame: Frame) -> dict[int, str]:
    """The variables in this expression that hold a tensor, or several, by the identity of the tensor."""
    found: dict[int, str] = {}
    for name in re.findall(WORD, text):
        value = frame.names.get(name)
        if isinstance(value, Tensor):
            found.setdefault(id(value), name)
        elif isinstance(value, (list, tuple)):
            found.update((id(item), f"{name}[{i}]") for i, item in enumerate(value) if isinstance(item, Tensor))
    return found


def _notes(error: ProgramError, site: Site) -> Iterator[Note]:
    assert error.cause is not None
    calls = error.cause.calls
    if calls:
        yield from _where_it_stands(calls[0], site)
        if error.cause.code != "KC203":  # which is about labels, not about what the model is called on
            yield from _operands(calls[0], error)
    for outer in calls[1:]:
        if outer.made_at is not None:
            yield Note(f"inside {outer}, made", outer.made_at.location)
    for text, place in error.cause.places:
        if place is not None:
            yield Note(text, place.location)


def _where_it_stands(called: Called, site: Site) -> Iterator[Note]:
    """The line of a layer that is called from elsewhere: by the model that holds it, or under another name."""
    for what, place in (("called", called.at), ("made", called.made_at)):
        location: Any = place.location if place is not None else None
        if location is not None and (location.path, location.line) != (site.location.path, site.location.line):
            yield Note(f"{called} is {what}", location)
            return


def _operands(called: Called, error: ProgramError) -> Iterator[Note]:
    """Where the tensors that arrive got their shapes."""
    for tensor in list(dict.fromkeys(called.inputs))[:MAX_OPERANDS]:
        origin = _origin(tensor)
        if origin is not None and origin.at is not None:
            name, shape = error.names.get(id(tensor)), _shape(tensor)
            what = f"`{name}` gets its shape {shape}" if name else f"the shape {shape} comes"
            yield Note(f"{what} from {origin}", origin.at.location)


def _origin(tensor: Tensor) -> Called | None:
    """What gave the tensor its shape: what came after kept it."""
    origin = tensor.origin
    while origin is not None and len(origin.inputs) == 1:
        (before,) = origin.inputs
        if before.origin is None or _shape(before) != _shape(tensor):
            break
        tensor, origin = before, before.origin
    return origin


def _shape(tensor: Tensor) -> str:
    return "of unknown rank" if tensor.shape is None else _opened(shape_text(tensor.shape))


def _opened(text: str) -> str:
    return re.sub(INNER_NAME, "None", text)
