"""`argparse`: the options of a command line as they are by default."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from kerascount.evaluate.errors import ProgramExit
from kerascount.evaluate.objects import MISSING, Instance
from kerascount.evaluate.python.calling import call, items_of, refuse_unknown
from kerascount.evaluate.python.namespaces import library_class, namespace
from kerascount.values.objects import Unknown
from kerascount.values.outcomes import Undetermined

if TYPE_CHECKING:
    from kerascount.evaluate.evaluator import Evaluator

FLAGS: Final[Mapping[str, tuple[Any, Any]]] = {"store_true": (False, True), "store_false": (True, False)}


class Option:
    """One argument of a parser."""

    def __init__(self, names: tuple[str, ...], options: Mapping[str, Any]) -> None:
        names = names or (options["dest"],)
        self.names = names
        self.action = options.get("action", "store")
        self.nargs = options.get("nargs")
        self.kind = options.get("type")
        self.const = options.get("const")
        self.is_positional = not names[0].startswith("-")
        self.required = self.is_positional and self.nargs not in ("?", "*") or options.get("required") is True
        longest = next((name for name in names if name.startswith("--")), names[0])
        self.dest = options.get("dest") or longest.lstrip("-").replace("-", "_")
        absent = FLAGS[self.action][0] if self.action in FLAGS else None
        self.default = options.get("default", absent)
        # A number without a default is expected to be given; a text may well be left out.
        is_number = self.kind is int or self.kind is float
        self.is_open = self.required or self.default is None and is_number


def parser(ev: Evaluator, *args: Any, **options: Any) -> Instance:
    made = Instance(library_class(ev, "argparse.ArgumentParser", METHODS))
    made.attributes.update(_options=[], _defaults={}, _is_open=False, description=options.get("description"))
    inherited = options.get("parents")
    for other in items_of(ev, inherited) if inherited is not None else ():
        made.attributes["_options"].extend(other.attributes["_options"])
    return made


def add_argument(ev: Evaluator, owner: Instance, *names: Any, **options: Any) -> None:
    """An option that is not known may be any: then the parser is open."""
    if any(isinstance(name, Unknown) for name in names) or not names and "dest" not in options:
        owner.attributes["_is_open"] = True
    else:
        owner.attributes["_options"].append(Option(names, options))


def add_group(ev: Evaluator, owner: Instance, *args: Any, **options: Any) -> Instance:
    """A group adds to the options of its parser."""
    return owner


def set_defaults(ev: Evaluator, owner: Instance, **values: Any) -> None:
    owner.attributes["_defaults"].update(values)


def get_default(ev: Evaluator, owner: Instance, name: Any) -> Any:
    return next((item.default for item in owner.attributes["_options"] if item.dest == name), None)


def parse_args(ev: Evaluator, owner: Instance, args: Any = None, namespace: Any = None) -> Any:
    given = _given(owner, list(items_of(ev, args))) if args is not None else {}
    return _result(ev, owner, given, complete=args is not None)


def parse_known_args(ev: Evaluator, owner: Instance, args: Any = None, namespace: Any = None) -> Any:
    rest: Any = [] if args is not None else Unknown("is given on the command line", "the other arguments")
    return parse_args(ev, owner, args), rest


def _result(ev: Evaluator, owner: Instance, given: Mapping[str, Any], complete: bool) -> Any:
    values: dict[str, Any] = {}
    for option in owner.attributes["_options"]:
        values[option.dest] = _value(ev, option, given.get(option.dest, MISSING), complete)
    defaults = owner.attributes["_defaults"]
    values.update({name: value for name, value in defaults.items() if name not in given})
    made = namespace(ev, "Namespace", values)
    if owner.attributes["_is_open"]:
        made.cls = library_class(ev, "argparse.OpenNamespace", {"__getattr__": not_known})
    return made


def not_known(ev: Evaluator, owner: Instance, name: str) -> Any:
    raise Undetermined(f"{name} may be given on the command line")


def leave(ev: Evaluator, owner: Instance, *args: Any, **options: Any) -> None:
    raise ProgramExit


def _value(ev: Evaluator, option: Option, given: Any, complete: bool) -> Any:
    if given is not MISSING:
        return _read(ev, option, given)
    if complete and option.required:
        raise ProgramExit
    text = f"args.{option.dest}"
    if not complete and text in ev.defines:
        return ev.defines[text]
    if not complete and option.is_open:
        return Unknown(f"{option.dest} is given on the command line", text)
    # A text that is a default is read like one that is given.
    return call(ev, option.kind, option.default) if _is_read(option) else option.default


def _is_read(option: Option) -> bool:
    return isinstance(option.default, str) and option.kind is not None


def _read(ev: Evaluator, option: Option, given: Any) -> Any:
    if option.kind is None or option.action != "store":
        return given
    return [call(ev, option.kind, item) for item in given] if isinstance(given, list) else call(ev, option.kind, given)


def _given(owner: Instance, words: list[Any]) -> dict[str, Any]:
    """The words of a command line, sorted to the options that they belong to."""
    refuse_unknown(words)
    options = {name: option for option in owner.attributes["_options"] for name in option.names}
    found: dict[str, Any] = {}
    positional = [option for option in options.values() if option.is_positional]
    while words:
        word = words.pop(0)
        name, sign, value = word.partition("=")
        if name in options and not options[name].is_positional:
            found[options[name].dest] = _take(options[name], [value] if sign else [], words)
        elif positional and not word.startswith("-"):
            option = positional.pop(0)
            found[option.dest] = _take(option, [word], words)
        else:
            raise Undetermined(f"the argument {word}")
    return found


def _take(option: Option, taken: list[Any], words: list[Any]) -> Any:
    if option.action in FLAGS:
        return FLAGS[option.action][1]
    if option.action == "store_const":
        return option.const
    if option.action != "store":
        raise Undetermined(f"the action {option.action}")
    wanted = option.nargs if isinstance(option.nargs, int) else None if option.nargs in ("+", "*") else 1
    while words and not words[0].startswith("-") and (wanted is None or len(taken) < wanted):
        taken.append(words.pop(0))
    return taken if option.nargs not in (None, "?") else taken[0] if taken else option.const


def sub_parsers(ev: Evaluator, owner: Instance, *args: Any, **options: Any) -> Any:
    raise Undetermined("which command is given on the command line")


METHODS: Final[Mapping[str, Callable[..., Any]]] = {
    "add_argument": add_argument, "add_argument_group": add_group, "add_mutually_exclusive_group": add_group,
    "add_subparsers": sub_parsers, "set_defaults": set_defaults, "get_default": get_default, "parse_args": parse_args,
    "parse_known_args": parse_known_args, "parse_intermixed_args": parse_args,
    "error": leave, "exit": leave, "__getattr__": not_known,
    "print_help": lambda ev, owner, *args: None, "print_usage": lambda ev, owner, *args: None,
}  # fmt: skip


def plain_namespace(ev: Evaluator, /, **values: Any) -> Instance:
    return namespace(ev, "Namespace", values)


FUNCTIONS: Final[Mapping[str, Callable[..., Any]]] = {"ArgumentParser": parser, "Namespace": plain_namespace}
