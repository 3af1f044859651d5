"""Attention layers against Keras: facts of runs, and whole grids of arguments against the installed Keras."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

import kerascount.layers.attention  # noqa: F401
from kerascount.layers.registry import Context, lookup
from kerascount.values.dims import FREE
from kerascount.values.objects import Unknown
from kerascount.values.outcomes import Invalid
from kerascount.values.shape import Shapes, to_python
from kerascount.versions import Api
from tests.layers.facts import Fact, invalid, shapes, weights
from tests.layers.judge import KERAS_3, Outcome, constructors

TF_KERAS = Context(api=Api.TF_KERAS)
# Keras 3.15.1. The arguments of the call are split by ";"; "-> scores" asks for the scores too.
FACTS: list[Fact] = [
    (
        "MultiHeadAttention(2, 4)",
        "None 5 8 ; None 6 8",
        "None 5 8",
        "query/kernel 8 2 4, query/bias 2 4, key/kernel 8 2 4, key/bias 2 4, value/kernel 8 2 4, value/bias 2 4, "
        "attention_output/kernel 2 4 8, attention_output/bias 8",
    ),
    (
        "MultiHeadAttention(2, 4, value_dim=3, output_shape=(7,))",
        "None 5 8 ; None 6 9 ; None 6 3",
        "None 5 7",
        "query/kernel 8 2 4, query/bias 2 4, key/kernel 3 2 4, key/bias 2 4, value/kernel 9 2 3, value/bias 2 3, "
        "attention_output/kernel 2 3 7, attention_output/bias 7",
    ),
    (
        "MultiHeadAttention(2, 4, use_bias=False, use_gate=True)",
        "None 5 8 ; None 5 8",
        "None 5 8",
        "query/kernel 8 2 4, key/kernel 8 2 4, gate/kernel 8 2 4, value/kernel 8 2 4, attention_output/kernel 2 4 8",
    ),
    (
        "MultiHeadAttention(2, 4, use_bias=False) -> scores",
        "None 5 8 ; None 6 8",
        "None 5 8 | None 2 5 5",
        "query/kernel 8 2 4, key/kernel 8 2 4, value/kernel 8 2 4, attention_output/kernel 2 4 8",
    ),
    (
        "MultiHeadAttention(2, 4, use_bias=False, attention_axes=(1, 2))",
        "None 5 5 8 ; None 6 6 8",
        "None 5 5 8",
        "query/kernel 8 2 4, key/kernel 8 2 4, value/kernel 8 2 4, attention_output/kernel 2 4 8",
    ),
    ("MultiHeadAttention(2, 4, attention_axes=5)", "None 5 8 ; None 6 8", invalid("IndexError"), ""),
    ("MultiHeadAttention(2, 4)", "None 5 8 ; None 6 8 ; None 7 8", invalid(), ""),
    ("MultiHeadAttention(2, 4)", "None 5 None ; None 6 8", invalid(), ""),
    ("MultiHeadAttention(0, 4)", "None 5 8 ; None 6 8", invalid(), ""),
    ("MultiHeadAttention(2, 4.0)", "None 5 8 ; None 6 8", invalid(), ""),
    ("MultiHeadAttention(2, 4, output_shape='8')", "None 5 8 ; None 6 8", invalid(), ""),
    ("MultiHeadAttention(2, 4, dropout=2)", "None 5 8 ; None 6 8", invalid(), ""),
    (
        "GroupQueryAttention(4, 4, 2)",
        "None 5 8 ; None 6 8",
        "None 5 8",
        "query/kernel 8 4 4, query/bias 4 4, key/kernel 8 2 4, key/bias 2 4, value/kernel 8 2 4, value/bias 2 4, "
        "attention_output/kernel 4 4 8, attention_output/bias 8",
    ),
    (
        "GroupQueryAttention(4, 2, 1, use_bias=False, use_gate=True) -> scores",
        "None 5 8 ; None 6 8",
        "None 5 8 | None 2 5 6",
        "query/kernel 8 2 4, key/kernel 8 1 4, gate/kernel 8 2 4, value/kernel 8 1 4, attention_output/kernel 2 4 8",
    ),
    ("GroupQueryAttention(4, 3, 2)", "None 5 8 ; None 6 8", invalid(), ""),
    ("GroupQueryAttention(4, 2, 0)", "None 5 8 ; None 6 8", invalid("ZeroDivisionError"), ""),
    ("GroupQueryAttention(4, 2, 1)", "None 5 8 ; None 6 7", invalid(), ""),
    ("GroupQueryAttention(4, 2, 1)", "None 8 ; None 8", invalid("IndexError"), ""),
    ("Attention()", "None 5 4 | None 6 4", "None 5 4", ""),
    (
        "Attention(use_scale=True, score_mode='concat') -> scores",
        "None 5 4 | None 6 3",
        "None 5 3 | None 5 6",
        "scale, concat_score_weight",
    ),
    ("Attention(score_mode='cosine')", "None 5 4 | None 6 4", invalid(), ""),
    ("Attention(dropout='x')", "None 5 4 | None 6 4", invalid("TypeError"), ""),
    ("Attention()", "None 5 4", invalid(), ""),
    ("Attention()", "None 5 4 |", invalid(), ""),
    ("AdditiveAttention()", "None 5 4 | None 6 4 | None 6 4", "None 5 4", "scale 4"),
    ("AdditiveAttention(use_scale=False)", "None 5 4 | None 6 4", "None 5 4", ""),
    ("AdditiveAttention()", "None 5 None | None 6 4", invalid(), ""),
]
# tf_keras 2.21
TF_FACTS: list[Fact] = [
    ("Attention()", "None 5 4 | None 6 4", "None 5 4", ""),
    ("Attention(use_scale=True, score_mode='concat') -> scores", "None 5 4 | None 6 3", invalid(), ""),
    ("Attention(score_mode='cosine')", "None 5 4 | None 6 4", invalid(), ""),
    ("Attention(dropout='x')", "None 5 4 | None 6 4", invalid("TypeError"), ""),
    ("Attention()", "None 5 4", invalid(), ""),
    ("Attention()", "None 5 4 |", invalid(), ""),
    ("AdditiveAttention()", "None 5 4 | None 6 4 | None 6 4", "None 5 4", "scale 4"),
    ("AdditiveAttention(use_scale=False)", "None 5 4 | None 6 4", "None 5 4", ""),
    ("AdditiveAttention()", "None 5 None | None 6 4", "None 5 4", "scale 4"),
    (
        "MultiHeadAttention(2, 4)",
        "None 5 8 ; None 6 8",
        "None 5 8",
        "query/kernel 8 2 4, query/bias 2 4, key/kernel 8 2 4, key/bias 2 4, value/kernel 8 2 4, value/bias 2 4, "
        "attention_output/kernel 2 4 8, attention_output/bias 8",
    ),
    (
        "MultiHeadAttention(2, 4, use_bias=False) -> scores",
        "None 5 8 ; None 6 8",
        "None 5 8 | None 2 5 6",
        "query/kernel 8 2 4, key/kernel 8 2 4, value/kernel 8 2 4, attention_output/kernel 2 4 8",
    ),
    ("MultiHeadAttention(2, 4)", "None 8 ; None 8", invalid("IndexError"), ""),
    ("MultiHeadAttention(2, 4, use_gate=True)", "None 5 8 ; None 5 8", invalid("TypeError"), ""),
    ("MultiHeadAttention(2, 4)", "None 5 8 ; None 6 8 ; None 7 8", invalid(), ""),
    ("MultiHeadAttention(2, 0)", "None 5 8 ; None 6 8", invalid("ZeroDivisionError"), ""),
    ("Attention(causal=True)", "None 5 4 | None 6 4", "None 5 4", ""),
]


def ours(expression: str, args: list[Any], scores: bool = False, context: Context = KERAS_3) -> Outcome:
    """The layer by our description, called on inputs of these shapes."""
    try:
        layer: Any = eval(expression, dict(constructors(context)))
        given = [dims(shape) for shape in args]
        made = tuple((w.name, w.shape, w.trainable) for w in layer.weights(*given))
        more = {"return_attention_scores": True} if scores else {}
        return Outcome(plain(layer.output_shape(*given, **more)), made)
    except Invalid as refusal:
        return Outcome(error=refusal.error)


def theirs(expression: str, args: list[Any], scores: bool = False) -> Outcome:
    """The layer in the real Keras, its weights by their path inside the layer."""
    import keras

    try:
        layer = eval(expression, {name: getattr(keras.layers, name) for name in dir(keras.layers)})
        output = layer(*map(inputs, args), **({"return_attention_scores": True} if scores else {}))
    except Exception as error:
        return Outcome(error=type(error).__name__)
    made = tuple((w.path.split("/", 1)[1], tuple(w.shape), w.trainable) for w in layer.weights)
    return Outcome([tuple(t.shape) for t in output] if scores else tuple(output.shape), made)


def agree(expression: str, args: list[Any], scores: bool = False) -> None:
    real, said = theirs(expression, args, scores), ours(expression, args, scores)
    same = bool(real.error) and bool(said.error) or real == said
    assert same, f"{expression} on {args}: Keras {real}, we {said}"


def inputs(shape: Any) -> Any:
    import keras

    return [inputs(item) for item in shape] if isinstance(shape, list) else keras.Input(batch_shape=shape)


def dims(shape: Any) -> Any:
    if isinstance(shape, list):
        return [dims(item) for item in shape]
    return tuple(FREE if size is None else size for size in shape)


def plain(given: Shapes) -> Any:
    if isinstance(given, tuple):
        return tuple(to_python(size) for size in given)
    return [plain(shape) for shape in given]


def check(fact: Fact, context: Context) -> None:
    expression, given, output, stated = fact
    call, _, scores = expression.partition(" -> ")
    said = ours(call, [shapes(part) for part in given.split(";")], bool(scores), context)
    if isinstance(output, Invalid):
        assert said.error == output.error
    else:
        assert said == Outcome(shapes(output), weights(stated))


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: f"{fact[0]} {fact[1]}")
def test_facts(fact: Fact) -> None:
    check(fact, KERAS_3)


@pytest.mark.parametrize("fact", TF_FACTS, ids=lambda fact: f"{fact[0]} {fact[1]}")
def test_tf_keras_facts(fact: Fact) -> None:
    check(fact, TF_KERAS)


QUERIES: list[Any] = [(None, 5, 8), (2, 5, 8), (None, 8), (None, 5, None), (None, 4, 5, 8)]
CALLS: list[Any] = [
    args
    for query in QUERIES
    for args in ([query, query], [query, (None, 6, 8)], [query, query, (None, 6, 3)], [query, query, query])
]
SIZES = ["2", "0", "-1", "2.0", "'2'", "None", "True"]
OPTIONS = [
    "value_dim=3", "value_dim=0", "use_bias=False", "output_shape=7", "output_shape=(2, 3)", "output_shape=-3",
    "output_shape='8'", "output_shape=3.5", "output_shape=(None,)", "attention_axes=1", "attention_axes=-1",
    "attention_axes=(1, 2)", "attention_axes=7", "attention_axes='x'", "attention_axes=()", "dropout=0.1", "dropout=3",
    "dropout='x'", "use_gate=True", "sliding_window=2", "sliding_window=0", "flash_attention=True, dropout=0.2",
]  # fmt: skip


@pytest.mark.parametrize("size", SIZES)
def test_sizes_of_heads(size: str) -> None:
    for sizes in (f"{size}, 4", f"2, {size}"):
        agree(f"MultiHeadAttention({sizes}, kernel_initializer='zeros')", CALLS[0])
    for sizes in (f"{size}, 2, 1", f"4, {size}, 1", f"4, 2, {size}"):
        agree(f"GroupQueryAttention({sizes}, kernel_initializer='zeros')", CALLS[0])


@pytest.mark.parametrize("option", OPTIONS)
def test_multi_head_attention(option: str) -> None:
    for args in CALLS[:3] + CALLS[8:10] + CALLS[-4:-2]:
        agree(f"MultiHeadAttention(2, 4, kernel_initializer='zeros', {option})", args)


@pytest.mark.parametrize("layer", ["MultiHeadAttention(2, 4)", "GroupQueryAttention(4, 2, 1)"])
def test_shapes(layer: str) -> None:
    for args, scores in product(CALLS, [False, True]):
        agree(layer.replace(")", ", kernel_initializer='zeros')"), args, scores)


@pytest.mark.parametrize("layer", ["Attention", "AdditiveAttention"])
def test_dot_product_attention(layer: str) -> None:
    options = ["", "use_scale=True", "score_mode='concat'", "score_mode='x'", "dropout='x'", "dropout=2", "seed=1"]
    odd: list[Any] = [[(None, 5, 8)], [[(None, 5, 8)]], [[(None, 5, 8)] * 4]]
    lists: list[Any] = [[args] for args in CALLS]
    for option, args in product(options, lists[:6] + lists[-4:] + odd):
        agree(f"{layer}({option})", args, scores=option == "seed=1")


def test_sizes_that_are_not_known() -> None:
    layer: Any = constructors(KERAS_3)["MultiHeadAttention"](2, Unknown("depends on sys.argv", "args.width"))
    kernel = next(layer.weights((FREE, 5, 8), (FREE, 5, 8)))
    assert str(kernel.size) == "16·args.width"


def test_the_class_of_grouped_queries_is_public_under_another_name() -> None:
    public = lookup("GroupQueryAttention", Api.KERAS_3)
    assert public is not None
    assert public(2, 4, 2).class_name == "GroupedQueryAttention"
    assert lookup("GroupedQueryAttention", Api.KERAS_3) is None
