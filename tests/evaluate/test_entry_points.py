"""What functions and classes build that the program itself never uses."""

from __future__ import annotations

from kerascount.config import Config
from kerascount.diagnostics import Severity
from kerascount.evaluate.program import evaluate_file
from kerascount.graph import FileReport
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
