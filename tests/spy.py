"""`python -m tests.spy PROGRAMS TRAPS`: analyses programs twice under an audit hook, and tells what it heard, as JSON.

The first time around, modules of ours are loaded as they are needed. The second time there is nothing left to load.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any, Final

from kerascount.analysis import analyze
from kerascount.config import Config, Selection
from kerascount.reports import Options, render
from kerascount.versions import KERAS_3

# Audit events of Python that stand for doing something in the world, by their beginnings.
DEEDS: Final = (
    "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.startfile", "os.kill",
    "os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "os.chown",
    "os.putenv", "os.unsetenv", "shutil.", "socket.", "urllib.", "http.", "ftplib.", "smtplib.", "poplib.", "imaplib.",
    "telnetlib.", "webbrowser.", "pty.", "ctypes.", "mmap.", "sqlite3.", "pickle.", "builtins.input",
    "builtins.breakpoint", "cpython.run_", "signal.pthread_kill", "tempfile.", "resource.", "syslog.", "winreg.",
)  # fmt: skip
RUNNING: Final = ("compile", "exec", "import", "marshal.loads", "code.__new__", "function.__new__")
heard: dict[str, list[str]] = {"deeds": [], "opened": [], "imported": [], "run": []}
listening = {"deeds": False, "run": False}


def hook(event: str, args: tuple[Any, ...]) -> None:
    if listening["deeds"] and event.startswith(DEEDS):
        heard["deeds"].append(f"{event} {args!r}"[:500])
    elif listening["deeds"] and event == "open" and isinstance(args[0], (str, bytes)):
        heard["opened"].append(f"{os.path.abspath(os.fsdecode(args[0]))} {args[1]}")
    elif listening["deeds"] and event == "import":
        heard["imported"].append(args[0])
    if listening["run"] and event in RUNNING:
        heard["run"].append(f"{event} {args!r}"[:500])


def look(paths: list[str]) -> None:
    """All that can be done with a program, by all ways that lead there."""
    for lint, keras in ((True, None), (True, KERAS_3), (False, None)):
        config = Config(keras, selection=Selection(("KC",)), max_steps=4_000)
        report = analyze(paths, config, lint=lint)
        for kind, name in [("check", "text"), ("check", "json"), ("summary", "text"), ("explain", "text")]:
            render(kind, name, report, Options(show_fixes=True))


def main() -> None:
    programs, traps = sys.argv[1:]
    paths = sorted(str(path) for path in Path(programs).rglob("*") if path.is_file())
    sys.path.append(traps)
    sys.addaudithook(hook)
    listening["deeds"] = True
    look(paths)
    listening["run"] = True
    look(paths)
    listening.update(deeds=False, run=False)
    print(json.dumps({**heard, "modules": sorted(sys.modules)}))


if __name__ == "__main__":
    main()
