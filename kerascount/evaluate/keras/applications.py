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
    return StandIn(name, partial(build_application, session, tail)) if has_application(tail, session) else None


def _preprocess(session: Session, name: str, module: str) -> Any:
    from kerascount.models.applications import preprocessing

    if module == "imagenet_utils":
        return StandIn(name, partial(preprocessing.preprocess_by_mode, session))
    if module not in preprocessing.MODES:
        return None
    return StandIn(name, partial(preprocessing.preprocess_input, session, preprocessing.MODES[module]))


def _decode_predictions(preds: Any, top: Any = 5) -> Any:
    raise Undetermined("decode_predictions() depends on the values of the predictions")
