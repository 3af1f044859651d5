"""Methods and classes for training in the words of an older Keras."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kerascount.evaluate.keras.constructors import recorded
from kerascount.evaluate.keras.training.signatures import SIGNATURES
from kerascount.modernize.arguments import Arguments
from kerascount.versions import Api

# What the methods that Keras 3 does not have took, in their order, and which one does their work today.
GENERATORS: Final = {
    "fit_generator": "fit",
    "evaluate_generator": "evaluate",
    "predict_generator": "predict",
}
POSITIONAL: Final[dict[str, Sequence[str]]] = {
    "fit_generator": (
        "generator", "steps_per_epoch", "epochs", "verbose", "callbacks", "validation_data", "validation_steps",
    ),
    "evaluate_generator": ("generator", "steps"),
    "predict_generator": ("generator", "steps"),
}  # fmt: skip
# The same of Keras 1, which counted samples.
POSITIONAL_1: Final[dict[str, Sequence[str]]] = {
    "fit_generator": (
        "generator", "samples_per_epoch", "nb_epoch", "verbose", "callbacks", "validation_data", "nb_val_samples",
    ),
    "evaluate_generator": ("generator", "val_samples"),
    "predict_generator": ("generator", "val_samples"),
}  # fmt: skip
WORDS: Final = {
    "generator": "x",
    "nb_epoch": "epochs",
    "samples_per_epoch": "steps_per_epoch",
    "nb_val_samples": "validation_steps",
    "val_samples": "steps",
    "lr": "learning_rate",
}
# Numbers of samples, where today's are numbers of batches.
COUNTED_OTHERWISE: Final = frozenset(["samples_per_epoch", "nb_val_samples", "val_samples"])
# How the data are fetched, or what is written about it.
HOW: Final = frozenset(
    "workers use_multiprocessing max_queue_size max_q_size nb_worker pickle_safe write_grads".split()
)
# Other arguments that Keras 3 does not take, and older lines did.
ONCE: Final = frozenset(
    "validation_split samples class_mode show_accuracy sample_weight_mode target_tensors period".split()
)
METHODS: Final = frozenset([*GENERATORS, "fit", "evaluate", "predict", "compile"])


def translate_method(arguments: Arguments, method: str) -> None:
    """The arguments of `model.fit(...)` and the like for Keras 3."""
    names = SIGNATURES[GENERATORS.get(method, method)]
    _translate(arguments, names)
    arguments.place(names)


def positional(method: str, own: Api) -> Sequence[str]:
    """What a method takes by position in the Keras that the program is for."""
    generators = POSITIONAL_1 if own is Api.KERAS_1 else POSITIONAL
    return generators.get(method) or SIGNATURES[method]


def counts_alike(arguments: Arguments) -> bool:
    """Whether all numbers mean the same as before."""
    return COUNTED_OTHERWISE.isdisjoint(item.old for item in arguments.given)


def translate_constructor(arguments: Arguments, name: str) -> None:
    """The arguments of `keras.optimizers.SGD(...)` and the like for Keras 3."""
    names = [argument.rstrip("?") for argument in recorded()[name]]
    own = [argument for argument in names if argument != "**"]
    _translate(arguments, own if "**" not in names or "learning_rate" in own else [*own, *_given(arguments)])
    arguments.place(own)


def _given(arguments: Arguments) -> list[str]:
    return [item.old for item in arguments.given]


def _translate(arguments: Arguments, names: Sequence[str]) -> None:
    for item in arguments.given:
        if item.old in ("metrics", "weighted_metrics") and isinstance(item.value, str):
            arguments.rewrite(item, f"[{arguments.written(item)}]")
            continue
        word = WORDS.get(item.old, "")
        if item.old in names or item.old == "decay":
            arguments.keep(item)
        elif word in names:
            arguments.rename(item, word)
        elif item.old in HOW or item.value is None or item.old == "period" and item.value == 1:
            arguments.leave_out(item)
        elif item.old in ONCE:
            arguments.give_up(item)
        else:
            arguments.keep(item)
