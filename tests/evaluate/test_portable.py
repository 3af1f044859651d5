"""Programs for Python 2 and 3 alike: what `six` and the like call Python's own."""

from __future__ import annotations

from kerascount.config import Config
from kerascount.evaluate.program import evaluate_file
from kerascount.source.files import SourceFile
from kerascount.values.dims import FREE
from kerascount.versions import KERAS_3

PROGRAM = """
import keras, six
from six.moves import reduce, xrange
from builtins import range, str

model = keras.Sequential([keras.Input((3,))])
for n in xrange(2):
    model.add(keras.layers.Dense(len(range(n + 1)), name="dense" + str(n)))
units = reduce(lambda a, b: a + b, [1, 2]) + len(list(six.iteritems({"a": 1}))) + len(list(six.moves.zip([1], [2])))
if isinstance("a", six.string_types) and six.PY3:
    model.add(keras.layers.Dense(units))
"""


def test_names_of_six_are_those_of_python() -> None:
    report = evaluate_file(SourceFile("program.py", PROGRAM), Config(keras=KERAS_3))
    assert report.diagnostics == ()
    rows = [(row.name, row.output_shape) for row in report.models[0].layers]
    assert rows == [("dense0", (FREE, 1)), ("dense1", (FREE, 2)), ("dense", (FREE, 5))]
