"""Files of saved models are not trusted: bounded, never unpacked, never loaded."""

from __future__ import annotations

import json
import sys
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from kerascount.source.discover import Input
from kerascount.source.errors import Unreadable
from kerascount.source.saved import MOST_BYTES, is_saved_model, read_saved_model

CONFIG = {"class_name": "Sequential", "config": {"name": "m", "layers": []}}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def refusal(path: str) -> str:
    with pytest.raises(Unreadable) as refused:
        read_saved_model(Input(path))
    assert refused.value.diagnostic.code == "KC909"
    return refused.value.diagnostic.message


def archive(**members: str | bytes) -> str:
    with zipfile.ZipFile("model.keras", "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name.replace("_", "."), data)
    return "model.keras"


def test_what_the_name_tells() -> None:
    assert all(map(is_saved_model, ("a.json", "a.keras", "a.H5", "a.hdf5")))
    assert not any(map(is_saved_model, ("a.py", "a.ipynb", "keras", "-")))


def test_an_archive() -> None:
    path = archive(config_json=json.dumps(CONFIG), metadata_json='{"keras_version": "3.5.0"}')
    found = read_saved_model(Input(path))
    assert (found.config, found.version) == (CONFIG, "3.5.0")


def test_the_name_does_not_decide_what_a_file_holds() -> None:
    Path(archive(config_json=json.dumps(CONFIG))).rename("model.json")
    assert read_saved_model(Input("model.json")).config == CONFIG


def test_an_archive_without_configuration() -> None:
    assert "no config.json" in refusal(archive(other="x"))
    assert "no class_name" in refusal(archive(config_json="[]"))
    assert "no valid JSON" in refusal(archive(config_json="{"))


def test_a_bomb_is_refused_by_the_size_that_it_declares() -> None:
    assert "more than 8 MB" in refusal(archive(config_json=b" " * (MOST_BYTES + 1)))


def test_a_bomb_that_declares_less_is_refused() -> None:
    path = Path(archive(config_json=b" " * (MOST_BYTES + 1)))
    size = (MOST_BYTES + 1).to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(size, (100).to_bytes(4, "little")))
    refusal(str(path))


@pytest.mark.parametrize("cut", range(10, 200, 19))
def test_damaged_archives(cut: int) -> None:
    data = Path(archive(config_json=json.dumps(CONFIG))).read_bytes()
    Path("model.keras").write_bytes(data[:cut] + b"\xff" * 9 + data[cut + 9 :])
    with suppress(Unreadable):
        read_saved_model(Input("model.keras"))


@pytest.mark.parametrize("data", [b"", b"PK", b"\x89HDF\r\n\x1a\n", b"\xff\xfe", b"null", b"[" * 100_000, b"{}"])
def test_files_that_are_none(data: bytes) -> None:
    Path("model.h5").write_bytes(data)
    refusal("model.h5")


def test_json_that_is_too_large() -> None:
    with open("model.json", "wb") as file:
        file.truncate(MOST_BYTES + 1)
    assert "more than 8 MB" in refusal("model.json")


@pytest.fixture
def without_h5py(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(sys.modules, "h5py", None)
    return iter(())


def test_hdf5_needs_its_library(without_h5py: None) -> None:
    Path("model.h5").write_bytes(b"\x89HDF\r\n\x1a\n")
    assert "takes h5py" in refusal("model.h5")


def test_hdf5_with_weights_alone() -> None:
    h5py = pytest.importorskip("h5py")
    with h5py.File("model.h5", "w") as file:
        file.attrs["layer_names"] = ["dense"]
    assert "holds weights" in refusal("model.h5")


def test_a_program_among_the_models_is_not_followed() -> None:
    path = archive(config_json=json.dumps(CONFIG))
    with zipfile.ZipFile(path, "a") as file:
        file.writestr("../outside.py", "raise SystemExit")
    read_saved_model(Input(path))
    assert not Path("../outside.py").exists()
