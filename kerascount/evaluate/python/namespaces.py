"""Objects that are a bundle of attributes: `types.SimpleNamespace`, the options of a command line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from kerascount.evaluate.classes import new_class
from kerascount.evaluate.objects import Class, Instance
from kerascount.evaluate.python.calling import stand_in
from kerascount.evaluate.python.text import text_of

if TYPE_CHECKING:
    from kerascount.evaluate.evaluator import Evaluator


def library_class(ev: Evaluator, name: str, methods: Mapping[str, Callable[..., Any]]) -> Class:
    """A class of a library, written as methods that take the evaluator and the object; it is the same each time."""
    kept = ev.kept.get(name)
    if isinstance(kept, Class):
        return kept
    names: dict[str, Any] = {key: stand_in(key, partial(method, ev), is_method=True) for key, method in methods.items()}
    made = ev.kept[name] = new_class(ev, name.rpartition(".")[2], (), names, ev.frame.module if ev.frame else None)
    return made


def namespace(ev: Evaluator, kind: str, attributes: Mapping[str, Any]) -> Instance:
    """An object with these attributes that shows and compares itself by them."""
    made = Instance(library_class(ev, kind, {"__repr__": _repr, "__eq__": _equal, "__contains__": _contains}))
    made.attributes.update(attributes)
    return made


def _repr(ev: Evaluator, owner: Instance) -> str:
    name = {"SimpleNamespace": "namespace"}.get(owner.cls.name, owner.cls.name)
    return f"{name}({', '.join(f'{key}={text_of(value, repr)}' for key, value in owner.attributes.items())})"


def _equal(ev: Evaluator, owner: Instance, other: Any) -> Any:
    return isinstance(other, Instance) and other.cls is owner.cls and other.attributes == owner.attributes


def _contains(ev: Evaluator, owner: Instance, name: Any) -> bool:
    return name in owner.attributes


def simple_namespace(ev: Evaluator, /, **attributes: Any) -> Instance:
    return namespace(ev, "SimpleNamespace", attributes)


FUNCTIONS: Final[Mapping[str, Callable[..., Any]]] = {"SimpleNamespace": simple_namespace}
