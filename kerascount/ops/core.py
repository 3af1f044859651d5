"""What is left of `keras.ops`: inspection, slices, scattering, and control flow over functions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kerascount.ops.registry import op
from kerascount.ops.shapes import flat_size, is_symbolic, made, operand, sizes
from kerascount.values.dims import Dim, Free
from kerascount.values.macs import announce_unknown
from kerascount.values.objects import Tensor, Unknown
from kerascount.values.outcomes import Invalid, Undetermined
from kerascount.values.shape import Shape, shape_text, to_python


@op(None)
def shape(x: Any) -> tuple[Any, ...]:
    return tuple(to_python(size) for size in operand(x).dims())


@op(None)
def dtype(x: Any) -> str:
    return operand(x).dtype


@op("Size")
def size(x: Any) -> Any:
    return Tensor((), "int32") if is_symbolic(x) else _number(flat_size(operand(x).dims()))


def _number(count: Dim) -> Any:
    if isinstance(count, Free):
        raise Undetermined("the size of a tensor with a dimension left open")
    return count


@op("Ndim")
def ndim(x: Any) -> Any:
    """On a Keras tensor, a tensor as long as the rank."""
    rank = len(operand(x).dims())
    return Tensor((rank,)) if is_symbolic(x) else rank


@op(None)
def is_tensor(x: Any) -> bool:
    return isinstance(x, Tensor) and not is_symbolic(x)


@op(None)
def convert_to_numpy(x: Any) -> Tensor:
    if is_symbolic(x):
        raise Invalid(
            "A KerasTensor is symbolic: it's a placeholder for a shape an a dtype. It doesn't have any actual "
            "numerical value. You cannot convert it to a NumPy array."
        )
    found = operand(x)
    return Tensor(found.shape, found.dtype, data=found.data)


@op("Slice")
def slice_(inputs: Any, start_indices: Any, shape: Any) -> Tensor:
    found = operand(inputs)
    whole, wanted = found.dims(), sizes(shape)
    if len(wanted) != len(whole):
        raise Invalid(
            "The number of dimensions in `inputs` must match the number of dimensions in `shape`. "
            f"Received inputs.shape={shape_text(whole)} and shape={shape_text(wanted)}"
        )
    starts = sizes(start_indices)
    if len(starts) != len(whole):
        raise Invalid("The number of dimensions in `start_indices` must match the number of dimensions in `inputs`.")
    return made(map(_sliced, whole, wanted, starts), found.dtype)


def _sliced(size: Dim, wanted: Dim, start: Dim) -> Dim:
    return size - start if isinstance(wanted, int) and wanted == -1 else wanted


@op("SliceUpdate")
def slice_update(inputs: Any, start_indices: Any, updates: Any) -> Tensor:
    found = operand(inputs)
    return Tensor(found.shape, found.dtype)


@op("Scatter")
def scatter(indices: Any, values: Any, shape: Any) -> Tensor:
    return made(sizes(shape), operand(values).dtype)


@op("ScatterUpdate")
def scatter_update(inputs: Any, indices: Any, updates: Any, reduction: Any = None) -> Tensor:
    if isinstance(reduction, str) and reduction.lower() not in ("add", "max", "min", "mul"):
        raise Invalid(f"Invalid reduction: {reduction}. Supported values are: None, 'add', 'max', 'min', 'mul'.")
    found = operand(inputs)
    return Tensor(found.shape, found.dtype)


@op("Rearrange")
def rearrange(tensor: Any, pattern: Any, **axes_lengths: Any) -> Tensor:
    """`rearrange(x, "b (h p) w c -> b h w (p c)", p=2)`."""
    if not isinstance(pattern, str):
        raise Undetermined("the pattern is computed")
    found = operand(tensor)
    given, arrow, wanted = pattern.partition("->")
    if not arrow:
        raise Invalid("not enough values to unpack (expected 2, got 1)")
    known = dict(axes_lengths)
    for group, size in zip(_groups(given), found.dims(), strict=False):
        _measure(group, size, known)
    return made((_group_size(group, known) for group in _groups(wanted)), found.dtype)


def _groups(side: str) -> list[list[str]]:
    """The axes of one side: `b (h w)` → [["b"], ["h", "w"]]."""
    groups: list[list[str]] = []
    inside = False
    for word in side.replace("(", " ( ").replace(")", " ) ").split():
        if word in "()":
            inside = word == "("
            groups += [[]] if inside else []
        elif inside:
            groups[-1].append(word)
        else:
            groups.append([word])
    return groups


def _measure(group: list[str], size: Dim, known: dict[str, Any]) -> None:
    """Note the sizes of the axes in one group; one of them may be what the others leave."""
    if len(group) == 1 and group[0] not in known:
        known[group[0]] = size
        return
    rest = [axis for axis in group if axis not in known]
    if not rest:
        return
    if isinstance(size, Free):
        raise Invalid("unsupported operand type(s) for //: 'NoneType' and 'int'", error="TypeError")
    divisor: Dim = 1
    for axis in group:
        divisor = divisor * known.get(axis, 1)
    known[rest[0]] = size // divisor
    if len(rest) > 1:
        raise Invalid(repr(rest[1]), error="KeyError")


def _group_size(group: list[str], known: dict[str, Any]) -> Dim:
    total: Dim = 1
    for axis in group:
        if axis not in known:
            raise Invalid(repr(axis), error="KeyError")
        if isinstance(known[axis], Free):
            raise Invalid("unsupported operand type(s) for *=: 'int' and 'NoneType'", error="TypeError")
        total = total * known[axis]
    return total


def flat(structure: Any) -> list[Any]:
    """The values in nested lists, tuples and dicts, in Keras' order."""
    if isinstance(structure, dict):
        return [leaf for key in sorted(structure) for leaf in flat(structure[key])]
    if isinstance(structure, (list, tuple)):
        return [leaf for item in structure for leaf in flat(item)]
    return [structure]


