"""Calls of Keras: which of them the target takes no more, and how it would take them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import libcst as cst

from kerascount.diagnostics import Severity
from kerascount.evaluate.keras.constructors import recorded
from kerascount.evaluate.keras.names import canonical
from kerascount.evaluate.objects import External, LibraryClass
from kerascount.layers.catalogue import find_layer
from kerascount.models.model import ModelObject
from kerascount.modernize import merging, training
from kerascount.modernize.arguments import Arguments
from kerascount.modernize.changes import Change, Editor
from kerascount.modernize.first import FirstLayers, Needed
from kerascount.modernize.layers import LayerCalls
from kerascount.modernize.notes import Note
from kerascount.modernize.references import References
from kerascount.modernize.survey import Survey
from kerascount.modernize.words import ROUGHLY
from kerascount.values.outcomes import Invalid, Undetermined
from kerascount.versions import Api

MODELS = ("keras.Model", "keras.models.Functional")


class Calls:
    """The calls of one program."""

    def __init__(
        self, editor: Editor, survey: Survey, references: References, first: FirstLayers, own: Api, target: Api
    ) -> None:
        self.editor = editor
        self.first = first
        self.survey = survey
        self.references = references
        self.own = own
        self.target = target
        self.layers = LayerCalls(editor, survey, own, target)

    def notes(self, node: cst.Call) -> Iterator[Note]:
        """What the target refuses of one call."""
        function = self.survey.value(node.func)
        if isinstance(function, LibraryClass) and function.described is not None:
            yield from self._layer(node, function)
        elif self.target is not Api.KERAS_3:
            return
        elif isinstance(function, LibraryClass) and function.name in MODELS:
            yield from self._model(node)
        elif isinstance(function, External):
            yield from self._external(node, canonical(function.name))
        elif isinstance(node.func, cst.Attribute) and isinstance(self.survey.value(node.func.value), ModelObject):
            yield from self._method(node, node.func)

    # --- layers

    def _layer(self, node: cst.Call, function: LibraryClass) -> Iterator[Note]:
        name = function.name.rpartition(".")[2]
        first = self.first.with_input(node) if self.target is Api.KERAS_3 else None
        begins = name == "Embedding" and self.first.begins_a_model(node)
        elsewhere = ("batch_input_shape",) if first else ()
        arguments = self.layers.reworded(node, name, function.described, elsewhere, begins=begins)
        renamed: Any = ((), ())
        if find_layer(name, self.target) is None:
            other = self.layers.replacement(name)
            renamed = self.references.replace(node.func, f"keras.layers.{other}") if other and arguments else None
            if renamed is None or arguments is None or arguments.kept:
                yield from self._gone_layer(node, name, other)
                return
            said = f"there is no layer `{name}` any more"
            title = ", ".join(filter(None, (f"call `{other}`", arguments.title)))
            changes = (*renamed[0], *arguments.changes)
            safe = name not in ROUGHLY
            help = f"`{other}` does the same" if safe else f"`{other}` does nearly the same"
            yield Note("KC403", node, said, "", help, title, changes, safe, renamed[1])
        elif arguments is not None:
            yield from self._arguments(node, arguments, name, needed=first or ((), ()))

    def _gone_layer(self, node: cst.Call, name: str, other: str) -> Iterator[Note]:
        if isinstance(node.func, cst.Name) and self.references.imports.binding(node.func.value):
            return  # it is told where it is imported
        help = f"`{other}` does nearly the same" if other else ""
        yield Note("KC402", node.func, f"there is no layer `{name}` any more", "", help)

    def _arguments(
        self, node: cst.Call, arguments: Arguments, subject: str, safe: bool = True, needed: Needed = ((), ())
    ) -> Iterator[Note]:
        if arguments.code:
            changes = (*needed[0], *arguments.changes)
            title = ", ".join(["put an Input before it"] * bool(needed[0]) + [arguments.title])
            severity = Severity.WARNING if arguments.is_taken else Severity.ERROR
            yield Note(arguments.code, node, arguments.message, subject, "", title, changes, safe, needed[1], severity)
        for item in arguments.kept:
            yield Note("KC405", item.arg, f"`{item.old}` is gone", subject, HELP.get(item.old, ""))

    # --- models and training

    def _model(self, node: cst.Call) -> Iterator[Note]:
        words = {"input": "inputs", "output": "outputs"}
        old = [arg.keyword for arg in node.args if arg.keyword is not None and arg.keyword.value in words]
        if old:
            changes = tuple(self.editor.replace(name, words[name.value]) for name in old)
            said = ", ".join(f"`{name.value}` is called `{words[name.value]}`" for name in old)
            title = ", ".join(f"rename `{name.value}` to `{words[name.value]}`" for name in old)
            yield Note("KC404", node, said, "Model", "", title, changes)

    def _external(self, node: cst.Call, name: str) -> Iterator[Note]:
        if name == "keras.layers.merge":
            yield from self._merge(node)
        elif name in recorded() and not any(arg.star for arg in node.args):
            positional = [argument.rstrip("?") for argument in recorded()[name] if argument != "**"]
            arguments = Arguments(self.editor, self.survey, node, positional)
            if arguments.fits:
                training.translate_constructor(arguments, name)
                yield from self._arguments(node, arguments, name.rpartition(".")[2])

    def _merge(self, node: cst.Call) -> Iterator[Note]:
        said = "there is no function `merge` any more"
        arguments = Arguments(self.editor, self.survey, node, merging.PARAMETERS)
        today = merging.translated(arguments) if arguments.fits and not any(arg.star for arg in node.args) else ""
        renamed = self.references.replace(node.func, f"keras.layers.{today}") if today else None
        if renamed is None:
            yield Note("KC407", node, said, "", "`Lambda` takes a function of tensors")
            return
        changes = (*renamed[0], *arguments.changes)
        yield Note("KC407", node, said, "", f"`{today}` does that", f"call `{today}`", changes, True, renamed[1])

    def _method(self, node: cst.Call, function: cst.Attribute) -> Iterator[Note]:
        method = function.attr.value
        if method in training.METHODS and not any(arg.star for arg in node.args):
            arguments = Arguments(self.editor, self.survey, node, training.positional(method, self.own))
            if arguments.fits:
                training.translate_method(arguments, method)
                yield from self._trained(node, function, arguments)
        elif method in ("predict_proba", "predict_classes"):
            yield from self._predicted(node, function)

    def _trained(self, node: cst.Call, function: cst.Attribute, arguments: Arguments) -> Iterator[Note]:
        method = function.attr.value
        safe = training.counts_alike(arguments)
        if method not in training.GENERATORS:
            yield from self._arguments(node, arguments, method, safe)
            return
        today = training.GENERATORS[method]
        said = f"models have no `{method}` any more"
        if arguments.kept:
            yield Note("KC408", function.attr, said, "", f"`{today}` takes generators too")
            return
        changes = (self.editor.replace(function.attr, today), *arguments.changes)
        yield Note("KC408", node, said, "", f"`{today}` takes generators too", f"call `{today}`", changes, safe)

    def _predicted(self, node: cst.Call, function: cst.Attribute) -> Iterator[Note]:
        method = function.attr.value
        said = f"models have no `{method}` any more"
        if method == "predict_proba":
            changes: tuple[Change, ...] = (self.editor.replace(function.attr, "predict"),)
            yield Note("KC408", function.attr, said, "", "`predict` gives the same", "call `predict`", changes)
            return
        help = "the classes are `predict(x).argmax(axis=-1)`; of one unit, `(predict(x) > 0.5).astype(int)`"
        changes = (self.editor.replace(function.attr, "predict"), self.editor.after(node, ".argmax(axis=-1)"))
        model = self.survey.value(function.value)
        if _has_one_unit(model):
            changes = (
                self.editor.replace(function.attr, "predict"),
                self.editor.before(node, "("),
                self.editor.after(node, ' > 0.5).astype("int32")'),
            )
        yield Note("KC408", function.attr, said, "", help, "take the classes of what `predict` gives", changes, False)


def _has_one_unit(model: ModelObject) -> bool:
    """Whether its output is one number for each sample; what is not built has none yet."""
    try:
        shapes = [tensor.shape or () for tensor in model.outputs]
    except (Invalid, Undetermined):
        return False
    return len(shapes) == 1 and shapes[0][-1:] == (1,)


HELP = {
    "weights": "`set_weights` of the layer takes them once it is built",
    "batch_input_shape": "`keras.Input(batch_shape=…)` as the first layer says it",
    "batch_size": "`keras.Input(shape=…, batch_size=…)` as the first layer says it",
    "input_dtype": "`keras.Input(dtype=…)` as the first layer says it",
    "dropout": "`SpatialDropout1D` behind the layer does it",
    "causal": "`use_causal_mask=True` in the call of the layer does it",
}
