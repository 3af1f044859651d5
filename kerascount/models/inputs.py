"""Input layers: where the graph of a model begins."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from kerascount.layers.policies import dtype_of
from kerascount.models.layer import LayerObject
from kerascount.models.node import Node
from kerascount.models.session import Session
from kerascount.models.tree import is_symbolic, map_structure
from kerascount.values.dims import FREE, Dim, Free, Symbolic
from kerascount.values.objects import Tensor, Unknown, as_dim
from kerascount.values.outcomes import Invalid, Undetermined, require
from kerascount.values.shape import Shape
from kerascount.versions import Api


class InputObject(LayerObject):
    """An InputLayer; its `output` is the tensor that `Input()` returns."""

    def __init__(
        self, session: Session, batch_shape: Shape | None, dtype: str, name: Any = None, why: str = ""
    ) -> None:
        if name is None and session.api is not Api.KERAS_3:
            name = session.unique_name("input", bare=False)
        super().__init__(session, "InputLayer", {"name": name, "dtype": dtype}, None)
        self.batch_shape = batch_shape
        self.unknown = why
        # An automatic name is the layer's only; the tensor then has one of its own.
        self.tensor = Tensor(batch_shape, dtype, name, why)
        Node(self, (), {}, self.tensor)
        self.built = True

    @property
    def input(self) -> Any:
        """Its own tensor; Keras 3 has none."""
        return super().input if self.session.api is Api.KERAS_3 else self.tensor

    def infer(self, args: Any, kwargs: Any) -> Tensor:
        return self.tensor

    def infer_bound(self, bound: Mapping[str, Any]) -> Any:
        """A call of it, which Keras 3 has no use for, gives what it takes."""
        return map_structure(lambda x: Tensor(x.shape, x.dtype, why=x.why), next(iter(bound.values())))


def input_layer(
    session: Session,
    shape: Any = None,
    batch_size: Any = None,
    dtype: Any = None,
    batch_shape: Any = None,
    name: Any = None,
) -> InputObject:
    """The InputLayer for these arguments, as `InputLayer.__init__` reads them.

    Raises:
        Invalid: contradicting arguments, or no shape.
    """
    if shape is not None and batch_shape is not None:
        raise Invalid("You cannot pass both `shape` and `batch_shape` at the same time.")
    if batch_size is not None and batch_shape is not None and session.api is Api.KERAS_3:
        raise Invalid("You cannot pass both `batch_size` and `batch_shape` at the same time.")
    if shape is None and batch_shape is None:
        raise Invalid("You must pass a `shape` argument.")
    dtype = dtype_of(dtype, session.context)
    given = shape if batch_shape is None else batch_shape
    if session.api is Api.TF_KERAS and isinstance(shape, int):
        given = (shape,)
    if isinstance(given, Unknown):
        return InputObject(session, None, dtype, name, f"the shape is {given}: {given.why}")
    dims = standardize_shape(given, session.api)
    if batch_shape is None:
        dims = (_size(batch_size, batch_size), *dims)
    return InputObject(session, dims, dtype, name)


MAX_RANK: Final = 1_000


def standardize_shape(shape: Any, api: Api = Api.KERAS_3) -> Shape:
    """`keras.backend.standardize_shape`: a tuple or list of sizes, None for an open one."""
    if shape is None:
        raise Invalid("Undefined shapes are not supported.")
    if isinstance(shape, Unknown):
        raise Undetermined(shape.why)
    if _is_array(shape):
        raise Undetermined("a shape that is the value of an array")
    if not isinstance(shape, (list, tuple)):
        help = f"({shape},) is a shape of one axis; the comma makes it one" if isinstance(shape, int) else ""
        error = "ValueError" if api is Api.KERAS_3 else "TypeError"
        plain = f"takes a tuple as the shape, but gets {shape!r}"
        raise Invalid(f"Cannot convert '{shape}' to a shape.", error=error, code="KC109", help=help, plain=plain)
    if len(shape) > MAX_RANK:
        raise Undetermined("a shape of so many sizes")
    return tuple(_size(size, shape) for size in shape)


def _is_array(value: Any) -> bool:
    return isinstance(value, Tensor) and not is_symbolic(value)


def _size(value: Any, shape: Any) -> Dim:
    if _is_array(value):
        raise Undetermined("a size that is the value of an array")
    size = FREE if value is None else as_dim(value)
    if not isinstance(size, (int, Free, Symbolic)) or isinstance(size, bool):
        kind = type(value).__name__
        raise Invalid(
            f"Cannot convert '{shape}' to a shape. Found invalid entry '{value}' of type '{kind}'.", code="KC109"
        )
    if isinstance(size, int):
        message = f"Cannot convert '{shape}' to a shape. Negative dimensions are not allowed."
        require(size >= 0, message, code="KC109")
    return size
