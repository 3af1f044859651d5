"""`keras.DTypePolicy` and the global policy, under the names that they have had."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from kerascount.evaluate.objects import StandIn
from kerascount.layers.policies import DTypePolicy, named_policy, policy_of
from kerascount.models.session import Session
from kerascount.values.objects import Unknown
from kerascount.values.outcomes import Invalid, Undetermined
from kerascount.versions import Api


def make_policy(session: Session, name: Any = None) -> DTypePolicy:
    """`keras.DTypePolicy(name)`."""
    if isinstance(name, Unknown):
        raise Undetermined(name.why)
    if name is None:
        return policy_of(None, session.context)
    if not isinstance(name, str):
        message = f"'name' must be a string, such as 'mixed_float16'. Received: name={name}"
        raise Invalid(message, error="TypeError", code="KC108")
    return named_policy(name) if session.api is Api.KERAS_3 else DTypePolicy(name)


def make_quantized(session: Session, mode: Any, source_name: Any = None) -> DTypePolicy:
    """`keras.dtype_policies.QuantizedDTypePolicy(mode, source_name)`."""
    source = make_policy(session, source_name).name
    return make_policy(session, f"{mode}_from_{source}" if isinstance(mode, str) else mode)


def set_policy(session: Session, policy: Any) -> None:
    if isinstance(policy, Unknown):
        raise Undetermined(policy.why)
    session.set(policy=policy_of(policy, session.context).name)


def global_policy(session: Session) -> DTypePolicy:
    return policy_of(None, session.context)


def get_policy(session: Session, identifier: Any) -> DTypePolicy:
    """`keras.dtype_policies.get(identifier)`."""
    return policy_of(identifier, session.context)


FUNCTIONS: Final[Mapping[str, Callable[..., Any]]] = {
    **dict.fromkeys(("DTypePolicy", "FloatDTypePolicy", "Policy"), make_policy),
    "QuantizedDTypePolicy": make_quantized,
    **dict.fromkeys(("set_dtype_policy", "set_global_policy", "set_policy"), set_policy),
    **dict.fromkeys(("dtype_policy", "global_policy"), global_policy),
    "get": get_policy,
}


def find(session: Session, name: str) -> Any:
    """What `keras.mixed_precision.…` is bound to; None where it has no model."""
    function = FUNCTIONS.get(name.rpartition(".")[2])
    return StandIn(name, partial(function, session)) if function else None
