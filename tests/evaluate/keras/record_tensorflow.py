"""Record what tf_keras makes of calls of TensorFlow and of its backend on Keras tensors.

`python record_tensorflow.py tensorflow_calls.txt` writes the file anew, in an environment with TensorFlow and tf_keras.
A line holds an expression, the layers that it adds to a model (`name: shape`), and the shape that it gives in a Lambda.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import Any

INPUTS = """\
x, y = Input((4, 6)), Input((4, 6))
image = Input((8, 8, 3))
v, w = Input((6,)), Input((6,))
flags = Input((4, 6), dtype="bool")
ids = Input((4,), dtype="int32")
one = Input((1, 6))
"""
NAMES = "x, y, image, v, w, flags, ids, one"


def recorded(expression: str) -> str:
    import tensorflow as tf
    from tensorflow import keras

    names: dict[str, Any] = {"tf": tf, "K": keras.backend, "Input": keras.Input}
    exec(INPUTS, names)
    tensors = [names[name] for name in NAMES.split(", ")]
    model = keras.Model(tensors, eval(expression, names))
    added = [layer for layer in model.layers if not isinstance(layer, keras.layers.InputLayer)]
    rows = "; ".join(f"{re.sub(r'_[0-9]+$', '', layer.name)}: {layer.output_shape}" for layer in added)
    exec(f"def function(tensors):\n    {NAMES} = tensors\n    return {expression}", names)
    output = keras.layers.Lambda(names["function"])(tensors)
    shapes = [tuple(item.shape) for item in output] if isinstance(output, (list, tuple)) else tuple(output.shape)
    return f"{expression} | {rows} | {shapes}"


if __name__ == "__main__":
    os.environ["TF_USE_LEGACY_KERAS"] = "1"
    path = Path(sys.argv[1])
    expressions = [line.partition(" | ")[0] for line in path.read_text(encoding="utf-8").splitlines()]
    path.write_text("".join(recorded(expression) + "\n" for expression in expressions), encoding="utf-8")
