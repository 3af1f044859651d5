"""pandas: tables as the numbers of their rows and columns, and the names of columns that the program spells out.

How many rows there are is open after all that selects among them; a name that a table may not have is no error here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from kerascount.evaluate.numpy.arrays import LibraryObject, Row, as_array, rows
from kerascount.evaluate.numpy.methods import run_time_size
from kerascount.evaluate.objects import Rest
from kerascount.ops.indexing import get_item
from kerascount.values.dims import FREE, Dim, Symbolic, product
from kerascount.values.objects import Tensor, Unknown
from kerascount.values.outcomes import Undetermined

if TYPE_CHECKING:
    from kerascount.evaluate.evaluator import Evaluator

Names = tuple[Any, ...]
WHOLE: Final = slice(None, None, None)


class Frame(LibraryObject):
    """A `DataFrame`, or a `Series` where `width` is None."""

    def __init__(self, count: Dim, width: Dim | None, names: Names | None = None) -> None:
        super().__init__("Series" if width is None else "DataFrame", {})
        self.count = count
        self.width = width if names is None or width is None else len(names)
        self.names = names

    # --- what it is for others

    def array(self) -> Tensor:
        return Tensor((self.count,) if self.width is None else (self.count, self.width), "float64")

    def samples(self) -> Tensor:
        """A table is the array of its values; a column has an axis of its own."""
        found = self.array()
        return Tensor((*found.dims(), 1), found.dtype) if self.width is None else found

    def length(self) -> Dim:
        return self.count

    def operate(self, other: Any) -> Any:
        """Of a table and a column, or a number, the table's form stays."""
        return other if isinstance(other, Frame) and self.width is None and other.width is not None else self.like()

    @property
    def items(self) -> Sequence[Any] | None:
        """Iterating over a table gives the names of its columns."""
        return None if self.width is None or self.names is None else self.names

    def like(self, count: Dim | None = None) -> Frame:
        return Frame(self.count if count is None else count, self.width, self.names)

    def become(self, other: Frame) -> None:
        """Change in place."""
        self.count, self.width, self.names = other.count, other.width, other.names

    # --- attributes and items

    def attribute(self, name: str, ev: Evaluator | None = None) -> Any:
        if self.names is not None and name in self.names:
            return Frame(self.count, None)
        if name in ATTRIBUTES:
            return ATTRIBUTES[name](self)
        if name in METHODS:
            return Row(name, partial(_maybe_in_place, METHODS[name], self))
        raise Undetermined(f"the attribute {name} of a {self.kind}")

    def item(self, key: Any) -> Any:
        if isinstance(key, slice) or _is_mask(key):
            return self.like(self.count if key == WHOLE else FREE)
        return self.selected(key)

    def selected(self, key: Any) -> Frame:
        """The columns of these names."""
        if self.width is None or isinstance(key, (Unknown, tuple)):
            raise Undetermined(f"an item of a {self.kind}")
        if isinstance(key, Tensor):
            if key.data is None:
                return Frame(self.count, key.dims()[0])
            key = key.data
        if not isinstance(key, list):
            return Frame(self.count, None)
        return _named(self.count, key)

    def set_item(self, key: Any, value: Any) -> None:
        if self.width is None or _is_mask(key) or isinstance(key, (slice, tuple)):
            return
        if self.names is None or not isinstance(key, str):
            self.names, self.width = None, Symbolic.named(f"columns, with {key}")
        elif key not in self.names:
            self.names = (*self.names, key)
            self.width = len(self.names)

    def delete_item(self, key: Any) -> None:
        self.become(without(self, [key]))


def _named(count: Dim, names: list[Any]) -> Frame:
    if any(type(name) not in (str, int, Unknown, float) for name in names):
        raise Undetermined("columns that are not known")
    known = not any(isinstance(name, Unknown) for name in names)
    return Frame(count, len(names), tuple(names) if known else None)


