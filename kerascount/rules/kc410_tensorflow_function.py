"""KC410."""

from kerascount.rules.registry import evaluated

evaluated(
    "KC410",
    "tensorflow-function",
    """
    A function of TensorFlow gets a tensor of a functional model, which Keras 3 refuses.

    tf.keras 2 made a layer of every such call. In Keras 3 the operations of `keras.ops` become part of the model; those
    of TensorFlow may stand in the `call` of a layer. What they take is nearly the same, but not in every case, so that
    the fix is unsafe.

    Bad 3:
        import tensorflow as tf
        from tensorflow.keras import Input, layers
        x = Input((4, 3))
        y = tf.concat([x, tf.reduce_mean(x, axis=1, keepdims=True)], axis=1)
    Good 3:
        import tensorflow as tf
        from tensorflow.keras import Input, layers
        x = Input((4, 3))
        y = tf.keras.ops.concatenate([x, tf.keras.ops.mean(x, axis=1, keepdims=True)], axis=1)

    Keras: 3
    Source: `any_symbolic_tensors` and `KerasTensor.__tf_tensor__` of Keras 3.15.1
    """,
)
