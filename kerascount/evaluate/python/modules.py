"""Stand-ins for standard modules, NumPy and the data of Keras, found by dotted name.

The tables of a module are imported when the program names it: most programs need few of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
# Those that speak for libraries of data, by one or two names, under `evaluate/numpy`: the first that knows a name.
OF_DATA: Final[Mapping[str, tuple[str, ...]]] = {
    "numpy": ("creation", "functions", "further"),
    "numpy.random": ("random",),
    **dict.fromkeys(("tensorflow.data", "tensorflow.TensorSpec", "tensorflow.TensorShape"), ("tfdata",)),
    **dict.fromkeys(("tensorflow.io", "tensorflow.image", "tensorflow.read_file", "PIL", "cv2"), ("images",)),
    **dict.fromkeys(("keras.datasets", "sklearn.datasets", "tensorflow.examples"), ("datasets",)),
    **dict.fromkeys(("keras.utils", "keras.preprocessing"), ("labels", "preprocessing", "images")),
    "sklearn": ("preprocessing",),
    "tensorflow.newaxis": ("creation",),
    "tensorflow_datasets": ("catalogue",),
    "einops": ("einops",),
    "pandas": ("frames",),
}
# Those that speak for some names of several modules.
OTHERS: Final[Mapping[str, tuple[str, ...]]] = {
    **dict.fromkeys("asyncio bisect heapq json random string sys textwrap typing_extensions".split(), ("misc",)),
    **dict.fromkeys(("abc", "typing"), ("misc", "decorators")),
    **dict.fromkeys(("atexit", "keras", "tensorflow"), ("decorators",)),
    "os": ("misc", "paths"),
}


def find(ev: Evaluator, name: str) -> Any:
    """The stand-in of that name, or MISSING.

    Raises:
        Undetermined: the name stands for what only a run can tell.
    """
    top = name.partition(".")[0]
    for tables in tables_of_data(name):
        if name in getattr(tables, "FUNCTIONS", ()):
            return stand_in(name, partial(tables.FUNCTIONS[name], ev))
        if name in tables.STAND_INS:
            found = tables.STAND_INS[name]
            return StandIn(name, found) if callable(found) else found
    speaker, prefix = SPEAKERS.get(top, ("", ""))
    if speaker and name.startswith(prefix):
        return _in_tables(ev, speaker, name[len(prefix) :], name)
    for other in OTHERS.get(top, ()):
        found = _in_tables(ev, other, name, name)
        if found is not MISSING:
            return found
    return MISSING


_tables: Final = cache(import_module)


def tables_of_data(name: str) -> Iterator[Any]:
    """The tables that may have a name of a library of data."""
    found = OF_DATA.get(".".join(name.split(".")[:2])) or OF_DATA.get(name.partition(".")[0], ())
    if name in OF_DATA and len(found) > 1:
        return  # the library itself, of which it is not known yet which part is meant
    for module in found:
        yield _tables(f"..numpy.{module}", __package__)


def _in_tables(ev: Evaluator, speaker: str, key: str, name: str) -> Any:
    tables = _tables(f"{__package__}.{speaker}")
    if key in tables.FUNCTIONS:
        return stand_in(name, partial(tables.FUNCTIONS[key], ev))
    if key in getattr(tables, "CONSTANTS", ()):
        return tables.CONSTANTS[key]
    if key in getattr(tables, "VARYING", ()):
        raise Undetermined(tables.VARYING[key])
    return tables.constant(ev, name) if hasattr(tables, "constant") else MISSING
