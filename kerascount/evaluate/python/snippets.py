"""`eval` of text that the program makes: parsed and followed like the rest of it, never handed to Python; `exec`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import libcst as cst

from kerascount.diagnostics import Location
from kerascount.evaluate.objects import Frame, Module, Site, add_rest
from kerascount.source.errors import Unreadable
from kerascount.source.files import SourceFile
from kerascount.values.outcomes import Undetermined

if TYPE_CHECKING:
    from kerascount.evaluate.evaluator import Evaluator


class Snippet(SourceFile):
    """An expression in a string: all of it stands where the program evaluates the string."""

    def __init__(self, text: str, site: Site) -> None:
        super().__init__(site.file.path, text)
        self.site = site

    def location(self, node: cst.CSTNode) -> Location:
        return self.site.location

    def mark(self, node: cst.CSTNode) -> int:
        return self.site.file.mark(self.site.node)  # the text is parsed anew in every run


def eval_(ev: Evaluator, source: Any, *scopes: Any) -> Any:
    if not isinstance(source, str) or scopes:
        raise Undetermined("what eval() gives is not known")
    frame, site = ev.frame, ev.session.place
    assert frame is not None, "programs call it"
    assert isinstance(site, Site), "and from a place"
    snippet = _parsed(source.lstrip(" \t"), site)
    inside = Frame(Module(frame.module.name, snippet), frame.names, frame.outer)
    inside.module.names = frame.module.names
    inside.module.imports_something = frame.module.imports_something
    inside.globals, inside.outer_names = frame.globals, frame.outer_names
    return ev.eval(_expression(snippet.module), inside)


def exec_(ev: Evaluator, source: Any, *scopes: Any) -> None:
    """What it binds is not known: in the scopes that it is given, or in the module."""
    assert ev.frame is not None, "programs call it"
    for scope in scopes:
        if isinstance(scope, dict):
            add_rest(scope, "exec() may add to it")
    if not scopes:
        ev.open_modules.add(ev.frame.module.name)


def _parsed(text: str, site: Site) -> Snippet:
    try:
        return Snippet(text, site)
    except Unreadable:
        raise Undetermined("eval() of text that is no Python") from None


def _expression(module: cst.Module) -> cst.BaseExpression:
    match module.body:
        case [cst.SimpleStatementLine(body=[cst.Expr(value=value)])]:
            return value
    raise Undetermined("eval() of text that is no expression")
