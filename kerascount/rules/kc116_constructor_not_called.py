"""KC116."""

from kerascount.rules.registry import evaluated

evaluated(
    "KC116",
    "constructor-not-called",
    """
    A layer or model of the program's own does not call the constructor of Keras' class before it is used.

    Bad:
        class Block(Layer):
            def __init__(self):
                self.units = 4

            def call(self, inputs):
                return inputs * self.units

        x = Block()(Input((8,)))
    Good:
        class Block(Layer):
            def __init__(self):
                super().__init__()
                self.units = 4

            def call(self, inputs):
                return inputs * self.units

        x = Block()(Input((8,)))

    Keras: 2, 3
    Source: `Layer.__setattr__` in keras/src/layers/layer.py
    """,
)
