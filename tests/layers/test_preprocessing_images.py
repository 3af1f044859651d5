"""Image preprocessing and augmentation over grids of arguments against the installed Keras."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from kerascount.layers import image_augmentation  # noqa: F401
from kerascount.layers.registry import Context
from kerascount.values.dims import FREE
from kerascount.values.objects import Unknown
from kerascount.values.outcomes import Invalid
from tests.layers.judge import agree
from tests.layers.standin import eval_layer

IMAGES = (None, 8, 9, 3)
SHAPES: list[Any] = [IMAGES, (8, 9, 3), (None, 3, 8, 8), (2, None, None, 1), (None, 8), (None, 4, 8, 8, 3), (7,), ()]
SIZES = ["4, 5", "12, 5", "0, 5", "-1, 5", "4.0, 5", "'4', 5", "None, 5", "4", "", "4, 5, data_format='channels_first'"]


@pytest.mark.parametrize("name", ["Resizing", "CenterCrop", "RandomCrop"])
def test_sizes(name: str) -> None:
    for size, shape in product(SIZES, [*SHAPES, [IMAGES, IMAGES]]):
        agree(f"{name}({size})", shape)


FACTORS = [
    "0.0", "0.4", "1", "1.5", "-0.4", "-1", "-1.5", "2", "8", "9", "None", "'a'", "True", "()", "[0.4]", "(0.1, 0.4)",
    "(0.4, 0.1)", "(-0.4, 0.4)", "(0.5, 1.5)", "(-3, -2)", "(2, 3)", "(0, 20)", "(0.1, 0.2, 0.3)", "('a', 0.2)", "{}",
]  # fmt: skip
WITH_FACTOR = [
    "AugMix(factor={})", "CutMix({})", "MixUp(factor={})", "RandAugment(factor={})", "RandomBrightness({})",
    "RandomColorDegeneration({})", "RandomColorJitter(brightness_factor={})", "RandomColorJitter(contrast_factor={})",
    "RandomColorJitter(saturation_factor={})", "RandomColorJitter(hue_factor={})", "RandomContrast({})",
    "RandomElasticTransform({})", "RandomElasticTransform(scale={})", "RandomErasing({})", "RandomErasing(scale={})",
    "RandomGaussianBlur({})", "RandomGaussianBlur(sigma={})", "RandomGaussianBlur(kernel_size={})",
    "RandomGrayscale({})", "RandomHue({})", "RandomInvert({})", "RandomPerspective({})", "RandomPerspective(scale={})",
    "RandomPosterization({})", "RandomRotation({})", "RandomSaturation({})", "RandomSharpness({})", "RandomShear({})",
    "RandomShear(y_factor={})", "RandomTranslation({}, 0.1)", "RandomTranslation(0.1, {})", "RandomZoom({})",
    "RandomZoom(0.1, {})", "Solarization({})", "Solarization(threshold_factor={})",
    "RandomCrop(4, 4, factor={})", "Equalization(factor={})", "ContrastLimitedAdaptiveHistogramEqualization(factor={})",
    "MaxNumBoundingBoxes(3, factor={})", "MaxNumBoundingBoxes({})",
]  # fmt: skip


@pytest.mark.parametrize("template", WITH_FACTOR)
def test_factors(template: str) -> None:
    for factor in FACTORS:
        agree(template.format(factor), IMAGES)


LAYERS = {
    "AugMix": "", "AutoContrast": "", "ContrastLimitedAdaptiveHistogramEqualization": "", "CutMix": "",
    "Equalization": "", "MaxNumBoundingBoxes": "3", "MixUp": "", "RandAugment": "", "RandomBrightness": "0.1",
    "RandomColorDegeneration": "0.1", "RandomColorJitter": "hue_factor=0.1", "RandomContrast": "0.1",
    "RandomElasticTransform": "", "RandomErasing": "", "RandomFlip": "", "RandomGaussianBlur": "",
    "RandomGrayscale": "", "RandomHue": "0.1", "RandomInvert": "", "RandomPerspective": "", "RandomPosterization": "3",
    "RandomRotation": "0.1", "RandomSaturation": "0.1", "RandomSharpness": "0.1", "RandomShear": "0.1",
    "RandomTranslation": "0.1, 0.1", "RandomZoom": "0.1", "Solarization": "", "Rescaling": "0.5",
}  # fmt: skip
EXTRAS = [
    "interpolation='nearest'", "interpolation='bicubic'", "interpolation=None", "fill_mode='wrap'",
    "fill_mode='mirror'", "fill_mode='zeros'", "value_range=(0, 1)", "value_range=(0,)", "value_range=3",
    "value_range='ab'", "seed=1", "seed=1.5", "seed='a'", "data_format='channels_first'", "data_format='foo'",
    "bounding_box_format='xyxy'", "fill_value=1.0", "name='x'", "dtype='float16'", "foo=1",
]  # fmt: skip


@pytest.mark.parametrize("name", LAYERS)
def test_further_arguments(name: str) -> None:
    for extra in EXTRAS:
        agree(f"{name}({LAYERS[name]}{', ' if LAYERS[name] else ''}{extra})", IMAGES)


@pytest.mark.parametrize("name", LAYERS)
def test_shapes(name: str) -> None:
    for shape in SHAPES:
        agree(f"{name}({LAYERS[name]})", shape)


def test_bounding_boxes_are_limited() -> None:
    layer = eval_layer("MaxNumBoundingBoxes(3)")
    boxes: Any = {"boxes": (FREE, 5, 4), "labels": (FREE, 5)}
    limited = layer.output_shape({"images": (FREE, 8, 8, 3), "bounding_boxes": boxes})
    assert limited["bounding_boxes"] == {"boxes": (FREE, 3, 4), "labels": (FREE, 3)}
    with pytest.raises(Invalid):
        layer.output_shape({"bounding_boxes": {**boxes, "masks": (FREE, 5)}})


def test_layers_made_inside_use_up_names() -> None:
    assert "RandomShear" in eval_layer("RandAugment()").own_layers(built=False)
    assert "RandomContrast" not in eval_layer("AugMix(all_ops=False)").own_layers(built=False)
    assert list(eval_layer("RandAugment(name='augment')").own_layers(built=False)) == []
    assert list(eval_layer("RandomColorJitter(hue_factor=0.1)").own_layers(built=False)) == ["RandomHue"]


def test_unknown_arguments_pass() -> None:
    argument = Unknown("depends on sys.argv", "args.factor")
    for call in ("RandomZoom(x, x)", "RandomFlip(x)", "Resizing(x, 4)", "RandomRotation((x, 0.1), fill_mode=x)"):
        assert len(eval_layer(call, Context(), x=argument).output_shape((FREE, 8, 8, 3))) == 4
