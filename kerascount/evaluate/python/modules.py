"""Stand-ins for standard modules, NumPy and the data of Keras, found by dotted name.

The tables of a module are imported when the program names it: most programs need few of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from kerascount.evaluate.objects import MISSING, StandIn
from kerascount.evaluate.python.calling import stand_in
from kerascount.values.outcomes import Undetermined

if TYPE_CHECKING:
    from kerascount.evaluate.evaluator import Evaluator

# Which of our modules speaks for a module, by its first name; the names in its tables lack the given prefix.
SPEAKERS: Final[Mapping[str, tuple[str, str]]] = {
    "argparse": ("argparse", "argparse."),
    "collections": ("collections", "collections."),
    "contextlib": ("contexts", "contextlib."),
    "copy": ("copying", "copy."),
    "dataclasses": ("dataclasses", "dataclasses."),
    "enum": ("enums", "enum."),
    "functools": ("functools", "functools."),
    "itertools": ("itertools", "itertools."),
    "re": ("regex", "re."),
    "types": ("namespaces", "types."),
    **dict.fromkeys(("six", "builtins", "past", "future"), ("portable", "")),
    "math": ("numeric", ""),
    "operator": ("numeric", ""),
    "pathlib": ("paths", ""),
    "absl": ("flags", ""),
    "click": ("flags", ""),
}
# Those that speak for parts of the libraries of data, by one or two names, under `evaluate/numpy`.
OF_DATA: Final[Mapping[str, str]] = {
    "tensorflow.data": "tfdata",
    "tensorflow.TensorSpec": "tfdata",
    "tensorflow.TensorShape": "tfdata",
    "tensorflow.io": "images",
    "tensorflow.image": "images",
    "tensorflow.read_file": "images",
    "keras.utils": "images",
    "keras.preprocessing": "images",
    "PIL": "images",
    "cv2": "images",
    "einops": "einops",
    "tensorflow_datasets": "catalogue",
    "pandas": "frames",
}
OTHERS: Final = ("misc", "paths", "decorators")  # tables for names of several modules
MANY: Final = frozenset(
    "abc asyncio atexit bisect heapq json os random string sys textwrap typing typing_extensions "
    "tensorflow keras".split()
)
# Libraries whose values are arrays; their stand-ins are imported when one of them is named.
SHAPED: Final = frozenset(["numpy", "keras", "sklearn", "pandas", "tensorflow", "tensorflow_datasets"])


def find(ev: Evaluator, name: str) -> Any:
    """The stand-in of that name, or MISSING.

    Raises:
        Undetermined: the name stands for what only a run can tell.
    """
    top = name.partition(".")[0]
    of_data = OF_DATA.get(top) or OF_DATA.get(".".join(name.split(".")[:2]))
    if of_data:
        found = _of_data(ev, of_data, name)
        if found is not MISSING:
            return found
    speaker, prefix = SPEAKERS.get(top, ("", ""))
    if speaker and name.startswith(prefix):
        return _in_tables(ev, speaker, name[len(prefix) :], name)
    for other in OTHERS if top in MANY else ():
        found = _in_tables(ev, other, name, name)
        if found is not MISSING:
            return found
    return _shaped(name) if top in SHAPED else MISSING


_tables: Final = cache(import_module)


def _of_data(ev: Evaluator, module: str, name: str) -> Any:
    tables = _tables(f"..numpy.{module}", __package__)
    if name in getattr(tables, "FUNCTIONS", ()):
        return stand_in(name, partial(tables.FUNCTIONS[name], ev))
    found = tables.STAND_INS.get(name, MISSING)
    return StandIn(name, found) if callable(found) else found


def _in_tables(ev: Evaluator, speaker: str, key: str, name: str) -> Any:
    tables = _tables(f"{__package__}.{speaker}")
    if key in tables.FUNCTIONS:
        return stand_in(name, partial(tables.FUNCTIONS[key], ev))
    if key in getattr(tables, "CONSTANTS", ()):
        return tables.CONSTANTS[key]
    if key in getattr(tables, "VARYING", ()):
        raise Undetermined(tables.VARYING[key])
    return tables.constant(ev, name) if hasattr(tables, "constant") else MISSING


def _shaped(name: str) -> Any:
    from kerascount.evaluate.numpy import STAND_INS

    found = STAND_INS.get(name, MISSING)
    return StandIn(name, found) if callable(found) else found
