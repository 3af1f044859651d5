"""Operators, subscripts and attributes of tensors and arrays."""

from __future__ import annotations

import operator
from functools import partial
from typing import Any, NoReturn

from kerascount.evaluate.keras.names import public
from kerascount.evaluate.objects import MISSING, StandIn
from kerascount.evaluate.operators import as_number
from kerascount.models.node import apply
from kerascount.models.operators import TF_OPERATORS, record
from kerascount.models.session import Session
from kerascount.models.tree import any_symbolic, is_symbolic, tensors
from kerascount.values.dims import FREE
from kerascount.values.objects import Called, Tensor, Unknown
from kerascount.values.outcomes import Invalid, Undetermined
from kerascount.values.scalars import NumpyFloat, NumpyInt, as_numpy
from kerascount.versions import Api

UNARY = {"Minus": "-", "BitInvert": "~"}
COMPARISONS = {
    "LessThan": "<", "LessThanEqual": "<=", "GreaterThan": ">", "GreaterThanEqual": ">=", "NotEqual": "!=",
    "Equal": "==",
}  # fmt: skip


REFLECTED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
BITWISE = {"&": "and", "|": "or", "^": "xor"}
ON_SIZES = {"+": operator.add, "-": operator.sub, "*": operator.mul, "//": operator.floordiv}


ABSENT = ("get_shape", "set_shape", "rank")  # what tensors of TensorFlow have, and Keras tensors of Keras 3 do not


