"""KC105."""

from kerascount.rules.registry import evaluated

evaluated(
    "KC105",
    "symbolic-tensor",
    """
    A symbolic tensor is used where a value is needed, or a value where something else is.

    While a model is built its tensors have shapes and no values: they are neither true nor false, have no length, and
    NumPy cannot compute with them. keras.ops and layers can.

    Bad:
        x = Dense(4)(Input((8,)))
        if x > 0:
            x = -x
    Good:
        x = Dense(4)(Input((8,)))
        x = ops.abs(x)

    Keras: 2, 3
    Source: `KerasTensor` in keras/src/backend/common/keras_tensor.py
    """,
)