def leaves(structure: Any) -> list[Tensor]:
    return [operand(value) for value in flat(structure)]


def mapped(function: Callable[[Tensor], Tensor], structure: Any) -> Any:
    """The structure with every tensor replaced."""
    if isinstance(structure, dict):
        return {key: mapped(function, value) for key, value in structure.items()}
    if isinstance(structure, (list, tuple)):
        return type(structure)(mapped(function, value) for value in structure)
    return function(operand(structure))


def with_shape(value: Any) -> Tensor:
    """An argument that Keras asks for its `shape` as it is."""
    if isinstance(value, (bool, int, float, list, tuple)):
        raise Invalid(f"'{type(value).__name__}' object has no attribute 'shape'", error="AttributeError")
    return operand(value)


def _called(function: Any, *args: Any) -> Any:
    announce_unknown("a function that an operation calls, once or often")
    if isinstance(function, Unknown):
        raise Undetermined(function.why)
    if not callable(function):
        raise Invalid(f"'{type(function).__name__}' object is not callable", error="TypeError")
    return function(*args)


def _row(x: Tensor) -> Tensor:
    if not x.dims():
        raise Invalid("Array has shape () but slice has to many indices.")
    return Tensor(x.dims()[1:], x.dtype)


def _with_rows(count: Dim) -> Callable[[Tensor], Tensor]:
    return lambda x: Tensor((count, *x.dims()), x.dtype)


def over_rows(f: Any, xs: Any) -> Any:
    """`f` of one row each, stacked again."""
    rows = mapped(_row, xs)
    return mapped(_with_rows(leaves(xs)[0].dims()[0]), _called(f, rows))


@op("Map")
def map_(f: Any, xs: Any) -> Any:
    return over_rows(f, xs)


@op("VectorizedMap")
def vectorized_map(function: Any, elements: Any) -> Any:
    return over_rows(function, elements)


@op("Scan")
def scan(f: Any, init: Any, xs: Any = None, length: Any = None, reverse: Any = False, unroll: Any = 1) -> Any:
    if xs is None and length is None:
        raise Invalid("int() argument must be a string, a bytes-like object or a real number", error="TypeError")
    count = leaves(xs)[0].dims()[0] if length is None else sizes(length)[0]
    result = _called(f, init, None if xs is None else mapped(_row, xs))
    if not isinstance(result, (tuple, list)) or len(result) != 2:
        raise Undetermined("a scan of a function that gives no pair")
    carry, row = result
    return carry, row if row is None else mapped(_with_rows(count), row)


@op("AssociativeScan")
def associative_scan(f: Any, elems: Any, reverse: Any = False, axis: Any = 0) -> Any:
    announce_unknown("a loop of operations")
    return mapped(lambda x: Tensor(x.dims(), x.dtype), elems)


@op("Cond")
def cond(pred: Any, true_fn: Any, false_fn: Any) -> Any:
    chosen, other = _called(true_fn), _called(false_fn)
    if chosen is None and other is None:
        return None
    both = leaves(chosen), leaves(other)
    if len(both[0]) != len(both[1]) or not all(map(_same_kind, *both)):
        raise Invalid("`true_fn` and `false_fn` should return outputs of the same kind (struct, dtype and shape).")
    return mapped(lambda x: Tensor(x.dims(), x.dtype), chosen)


def _same_kind(left: Tensor, right: Tensor) -> bool:
    return left.dtype == right.dtype and _plain(left.dims()) == _plain(right.dims())


def _plain(dims: Shape) -> list[str]:
    return [str(size) for size in dims]


@op("Switch")
def switch(index: Any, branches: Any, *operands: Any) -> Any:
    return _called(branches[0], *operands)


@op("WhileLoop")
def while_loop(cond: Any, body: Any, loop_vars: Any, maximum_iterations: Any = None) -> Any:
    if is_symbolic(loop_vars):
        for value in flat(loop_vars):
            with_shape(value)
    announce_unknown("a loop of operations")
    return mapped(lambda x: Tensor(x.dims(), x.dtype), loop_vars)


@op("ForiLoop")
def fori_loop(lower: Any, upper: Any, body_fun: Any, init_val: Any) -> Any:
    if is_symbolic(init_val) and isinstance(init_val, (list, tuple, dict)):
        raise Invalid(f"'{type(init_val).__name__}' object has no attribute 'shape'", error="AttributeError")
    announce_unknown("a loop of operations")
    return mapped(lambda x: Tensor(x.dims(), x.dtype), init_val)


@op("JVP")
def jvp(fun: Any, primals: Any, tangents: Any, has_aux: Any = False) -> Any:
    result = _called(fun, *primals)
    outputs, aux = result if has_aux else (result, None)
    both = outputs, mapped(lambda x: Tensor(x.dims(), x.dtype), outputs)
    return (*both, aux) if has_aux else both


@op(None)
def custom_gradient(f: Any) -> Any:
    raise Undetermined("a function with its own gradient")


@op(None)
def vectorize(pyfunc: Any, *, excluded: Any = None, signature: Any = None) -> Any:
    if not callable(pyfunc):
        raise Invalid("Expected argument `pyfunc` to be a callable.")
    raise Undetermined("a vectorized function")
