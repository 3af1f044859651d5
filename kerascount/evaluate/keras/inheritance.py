"""What classes of a program have from the classes of Keras that they derive from."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from kerascount.evaluate.evaluator import Evaluator
from kerascount.evaluate.keras import attributes, cloning
from kerascount.evaluate.keras.namespace import functional_arguments, is_functional_call
from kerascount.evaluate.keras.programmed import (
    Programmed,
    ProgrammedFunctional,
    ProgrammedModel,
    ProgrammedSequential,
    from_program,
)
from kerascount.evaluate.objects import MISSING, Class, External, LibraryClass, StandIn
from kerascount.layers.registry import COMMON_BY_API
from kerascount.models.functional import checked
from kerascount.models.layer import LayerObject
from kerascount.models.sequential import SequentialObject
from kerascount.models.session import Session
from kerascount.values.outcomes import Invalid, Undetermined
from kerascount.versions import Api

KINDS: dict[str, type[Programmed]] = {
    "layer": Programmed,
    "model": ProgrammedModel,
    "functional": ProgrammedModel,
    "sequential": ProgrammedSequential,
}


def library_base(cls: Class) -> LibraryClass | None:
    """The class of Keras that a class of the program derives from; the most specific one."""
    found = [base for base in cls.foreign_bases if isinstance(base, LibraryClass)]
    return found[0] if found else None


def new_object(ev: Evaluator, cls: Class) -> Any:
    """A layer or model of the program before its `__init__`."""
    base = library_base(cls)
    assert base is not None, "other objects are no layers"
    return KINDS.get(base.kind, Programmed).blank(ev, cls)


def attribute(owner: Programmed, name: str, of_super: bool) -> Any:
    """An attribute that comes from Keras' class. `super().call` and the like are Keras' own methods."""
    base = library_base(owner.cls)
    if name == "__init__":
        return StandIn("__init__", partial(_start_among, owner, base))
    if not owner.started and not of_super:
        return _before_start(owner, name)
    if of_super and name in SUPER:
        return StandIn(name, partial(SUPER[name], owner))
    if name == "__setattr__":
        return StandIn(name, partial(attributes.set_programmed, owner))
    return attributes.attribute(owner, name)


def _before_start(owner: Programmed, name: str) -> Any:
    """An object that forgot `super().__init__()` has methods, and none of the state behind them."""
    if name in ("name", "dtype", "trainable_weights"):
        return MISSING
    if name in ("compile", "fit", "evaluate", "predict"):
        raise Invalid(
            f"'{owner.cls.name}' object has no attribute '_dtype_policy': it never called `super().__init__()`",
            error="AttributeError",
            code="KC116",
        )
    return attributes.attribute(owner, name)


def _start_among(owner: Programmed, base: LibraryClass | None, /, *args: Any, **kwargs: Any) -> None:
    """The same among bases of which one that is not known may take arguments that Keras does not have."""
    try:
        _start(owner, base, *args, **kwargs)
    except Invalid:
        if owner.bases_known:
            raise
        owner.started = True
        raise Undetermined(f"{owner.cls.name} has a base that is not known") from None


def _start(owner: Programmed, base: LibraryClass | None, /, *args: Any, **kwargs: Any) -> None:
    """`super().__init__(…)` of Keras' class."""
    if base is None or base.described is None and base.kind == "layer":
        owner.start(_common(owner, args, kwargs))
    elif base.described is not None:
        bound = base.described.bind(args, kwargs, owner.session.context)
        owner.start(bound.common, bound.layer)
    elif base.kind in ("model", "functional") and is_functional_call(args, kwargs):
        _start_functional(owner, args, kwargs)
    elif base.kind == "sequential":
        names = dict(zip(("layers", "trainable", "name"), args, strict=False))
        given = {**names, **kwargs}
        layers = given.pop("layers", None)
        owner.start(given)
        for layer in layers or ():
            owner.add(layer)  # type: ignore[attr-defined]
    else:
        owner.start(_common(owner, args, kwargs))


