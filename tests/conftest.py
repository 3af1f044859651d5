"""What all tests share."""

from __future__ import annotations

import os

import pytest

from tests.quick_keras import make_quick

os.environ.setdefault("KERAS_BACKEND", "jax")  # the lightest; shapes are the same under all


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--record", action="store_true", help="write the outputs of samples and README anew")
    parser.addoption("--all-applications", action="store_true", help="follow every recorded call of keras.applications")


@pytest.fixture
def record(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--record"))


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What tests keep is not found by the next run of them, nor among the results of whoever runs them."""
    os.environ["KERASCOUNT_CACHE_DIR"] = str(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="session", autouse=True)
def quick_keras() -> None:
    make_quick()
