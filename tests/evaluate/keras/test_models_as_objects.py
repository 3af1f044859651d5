"""Models that programs copy, take apart and put together again, against the real Keras 3."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.evaluate.keras.judge import ours, real

BUILDS = {
    "clone of a sequential model": """
        import keras
        from keras import layers
        m = keras.Sequential([keras.Input((4,)), layers.Dense(3, name="a"), layers.Dense(2)])
        m.layers[0].trainable = False
        c = keras.models.clone_model(m)
        """,
    "clone of a functional model": """
        import keras
        from keras import layers
        i = keras.Input((5,))
        j = keras.Input((5,), name="second")
        x = layers.Dense(2)(i) + layers.Dense(2, name="q")(j)
        m = keras.Model([i, j], x[:, :1])
        c = keras.models.clone_model(m)
        n = keras.Model(c.inputs, c.layers[-1].output)
        """,
    "clone with masks": """
        import keras
        from keras import layers
        i = keras.Input((7,))
        x = layers.Embedding(10, 4, mask_zero=True)(i)
        m = keras.Model(i, layers.LSTM(3)(x))
        c = keras.models.clone_model(m)
        """,
    "clone of nested models": """
        import keras
        from keras import layers
        inner = keras.Sequential([keras.Input((4,)), layers.Dense(3), layers.Dense(2)])
        i = keras.Input((4,))
        m = keras.Model(i, layers.Dense(2)(inner(i)))
        c = keras.models.clone_model(m)
        """,
    "clone function": """
        import keras
        from keras import layers
        m = keras.Sequential([keras.Input((4,)), layers.Dense(3, name="a"), layers.Dropout(0.1), layers.Dense(2)])
        def wider(layer):
            if isinstance(layer, layers.Dense):
                return layers.Dense(layer.units * 2)
            return layer.__class__.from_config(layer.get_config())
        c = keras.models.clone_model(m, clone_function=wider)
        """,
    "clone of a layer with get_config": """
        import keras
        from keras import layers
        class Scale(layers.Layer):
            def __init__(self, units, **kwargs):
                super().__init__(**kwargs)
                self.units = units
            def build(self, input_shape):
                self.w = self.add_weight(shape=(input_shape[-1], self.units))
            def call(self, x):
                return x @ self.w
            def get_config(self):
                return {**super().get_config(), "units": self.units}
        i = keras.Input((5,), name="i")
        m = keras.Model(i, Scale(3)(i))
        c = keras.models.clone_model(m)
        s = Scale.from_config(m.layers[-1].get_config())
        n = keras.Model(i, s(i))
        """,
    "configuration of a sequential model": """
        import keras
        from keras import layers
        m = keras.Sequential([keras.Input((8, 8, 3)), layers.Conv2D(4, 3), layers.Flatten(), layers.Dense(2)])
        c = keras.Sequential.from_config(m.get_config())
        i = keras.Input((4,))
        n = keras.Model(i, layers.Dense(2)(i))
        """,
    "configuration of a functional model": """
        import keras
        from keras import layers
        i = keras.Input((5,))
        m = keras.Model(i, layers.Dense(2)(layers.Bidirectional(layers.LSTM(3))(layers.Embedding(9, 4)(i))))
        c = keras.Model.from_config(m.get_config())
        j = keras.models.model_from_json(m.to_json())
        """,
    "configuration of a layer": """
        import keras
        from keras import layers
        d = layers.Dense(3, activation="relu")
        config = d.get_config()
        config["units"] = 7
        config["name"] = "wide"
        i = keras.Input((5,), name="i")
        m = keras.Model(i, layers.Dense.from_config(config)(layers.Dense.from_config(d.get_config())(i)))
        """,
    "layers by name, index and slice": """
        import keras
        from keras import layers
        m = keras.Sequential([keras.Input((5,)), layers.Dense(4, name="a"), layers.Dense(3), layers.Dense(2)])
        n = keras.Sequential([keras.Input((5,)), *m.layers[:-1], layers.Dense(m.layers[-1].units + 5)])
        o = keras.Model(m.inputs, m.get_layer("a").output)
        p = keras.Model(m.inputs, m.get_layer(index=1).output)
        q = keras.Model(m.inputs, [layer.output for layer in m.layers])
        """,
    "pop and add": """
        import keras
        from keras import layers
        m = keras.Sequential([keras.Input((5,)), layers.Dense(4), layers.Dense(3)])
        m.pop()
        m.add(layers.Dense(7))
        """,
    "weights": """
        import keras
        from keras import layers
        m = keras.Sequential([keras.Input((5,)), layers.Dense(4), layers.BatchNormalization(), layers.Dense(3)])
        for layer in m.layers[:2]:
            layer.trainable = False
        counts = len(m.weights), len(m.trainable_weights), len(m.non_trainable_weights), len(m.get_weights())
        shape = m.layers[0].get_weights()[0].shape
        i = keras.Input((5,))
        n = keras.Model(i, layers.Dense(sum(counts) + shape[1])(i))
        o = keras.Model(i, layers.Dense(m.weights[0].shape[0] + len(m.weights[1].name))(i))
        """,
    "what compile and fit add": """
        import keras
        import numpy as np
        from keras import layers
        m = keras.Sequential([keras.Input((5,)), layers.Dense(4)])
        loss = m.loss
        m.compile("adam", "mse", metrics=["mae"])
        seen = m.optimizer, m.loss, m.metrics_names, m.stop_training, m.metrics
        m.optimizer.learning_rate = 0.1
        m.fit(np.zeros((4, 5)), np.zeros((4, 4)), verbose=0)
        history = m.history.history
        m.notes = "read on"
        n = keras.Sequential([keras.Input((5,)), layers.Dense(len(m.notes))])
        """,
    "shapes of models": """
        import keras
        from keras import layers
        i = keras.Input((5, 3), name="i")
        m = keras.Model(i, layers.Dense(2)(i), name="m")
        j = keras.Input(m.input_shape[1:])
        n = keras.Model(j, layers.Dense(m.output_shape[-1] + m.count_params())(m(j)))
        """,
}
RAISES = {
    "no optimizer before compile": """
        import keras
        from keras import layers
        m = keras.Sequential([keras.Input((5,)), layers.Dense(4)])
        m.optimizer
        """,
    "no history before fit": """
        import keras
        from keras import layers
        m = keras.Sequential([keras.Input((5,)), layers.Dense(4)])
        m.compile("adam", "mse")
        m.history
        """,
    "no layer of that name": """
        import keras
        from keras import layers
        m = keras.Sequential([keras.Input((5,)), layers.Dense(4)])
        m.get_layer("b")
        """,
    "no layer at that index": """
        import keras
        from keras import layers
        m = keras.Sequential([keras.Input((5,)), layers.Dense(4)])
        m.layers[3].units
        """,
    "get_output_at is gone": """
        import keras
        from keras import layers
        m = keras.Sequential([keras.Input((5,)), layers.Dense(4)])
        m.layers[0].get_output_at(0)
        """,
    "a lambda is not copied": """
        import keras
        from keras import layers
        i = keras.Input((3,))
        m = keras.Model(i, layers.Lambda(lambda x: x * 2)(i))
        c = keras.models.clone_model(m)
        """,
    "backend functions are gone": """
        import keras
        from keras import backend as K
        i = keras.Input((3,))
        K.int_shape(i)
        """,
}


@pytest.mark.parametrize("title", BUILDS)
def test_models_are_those_of_keras(title: str, tmp_path: Path) -> None:
    expected, found = real(BUILDS[title]), ours(BUILDS[title], tmp_path)
    assert expected.error is None
    assert found.error is None
    assert found.models == expected.models


@pytest.mark.parametrize("title", RAISES)
def test_errors_are_those_of_keras(title: str, tmp_path: Path) -> None:
    expected = real(RAISES[title])
    assert expected.error is not None
    assert ours(RAISES[title], tmp_path).error == expected.error
