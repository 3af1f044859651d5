"""Every stand-in that a table holds is found by its name, whichever other table was asked before."""

from __future__ import annotations

from importlib import import_module

import pytest

from kerascount.evaluate.evaluator import Evaluator
from kerascount.evaluate.libraries import Libraries
from kerascount.evaluate.objects import MISSING
from kerascount.evaluate.python.modules import OF_DATA, SPEAKERS, find
from kerascount.models.session import Session
from kerascount.values.outcomes import Undetermined

DATA = sorted({module for modules in OF_DATA.values() for module in modules})
STANDARD = sorted({(module, prefix) for module, prefix in SPEAKERS.values()})


def is_found(name: str) -> bool:
    session = Session()
    ev = Evaluator(session, Libraries(session), {}, {}, lambda name, importer, level: None)
    try:
        return find(ev, name) is not MISSING
    except Undetermined:
        return True


@pytest.mark.parametrize("module", DATA)
def test_tables_of_data(module: str) -> None:
    tables = import_module(f"kerascount.evaluate.numpy.{module}")
    names = {*tables.STAND_INS, *getattr(tables, "FUNCTIONS", ())}
    assert sorted(name for name in names if not is_found(name)) == []


@pytest.mark.parametrize(("module", "prefix"), STANDARD)
def test_tables_of_standard_modules(module: str, prefix: str) -> None:
    tables = import_module(f"kerascount.evaluate.python.{module}")
    assert sorted(name for name in tables.FUNCTIONS if not is_found(f"{prefix}{name}")) == []
