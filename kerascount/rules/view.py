"""A model as rules look at it: its graph, and what comes before and after each layer."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from kerascount.graph import Compilation, LayerNode, ModelGraph, Training
from kerascount.rules.reading import keeps_values


class ModelView:
    """One model. What is worked out for one rule serves the next."""

    def __init__(self, graph: ModelGraph) -> None:
        self.graph = graph

    @property
    def layers(self) -> tuple[LayerNode, ...]:
        return self.graph.layers

    @property
    def compilations(self) -> tuple[Compilation, ...]:
        return self.graph.compilations

    @property
    def trainings(self) -> tuple[Training, ...]:
        return self.graph.trainings

    @cached_property
    def by_name(self) -> dict[str, LayerNode]:
        return {node.name: node for node in self.layers}

    @cached_property
    def _before(self) -> dict[str, list[LayerNode]]:
        if self.graph.is_sequential and not self.graph.built:  # its layers are called one after the other
            return {node.name: list(self.layers[max(index - 1, 0) : index]) for index, node in enumerate(self.layers)}
        found: dict[str, list[LayerNode]] = {}
        for node in self.layers:
            names = dict.fromkeys(source.layer for call in node.calls for source in call.inbound)
            found[node.name] = [self.by_name[name] for name in names if name in self.by_name]
        return found

    @cached_property
    def _after(self) -> dict[str, list[LayerNode]]:
        found: dict[str, list[LayerNode]] = {node.name: [] for node in self.layers}
        for node in self.layers:
            for source in self._before[node.name]:
                found[source.name].append(node)
        return found

    def before(self, node: LayerNode) -> list[LayerNode]:
        """The layers whose outputs it takes; an input that the summary hides is none."""
        return self._before[node.name]

    def after(self, node: LayerNode) -> list[LayerNode]:
        """The layers that take its output."""
        return self._after[node.name]

    def follower(self, node: LayerNode) -> LayerNode | None:
        """The one layer that takes its output, which takes nothing else, is called once, and is called on nothing else.

        None where there is another way for the output: to a second layer, or out of the model.
        """
        after = self.after(node)
        alone = len(after) == 1 and self.before(after[0]) == [node] and not self.is_output(node)
        return after[0] if alone and len(node.calls) < 2 and len(after[0].calls) < 2 else None

    def next_of_weight(self, node: LayerNode) -> LayerNode | None:
        """The same, past layers that only drop, rearrange or pad values."""
        found = self.follower(node)
        while found is not None and keeps_values(found):
            found = self.follower(found)
        return found

    def pairs(self) -> Iterator[tuple[LayerNode, LayerNode]]:
        """Layers of which the second takes the output of the first and nothing else does."""
        for node in self.layers:
            if (after := self.follower(node)) is not None:
                yield node, after

    def is_output(self, node: LayerNode) -> bool:
        return node.name in self._output_names

    @cached_property
    def _output_names(self) -> frozenset[str]:
        return frozenset(output.name for output in self.graph.outputs)

    @cached_property
    def outputs(self) -> list[LayerNode | None]:
        """The layer behind each output; None for one that the summary does not list."""
        if self.graph.is_sequential and not self.graph.built:
            return list(self.layers[-1:])
        return [self.by_name.get(output.name) for output in self.graph.outputs]

    @cached_property
    def is_trained(self) -> bool:
        """Whether the program itself compiles it: what it builds may otherwise be a part of something else."""
        return bool(self.compilations)
