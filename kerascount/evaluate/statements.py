"""How statements are executed. A handler returns what ends the block, or None."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import libcst as cst

from kerascount.evaluate.assignment import assign, bind_name, delete, set_item
from kerascount.evaluate.attributes import get_attribute, set_attribute
from kerascount.evaluate.calls import call_value
from kerascount.evaluate.classes import make_class
from kerascount.evaluate.contexts import enter, leave, may_take, swallows
from kerascount.evaluate.errors import ProgramError, matches
from kerascount.evaluate.evaluator import BLANK, Evaluator, statement
from kerascount.evaluate.expressions import ask_truth, binary_operation
from kerascount.evaluate.flow import BREAK, CONTINUE, Returned
from kerascount.evaluate.functions import make_function
from kerascount.evaluate.imports import import_from, import_names
from kerascount.evaluate.iteration import iterate
from kerascount.evaluate.loops import run_for, run_while
from kerascount.evaluate.matching import fits
from kerascount.evaluate.names import find
from kerascount.evaluate.objects import MISSING, Class, External, Frame, Function, Instance, Items, Method
from kerascount.evaluate.operators import BINARY, DUNDERS
from kerascount.evaluate.python.exceptions import is_exception, raised
from kerascount.evaluate.remarks import thrown_away
from kerascount.evaluate.scopes import Scope
from kerascount.evaluate.subscripts import get_item, slice_of
from kerascount.models.layer import LayerObject
from kerascount.values.bounds import MAX_LENGTH
from kerascount.values.objects import Unknown
from kerascount.values.outcomes import Undetermined


@statement(cst.SimpleStatementLine, cst.SimpleStatementSuite)
def line(ev: Evaluator, node: Any, frame: Frame) -> Any:
    return ev.execute(node.body, frame)


@statement(cst.IndentedBlock)
def block(ev: Evaluator, node: cst.IndentedBlock, frame: Frame) -> Any:
    return ev.execute(node.body, frame)


@statement(cst.Expr)
def expr(ev: Evaluator, node: cst.Expr, frame: Frame) -> Any:
    value = ev.eval(node.value, frame)
    if isinstance(value, LayerObject) and isinstance(node.value, cst.Call):
        thrown_away(ev, value, node.value, frame)


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
    """The target is looked at once: `rows[next(index)] += 1` calls `next` once."""
    if isinstance(node.target, cst.Subscript):
        container, key = ev.eval(node.target.value, frame), slice_of(ev, node.target, frame)
        old = get_item(ev, container, key, node.target, frame)
        set_item(ev, container, key, _combined(ev, node, old, frame), node.target, frame)
    elif isinstance(node.target, cst.Attribute):
        owner, name = ev.eval(node.target.value, frame), node.target.attr.value
        old = get_attribute(ev, owner, name, node.target, frame)
        set_attribute(ev, owner, name, _combined(ev, node, old, frame), node.target, frame)
    else:
        old = ev.eval(node.target, frame)
        assign(ev, node.target, _combined(ev, node, old, frame), frame)


def _combined(ev: Evaluator, node: cst.AugAssign, old: Any, frame: Frame) -> Any:
    """What `+=` and its like make of the old value; lists, sets and dicts are changed in place."""
    value = ev.eval(node.value, frame)
    kind = type(node.operator)
    if isinstance(old, Instance):
        method = old.cls.find(f"__i{DUNDERS[BINARY[kind][0]]}__")
        if method:
            return call_value(ev, Method(method, old), [value], {}, node, frame)
    if isinstance(old, list) and kind is cst.AddAssign:
        items = iterate(ev, value, node.value, frame)
        if items is not None and len(old) + len(items) <= MAX_LENGTH:
            old.extend(items)
            ev.charge(2 * len(items))
            return old
    if isinstance(old, dict) and kind is cst.BitOrAssign and isinstance(value, (str, list, tuple, set, Items)):
        value = ev.guarded(node, frame, ev.libraries.convert, dict, value)
    result = _in_place(ev, kind, old, value, node, frame)
    if isinstance(old, CHANGED_IN_PLACE) and type(result) is type(old):
        old.clear()
        (old.extend if isinstance(old, list) else old.update)(result)
        return old
    return result


def _in_place(ev: Evaluator, kind: Any, old: Any, value: Any, node: cst.AugAssign, frame: Frame) -> Any:
    """The operator; a refusal names it as it is written."""
    try:
        return binary_operation(ev, kind, old, value, node, frame)
    except ProgramError as error:
        symbol = BINARY[kind][0]
        error.message = error.message.replace(f" for {symbol}: ", f" for {symbol}=: ", 1)
        raise


CHANGED_IN_PLACE = (list, set, dict)


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
    made: Any = make_function(ev, node, frame, frame.cls if frame.kind == "class" else None)
    bind_name(ev, node.name.value, _decorated(ev, made, node.decorators, frame), frame)


@statement(cst.ClassDef)
def class_def(ev: Evaluator, node: cst.ClassDef, frame: Frame) -> Any:
    made = make_class(ev, node, frame)
    bind_name(ev, node.name.value, _decorated(ev, made, node.decorators, frame), frame)


def _decorated(ev: Evaluator, made: Any, decorators: Sequence[cst.Decorator], frame: Frame) -> Any:
    """Decorators from nearest to farthest; one that is not known passes its function through."""
    for decorator in reversed(decorators):
        function = ev.eval(decorator.decorator, frame)
        known = not isinstance(function, (External, Unknown, Items))  # Items: what `@contextmanager` makes
        result = call_value(ev, function, [made], {}, decorator.decorator, frame) if known else function
        if not isinstance(result, (External, Unknown, Items)):
            made = result
        elif isinstance(made, (Function, Class)):
            made.is_open = True
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
        ended = _branch(ev, node, chosen, frame)
    finally:
        ev.unsure -= 1
    _leave_open(ev, node, node.orelse if chosen else node.body, frame)
    return ended


def _leave_open(ev: Evaluator, node: cst.If, other: Any, frame: Frame) -> None:
    """What only the branch binds that was not taken, may be bound all the same."""
    if other is None:
        return
    body = [other] if isinstance(other, cst.If) else (other.body if isinstance(other, cst.Else) else other).body
    why = f"is bound only where {ev.text(node.test)} says so, which is not known"
    for name in Scope(body).names:
        if find(name, frame) is MISSING:
            bind_name(ev, name, Unknown(why, name, ev.site(node, frame)), frame)


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
    return isinstance(called, cst.Call) and BLANK.code_for_node(called.func) in ("sys.exit", "exit", "quit", "usage")


@statement(cst.For)
def for_(ev: Evaluator, node: cst.For, frame: Frame) -> Any:
    return run_for(ev, node, frame)


@statement(cst.While)
def while_(ev: Evaluator, node: cst.While, frame: Frame) -> Any:
    return run_while(ev, node, frame)


# --- exceptions and contexts


@statement(cst.Raise)
def raise_(ev: Evaluator, node: cst.Raise, frame: Frame) -> Any:
    if node.exc is None:
        if not ev.handling:
            raise ev.error("RuntimeError", "No active exception to reraise", node, frame)
        raise ev.handling[-1]
    value = ev.eval(node.exc, frame)
    if isinstance(value, (Class, type)):
        value = call_value(ev, value, [], {}, node.exc, frame)
    error = _exception(ev, value, node, frame)
    if node.cause is not None:
        error.reason = ev.eval(node.cause.item, frame)
    ev.located(error, node, frame)
    if ev.trying or frame.generator is not None:
        error.certain = False  # what the statements before it do not get through is not followed
    if isinstance(value, (Unknown, External)):
        error.certain = False  # what a library that is not known refuses is not what Keras does
    raise error


def _exception(ev: Evaluator, value: Any, node: cst.Raise, frame: Frame) -> ProgramError:
    if isinstance(value, ProgramError):
        return value
    if isinstance(value, Instance) and is_exception(value.cls):
        error: ProgramError = ev.at(node, frame, raised, value)
        return error
    if isinstance(value, (int, float, str, list, tuple, dict, type(None))):
        return ProgramError("TypeError", "exceptions must derive from BaseException")
    return ProgramError("Exception", ev.text(node.exc) if node.exc is not None else "")


@statement(cst.Try, cst.TryStar)
def try_(ev: Evaluator, node: Any, frame: Frame) -> Any:
    try:
        ended = _try(ev, node, frame)
    except ProgramError:
        last = _finally(ev, node, frame)
        if last is None:
            raise
        return last
    last = _finally(ev, node, frame)
    return ended if last is None else last


def _finally(ev: Evaluator, node: Any, frame: Frame) -> Any:
    return None if node.finalbody is None else ev.execute(node.finalbody.body.body, frame)


def _try(ev: Evaluator, node: Any, frame: Frame) -> Any:
    """The statement up to its `finally`."""
    try:
        ended = _try_body(ev, node, frame)
    except ProgramError as error:
        return _handle(ev, node, error, frame)
    if ended is None and node.orelse is not None:
        return ev.execute(node.orelse.body.body, frame)
    return ended


def _try_body(ev: Evaluator, node: Any, frame: Frame) -> Any:
    ev.trying += bool(node.handlers)
    try:
        return ev.execute(node.body.body, frame)
    finally:
        ev.trying -= bool(node.handlers)


def _handle(ev: Evaluator, node: Any, error: ProgramError, frame: Frame) -> Any:
    if isinstance(node, cst.TryStar) and error.kind in ("ExceptionGroup", "BaseExceptionGroup"):
        raise Undetermined("which of the exceptions in a group are caught")
    for handler in node.handlers:
        kind = ev.eval(handler.type, frame) if handler.type is not None else None
        # An exception class of a library: take it that the handler is there for a reason.
        if handler.type is None or matches(error, kind) is not False:
            return _run_handler(ev, handler, error, frame)
    raise error


def _run_handler(ev: Evaluator, handler: Any, error: ProgramError, frame: Frame) -> Any:
    name = handler.name.name.value if handler.name is not None and isinstance(handler.name.name, cst.Name) else ""
    if name:
        bind_name(ev, name, error.value or error, frame)
    ev.handling.append(error)
    try:
        return ev.execute(handler.body.body, frame)
    finally:
        ev.handling.pop()
        frame.names.pop(name, None)  # Python unbinds it as well


@statement(cst.With)
def with_(ev: Evaluator, node: cst.With, frame: Frame) -> Any:
    return _with_items(ev, list(node.items), node, frame)


def _with_items(ev: Evaluator, items: Sequence[cst.WithItem], node: cst.With, frame: Frame) -> Any:
    """Enter the first context, and inside it the others."""
    if not items:
        return ev.execute(node.body.body, frame)
    manager = ev.eval(items[0].item, frame)
    value = enter(ev, manager, items[0].item, frame)
    if items[0].asname is not None:
        assign(ev, items[0].asname.name, value, frame)
    try:
        ended = _inside(ev, manager, items, node, frame)
    except ProgramError as error:
        if not swallows(ev, manager, error, items[0].item, frame):
            raise
        return None
    leave(ev, manager, [None, None, None], items[0].item, frame)
    return ended


def _inside(ev: Evaluator, manager: Any, items: Sequence[cst.WithItem], node: cst.With, frame: Frame) -> Any:
    catches = may_take(ev, manager, items[0].item)
    ev.trying += catches
    try:
        return _with_items(ev, items[1:], node, frame)
    finally:
        ev.trying -= catches


@statement(cst.Assert)
def assert_(ev: Evaluator, node: cst.Assert, frame: Frame) -> Any:
    if ask_truth(ev, ev.eval(node.test, frame), node.test, frame) is False:
        said = ev.eval(node.msg, frame) if node.msg is not None else None
        message = said if isinstance(said, str) else ev.text(node.test)
        raise ev.error("AssertionError", message, node, frame)


@statement(cst.Match)
def match_(ev: Evaluator, node: cst.Match, frame: Frame) -> Any:
    subject = ev.eval(node.subject, frame)
    for case in node.cases:
        verdict = fits(ev, case.pattern, subject, frame)
        if verdict and case.guard is not None:
            verdict = ask_truth(ev, ev.eval(case.guard, frame), case.guard, frame)
        if verdict is None:
            verdict = ev.decide(case.pattern, frame, False)
        if verdict:
            return ev.execute(case.body.body, frame)
    return None