def _is_mask(key: Any) -> bool:
    """Whether a key chooses among the rows."""
    return isinstance(key, Frame) or isinstance(key, Tensor) and key.dtype == "bool"


def _maybe_in_place(method: Callable[..., Any], frame: Frame, *args: Any, **options: Any) -> Any:
    made = method(frame, *args, **options)
    if options.get("inplace") is not True:
        return made
    frame.become(made)
    return None


class Locator(LibraryObject):
    """`df.iloc` and `df.loc`."""

    def __init__(self, frame: Frame, by_name: bool) -> None:
        super().__init__("Locator", {})
        self.frame = frame
        self.by_name = by_name

    def item(self, key: Any) -> Any:
        chosen, columns = key if isinstance(key, tuple) and len(key) == 2 else (key, WHOLE)
        if isinstance(chosen, (int, str, Unknown)):
            raise Undetermined("a row of a table")
        count = self.frame.count if chosen == WHOLE else FREE
        if self.frame.width is None or columns == WHOLE:
            return self.frame.like(count)
        found = self._columns_by_name(columns) if self.by_name else self._columns_by_place(columns)
        found.count = count
        return found

    def _columns_by_name(self, columns: Any) -> Frame:
        if isinstance(columns, slice):
            raise Undetermined("columns from one name to another")
        if _is_mask(columns):
            raise Undetermined("columns by what they hold")
        return self.frame.selected(columns)

    def _columns_by_place(self, columns: Any) -> Frame:
        if isinstance(columns, slice) and self.frame.names is not None and _is_plain(columns):
            names = self.frame.names[columns]
            return Frame(FREE, len(names), names)
        shape = get_item(Tensor((1, self.frame.width or 0)), (WHOLE, columns)).dims()
        return Frame(FREE, shape[1] if len(shape) > 1 else None)


def _is_plain(part: slice) -> bool:
    return all(bound is None or isinstance(bound, int) for bound in (part.start, part.stop, part.step))


# --- methods


def same(frame: Frame, *args: Any, **options: Any) -> Frame:
    return frame.like()


def fewer(frame: Frame, *args: Any, **options: Any) -> Frame:
    return frame.like(FREE)


def sample(frame: Frame, n: Any = None, frac: Any = None, *args: Any, **options: Any) -> Frame:
    return frame.like(frame.count if frac == 1 else FREE)


def dropna(frame: Frame, axis: Any = 0, *args: Any, **options: Any) -> Frame:
    return Frame(frame.count, _other("columns without gaps", frame)) if axis in (1, "columns") else frame.like(FREE)


def _other(what: str, frame: Frame) -> Dim | None:
    return None if frame.width is None else Symbolic.named(f"{what} of {frame.width}")


def drop(
    frame: Frame, labels: Any = None, axis: Any = 0, index: Any = None, columns: Any = None, *args: Any, **options: Any
) -> Frame:
    if columns is None and axis in (1, "columns"):
        columns = labels
    return frame.like(FREE) if columns is None else without(frame, columns)


def without(frame: Frame, columns: Any) -> Frame:
    """The other columns."""
    dropped = columns if isinstance(columns, list) else [columns]
    if any(not isinstance(name, (str, int)) for name in dropped) or frame.width is None:
        return Frame(frame.count, Symbolic.named(f"columns left of {frame.width}"))
    if frame.names is None:
        return Frame(frame.count, frame.width - len(set(dropped)))
    names = tuple(name for name in frame.names if name not in dropped)
    return Frame(frame.count, len(names), names)


def pop(frame: Frame, item: Any) -> Frame:
    frame.become(without(frame, item))
    return Frame(frame.count, None)


def rename(frame: Frame, mapper: Any = None, *args: Any, columns: Any = None, **options: Any) -> Frame:
    names = frame.names
    if isinstance(columns, dict) and names is not None:
        return Frame(frame.count, frame.width, tuple(columns.get(name, name) for name in names))
    return Frame(frame.count, frame.width)


