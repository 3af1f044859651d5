"""The table of layers: complete, and true to the real ones."""

from __future__ import annotations

import json
import os

from click.testing import CliRunner

os.environ.setdefault("KERAS_BACKEND", "jax")

from kerascount.cli.group import commands
from kerascount.layers.registry import lookup
from kerascount.reference import entries
from kerascount.versions import Api

# Classes of `keras.layers` that no program makes a row of by themselves, or that are no entries of the register.
APART = {"InputLayer", "Layer"}


def shown(*arguments: str) -> str:
    done = CliRunner().invoke(commands, ["layers", *arguments])
    assert done.exit_code == 0, done.output
    return done.output


def test_every_public_layer_of_keras_is_in_the_table() -> None:
    import keras

    layers = {name: value for name, value in vars(keras.layers).items() if isinstance(value, type)}
    public = {name for name, value in layers.items() if issubclass(value, keras.layers.Layer)}
    named = {name for entry in entries() for name in entry.lines.get("3", ())}
    assert public - named - APART == set()
    assert named - public == set()


def test_one_layer() -> None:
    assert shown("Dense") == (
        "Dense(units)\n"
        "    Keras 1, Keras 2, tf_keras, Keras 3\n"
        "    (batch, features) → (batch, units)\n"
        "    kernel features×units\n"
        "    bias units\n"
    )


def test_an_alias_finds_its_layer() -> None:
    assert shown("Convolution2D") == shown("Conv2D")


def test_what_only_others_know_is_said() -> None:
    for name in ("TorchModuleWrapper", "Lambda", "TFSMLayer"):
        assert "    ?  " in shown(name)


def test_json() -> None:
    (entry,) = json.loads(shown("BatchNormalization", "--format", "json"))
    assert entry["names"]["3"] == ["BatchNormalization"]
    assert entry["outputs"] == [["batch", "features"]]
    assert {item["name"]: item["trainable"] for item in entry["weights"]}["moving_mean"] is False


def test_a_name_that_is_none() -> None:
    done = CliRunner().invoke(commands, ["layers", "Denes"])
    assert done.exit_code == 2
    assert "Denes" in done.output


def test_lines_follow_the_register() -> None:
    for entry in entries():
        assert entry.lines, entry.name
        assert all(lookup(name, Api.KERAS_3) for name in entry.lines.get("3", ()))