class TensorOperators:
    """The operators of Python on tensors; on Keras tensors they are operations of the graph."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def binary(self, symbol: str, left: Any, right: Any) -> Any:
        from kerascount.ops.operators import OPERATORS, OPS

        if symbol in BITWISE and self.session.api is Api.TF_KERAS and any_symbolic(left, right):
            return self._bitwise(symbol, left, right)
        if isinstance(left, (NumpyInt, NumpyFloat)) and self._refuses_numpy(right):
            from kerascount.evaluate.numpy.arrays import as_array

            as_array(right)
        if symbol not in OPERATORS:
            return self._without_operator(symbol, left, right)
        try:
            made = self._operate(OPS[OPERATORS[symbol]], TF_OPERATORS.get(symbol), (left, right))
        except Invalid as refusal:
            raise refusal.within(Called(f"`{symbol}`", "", tuple(tensors([left, right])))) from None
        if isinstance(made, Tensor) and symbol in ON_SIZES:
            made.data = _sizes(symbol, left, right)
        return made

    def _refuses_numpy(self, right: Any) -> bool:
        """NumPy's numbers on the left make an array of what stands on the right."""
        return self.session.api is Api.KERAS_3 and is_symbolic(right) and not self.session.inside_call

    def _bitwise(self, symbol: str, left: Any, right: Any) -> Any:
        """What tf.keras makes of operators that work on truth values and on numbers."""
        from kerascount.evaluate.keras import tensorflow

        of_truth = all(item.dtype == "bool" for item in tensors([left, right]))
        name = f"math.logical_{BITWISE[symbol]}" if of_truth else f"bitwise.bitwise_{BITWISE[symbol]}"
        return tensorflow.find(self.session, f"tensorflow.{name}").function(left, right)

    def _without_operator(self, symbol: str, left: Any, right: Any) -> NoReturn:
        """`x << 1`, which arrays know, and Keras tensors do not."""
        if any_symbolic([left, right]) and self.session.api is Api.KERAS_3:
            raise Invalid(f"unsupported operand type(s) for {symbol}: 'KerasTensor'", error="TypeError", code="KC105")
        raise Undetermined(f"{symbol} on arrays")

    def unary(self, kind: str, value: Tensor) -> Any:
        from kerascount.ops.operators import OPS, UNARY_OPERATORS

        symbol = UNARY.get(kind)
        if symbol is None and is_symbolic(value) and self.session.api is Api.KERAS_3:
            raise Invalid("bad operand type for unary +: 'KerasTensor'", error="TypeError", code="KC105")
        if symbol is None:
            return value
        name = "tf.math.negative" if symbol == "-" else "tf.math.logical_not"
        return self._operate(OPS[UNARY_OPERATORS[symbol]], name, (value,))

    def absolute(self, value: Tensor) -> Any:
        """`abs(value)`."""
        from kerascount.ops.operators import OPS

        return self._operate(OPS["absolute"], "tf.math.abs", (value,))

    def rounded(self, value: Tensor, digits: Any = None) -> Any:
        """`round(value)`."""
        from kerascount.ops.operators import OPS

        if digits is None:
            return self._operate(OPS["round"], "tf.math.round", (value,))
        raise Undetermined("a tensor rounded to so many digits")

    def compare(self, kind: str, left: Any, right: Any) -> Any:
        from kerascount.ops.operators import OPERATORS, OPS

        symbol = COMPARISONS[kind]
        if not isinstance(left, Tensor):  # Python asks the tensor on the right
            left, right, symbol = right, left, REFLECTED.get(symbol, symbol)
        if symbol == "==" and self.session.api is Api.TF_KERAS:
            return self._operate(OPS["equal"], "tf.__operators__.eq", (left, right))
        if symbol == "==":
            return self._is_same(left, right)
        # Keras takes whatever has no shape for a number: `x != None` is a tensor.
        right = 0 if right is None else right
        return self._operate(OPS[OPERATORS[symbol]], TF_OPERATORS.get(symbol), (left, right))

    def _is_same(self, left: Any, right: Any) -> bool:
        """A Keras tensor is equal to itself alone, and an array asks each of its values."""
        if all(is_symbolic(side) or not isinstance(side, (Tensor, Unknown)) for side in (left, right)):
            return left is right
        raise Undetermined("whether two tensors are the same object")

    def get_item(self, value: Tensor, key: Any) -> Any:
        from kerascount.ops.indexing import get_item

        if value.history is None and value.data is not None and isinstance(key, int):
            return _item(value, key)
        if value.history is None:
            return _held(get_item(value, key))
        function = get_item if self.session.api is Api.KERAS_3 else _tensor_item
        return record(self.session, "GetItem", "SlicingOpLambda", "tf.__operators__.getitem", function, (value, key))

    def _operate(self, op: Any, tf_name: str | None, args: tuple[Any, ...]) -> Any:
        args = tuple(_number(arg) for arg in args)
        if any(isinstance(arg, Unknown) for arg in args):
            raise Undetermined(next(arg.why for arg in args if isinstance(arg, Unknown)))
        if any(isinstance(arg, Tensor) and arg.dtype == "string" for arg in args):
            raise Undetermined("an operator on tensors of strings")
        return record(self.session, op.class_name, "TFOpLambda", tf_name, op, args)

    # --- attributes

    def tensor_attribute(self, value: Tensor, name: str) -> Any:
        """An attribute of a tensor or array; MISSING where a Keras tensor certainly has none."""
        if name == "shape":
            return self._seen_shape(value)
        if is_symbolic(value) and self.session.api is Api.KERAS_3 and name in ABSENT:
            return MISSING
        if name in ("ndim", "rank") and value.rank is not None:
            return value.rank
        if name == "dtype":
            return value.dtype if is_symbolic(value) and self.session.api is Api.KERAS_3 else self._dtype(value)
        if name == "name":
            return value.name if value.name is not None else "keras_tensor"
        if name in ("get_shape", "set_shape"):
            return StandIn(name, partial(lambda tensor, *args: self._seen_shape(tensor), value))
        if name == "_keras_shape" and value.history is not None:
            return self.shape_of(value)
        if value.history is not None:
            return self._keras_tensor_attribute(value, name)
        return self._array_attribute(value, name)

    def _dtype(self, value: Tensor) -> Any:
        """NumPy and TensorFlow have objects for types, Keras 3 their names."""
        from kerascount.evaluate.numpy.arrays import DType

        return DType(value.dtype)

    def _keras_tensor_attribute(self, value: Tensor, name: str) -> Any:
        if self.session.api is Api.KERAS_3 and name in ("reshape", "squeeze"):
            return StandIn(name, partial(self._method, name, value))
        if self.session.api is Api.KERAS_3 and name not in public(Api.KERAS_3)["class KerasTensor"]:
            if not name.startswith("_"):
                return MISSING
        raise Undetermined(f"the attribute {name} of a Keras tensor")

    def _method(self, name: str, value: Tensor, *args: Any, **kwargs: Any) -> Any:
        """`x.reshape(shape)`, `x.squeeze(axis)`."""
        from kerascount.ops.catalogue import OPS

        return apply(self.session, OPS[name].class_name or "", OPS[name], (value, *args), kwargs)

    def _array_attribute(self, value: Tensor, name: str) -> Any:
        from kerascount.evaluate.numpy.methods import ARRAY_ATTRIBUTES, ARRAY_METHODS

        reader = ARRAY_ATTRIBUTES.get(name)
        if reader is not None:
            return reader(value)
        method = ARRAY_METHODS.get(name)
        if method is not None:
            return StandIn(f"ndarray.{name}", partial(method, value))
        raise Undetermined(f"the attribute {name} of an array")

    def shape_of(self, value: Tensor) -> Any:
        return shape_in_program(self.session, value)

    def _seen_shape(self, value: Tensor) -> Any:
        """A Keras tensor of Keras 3 has a tuple, a tensor of TensorFlow more than that."""
        from kerascount.evaluate.keras.tensor_shape import TensorShape

        shape = self.shape_of(value)
        return shape if is_symbolic(value) and self.session.api is Api.KERAS_3 else TensorShape(shape)


