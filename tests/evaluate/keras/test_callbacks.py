"""What callbacks of the program keep is not known after training."""

from __future__ import annotations

from pathlib import Path

from kerascount.analysis import analyze
from kerascount.config import Config

PROGRAM = """\
import keras
import numpy as np

class Record(keras.callbacks.Callback):
    def __init__(self):
        super().__init__()
        self.losses = []
        self.best = None

    def on_batch_end(self, batch, logs=None):
        self.losses.append(logs["loss"])
        self.best = min(self.losses)

model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3)])
model.compile("sgd", "mse")
record = Record()
model.fit(np.zeros((10, 4)), np.zeros((10, 3)), callbacks=[record])
print(min(record.losses), record.losses[0], record.best + 1)
"""


def test_what_a_callback_collects(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(PROGRAM)
    (file,) = analyze([str(tmp_path / "train.py")], Config()).files
    assert not file.diagnostics


def test_what_it_held_before(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(PROGRAM.replace("model.fit", "min(record.losses)\nmodel.fit"))
    (file,) = analyze([str(tmp_path / "train.py")], Config()).files
    assert [(item.code, item.location.line) for item in file.diagnostics] == [("KC120", 17)]
