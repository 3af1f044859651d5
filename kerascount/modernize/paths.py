"""Names that are spelled with their module: `keras.layers.core.Dense`."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import libcst as cst

from kerascount.evaluate.objects import External
from kerascount.modernize.backend import Backend
from kerascount.modernize.changes import Editor
from kerascount.modernize.names import existed, is_there, split, today
from kerascount.modernize.notes import Note
from kerascount.modernize.survey import Survey
from kerascount.modernize.words import REPLACED


class Paths:
    """The dotted names of one program."""

    def __init__(self, editor: Editor, survey: Survey, backend: Backend, owners: Collection[int]) -> None:
        self.editor = editor
        self.survey = survey
        self.backend = backend
        self.owners = owners  # what has a dot behind it, by its identity

    def notes(self, node: cst.Attribute) -> Iterator[Note]:
        """What the target does not have of `module.name`; a module that is nowhere any more is told at its names."""
        owner = self.survey.value(node.value)
        found = split(owner.name) if isinstance(owner, External) else None
        if found is None or not isinstance(owner, External):
            return
        root, module = found
        if module == "keras.backend":
            yield from self.backend.notes(node, root)
            return
        name = f"{module}.{node.attr.value}"
        written = owner.name.startswith(root)
        if written and is_there(name, root) or self._is_a_module(node):
            return
        home = name if is_there(name, root) else today(name, root)
        if not home and existed(name):
            yield Note("KC402", node, f"there is no `{name}` any more", "", help_for(name))
        elif not home:
            return
        elif not written:
            said = f"there is no `{owner.name}` any more"
            yield Note("KC401", node, said, "", f"what it had is in `{root}{module.removeprefix('keras')}`")
        elif home.rpartition(".")[0] != module:
            yield from self._moved(node, name, home)
        elif home != name:
            tail = home.rpartition(".")[2]
            changes = (self.editor.replace(node.attr, tail),)
            yield Note("KC403", node, f"`{name}` is called `{tail}`", "", "", f"rename it to `{tail}`", changes)

    def _is_a_module(self, node: cst.Attribute) -> bool:
        """Whether more follows, of which the last name is told."""
        value = self.survey.value(node)
        return isinstance(value, External) and not value.is_class and id(node) in self.owners

    def _moved(self, node: cst.Attribute, name: str, home: str) -> Iterator[Note]:
        """The module is another one: `keras.layers.core.Dense` → `keras.layers.Dense`."""
        owner = home.rpartition(".")[0]
        said = f"there is no `{name}` any more"
        inner: cst.CSTNode = node.value
        while isinstance(inner, (cst.Attribute, cst.Name)):
            found = split(self.survey.name(inner))
            if found is not None and (owner + ".").startswith(found[1] + "."):
                start, end = self.editor.source.span(inner)
                text = self.editor.text[start:end] + home[len(found[1]) :]
                changes = (self.editor.between(inner, node, text),)
                yield Note("KC401", node, said, "", f"it is `{home}`", f"say `{home}`", changes)
                return
            if not isinstance(inner, cst.Attribute):
                break
            inner = inner.value
        if not isinstance(node.value, cst.Name):  # else the import is told, which gives the name its module
            yield Note("KC401", node, said, "", f"it is `{home}`")


HELP = {
    "keras.layers.Merge": "`Concatenate`, `Add` and others merge tensors; branches are a matter of the functional API",
    "keras.utils.multi_gpu_model": "`keras.distribution.DataParallel` does it",
    "keras.preprocessing.image.ImageDataGenerator": "`tensorflow.keras.preprocessing.image` has it still",
    "keras.preprocessing.text.Tokenizer": "`keras.layers.TextVectorization` does that, in the model",
    "keras.wrappers.scikit_learn.KerasClassifier": "`keras.wrappers.SKLearnClassifier` wraps a model for scikit-learn",
    "keras.wrappers.scikit_learn.KerasRegressor": "`keras.wrappers.SKLearnRegressor` wraps a model for scikit-learn",
}


def help_for(name: str) -> str:
    """What to do without a name."""
    other = REPLACED.get(name.rpartition(".")[2], "") if name.startswith("keras.layers.") else ""
    return f"`{other}` does nearly the same" if other else HELP.get(name, "")
