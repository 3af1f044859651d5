"""Which shapes initializers of Keras 3 can fill."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol, runtime_checkable

from kerascount.values.objects import Tensor
from kerascount.values.outcomes import require
from kerascount.values.shape import Shape, sizes_text
from kerascount.versions import Api

if TYPE_CHECKING:
    from kerascount.layers.registry import Layer
    from kerascount.values.weight import Weight


@runtime_checkable
class OfProgram(Protocol):
    """A function that the program defines."""

    def takes_keyword(self, name: str) -> bool: ...


# The fewest and the most axes that they take.
RANKS: Final = {"identity": (2, 2), "orthogonal": (2, None), "stft": (3, 3)}


def check_initializer(layer: Layer, weight: Weight) -> None:
    """Hold the shape of a weight against what the layer fills it with.

    Raises:
        Invalid: the initializer cannot make such a weight.
    """
    initializer = _initializer(layer, weight.name)
    if layer.context.api >= Api.TF_KERAS and isinstance(initializer, OfProgram):
        named = getattr(initializer, "name", "the initializer")
        message = f"{named}() got an unexpected keyword argument 'dtype'"
        help = f"Keras calls initializers with `shape` and `dtype`: def {named}(shape, dtype=None)"
        require(initializer.takes_keyword("dtype"), message, error="TypeError", code="KC108", help=help)
    if layer.context.api is not Api.KERAS_3 or layer.quantization:
        return
    if isinstance(initializer, Tensor):
        _check_array(initializer, weight)
    elif initializer is not None:
        _check_rank(initializer, weight)


def _initializer(layer: Layer, name: str) -> Any:
    """The argument for a weight: `kernel_initializer`, or `depthwise_initializer` for such a kernel."""
    found = layer.__dict__.get(f"{name}_initializer")
    if found is None and name.endswith("kernel"):
        found = layer.__dict__.get(f"{name.removesuffix('_kernel')}_initializer")
    return layer.__dict__.get("depthwise_initializer") if found is None and name == "kernel" else found


def _check_rank(initializer: Any, weight: Weight) -> None:
    named = initializer if isinstance(initializer, str) else str(getattr(initializer, "name", ""))
    least, most = RANKS.get(named.rpartition(".")[2].lower().removesuffix("initializer"), (0, None))
    fits = least <= len(weight.shape) <= (len(weight.shape) if most is None else most)
    wanted = f"{least} axes" if most == least else f"at least {least} axes"
    message = f"The initializer {named!r} makes weights of {wanted}; '{weight.name}' has the shape "
    require(fits, message + sizes_text(weight.shape), code="KC108")


def _check_array(values: Tensor, weight: Weight) -> None:
    shape: Shape = values.dims()
    message = f"The initializer of '{weight.name}' is an array of shape {sizes_text(shape)}, the weight has the shape "
    require(len(shape) == len(weight.shape), message + sizes_text(weight.shape), code="KC108")
    for given, wanted in zip(shape, weight.shape, strict=True):
        require(given == wanted, message + sizes_text(weight.shape), code="KC108")