def reset_index(frame: Frame, *args: Any, drop: Any = False, **options: Any) -> Frame:
    """The index becomes a column, unless it is dropped."""
    if drop is True:
        return frame.like()
    return Frame(frame.count, 2 if frame.width is None else Symbolic.named(f"index and columns of {frame.width}"))


def set_index(frame: Frame, keys: Any, drop: Any = True, *args: Any, **options: Any) -> Frame:
    return frame.like() if drop is False else without(frame, keys)


def assign(frame: Frame, **columns: Any) -> Frame:
    made = frame.like()
    for name in columns:
        made.set_item(name, None)
    return made


def insert(frame: Frame, loc: Any, column: Any, value: Any, *args: Any, **options: Any) -> None:
    frame.set_item(column, value)


def summed(frame: Frame, axis: Any = 0, *args: Any, **options: Any) -> Frame:
    """A number for each column; of a column, one number."""
    if frame.width is None:
        raise Undetermined("the values of a column")
    return Frame(frame.count if axis in (1, "columns") else frame.width, None)


def pairs(frame: Frame) -> list[Any]:
    if frame.names is None:
        raise Undetermined("the columns of a table are not known")
    return [(name, Frame(frame.count, None)) for name in frame.names]


def to_numpy(frame: Frame, *args: Any, **options: Any) -> Tensor:
    return frame.array()


def _columns(frame: Frame) -> Any:
    if frame.width is None:
        raise Undetermined("the columns of a Series")
    if frame.names is None:
        return Tensor((frame.width,), "object")
    return Tensor((len(frame.names),), "str", data=list(frame.names))


ATTRIBUTES: Final[dict[str, Callable[[Frame], Any]]] = {
    "shape": lambda frame: tuple(map(run_time_size, frame.array().dims())),
    "size": lambda frame: run_time_size(product(frame.array().dims())),
    "ndim": lambda frame: 1 if frame.width is None else 2,
    "values": to_numpy,
    "columns": _columns,
    "iloc": lambda frame: Locator(frame, by_name=False),
    "loc": lambda frame: Locator(frame, by_name=True),
}
METHODS: Final[dict[str, Callable[..., Any]]] = {
    **dict.fromkeys(
        ("copy", "fillna", "replace", "astype", "sort_values", "sort_index", "shift", "interpolate", "ffill", "bfill",
         "clip", "abs", "round", "applymap", "map", "diff", "cumsum", "isnull", "isna", "notnull", "notna", "isin",
         "transform", "infer_objects", "convert_dtypes", "pct_change", "rank", "where", "mask", "between"),
        same,
    ),
    **dict.fromkeys(("drop_duplicates", "query", "head", "tail", "truncate", "nlargest"), fewer),
    **dict.fromkeys(("mean", "std", "min", "max", "sum", "median", "var", "count", "any", "all", "nunique"), summed),
    "dropna": dropna, "drop": drop, "pop": pop, "rename": rename, "reset_index": reset_index, "set_index": set_index,
    "sample": sample, "assign": assign, "insert": insert, "items": pairs, "iteritems": pairs, "to_numpy": to_numpy,
    "as_matrix": to_numpy, "keys": _columns,
}  # fmt: skip


# --- where they come from


def read(
    source: Any = None, sep: Any = ",", *, names: Any = None, usecols: Any = None, index_col: Any = None,
    **options: Any,
) -> Frame:  # fmt: skip
    if any(options.get(name) for name in ("chunksize", "iterator", "squeeze")):
        raise Undetermined("a table that is read in parts")
    text = repr(source) if isinstance(source, str) else str(source) if isinstance(source, Unknown) else "the table"
    count = Symbolic.named(f"rows of {text}")
    chosen = usecols if usecols is not None else names
    if not isinstance(chosen, list) or not all(isinstance(name, (str, int)) for name in chosen):
        return Frame(count, Symbolic.named(f"columns of {text}"))
    found = Frame(count, len(chosen), tuple(chosen) if isinstance(chosen[0], str) else None)
    if index_col is None or index_col is False:
        return found
    if found.names is None or not isinstance(index_col, (str, int)):
        return Frame(count, Symbolic.named(f"columns of {text}"))
    return without(found, index_col if isinstance(index_col, str) else found.names[index_col])


