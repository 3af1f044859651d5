"""Functions of `keras.backend`, most of which Keras 3 has in `keras.ops`."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from kerascount.modernize.changes import Change, Editor
from kerascount.modernize.imports import Imports
from kerascount.modernize.names import existed, is_there
from kerascount.modernize.notes import Note
from kerascount.modernize.words import DATA_FORMATS

# Those that have the same name there, and the same parameters as far as they are usually given.
SAME = frozenset(
    """
    abs all any arange argmax argmin binary_crossentropy cast categorical_crossentropy clip concatenate cos cumsum elu
    equal exp eye greater greater_equal hard_sigmoid less less_equal log logsumexp max maximum mean min minimum
    not_equal one_hot ones ones_like prod relu reshape round shape sigmoid sign sin softmax softplus softsign
    sparse_categorical_crossentropy sqrt square squeeze stack std stop_gradient sum tanh tile transpose var zeros
    zeros_like
    """.split()
)
RENAMED = {
    "constant": "ops.convert_to_tensor",
    "expand_dims": "ops.expand_dims",
    "gather": "ops.take",
    "name_scope": "name_scope",
    "permute_dimensions": "ops.transpose",
    "pow": "ops.power",
    "repeat_elements": "ops.repeat",
    "switch": "ops.where",
    "variable": "Variable",
    "Variable": "Variable",
}
# What Keras 3 wants to be told, where the old function had a default.
DEFAULTS = {"argmax": "axis=-1", "argmin": "axis=-1", "expand_dims": "axis=-1", "gather": "axis=0", "cumsum": "axis=0"}
# Functions that asked for what can be said directly, of an argument that needs no brackets.
ASKING = {"image_dim_ordering": "", "int_shape": "{}.shape", "ndim": "len({}.shape)"}
SIMPLE = (cst.Name, cst.Attribute, cst.Subscript, cst.Call)


class Backend:
    """The backend functions of one program."""

    def __init__(
        self, editor: Editor, imports: Imports, calls: dict[int, cst.Call], compared: dict[int, cst.SimpleString]
    ) -> None:
        self.editor = editor
        self.imports = imports
        self.calls = calls  # by the identity of what is called
        self.compared = compared  # texts that something is equal to or not, by the identity of that

    def notes(self, node: cst.Attribute, root: str) -> Iterator[Note]:
        """`K.mean`, where the backend has no such function any more."""
        name = node.attr.value
        if is_there(f"keras.backend.{name}", root) or not existed(f"keras.backend.{name}"):
            return
        if name in ASKING and (note := self._asked(node)):
            yield note
            return
        today = RENAMED.get(name, f"ops.{name}" if name in SAME else "")
        said = f"there is no `keras.backend.{name}` any more"
        changes, needed = self._changes(node, today) if today else ((), ())
        help = f"it is `keras.{today}`" if today else HELP.get(name, "operations are in `keras.ops`")
        code = "KC409" if today else "KC402"
        yield Note(code, node, said, "", help, f"call `{today}`", changes, False, needed)

    def _asked(self, node: cst.Attribute) -> Note | None:
        """What a tensor, or the settings, say today."""
        name, call = node.attr.value, self.calls.get(id(node))
        said, help = f"there is no `keras.backend.{name}` any more", HELP[name]
        if name == "image_dim_ordering":
            literal = self.compared.get(id(call))
            value = DATA_FORMATS.get(literal.raw_value) if literal is not None else None
            if literal is None or value is None:
                return None
            text = f"{literal.quote}{value}{literal.quote}"
            changes = (self.editor.replace(node.attr, "image_data_format"), self.editor.replace(literal, text))
            return Note("KC403", node, said, help=help, title="ask for `image_data_format()`", changes=changes)
        if call is None or len(call.args) != 1 or not isinstance(call.args[0].value, SIMPLE):
            return None
        text = ASKING[name].format(self.editor.value(call.args[0]))
        return Note("KC403", node, said, help=help, title=f"say `{text}`", changes=(self.editor.replace(call, text),))

    def _changes(self, node: cst.Attribute, today: str) -> tuple[tuple[Change, ...], tuple[int, ...]]:
        default = self._default(node)
        if default is None:
            return (), ()
        if isinstance(node.value, cst.Attribute):  # keras.backend.mean
            end = self.editor.source.span(node.value)[1]
            module = self.editor.text[self.editor.source.span(node.value)[0] : end].rpartition(".")[0]
            return (self.editor.replace(node, f"{module}.{today}"), *default), ()
        first = today.partition(".")[0]
        brought = self.imports.bring(node.value.value, f"keras.{first}") if isinstance(node.value, cst.Name) else None
        if brought is None:
            return (), ()
        return (self.editor.replace(node, today), *default, *brought[0]), brought[1]

    def _default(self, node: cst.Attribute) -> tuple[Change, ...] | None:
        """The change that states a default; None where it cannot be told whether that is needed."""
        text = DEFAULTS.get(node.attr.value)
        if text is None:
            return ()
        call = self.calls.get(id(node))
        if call is None or any(arg.star for arg in call.args):
            return None
        keywords = {arg.keyword.value for arg in call.args if arg.keyword is not None}
        needed = 2 if node.attr.value == "gather" else 1
        given = "axis" in keywords or len(call.args) - len(keywords) > needed
        return () if given or not call.args else (self.editor.after(call.args[-1], f", {text}"),)


HELP = {
    "set_session": "Keras 3 knows no sessions",
    "get_session": "Keras 3 knows no sessions",
    "learning_phase": "the argument `training` of a call says it",
    "set_learning_phase": "the argument `training` of a call says it",
    "function": "`keras.Function(inputs, outputs)` does it",
    "gradients": "the backend that runs has gradients: `tf.GradientTape`, `jax.grad`",
    "int_shape": "`x.shape` says it",
    "ndim": "`len(x.shape)` says it",
    "image_dim_ordering": '`image_data_format()` says "channels_first" for "th" and "channels_last" for "tf"',
}
