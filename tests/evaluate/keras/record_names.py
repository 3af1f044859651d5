"""Record the layers that tf_keras makes of calls of TensorFlow, for `tensorflow_functions.txt`.

`python record_names.py < expressions` prints a line for each call in an environment with TensorFlow and tf_keras: the
function, names that the call uses up without a layer (`-tf.expand_dims`), the layer. `?` stands for several layers.
"""

from __future__ import annotations

import os
import re
import sys
from typing import Any

INPUTS = """\
x, y = Input((4, 6)), Input((4, 6))
image = Input((8, 8, 3))
v, w = Input((6,)), Input((6,))
flags, other = Input((4, 6), dtype="bool"), Input((4, 6), dtype="bool")
ids, ints = Input((4,), dtype="int32"), Input((4, 6), dtype="int32")
one, row = Input((1,), dtype="int32"), Input((), dtype="int32")
n, s, m = Input((None, 6)), Input(()), Input((5, 5))
words = Input((1,), dtype="string")
c, h, wave = Input((4, 6), dtype="complex64"), Input((4, 6), dtype="float16"), Input((100,))
"""


def recorded(expression: str) -> str | None:
    """The line of a call; None where TensorFlow refuses it."""
    import tensorflow as tf
    from tensorflow import keras

    keras.backend.clear_session()
    names: dict[str, Any] = {"tf": tf, "K": keras.backend, "Input": keras.Input}
    exec(INPUTS, names)
    try:
        output = eval(expression, names)
        inputs = [value for value in names.values() if hasattr(value, "_keras_history")]
        layers = keras.Model(inputs, output).layers
    except Exception:
        return None
    made = [layer.name for layer in layers if not isinstance(layer, keras.layers.InputLayer)]
    used = _used(keras)
    return f"{expression.partition('(')[0]}: {' '.join(_line(made, used))}".rstrip()


def _used(keras: Any) -> dict[str, int]:
    """How often each automatic name was given."""
    from tf_keras.src import backend

    counts = {key: count for names in backend.PER_GRAPH_OBJECT_NAME_UIDS.values() for key, count in names.items()}
    return {key[1]: count for key, count in counts.items() if isinstance(key, tuple) and key[1].startswith("tf.")}


def _line(made: list[str], used: dict[str, int]) -> list[str]:
    stems = [re.sub(r"_[0-9]+$", "", name) for name in made]
    spare = [f"-{name}" for name, count in used.items() for _ in range(count - stems.count(name))]
    return ["?"] if len(made) > 1 else [*spare, *stems]


if __name__ == "__main__":
    os.environ["TF_USE_LEGACY_KERAS"] = "1"
    for line in sys.stdin:
        found = recorded(line.strip())
        if found is not None:
            sys.stdout.write(f"{found}\n")
