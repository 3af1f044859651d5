"""KC117."""

from kerascount.rules.registry import evaluated

evaluated(
    "KC117",
    "no-tensor-returned",
    """
    A layer of the program's own, a Lambda or a model gives something that is no tensor.

    Whatever `call` computes, what it returns goes to the next layer: a tensor, or a structure of tensors.

    Bad:
        class Block(Layer):
            def call(self, inputs):
                return "relu"

        x = Block()(Input((8,)))
    Good:
        class Block(Layer):
            def call(self, inputs):
                return ops.relu(inputs)

        x = Block()(Input((8,)))

    Keras: 2, 3
    Source: `Layer.__call__` in keras/src/layers/layer.py
    """,
)
