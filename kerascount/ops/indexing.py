"""`x[key]` on Keras tensors, and on arrays as NumPy has it."""

from __future__ import annotations

from typing import Any, Final

from kerascount.ops.registry import op
from kerascount.ops.shapes import broadcast_shapes, dimension, is_symbolic, operand
from kerascount.values.dims import Dim, Free, Symbolic
from kerascount.values.objects import Tensor, Unknown
from kerascount.values.outcomes import Invalid, Undetermined
from kerascount.values.shape import Shape, shape_text


@op("GetItem")
def get_item(x: Any, key: Any) -> Any:
    """A Keras tensor takes whole numbers, slices, `...` and None within a tuple, and nothing else."""
    found = operand(x)
    if not is_symbolic(x):
        return array_item(found, key)
    if not isinstance(key, (int, tuple, list)):
        raise _unsupported(key)
    keys = list(key) if isinstance(key, (tuple, list)) else [key]
    for one in keys:
        if isinstance(one, Unknown):
            raise Undetermined(one.why)
        if not (one is None or one is ... or isinstance(one, (int, slice))):
            raise _unsupported(key)
    return Tensor(_indexed(found.dims(), keys, key, "ValueError"), found.dtype)


def _unsupported(key: Any) -> Exception:
    if isinstance(key, Unknown):
        return Undetermined(key.why)
    return Invalid(f"Unsupported key type for array slice. Received: `{_written(key)}`")


def _written(key: Any) -> str:
    return "a tensor" if isinstance(key, Tensor) else str(key)


def _indexed(shape: Shape, keys: list[Any], key: Any, out_of_bounds: str) -> Shape:
    """The shape that numbers, slices, `...` and None leave."""
    if sum(one is ... for one in keys) > 1:
        raise Invalid(f"Slice should only have one ellipsis. Received: `{key}`", error=out_of_bounds)
    full = keys if any(one is ... for one in keys) else [*keys, ...]
    taken = sum(one is not None and one is not ... for one in full)
    if taken > len(shape):
        raise Invalid(f"Array has shape {shape_text(shape)} but slice has to many indices.", error=out_of_bounds)
    rest = list(shape)
    result: list[Dim] = []
    for one in full:
        if one is ...:
            kept = len(rest) - _axes_taken(full)
            result += rest[:kept]
            del rest[:kept]
        elif one is None:
            result.append(1)
        else:
            result += _on_axis(rest.pop(0), one, shape, out_of_bounds)
    return tuple(result)


def _axes_taken(full: list[Any]) -> int:
    after = full[next(place for place, one in enumerate(full) if one is ...) + 1 :]
    return sum(one is not None for one in after)


def _on_axis(size: Dim, key: Any, shape: Shape, out_of_bounds: str) -> list[Dim]:
    if isinstance(key, slice):
        return [slice_length(size, key)]
    if isinstance(size, int) and isinstance(key, int) and not -size <= key < size:
        message = f"Array has shape {shape_text(shape)} but out-of-bounds index {key} was requested."
        raise Invalid(message, error=out_of_bounds)
    return []


def slice_length(size: Dim, key: slice) -> Dim:
    """How many of `size` items a slice takes."""
    if type(size) is int and key.step != 0 and PLAIN.issuperset(map(type, _bounds(key))):
        return len(range(*key.indices(size)))
    start, stop, step = (dimension(_plain(part)) for part in _bounds(key))
    if isinstance(step, int) and step == 0:
        raise Invalid("slice step cannot be zero")
    if isinstance(size, Free):
        return size
    parts = (start, stop, step)
    if isinstance(size, int) and all(part is None or isinstance(part, int) for part in parts):
        return len(range(*slice(*parts).indices(size)))
    if any(isinstance(part, (float, str)) for part in parts):
        raise Invalid("slice indices must be integers or None or have an __index__ method", error="TypeError")
    return _open_length(size, start, stop, step)


def _plain(part: Any) -> Any:
    if isinstance(part, Tensor):
        if isinstance(part.data, int):
            return part.data
        raise Undetermined("a slice with computed bounds")
    return part


def _open_length(size: Dim, start: Any, stop: Any, step: Any) -> Dim:
    """The formula where the slice certainly lies within a size that is only known at run time."""
    if step is None or isinstance(step, int) and step == 1:
        if start is None or isinstance(start, int) and start == 0:
            if stop is None:
                return size
            if isinstance(stop, int) and stop < 0:
                return size + stop
            if isinstance(stop, Symbolic):
                return stop
            if isinstance(stop, int) and stop > 0:
                return Symbolic.named(f"min({stop}, {size})")
        elif isinstance(start, int) and start > 0 and stop is None:
            return size - start
        elif isinstance(start, int) and start < 0 and stop is None:
            return -start
        elif isinstance(start, Symbolic) and isinstance(stop, Symbolic) and _is_positive(stop - start):
            return stop - start  # a window that moves: x[i:i + n]
    elif isinstance(step, int) and start is None and stop is None:
        return (size + abs(step) - 1) // abs(step) if abs(step) > 1 else size
    raise Undetermined(f"a slice of {size} items")


