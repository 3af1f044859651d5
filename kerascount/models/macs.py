"""The multiply-accumulates of a model for one sample, in all and by layer."""

from __future__ import annotations

from kerascount.models.functional import FunctionalObject
from kerascount.models.metering import one_sample
from kerascount.models.model import ModelObject
from kerascount.models.sequential import SequentialObject
from kerascount.values.macs import Meter, metered


def measure(model: ModelObject) -> Meter | None:
    """What a call of the model multiplies; None where no call of it is known, and where nobody asks."""
    if not model.session.counts_macs:
        return None
    if model.follows_program:
        return model.work
    with metered(replays=True) as meter:
        if isinstance(model, FunctionalObject):
            model.recompute(one_sample(model.inputs))
        elif isinstance(model, SequentialObject) and model.chain:
            model.replayed(one_sample(model.chain[0]))
        else:
            return None
    return meter
