"""`numpy.random`: known shapes, unknown values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from kerascount.evaluate.numpy.arrays import (
    Labels,
    LibraryObject,
    Row,
    UndeterminedNumber,
    array_shape,
    as_array,
    broadcast,
    checked_axis,
    dtype_name,
    rows,
)
from kerascount.ops.shapes import dimension
from kerascount.values.dims import product
from kerascount.values.objects import Tensor, Unknown
from kerascount.values.outcomes import Invalid, Undetermined, require
from kerascount.values.shape import Shape

# The parameters before `size`, of which each may be an array.
DISTRIBUTIONS: Final = {
    "normal": 2, "uniform": 2, "standard_normal": 0, "random_sample": 0, "random": 0, "ranf": 0, "sample": 0,
    "beta": 2, "exponential": 1, "gamma": 2, "laplace": 2, "logistic": 2, "lognormal": 2, "rayleigh": 1, "gumbel": 2,
    "chisquare": 1, "standard_exponential": 0, "standard_cauchy": 0, "standard_t": 1, "triangular": 3, "vonmises": 2,
    "wald": 2, "weibull": 1, "pareto": 1, "power": 1, "f": 2,
}  # fmt: skip
NEVER: Final = 1e-8  # the chance of what is taken not to happen
WHOLE: Final = {"binomial": 2, "poisson": 1, "geometric": 1, "negative_binomial": 2, "hypergeometric": 3, "zipf": 1}


def sample(shape: Shape | None, dtype: str) -> Tensor:
    """Values of a shape; without one, a single number."""
    if shape is None:
        if "int" in dtype:
            raise UndeterminedNumber("a random number")
        return Tensor((), dtype)
    return Tensor(shape, dtype)


def drawn(parameters: int, dtype: str) -> Callable[..., Tensor]:
    """A distribution with so many parameters before `size`."""

    def draw(*args: Any, **kwargs: Any) -> Tensor:
        size = kwargs.get("size", args[parameters] if len(args) > parameters else None)
        if size is not None:
            return sample(array_shape(size), dtype)
        shapes = [as_array(value).dims() for value in args[:parameters] if not isinstance(value, Unknown)]
        shape = broadcast(shapes)
        return sample(shape or None, dtype)

    return draw


def rand(*sizes: Any) -> Tensor:
    return sample(array_shape(sizes) if sizes else None, "float64")


def randint(low: Any, high: Any = None, size: Any = None, dtype: Any = None, endpoint: Any = False) -> Tensor:
    bounds = [value for value in (low, high) if isinstance(value, int)]
    if high is not None and len(bounds) == 2:
        require(bounds[0] < bounds[1] or endpoint is not False and bounds[0] <= bounds[1], "low >= high")
    if high is None and bounds:
        require(bounds[0] > 0, "high <= 0")
    found = sample(None if size is None else array_shape(size), dtype_name(dtype, "int64"))
    if endpoint is not False or len(bounds) < (1 if high is None else 2):
        return found
    return as_labels(found, *((0, *bounds) if high is None else bounds))


def as_labels(numbers: Tensor, low: int, high: int) -> Tensor:
    """The numbers drawn as classes, where it is beyond doubt that so many draws meet the largest one, or all."""
    count = product(numbers.dims())
    if low < 0 or not isinstance(count, int):
        return numbers
    missed = (1 - 1 / (high - low)) ** count
    if missed > NEVER:
        return numbers
    return Labels(numbers.shape, numbers.dtype, high, every=low == 0 and missed * high < NEVER)


def choice(a: Any, size: Any = None, replace: Any = True, p: Any = None, axis: Any = 0, **options: Any) -> Any:
    population = dimension(a)
    if isinstance(a, (list, tuple, Tensor)):
        found = as_array(a)
        if not found.dims():
            raise Invalid("a must be 1-dimensional or an integer")
        if size is None:
            raise Undetermined("a random choice")
        place = checked_axis(axis, len(found.dims()))
        rest = found.dims()
        return Tensor((*rest[:place], *array_shape(size), *rest[place + 1 :]), found.dtype)
    if isinstance(population, (float, str)):
        raise Invalid("a must be a sequence or an integer")
    found = sample(None if size is None else array_shape(size), "int64")
    return as_labels(found, 0, population) if isinstance(population, int) and replace is True and p is None else found


def permutation(x: Any, axis: Any = 0) -> Tensor:
    size = dimension(x)
    if isinstance(x, (list, tuple, Tensor, range)):
        found = as_array(x)
        return Tensor(found.shape, found.dtype)
    return Tensor(array_shape(size), "int64")


def multivariate_normal(mean: Any, cov: Any, size: Any = None, **options: Any) -> Tensor:
    return Tensor((*(() if size is None else array_shape(size)), *as_array(mean).dims()), "float64")


def vectors(parameters: int, dtype: str) -> Callable[..., Tensor]:
    """A distribution of vectors, as long as the last parameter: `dirichlet`, `multinomial`."""

    def draw(*args: Any, size: Any = None) -> Tensor:
        size = args[parameters] if len(args) > parameters else size
        return Tensor((*(() if size is None else array_shape(size)), *as_array(args[parameters - 1]).dims()), dtype)

    return draw


def nothing(*args: Any, **kwargs: Any) -> None:
    """Seeding and shuffling in place leave every shape as it is."""


def _methods() -> dict[str, Callable[..., Any]]:
    found: dict[str, Callable[..., Any]] = {name: drawn(count, "float64") for name, count in DISTRIBUTIONS.items()}
    found.update((name, drawn(count, "int64")) for name, count in WHOLE.items())
    found.update(
        rand=rand,
        randn=rand,
        randint=randint,
        choice=choice,
        permutation=permutation,
        shuffle=nothing,
        seed=nothing,
        multivariate_normal=multivariate_normal,
        dirichlet=vectors(1, "float64"),
        multinomial=vectors(2, "int64"),
    )
    return found


def generator(seed: Any = None) -> LibraryObject:
    """`numpy.random.default_rng()`."""
    methods = _methods()
    methods.update(integers=randint, permuted=permutation)
    for name in ("rand", "randn", "randint", "random_sample", "ranf", "sample", "seed"):
        del methods[name]
    return LibraryObject("Generator", {name: Row(name, function) for name, function in methods.items()})


def random_state(seed: Any = None) -> LibraryObject:
    """`numpy.random.RandomState()`."""
    return LibraryObject("RandomState", {name: Row(name, function) for name, function in _methods().items()})


STAND_INS = rows("numpy.random.", {**_methods(), "default_rng": generator, "RandomState": random_state})
