"""The graph of calls: every call of an operation on Keras tensors is a node."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from kerascount.models.session import Session
from kerascount.models.tree import any_symbolic, is_symbolic, leaves, map_structure, tensors
from kerascount.values.macs import Meter, announce_unknown, on_account_of
from kerascount.values.objects import Called, Place, Tensor, Unknown
from kerascount.values.outcomes import Invalid
from kerascount.values.record import entity
from kerascount.versions import Api

OPERATION: Final = "KC125"  # the code of what functions on tensors refuse


@entity
class History:
    """Where a Keras tensor comes from."""

    operation: Operation
    node_index: int
    tensor_index: int

    @property
    def node(self) -> Node:
        return self.operation.inbound[self.node_index]


class Node:
    """One call of an operation: its arguments, and the tensors it gave."""

    __slots__ = ("args", "inputs", "kwargs", "operation", "outputs", "place", "structure", "work")

    def __init__(self, operation: Operation, args: Sequence[Any], kwargs: dict[str, Any], outputs: Any) -> None:
        self.operation = operation
        self.args = tuple(args)
        self.kwargs = kwargs
        self.structure = outputs
        given = (args, kwargs) if kwargs else args
        self.inputs: list[Tensor] = [x for x in leaves(given) if is_symbolic(x)]
        self.outputs: list[Tensor] = [x for x in leaves(outputs) if isinstance(x, Tensor)]
        operation.inbound.append(self)
        index = len(operation.inbound) - 1
        if not index:
            operation.session.called.append(operation)
        self.place = operation.session.place
        self.work = operation.work
        called = operation.called_on(self.inputs)
        for position, tensor in enumerate(self.outputs):
            tensor.history = History(operation, index, position)
            tensor.origin = tensor.origin or called
            if tensor.name is None:
                tensor.name = operation.session.unique_name("keras_tensor")

    @property
    def is_input(self) -> bool:
        return not self.inputs

    @property
    def parents(self) -> list[Node]:
        return [tensor.history.node for tensor in self.inputs]


class Operation:
    """Anything that can be a node of the graph: a layer, or an operation such as `x + y`."""

    class_name: str
    work: Meter | None = None  # what the last call multiplied, where such code was followed
    name_is_known = True  # whether the program spells its name out

    def __init__(self, session: Session, class_name: str, name: object = None) -> None:
        self.session = session
        self.class_name = class_name
        if isinstance(name, Unknown):
            name = name.text.replace("/", "÷") or None  # the expression stands for the name that it gives
            self.name_is_known = False
        if name is None:
            name = session.auto_name(class_name)
        if not isinstance(name, str) or ("/" in name and session.api is Api.KERAS_3):
            message = f"Argument `name` must be a string and cannot contain character `/`. Received: name={name}"
            raise Invalid(message, code="KC111")
        self.name: str = name
        self.place: Place | None = session.place
        self.inbound: list[Node] = []

    def __repr__(self) -> str:
        return f"<{self.class_name} name={self.name}>"

    def infer(self, args: Sequence[Any], kwargs: dict[str, Any]) -> Any:
        """The outputs of a call on these arguments, without recording it."""
        raise NotImplementedError

    @property
    def multiplies(self) -> bool:
        """Whether a call may add to the multiply-accumulates."""
        return True

    @property
    def follows_program(self) -> bool:
        """Whether code of the program is followed for a call."""
        return False

    def record(self, args: Sequence[Any], kwargs: dict[str, Any], outputs: Any) -> None:
        """Add the call to the graph, where it is one on Keras tensors."""
        if (is_symbolic(args[0]) if args else any_symbolic(kwargs)) or any_symbolic(args, kwargs):
            Node(self, args, kwargs, outputs)
        else:
            trace(outputs, self.called_on(tensors([args, kwargs])))

    def called_on(self, inputs: Iterable[Tensor]) -> Called:
        """The call that is being evaluated, as messages tell of it."""
        return Called(self.class_name, self.name, tuple(inputs), self.session.place, self.place)

    @property
    def output(self) -> Any:
        """The output of the first call.

        Raises:
            Invalid: the layer was never called.
        """
        return self._first_node("output").structure

    @property
    def input(self) -> Any:
        tensors = self._first_node("input").inputs
        return tensors[0] if len(tensors) == 1 else list(tensors)

    def _first_node(self, what: str) -> Node:
        if not self.inbound:
            message = f"The layer {self.name} has never been called and thus has no defined {what}."
            raise Invalid(message, error="AttributeError", code="KC118")
        return self.inbound[0]


class FunctionOperation(Operation):
    """An operation on tensors, such as `keras.ops.add` or `x[:, 0]`, as it stands in a graph."""

    def __init__(self, session: Session, class_name: str, function: Any, name: str | None = None) -> None:
        super().__init__(session, class_name, name)
        self.function = function
        self.unknown = ""  # why it is not known what it does

    def infer(self, args: Sequence[Any], kwargs: dict[str, Any]) -> Any:
        if self.function is None:
            announce_unknown(self.unknown or "an operation that is not known")
            return Tensor(None, why="an operation that is not known")
        with on_account_of(self):
            return self.function(*args, **kwargs)


def apply(session: Session, class_name: str, function: Any, args: Sequence[Any], kwargs: dict[str, Any]) -> Any:
    """Call a function on tensors; on Keras tensors the call becomes an operation of the graph."""
    try:
        outputs = function(*args, **kwargs)
    except Invalid as refusal:
        raise refusal.coded(OPERATION) from None
    if any_symbolic(args, kwargs):
        FunctionOperation(session, class_name, function).record(args, kwargs, outputs)
    else:
        trace(outputs, Called(class_name, "", tuple(tensors([args, kwargs])), session.place))
    return outputs


def infer_again(operation: Operation, args: Sequence[Any], kwargs: dict[str, Any], at: Place | None) -> Any:
    """The outputs of a call inside a model, for other inputs of the model; `at` is where the call stands."""
    called = operation.called_on(tensors((args, kwargs) if kwargs else args))
    called.at = at
    try:
        outputs = operation.infer(args, kwargs)
    except Invalid as refusal:
        raise refusal.coded(OPERATION).within(called) from None
    trace(outputs, called)
    return outputs


def trace(outputs: Any, called: Called) -> None:
    """Note what gave tensors their shapes, where that is not known already."""
    for tensor in tensors(outputs):
        tensor.origin = tensor.origin or called


def materialize(session: Session, structure: Any) -> Any:
    """Unknowns that come out of Keras tensors become tensors of the graph, so that it stays connected."""
    if not [item for item in leaves(structure) if isinstance(item, Unknown) and item.source]:
        return structure
    return map_structure(lambda item: _unknown_tensor(session, item), structure)


def _unknown_tensor(session: Session, value: Any) -> Any:
    if not isinstance(value, Unknown) or not value.source:
        return value
    output = Tensor(None, why=value.why)
    operation = FunctionOperation(session, value.text or "?", None, session.unique_name("unknown"))
    operation.unknown = value.why
    Node(operation, value.source, {}, output)
    return output
