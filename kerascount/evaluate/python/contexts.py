"""`contextlib`: contexts that close, catch or do nothing, and stacks of contexts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from kerascount.evaluate.contexts import enter, leave, swallows
from kerascount.evaluate.errors import ProgramError, matches
from kerascount.evaluate.objects import Class, Instance, StandIn
from kerascount.evaluate.python.calling import call
from kerascount.evaluate.python.decorators import passing
from kerascount.evaluate.python.exceptions import raised
from kerascount.evaluate.python.namespaces import library_class

if TYPE_CHECKING:
    from kerascount.evaluate.evaluator import Evaluator

Methods = Mapping[str, Callable[..., Any]]


def _context(ev: Evaluator, name: str, methods: Methods, **attributes: Any) -> Instance:
    made = Instance(library_class(ev, f"contextlib.{name}", methods))
    made.attributes.update(attributes)
    return made


def _result(ev: Evaluator, owner: Instance) -> Any:
    return owner.attributes["result"]


def _keep(ev: Evaluator, owner: Instance, *args: Any) -> None:
    return None


def nothing(ev: Evaluator, result: Any = None) -> Instance:
    """`nullcontext(result)`, `redirect_stdout(result)`."""
    return _context(ev, "nullcontext", {"__enter__": _result, "__exit__": _keep}, result=result)


def suppress(ev: Evaluator, *kinds: Any) -> Instance:
    return _context(ev, "suppress", {"__enter__": _result, "__exit__": _suppress}, result=None, kinds=kinds)


def _suppress(ev: Evaluator, owner: Instance, kind: Any, error: Any, *args: Any) -> bool:
    if kind is None:
        return False
    return matches(error if isinstance(error, ProgramError) else raised(error), owner.attributes["kinds"]) is not False


def closing(ev: Evaluator, result: Any) -> Instance:
    return _context(ev, "closing", {"__enter__": _result, "__exit__": _close}, result=result)


def _close(ev: Evaluator, owner: Instance, *args: Any) -> None:
    call(ev, ev.libraries.attribute_of(owner.attributes["result"], "close"))


# --- stacks


def exit_stack(ev: Evaluator) -> Instance:
    return _context(ev, "ExitStack", STACK, pending=[])


def _itself(ev: Evaluator, owner: Instance) -> Instance:
    return owner


def _enter_context(ev: Evaluator, owner: Instance, manager: Any) -> Any:
    assert ev.frame is not None
    value = enter(ev, manager, getattr(ev.session.place, "node", None), ev.frame)
    _push(ev, owner, manager)
    return value


def _push(ev: Evaluator, owner: Instance, manager: Any) -> Any:
    owner.attributes["pending"].append(manager)
    return manager


def _callback(ev: Evaluator, owner: Instance, function: Any, *args: Any, **kwargs: Any) -> Any:
    owner.attributes["pending"].append(_Callback(function, args, kwargs))
    return function


class _Callback:
    """What a stack calls when it is left."""

    def __init__(self, function: Any, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> None:
        self.function = function
        self.args = args
        self.kwargs = kwargs


def _pop_all(ev: Evaluator, owner: Instance) -> Instance:
    made = exit_stack(ev)
    made.attributes["pending"], owner.attributes["pending"] = owner.attributes["pending"], []
    return made


def _leave_all(ev: Evaluator, owner: Instance, kind: Any = None, error: Any = None, *args: Any) -> bool:
    """Leave the contexts, last one first, until one takes the error; whether one did."""
    pending, before = owner.attributes["pending"], error
    while pending:
        if _leave_one(ev, pending.pop(), error):
            error = None
    return before is not error


def _leave_one(ev: Evaluator, manager: Any, error: Any) -> bool:
    node = getattr(ev.session.place, "node", None)
    assert ev.frame is not None
    if isinstance(manager, _Callback):
        call(ev, manager.function, *manager.args, **manager.kwargs)
        return False
    if error is None:
        leave(ev, manager, [None, None, None], node, ev.frame)
        return False
    return swallows(ev, manager, error if isinstance(error, ProgramError) else raised(error), node, ev.frame)


STACK: Final[Methods] = {
    "__enter__": _itself, "__exit__": _leave_all, "__aenter__": _itself, "__aexit__": _leave_all,
    "enter_context": _enter_context, "enter_async_context": _enter_context, "push": _push, "callback": _callback,
    "pop_all": _pop_all, "close": _leave_all, "aclose": _leave_all,
}  # fmt: skip
FUNCTIONS: Final[Mapping[str, Callable[..., Any]]] = {
    "contextmanager": passing, "asynccontextmanager": passing, "nullcontext": nothing, "suppress": suppress,
    "closing": closing, "aclosing": closing, "redirect_stdout": nothing, "redirect_stderr": nothing,
    "ExitStack": exit_stack, "AsyncExitStack": exit_stack,
}  # fmt: skip
CONSTANTS: Final[Mapping[str, Any]] = {
    "AbstractContextManager": Class(
        "AbstractContextManager",
        (),
        {
            "__enter__": StandIn("__enter__", lambda owner: owner, is_method=True),
            "__exit__": StandIn("__exit__", lambda owner, *args: None, is_method=True),
        },
        None,
    )
}