def read_sheet(io: Any, sheet_name: Any = 0, **options: Any) -> Frame:
    if not isinstance(sheet_name, (int, str)):
        raise Undetermined("several sheets of a workbook")
    return read(io, **options)


def frame(data: Any = None, index: Any = None, columns: Any = None, *args: Any, **options: Any) -> Frame:
    if isinstance(data, dict) and columns is None:
        return _of_columns(data)
    names = columns.data if isinstance(columns, Tensor) else columns
    if isinstance(data, Frame):
        return data.like() if names is None else _named(data.count, names)
    if data is None or isinstance(data, dict):
        raise Undetermined("a table that is filled later")
    shape = as_array(data).dims()
    if isinstance(names, list):
        return _named(shape[0], names)
    width = shape[1] if len(shape) > 1 else 1
    return Frame(shape[0], width, tuple(range(width)) if isinstance(width, int) and columns is None else None)


def _of_columns(data: dict[Any, Any]) -> Frame:
    if any(isinstance(name, Unknown) for name in data):
        raise Undetermined("the columns of a table are not known")
    shapes = [as_array(column).dims() for column in data.values() if not isinstance(column, Unknown)]
    count = next((shape[0] for shape in shapes if shape), FREE)
    return Frame(count, len(data), tuple(data))


def series(data: Any = None, *args: Any, **options: Any) -> Frame:
    if isinstance(data, Frame):
        return Frame(data.count, None)
    if isinstance(data, (list, tuple, dict)) and not any(isinstance(item, Rest) for item in data):
        return Frame(len(data), None)  # whatever its items are
    dims = as_array(data).dims()
    if not dims:
        raise Undetermined("a Series of one value")
    return Frame(dims[0], None)


def concat(objs: Any, axis: Any = 0, *args: Any, **options: Any) -> Frame:
    parts = list(objs)
    if not parts or not all(isinstance(part, Frame) for part in parts):
        raise Undetermined("tables that are not known")
    names = [part.names for part in parts]
    if axis in (1, "columns"):
        known = [name for part in names for name in part or ()]
        if None in names:
            return Frame(parts[0].count, sum(part.width or 1 for part in parts))
        return Frame(parts[0].count, len(known), tuple(known))
    if parts[0].width is None:
        return Frame(FREE, None)
    same_names = all(part == names[0] for part in names) and names[0] is not None
    return Frame(FREE, parts[0].width, names[0]) if same_names else Frame(FREE, Symbolic.named("columns of them all"))


def get_dummies(data: Any, *args: Any, **options: Any) -> Frame:
    if not isinstance(data, Frame):
        raise Undetermined("as many columns as there are values")
    return Frame(data.count, Symbolic.named(f"values in {data.width or 'a column'}"))


def converted(data: Any, *args: Any, **options: Any) -> Any:
    """`pd.to_datetime`, `pd.to_numeric`."""
    if isinstance(data, Frame):
        return data.like()
    raise Undetermined("what is converted is no column")


STAND_INS: Final[dict[str, Row]] = rows(
    "pandas.",
    {
        **dict.fromkeys(("read_csv", "read_table", "read_fwf"), read),
        "read_excel": read_sheet,
        "read_parquet": lambda source, *args, **options: read(source),
        "read_feather": lambda source, *args, **options: read(source),
        "DataFrame": frame,
        "Series": series,
        "concat": concat,
        "get_dummies": get_dummies,
        "to_datetime": converted,
        "to_numeric": converted,
    },
)