def _start_functional(owner: Programmed, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    inputs, outputs, common = functional_arguments(owner.session, args, kwargs)
    ProgrammedModel.start(owner, common)  # type: ignore[arg-type]
    try:
        inputs, outputs = checked(owner.session, inputs, outputs)
    except Undetermined as open_end:
        owner.unknown = open_end.why
        return
    owner.__class__ = ProgrammedFunctional
    owner.adopt_graph(inputs, outputs)  # type: ignore[attr-defined]


def _common(owner: Programmed, args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
    if args:
        given = len(args) + 1
        message = f"Layer.__init__() takes 1 positional argument but {given} were given"
        raise Invalid(message, error="TypeError", code="KC102")
    unknown = [key for key in kwargs if key not in COMMON_BY_API[owner.session.api]]
    if unknown and owner.session.api is not Api.KERAS_3:
        message = f"('Keyword argument not understood:', {unknown[0]!r})"
        raise Invalid(message, error="TypeError", code="KC104")
    if unknown:
        names = ", ".join(map(repr, unknown))
        raise Invalid(f"Unrecognized keyword arguments passed to {owner.cls.name}: {names}", code="KC104")
    return kwargs


# --- Keras' own methods, behind the program's


def _build(owner: Programmed, shape: Any) -> None:
    if owner.layer is not None:
        LayerObject.make_weights(owner, from_program(shape), {})
    owner.built = True


def _call(owner: Programmed, /, *args: Any, **kwargs: Any) -> Any:
    if owner.layer is None and not isinstance(owner, SequentialObject):
        raise Invalid(
            f"Layer {owner.cls.name} does not have a `call()` method implemented.", error="NotImplementedError"
        )
    if isinstance(owner, SequentialObject):
        return SequentialObject.infer_bound(owner, SequentialObject.signature.fget(owner).bind(args, kwargs))  # type: ignore[attr-defined]
    bound = LayerObject.signature.fget(owner).bind(args, kwargs)  # type: ignore[attr-defined]
    return LayerObject.infer_bound(owner, bound)


def _output_shape(owner: Programmed, shape: Any) -> Any:
    return attributes.program_shape(LayerObject.compute_output_shape(owner, from_program(shape)))


def _config(owner: Programmed) -> dict[str, Any]:
    return {"name": owner.name, "trainable": owner.trainable, "dtype": owner.policy.name}


SUPER: dict[str, Callable[..., Any]] = {
    "build": _build,
    "call": _call,
    "compute_output_shape": _output_shape,
    "get_config": _config,
    "__call__": lambda owner, *args, **kwargs: LayerObject.__call__(owner, *args, **kwargs),
    "__setattr__": attributes.set_programmed,
}


def of_class(session: Session, cls: Class, name: str) -> Any:
    """An attribute of a class of the program that its Keras base provides."""
    base = library_base(cls)
    if name == "from_config" and cls.foreign_bases and cls.foreign_bases != [object]:
        return StandIn(name, partial(cloning.construct, cls))
    if base is not None:
        return class_attribute(session, base, name)
    if any(isinstance(other, External) or other is not object for other in cls.foreign_bases):
        raise Undetermined(f"the attribute {name} comes from a class that is not followed")
    return MISSING


def class_attribute(session: Session, cls: LibraryClass, name: str) -> Any:
    """`keras.layers.Dense.__init__` and the like, called with the object as first argument."""
    if name == "__name__":
        return cls.name.rpartition(".")[2]
    if name == "__init__":
        return StandIn(name, lambda owner, *args, **kwargs: _start_among(owner, cls, *args, **kwargs))
    if name in SUPER:
        return StandIn(name, SUPER[name])
    if name == "from_config":
        return StandIn(name, partial(cloning.from_config, session, cls))
    raise Undetermined(f"the attribute {name} of {cls.name}")
