"""A class that builds its model from a configuration."""

from dataclasses import dataclass, field

from keras import Sequential, layers, optimizers


@dataclass
class Settings:
    features: int = 20
    hidden: list = field(default_factory=lambda: [64, 32])
    dropout: float = 0.2
    classes: int = 3


class Classifier:
    def __init__(self, settings):
        self.settings = settings
        self.model = None

    def hidden_layers(self):
        for units in self.settings.hidden:
            yield layers.Dense(units, activation="relu", kernel_initializer="he_normal")
            yield layers.LayerNormalization()
            if self.settings.dropout > 0:
                yield layers.Dropout(self.settings.dropout)

    def build(self):
        self.model = Sequential(name="classifier")
        self.model.add(layers.Input((self.settings.features,)))
        for layer in self.hidden_layers():
            self.model.add(layer)
        self.model.add(layers.Dense(self.settings.classes, activation="softmax"))
        self.model.compile(optimizer=optimizers.SGD(0.01), loss="categorical_crossentropy")
        return self


classifier = Classifier(Settings(hidden=[128, 64], classes=4)).build()
classifier.model.summary()
