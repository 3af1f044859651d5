"""`dataclasses`: fields are read from the annotations of the class body."""

from __future__ import annotations

from dataclasses import dataclass as _dataclass
from typing import Any

from kerascount.evaluate.objects import MISSING, Class, StandIn


@_dataclass(frozen=True, slots=True, eq=False)
class FieldDefault:
    """What `field(default=…, default_factory=…)` gives."""

    value: Any = MISSING
    factory: Any = MISSING


def field(*, default: Any = MISSING, default_factory: Any = MISSING, **options: Any) -> FieldDefault:
    return FieldDefault(default, default_factory)


def dataclass(cls: Any = None, **options: Any) -> Any:
    """The decorator, with or without brackets."""
    if cls is None:
        return StandIn("dataclass", dataclass)
    if isinstance(cls, Class):
        cls.names["__dataclass_fields__"] = True
    return cls


STAND_INS = {"dataclasses.dataclass": dataclass, "dataclasses.field": field}
