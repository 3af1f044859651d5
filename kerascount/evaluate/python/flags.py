"""Options of `absl.flags` and `click` as they are by default."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from kerascount.evaluate.objects import MISSING, Class, External, Function, Instance, StandIn
from kerascount.evaluate.python.calling import call, stand_in
from kerascount.evaluate.python.namespaces import library_class, namespace
from kerascount.values.objects import Unknown
from kerascount.values.outcomes import Undetermined

if TYPE_CHECKING:
    from kerascount.evaluate.evaluator import Evaluator

# --- absl

KINDS: Final = "integer string float bool boolean enum list multi_integer multi_string multi_float enum_class".split()
WITH_CHOICES: Final = ("enum", "enum_class")


def values(ev: Evaluator) -> Instance:
    """`FLAGS`: one object for the whole program."""
    kept = ev.kept.get("FLAGS")
    if isinstance(kept, Instance):
        return kept
    made = ev.kept["FLAGS"] = Instance(library_class(ev, "absl.flags.FlagValues", FLAG_METHODS))
    return made


def define(kind: str, ev: Evaluator, name: str, default: Any = None, *args: Any, **options: Any) -> Instance:
    if isinstance(default, str) and kind in ("integer", "float"):
        default = call(ev, int if kind == "integer" else float, default)
    values(ev).attributes[name] = default
    return namespace(ev, "FlagHolder", {"name": name, "value": default, "default": default})


def flag_missing(ev: Evaluator, owner: Instance, name: str) -> Any:
    raise Undetermined(f"the flag {name} is defined elsewhere")


def run(ev: Evaluator, main: Any = None, *args: Any, **options: Any) -> None:
    """`app.run(main)`: the program is called with its command line; flags are what they are by default."""
    call(ev, main, [Unknown("is given on the command line", "sys.argv[0]")])


FLAG_METHODS: Final[Mapping[str, Callable[..., Any]]] = {
    "__getattr__": flag_missing,
    "__call__": lambda ev, owner, *args: [],
    "mark_as_parsed": lambda ev, owner: None,
    "flag_values_dict": lambda ev, owner: dict(owner.attributes),
}
ABSL: Final[Mapping[str, Callable[..., Any]]] = {
    **{f"absl.flags.DEFINE_{kind}": partial(define, kind) for kind in KINDS},
    "absl.flags.mark_flag_as_required": lambda ev, *args: None,
    "absl.app.run": run,
}


# --- click


class Parameter:
    """One option or argument of a command."""

    def __init__(self, names: tuple[str, ...], options: Mapping[str, Any], is_option: bool) -> None:
        plain = [name for name in names if not name.startswith("-")]
        longest = next((name for name in names if name.startswith("--")), names[0])
        self.name = plain[0] if plain else longest.partition("/")[0].lstrip("-").replace("-", "_")
        self.kind = options.get("type")
        self.is_flag = options.get("is_flag") is True or any("/" in name for name in names)
        self.is_given = not is_option or options.get("required") is True or options.get("prompt") is not None
        self.default = options.get("default", False if self.is_flag else None)
        self.is_given = self.is_given and "default" not in options


def _declared(is_option: bool, ev: Evaluator, *names: Any, **options: Any) -> StandIn:
    def decorate(function: Any) -> Any:
        made = getattr(getattr(function, "function", None), "attributes", {})
        target = made.get("callback", function)  # a command takes further options
        if isinstance(target, Function):
            target.attributes.setdefault("__click_params__", []).append(Parameter(names, options, is_option))
        return function

    return stand_in("option", decorate)


def command(ev: Evaluator, *args: Any, **options: Any) -> Any:
    """With or without brackets; the function becomes a command that reads its options when called without."""
    if len(args) == 1 and isinstance(args[0], Function):
        return _command(ev, args[0])
    return stand_in("command", lambda function: _command(ev, function))


def _command(ev: Evaluator, function: Any) -> StandIn:
    def run_command(*args: Any, **kwargs: Any) -> Any:
        found = function.attributes.get("__click_params__", [])
        return call(ev, function, **{item.name: _value(ev, item) for item in found})

    run_command.attributes = {"callback": function, "name": function.name}  # type: ignore[attr-defined]
    return StandIn(function.name, run_command)


def _value(ev: Evaluator, item: Parameter) -> Any:
    if item.is_given:
        return Unknown(f"{item.name} is given on the command line", item.name)
    reads = isinstance(item.default, str) and isinstance(item.kind, (type, Class, External, Function, StandIn))
    return call(ev, item.kind, item.default) if reads else item.default


CLICK: Final[Mapping[str, Callable[..., Any]]] = {
    "click.command": command,
    "click.option": partial(_declared, True),
    "click.argument": partial(_declared, False),
}
FUNCTIONS: Final[Mapping[str, Callable[..., Any]]] = {**ABSL, **CLICK}


def constant(ev: Evaluator, name: str) -> Any:
    """`absl.flags.FLAGS`, which belongs to one run."""
    return values(ev) if name == "absl.flags.FLAGS" else MISSING
