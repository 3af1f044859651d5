"""Functions of the program: making them, and binding and running their calls."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import libcst as cst

from kerascount.evaluate.assignment import bind_name
from kerascount.evaluate.budget import Call, forget_held, forgive
from kerascount.evaluate.errors import ProgramError, Spent
from kerascount.evaluate.evaluator import MAX_DEPTH, Evaluator
from kerascount.evaluate.flow import Returned
from kerascount.evaluate.generators import Generator
from kerascount.evaluate.loops import CHANGES, refuse_in_generator
from kerascount.evaluate.objects import Class, Frame, Function, Items, Parameters
from kerascount.evaluate.scopes import Scope, docstring
from kerascount.values.macs import announce_unknown
from kerascount.values.objects import Unknown


def parameters_of(ev: Evaluator, node: cst.Parameters, frame: Frame) -> Parameters:
    """The parameters with their defaults, which are evaluated where the function is defined."""
    positional = (*node.posonly_params, *node.params)
    defaults = {
        param.name.value: ev.eval(param.default, frame)
        for param in (*positional, *node.kwonly_params)
        if param.default is not None
    }
    return Parameters(
        positional=tuple(param.name.value for param in positional),
        positional_only=len(node.posonly_params),
        keyword_only=tuple(param.name.value for param in node.kwonly_params),
        defaults=defaults,
        var_args=node.star_arg.name.value if isinstance(node.star_arg, cst.Param) else "",
        var_kwargs=node.star_kwarg.name.value if node.star_kwarg is not None else "",
    )


def make_function(ev: Evaluator, node: cst.FunctionDef, frame: Frame, cls: Class | None = None) -> Function:
    parameters = parameters_of(ev, node.params, frame)
    made = Function(node.name.value, parameters, node.body, frame.closure, cls)
    made.attributes["__doc__"] = docstring(node.body)
    made.is_async, made.node = node.asynchronous is not None, node
    return made


def make_lambda(ev: Evaluator, node: cst.Lambda, frame: Frame) -> Function:
    return Function("<lambda>", parameters_of(ev, node.params, frame), node.body, frame.closure, frame.cls)


def call_function(
    ev: Evaluator, function: Function, args: Sequence[Any], kwargs: Mapping[str, Any], node: Any, frame: Frame
) -> Any:
    """Run a function of the program."""
    ev.used.add(id(function))
    try:
        names = bind(ev, function, args, kwargs, node, frame)
    except ProgramError as error:
        if function.is_open:
            return ev.unknown(f"{function.name} is decorated, and may take other arguments", node, frame)
        raise error
    inner = Frame(function.frame.module, names, function.frame)
    inner.function, inner.cls = function, function.cls or function.frame.cls
    inner.self_value = args[0] if args and function.cls is not None else function.frame.self_value
    if not function.is_async and not _yields(ev, function):
        return run(ev, function, inner, node, frame)
    kind = "generator" if not function.is_async else "async_generator" if _yields(ev, function) else "coroutine"
    return Items(kind, Generator(ev, partial(_run_body, ev, function, inner, node, frame)))


def _yields(ev: Evaluator, function: Function) -> bool:
    if isinstance(function.body, cst.BaseExpression):
        return isinstance(function.body, cst.Yield)
    return scope_of(ev, function.body).yields


def run(ev: Evaluator, function: Function, inner: Frame, node: Any, frame: Frame) -> Any:
    """Run the body in its frame; `node` and `frame` are where it was called."""
    if ev.depth >= MAX_DEPTH:
        return ev.unknown("the calls are nested too deeply", node, frame)
    call = Call(ev.site(node, frame), function, ev.steps, ev.session.names_made)
    ev.depth += 1
    ev.calls.append(call)
    try:
        if isinstance(function.body, cst.BaseExpression):
            return ev.eval(function.body, inner)
        ended = ev.execute(function.body.body, inner)
        return ended.value if isinstance(ended, Returned) else None
    except Spent as spent:
        if spent.call is not call:
            raise
    finally:
        ev.depth -= 1
        ev.calls.pop()
    return _given_up(ev, call, inner, node, frame)


def _given_up(ev: Evaluator, call: Call, inner: Frame, node: Any, frame: Frame) -> Any:
    """The result of a call that was left in the middle, and what it may have changed."""
    why = f"the call of {call.function.name} runs too long to be followed"
    forgive(ev.calls, ev.steps - call.began)
    refuse_in_generator(inner)
    body = call.function.body
    if re.search(CHANGES, ev.text(body)):
        ev.guessed = True
        forget_held(inner.names, inner.self_value, why)
    for name in () if isinstance(body, cst.BaseExpression) else scope_of(ev, body).declared:
        bind_name(ev, name, Unknown(why, name, call.site), inner)
    announce_unknown(why)
    return ev.unknown(why, node, frame)


def _run_body(ev: Evaluator, function: Function, inner: Frame, node: Any, frame: Frame, generator: Generator) -> Any:
    inner.generator = generator
    return run(ev, function, inner, node, frame)


def bind(
    ev: Evaluator, function: Function, args: Sequence[Any], kwargs: Mapping[str, Any], node: Any, frame: Frame
) -> dict[str, Any]:
    """The names of a call.

    Raises:
        ProgramError: TypeError, as Python words it.
    """
    params = function.parameters
    names = dict(zip(params.positional, args, strict=False))
    if len(args) > len(params.positional) and not params.var_args:
        raise ev.error("TypeError", _too_many(function, len(args)), node, frame)
    if params.var_args:
        names[params.var_args] = tuple(args[len(params.positional) :])
    rest: dict[str, Any] = {}
    takes = {*params.positional[params.positional_only :], *params.keyword_only}
    for key, value in kwargs.items():
        if key in takes and key in names:
            raise ev.error("TypeError", f"{function.title}() got multiple values for argument '{key}'", node, frame)
        if key in takes:
            names[key] = value
        elif params.var_kwargs:
            rest[key] = value
        else:
            message = f"{function.title}() got an unexpected keyword argument '{key}'"
            raise ev.error("TypeError", message, node, frame)
    if params.var_kwargs:
        names[params.var_kwargs] = rest
    _fill_defaults(ev, function, names, node, frame)
    return names


def _fill_defaults(ev: Evaluator, function: Function, names: dict[str, Any], node: Any, frame: Frame) -> None:
    params = function.parameters
    for kind, wanted in (("positional", params.positional), ("keyword-only", params.keyword_only)):
        missing = [f"'{name}'" for name in wanted if name not in names and name not in params.defaults]
        if missing:
            plural = "s" if len(missing) > 1 else ""
            needs = f"{len(missing)} required {kind} argument{plural}"
            message = f"{function.title}() missing {needs}: {_listed(missing)}"
            raise ev.error("TypeError", message, node, frame)
        names.update((name, params.defaults[name]) for name in wanted if name not in names)


def _listed(names: Sequence[str]) -> str:
    """'a'; 'a' and 'b'; 'a', 'b', and 'c'."""
    if len(names) < 3:
        return " and ".join(names)
    return f"{', '.join(names[:-1])}, and {names[-1]}"


def _too_many(function: Function, given: int) -> str:
    params = function.parameters
    most = len(params.positional)
    fewest = most - sum(name in params.defaults for name in params.positional)
    takes = f"{most}" if fewest == most else f"from {fewest} to {most}"
    plural = "" if takes == "1" else "s"
    verb = "was" if given == 1 else "were"
    return f"{function.title}() takes {takes} positional argument{plural} but {given} {verb} given"


def scope_of(ev: Evaluator, body: cst.BaseSuite) -> Scope:
    """What a function's body binds, kept for the next time that it is asked for."""
    scope = ev.scopes.get(id(body))
    if scope is None:
        scope = ev.scopes[id(body)] = Scope(body.body)
    return scope


def assigned_names(ev: Evaluator, function: Function) -> frozenset[str]:
    """The names that a function's body makes local."""
    scope = ev.scopes.get(id(function.body))
    if scope is None and not isinstance(function.body, cst.BaseExpression):
        scope = scope_of(ev, function.body)
    return scope.local if scope is not None else frozenset()
