"""The evaluator: one object per run of a program, with its budget, its call stack and its libraries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import libcst as cst

from kerascount.diagnostics import Diagnostic
from kerascount.evaluate.budget import CHECKED_EVERY, Call, Limits, refuse_idle
from kerascount.evaluate.errors import ProgramError, from_invalid
from kerascount.evaluate.findings import tensor_names
from kerascount.evaluate.flow import Returned
from kerascount.evaluate.objects import Frame, Module, Site
from kerascount.evaluate.scopes import Scope
from kerascount.models.session import Session
from kerascount.models.tree import is_symbolic
from kerascount.values.bounds import refuse_large
from kerascount.values.dims import Symbolic
from kerascount.values.objects import Tensor, Unknown
from kerascount.values.outcomes import Invalid, Undetermined

if TYPE_CHECKING:
    from kerascount.evaluate.generators import Generator
    from kerascount.evaluate.libraries import Libraries

MAX_NESTING = 8  # of the arguments in which tensors are looked for
STEPS_OF_A_CALL = 10  # of a layer, which may be one of the many in a model that is called
MAX_DEPTH = 150  # calls of the program's functions inside each other

Handler = Callable[["Evaluator", Any, Frame], Any]
EXPRESSIONS: dict[type[cst.CSTNode], Handler] = {}
STATEMENTS: dict[type[cst.CSTNode], Handler] = {}
BLANK = cst.Module([])


def expression(*kinds: type[cst.CSTNode]) -> Callable[[Handler], Handler]:
    """Register how expressions of these kinds are evaluated."""

    def register(handler: Handler) -> Handler:
        for kind in kinds:
            EXPRESSIONS[kind] = handler
        return handler

    return register


def statement(*kinds: type[cst.CSTNode]) -> Callable[[Handler], Handler]:
    """Register how statements of these kinds are executed; a handler returns what ends the block, or None."""

    def register(handler: Handler) -> Handler:
        for kind in kinds:
            STATEMENTS[kind] = handler
        return handler

    return register


class Decisions:
    """How conditions that are not known were decided in this run, in the order in which they came up."""

    def __init__(self, fixed: Mapping[tuple[str, int], bool]) -> None:
        self.fixed = fixed
        self.taken: dict[tuple[str, int], bool] = {}


class Evaluator:
    """One run of a program."""

    def __init__(
        self,
        session: Session,
        libraries: Libraries,
        defines: Mapping[str, Any],
        fixed: Mapping[tuple[str, int], bool],
        find_module: Callable[[str, Module, int], Module | None],
        limits: Limits | None = None,
    ) -> None:
        self.session = session
        self.libraries = libraries
        self.defines = defines
        self.decisions = Decisions(fixed)
        self.find_module = find_module
        self.remarks: list[Diagnostic] = []  # what is not refused, and certainly not meant
        self.reported: list[ProgramError] = []  # errors that evaluation went on after
        self.trying = 0  # how many `try` statements may catch what is raised here
        self.steps = 0
        self.limits = limits or Limits()
        self.last_step = self.limits.steps
        self.next_check = CHECKED_EVERY  # the step behind which the budget is looked at
        self.used: set[int] = set()  # functions and classes of the program that were called, by their identity
        self.calls: list[Call] = []
        self.frame: Frame | None = None  # where the library was called that runs now
        self.depth = 0
        self.unsure = 0  # how many decisions on something unknown led here
        self.guessed = False  # whether a loop of unknown length left something behind that it may have changed
        self.texts: dict[int, str] = {}  # expressions as the source writes them, by the identity of their nodes
        self.scopes: dict[int, Scope] = {}  # what a function's body binds, by the identity of the body
        self.handling: list[ProgramError] = []  # the exceptions whose `except` runs, innermost last
        self.kept: dict[str, Any] = {}  # what libraries have but once, such as their classes, by its name
        self.calls_counted = 0  # of layers, as steps
        self.waiting: list[Generator] = []  # that have begun and may be asked for more
        self.running: set[str] = set()  # modules in the middle of their import, half done as others see them
        self.open_modules: set[str] = set()  # modules that may have more names than their text shows

    def close(self) -> None:
        """End what waits to be asked for more."""
        for generator in self.waiting:
            generator.abandon()

    # --- expressions and statements

    def eval(self, node: Any, frame: Frame) -> Any:
        self.steps += 1
        if self.steps > self.next_check:
            self._check_budget()
        handler = EXPRESSIONS.get(type(node))
        if handler is None:
            return self.unknown(f"{type(node).__name__} is not followed", node, frame)
        return handler(self, node, frame)

    def execute(self, body: Iterable[Any], frame: Frame) -> Any:
        """Run statements until one ends the block; returns what ended it, or None."""
        for node in body:
            self.steps += 1
            handler = STATEMENTS.get(type(node))
            if handler is None:
                continue
            try:
                ended = handler(self, node, frame)
            except Undetermined as reason:
                ended = self._abandon(node, frame, reason.why)
            except (RecursionError, MemoryError):
                ended = self._abandon(node, frame, "is nested too deeply, or too large")
            if ended is not None:
                return ended
        return None

    def limit(self, last_step: int) -> None:
        """End at this step."""
        self.last_step = last_step
        self.next_check = min(self.next_check, last_step)

    def _check_budget(self) -> None:
        if self.steps > self.last_step:
            raise self.limits.too_many_steps()
        if late := self.limits.overrun():
            raise late
        self.next_check = min(self.steps + CHECKED_EVERY, self.last_step)
        refuse_idle(self.calls, self.steps, self.last_step, self.session.names_made)

    def charge(self, items: int) -> None:
        """Count work on a large container, which costs what many small steps do."""
        self.steps += items >> 6

    def bounded(self, made: Any) -> Any:
        """What an operation has made, for which it is charged.

        Raises:
            Undetermined: it is larger than what is followed.
        """
        self.steps += refuse_large(made) >> 5
        return made

    def _abandon(self, node: Any, frame: Frame, why: str) -> Returned | None:
        """A statement that could not be followed: what it would have bound, or returned, is not known."""
        self.guessed = True
        for name in Scope([node]).names:
            frame.names[name] = self.defines.get(name, Unknown(why, name, self.site(node, frame)))
        if isinstance(node, cst.Return):
            return Returned(Unknown(why, self.text(node.value) if node.value else "", self.site(node, frame)))
        return None

    # --- unknowns

    def site(self, node: cst.CSTNode, frame: Frame) -> Site:
        return Site(frame.module.file, node)

    def text(self, node: cst.CSTNode) -> str:
        """The expression as the source writes it, on one line."""
        if type(node) is cst.Name and not node.lpar:
            return node.value
        text = self.texts.get(id(node))
        if text is None:
            text = self.texts[id(node)] = " ".join(BLANK.code_for_node(node).split())
        return text

    def unknown(self, why: str, node: cst.CSTNode, frame: Frame, source: Any = ()) -> Any:
        """A value that could not be found out; the user may have given it with -D.

        `source` is what it was made from: an unknown made from Keras tensors may itself be one.
        """
        text = self.text(node)
        if text in self.defines:
            return self.defines[text]
        return Unknown(why, text, self.site(node, frame), None, tuple(_keras_tensors(source)))

    # --- calls out to our models of Keras and of libraries

    def guarded(
        self, node: cst.CSTNode, frame: Frame, function: Callable[..., Any], /, *args: Any, **kwargs: Any
    ) -> Any:
        """Call one of our models: what Keras refuses becomes an exception of the program, at this place."""
        try:
            return self.bounded(self.at(node, frame, function, *args, **kwargs))
        except Undetermined as reason:
            found = self.unknown(reason.why, node, frame, (args, kwargs))
            return as_number(found) if reason.is_number else found

    def at(self, node: cst.CSTNode, frame: Frame, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        """The same, where the caller has its own way with what is not known.

        Raises:
            Undetermined: as the function does.
        """
        session = self.session
        place, outer = session.place, self.frame
        session.place, self.frame = Site(frame.module.file, node), frame
        try:
            return function(*args, **kwargs)
        except Invalid as refusal:
            raise self.located(from_invalid(refusal), node, frame) from None
        except ProgramError as error:
            raise self.located(error, node, frame) from None
        except TypeError as error:
            if error.__traceback__ is None or error.__traceback__.tb_next is not None or "argument" not in str(error):
                raise  # of Python's own about the values; or a defect of ours, somewhere inside
            raise Undetermined(f"is called in a way that is not followed: {error}") from None
        finally:
            session.place, self.frame = place, outer
            self.steps += STEPS_OF_A_CALL * (session.calls - self.calls_counted)
            self.calls_counted = session.calls

    def located(self, error: ProgramError, node: cst.CSTNode, frame: Frame) -> ProgramError:
        """The error with the place where it was raised; the first place stays."""
        if error.site is None:
            error.site = self.site(node, frame)
            error.calls = tuple(call.site for call in self.calls)
            error.names = tensor_names(self.text(node), frame) if error.cause else {}
            error.certain = not self.unsure and not self.guessed
            error.decided = tuple(self.decisions.taken)
        return error

    def error(self, kind: str, message: str, node: cst.CSTNode, frame: Frame) -> ProgramError:
        """An exception that Python raises here."""
        return self.located(ProgramError(kind, message), node, frame)

    def report(self, error: ProgramError) -> None:
        """Note an error and go on, unless the program may catch it."""
        if self.trying:
            raise error
        self.reported.append(error)

    def names_are_complete(self, module: Module) -> bool:
        """Whether a name that the module does not bind is certainly undefined.

        A snippet without imports leaves its names to the reader, and `from somewhere import *` may bring any.
        """
        return module.name not in self.open_modules and module.imports_something

    # --- decisions

    def decide(self, node: cst.CSTNode, frame: Frame, default: bool) -> bool:
        """The outcome that this run assumes for a condition which is not known."""
        key = (self.text(node), frame.module.file.mark(node))
        taken = self.decisions.taken
        if key not in taken:
            taken[key] = self.decisions.fixed.get(key, default)
        return taken[key]


def as_number(value: Any) -> Any:
    """An unknown that is certainly one number, kept as a formula from here on."""
    if isinstance(value, Unknown) and value.number is None:
        return Unknown(value.why, value.text, value.at, Symbolic.named(value.text or "?"))
    return value


def _keras_tensors(structure: Any, depth: int = 0) -> Iterator[Tensor]:
    """Those in a structure, which may hold itself, and in the making of unknowns in it."""
    if isinstance(structure, (list, tuple, dict)) and depth < MAX_NESTING:
        for item in structure.values() if isinstance(structure, dict) else structure:
            yield from _keras_tensors(item, depth + 1)
    elif isinstance(structure, Unknown):
        yield from structure.source
    elif is_symbolic(structure):
        yield structure
