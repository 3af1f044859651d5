"""`tf.TensorShape`: what the shape of a tensor of TensorFlow has beyond a tuple."""

from __future__ import annotations

from typing import Any

from kerascount.values.dims import product
from kerascount.values.objects import Unknown, as_dim
from kerascount.values.outcomes import Undetermined


class TensorShape(tuple[Any, ...]):
    """The sizes as the program sees them: numbers, None, and what is not known.

    Whatever the program asks of it, it finds here by Python's own ways of looking.
    """

    __slots__ = ()

    @property
    def rank(self) -> int:
        return len(self)

    ndims = rank

    @property
    def dims(self) -> list[Any]:
        return list(self)

    def as_list(self) -> list[Any]:
        return list(self)

    def num_elements(self) -> Any:
        if None in self:
            return None
        if any(isinstance(size, Unknown) for size in self):
            raise Undetermined("the number of elements of a tensor of open size")
        sizes: tuple[Any, ...] = tuple(map(as_dim, self))
        return product(sizes)

    def is_fully_defined(self) -> bool:
        if any(isinstance(size, Unknown) for size in self):
            raise Undetermined("whether all sizes are known")
        return None not in self

    def concatenate(self, other: Any) -> TensorShape:
        return self + tuple(other)

    def _not_followed(self, *args: Any) -> Any:
        raise Undetermined("a comparison of shapes by TensorFlow")

    merge_with = with_rank = with_rank_at_least = with_rank_at_most = _not_followed
    is_compatible_with = is_subtype_of = most_specific_compatible_shape = _not_followed
    assert_has_rank = assert_is_compatible_with = assert_same_rank = assert_is_fully_defined = _not_followed

    def __getitem__(self, key: Any) -> Any:
        found = super().__getitem__(key)
        return TensorShape(found) if isinstance(key, slice) else found

    def __add__(self, other: Any) -> TensorShape:
        return TensorShape((*self, *other))

    def __radd__(self, other: Any) -> TensorShape:
        return TensorShape((*other, *self))

    def __eq__(self, other: object) -> Any:
        return tuple(self) == (tuple(other) if isinstance(other, list) else other)

    __hash__ = tuple.__hash__
