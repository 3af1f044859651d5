"""What every model has in common: finding layers by name or index, and being built."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any

from kerascount.layers.registry import InputSpec, Layer
from kerascount.models.layer import LayerObject, to_tensors
from kerascount.models.session import Session
from kerascount.models.setup import Compiled, Trained
from kerascount.models.tree import any_symbolic
from kerascount.values.macs import Product, metered
from kerascount.values.nearest import did_you_mean
from kerascount.values.objects import Tensor
from kerascount.values.outcomes import Invalid, Undetermined
from kerascount.values.shape import Shapes


class ModelObject(LayerObject):
    """A model; `Sequential`, functional and subclassed ones refine it."""

    def __init__(
        self, session: Session, class_name: str, common: Mapping[str, Any], layer: Layer | None = None
    ) -> None:
        super().__init__(session, class_name, common, layer)
        self.start_model()

    def start_model(self) -> None:
        """What a model has beside its layers."""
        self.compiled: Mapping[str, Any] | None = None  # the arguments of compile()
        self.fitted = False
        self.traces: set[Hashable] = set()  # the steps that it has taken since it was compiled
        self.variable: str | None = None  # the variable of the program that holds it
        self.optimizer_slots: int | None = None  # variables of the optimizer for each trainable weight, once trained
        self.compilations: list[Compiled] = []
        self.trainings: list[Trained] = []
        self.printed: list[Any] = []  # the model at each `summary()`, frozen

    @property
    def takes_any_positional(self) -> bool:
        return True

    @property
    def layers(self) -> list[LayerObject]:
        """The layers that `model.layers` lists."""
        return list(self.children)

    @property
    def gap(self) -> str:
        """Why there may be more layers than those known; empty if there are not."""
        return ""

    def builds_more(self, given: Any) -> bool:
        """Whether a call on arrays builds layers that calls in the graph left unbuilt, as it runs all `call`s."""
        return not any_symbolic(given) and not all(inside.built for inside in self.walk())

    def macs(self, shape: Shapes) -> Iterator[Product]:
        if self.follows_program:
            return super().macs(shape)
        with metered(replays=True, apart=True) as meter:
            self.infer_bound({"inputs": to_tensors(shape, self.dtype)})
        return iter(meter.products)

    @property
    def inputs(self) -> list[Tensor]:
        raise Invalid(f"'{self.class_name}' object has no attribute 'inputs'", error="AttributeError")

    @property
    def outputs(self) -> list[Tensor]:
        raise Invalid(f"'{self.class_name}' object has no attribute 'outputs'", error="AttributeError")

    def get_layer(self, name: Any = None, index: Any = None) -> LayerObject:
        """The layer of that name or at that index.

        Raises:
            Invalid: there is none.
            Undetermined: the model has a part that is not known.
        """
        if self.gap and name not in [layer.name for layer in self.layers]:
            raise Undetermined(self.gap)
        if index is not None:
            if index >= len(self.layers):
                raise Invalid(
                    f"Was asked to retrieve layer at index {index} but model only has {len(self.layers)} layers."
                )
            found: LayerObject = self.layers[index]
            return found
        if name is None:
            raise Invalid("Provide either a layer name or layer index at `get_layer`.")
        for layer in self.layers:
            if layer.name == name:
                return layer
        names = [layer.name for layer in self.layers]
        raise Invalid(
            f"No such layer: {name}. Existing layers are: {names}.",
            code="KC112",
            help=did_you_mean(name, names),
        )


def input_specs(inputs: Sequence[Tensor]) -> list[InputSpec] | None:
    """What a functional model accepts: the shapes of its inputs, the batch left open."""
    if any(tensor.shape is None for tensor in inputs):
        return None
    return [
        InputSpec(shape=_open_batch(tensor), allow_last_axis_squeeze=True, name=tensor.history.operation.name)
        for tensor in inputs
    ]


def _open_batch(tensor: Tensor) -> Any:
    from kerascount.values.dims import FREE

    shape = tensor.dims()
    return (FREE, *shape[1:]) if shape else shape
