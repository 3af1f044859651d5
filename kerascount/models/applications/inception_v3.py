"""InceptionV3."""

from __future__ import annotations

from typing import Any, ClassVar

from kerascount.models.applications.application import Application, Variant

Steps = tuple[tuple[int, int, int], ...]  # one branch: filters, rows and columns of its convolutions


class InceptionV3(Application):
    """Blocks of parallel branches, joined along the channels."""

    min_size: ClassVar[int] = 75
    default_size: int = 299

    def body(self, x: Any) -> Any:
        x = self.stem(x)
        for number, filters in enumerate((32, 64, 64)):
            three = ((64, 1, 1), (96, 3, 3), (96, 3, 3))
            x = self.mixed(x, f"mixed{number}", ((64, 1, 1),), ((48, 1, 1), (64, 5, 5)), three, pooled=filters)
        x = self.reduced(x, "mixed3", ((384, 3, 3),), ((64, 1, 1), (96, 3, 3), (96, 3, 3)))
        for number, n in enumerate((128, 160, 160, 192), 4):
            seven = ((n, 1, 1), (n, 1, 7), (192, 7, 1))
            double = ((n, 1, 1), (n, 7, 1), (n, 1, 7), (n, 7, 1), (192, 1, 7))
            x = self.mixed(x, f"mixed{number}", ((192, 1, 1),), seven, double, pooled=192)
        x = self.reduced(x, "mixed8", ((192, 1, 1), (320, 3, 3)), ((192, 1, 1), (192, 1, 7), (192, 7, 1), (192, 3, 3)))
        for number in range(2):
            x = self.split(x, number)
        return x

    def stem(self, x: Any) -> Any:
        x = self.convolution(x, 32, 3, 3, strides=(2, 2), padding="valid")
        x = self.convolution(x, 32, 3, 3, padding="valid")
        x = self.convolution(x, 64, 3, 3)
        x = self.layers.MaxPooling2D((3, 3), strides=(2, 2))(x)
        x = self.convolution(x, 80, 1, 1, padding="valid")
        x = self.convolution(x, 192, 3, 3, padding="valid")
        return self.layers.MaxPooling2D((3, 3), strides=(2, 2))(x)

    def mixed(self, x: Any, name: str, *branches: Steps, pooled: int) -> Any:
        outputs = [self.branch(x, steps) for steps in branches]
        return self.joined([*outputs, self.pooled_branch(x, pooled)], name)

    def reduced(self, x: Any, name: str, *branches: Steps) -> Any:
        """A block whose branches end with strides of 2."""
        outputs = []
        for *steps, last in branches:
            before = self.branch(x, tuple(steps))
            outputs.append(self.convolution(before, *last, strides=(2, 2), padding="valid"))
        outputs.append(self.layers.MaxPooling2D((3, 3), strides=(2, 2))(x))
        return self.joined(outputs, name)

    def split(self, x: Any, number: int) -> Any:
        """A block of which two branches split again."""
        first = self.convolution(x, 320, 1, 1)
        second = self.branch(x, ((384, 1, 1),))
        second = self.joined(self.halves(second), f"mixed9_{number}")
        third = self.branch(x, ((448, 1, 1), (384, 3, 3)))
        third = self.joined(self.halves(third))
        return self.joined([first, second, third, self.pooled_branch(x, 192)], f"mixed{9 + number}")

    def halves(self, x: Any) -> list[Any]:
        return [self.convolution(x, 384, 1, 3), self.convolution(x, 384, 3, 1)]

    def branch(self, x: Any, steps: Steps) -> Any:
        for filters, rows, columns in steps:
            x = self.convolution(x, filters, rows, columns)
        return x

    def pooled_branch(self, x: Any, filters: int) -> Any:
        x = self.layers.AveragePooling2D((3, 3), strides=(1, 1), padding="same")(x)
        return self.convolution(x, filters, 1, 1)

    def convolution(self, x: Any, filters: int, rows: int, columns: int, padding: str = "same", **options: Any) -> Any:
        x = self.layers.Conv2D(filters, (rows, columns), padding=padding, use_bias=False, **options)(x)
        return self.activated(self.normalized(x, scale=False))


VARIANTS = {"InceptionV3": Variant(InceptionV3, "inception_v3")}
