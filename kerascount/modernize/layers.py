"""Calls of layers in the words of an older Keras."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import libcst as cst

from kerascount.layers.catalogue import find_layer
from kerascount.layers.registry import COMMON_BY_API, KERAS_2_LINES, Layer, signature
from kerascount.modernize.arguments import Arguments, Given
from kerascount.modernize.changes import Editor
from kerascount.modernize.survey import Survey
from kerascount.modernize.words import DATA_FORMATS, HOW, REPLACED, SEQUENCE, SIZES, WITHOUT_EFFECT, WORDS
from kerascount.versions import Api


class LayerCalls:
    """Rewords the calls of layers for another line of Keras."""

    def __init__(self, editor: Editor, survey: Survey, own: Api, target: Api) -> None:
        self.editor = editor
        self.survey = survey
        self.own = own
        self.target = target

    def replacement(self, name: str) -> str:
        """What does the work of a layer that the target does not have; nothing where none does."""
        other = REPLACED.get(name, "")
        return other if other and find_layer(other, self.target) else ""

    def reworded(
        self, node: cst.Call, name: str, described: type[Layer], elsewhere: Collection[str], *, begins: bool
    ) -> Arguments | None:
        """The arguments in the words of the target, without those that are said elsewhere; None for what is unclear.

        `begins` says whether a Sequential takes the shape of its inputs from this layer.
        """
        wanted = find_layer(name, self.target) or find_layer(self.replacement(name), self.target)
        if wanted is None or any(arg.star for arg in node.args):
            return None
        names = self._positional_names(described, sum(arg.keyword is None for arg in node.args))
        arguments = Arguments(self.editor, self.survey, node, names)
        if not arguments.fits:
            return None
        for item in arguments.given:
            if item.old in elsewhere:
                arguments.leave_out(item)
        if begins and self.target is Api.KERAS_3:
            _state_the_length(arguments)
        self._translate(arguments, self._taken(wanted), described)
        arguments.place(signature(wanted, self.target).names)
        return arguments

    def _positional_names(self, described: type[Layer], count: int) -> Sequence[str]:
        former = next((former for former in described.formers if former.api is Api.KERAS_1), None)
        if former is not None:
            most = described.keras_2_positional
            if self.own is Api.KERAS_1 or self.own is Api.KERAS_2 and most is not None and count > most:
                return former.own
        return signature(described, self.own).names

    def _taken(self, wanted: type[Layer]) -> frozenset[str]:
        own = frozenset(signature(wanted, self.target).names)
        if self.target is Api.KERAS_3 and not wanted.accepts_kwargs:
            return own
        passed_on = wanted.passed_on if self.target in KERAS_2_LINES else frozenset()
        return own | COMMON_BY_API[self.target] | passed_on

    def _taken_once(self, described: type[Layer]) -> set[str]:
        """All arguments that the layer took in the Keras that the program is for."""
        former = (name for former in described.formers for name in former.own if self.own <= Api.KERAS_2)
        return {*former, *signature(described, self.own).names, *COMMON_BY_API[self.own]}

    def _translate(self, arguments: Arguments, taken: frozenset[str], described: type[Layer]) -> None:
        if "kernel_size" in taken:
            for words in SIZES:
                arguments.join(words, "kernel_size")
        if "input_length" not in taken:
            arguments.join(SEQUENCE, "input_shape")
        given = {item.old for item in arguments.given}
        known = self._taken_once(described)
        for item in arguments.given:
            if item.done:
                continue
            today = [word for word in WORDS.get(item.old, ()) if word in taken and word not in given]
            if item.old in taken:
                arguments.keep(item)
            elif today:
                self._rename(arguments, item, today[0])
            elif item.old == "init" and "depthwise_initializer" in taken:
                arguments.replace(item, "depthwise_initializer={0}, pointwise_initializer={0}")
            elif item.old in described.passed_on:  # which Keras 2 took without effect
                arguments.leave_out(item)
            elif item.old in known:
                _leave_out(arguments, item)
            else:  # in no Keras: another finding
                arguments.keep(item)

    def _rename(self, arguments: Arguments, item: Given, word: str) -> None:
        if item.old != "dim_ordering":
            arguments.rename(item, word)
        elif item.value == "default" or self._asks_for_the_default(item.arg.value):
            arguments.leave_out(item)
        else:
            arguments.rename(item, word, _data_format(item, self.editor.value(item.arg)))

    def _asks_for_the_default(self, node: cst.CSTNode) -> bool:
        return isinstance(node, cst.Call) and self.survey.name(node.func) == "keras.backend.image_dim_ordering"


def _state_the_length(arguments: Arguments) -> None:
    """`Embedding(…, input_length=5)` told the shape of the inputs; Keras 3 takes it and does nothing with it."""
    length = arguments.find("input_length")
    known = arguments.find("input_shape") or arguments.find("input_dim") is None or arguments.find("batch_input_shape")
    if length is not None and length.value is not None and not length.positional and not known:
        arguments.rename(length, "input_shape", f"({arguments.written(length)},)")


def _data_format(item: Given, written: str) -> str:
    """`"th"` → `"channels_first"`; an expression is looked up when it runs."""
    node = item.arg.value
    if isinstance(node, cst.SimpleString) and item.value in DATA_FORMATS:
        return f"{node.quote}{DATA_FORMATS[item.value]}{node.quote}"
    table = ", ".join(f'"{old}": "{new}"' for old, new in DATA_FORMATS.items())
    return f"{{{table}}}[{written}]"


def _leave_out(arguments: Arguments, item: Given) -> None:
    """An argument that the target does not take under any name."""
    if item.old == "forget_bias_init" and item.value == "zero":
        arguments.rename(item, "unit_forget_bias", "False")
    elif item.old in HOW or any(_same(item.value, value) for value in WITHOUT_EFFECT.get(item.old, ())):
        arguments.leave_out(item)
    else:
        arguments.give_up(item)


def _same(value: Any, other: Any) -> bool:
    return type(value) in (bool, int, float, str, type(None)) and value == other
