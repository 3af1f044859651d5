"""Calls of `keras.applications` that are held against what the real Keras makes of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

# The arguments that every function takes. The sizes are odd ones, so that rounding shows.
COMMON = (
    "",
    "weights=None, include_top=False",
    "weights=None, include_top=False, pooling='avg', input_shape=(101, 90, 3)",
    "include_top=False, input_shape=(96, 128, 3), pooling='max'",
    "weights=None, classes=7, classifier_activation=None, input_shape=(128, 97, 1)",
    "input_tensor=Input((96, 96, 3)), weights=None, include_top=False",
    "input_tensor=ReLU()(Input((80, 80, 3))), weights=None, include_top=False, pooling='avg'",
    "weights=None, include_top=False, input_shape=(None, None, 3), pooling='sum'",
)
# What all of them refuse.
REFUSED = (
    "weights='imagnet'",
    "weights='imagenet', classes=10",
    "weights=None, bogus=1",
    "weights=None, model_name='backbone'",
    "weights=None, include_top=False, name='back/bone'",
    "weights=None, classes='10'",
    "weights=None, classes=0",
    "weights=None, classes=2.5",
    "weights=None, classes=None",
    "weights=None, classifier_activation='bogus'",
    "classifier_activation='relu'",
    "input_shape=(200, 200, 3)",
    "input_shape=[224, 224, 3]",
    "input_shape=(224, 224)",
    "weights=None, input_shape=(224, 224)",
    "weights=None, input_shape=(None, None, 3)",
    "weights=None, include_top=False, input_shape=(31, 224, 3)",
    "weights=None, include_top=False, input_shape=(64, 20, 3)",
    "weights=None, include_top=False, input_shape=(10, 10, 3)",
    "weights=None, include_top=False, input_shape=(3, 128, 128)",
    "weights=None, include_top=False, input_shape=224",
    "weights=None, include_top=False, input_shape=(128.0, 128, 3)",
    "weights=None, include_top=False, input_shape=('128', 128, 3)",
    "weights=None, include_top=False, input_shape=(-128, 128, 3)",
    "include_top=False, input_shape=(128, 128, 1)",
    "include_top=False, input_shape=(128, 128, None)",
    "input_tensor=(128, 128, 3), weights=None",
    "input_tensor=Input((128, 128)), weights=None, include_top=False",
    "False, None, None, (96, 96, 3), 'avg', 10, 'softmax', 'backbone', 1, 2, 3, 4, 5",
)
# What nearly goes wrong, or does in some families only.
DOUBTFUL = (
    "weights=None, name='backbone'",
    "weights=None, include_top=False, name=None",
    "weights=None, classifier_activation='sigmoid'",
    "weights=None, include_top=False, classifier_activation='bogus'",
    "classifier_activation='linear'",
    "classifier_activation=None",
    "input_shape=(224, 224, 3)",
    "weights=None, input_shape=[224, 224, 3]",
    "weights=None, include_top=False, input_shape=(None, 224, 3)",
    "weights=None, include_top=False, input_shape=(224, None, 3)",
    "weights=None, include_top=False, input_shape=(32, 32, 3)",
    "weights=None, include_top=False, input_shape=(71, 75, 3)",
    "weights=None, include_top=False, input_shape=(128, 128, 1)",
    "weights=None, include_top=False, input_shape=()",
    "include_top=False, input_tensor=Input((128, 128, 1))",
    "include_top=False, input_shape=(64, 64, 3), input_tensor=Input((128, 128, 3))",
    "include_top=False, input_shape=(64, 64, 3), input_tensor=Input((64, 64, 3))",
    "input_tensor=Input((128, 128, 3)), weights=None",
    "input_tensor=Input((128, 128, 3)), weights=None, input_shape=(128, 128, 3), classes=3",
    "input_tensor=Input((224, 224, 3))",
    "input_tensor=Input((128, 128, 3), name='image'), weights=None, include_top=False, input_shape=(128, 128, 3)",
    "weights=None, include_top=1, classes=3",
    "weights=None, include_top=0",
    "weights=None, include_top=None, pooling='avg'",
    "weights=None, include_top=False, pooling='Avg'",
    "False, None",
    "False, None, None, (96, 96, 3), 'avg', 10",
    "(96, 96, 3)",
)
EXTRA = {
    "MobileNet": (
        "weights=None, alpha=0.25, depth_multiplier=2, dropout=0.2, input_shape=(96, 64, 3)", "alpha=0.5",
        "weights=None, alpha=1.5", "alpha=0.3", "alpha=0.75, include_top=False", "depth_multiplier=2",
        "input_shape=(160, 160, 3)", "input_shape=(150, 150, 3), include_top=False", "weights=None, alpha=0.01",
        "(128, 128, 3), 0.5, 1, 0.1, False, None", "weights=None, alpha=None",
        "weights=None, alpha='1'", "weights=None, dropout=2.0", "weights=None, dropout=0", "weights=None, alpha=0",
        "weights=None, include_top=False, depth_multiplier=3, input_shape=(None, 64, 3)",
        "input_shape=(224, 192, 3)", "weights=None, dropout=None", "weights=None, alpha=-1",
    ),
    "MobileNetV2": (
        "weights=None, alpha=0.35, input_shape=(96, 64, 3)", "alpha=0.5", "weights=None, alpha=1.5", "alpha=0.3",
        "weights=None, alpha=1.3, include_top=False", "alpha=1.4", "input_shape=(160, 160, 3)",
        "input_shape=(160, 192, 3)", "alpha=0.35, include_top=False, input_tensor=Input((160, 160, 3))",
        "(128, 128, 3), 0.5, False, None", "weights=None, alpha=0", "weights=None, alpha='1'",
        "input_shape=(150, 150, 3), include_top=False", "input_shape=(96, 96, 3), include_top=False, alpha=0.75",
        "input_shape=(96, 96, 3), include_top=False, input_tensor=Input((128, 128, 3)), weights=None",
    ),
    "MobileNetV3Small": (
        "weights=None, alpha=1.3, dropout_rate=0", "weights=None, minimalistic=True", "minimalistic=True",
        "weights=None, alpha=0.25, include_top=False", "alpha=0.75", "alpha=0.75, minimalistic=True", "alpha=0.5",
        "weights=None, include_preprocessing=False", "include_preprocessing=False, include_top=False",
        "weights=None, dropout_rate=1.5", "weights=None, dropout_rate=None", "(128, 128, 3), 0.75, False, False",
        "weights=None, include_preprocessing=False, minimalistic=True, include_top=False, pooling='max'",
        "weights=None, alpha=0", "weights=None, minimalistic=None",
    ),
    "MobileNetV3Large": (
        "weights=None, alpha=1.3, dropout_rate=0", "weights=None, minimalistic=True", "weights=None, alpha=0.35",
        "weights=None, alpha=1.25, minimalistic=True, include_preprocessing=False, classes=3",
    ),
    "EfficientNetB0": ("weights=None, include_preprocessing=False", "weights=None, dropout_rate=0.5"),
    "EfficientNetV2B0": ("weights=None, include_preprocessing=False", "include_preprocessing=False, include_top=False"),
    "EfficientNetV2S": ("weights=None, include_preprocessing=False, include_top=False",),
    "ConvNeXtTiny": ("weights=None, include_preprocessing=False", "include_preprocessing=False, include_top=False"),
    "NASNetMobile": ("(96, 96, 3), False, None", "weights=None, input_shape=(331, 331, 3)"),
    "NASNetLarge": ("weights=None, include_top=False, input_shape=(64, 64, 3)",),
}  # fmt: skip
FAMILY_HEADS = (
    "VGG16", "ResNet50", "ResNet50V2", "Xception", "InceptionV3", "InceptionResNetV2", "MobileNet", "MobileNetV2",
    "MobileNetV3Small", "DenseNet121", "NASNetMobile", "EfficientNetB0", "EfficientNetV2B0", "ConvNeXtTiny",
)  # fmt: skip


def calls(names: Sequence[str], brief: bool = False) -> Iterator[str]:
    """`VGG16(weights=None)` and so on, for functions of these names.

    The first of a family is called in all ways. `brief` spares slow packages: only VGG16 is, and of the functions
    that are first in no family only the defaults are taken.
    """
    for name in sorted(names, key=lambda name: name not in FAMILY_HEADS):
        head = name in FAMILY_HEADS
        arguments = COMMON if head else COMMON[: 1 if brief else 5]
        arguments += EXTRA.get(name, ())
        arguments += REFUSED if head and not brief or name == "VGG16" else ()
        arguments += DOUBTFUL if name == "VGG16" else ()
        yield from (f"{name}({text})" for text in dict.fromkeys(arguments))
