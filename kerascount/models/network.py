"""The topology of a functional model: which calls belong to it, and in which order its layers stand.

Source: `map_graph` in keras/src/ops/function.py; the order is by depth, then by first traversal.
"""

from __future__ import annotations

from collections.abc import Sequence

from kerascount.models.node import FunctionOperation, Node, Operation
from kerascount.values.objects import Tensor
from kerascount.values.outcomes import Invalid, Undetermined
from kerascount.values.record import entity


@entity
class Network:
    """The calls between inputs and outputs."""

    nodes: tuple[Node, ...]  # in the order in which they can be computed
    depths: dict[Node, int]
    operations: tuple[Operation, ...]  # in the order of the summary


def map_network(inputs: Sequence[Tensor], outputs: Sequence[Tensor]) -> Network:
    """The network between inputs and outputs.

    Raises:
        Invalid: an output does not depend on the inputs alone, or two layers share a name.
        Undetermined: what stands between the inputs and an output is not known.
    """
    nodes, order = traverse(inputs, outputs)
    depths, operation_depths = _depths(nodes)
    for tensor in inputs:
        operation = tensor.history.operation
        if operation not in operation_depths and tensor.history.node.is_input:
            operation_depths[operation] = 0
            order[operation] = -1
            depths[tensor.history.node] = 0
    operations = sorted(operation_depths, key=lambda item: (-operation_depths[item], order[item]))
    computed = _check_connected(inputs, outputs, depths)
    _check_names(operations)
    return Network(computed, depths, tuple(operations))


def traverse(inputs: Sequence[Tensor], outputs: Sequence[Tensor]) -> tuple[list[Node], dict[Operation, int]]:
    """Depth first from the outputs, without recursion: deep models are deeper than Python's stack."""
    stops = {id(tensor) for tensor in inputs}
    finished: dict[Node, None] = {}
    skipped: set[Node] = set()
    begun: set[Node] = set()
    order: dict[Operation, int] = {}
    for output in outputs:
        waiting: list[tuple[Tensor, bool]] = [(output, False)]
        while waiting:
            tensor, done = waiting.pop()
            node = tensor.history.node
            if done:
                finished[node] = None
                continue
            if node in finished or node in skipped:
                continue
            if not node.is_input and id(tensor) in stops:
                skipped.add(node)
                continue
            if node in begun:
                message = f"Tensor {tensor.name or ''} from operation '{node.operation.name}' is part of a cycle."
                raise Invalid(message, code="KC110")
            begun.add(node)
            order.setdefault(node.operation, len(order))
            waiting.append((tensor, True))
            waiting.extend((x, False) for x in reversed(node.inputs))
    return list(finished), order


def _depths(nodes: Sequence[Node]) -> tuple[dict[Node, int], dict[Operation, int]]:
    depths: dict[Node, int] = {}
    operation_depths: dict[Operation, int] = {}
    inside = set(nodes)
    for node in reversed(nodes):
        depth = max(depths.setdefault(node, 0), operation_depths.get(node.operation, 0))
        operation_depths[node.operation] = depths[node] = depth
        for parent in node.parents:
            if parent in inside:
                depths[parent] = max(depth + 1, depths.get(parent, 0))
    return depths, operation_depths


def _check_connected(inputs: Sequence[Tensor], outputs: Sequence[Tensor], depths: dict[Node, int]) -> tuple[Node, ...]:
    computable = {id(tensor) for tensor in inputs}
    ordered = sorted(depths, key=lambda node: -depths[node])
    for node in ordered:
        for tensor in node.inputs:
            if id(tensor) not in computable:
                if isinstance(node.operation, FunctionOperation) and node.operation.unknown:
                    raise Undetermined(node.operation.unknown)  # it need not use all that went into it
                raise Invalid(
                    f"Graph disconnected: cannot find parent for tensor {tensor.name or ''} at operation "
                    f"'{node.operation.name}': it does not depend on the inputs of the model.",
                    code="KC110",
                    plain=f"needs {_source(tensor)}, which is not among its inputs, for '{node.operation.name}'",
                    help="all that is needed to compute the outputs from belongs to `inputs`",
                    places=[
                        (f"{tensor.origin} is called", tensor.origin.at if tensor.origin else None),
                        (f"{node.operation.class_name} '{node.operation.name}' is called", node.place),
                    ],
                )
        if not node.is_input or any(id(tensor) in computable for tensor in node.outputs):
            computable.update(id(tensor) for tensor in node.outputs)
    for output in outputs:
        if id(output) not in computable:
            name = output.history.operation.name
            raise Invalid(f"Output of '{name}' is not connected to `inputs`", code="KC110")
    return tuple(ordered)


def _source(tensor: Tensor) -> str:
    return str(tensor.origin) if tensor.origin else f"the tensor {tensor.name or ''}"


def _check_names(operations: Sequence[Operation]) -> None:
    seen: set[str] = set()
    for operation in operations:
        if operation.name in seen:
            same = [other for other in operations if other.name == operation.name]
            raise Invalid(
                f'The name "{operation.name}" is used {len(same)} times in the model. '
                "All operation names should be unique.",
                code="KC111",
                plain=f"has {len(same)} layers with the name '{operation.name}'",
                places=[(f"{other.class_name} '{other.name}' is made", other.place) for other in same],
            )
        seen.add(operation.name)
