"""Calls of a model under a meter of multiply-accumulates.

To count for one sample, the calls of a finished model are gone through again. What a layer multiplies whose code
the program gives is noted down when its `call` is followed: that code may not run a second time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from kerascount.models.node import FunctionOperation, Node, Operation, infer_again
from kerascount.models.openness import BATCH, close_size
from kerascount.models.tree import leaves, map_structure, tensors
from kerascount.values.dims import Dim, Free, Symbolic
from kerascount.values.macs import Meter, Product, announce_unknown, metered, on_account_of, running, unknown_product
from kerascount.values.objects import Foreign, Tensor, Unknown
from kerascount.values.outcomes import Invalid, Undetermined


@contextmanager
def noted(operation: Operation, inputs: Any) -> Iterator[None]:
    """Keep what is multiplied within as the work of one call on these inputs."""
    if not operation.session.counts_macs:
        yield
        return
    batch = next((tensor.shape[0] for tensor in tensors(inputs) if tensor.shape), BATCH)
    with metered() as meter:
        yield
    operation.work = meter.mapped(_settled(BATCH if isinstance(batch, Free) else batch))


def _settled(batch: Dim) -> Callable[[Product], Product]:
    """For one sample of a batch of this size; what else is open inside a `call` is open."""

    def settle(item: Product) -> Product:
        one = _for_one_of(item, batch)
        return replace(one, sizes=tuple(map(close_size, one.sizes)))

    return settle


def _for_one_of(item: Product, batch: Dim) -> Product:
    if isinstance(batch, Symbolic):
        return replace(item, sizes=tuple(_without(size, batch) for size in item.sizes))
    if batch == 1 or item.unknown:
        return item
    if not any(isinstance(size, int) and size == batch for size in item.sizes):
        return unknown_product(f"a product in a batch of {batch} that cannot be told for one sample")
    place = next(index for index, size in enumerate(item.sizes) if isinstance(size, int) and size == batch)
    return replace(item, sizes=(1, *item.sizes[:place], *item.sizes[place + 1 :]))


def _without(size: Dim, batch: Symbolic) -> Dim:
    return size.replaced(batch, 1) if isinstance(size, Symbolic) else size


def again(node: Node, args: Sequence[Any], kwargs: dict[str, Any]) -> Any:
    """The outputs of a call inside a model, for other inputs of the model."""
    meter = running()
    if meter is None or not meter.replays:
        return infer_again(node.operation, args, kwargs, node.place)
    with on_account_of(node.operation):
        return _replayed(node, args, kwargs, meter)


def _replayed(node: Node, args: Sequence[Any], kwargs: dict[str, Any], meter: Meter) -> Any:
    operation = node.operation
    if operation.follows_program:
        _repeat_work(node, meter)
        return one_sample(node.structure)
    try:
        _refuse_unknown(args)
        if isinstance(operation, FunctionOperation):
            return operation.infer(args, kwargs)
        return operation.infer_bound(operation.bind_call(args, kwargs))  # type: ignore[attr-defined]
    except (Invalid, Undetermined) as reason:
        if operation.multiplies:
            announce_unknown(getattr(reason, "why", str(reason)))
        return one_sample(node.structure)


def _refuse_unknown(args: Sequence[Any]) -> None:
    """A call that was given up has inputs of which nothing is known."""
    for value in leaves(args):
        if isinstance(value, (Unknown, Foreign)):
            raise Undetermined(value.why if isinstance(value, Unknown) else value.doubt)


def _repeat_work(node: Node, meter: Meter) -> None:
    if node.work is None:
        announce_unknown(f"the call of {node.operation.class_name} was not followed")
    else:
        meter.add(node.work)


def one_sample(structure: Any) -> Any:
    """Tensors of a model with a batch of one: layers keep the batch in front."""
    return map_structure(_one, structure)


def _one(value: Any) -> Any:
    if not isinstance(value, Tensor) or not value.shape:
        return value
    return Tensor((1, *value.shape[1:]), value.dtype, why=value.why)
