"""From the options to the report."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Final

import click

from kerascount.cli.printing import FAILED
from kerascount.cli.progress import Progress
from kerascount.config import Config

if TYPE_CHECKING:
    from kerascount.graph import Report
    from kerascount.settings import Settings

OF_CONFIG: Final = ("keras", "defines", "follow", "stdin_name", "max_steps", "timeout")


class Asked:
    """What `PATHS` and `ANALYSIS` are given, taken out of the options of a command; `wanted` is what it adds."""

    def __init__(self, options: dict[str, Any], **wanted: Any) -> None:
        self.paths: tuple[str, ...] = options.pop("paths")
        self.config = Config(**{name: options.pop(name) for name in OF_CONFIG}, **wanted)
        self.jobs: int | None = options.pop("jobs")
        self.cached = not options.pop("no_cache")
        self._file: str | None = options.pop("config")
        self._isolated: bool = options.pop("isolated")

    def settings(self) -> Settings:
        """With those of files. Raises `BadSettings` where these cannot be used."""
        from kerascount.settings import Settings

        return Settings(self.config, self._file, isolated=self._isolated)


def analyzed(asked: Asked, *, lint: bool = False) -> Report:
    """The report on the inputs. Ends the program where files of settings cannot be used.

    What is cached is taken, and what is not is kept; where that is not possible, it is said once.
    """
    from kerascount.analysis import analyze
    from kerascount.cache.results import usual_cache
    from kerascount.settings import BadSettings

    cache = usual_cache(lint=lint) if asked.cached else None
    try:
        settings = asked.settings()
        with Progress() as progress:
            report = analyze(asked.paths, settings, lint=lint, jobs=asked.jobs, progress=progress, cache=cache)
    except BadSettings as error:
        click.echo(f"kerascount: {error}", err=True)
        sys.exit(FAILED)
    if cache and cache.trouble:
        click.echo(f"kerascount: the cache in {cache.folder} cannot be written: {cache.trouble}", err=True)
    return report
