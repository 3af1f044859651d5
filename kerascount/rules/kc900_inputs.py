"""KC9: what is said of files that cannot be read, or not to the end. They are about inputs, and have no examples."""

from __future__ import annotations

from typing import Final

from kerascount.diagnostics import Severity
from kerascount.rules.registry import evaluated

SAID: Final = (
    ("KC900", "does-not-parse", "A file is no Python that parses, or is written for Python 2.", Severity.ERROR),
    (
        "KC901",
        "limit-reached",
        "A file is too large to be read, or its analysis was ended before its end: it took too many steps or too long.",
        Severity.WARNING,
    ),
    ("KC902", "empty", "A file holds nothing, or a document no Python.", Severity.INFO),
    ("KC903", "binary", "A file is no text.", Severity.ERROR),
    ("KC904", "unreadable", "A file cannot be opened or read.", Severity.ERROR),
    ("KC905", "no-such-file", "There is no file or folder of this name.", Severity.ERROR),
    (
        "KC906",
        "undecodable",
        "The bytes of a file are no text in the encoding that it names, or in UTF-8.",
        Severity.ERROR,
    ),
    ("KC907", "no-notebook", "A notebook is no JSON, or none of Python.", Severity.ERROR),
    (
        "KC908",
        "left-out-cell",
        "A cell of a notebook or a block of Markdown does not parse, and is left out.",
        Severity.INFO,
    ),
    ("KC909", "no-saved-model", "A file is no saved model, or is damaged or too large.", Severity.ERROR),
    ("KC910", "compiled-code", "A saved model holds compiled Python code, which is never loaded.", Severity.WARNING),
    ("KC911", "unknown-class", "A saved model names classes that only the program knows.", Severity.INFO),
    (
        "KC912",
        "not-entered",
        "Functions that nothing calls were left out, since the file was not named itself.",
        Severity.INFO,
    ),
    (
        "KC998",
        "worker-died",
        "The process that analysed a file died, as it does where memory runs out.",
        Severity.ERROR,
    ),
    ("KC999", "internal-error", "kerascount itself failed on this file: a defect worth a report.", Severity.ERROR),
)

for code, name, summary, severity in SAID:
    evaluated(code, name, f"{summary}\n\nKeras: 1, 2, 3\nSource: the inputs of the analysis\n", severity)
