"""Binds the names of `keras.applications`: the functions that build models, and what goes with them."""

from __future__ import annotations

from functools import partial
from typing import Any

from kerascount.evaluate.objects import StandIn
from kerascount.models.applications import build_application, has_application
from kerascount.models.session import Session
from kerascount.values.outcomes import Undetermined


def find(session: Session, name: str) -> Any:
    """What `keras.applications.vgg16.VGG16` and the like are; None for what has no model here."""
    owner, _, tail = name.rpartition(".")
    if tail == "preprocess_input":
        return _preprocess(session, name, owner.rpartition(".")[2])
    if tail == "decode_predictions":
        return StandIn(name, _decode_predictions)
    if not has_application(tail, session):
        return None
    return StandIn(name, partial(build_application, session, f"{owner.rpartition('.')[2]}.{tail}"))


def _preprocess(session: Session, name: str, module: str) -> Any:
    from kerascount.models.applications.preprocessing import Preprocessing

    found = Preprocessing.of_module(session, module)
    return StandIn(name, found) if found else None


def _decode_predictions(*args: Any, **kwargs: Any) -> Any:
    raise Undetermined("decode_predictions() depends on the values of the predictions")