def _is_positive(size: Dim) -> bool:
    return isinstance(size, int) and size > 0


def array_item(x: Tensor, key: Any) -> Any:
    """NumPy's indexing: numbers, slices, `...`, None, and arrays or lists of numbers or truth values."""
    if type(key) is slice and x.shape and PLAIN.issuperset(map(type, _bounds(key))):
        return _with_data(x, [key], (slice_length(x.shape[0], key), *x.shape[1:]))  # nearly always
    keys = list(key) if isinstance(key, tuple) else [key]
    for one in keys:
        if isinstance(one, Unknown):
            raise Undetermined(one.why)
        if isinstance(one, (str, float)):
            raise Invalid(
                "only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer or boolean "
                "arrays are valid indices",
                error="IndexError",
            )
    if any(isinstance(one, (Tensor, list)) for one in keys):
        return Tensor(_fancy(x.dims(), keys, key), x.dtype)
    if not all(_is_plain(one) for one in keys):
        raise Undetermined("an index of a kind that is not followed")
    plain = [one if one is None or one is ... or isinstance(one, slice) else dimension(one) for one in keys]
    shape = _indexed(x.dims(), plain, key, "IndexError")
    return _with_data(x, keys, shape)


PLAIN: Final = frozenset([int, type(None)])


def _bounds(key: slice) -> tuple[Any, Any, Any]:
    return key.start, key.stop, key.step


def _is_plain(key: Any) -> bool:
    return key is None or key is ... or isinstance(key, (int, slice, Symbolic)) and not isinstance(key, bool)


def _with_data(x: Tensor, keys: list[Any], shape: Shape) -> Any:
    """Values that are known stay known where the first axis alone is indexed; a number stands for itself."""
    if not isinstance(x.data, list) or len(keys) != 1 or not isinstance(keys[0], (int, slice)):
        return Tensor(shape, x.dtype)
    bounds = _bounds(keys[0]) if isinstance(keys[0], slice) else ()
    if not all(bound is None or isinstance(bound, int) for bound in bounds):
        return Tensor(shape, x.dtype)
    chosen = x.data[keys[0]]
    return Tensor(shape, x.dtype, data=chosen) if isinstance(chosen, list) else chosen


def _fancy(shape: Shape, keys: list[Any], key: Any) -> Shape:
    """One or more arrays of indices; they are broadcast, and stand where the first of them is."""
    full = _spread(shape, keys, key)
    rest = list(shape)
    result: list[Dim] = []
    chosen: Shape | None = None
    place = 0
    for one in full:
        if one is None:
            result.append(1)
        elif isinstance(one, slice):
            result.append(slice_length(rest.pop(0), one))
        else:
            indices = _indices(one, rest)
            place = len(result) if chosen is None else place
            chosen = indices if chosen is None else broadcast_shapes(chosen, indices)
    result[place:place] = chosen or ()
    return tuple(result)


def _spread(shape: Shape, keys: list[Any], key: Any) -> list[Any]:
    """The keys with `...` written out as slices, refusing more keys than axes."""
    found = [_index_list(one) if isinstance(one, list) else one for one in keys]
    taken = sum(_axes_of(one) for one in found if one is not None and one is not ...)
    if taken > len(shape):
        message = f"too many indices for array: array is {len(shape)}-dimensional, but {taken} were indexed"
        raise Invalid(message, error="IndexError")
    gap = [slice(None)] * (len(shape) - taken)
    at = next((place for place, one in enumerate(found) if one is ...), len(found))
    spread = found[:at] + gap + found[at + 1 :]
    _refuse_split_arrays(spread)
    return spread


def _index_list(values: list[Any]) -> Tensor:
    found = operand(values)
    return Tensor(found.shape, found.dtype, data=values)


def _axes_of(key: Any) -> int:
    return len(key.dims()) if isinstance(key, Tensor) and key.dtype == "bool" else 1


def _refuse_split_arrays(keys: list[Any]) -> None:
    """Arrays with a slice between them put their axes first; that is not followed here."""
    places = [place for place, key in enumerate(keys) if isinstance(key, Tensor)]
    if places and any(key is None or isinstance(key, slice) for key in keys[places[0] : places[-1]]):
        raise Undetermined("arrays of indices on both sides of a slice")


def _indices(key: Any, rest: list[Dim]) -> Shape:
    """The shape that one array of indices stands for; it takes its axes off `rest`."""
    if not isinstance(key, Tensor):
        _check_indices(rest.pop(0), key)
        return ()
    if key.dtype == "bool":
        raise Undetermined("as many items as a mask selects")
    _check_indices(rest.pop(0), key.data)
    return key.dims()


def _check_indices(size: Dim, data: Any) -> None:
    """Refuse an index that certainly lies outside the axis."""
    if isinstance(data, list):
        for item in data:
            _check_indices(size, item)
    elif isinstance(size, int) and isinstance(data, int) and not -size <= data < size:
        raise Invalid(f"index {data} is out of bounds for axis with size {size}", error="IndexError")
