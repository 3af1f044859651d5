"""How statements are executed. A handler returns what ends the block, or None."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import libcst as cst

from kerascount.evaluate.assignment import assign, bind_name, delete
from kerascount.evaluate.calls import call_value
from kerascount.evaluate.classes import make_class
from kerascount.evaluate.errors import ProgramError, matches
from kerascount.evaluate.evaluator import Evaluator, statement
from kerascount.evaluate.expressions import ask_truth, binary_operation, compare
from kerascount.evaluate.flow import BREAK, CONTINUE, Returned
from kerascount.evaluate.functions import make_function
from kerascount.evaluate.imports import import_from, import_names
from kerascount.evaluate.iteration import iterate
from kerascount.evaluate.loops import run_for, run_while
from kerascount.evaluate.objects import Class, External, Frame, Instance, Method
from kerascount.values.objects import Unknown


@statement(cst.SimpleStatementLine, cst.SimpleStatementSuite)
def line(ev: Evaluator, node: Any, frame: Frame) -> Any:
    return ev.execute(node.body, frame)


@statement(cst.IndentedBlock)
def block(ev: Evaluator, node: cst.IndentedBlock, frame: Frame) -> Any:
    return ev.execute(node.body, frame)


@statement(cst.Expr)
def expr(ev: Evaluator, node: cst.Expr, frame: Frame) -> Any:
    ev.eval(node.value, frame)


@statement(cst.Assign)
def assignment(ev: Evaluator, node: cst.Assign, frame: Frame) -> Any:
    value = ev.eval(node.value, frame)
    for target in node.targets:
        assign(ev, target.target, value, frame)


@statement(cst.AnnAssign)
def annotated(ev: Evaluator, node: cst.AnnAssign, frame: Frame) -> Any:
    if isinstance(node.target, cst.Name):
        notes = frame.names.setdefault("__annotations__", {})
        notes[node.target.value] = node.annotation.annotation
    if node.value is not None:
        assign(ev, node.target, ev.eval(node.value, frame), frame)


@statement(cst.AugAssign)
def augmented(ev: Evaluator, node: cst.AugAssign, frame: Frame) -> Any:
    old, value = ev.eval(node.target, frame), ev.eval(node.value, frame)
    if isinstance(old, list) and isinstance(node.operator, cst.AddAssign):
        items = iterate(ev, value, node.value, frame)
        if items is not None:
            old.extend(items)
            return
    assign(ev, node.target, binary_operation(ev, type(node.operator), old, value, node, frame), frame)


@statement(cst.Del)
def del_(ev: Evaluator, node: cst.Del, frame: Frame) -> Any:
    delete(ev, node.target, frame)


@statement(cst.Return)
def return_(ev: Evaluator, node: cst.Return, frame: Frame) -> Any:
    return Returned(ev.eval(node.value, frame) if node.value is not None else None)


@statement(cst.Break)
def break_(ev: Evaluator, node: cst.Break, frame: Frame) -> Any:
    return BREAK


@statement(cst.Continue)
def continue_(ev: Evaluator, node: cst.Continue, frame: Frame) -> Any:
    return CONTINUE


@statement(cst.Global)
def global_(ev: Evaluator, node: cst.Global, frame: Frame) -> Any:
    frame.globals.update(item.name.value for item in node.names)


@statement(cst.Nonlocal)
def nonlocal_(ev: Evaluator, node: cst.Nonlocal, frame: Frame) -> Any:
    frame.outer_names.update(item.name.value for item in node.names)


@statement(cst.Import)
def import_(ev: Evaluator, node: cst.Import, frame: Frame) -> Any:
    import_names(ev, node, frame)


@statement(cst.ImportFrom)
def import_from_(ev: Evaluator, node: cst.ImportFrom, frame: Frame) -> Any:
    import_from(ev, node, frame)


@statement(cst.FunctionDef)
def function_def(ev: Evaluator, node: cst.FunctionDef, frame: Frame) -> Any:
    made: Any = make_function(ev, node, frame, frame.cls if frame.function is None else None)
    bind_name(ev, node.name.value, _decorated(ev, made, node.decorators, frame), frame)


@statement(cst.ClassDef)
def class_def(ev: Evaluator, node: cst.ClassDef, frame: Frame) -> Any:
    made = make_class(ev, node, frame)
    bind_name(ev, node.name.value, _decorated(ev, made, node.decorators, frame), frame)


def _decorated(ev: Evaluator, made: Any, decorators: Sequence[cst.Decorator], frame: Frame) -> Any:
    """Decorators from nearest to farthest; one that is not known passes its function through."""
    for decorator in reversed(decorators):
        function = ev.eval(decorator.decorator, frame)
        if isinstance(function, (External, Unknown)):
            continue
        result = call_value(ev, function, [made], {}, decorator.decorator, frame)
        made = made if isinstance(result, Unknown) else result
    return made


# --- conditions and loops


@statement(cst.If)
def if_(ev: Evaluator, node: cst.If, frame: Frame) -> Any:
    known = ask_truth(ev, ev.eval(node.test, frame), node.test, frame)
    if known is not None:
        return _branch(ev, node, known, frame)
    chosen = ev.decide(node.test, frame, not _gives_up(node.body) or _gives_up(node.orelse))
    ev.unsure += 1
    try:
        return _branch(ev, node, chosen, frame)
    finally:
        ev.unsure -= 1


def _branch(ev: Evaluator, node: cst.If, chosen: bool, frame: Frame) -> Any:
    if chosen:
        return ev.execute(node.body.body, frame)
    if isinstance(node.orelse, cst.If):
        return if_(ev, node.orelse, frame)
    return ev.execute(node.orelse.body.body, frame) if node.orelse is not None else None


def _gives_up(body: Any) -> bool:
    """Whether a branch does nothing but end the program or the function early."""
    if isinstance(body, cst.Else):
        body = body.body
    if not isinstance(body, cst.BaseSuite) or not body.body:
        return False
    last = body.body[-1]
    if isinstance(last, cst.SimpleStatementLine):
        last = last.body[-1]
    if isinstance(last, cst.Raise):
        return True
    called = last.value if isinstance(last, cst.Expr) else None
    return isinstance(called, cst.Call) and _BLANK.code_for_node(called.func) in ("sys.exit", "exit", "quit", "usage")


_BLANK = cst.Module([])


@statement(cst.For)
def for_(ev: Evaluator, node: cst.For, frame: Frame) -> Any:
    return run_for(ev, node, frame)


@statement(cst.While)
def while_(ev: Evaluator, node: cst.While, frame: Frame) -> Any:
    return run_while(ev, node, frame)


# --- exceptions and contexts


@statement(cst.Raise)
def raise_(ev: Evaluator, node: cst.Raise, frame: Frame) -> Any:
    value = ev.eval(node.exc, frame) if node.exc is not None else None
    if isinstance(value, type) and issubclass(value, BaseException):
        raise ev.error(value.__name__, "", node, frame)
    if isinstance(value, ProgramError):
        value.site = None
        raise ev.located(value, node, frame)
    if isinstance(value, Class):
        raise ev.located(ProgramError(value.name, "", value=Instance(value)), node, frame)
    if isinstance(value, Instance):
        raise ev.located(ProgramError(value.cls.name, "", value=value), node, frame)
    raise ev.error("Exception", "", node, frame)


@statement(cst.Try, cst.TryStar)
def try_(ev: Evaluator, node: Any, frame: Frame) -> Any:
    try:
        ended = _try_body(ev, node, frame)
        if ended is None and node.orelse is not None:
            ended = ev.execute(node.orelse.body.body, frame)
    except ProgramError as error:
        ended = _handle(ev, node, error, frame)
    if node.finalbody is not None:
        last = ev.execute(node.finalbody.body.body, frame)
        ended = ended if last is None else last
    return ended


def _try_body(ev: Evaluator, node: Any, frame: Frame) -> Any:
    ev.trying += bool(node.handlers)
    try:
        return ev.execute(node.body.body, frame)
    finally:
        ev.trying -= bool(node.handlers)


def _handle(ev: Evaluator, node: Any, error: ProgramError, frame: Frame) -> Any:
    for handler in node.handlers:
        kind = ev.eval(handler.type, frame) if handler.type is not None else None
        caught = True if handler.type is None else matches(error, kind)
        if caught is None:  # an exception class of a library: take it that the handler is there for a reason
            caught = True
        if caught:
            if handler.name is not None and isinstance(handler.name.name, cst.Name):
                bind_name(ev, handler.name.name.value, error.value or error, frame)
            return ev.execute(handler.body.body, frame)
    if node.finalbody is not None:
        ev.execute(node.finalbody.body.body, frame)
    raise error


@statement(cst.With)
def with_(ev: Evaluator, node: cst.With, frame: Frame) -> Any:
    for item in node.items:
        value = ev.eval(item.item, frame)
        if isinstance(value, Instance):
            enter = value.cls.find("__enter__")
            value = call_value(ev, Method(enter, value), [], {}, item.item, frame) if enter else value
        elif isinstance(value, list) and len(value) == 1:
            value = value[0]  # a @contextmanager generator gives what it yields
        if item.asname is not None:
            assign(ev, item.asname.name, value, frame)
    return ev.execute(node.body.body, frame)


@statement(cst.Assert)
def assert_(ev: Evaluator, node: cst.Assert, frame: Frame) -> Any:
    if ask_truth(ev, ev.eval(node.test, frame), node.test, frame) is False:
        raise ev.error("AssertionError", ev.text(node.test), node, frame)


@statement(cst.Match)
def match_(ev: Evaluator, node: cst.Match, frame: Frame) -> Any:
    subject = ev.eval(node.subject, frame)
    for case in node.cases:
        fits = _fits(ev, case.pattern, subject, frame)
        if fits and case.guard is not None:
            fits = ask_truth(ev, ev.eval(case.guard, frame), case.guard, frame)
        if fits is None:
            fits = ev.decide(case.pattern, frame, False)
        if fits:
            return ev.execute(case.body.body, frame)
    return None


def _fits(ev: Evaluator, pattern: Any, subject: Any, frame: Frame) -> bool | None:
    """Whether a subject matches a pattern; None where that cannot be known."""
    if isinstance(pattern, cst.MatchValue):
        verdict = compare(ev, cst.Equal(), subject, ev.eval(pattern.value, frame), pattern, frame)
        return verdict if isinstance(verdict, bool) else None
    if isinstance(pattern, cst.MatchSingleton):
        return None if isinstance(subject, Unknown) else subject is ev.eval(pattern.value, frame)
    if isinstance(pattern, cst.MatchOr):
        verdicts = [_fits(ev, item.pattern, subject, frame) for item in pattern.patterns]
        return True if True in verdicts else None if None in verdicts else False
    if isinstance(pattern, cst.MatchAs):
        fits = True if pattern.pattern is None else _fits(ev, pattern.pattern, subject, frame)
        if fits and pattern.name is not None:
            bind_name(ev, pattern.name.value, subject, frame)
        return fits
    if isinstance(pattern, (cst.MatchTuple, cst.MatchList)):
        return _fits_sequence(ev, pattern.patterns, subject, frame)
    return None


def _fits_sequence(ev: Evaluator, patterns: Any, subject: Any, frame: Frame) -> bool | None:
    if not isinstance(subject, (list, tuple)):
        return None if isinstance(subject, Unknown) else False
    if any(isinstance(item, cst.MatchStar) for item in patterns):
        return None
    if len(patterns) != len(subject):
        return False
    verdicts = [_fits(ev, item.value, value, frame) for item, value in zip(patterns, subject, strict=True)]
    return False if False in verdicts else None if None in verdicts else True
