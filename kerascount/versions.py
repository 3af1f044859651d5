"""The Keras generations: what a version number means for arguments, names and tables."""

from __future__ import annotations

import enum

from kerascount.values.record import record


class Api(enum.IntEnum):
    """The lines of Keras whose layers take different arguments."""

    KERAS_1 = 1
    KERAS_2 = 2  # the standalone package, which still understood Keras 1 calls
    TF_KERAS = 3  # tf.keras up to TensorFlow 2.15, and tf_keras
    KERAS_3 = 4

    __hash__ = int.__hash__  # that of an enum takes a call of Python's


class Table(enum.Enum):
    """The styles in which `summary()` has printed its table."""

    KERAS_1 = "1"
    KERAS_2 = "2"  # standalone 2.0-2.3 and tf.keras up to 2.6: long names are cut
    WRAPPED = "2.7"  # tf.keras 2.7-2.15 and tf_keras: long names wrap
    KERAS_3 = "3"


@record
class Generation:
    """One version of Keras, as far as it can be told from outside."""

    api: Api
    version: tuple[int, int]

    @property
    def option(self) -> str:
        """What asks for it on the command line."""
        return {Api.KERAS_1: "1", Api.KERAS_2: "2.3", Api.TF_KERAS: "2", Api.KERAS_3: "3"}[self.api]

    @property
    def title(self) -> str:
        return "tf.keras 2" if self.api is Api.TF_KERAS else f"Keras {self.option}"

    @property
    def first_name_is_bare(self) -> bool:
        """Whether the first automatic name is `dense`; before tf.keras it was `dense_1`."""
        return self.api >= Api.TF_KERAS

    @property
    def trains_in_steps(self) -> bool:
        """Whether `fit` runs a `train_step` on what a data adapter gives, as since TensorFlow 2.2.

        Before, every array was held against the inputs, outputs and losses of the model first.
        """
        return self.api >= Api.TF_KERAS and self.version >= (2, 3)

    @property
    def table(self) -> Table:
        if self.api is Api.TF_KERAS and self.version >= (2, 7):
            return Table.WRAPPED
        return {Api.KERAS_1: Table.KERAS_1, Api.KERAS_3: Table.KERAS_3}.get(self.api, Table.KERAS_2)


KERAS_3 = Generation(Api.KERAS_3, (3, 15))
TF_KERAS = Generation(Api.TF_KERAS, (2, 15))
KERAS_2 = Generation(Api.KERAS_2, (2, 3))
KERAS_1 = Generation(Api.KERAS_1, (1, 2))


def parse_version(text: str) -> Generation:
    """`3`, `2.4`, `1` … as on the command line.

    A `2` alone is the last of that line, tf_keras 2.15. Versions 2.0 to 2.3 are the standalone
    package; from 2.4 on `keras` was only a name for tf.keras.

    Raises:
        ValueError: the text is no version of Keras.
    """
    parts = text.split(".")
    if not all(part.isdecimal() for part in parts):
        raise ValueError(f"not a version of Keras: {text!r}")
    major, minor = int(parts[0]), int(parts[1]) if len(parts) > 1 else None
    if major == 1:
        return Generation(Api.KERAS_1, (1, 2 if minor is None else minor))
    if major == 2:
        return generation_2(minor)
    if major == 3:
        return Generation(Api.KERAS_3, (3, KERAS_3.version[1] if minor is None else minor))
    raise ValueError(f"not a version of Keras: {text!r} (known are 1, 2 and 3)")


def generation_2(minor: int | None) -> Generation:
    if minor is None:
        return TF_KERAS
    return Generation(Api.KERAS_2 if minor < 4 else Api.TF_KERAS, (2, minor))
