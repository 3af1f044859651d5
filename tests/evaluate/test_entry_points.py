"""What functions and classes build that the program itself never uses."""

from __future__ import annotations

from kerascount.config import Config
from kerascount.diagnostics import Severity
from kerascount.evaluate.program import evaluate_file
from kerascount.graph import FileReport
from kerascount.pipeline import analyze_source
from kerascount.source.files import SourceFile
from kerascount.values.shape import shapes_text

HEAD = "import keras\nfrom keras import layers\n"


def report(program: str) -> FileReport:
    return evaluate_file(SourceFile("program.py", HEAD + program), Config())


def built(program: str) -> list[tuple[str, str, str]]:
    return [
        (model.entry, model.name, ", ".join(shapes_text(layer.output_shape or ()) for layer in model.layers))
        for model in report(program).models
    ]


def test_a_function_has_its_defaults() -> None:
    program = """
def build(units=4, classes=10):
    return keras.Sequential([keras.Input((3,)), layers.Dense(units), layers.Dense(classes)])
"""
    assert built(program) == [("build(units, classes)", "sequential", "(None, 4), (None, 10)")]


def test_parameters_stand_for_themselves() -> None:
    program = "def build(units):\n    return keras.Sequential([keras.Input((3,)), layers.Dense(units)])\n"
    (model,) = report(program).models
    assert shapes_text(model.layers[0].output_shape or ()) == "(None, units)"


def test_only_callers_are_entered() -> None:
    program = """
def block(x, units):
    keras.Model(x, x)
    return layers.Dense(units)(x)

def build():
    x = keras.Input((3,))
    return keras.Model(x, block(x, 8))
"""
    assert [entry for entry, _, _ in built(program)] == ["build()", "build()"]


def test_what_the_program_calls_is_no_entry() -> None:
    program = "def build():\n    return keras.Sequential([keras.Input((3,))])\nmodel = build()\n"
    assert [entry for entry, _, _ in built(program)] == [""]


def test_names_begin_anew_for_every_entry() -> None:
    program = """
def one():
    return keras.Sequential([keras.Input((3,)), layers.Dense(1)])

def two():
    return keras.Sequential([keras.Input((3,)), layers.Dense(2)])
"""
    assert [name for _, name, _ in built(program)] == ["sequential", "sequential"]


def test_methods_of_classes() -> None:
    program = """
class Net:
    def __init__(self, units, depth=2):
        self.units, self.depth = units, depth
    def build_model(self):
        model = keras.Sequential([keras.Input((3,))])
        for _ in range(self.depth):
            model.add(layers.Dense(self.units))
        return model
"""
    assert built(program) == [("build_model()", "sequential", "(None, units), (None, units)")]


def severities(program: str) -> list[Severity]:
    return [item.severity for item in report(program).diagnostics]


def test_wrong_for_all_arguments_is_an_error() -> None:
    program = "def wrong(n):\n    x = keras.Input((28, 28, 1))\n    return layers.Conv1D(n, 3)(x)\n"
    assert severities(program) == [Severity.ERROR]


def test_wrong_for_the_defaults_only_is_none() -> None:
    program = "def wrong(k=40):\n    x = keras.Input((28, 28, 1))\n    return layers.Conv2D(1, k)(x)\n"
    assert severities(program) == [Severity.INFO]


def test_wrong_under_a_condition_on_the_arguments_is_none() -> None:
    program = """
def wrong(n):
    x = keras.Input((28, 28, 1))
    if n > 3:
        return layers.Conv1D(n, 3)(x)
"""
    assert Severity.ERROR not in severities(program)


def test_tests_are_not_entered() -> None:
    assert severities("def test_refuses():\n    layers.Dense(-1)\n") == []


DEEP = """
def deep(inputs):
    for _ in range(400):
        inputs = layers.Dense(4)(inputs)
    return inputs
def large():
    return keras.Model(x := keras.Input((4,)), deep(x))
"""
SMALL = (
    "def small():\n    return keras.Sequential([keras.Input((4,)), layers.Dense(-1) if False else layers.Dense(2)])\n"
)


def found(program: str) -> FileReport:
    """Of a file that nobody named."""
    return evaluate_file(SourceFile("program.py", HEAD + program), Config(), named=False)


def test_an_ordinary_function_is_entered_in_a_file_that_nobody_named() -> None:
    assert found(SMALL).models[0].entry == "small()"
    assert found(SMALL).diagnostics == ()


def test_what_takes_long_is_left_out_there_and_that_is_said() -> None:
    assert [model.entry for model in report(DEEP + SMALL).models] == ["large()", "small()"]
    left = found(DEEP + SMALL)
    (said,) = left.diagnostics
    assert (left.models, said.code, said.severity) == ((), "KC912", Severity.INFO)
    assert said.message == "2 functions or classes that nothing calls are not entered"


def test_a_model_of_which_one_outcome_takes_long_is_left_out() -> None:
    program = DEEP.replace("def large():", "def large(many):").replace("deep(x)", "deep(x) if many else x")
    assert found(program.replace("if many", "if not many")).models == ()


def test_what_is_refused_before_the_end_of_the_steps_is_reported() -> None:
    program = DEEP.replace("return keras.Model", "layers.Dense(-1); return keras.Model")
    assert [item.severity for item in found(program).diagnostics] == [Severity.ERROR, Severity.INFO]


def test_a_function_of_a_notebook_may_have_run_with_other_names() -> None:
    program = """
units = 4
def build():
    return keras.Sequential([keras.Input((3,)), layers.Dense(units)])
%timeit build()
units = -1
"""
    (found,) = analyze_source(HEAD + program, "program.py", Config()).diagnostics
    assert found.severity is Severity.INFO
