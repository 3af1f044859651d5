"""How expressions are evaluated."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

import libcst as cst

from kerascount.evaluate.assignment import assign, assign_outside
from kerascount.evaluate.attributes import get_attribute
from kerascount.evaluate.budget import share
from kerascount.evaluate.calls import call_value, collect_arguments, not_a_mapping
from kerascount.evaluate.errors import Endless, ProgramError, from_python
from kerascount.evaluate.evaluator import BLANK, Evaluator, expression
from kerascount.evaluate.functions import make_lambda
from kerascount.evaluate.generators import Generator
from kerascount.evaluate.iteration import MAX_ITEMS, iterate, iterator
from kerascount.evaluate.literals import number, string_value, unescaped
from kerascount.evaluate.names import look_up
from kerascount.evaluate.numpy.arrays import LibraryObject as DataObject
from kerascount.evaluate.objects import MISSING, Frame, Function, Instance, Items, Method, known_value
from kerascount.evaluate.operators import BINARY, DUNDERS, SYMBOLS, as_number, is_plain, python_binary, unknown_binary
from kerascount.evaluate.python.text import formatted
from kerascount.evaluate.subscripts import get_item, slice_of
from kerascount.evaluate.truth import equal, identical, truth
from kerascount.models.tree import is_symbolic
from kerascount.values.bounds import refuse_length, refuse_nested
from kerascount.values.objects import Tensor, Unknown
from kerascount.values.outcomes import Undetermined, Unsure
from kerascount.values.scalars import NumpyFloat, NumpyInt

expression(cst.Name)(look_up)


@expression(cst.Integer, cst.Float, cst.Imaginary)
def numeric(ev: Evaluator, node: cst.Integer | cst.Float | cst.Imaginary, frame: Frame) -> Any:
    try:
        return number(node.value)
    except ValueError as error:
        return ev.unknown(str(error), node, frame)


@expression(cst.SimpleString)
def simple_string(ev: Evaluator, node: cst.SimpleString, frame: Frame) -> Any:
    return string_value(node.value)


@expression(cst.ConcatenatedString)
def concatenated(ev: Evaluator, node: cst.ConcatenatedString, frame: Frame) -> Any:
    left, right = ev.eval(node.left, frame), ev.eval(node.right, frame)
    if type(left) is type(right) and isinstance(left, (str, bytes)):
        return ev.bounded(left + right)
    return ev.unknown("a string that is put together from unknown parts", node, frame)


@expression(cst.FormattedString)
def formatted_string(ev: Evaluator, node: cst.FormattedString, frame: Frame) -> Any:
    try:
        return ev.bounded(_joined(_pieces(ev, node.parts, "r" in node.prefix.lower(), frame)))
    except Undetermined as reason:
        return ev.unknown(reason.why, node, frame)


def _joined(pieces: Iterable[str]) -> str:
    found, length = [], 0
    for piece in pieces:
        found.append(piece)
        length += len(piece)
        refuse_length(length)
    return "".join(found)


def _pieces(ev: Evaluator, parts: Any, raw: bool, frame: Frame) -> Iterator[str]:
    """The text of the parts of an f-string, or of a format in it."""
    for part in parts:
        if isinstance(part, cst.FormattedStringText):
            yield (part.value if raw else unescaped(part.value)).replace("{{", "{").replace("}}", "}")
        else:
            yield from _replacement(ev, part, raw, frame)


def _replacement(ev: Evaluator, part: cst.FormattedStringExpression, raw: bool, frame: Frame) -> Iterator[str]:
    value = ev.eval(part.expression, frame)
    spec = _joined(_pieces(ev, part.format_spec or (), raw, frame))
    conversion = part.conversion or ""
    if part.equal is not None:
        yield _written(part)
        conversion = conversion or ("" if part.format_spec else "r")
    yield ev.at(part.expression, frame, formatted, value, spec, conversion)


def _written(part: cst.FormattedStringExpression) -> str:
    """`{n = }` repeats what is written, blanks included."""
    codes = [part.whitespace_before_expression, part.expression, part.equal, part.whitespace_after_expression]
    return "".join(BLANK.code_for_node(node) for node in codes if node is not None)


@expression(cst.Ellipsis)
def ellipsis(ev: Evaluator, node: cst.Ellipsis, frame: Frame) -> Any:
    return ...


def _elements(ev: Evaluator, elements: Any, frame: Frame) -> Iterator[Any]:
    for element in elements:
        value = ev.eval(element.value, frame)
        if isinstance(element, cst.StarredElement):
            items = iterate(ev, value, element.value, frame)
            if items is None:
                raise Undetermined(f"unpacks {ev.text(element.value)}, which is not known")
            yield from items
        else:
            yield value


@expression(cst.Tuple)
def tuple_(ev: Evaluator, node: cst.Tuple, frame: Frame) -> Any:
    return _container(ev, node, frame, tuple)


@expression(cst.List)
def list_(ev: Evaluator, node: cst.List, frame: Frame) -> Any:
    return _container(ev, node, frame, list)


@expression(cst.Set)
def set_(ev: Evaluator, node: cst.Set, frame: Frame) -> Any:
    return _container(ev, node, frame, hashed)


def hashed(items: Iterable[Any]) -> set[Any]:
    """A set of the items.

    Raises:
        ProgramError: one of them cannot be hashed.
    """
    made = list(items)
    for item in made:
        refuse_nested(item)
    try:
        return set(made)
    except TypeError as error:
        raise from_python(error) from None


def _container(ev: Evaluator, node: Any, frame: Frame, kind: Callable[[Any], Any]) -> Any:
    try:
        return ev.at(node, frame, kind, list(_elements(ev, node.elements, frame)))
    except Undetermined as reason:
        return ev.unknown(reason.why, node, frame)


@expression(cst.Dict)
def dict_(ev: Evaluator, node: cst.Dict, frame: Frame) -> Any:
    pairs: list[tuple[Any, Any, Any]] = []  # looked at as keys when all are there, as in Python
    for element in node.elements:
        if isinstance(element, cst.DictElement):
            pairs.append((ev.eval(element.key, frame), ev.eval(element.value, frame), element.key))
            continue
        value = ev.eval(element.value, frame)
        if not isinstance(value, dict):
            not_a_mapping(ev, value, element.value, frame)
            return ev.unknown(f"unpacks {ev.text(element.value)}, which is not known", node, frame)
        pairs.extend((key, item, element.value) for key, item in value.items())
    made: dict[Any, Any] = {}
    for key, item, at in pairs:
        put(ev, made, key, item, at, frame)
    return made


def put(ev: Evaluator, made: dict[Any, Any], key: Any, value: Any, node: Any, frame: Frame) -> None:
    refuse_nested(key)
    try:
        ev.at(node, frame, made.__setitem__, key, value)
    except TypeError as error:
        raise ev.error("TypeError", str(error), node, frame) from None


@expression(cst.Attribute)
def attribute(ev: Evaluator, node: cst.Attribute, frame: Frame) -> Any:
    return get_attribute(ev, ev.eval(node.value, frame), node.attr.value, node, frame)


@expression(cst.Subscript)
def subscript(ev: Evaluator, node: cst.Subscript, frame: Frame) -> Any:
    value = ev.eval(node.value, frame)
    return get_item(ev, value, slice_of(ev, node, frame), node, frame)


@expression(cst.Call)
def call(ev: Evaluator, node: cst.Call, frame: Frame) -> Any:
    function = ev.eval(node.func, frame)
    args, kwargs, why = collect_arguments(ev, node, frame)
    if why:
        return ev.unknown(why, node, frame, (args, kwargs))
    return call_value(ev, function, args, kwargs, node, frame)


@expression(cst.Lambda)
def lambda_(ev: Evaluator, node: cst.Lambda, frame: Frame) -> Any:
    return make_lambda(ev, node, frame)


@expression(cst.NamedExpr)
def named(ev: Evaluator, node: cst.NamedExpr, frame: Frame) -> Any:
    value = ev.eval(node.value, frame)
    if isinstance(node.target, cst.Name):
        assign_outside(ev, node.target.value, value, frame)
    return value


@expression(cst.Await)
def await_(ev: Evaluator, node: cst.Await, frame: Frame) -> Any:
    return awaited(ev.eval(node.expression, frame))


def awaited(value: Any) -> Any:
    """What a coroutine returns; nothing else runs in the meantime."""
    return value.source.finish() if isinstance(value, Items) and isinstance(value.source, Generator) else value


@expression(cst.Yield)
def yield_(ev: Evaluator, node: cst.Yield, frame: Frame) -> Any:
    if frame.generator is None:
        return ev.unknown("what is sent to a generator", node, frame)
    if isinstance(node.value, cst.From):
        return _delegate(ev, node.value.item, frame.generator, frame)
    return frame.generator.give(ev.eval(node.value, frame) if node.value is not None else None)


def _delegate(ev: Evaluator, node: Any, generator: Generator, frame: Frame) -> Any:
    """`yield from`: what is sent and raised goes on to the inner generator, whose result is that of the expression."""
    value = ev.eval(node, frame)
    if not isinstance(value, Items) or not isinstance(value.source, Generator):
        items = iterator(ev, value, node, frame)
        if items is None:
            raise Endless
        for item in items:
            generator.give(item)
        return None
    sent, thrown = None, None
    while True:
        try:
            item = value.source.resume(sent, thrown)
        except StopIteration as end:
            return end.value
        try:
            sent, thrown = generator.give(item), None
        except ProgramError as error:
            sent, thrown = None, error


# --- operators


@expression(cst.BinaryOperation)
def binary(ev: Evaluator, node: cst.BinaryOperation, frame: Frame) -> Any:
    left, right = ev.eval(node.left, frame), ev.eval(node.right, frame)
    return binary_operation(ev, type(node.operator), left, right, node, frame)


def binary_operation(ev: Evaluator, kind: Any, left: Any, right: Any, node: Any, frame: Frame) -> Any:
    symbol, function = BINARY[kind]
    if type(left) in NUMBERS and type(right) in NUMBERS:  # nearly always
        return _plain_binary(ev, symbol, function, left, right, node, frame)
    left, right = known_value(left), known_value(right)
    if isinstance(left, (str, bytes)) and symbol == "%" and isinstance(right, Tensor):
        return ev.unknown("the text of an array", node, frame)
    if isinstance(left, DataObject) or isinstance(right, DataObject):
        return ev.guarded(node, frame, _on_data, left, right)
    if isinstance(left, Tensor) or isinstance(right, Tensor):
        return ev.guarded(node, frame, ev.libraries.binary, symbol, left, right)
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        formula = unknown_binary(symbol, function, left, right)
        if isinstance(formula, Unknown):
            return ev.defines.get(ev.text(node), formula)
        reason = left if isinstance(left, Unknown) else right
        return ev.unknown(reason.why, node, frame, (left, right)) if formula is None else formula
    if is_plain(left) and is_plain(right) and not isinstance(left, Instance) and not isinstance(right, Instance):
        return _plain_binary(ev, symbol, function, left, right, node, frame)
    return _object_binary(ev, symbol, left, right, node, frame)


NUMBERS: Final = frozenset([int, float])


def _plain_binary(ev: Evaluator, symbol: str, function: Any, left: Any, right: Any, node: Any, frame: Frame) -> Any:
    try:
        return ev.bounded(python_binary(symbol, function, left, right))
    except Undetermined as reason:
        return ev.unknown(reason.why, node, frame)
    except ProgramError as error:
        raise ev.located(error, node, frame) from None


def _on_data(left: Any, right: Any) -> Any:
    return left.operate(right) if isinstance(left, DataObject) else right.operate(left)


def _object_binary(ev: Evaluator, symbol: str, left: Any, right: Any, node: Any, frame: Frame) -> Any:
    """By the methods of objects of the program; an object that is a list, dict … as well has those of these."""
    for owner, other, prefix in ((left, right, "__"), (right, left, "__r")):
        method = owner.cls.find(f"{prefix}{DUNDERS[symbol]}__") if isinstance(owner, Instance) else MISSING
        if method:
            result = call_value(ev, Method(method, owner), [other], {}, node, frame)
            if result is not NotImplemented:
                return result
    sides = (left, right)
    if all(is_plain(side) for side in sides) or symbol == "%" and isinstance(left, str):
        return ev.guarded(node, frame, python_binary, symbol, SYMBOLS[symbol], left, right)
    if all(_is_without_operators(ev, side) for side in sides):
        kinds = " and ".join(f"'{ev.libraries.type_name(side)}'" for side in sides)
        raise ev.error("TypeError", f"unsupported operand type(s) for {symbol}: {kinds}", node, frame)
    return ev.unknown(f"{symbol} on values that are not known", node, frame)


def _is_without_operators(ev: Evaluator, value: Any) -> bool:
    """Whether a value certainly has no operators of its own; plain values have none for the others."""
    if isinstance(value, Instance):
        return value.cls.has_known_bases
    return is_plain(value) or ev.libraries.is_layer(value) or isinstance(value, (Function, Method, Items))


SIGNS: dict[type[cst.CSTNode], Callable[[Any], Any]] = {
    cst.Minus: operator.neg,
    cst.Plus: operator.pos,
    cst.BitInvert: operator.invert,
}


@expression(cst.UnaryOperation)
def unary(ev: Evaluator, node: cst.UnaryOperation, frame: Frame) -> Any:
    value = ev.eval(node.expression, frame)
    if isinstance(node.operator, cst.Not):
        known = ask_truth(ev, value, node.expression, frame)
        return ev.unknown(_why(value), node, frame) if known is None else not known
    if isinstance(value, Tensor):
        return ev.guarded(node, frame, ev.libraries.unary, type(node.operator).__name__, value)
    if isinstance(value, Unknown):
        if isinstance(node.operator, cst.Minus):
            return Unknown(value.why, f"-{value}", value.at, -as_number(value), loose=not value.is_number)
        return value if isinstance(node.operator, cst.Plus) else ev.unknown(value.why, node, frame)
    if isinstance(value, DataObject):
        return ev.guarded(node, frame, value.operate, None)
    function = SIGNS[type(node.operator)]
    if isinstance(value, Instance):
        method = value.cls.find(f"__{function.__name__}__")
        if method:
            return call_value(ev, Method(method, value), [], {}, node, frame)
    try:
        return function(value)
    except TypeError as error:
        if _is_without_operators(ev, value):
            message = str(error).replace(type(value).__name__, ev.libraries.type_name(value))
            raise ev.error("TypeError", message, node, frame) from None
        return ev.unknown("an operator on a value that is not known", node, frame)


def _why(value: Any) -> str:
    return value.why if isinstance(value, (Unknown, Unsure)) else "depends on values that are not known"


def ask_truth(ev: Evaluator, value: Any, node: Any, frame: Frame) -> bool | None:
    """Whether a value counts as true; None where that is not known."""
    if isinstance(value, (Instance, Tensor)):
        return ev.at(node, frame, truth, value)  # type: ignore[no-any-return]
    return truth(value)


@expression(cst.BooleanOperation)
def boolean(ev: Evaluator, node: cst.BooleanOperation, frame: Frame) -> Any:
    left = ev.eval(node.left, frame)
    known = ask_truth(ev, left, node.left, frame)
    if known is None:
        right = ev.eval(node.right, frame)
        stops = isinstance(node.operator, cst.Or)
        if ask_truth(ev, right, node.right, frame) is stops and isinstance(right, bool):
            return right  # `unknown or True`, `unknown and False`
        return ev.unknown(_why(left), node, frame)
    if known is isinstance(node.operator, cst.Or):
        return left
    return ev.eval(node.right, frame)


@expression(cst.IfExp)
def conditional(ev: Evaluator, node: cst.IfExp, frame: Frame) -> Any:
    known = ask_truth(ev, ev.eval(node.test, frame), node.test, frame)
    if known is None:
        known = ev.decide(node.test, frame, True)
    return ev.eval(node.body if known else node.orelse, frame)


@expression(cst.Comparison)
def comparison(ev: Evaluator, node: cst.Comparison, frame: Frame) -> Any:
    left = ev.eval(node.left, frame)
    for target in node.comparisons:
        right = ev.eval(target.comparator, frame)
        verdict = compare(ev, target.operator, left, right, node, frame)
        if not isinstance(verdict, bool):
            return verdict
        if not verdict:
            return False
        left = right
    return True


ORDER = {
    cst.LessThan: ("<", operator.lt),
    cst.GreaterThan: (">", operator.gt),
    cst.LessThanEqual: ("<=", operator.le),
    cst.GreaterThanEqual: (">=", operator.ge),
}


def compare(ev: Evaluator, kind: Any, left: Any, right: Any, node: Any, frame: Frame) -> Any:
    """True, false, or an unknown (a tensor where tensors are compared)."""
    if type(kind) in (cst.Is, cst.IsNot):  # asking a node for its base classes takes five times as long
        return _verdict(ev, identical(left, right), type(kind) is cst.IsNot, node, frame)
    if type(kind) in (cst.In, cst.NotIn):
        return _verdict(ev, contains(ev, right, left, node, frame), type(kind) is cst.NotIn, node, frame)
    if is_symbolic(left) or is_symbolic(right):
        return ev.guarded(node, frame, ev.libraries.compare, type(kind).__name__, left, right)
    if isinstance(left, DataObject) or isinstance(right, DataObject):
        return ev.guarded(node, frame, _on_data, left, right)
    if isinstance(left, Tensor) or isinstance(right, Tensor):
        shaped = left if isinstance(left, Tensor) else right
        return Tensor(shaped.shape, "bool", why=shaped.why)
    if type(kind) in (cst.Equal, cst.NotEqual):
        return _verdict(ev, are_equal(ev, left, right, node, frame), type(kind) is cst.NotEqual, node, frame)
    symbol, function = ORDER[type(kind)]
    return _order(ev, symbol, function, left, right, node, frame)


def _order(ev: Evaluator, symbol: str, function: Any, left: Any, right: Any, node: Any, frame: Frame) -> Any:
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return ev.unknown(_why(left if isinstance(left, Unknown) else right), node, frame)
    try:
        refuse_nested(left)
        return bool(ev.at(node, frame, function, left, right))
    except Undetermined as reason:
        return ev.unknown(reason.why, node, frame)
    except TypeError as error:
        if isinstance(left, (NumpyInt, NumpyFloat)) or isinstance(right, (NumpyInt, NumpyFloat)):
            return ev.unknown(f"{symbol} on numbers of NumPy's", node, frame)
        if is_plain(left) and is_plain(right):
            raise ev.error("TypeError", str(error), node, frame) from None
        if all(_is_without_operators(ev, side) for side in (left, right)):
            kinds = " and ".join(f"'{ev.libraries.type_name(side)}'" for side in (left, right))
            message = f"'{symbol}' not supported between instances of {kinds}"
            raise ev.error("TypeError", message, node, frame) from None
        return ev.unknown(f"{symbol} on values that are not known", node, frame)


def _verdict(ev: Evaluator, known: bool | None, negate: bool, node: Any, frame: Frame) -> Any:
    if known is None:
        return ev.unknown("depends on values that are not known", node, frame)
    return known is not negate


def are_equal(ev: Evaluator, left: Any, right: Any, node: Any, frame: Frame) -> bool | None:
    if type(left) in SCALARS and type(right) in SCALARS:
        return bool(left == right)
    return ev.at(node, frame, equal, left, right)  # type: ignore[no-any-return]


SCALARS = (int, str, float, bool, type(None))


def contains(ev: Evaluator, container: Any, item: Any, node: Any, frame: Frame) -> bool | None:
    """`item in container`; None where that is not known."""
    if isinstance(container, Instance) and container.cls.find("__contains__"):
        method = Method(container.cls.find("__contains__"), container)
        return ask_truth(ev, call_value(ev, method, [item], {}, node, frame), node, frame)
    if isinstance(container, str) and not isinstance(item, (Unknown, Tensor)):
        if not isinstance(item, str):
            kind = ev.libraries.type_name(item)
            raise ev.error("TypeError", f"'in <string>' requires string as left operand, not {kind}", node, frame)
        return item in container
    if isinstance(container, (dict, set, frozenset)):
        return ev.at(node, frame, _has_key, container, item)  # type: ignore[no-any-return]
    if isinstance(container, range) and isinstance(item, (int, float)):
        return item == item // 1 and int(item) in container
    return _any_equal(ev, container, item, node, frame)


def _any_equal(ev: Evaluator, container: Any, item: Any, node: Any, frame: Frame) -> bool | None:
    items = iterator(ev, container, node, frame)
    verdict: bool | None = None if items is None else False
    for count, other in enumerate(items or ()):
        if count == MAX_ITEMS:
            return None
        ev.steps += count % 8 == 0
        same = are_equal(ev, item, other, node, frame)
        if same:
            return True
        verdict = None if same is None else verdict
    return verdict


def _has_key(container: Any, item: Any) -> bool | None:
    try:
        refuse_nested(item)
        if item in container:
            return True
    except Undetermined:
        return None
    except TypeError as error:
        raise from_python(error) from None
    return None if isinstance(item, (Unknown, Tensor)) or any(isinstance(key, Unknown) for key in container) else False


# --- comprehensions

MAX_COMPREHENSION_STEPS = 100_000
MAX_REFUSED = 10_000  # items in a row that give nothing
TOO_LONG = "a comprehension that runs too long to be followed"


def _results(ev: Evaluator, loop: cst.CompFor, inner: Frame, frame: Frame, result: Callable[[], Any]) -> Iterator[Any]:
    """What a comprehension gives, within bounds; what others do between two of its items does not count."""
    rows, spent = _comprehend(ev, loop, inner, frame, [0]), 0
    most = share(MAX_COMPREHENSION_STEPS, ev.last_step - ev.steps)
    for _ in range(MAX_ITEMS):
        before = ev.steps
        if next(rows, rows) is rows:
            return
        item = result()
        spent += ev.steps - before
        if spent > most:
            break
        yield item
    raise Undetermined(TOO_LONG)


def _comprehend(ev: Evaluator, loop: cst.CompFor, frame: Frame, where: Frame, refused: list[int]) -> Iterator[None]:
    """Bind the names of a comprehension, once for each of its items; the first iterable is looked up outside.

    `refused` counts the items that gave nothing.
    """
    items = iterator(ev, ev.eval(loop.iter, where), loop.iter, where)
    if items is None:
        raise Undetermined(f"runs over {ev.text(loop.iter)}, which is not known")
    for item in items:
        assign(ev, loop.target, item, frame)
        refused[0] += 1
        if refused[0] > MAX_REFUSED:
            raise Undetermined(TOO_LONG)
        if all(_passes(ev, test.test, frame) for test in loop.ifs):
            if loop.inner_for_in is not None:
                yield from _comprehend(ev, loop.inner_for_in, frame, frame, refused)
            else:
                refused[0] = 0
                yield


def _passes(ev: Evaluator, test: Any, frame: Frame) -> bool:
    known = ask_truth(ev, ev.eval(test, frame), test, frame)
    if known is None:
        raise Undetermined(f"depends on {ev.text(test)}")
    return known


def _inner(frame: Frame) -> Frame:
    inner = Frame(frame.module, {}, frame.closure)
    inner.kind = "comprehension"
    inner.cls, inner.self_value, inner.generator = frame.cls, frame.self_value, frame.generator
    return inner


@expression(cst.ListComp, cst.SetComp)
def list_comprehension(ev: Evaluator, node: Any, frame: Frame) -> Any:
    inner = _inner(frame)
    kind = hashed if isinstance(node, cst.SetComp) else list
    try:
        return ev.at(node, frame, kind, _results(ev, node.for_in, inner, frame, lambda: ev.eval(node.elt, inner)))
    except Undetermined as reason:
        return ev.unknown(reason.why, node, frame)


@expression(cst.GeneratorExp)
def generator_expression(ev: Evaluator, node: cst.GeneratorExp, frame: Frame) -> Any:
    inner = _inner(frame)
    return Items("generator", _results(ev, node.for_in, inner, frame, lambda: ev.eval(node.elt, inner)))


@expression(cst.DictComp)
def dict_comprehension(ev: Evaluator, node: cst.DictComp, frame: Frame) -> Any:
    inner = _inner(frame)
    made: dict[Any, Any] = {}
    try:
        for key, value in _results(
            ev, node.for_in, inner, frame, lambda: (ev.eval(node.key, inner), ev.eval(node.value, inner))
        ):
            put(ev, made, key, value, node.key, inner)
        return made
    except Undetermined as reason:
        return ev.unknown(reason.why, node, frame)
