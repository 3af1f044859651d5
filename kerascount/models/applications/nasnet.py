"""NASNetMobile and NASNetLarge."""

from __future__ import annotations

from typing import Any, ClassVar

from kerascount.models.applications.application import Application, Variant
from kerascount.values.objects import Tensor
from kerascount.values.outcomes import Undetermined, require

NORMAL = {"momentum": 0.9997, "epsilon": 1e-3}


class NASNet(Application):
    """Normal and reduction cells, each fed by the outputs of the two before it."""

    signature: ClassVar[str] = "input_shape include_top weights input_tensor pooling classes classifier_activation"
    channels_last_only: ClassVar[bool] = True
    penultimate_filters: int
    repeats: int
    stem_filters: int
    skips_reduction: bool

    def check(self) -> None:
        super().check()
        if self.channels_first:
            raise Undetermined("tf.keras switches to channels_last while it builds a NASNet")

    def obtain_input_shape(self) -> Any:
        shape = self.input_shape
        if isinstance(shape, tuple) and self.imagenet:
            message = f"The input_shape of a NASNet with ImageNet weights must be static. Got: `input_shape={shape}`."
            require(all(size is not None for size in shape), message)
        if shape is None and not self.include_top and self.fixes_size:
            self.input_shape = (self.default_size, self.default_size, 3)
        return super().obtain_input_shape()

    @property
    def fixes_size(self) -> bool:
        """Whether the size is given even where there is no top: by NASNetMobile of Keras 3, and before 2.10."""
        return not self.skips_reduction if self.is_keras_3 else self.version < (2, 10)

    def model_name(self) -> Any:
        return self.name if self.is_keras_3 else "NASNet"

    def body(self, x: Any) -> Any:
        filters = self.penultimate_filters // 24
        x = self.layers.Conv2D(
            self.stem_filters, (3, 3), strides=(2, 2), padding="valid", use_bias=False, name="stem_conv1"
        )(x)
        x, before = self.normalized(x, "stem_bn1", **NORMAL), None
        x, before = self.reduction_cell(x, before, filters // 4, "stem_1")
        x, before = self.reduction_cell(x, before, filters // 2, "stem_2")
        for stage in range(3):
            if stage:
                name = f"reduce_{stage * self.repeats}"
                x, skipped = self.reduction_cell(x, before, filters * 2**stage, name)
                before = before if self.skips_reduction else skipped
            for number in range(self.repeats):
                name = str(stage * self.repeats + number + bool(stage))
                x, before = self.normal_cell(x, before, filters * 2**stage, name)
        return self.activated(x)

    def top(self, x: Any) -> Any:
        return self.predictions(self.layers.GlobalAveragePooling2D()(x))

    # --- the cells: each gives its output and its input

    def normal_cell(self, x: Any, before: Any, filters: int, name: str) -> tuple[Any, Any]:
        p = self.adjusted(before, x, filters, name)
        h = self.squeezed(x, filters, "normal", name)
        x1 = self.sum(
            self.separable(h, filters, 5, f"normal_left1_{name}"),
            self.separable(p, filters, 3, f"normal_right1_{name}"),
            f"normal_add_1_{name}",
        )
        x2 = self.sum(
            self.separable(p, filters, 5, f"normal_left2_{name}"),
            self.separable(p, filters, 3, f"normal_right2_{name}"),
            f"normal_add_2_{name}",
        )
        x3 = self.sum(self.average(h, f"normal_left3_{name}"), p, f"normal_add_3_{name}")
        x4 = self.sum(
            self.average(p, f"normal_left4_{name}"), self.average(p, f"normal_right4_{name}"), f"normal_add_4_{name}"
        )
        x5 = self.sum(self.separable(h, filters, 3, f"normal_left5_{name}"), h, f"normal_add_5_{name}")
        return self.joined([p, x1, x2, x3, x4, x5], f"normal_concat_{name}"), x

    def reduction_cell(self, x: Any, before: Any, filters: int, name: str) -> tuple[Any, Any]:
        p = self.adjusted(before, x, filters, name)
        h = self.squeezed(x, filters, "reduction", name)
        h3 = self.layers.ZeroPadding2D(self.correct_pad(h, 3), name=f"reduction_pad_1_{name}")(h)
        x1 = self.sum(
            self.separable(h, filters, 5, f"reduction_left1_{name}", halves=True),
            self.separable(p, filters, 7, f"reduction_right1_{name}", halves=True),
            f"reduction_add_1_{name}",
        )
        x2 = self.sum(
            self.layers.MaxPooling2D((3, 3), strides=(2, 2), padding="valid", name=f"reduction_left2_{name}")(h3),
            self.separable(p, filters, 7, f"reduction_right2_{name}", halves=True),
            f"reduction_add_2_{name}",
        )
        x3 = self.sum(
            self.layers.AveragePooling2D((3, 3), strides=(2, 2), padding="valid", name=f"reduction_left3_{name}")(h3),
            self.separable(p, filters, 5, f"reduction_right3_{name}", halves=True),
            f"reduction_add3_{name}",
        )
        x4 = self.sum(x2, self.average(x1, f"reduction_left4_{name}"))
        x5 = self.sum(
            self.separable(x1, filters, 3, f"reduction_left4_{name}"),
            self.layers.MaxPooling2D((3, 3), strides=(2, 2), padding="valid", name=f"reduction_right5_{name}")(h3),
            f"reduction_add4_{name}",
        )
        return self.joined([x2, x3, x4, x5], f"reduction_concat_{name}"), x

    # --- what the cells are made of

    def sum(self, left: Any, right: Any, name: str | None = None) -> Any:
        return self.layers.Add(name=name)([left, right])

    def average(self, x: Any, name: str) -> Any:
        return self.layers.AveragePooling2D((3, 3), strides=(1, 1), padding="same", name=name)(x)

    def squeezed(self, x: Any, filters: int, kind: str, name: str) -> Any:
        x = self.pointwise(self.activated(x), filters, f"{kind}_conv_1_{name}")
        return self.normalized(x, f"{kind}_bn_1_{name}", **NORMAL)

    def pointwise(self, x: Any, filters: int, name: str) -> Any:
        return self.layers.Conv2D(filters, (1, 1), padding="same", use_bias=False, name=name)(x)

    def separable(self, x: Any, filters: int, size: int, name: str, halves: bool = False) -> Any:
        """Two separable convolutions, the first one with strides of 2 where it halves."""
        options: dict[str, Any] = {"padding": "same"}
        x = self.activated(x)
        if halves:
            x = self.layers.ZeroPadding2D(self.correct_pad(x, size), name=f"separable_conv_1_pad_{name}")(x)
            options = {"padding": "valid", "strides": (2, 2)}
        for number in (1, 2):
            x = x if number == 1 else self.activated(x)
            conv_name = f"separable_conv_{number}_{name}"
            x = self.layers.SeparableConv2D(filters, (size, size), use_bias=False, name=conv_name, **options)(x)
            x = self.normalized(x, f"separable_conv_{number}_bn_{name}", **NORMAL)
            options = {"padding": "same"}
        return x

    def adjusted(self, before: Any, x: Tensor, filters: int, name: str) -> Any:
        """The output of the cell before the last, in the shape of the last one's."""
        if before is None:
            return x
        if str(before.dims()[2]) != str(x.dims()[2]):
            return self.halved(before, filters, name)
        if self.channels(before) == filters:
            return before
        before = self.pointwise(self.activated(before), filters, f"adjust_conv_projection_{name}")
        return self.normalized(before, f"adjust_bn_{name}", **NORMAL)

    def halved(self, x: Any, filters: int, name: str) -> Any:
        """Half of the channels from the even positions, half from the odd ones."""
        x = self.activated(x, name=f"adjust_relu_1_{name}")
        even = self.every_second(x, filters // 2, 1, name)
        odd = self.layers.ZeroPadding2D(((0, 1), (0, 1)))(x)
        odd = self.layers.Cropping2D(((1, 0), (1, 0)))(odd)
        odd = self.every_second(odd, filters // 2, 2, name)
        return self.normalized(self.joined([even, odd]), f"adjust_bn_{name}", **NORMAL)

    def every_second(self, x: Any, filters: int, number: int, name: str) -> Any:
        pooling = self.layers.AveragePooling2D(
            (1, 1), strides=(2, 2), padding="valid", name=f"adjust_avg_pool_{number}_{name}"
        )
        return self.pointwise(pooling(x), filters, f"adjust_conv_{number}_{name}")


VARIANTS = {
    "NASNetMobile": Variant(
        NASNet,
        "nasnet_mobile",
        {
            "penultimate_filters": 1056,
            "repeats": 4,
            "stem_filters": 32,
            "skips_reduction": False,
            "default_size": 224,
        },
    ),
    "NASNetLarge": Variant(
        NASNet,
        "nasnet_large",
        {
            "penultimate_filters": 4032,
            "repeats": 6,
            "stem_filters": 96,
            "skips_reduction": True,
            "default_size": 331,
        },
    ),
}
