"""Record what tf_keras makes of calls of its layers, with every argument that matters, right and wrong.

`python record_tf_keras.py tf_keras_calls.txt` writes the file anew, in an environment with TensorFlow and tf_keras.
A line holds the inputs, the call, and the shapes of its outputs with the weights, or the class of the exception.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

HEADER = """\
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import Input, layers, backend as K
"""


def recorded(line: str) -> str:
    """The line with its facts."""
    inputs, call, *_ = line.split(" | ")
    return f"{inputs} | {call} | {facts(inputs, call)}"


def facts(inputs: str, call: str) -> str:
    import tensorflow as tf
    from tensorflow import keras

    keras.backend.clear_session()
    keras.backend.set_floatx("float32")
    names: dict[str, Any] = {}
    exec(f"{HEADER}{inputs}", names)
    tensors = [value for value in names.values() if tf.is_tensor(value)]
    try:
        exec(f"y = {call}", names)
        model = keras.Model(tensors, names["y"])
    except Exception as error:
        return type(error).__name__
    shape = tf.nest.map_structure(lambda x: tuple(x.shape), names["y"])
    sides = model.trainable_weights, model.non_trainable_weights
    weights, frozen = (", ".join(_weight(item) for item in side if hasattr(item, "shape")) for side in sides)
    return f"{shape} | {weights} | {frozen}".rstrip()


def _weight(weight: Any) -> str:
    name = weight.name.split("/")[-1].partition(":")[0]
    return f"{name} {'x'.join(map(str, weight.shape))}".rstrip()


if __name__ == "__main__":
    os.environ["TF_USE_LEGACY_KERAS"] = "1"
    path = Path(sys.argv[1])
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("".join(f"{recorded(line)}\n" for line in lines), encoding="utf-8")
