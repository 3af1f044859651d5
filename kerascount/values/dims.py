"""Dimensions: an int, FREE (Keras prints None), or a polynomial in expressions of the source.

All three take part in arithmetic, so a formula such as `(n - k) // s + 1` needs no special case.
Comparing what is not known gives `Unsure`, never a plain false.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final, TypeGuard, Union

from kerascount.values.outcomes import Undetermined, Unsure

Monomial = tuple[str, ...]
MAX_LENGTH: Final = 3_000  # characters of a formula


class Free:
    """The size that is left open: the batch, or a dimension given as None."""

    __slots__ = ()

    def _absorb(self, other: object) -> Free:
        return self

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _absorb
    __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = _absorb

    def __neg__(self) -> Free:
        return self

    def _unsure(self, other: object) -> Any:
        return Unsure("a dimension that is left open (None)")

    __lt__ = __le__ = __gt__ = __ge__ = _unsure

    def __eq__(self, other: object) -> Any:
        return True if isinstance(other, Free) else self._unsure(other)

    def __ne__(self, other: object) -> Any:
        return False if isinstance(other, Free) else self._unsure(other)

    __hash__ = object.__hash__  # there is but one

    def __reduce__(self) -> str:
        return "FREE"  # a copy is the same

    def __repr__(self) -> str:
        return "None"


FREE: Final = Free()


class Symbolic:
    """A whole number that is known only at run time, as a polynomial over source expressions.

    Raises `Undetermined` where that becomes too long.
    """

    __slots__ = ("_hash", "terms")

    def __init__(self, terms: dict[Monomial, int]) -> None:
        if sum(_length(key, value) for key, value in terms.items()) > MAX_LENGTH:
            raise Undetermined("a formula that becomes too long")
        self.terms = {key: terms[key] for key in sorted(terms, key=_print_order) if terms[key]}
        self._hash = hash(tuple(self.terms.items()))

    @classmethod
    def named(cls, text: str) -> Symbolic:
        return cls({(text,): 1})

    def __add__(self, other: object) -> Dim:
        if not isinstance(other, (int, Symbolic)):
            return NotImplemented
        return _simplify(_merge(self.terms.items(), _terms(other).items()))

    __radd__ = __add__

    def __neg__(self) -> Dim:
        return self * -1

    def __sub__(self, other: object) -> Dim:
        if not isinstance(other, (int, Symbolic)):
            return NotImplemented
        return self + (-other)

    def __rsub__(self, other: object) -> Dim:
        if not isinstance(other, int):
            return NotImplemented
        return -self + other

    def __mul__(self, other: object) -> Dim:
        if not isinstance(other, (int, Symbolic)):
            return NotImplemented
        products = (
            (tuple(sorted(left + right)), a * b) for left, a in self.terms.items() for right, b in _terms(other).items()
        )
        return _simplify(_merge(products))

    __rmul__ = __mul__

    def __floordiv__(self, other: object) -> Dim:
        exact = self._divided(other)
        quotient: Dim = self._quotient("//", other) if exact is None else exact
        return quotient

    def __mod__(self, other: object) -> Dim:
        return self._quotient("%", other) if self._divided(other) is None else 0

    def _divided(self, other: object) -> Dim | None:
        """The quotient where the division by a number or a product leaves nothing over; sizes are not zero."""
        if not isinstance(other, (int, Symbolic)) or len(_terms(other)) != 1:
            return None
        ((factors, divisor),) = _terms(other).items()
        quotient: dict[Monomial, int] = {}
        for key, value in self.terms.items():
            rest = _without(key, factors)
            if not divisor or value % divisor or rest is None:
                return None
            quotient[rest] = value // divisor
        return _simplify(quotient)

    def replaced(self, name: Symbolic, number: int) -> Dim:
        """The value where the expression `name` has this one."""
        ((wanted,),) = name.terms
        terms = ((key, value * number ** key.count(wanted)) for key, value in self.terms.items())
        return _simplify(_merge((tuple(factor for factor in key if factor != wanted), value) for key, value in terms))

    def _quotient(self, operator: str, other: object) -> Any:
        if not isinstance(other, (int, Symbolic)):
            return NotImplemented
        return Symbolic.named(f"{factor_text(self)} {operator} {factor_text(other)}")

    def __rfloordiv__(self, other: object) -> Dim:
        return Symbolic.named(f"{factor_text(other)} // {factor_text(self)}")

    def __rmod__(self, other: object) -> Dim:
        return Symbolic.named(f"{factor_text(other)} % {factor_text(self)}")

    def _compare(self, other: object) -> Any:
        return Unsure(f"depends on {self}")

    __lt__ = __le__ = __gt__ = __ge__ = _compare

    def __eq__(self, other: object) -> Any:
        if isinstance(other, Free):
            return self._compare(other)
        if not isinstance(other, (int, Symbolic)):
            return False
        difference = self - other
        return difference == 0 if isinstance(difference, int) else self._compare(other)

    def __ne__(self, other: object) -> Any:
        equal = self == other
        return equal if isinstance(equal, Unsure) else not equal

    def __hash__(self) -> int:
        return self._hash

    def __index__(self) -> int:
        raise Undetermined(f"depends on {self}")

    def __str__(self) -> str:
        text = "".join(_signed(key, value) for key, value in self.terms.items())
        return text[3:] if text.startswith(" + ") else "-" + text[3:]

    def __repr__(self) -> str:
        return f"Symbolic({self})"


Dim = Union[int, Free, Symbolic]


def _without(key: Monomial, factors: Monomial) -> Monomial | None:
    """The factors of a product that are left without these; None where one of them is not in it."""
    rest = list(key)
    for factor in factors:
        if factor not in rest:
            return None
        rest.remove(factor)
    return tuple(rest)


def _length(key: Monomial, value: int) -> int:
    """About how many characters a term has."""
    return sum(map(len, key)) + len(key) + value.bit_length() // 3


def _print_order(key: Monomial) -> tuple[int, Monomial]:
    return -len(key), key


def _terms(value: int | Symbolic) -> dict[Monomial, int]:
    return value.terms if isinstance(value, Symbolic) else {(): value}


def _merge(*parts: Iterable[tuple[Monomial, int]]) -> dict[Monomial, int]:
    total: dict[Monomial, int] = {}
    for part in parts:
        for key, value in part:
            total[key] = total.get(key, 0) + value
    return total


def _simplify(terms: dict[Monomial, int]) -> Dim:
    kept = {key: value for key, value in terms.items() if value}
    if not kept:
        return 0
    if kept.keys() == {()}:
        return kept[()]
    return Symbolic(kept)


def _is_compound(text: str) -> bool:
    """Whether a source expression needs brackets when it becomes a factor."""
    depth = 0
    for before, character in zip(" " + text, text, strict=False):
        depth += (character in "([{") - (character in ")]}")
        if depth == 0 and character in "+-*/%" and before == " ":
            return True
    return False


def _bracketed(text: str) -> str:
    return f"({text})" if _is_compound(text) else text


def factor_text(value: object) -> str:
    """A size as a factor of a product: in brackets where it needs them."""
    if isinstance(value, Symbolic) and (len(value.terms) > 1 or next(iter(value.terms.values())) != 1):
        return f"({value})"
    return _bracketed(str(value))


def _signed(key: Monomial, value: int) -> str:
    sign, size = (" - ", -value) if value < 0 else (" + ", value)
    factors = [_bracketed(name) for name in key]
    if size != 1 or not factors:
        factors.insert(0, str(size))
    if len(factors) == 1 and key:
        return sign + key[0]  # alone it needs no brackets
    return sign + "·".join(factors)


def is_dim(value: object) -> TypeGuard[Dim]:
    return isinstance(value, (Free, Symbolic)) or (isinstance(value, int) and not isinstance(value, bool))


def product(sizes: Iterable[Dim]) -> Dim:
    """The number of elements of a shape; FREE where one of its sizes is."""
    total: Dim = 1
    for size in sizes:
        total = total * size
    return total


def ceil_div(n: Dim, d: Dim) -> Dim:
    return (n + d - 1) // d


def known(sizes: Iterable[Dim]) -> bool:
    return all(isinstance(size, int) for size in sizes)


def atoms(size: Dim) -> Iterator[str]:
    """The source expressions that a size depends on."""
    if isinstance(size, Symbolic):
        for key in size.terms:
            yield from key
