"""The register of rules. A rule is a file of this folder that is named after it: `kc301_softmax_over_one_unit.py`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Final

from kerascount.diagnostics import Fix, Location, Note, Severity
from kerascount.rules.view import ModelView
from kerascount.values.record import record

JUDGES: Final = ("kc2", "kc3")  # the families whose rules may judge finished models
# Compiled when documentation is read.
EXAMPLE: Final = r"(?m)^(Bad|Good)( [\w.]+)?:\n((?:\n|[ ]{4}.*\n?)+)"
FACT: Final = r"(?m)^(Keras|Source): ((?:(?!Keras: |Source: ).+\n?)+)"


@record
class Finding:
    """What a rule has against a model; the runner adds code and severity."""

    at: Location
    message: str  # what is wrong, in a sentence without a full stop
    help: str = ""  # what would be right
    subject: str = ""  # what it is about: "Dense 'fc'"
    notes: tuple[Note, ...] = ()
    fix: Fix | None = None


Check = Callable[[ModelView], Iterator[Finding]]


@record
class Example:
    """A program of the documentation; `keras` is the version it is for, where that is not 3."""

    bad: bool
    keras: str
    program: str


@record
class Rule:
    """What a code stands for.

    `documentation` begins with one sentence. `Bad:` and `Good:` (`Bad 2.3:` for another Keras than 3) stand above its
    examples, `Keras:` before the versions it applies to, `Source:` before where the fact comes from.
    """

    code: str
    name: str  # reads well after "allow"
    severity: Severity
    documentation: str
    check: Check | None = None  # None: it is found while the program is evaluated

    @property
    def summary(self) -> str:
        """The first sentence, on one line, without its full stop."""
        return " ".join(self.documentation.partition("\n\n")[0].split()).removesuffix(".")

    @property
    def explanation(self) -> str:
        """What follows the first sentence, without examples and facts."""
        rest = self.documentation.partition("\n\n")[2]
        return re.sub(FACT, "", re.sub(EXAMPLE, "", rest + "\n")).strip()

    @property
    def examples(self) -> list[Example]:
        found = re.findall(EXAMPLE, self.documentation + "\n")
        return [Example(kind == "Bad", keras.strip(), _dedented(text)) for kind, keras, text in found]

    @property
    def keras(self) -> str:
        """The versions that it applies to: "1, 2, 3"."""
        return self._fact("Keras")

    @property
    def source(self) -> str:
        """Where the fact comes from."""
        return self._fact("Source")

    def _fact(self, name: str) -> str:
        return next((" ".join(text.split()) for kind, text in re.findall(FACT, self.documentation) if kind == name), "")


_RULES: Final[dict[str, Rule]] = {}


def rule(code: str, name: str, severity: Severity = Severity.WARNING) -> Callable[[Check], Check]:
    """Register a function that judges finished models; its docstring is the documentation."""

    def register(check: Check) -> Check:
        _RULES[code] = Rule(code, name, severity, _dedented(check.__doc__ or ""), check)
        return check

    return register


def evaluated(code: str, name: str, documentation: str, severity: Severity = Severity.ERROR) -> None:
    """Register what evaluation reports under this code; the finding itself says how severe it is."""
    _RULES[code] = Rule(code, name, severity, _dedented(documentation))


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, by code."""
    _load("kc")
    return tuple(_RULES[code] for code in sorted(_RULES))


@cache
def judges() -> tuple[tuple[Rule, Check], ...]:
    """The rules that judge finished models, by code; what documents the others is not loaded for them."""
    _load(*JUDGES)
    return tuple((rule, rule.check) for _, rule in sorted(_RULES.items()) if rule.check is not None)


def _load(*families: str) -> None:
    for path in Path(__file__).parent.iterdir():
        if path.suffix == ".py" and path.stem.startswith(families):
            import_module(f"{__package__}.{path.stem}")


def find(code: str) -> Rule | None:
    """The rule of a code or a name; None where there is none."""
    if code not in _RULES:
        _load(code.lower())  # most have a file of their own: a report on a few findings needs no others
    if code in _RULES:
        return _RULES[code]
    return next((found for found in rules() if code.upper() == found.code or code == found.name), None)


def known(beginning: str) -> bool:
    """Whether the code of a rule begins so."""
    return beginning.startswith("KC") and any(rule.code.startswith(beginning) for rule in rules())


def _dedented(text: str) -> str:
    """A docstring without the margin of its lines, the first of which has none."""
    lines = text.strip("\n").rstrip().splitlines()
    margins = [len(line) - len(line.lstrip()) for line in lines if line.strip()]
    margin = min(margins[1:] if margins and not margins[0] and len(margins) > 1 else margins, default=0)
    return "\n".join(line[min(margin, len(line) - len(line.lstrip())) :] for line in lines) + "\n"
