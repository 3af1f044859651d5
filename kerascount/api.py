"""kerascount as a library: what is public, typed and immutable. Nothing of the analysed program is ever run."""

from __future__ import annotations

import os
from collections.abc import Iterable

from kerascount.analysis import analyze
from kerascount.config import Config
from kerascount.diagnostics import Diagnostic
from kerascount.graph import ModelGraph, Report
from kerascount.pipeline import analyze_source


def check_source(text: str, config: Config | None = None, *, path: str = "<text>") -> tuple[Diagnostic, ...]:
    """What `kerascount check` says of this program, in the order of its lines.

    `path` is what the findings call it; its folder is where the program's own imports are looked for.
    """
    report = analyze_source(text, path, config or Config(), lint=True)
    return tuple(sorted(report.diagnostics, key=lambda item: item.order))


def summarize_source(text: str, config: Config | None = None, *, path: str = "<text>") -> tuple[ModelGraph, ...]:
    """The models that this program builds, as they are at its end, in the order in which they are made.

    The sizes in their shapes are integers, `FREE` where a size is left open (it prints as None), or formulas.
    A text that does not parse builds none; `check_source` tells why.
    """
    return analyze_source(text, path, config or Config()).models


def analyze_paths(
    paths: Iterable[str | os.PathLike[str]], config: Config | None = None, *, lint: bool = True, jobs: int = 1
) -> Report:
    """Models and findings of these files, and of the programs and notebooks in these folders.

    Files of settings are not read: `config` is all there is. With `lint` the rules judge the models, and the report
    holds the findings that `config.selection` shows, without the models; without it the models, and what evaluation
    itself finds. What goes wrong with a file is a finding of that file. Up to `jobs` processes share the work; where
    they cannot be forked they import the calling program, which then must guard what it does by `__name__`.
    """
    return analyze([os.fspath(path) for path in paths], config or Config(), lint=lint, jobs=jobs)
