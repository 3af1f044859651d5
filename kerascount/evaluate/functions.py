"""Functions of the program: making them, and binding and running their calls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import libcst as cst

from kerascount.evaluate.errors import LimitReached
from kerascount.evaluate.evaluator import MAX_DEPTH, Evaluator
from kerascount.evaluate.flow import Returned
from kerascount.evaluate.objects import MISSING, Class, Frame, Function, Parameters


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
    # The body of a class is no scope for the functions in it.
    scope = frame.outer if cls is not None and frame.outer is not None else frame
    made = Function(node.name.value, parameters, node.body, scope, cls)
    made.is_generator = _walked(ev, node.body).yields
    return made


def make_lambda(ev: Evaluator, node: cst.Lambda, frame: Frame) -> Function:
    return Function("<lambda>", parameters_of(ev, node.params, frame), node.body, frame, frame.cls)


def call_function(
    ev: Evaluator, function: Function, args: Sequence[Any], kwargs: Mapping[str, Any], node: Any, frame: Frame
) -> Any:
    """Run a function of the program."""
    names = bind(ev, function, args, kwargs, node, frame)
    inner = Frame(function.frame.module, names, function.frame)
    inner.function, inner.cls = function, function.cls or function.frame.cls
    inner.self_value = args[0] if args and function.cls is not None else function.frame.self_value
    if ev.depth >= MAX_DEPTH:
        return ev.unknown("the calls are nested too deeply", node, frame)
    ev.depth += 1
    ev.calls.append(ev.site(node, frame))
    try:
        return _run(ev, function, inner)
    except RecursionError:
        raise LimitReached("the program is nested too deeply") from None
    finally:
        ev.depth -= 1
        ev.calls.pop()


def _run(ev: Evaluator, function: Function, inner: Frame) -> Any:
    if isinstance(function.body, cst.BaseExpression):
        return ev.eval(function.body, inner)
    if function.is_generator:
        inner.yields = []
    ended = ev.execute(function.body.body, inner)
    if inner.yields is not None:
        return inner.yields
    return ended.value if isinstance(ended, Returned) else None


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
            raise ev.error("TypeError", f"{function.name}() got multiple values for argument '{key}'", node, frame)
        if key in takes:
            names[key] = value
        elif params.var_kwargs:
            rest[key] = value
        else:
            message = f"{function.name}() got an unexpected keyword argument '{key}'"
            raise ev.error("TypeError", message, node, frame)
    if params.var_kwargs:
        names[params.var_kwargs] = rest
    _fill_defaults(ev, function, names, node, frame)
    return names


def _fill_defaults(ev: Evaluator, function: Function, names: dict[str, Any], node: Any, frame: Frame) -> None:
    params = function.parameters
    missing = []
    for name in (*params.positional, *params.keyword_only):
        if name not in names:
            default = params.defaults.get(name, MISSING)
            if default is MISSING:
                missing.append(f"'{name}'")
            names[name] = default
    if missing:
        plural = "s" if len(missing) > 1 else ""
        listed = missing[0] if len(missing) == 1 else ", ".join(missing[:-1]) + f" and {missing[-1]}"
        message = f"{function.name}() missing {len(missing)} required positional argument{plural}: {listed}"
        raise ev.error("TypeError", message, node, frame)


def _too_many(function: Function, given: int) -> str:
    params = function.parameters
    most = len(params.positional)
    fewest = most - sum(name in params.defaults for name in params.positional)
    takes = f"{most}" if fewest == most else f"from {fewest} to {most}"
    plural = "" if takes == "1" else "s"
    verb = "was" if given == 1 else "were"
    return f"{function.name}() takes {takes} positional argument{plural} but {given} {verb} given"


class _Finder(cst.CSTVisitor):
    """What a function's body binds, and whether it yields; nested functions are not entered."""

    def __init__(self) -> None:
        self.yields = False
        self.names: set[str] = set()
        self.declared: set[str] = set()

    def visit_FunctionDef(self, node: cst.FunctionDef) -> bool:
        self.names.add(node.name.value)
        return False

    def visit_ClassDef(self, node: cst.ClassDef) -> bool:
        self.names.add(node.name.value)
        return False

    def visit_Lambda(self, node: cst.Lambda) -> bool:
        return False

    def visit_Yield(self, node: cst.Yield) -> None:
        self.yields = True

    def visit_AssignTarget(self, node: cst.AssignTarget) -> bool:
        self._bind(node.target)
        return True

    def visit_AugAssign(self, node: cst.AugAssign) -> bool:
        self._bind(node.target)
        return True

    def visit_AnnAssign(self, node: cst.AnnAssign) -> bool:
        self._bind(node.target)
        return True

    def visit_For(self, node: cst.For) -> bool:
        self._bind(node.target)
        return True

    def visit_AsName(self, node: cst.AsName) -> bool:
        self._bind(node.name)
        return True

    def visit_NamedExpr(self, node: cst.NamedExpr) -> bool:
        self._bind(node.target)
        return True

    def visit_ImportAlias(self, node: cst.ImportAlias) -> bool:
        if node.asname is None:
            name = node.name
            while isinstance(name, cst.Attribute):
                name = name.value  # type: ignore[assignment]
            self._bind(name)
        return True

    def visit_Global(self, node: cst.Global) -> None:
        self.declared.update(item.name.value for item in node.names)

    def visit_Nonlocal(self, node: cst.Nonlocal) -> None:
        self.declared.update(item.name.value for item in node.names)

    def _bind(self, target: Any) -> None:
        if isinstance(target, cst.Name):
            self.names.add(target.value)
        elif isinstance(target, (cst.Tuple, cst.List)):
            for element in target.elements:
                self._bind(element.value)


def _walked(ev: Evaluator, body: cst.BaseSuite) -> _Finder:
    """What one walk over a function's body finds, kept for the next time that the function is made."""
    finder = ev.walked.get(id(body))
    if finder is None:
        finder = ev.walked[id(body)] = _Finder()
        body.visit(finder)
    return finder


def assigned_names(ev: Evaluator, function: Function) -> set[str]:
    """The names that a function's body makes local."""
    if isinstance(function.body, cst.BaseExpression):
        return set()
    finder = _walked(ev, function.body)
    return finder.names - finder.declared
