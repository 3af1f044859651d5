"""KC920."""

from kerascount.diagnostics import Severity
from kerascount.rules.registry import evaluated

evaluated(
    "KC920",
    "unused-ignore",
    """
    A comment that silences findings stands where there is none to silence.

    What was wrong there is mended, or the comment never was right. It would hide what comes later. `--fix` removes it.
    Comments for rules that are not selected are left alone, and so is a `noqa` without codes of ours.

    Bad:
        model = Sequential([Input((8,)), Dense(3)])  # kerascount: ignore[KC301]
    Good:
        model = Sequential([Input((8,)), Dense(1, activation="softmax")])  # kerascount: ignore[KC301]

    Keras: 1, 2, 3
    Source: as RUF100 of Ruff, and `warn_unused_ignores` of mypy
    """,
    Severity.WARNING,
)
