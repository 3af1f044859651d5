"""Findings of every kind that a format must get right, as of four files and two rules."""

from __future__ import annotations

from kerascount.diagnostics import Diagnostic, Edit, Fix, Location, Note, Severity
from kerascount.graph import FileReport, Report
from kerascount.rules import Rule

RANK = Rule(
    "KC101",
    "input-rank",
    Severity.ERROR,
    """A layer gets a tensor with another number of axes than it takes.

Conv2D takes four: `(batch, height, width, channels)`.

Bad:
    x = Conv2D(32, 3)(Input((28, 28)))
Good:
    x = Conv2D(32, 3)(Input((28, 28, 1)))

Keras: 1, 2, 3
Source: `assert_input_compatibility`
""",
)
OLD = Rule(
    "KC401",
    "old-argument",
    Severity.WARNING,
    """An argument has another name today.

Bad 1:
    model = Sequential([Dense(8, input_dim=4, bias=True)])
Good:
    model = Sequential([Input((4,)), Dense(8, use_bias=True)])

Keras: 1
Source: the signatures of both
""",
)
RULES = {rule.code: rule for rule in (RANK, OLD)}

PROGRAM = """\
import keras
from keras.layers import Conv2D, Dense, Input

größe = 28; x = Input((größe, größe)); y = Conv2D(32, 3)(x)
dense = Dense(output_dim=8,  # "units" | today
              bias=True)
z = dense(
    y)
"""
LINES = tuple(PROGRAM.split("\n"))
PATH = "/work/folder/net 1/modèle.py"


def at(line: int, column: int, end_line: int, end_column: int) -> Location:
    return Location(PATH, line, column, end_line, end_column)


REFUSED = Diagnostic(
    "KC101",
    Severity.ERROR,
    "ValueError: Input 0 of layer 'conv2d' is incompatible:\nexpected min_ndim=4, 100% found ndim=3",
    at(4, 44, 4, 60),
    help="Input((größe, größe, 1)) has\nas many axes as it takes",
    calls=(at(7, 5, 8, 7), Location("other.py", 3, 1, 3, 9)),
    error="ValueError",
    subject="Conv2D 'conv2d'",
    notes=(Note("`x` gets its shape (None, 28, 28) from Input", at(4, 17, 4, 38)),) * 2,
    line=LINES[3],
)
RENAMED = Diagnostic(
    "KC401",
    Severity.WARNING,
    "`output_dim` and `bias` have other names: today, `units` and `use_bias`",
    at(5, 9, 6, 25),
    line=LINES[4],
    fix=Fix("rename them", (Edit(at(5, 15, 5, 25), "units"), Edit(at(6, 15, 6, 19), "use_bias"))),
)
AGAIN = Diagnostic("KC401", Severity.WARNING, "twice: \x1b[31m<red> & ]]>\r", at(7, 5, 8, 7), line=LINES[6])
SPLIT = Fix("drop it", (Edit(Location("other.py", 1, 1, 1, 2), ""), Edit(at(7, 1, 7, 2), "")), safe=False)
NOTED = Diagnostic("KC302", Severity.INFO, "no rule is called so", at(7, 1, 7, 2), line=LINES[6], fix=SPLIT)

CELL = Location("book.ipynb", 12, 5, 12, 9, cell=3, above=10)
IN_NOTEBOOK = Diagnostic(
    "KC401",
    Severity.WARNING,
    "`bias` is `use_bias` today",
    CELL,
    line="x = bias",
    fix=Fix("rename it", (Edit(CELL, "use_bias"),)),
)
BROKEN = Diagnostic("KC900", Severity.ERROR, "cannot be parsed: unexpected end", Location("./a/broken.py", 2, 5, 2, 5))

FOUND = Report(
    (
        FileReport(PATH, diagnostics=(NOTED, RENAMED, REFUSED, AGAIN, AGAIN), lines=LINES),
        FileReport("book.ipynb", diagnostics=(IN_NOTEBOOK,), lines=("",) * 11 + ("x = bias",)),
        FileReport("./a/broken.py", diagnostics=(BROKEN,), failed=True),
        FileReport("clean.py"),
    )
)
