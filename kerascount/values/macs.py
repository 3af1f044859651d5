"""Multiply-accumulates, as `docs/macs.md` defines them, and the meter that adds them up over calls.

While a meter runs, layers and operations announce what they multiply; without one they work out nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from typing import Any, Final

from kerascount.values.dims import FREE, Dim, Free, product
from kerascount.values.record import record
from kerascount.values.shape import Shape, times_text


@record
class Product:
    """As many multiply-accumulates as its sizes multiplied: (batch, places…, what is summed over…)."""

    sizes: Shape
    name: str = ""
    unknown: str = ""  # why the sizes are not known

    @property
    def count(self) -> Dim:
        return product(self.sizes)

    def inside(self, name: str) -> Product:
        """The same as a part of a larger layer."""
        return replace(self, name=f"{name}/{self.name}" if self.name else name)

    def __str__(self) -> str:
        """`26×26×32×3×3×3`, without the one sample."""
        first = self.sizes[:1]
        text = times_text(self.sizes[1:] if len(self.sizes) > 1 and first == (1,) else self.sizes)
        return f"{self.name} {text}" if self.name else text


@record
class Macs:
    """The multiply-accumulates of some calls for one sample."""

    products: tuple[Product, ...] = ()

    @property
    def count(self) -> Dim:
        """Their number: FREE where it is not known or depends on a size that is left open."""
        total: Dim = 0
        for item in self.products:
            total = total + item.count
        return total

    @property
    def unknown(self) -> str:
        """Why the number is not known, where it is not."""
        reasons = (
            item.unknown or "depends on a size that is left open (None)" for item in self.products if _open(item)
        )
        return next(reasons, "")


def _open(item: Product) -> bool:
    return isinstance(item.count, Free)


def unknown_product(why: str) -> Product:
    return Product((FREE,), unknown=why)


def repeated(times: Dim, products: Iterable[Product]) -> Iterator[Product]:
    """The same products at each of so many steps."""
    for item in products:
        yield replace(item, sizes=(*item.sizes[:1], times, *item.sizes[1:]))


class Meter:
    """What was announced while it ran, in all and by each layer or operation."""

    __slots__ = ("by_owner", "products", "replays")

    def __init__(self, replays: bool = False) -> None:
        self.products: list[Product] = []
        self.by_owner: dict[Hashable, list[Product]] = {}
        self.replays = replays  # whether calls of a finished model are gone through again, for one sample

    def add(self, other: Meter) -> None:
        self.products += other.products
        for owner, products in other.by_owner.items():
            self.by_owner.setdefault(owner, []).extend(products)

    def mapped(self, function: Callable[[Product], Product]) -> Meter:
        """The same with every product changed by a function."""
        made = Meter()
        made.products = [function(item) for item in self.products]
        made.by_owner = {owner: [function(item) for item in items] for owner, items in self.by_owner.items()}
        return made


_RUNNING: Final[list[Meter]] = []


def running() -> Meter | None:
    return _RUNNING[-1] if _RUNNING else None


def metered(replays: bool = False, apart: bool = False) -> AbstractContextManager[Meter]:
    """Run a meter; what it counts goes to the one around it too, unless it stands apart."""
    return _Metered(Meter(replays), apart)


class _Metered:  # a class costs a quarter of a generator, and each call of a layer enters some
    """The time during which a meter runs."""

    __slots__ = ("apart", "meter")

    def __init__(self, meter: Meter, apart: bool) -> None:
        self.meter = meter
        self.apart = apart

    def __enter__(self) -> Meter:
        _RUNNING.append(self.meter)
        return self.meter

    def __exit__(self, *_: object) -> None:
        _RUNNING.pop()
        if _RUNNING and not self.apart:
            _RUNNING[-1].add(self.meter)


def on_account_of(owner: Hashable) -> AbstractContextManager[None]:
    """Where a meter runs, put down what is announced within as the owner's as well."""
    return _Account(_RUNNING[-1], owner) if _RUNNING else NOWHERE


NOWHERE: Final = nullcontext()


class _Account:
    """The time during which what a meter counts is an owner's."""

    __slots__ = ("meter", "owner", "start")

    def __init__(self, meter: Meter, owner: Hashable) -> None:
        self.meter = meter
        self.owner = owner

    def __enter__(self) -> None:
        self.start = len(self.meter.products)

    def __exit__(self, *_: object) -> None:
        self.meter.by_owner.setdefault(self.owner, []).extend(self.meter.products[self.start :])


def announce(*sizes: Any, name: str = "") -> None:
    """An operation multiplies and adds up so many numbers, the axes of its output first."""
    if _RUNNING:
        _RUNNING[-1].products.append(Product(for_one(sizes), name))


def announce_unknown(why: str) -> None:
    if _RUNNING:
        _RUNNING[-1].products.append(unknown_product(why))


def for_one(shape: Sequence[Any]) -> Shape:
    """A shape for one sample where its first axis is an open batch."""
    return (1, *shape[1:]) if shape and isinstance(shape[0], Free) else tuple(shape)
