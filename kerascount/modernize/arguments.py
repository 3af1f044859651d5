"""The arguments of one call, and what becomes of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import libcst as cst

from kerascount.modernize.changes import Change, Editor
from kerascount.modernize.survey import Survey


@dataclass(slots=True)
class Given:
    """One argument: what it was called, and what it is called today."""

    index: int
    arg: cst.Arg
    old: str
    value: Any
    new: str = ""
    text: str = ""  # what it gives today, where that is written differently
    done: bool = False

    @property
    def positional(self) -> bool:
        return self.arg.keyword is None


class Arguments:
    """The arguments of a call under their old names, and their translation."""

    def __init__(self, editor: Editor, survey: Survey, node: cst.Call, positional: Sequence[str]) -> None:
        self.editor = editor
        self.node = node
        self.given: list[Given] = []
        self.renamed: dict[str, str] = {}
        self.joined: dict[str, Sequence[str]] = {}
        self.named: list[str] = []  # given by position, where the target has another argument
        self.gone: list[str] = []
        self.rewritten: list[str] = []  # values that are not taken as they are
        self.kept: list[Given] = []  # not taken by the target, and not to be left out either
        self.changes: list[Change] = []
        self._removed: set[int] = set()
        self.fits = sum(arg.keyword is None for arg in node.args) <= len(positional)
        for index, arg in enumerate(node.args if self.fits else ()):
            old = arg.keyword.value if arg.keyword is not None else positional[index]
            self.given.append(Given(index, arg, old, survey.value(arg.value)))

    def find(self, old: str) -> Given | None:
        return next((item for item in self.given if item.old == old), None)

    # --- what becomes of one

    def keep(self, item: Given) -> None:
        item.new, item.done = item.old, True

    def rename(self, item: Given, new: str, text: str = "") -> None:
        item.new, item.text, item.done = new, text, True
        if not item.positional:
            self.renamed[item.old] = new

    def written(self, item: Given) -> str:
        return self.editor.value(item.arg)

    def rewrite(self, item: Given, text: str) -> None:
        """The same argument, which must be written differently."""
        item.new, item.text, item.done = item.old, text, True
        self.rewritten.append(item.old)

    def replace(self, item: Given, pattern: str) -> None:
        """Something else in its place, with `{0}` for what it gives."""
        item.done = True
        text = pattern.format(self.editor.value(item.arg))
        self.renamed[item.old] = text.partition("=")[0]
        self.changes.append(self.editor.replace(item.arg, text))

    def leave_out(self, item: Given) -> None:
        item.done = True
        self._removed.add(item.index)
        self.gone.append(item.old)

    def give_up(self, item: Given) -> None:
        item.new, item.done = item.old, True
        self.kept.append(item)

    def join(self, words: Sequence[str], new: str) -> None:
        """`nb_row=3, nb_col=5` → `kernel_size=(3, 5)`, where the first is written; nothing if one is missing."""
        items = [item for word in words if (item := self.find(word))]
        if len(items) < len(words):
            return
        first, *others = sorted(items, key=lambda item: item.index)
        first.new, first.text = new, "(" + ", ".join(self.editor.value(item.arg) for item in items) + ")"
        for item in items:
            item.done = True
        self._removed.update(item.index for item in others)
        self.joined[new] = words

    # --- what becomes of the call

    def place(self, names: Sequence[str]) -> None:
        """Write the changes; what does not stand where the target has it is named."""
        place, in_order = 0, True
        for item in self.given:
            if item.index in self._removed:
                continue
            if item.positional:
                in_order = in_order and place < len(names) and names[place] == item.new and not self._gap(item)
                place += 1
            self._write(item, f"{item.new}=" if item.positional and not in_order else "")
        if self._removed:
            self.changes += self.editor.without(self.node.args, self._removed)

    def _gap(self, item: Given) -> bool:
        """Whether an argument before it is left out, not joined: by position the rest would move up."""
        removed = [self.given[index].old for index in self._removed if index < item.index]
        return any(old in self.gone for old in removed)

    def _write(self, item: Given, name: str) -> None:
        if not item.new:  # all of it is replaced already
            return
        if name:
            self.named.append(item.new)
        if item.text and item.positional:
            self.changes.append(self.editor.replace(item.arg, name + item.text))
        elif item.text:
            self.changes.append(self.editor.replace_value(item.arg, item.text))
        elif name:
            self.changes.append(self.editor.before(item.arg, name))
        if item.arg.keyword is not None and item.new != item.arg.keyword.value:
            self.changes.append(self.editor.replace(item.arg.keyword, item.new))

    # --- what is said about it

    @property
    def code(self) -> str:
        """The rule that the call breaks; nothing where it breaks none."""
        if self.joined or self.named:
            return "KC406"
        return "KC404" if self.renamed else "KC405" if self.gone else "KC406" if self.changes else ""

    @property
    def is_taken(self) -> bool:
        """Whether the target takes the call all the same, and does less or something else with it."""
        if self.named or self.gone or self.kept or self.rewritten:
            return False
        if self.joined:  # by position, the width is taken for the strides
            given = {arg.keyword.value for arg in self.node.args if arg.keyword is not None}
            return not self.renamed and given.isdisjoint(old for olds in self.joined.values() for old in olds)
        return set(self.renamed) == {"input_length"}

    @property
    def message(self) -> str:
        said = [f"`{old}` is called `{new}`" for old, new in self.renamed.items()]
        said += [f"{in_words(old)} are one tuple, `{new}`" for new, old in self.joined.items()]
        said += [f"`{new}` is not taken at this place" for new in self.named]
        said += [f"`{old}` is taken as a list" for old in self.rewritten]
        said += [f"`{old}` is gone" for old in self.gone]
        return ", ".join(said)

    @property
    def title(self) -> str:
        """What the fix does."""
        done = [f"rename `{old}` to `{new}`" for old, new in self.renamed.items()]
        done += [f"give `{new}` as one tuple" for new in self.joined]
        done += [f"name `{new}`" for new in self.named]
        done += [f"give `{old}` as a list" for old in self.rewritten]
        done += [f"leave out `{old}`" for old in self.gone]
        return ", ".join(done)


def in_words(names: Sequence[str]) -> str:
    """`a`, `b` and `c`."""
    quoted = [f"`{name}`" for name in names]
    return " and ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)
