"""Core layers against Keras: facts of runs, and whole grids of arguments against the installed Keras."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from kerascount.layers.core import Dense, Embedding
from kerascount.layers.registry import Context
from kerascount.values.dims import FREE
from kerascount.values.objects import Unknown
from kerascount.values.outcomes import Undetermined
from kerascount.versions import Api
from tests.layers.facts import Fact, check, invalid
from tests.layers.judge import agree, ours

# Keras 3.15.1
FACTS: list[Fact] = [
    ("Dense(3)", "None 8", "None 3", "kernel 8 3, bias 3"),
    ("Dense(3)", "None 5 8", "None 5 3", "kernel 8 3, bias 3"),
    ("Dense(3, use_bias=False)", "2 8", "2 3", "kernel 8 3"),
    ("Dense(3, lora_rank=2)", "None 8", "None 3", "kernel* 8 3, bias 3, lora_kernel_a 8 2, lora_kernel_b 2 3"),
    ('Dense(3, lora_rank=2, kernel_constraint="max_norm")', "None 8", invalid(), ""),
    ("Dense(3)", "None None", invalid(), ""),
    ("Dense(3)", "None", invalid(), ""),
    ("Dense(0)", "None 8", invalid(), ""),
    ('Dense("3")', "None 8", invalid(), ""),
    ("Dense(3.0)", "None 8", invalid(), ""),
    ("Dense(True)", "None 8", "None 1", "kernel 8 1, bias 1"),
    ('Dense(3, "relo")', "None 8", invalid(), ""),
    ('Dense(3, kernel_constraint="maxnorm")', "None 8", invalid(), ""),
    ("Dense(3, bias=True)", "None 8", invalid(), ""),
    ("Dense()", "None 8", invalid("TypeError"), ""),
    ("Embedding(10, 4)", "None 7", "None 7 4", "embeddings 10 4"),
    ("Embedding(10, 4, input_length=7, mask_zero=True)", "None 5 7", "None 5 7 4", "embeddings 10 4"),
    (
        "Embedding(10, 4, lora_rank=2)",
        "None None",
        "None None 4",
        "embeddings* 10 4, lora_embeddings_a 10 2, lora_embeddings_b 2 4",
    ),
    ("Embedding(10.0, 4)", "None 7", invalid(), ""),
    ("Embedding(True, 4)", "None 7", invalid(), ""),
    ("Embedding(10, 0)", "None 7", invalid(), ""),
    ("ReversibleEmbedding(10, 4)", "None 7", "None 7 4", "embeddings 10 4"),
    ("ReversibleEmbedding(10, 4, tie_weights=False)", "None 7", "None 7 4", "embeddings 10 4, reverse_embeddings 4 10"),
    (
        'EinsumDense("abc,cd->abd", output_shape=(None, 6), bias_axes="d")',
        "None 5 3",
        "None None 6",
        "kernel 3 6, bias 6",
    ),
    ('EinsumDense("...x,xy->...y", output_shape=6, bias_axes="y")', "None 2 5 3", "None 5 2 6", "kernel 3 6, bias 6"),
    ('EinsumDense("ab...,bc->ac...", output_shape=6, bias_axes="c")', "None 5 3", "None 6 3", "kernel 5 6, bias 6 1"),
    ('EinsumDense("abc,bd->adc", output_shape=(6, None))', "None 5 3", "None 6 None", "kernel 5 6"),
    (
        'EinsumDense("abc,cd->abd", output_shape=(None, 6), lora_rank=2)',
        "None 5 3",
        "None None 6",
        "kernel* 3 6, lora_kernel_a 3 2, lora_kernel_b 2 6",
    ),
    ('EinsumDense("abc,cd->abd", output_shape=6)', "None 5 3", invalid(), ""),
    ('EinsumDense("abc,cd->abd", output_shape=(None, 6))', "None 3", invalid("IndexError"), ""),
    ('EinsumDense("abc, cd -> abd", output_shape=(None, 6))', "None 5 3", invalid(), ""),
    ('EinsumDense("abc,cd->abd", output_shape=None)', "None 5 3", invalid("TypeError"), ""),
    ('EinsumDense("ab,bc->ac", output_shape=6, bias_axes="d")', "None 3", invalid(), ""),
    ("Masking()", "None 5 3", "None 5 3", ""),
    ("Identity()", "None 5 3", "None 5 3", ""),
    ("Identity()", "None 5 | None 3", "None 5 | None 3", ""),
    ("Lambda(lambda x: x, output_shape=(4,))", "None 5 3", "None 4", ""),
    ("Lambda(lambda x: x, output_shape=[4])", "None 5 3", invalid("TypeError"), ""),
    ('Lambda("x")', "None 5 3", invalid("TypeError"), ""),
]
# tf_keras 2.21
TF_FACTS: list[Fact] = [
    ('Dense("4")', "None 8", "None 4", "kernel 8 4, bias 4"),
    ("Dense(4.7)", "None 8", "None 4", "kernel 8 4, bias 4"),
    ("Dense(-1)", "None 8", invalid(), ""),
    ("Dense(True)", "None 8", invalid("TypeError"), ""),
    ("Dense(4, lora_rank=2)", "None 8", invalid("TypeError"), ""),
    ('Dense(4, kernel_constraint="maxnorm")', "None 8", "None 4", "kernel 8 4, bias 4"),
    ("Embedding(10, 4, input_length=7)", "None 7", "None 7 4", "embeddings 10 4"),
    ("Embedding(-1, 4)", "None 7", invalid(), ""),
    ('EinsumDense("abc,cd->abd", (None, 6))', "None 5 3", "None 5 6", "kernel 3 6"),
    ('EinsumDense("ab,bc->ac", 6)', "None 5 3", invalid(), ""),
]
TF_KERAS = Context(api=Api.TF_KERAS)


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: f"{fact[0]} {fact[1]}")
def test_facts(fact: Fact) -> None:
    check(fact)


@pytest.mark.parametrize("fact", TF_FACTS, ids=lambda fact: f"{fact[0]} {fact[1]}")
def test_tf_keras_facts(fact: Fact) -> None:
    check(fact, TF_KERAS)


SHAPES: list[Any] = [(None, 8), (None, 5, 4), (2, 6), (None, None), (None, 5, None), (None,), (None, 4, 4, 3)]
ODD = ["0", "-1", "2.5", "'4'", "'x'", "None", "True", "[4]", "(3,)", "{}"]


@pytest.mark.parametrize("value", ODD)
def test_odd_arguments(value: str) -> None:
    calls = [f"Dense({value})", f"Embedding({value}, 4)", f"Embedding(4, {value})", f"ReversibleEmbedding(4, {value})"]
    calls += [f"Dense(3, lora_rank={value})", f"Embedding(9, 4, lora_rank={value})", f"Masking({value})"]
    names = ("activation", "kernel_initializer", "kernel_regularizer", "bias_constraint", "activity_regularizer")
    calls += [f"Dense(3, {name}={value})" for name in names]
    for call, shape in product(calls, SHAPES[:4]):
        agree(call, shape)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_shapes(shape: Any) -> None:
    calls = ["Dense(3)", "Dense(3, use_bias=False, lora_rank=2)", "Embedding(9, 4)", "Masking()", "Identity()"]
    calls += ["ReversibleEmbedding(9, 4, tie_weights=False)", "Embedding(9, 4, lora_rank=3, mask_zero=True)"]
    for call in calls:
        agree(call, shape)


EQUATIONS = [
    "ab,bc->ac", "abc,cd->abd", "abc,bd->adc", "...x,xy->...y", "...bc,cd->...bd", "ab...,bc->ac...", "abc,cde->abde",
    "abc,bcd->ad", "ab,bc->cb", "abc,cd", "ab, bc -> ac", "ab,cd->ad", "abc,cb->abc", "a...,bc->ac...",
]  # fmt: skip


@pytest.mark.parametrize("equation", EQUATIONS)
def test_einsum_dense(equation: str) -> None:
    outputs = ["4", "(None, 4)", "(3, 4)", "(None, 3, 4)", "(None, None, 4)", "None", "-3"]
    biases = ["4, bias_axes='c'", "(None, 4), bias_axes='d'", "(None, 3, 4), bias_axes='bd'"]
    shapes = [(None, 3), (None, 5, 3), (2, 3, 4), (None, 5, 4, 3)]
    for output, shape in product(outputs + biases, shapes):
        # Zeros are made much faster than the random numbers of the default.
        agree(f"EinsumDense('{equation}', {output}, kernel_initializer='zeros')", shape)


POLICIES = [
    "int8_from_float32", "int4_from_mixed_bfloat16", "int4/4_from_float32", "int4/0_from_float32",
    "int4/x_from_float32",
    "float8_from_float32", "int8_from_float16", "int9_from_float32", "int8", "float31", "mixed_float16", "",
]  # fmt: skip


@pytest.mark.parametrize("policy", POLICIES)
def test_dtype_policies(policy: str) -> None:
    for call in ("Dense(5", "Embedding(7, 5", "ReversibleEmbedding(7, 5, tie_weights=False", "Masking(0.0"):
        agree(f"{call}, dtype='{policy}')", (None, 6))


def test_a_policy_that_is_not_modelled() -> None:
    with pytest.raises(Undetermined):
        ours("Dense(5, dtype='gptq/4/8_from_float32')", (None, 6))


@pytest.mark.parametrize(
    ("old", "today"),
    [
        ("Dense(4, init='uniform', activation='relu', bias=False)", "Dense(4, activation='relu', use_bias=False)"),
        ("Dense(output_dim=4, input_dim=8)", "Dense(4)"),
        ("Embedding(10, 4, input_length=8, dropout=0.2)", "Embedding(10, 4)"),
        ("TimeDistributedDense(4)", "Dense(4)"),
    ],
)
def test_keras_1_signatures(old: str, today: str) -> None:
    shape = (None, 8, 3) if old.startswith("Time") else (None, 8)
    assert ours(old, shape, Context(api=Api.KERAS_1)) == ours(today, shape)


def test_an_embedding_names_the_input_of_a_model() -> None:
    bound = Embedding.bind((10, 4), {"input_length": 7}, TF_KERAS).layer
    assert bound.implied_input() == {"shape": (7,)}
    assert Embedding(10, 4).implied_input() == {}


def test_equal_calls_share_what_they_describe_but_not_their_names() -> None:
    first, second = (Dense.bind((4,), {"name": name}, Context()) for name in ("a", "b"))
    assert first.layer is second.layer
    assert (first.common, second.common) == ({"name": "a"}, {"name": "b"})
    assert Dense.bind((4,), {}, Context()).common == {}


def test_calls_that_only_seem_equal_do_not() -> None:
    calls = [((4,), {}), ((4,), {"use_bias": 1}), ((4,), {"use_bias": True}), ((4,), {"dtype": "float16"})]
    assert len({id(Dense.bind(args, kwargs, Context()).layer) for args, kwargs in calls}) == len(calls)


def test_names_of_an_unknown_size_pass() -> None:
    units = Unknown("depends on sys.argv", "args.units")
    kernel, bias = Dense(units).weights((FREE, 8))
    assert (str(kernel.size), str(bias.size)) == ("8·args.units", "args.units")


def test_registered_names() -> None:
    context = Context(api=Api.TF_KERAS, custom_objects=frozenset({"mine"}))
    assert not ours("Dense(3, 'mine')", (None, 8), context).error
    assert ours("Dense(3, 'mine')", (None, 8), TF_KERAS).error