def shape_in_program(session: Session, value: Tensor) -> tuple[Any, ...]:
    """`x.shape` as the program sees it. An open size of an array is a number that is not known.

    So it is inside `call` of Keras 3; that of tf_keras sees None.
    """
    from kerascount.evaluate.keras.programmed import to_program

    if not is_symbolic(value) and (session.api is Api.KERAS_3 or not session.inside_call):
        return tuple(_size_inside(size) for size in value.dims())
    return tuple(to_program(size) for size in value.dims())


def _size_inside(size: Any) -> Any:
    from kerascount.evaluate.keras.programmed import to_program

    if size is FREE:
        return Unknown("the size of the batch", "None", None, FREE)
    return to_program(size)


def _item(value: Tensor, index: int) -> Any:
    try:
        item = value.data[index]
    except IndexError:
        raise Undetermined("an item that is not known") from None
    return Tensor((value.shape or ())[1:], value.dtype, data=item) if isinstance(item, list) else as_numpy(item)


def _held(item: Any) -> Any:
    """An item of an array of objects is no array but what was put there."""
    if isinstance(item, Tensor) and item.dtype == "object" and item.shape == ():
        raise Undetermined("an item of an array of objects")
    return item


def _tensor_item(value: Any, key: Any) -> Tensor:
    """An item of a tensor is a tensor, where NumPy gives a number."""
    from kerascount.ops.indexing import array_item

    found = array_item(value, key)
    return found if isinstance(found, Tensor) else Tensor((), value.dtype, data=found)


# --- tensors of sizes, such as `tf.shape(x)[1:3] * 2`


def _number(value: Any) -> Any:
    """A size that is known only at run time as a tensor of rank 0."""
    if isinstance(value, Unknown) and value.is_number:
        return Tensor((), "int32", data=value)
    return value


def _sizes(symbol: str, left: Any, right: Any) -> Any:
    """The data of the result, where that of both operands is known."""
    a, b = _known_sizes(left), _known_sizes(right)
    if a is None or b is None:
        return None
    if not isinstance(a, list) and not isinstance(b, list):
        return _reckoned(symbol, a, b)
    count = max(len(side) for side in (a, b) if isinstance(side, list))
    if not _follows_vectors(left, right):
        return [Unknown("TensorFlow does not reckon with vectors of sizes", "None", None, FREE)] * count
    pairs = zip(*(side if isinstance(side, list) else [side] * count for side in (a, b)), strict=False)
    return [_reckoned(symbol, *pair) for pair in pairs]


def _follows_vectors(*operands: Any) -> bool:
    """Whether the values of a result are known: in arrays, and in Keras tensors without an open size."""
    tensors = [value for value in operands if isinstance(value, Tensor) and isinstance(value.data, list)]
    return all(
        value.dtype == "int64" or is_symbolic(value) and all(isinstance(item, int) for item in value.data)
        for value in tensors
    )


def _known_sizes(value: Any) -> Any:
    data = value.data if isinstance(value, Tensor) and "int" in value.dtype else value
    items = data if isinstance(data, list) else [data]
    return data if all(as_number(item) is not None for item in items) else None


def _reckoned(symbol: str, left: Any, right: Any) -> Any:
    a, b = as_number(left), as_number(right)
    if isinstance(b, int) and b == 0 and symbol == "//":
        return None
    number = ON_SIZES[symbol](a, b)
    if isinstance(number, int):
        return number
    return Unknown("a size that is known only at run time", str(number), None, number)
