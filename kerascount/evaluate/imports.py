"""Imports: modules of the program are evaluated, libraries are names that we have models for."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Any

import libcst as cst

from kerascount.evaluate.assignment import bind_name
from kerascount.evaluate.evaluator import Evaluator
from kerascount.evaluate.objects import MISSING, External, Frame, Module
from kerascount.values.objects import Unknown


def dotted(node: Any) -> str:
    return f"{dotted(node.value)}.{node.attr.value}" if isinstance(node, cst.Attribute) else node.value


def import_names(ev: Evaluator, node: cst.Import, frame: Frame) -> None:
    frame.module.imports_something = True
    for alias in node.names:
        name = dotted(alias.name)
        if alias.asname is not None and isinstance(alias.asname.name, cst.Name):
            bind_name(ev, alias.asname.name.value, _module(ev, name, node, frame), frame)
        else:
            packages = [_module(ev, package, node, frame) for package in accumulate(name.split("."), "{}.{}".format)]
            bind_name(ev, name.partition(".")[0], packages[0], frame)


def _module(ev: Evaluator, name: str, node: Any, frame: Frame, level: int = 0) -> Any:
    """The module of the program, or the library of that name."""
    found = ev.find_module(name, frame.module, level)
    if found is not None:
        return found
    if level:
        return Unknown(f"the module {'.' * level}{name} is not among the files", name, ev.site(node, frame))
    return ev.guarded(node, frame, ev.libraries.external, name)


def import_from(ev: Evaluator, node: cst.ImportFrom, frame: Frame) -> None:
    frame.module.imports_something = True
    level = len(node.relative)
    name = dotted(node.module) if node.module is not None else ""
    module = _module(ev, name, node, frame, level) if name or level else None
    if isinstance(node.names, cst.ImportStar):
        _import_all(ev, module, frame)
        return
    for alias in node.names:
        original = alias.name.value if isinstance(alias.name, cst.Name) else dotted(alias.name)
        value = _member(ev, module, name, original, level, node, frame)
        target = alias.asname.name.value if alias.asname and isinstance(alias.asname.name, cst.Name) else original
        bind_name(ev, target, value, frame)


def _member(ev: Evaluator, module: Any, name: str, member: str, level: int, node: Any, frame: Frame) -> Any:
    if isinstance(module, Module):
        found = module.names.get(member, MISSING)
        if found is MISSING:
            found = ev.find_module(f"{name}.{member}" if name else member, frame.module, level)
        if found is None or found is MISSING:
            return Unknown(f"{member} is not found in {module.name}", member, ev.site(node, frame))
        return found
    if isinstance(module, External):
        return ev.guarded(node, frame, ev.libraries.imported, module, member)
    sub = ev.find_module(f"{name}.{member}" if name else member, frame.module, level)
    if sub is not None:
        return sub
    why = module.why if isinstance(module, Unknown) else f"{name} is not known"
    return ev.defines.get(member, Unknown(why, member, ev.site(node, frame)))


def _import_all(ev: Evaluator, module: Any, frame: Frame) -> None:
    if isinstance(module, Module):
        for name in _public_names(ev, module):
            if name in module.names:
                frame.names[name] = module.names[name]
        if module.name in ev.open_modules or module.name in ev.running:
            ev.open_modules.add(frame.module.name)
    elif not isinstance(module, External) or not ev.libraries.knows_all_names(module):
        ev.open_modules.add(frame.module.name)
    else:
        frame.names.update(ev.libraries.all_names(module))


def _public_names(ev: Evaluator, module: Module) -> Sequence[Any]:
    """What `import *` binds; nothing of a module in the middle of its import, which may yet list its names."""
    public = module.names.get("__all__")
    if isinstance(public, (list, tuple)):
        return public
    return [] if module.name in ev.running else [name for name in module.names if not name.startswith("_")]
