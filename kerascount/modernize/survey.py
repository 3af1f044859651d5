"""What the expressions of a program are when it is run as the Keras that it was written for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

import libcst as cst

from kerascount.evaluate.errors import ProgramError
from kerascount.evaluate.evaluator import BLANK, Evaluator
from kerascount.evaluate.objects import MISSING, External, Frame, LibraryClass, StandIn
from kerascount.values.objects import Unknown

MAX_VALUES: Final = 8  # of one expression: a loop over layers may call one after the other
LIBRARY: Final = (External, LibraryClass, StandIn)
PLAIN: Final = (int, float, str, bool, type(None))


class Survey:
    """The values that the expressions of one program had, in all its runs.

    What stands in a `try` that may catch what is raised there is left out: the program has its own way with it.
    """

    def __init__(self) -> None:
        self.values: dict[int, list[Any]] = {}  # by the identity of the node; one for those that were alike
        self.imported: set[int] = set()  # import statements of libraries that were run
        self.seen: set[int] = set()  # nodes that were reached, by their identity
        self.sure: set[int] = set()  # those of them that no condition led to which is not known
        self.refused: set[tuple[str, int]] = set()  # the codes and the statements of what this Keras refuses

    def reach(self, node: cst.CSTNode, *, surely: bool) -> None:
        self.seen.add(id(node))
        if surely:
            self.sure.add(id(node))

    def is_sure(self, node: cst.CSTNode) -> bool:
        """Whether the program certainly comes to a node."""
        reached = node.value if isinstance(node, cst.Arg) else node
        return id(reached) in self.sure or id(reached) not in self.seen

    def asks_for_the_version(self, node: cst.CSTNode) -> bool:
        """Whether a condition is about the version of a library."""
        if "__version__" in BLANK.code_for_node(node):
            return True
        values = self.values.get(id(node), ())
        return any(isinstance(value, Unknown) and "__version__" in value.text for value in values)

    def note(self, node: cst.CSTNode, value: Any) -> None:
        seen = self.values.setdefault(id(node), [])
        if len(seen) < MAX_VALUES and not any(_alike(value, other) for other in seen):
            seen.append(value)

    def value(self, node: cst.CSTNode) -> Any:
        """The one value of an expression; MISSING where it had none, or several."""
        seen = self.values.get(id(node), ())
        return seen[0] if len(seen) == 1 else MISSING

    def name(self, node: cst.CSTNode) -> str:
        """The dotted name of what a library has under this expression: "keras.layers.Dense"; else nothing."""
        value = self.value(node)
        return value.name if isinstance(value, LIBRARY) else ""


def _alike(value: Any, other: Any) -> bool:
    if isinstance(value, LIBRARY):
        return type(value) is type(other) and value.name == other.name
    if isinstance(value, PLAIN):
        return type(value) is type(other) and value == other
    if isinstance(value, tuple) and isinstance(other, tuple):
        return len(value) == len(other) and all(map(_alike, value, other))
    return type(value) is type(other) and not isinstance(value, (list, dict, set))


class Surveyor(Evaluator):
    """An evaluator that takes notes."""

    survey: Survey

    def eval(self, node: Any, frame: Frame) -> Any:
        value = super().eval(node, frame)
        if not self.trying:
            self.survey.note(node, value)
            self.survey.reach(node, surely=not self.unsure)
        return value

    def execute(self, body: Iterable[Any], frame: Frame) -> Any:
        """Run statements; what Keras refuses does not end them, for there is more to see behind it."""
        for node in body:
            try:
                ended = super().execute([node], frame)
            except ProgramError as error:
                if self.trying or error.cause is None:
                    raise
                self.survey.refused.add((error.cause.code, id(node)))
                self.reported.append(error)
                self._abandon(node, frame, error.message)
                continue
            if ended is not None:
                return ended
        return None

    def at(self, node: cst.CSTNode, frame: Frame, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        if not self.trying and isinstance(node, (cst.Import, cst.ImportFrom)):
            self.survey.imported.add(id(node))
            for part in (node, *(() if isinstance(node.names, cst.ImportStar) else node.names)):
                self.survey.reach(part, surely=not self.unsure)
        return super().at(node, frame, function, *args, **kwargs)


def surveyor(survey: Survey) -> type[Surveyor]:
    """The class of evaluators that write into this survey."""
    members: Mapping[str, Any] = {"survey": survey}
    return type("Surveyor", (Surveyor,), dict(members))
