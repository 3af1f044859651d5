"""Functions of standard modules that compute with plain values, and what only a run can tell."""

from __future__ import annotations

import bisect
import heapq
import json
import string
import textwrap
from collections import namedtuple
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from kerascount.evaluate.errors import from_python
from kerascount.evaluate.generators import Generator
from kerascount.evaluate.objects import Class, Instance, Items
from kerascount.evaluate.python.builtins import exit_
from kerascount.evaluate.python.calling import items_of, on_plain, python, refuse_unknown
from kerascount.evaluate.python.namespaces import library_class
from kerascount.evaluate.python.text import check_text
from kerascount.evaluate.python.types import TypedDict
from kerascount.values.bounds import refuse_length
from kerascount.values.outcomes import Undetermined

if TYPE_CHECKING:
    from kerascount.evaluate.evaluator import Evaluator

VERSION = namedtuple("VERSION", "major minor micro releaselevel serial")
MAX_TEXT: Final = 1_000_000


def json_loads(ev: Evaluator, text: Any, **options: Any) -> Any:
    """JSON is data: reading it runs nothing."""
    refuse_unknown(text)
    if options or not isinstance(text, (str, bytes)) or len(text) > MAX_TEXT:
        raise Undetermined("a text that is not known")
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise from_python(error) from None


def json_dumps(ev: Evaluator, value: Any, *, indent: Any = None, sort_keys: Any = False, **options: Any) -> Any:
    refuse_unknown(value)
    check_text(value)
    if options.get("default") is not None or options.get("cls") is not None:
        raise Undetermined("JSON of objects of the program")
    return python(json.dumps, value, indent=indent, sort_keys=bool(sort_keys))


def indented(ev: Evaluator, text: Any, prefix: Any, *predicate: Any) -> Any:
    refuse_unknown(text, prefix)
    if isinstance(text, str) and isinstance(prefix, str):
        refuse_length(len(text) + text.count("\n") * len(prefix))
    return on_plain(textwrap.indent)(ev, text, prefix, *predicate)


def on_items(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function whose arguments may be iterators."""

    def compute(ev: Evaluator, *args: Any) -> Any:
        return on_plain(function)(ev, *(list(items_of(ev, arg)) if isinstance(arg, Items) else arg for arg in args))

    return compute


def cast(ev: Evaluator, kind: Any, value: Any) -> Any:
    return value


def new_type(ev: Evaluator, name: Any, kind: Any) -> Any:
    return kind


def finished(ev: Evaluator, coroutine: Any, **options: Any) -> Any:
    """`asyncio.run(main())`."""
    if not isinstance(coroutine, Items) or not isinstance(coroutine.source, Generator):
        raise Undetermined("a coroutine that is not known")
    return coroutine.source.finish()


def gathered(ev: Evaluator, *coroutines: Any) -> list[Any]:
    return [finished(ev, coroutine) for coroutine in coroutines]


def template(ev: Evaluator, text: Any) -> Instance:
    refuse_unknown(text)
    made = Instance(library_class(ev, "string.Template", TEMPLATE))
    made.attributes["template"] = text
    return made


def _substitute(name: str) -> Callable[..., Any]:
    def method(ev: Evaluator, owner: Instance, *given: Any, **named: Any) -> Any:
        refuse_unknown(*given, named)
        check_text(list({**given[0], **named}.values()) if given else list(named.values()))
        return python(getattr(string.Template(owner.attributes["template"]), name), *given, **named)

    return method


TEMPLATE: Final[Mapping[str, Callable[..., Any]]] = {
    name: _substitute(name) for name in ("substitute", "safe_substitute")
}
FUNCTIONS: Final[Mapping[str, Callable[..., Any]]] = {
    "string.Template": template, "json.loads": json_loads, "json.dumps": json_dumps,
    "typing.cast": cast, "typing.NewType": new_type,
    "textwrap.dedent": on_plain(textwrap.dedent), "textwrap.indent": indented,
    "asyncio.run": finished, "asyncio.gather": gathered, "asyncio.sleep": lambda ev, *args: None,
    "random.seed": lambda ev, *args: None,
    **{f"bisect.{name}": on_plain(getattr(bisect, name))
       for name in ("bisect", "bisect_left", "bisect_right", "insort")},
    **{f"heapq.{name}": on_items(getattr(heapq, name))
       for name in ("heappush", "heappop", "heapify", "heappushpop", "nlargest", "nsmallest")},
    "sys.exit": exit_, "os._exit": exit_,
}  # fmt: skip
CONSTANTS: Final[Mapping[str, Any]] = {
    **{
        f"string.{name}": getattr(string, name)
        for name in (
            "ascii_letters", "ascii_lowercase", "ascii_uppercase", "digits", "hexdigits", "octdigits", "punctuation",
            "printable", "whitespace",
        )
    },
    "abc.ABC": Class("ABC", (), {"__abstract__": True}, None),
    "typing.TYPE_CHECKING": False, "typing.Generic": object, "typing.Protocol": object, "typing.TypedDict": TypedDict,
    "typing_extensions.Protocol": object, "typing_extensions.TypedDict": TypedDict,
    "sys.version_info": VERSION(3, 11, 0, "final", 0), "sys.maxsize": 2**63 - 1,
}  # fmt: skip
# Data that only a run can tell, and why.
VARYING: Final[Mapping[str, str]] = {
    "sys.argv": "is given on the command line",
    "os.environ": "depends on the environment",
    "sys.platform": "depends on the machine", "os.name": "depends on the machine",
    "sys.executable": "depends on the machine", "sys.version": "depends on the machine",
    "sys.path": "depends on the machine", "sys.modules": "depends on the machine",
}  # fmt: skip
