"""From the configuration of a saved model to the report of what loading it would make."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from kerascount.config import Config
from kerascount.diagnostics import Diagnostic, Location, Severity
from kerascount.evaluate.keras.deserializing import Reader
from kerascount.evaluate.keras.namespace import KerasNames
from kerascount.graph import FileReport, ModelGraph
from kerascount.models.freeze import freeze
from kerascount.models.model import ModelObject
from kerascount.models.session import Session
from kerascount.ops.registry import UNFORESEEN
from kerascount.source.saved import SavedModel
from kerascount.values.outcomes import Invalid, Undetermined
from kerascount.versions import KERAS_3, TF_KERAS, Api, Generation, parse_version

SEVERITY = {"KC910": Severity.WARNING, "KC911": Severity.INFO}


def evaluate_saved(saved: SavedModel, config: Config) -> FileReport:
    """The model of a file. What keeps it from being known is a finding."""
    reader = Reader(KerasNames(Session(config.keras or generation_of(saved), counts_macs=config.macs)))
    try:
        models, failures = _models(reader, saved), []
    except (Invalid, Undetermined, RecursionError, *UNFORESEEN) as reason:  # files may be damaged in any way
        models, failures = (), [_finding(saved, "KC909", f"cannot be rebuilt: {reason}", Severity.ERROR)]
    notes = [_finding(saved, code, text, SEVERITY[code]) for code, text in reader.reported]
    return FileReport(saved.path, models, (*notes, *failures), failed=bool(failures))


def _models(reader: Reader, saved: SavedModel) -> tuple[ModelGraph, ...]:
    made = reader.model(saved.config)
    if not isinstance(made, ModelObject):
        raise Undetermined(f"{made.class_name} is a layer, not a model")
    return (replace(freeze(made), place=Location(saved.path)),)


def _finding(saved: SavedModel, code: str, text: str, severity: Severity) -> Diagnostic:
    return Diagnostic(code, severity, text, Location(saved.path))


def generation_of(saved: SavedModel) -> Generation:
    """The Keras that wrote the file: by its version, else by the format."""
    if number := re.match(r"(\d+)\.(\d+)", saved.version):
        try:
            made = parse_version(number[0])
        except ValueError:
            return KERAS_3
        from_tensorflow = "-tf" in saved.version and made.api is Api.KERAS_2
        return Generation(Api.TF_KERAS, made.version) if from_tensorflow else made
    return KERAS_3 if _is_new(saved.config) else TF_KERAS


def _is_new(config: Any) -> bool:
    """Whether it is in the format of Keras 3, which tells the module of every class."""
    return "registered_name" in config or "build_config" in config
