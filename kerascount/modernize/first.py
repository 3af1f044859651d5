"""The first layer of a Sequential, which may say the shape of the batches no more: an Input before it does."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import libcst as cst

from kerascount.diagnostics import Location
from kerascount.modernize.changes import BLANK, Change, Editor
from kerascount.modernize.references import References

Needed = tuple[tuple[Change, ...], tuple[int, ...]]


class FirstLayers:
    """The calls that make the first layer of a list, or one that is added."""

    def __init__(
        self,
        editor: Editor,
        references: References,
        expressions: Iterable[cst.Expr],
        lists: Iterable[cst.List],
        beginnings: Collection[Location],
    ) -> None:
        self.editor = editor
        self.beginnings = beginnings  # where first layers are made that tell a model its inputs
        self.references = references
        # `model.add(layer)` and first elements, by the identity of the call that makes the layer
        self.added = {id(layer): node for node in expressions if (layer := _added(node))}
        self.listed = {id(node.elements[0].value): node.elements[0] for node in lists if node.elements}

    def begins_a_model(self, call: cst.Call) -> bool:
        """Whether a Sequential takes the shape of its inputs from the layer that this call makes."""
        return self.editor.source.location(call) in self.beginnings

    def with_input(self, call: cst.Call) -> Needed | None:
        """An Input before the layer, and the imports that it needs; None where there is no place or name for it."""
        given = next((arg for arg in call.args if arg.keyword and arg.keyword.value == "batch_input_shape"), None)
        if given is None or id(call) not in self.added and id(call) not in self.listed:
            return None
        said = self.references.say(call.func, "keras.layers.Input")
        if said is None:
            return None
        made = f"{said[0]}(batch_shape={self.editor.value(given)})"
        change = self._listed(call, made) if id(call) in self.listed else self._added(call, made)
        return ((change,), said[1]) if change else None

    def _listed(self, call: cst.Call, made: str) -> Change:
        element = self.listed[id(call)]
        start, _ = self.editor.source.span(element)
        indentation = self.editor.indentation(start)
        between = " " if indentation is None else f"{self.editor.newline}{indentation}"
        return self.editor.before(element, f"{made},{between}")

    def _added(self, call: cst.Call, made: str) -> Change | None:
        statement = self.added[id(call)]
        start, _ = self.editor.source.span(statement)
        indentation = self.editor.indentation(start)
        assert isinstance(statement.value, cst.Call)
        adds = BLANK.code_for_node(statement.value.func)
        if indentation is None:
            return None
        return self.editor.before(statement, f"{adds}({made}){self.editor.newline}{indentation}")


def _added(node: cst.Expr) -> cst.BaseExpression | None:
    """What `model.add(layer)` adds."""
    call = node.value
    if not isinstance(call, cst.Call) or not isinstance(call.func, cst.Attribute) or len(call.args) != 1:
        return None
    return call.args[0].value if call.func.attr.value == "add" else None
