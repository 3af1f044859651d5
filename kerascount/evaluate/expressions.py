"""How expressions are evaluated."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from typing import Any

import libcst as cst

from kerascount.evaluate.attributes import get_attribute
from kerascount.evaluate.calls import call_value, collect_arguments
from kerascount.evaluate.errors import ProgramError
from kerascount.evaluate.evaluator import Evaluator, expression
from kerascount.evaluate.functions import make_lambda
from kerascount.evaluate.iteration import iterate
from kerascount.evaluate.literals import formatted, number, string_value
from kerascount.evaluate.names import look_up
from kerascount.evaluate.objects import Frame, Instance, Method
from kerascount.evaluate.operators import BINARY, DUNDERS, as_number, is_plain, python_binary, unknown_binary
from kerascount.evaluate.subscripts import get_item, slice_of
from kerascount.evaluate.truth import equal, identical, truth
from kerascount.models.tree import is_symbolic
from kerascount.values.objects import Tensor, Unknown
from kerascount.values.outcomes import Invalid, Undetermined, Unsure


@expression(cst.Name)
def name(ev: Evaluator, node: cst.Name, frame: Frame) -> Any:
    return look_up(ev, node, frame)


@expression(cst.Integer, cst.Float, cst.Imaginary)
def numeric(ev: Evaluator, node: cst.Integer | cst.Float | cst.Imaginary, frame: Frame) -> Any:
    return number(node.value)


@expression(cst.SimpleString)
def simple_string(ev: Evaluator, node: cst.SimpleString, frame: Frame) -> Any:
    return string_value(node.value)


@expression(cst.ConcatenatedString)
def concatenated(ev: Evaluator, node: cst.ConcatenatedString, frame: Frame) -> Any:
    left, right = ev.eval(node.left, frame), ev.eval(node.right, frame)
    if type(left) is type(right) and isinstance(left, (str, bytes)):
        joined: Any = left + right
        return joined
    return ev.unknown("a string that is put together from unknown parts", node, frame)


@expression(cst.FormattedString)
def formatted_string(ev: Evaluator, node: cst.FormattedString, frame: Frame) -> Any:
    pieces: list[str] = []
    for part in node.parts:
        if isinstance(part, cst.FormattedStringText):
            pieces.append(_formatted_text(part.value.replace("{{", "{").replace("}}", "}"), node))
            continue
        assert isinstance(part, cst.FormattedStringExpression)
        value = ev.eval(part.expression, frame)
        spec = "".join(str(getattr(item, "value", "{}")) for item in part.format_spec or ())
        text = formatted(value, spec, part.conversion or "")
        if text is None:
            return ev.unknown(value.why if isinstance(value, Unknown) else "formats an unknown value", node, frame)
        pieces.append(text)
    return "".join(pieces)


def _formatted_text(text: str, node: cst.FormattedString) -> str:
    if "\\" not in text or "r" in node.prefix:
        return text
    return str(string_value(f'"""{text}"""'))


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
    return _container(ev, node, frame, set)


def _container(ev: Evaluator, node: Any, frame: Frame, kind: Callable[[Any], Any]) -> Any:
    try:
        return kind(_elements(ev, node.elements, frame))
    except Undetermined as reason:
        return ev.unknown(reason.why, node, frame)
    except TypeError as error:
        raise ev.error("TypeError", str(error), node, frame) from None


@expression(cst.Dict)
def dict_(ev: Evaluator, node: cst.Dict, frame: Frame) -> Any:
    made: dict[Any, Any] = {}
    for element in node.elements:
        value = ev.eval(element.value, frame)
        if isinstance(element, cst.StarredDictElement):
            if not isinstance(value, dict):
                return ev.unknown(f"unpacks {ev.text(element.value)}, which is not known", node, frame)
            made.update(value)
        else:
            assert isinstance(element, cst.DictElement)
            try:
                made[ev.eval(element.key, frame)] = value
            except TypeError as error:
                raise ev.error("TypeError", str(error), element.key, frame) from None
    return made


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
    from kerascount.evaluate.assignment import assign

    value = ev.eval(node.value, frame)
    assign(ev, node.target, value, frame)
    return value


@expression(cst.Await)
def await_(ev: Evaluator, node: cst.Await, frame: Frame) -> Any:
    return ev.eval(node.expression, frame)


@expression(cst.Yield)
def yield_(ev: Evaluator, node: cst.Yield, frame: Frame) -> Any:
    if isinstance(node.value, cst.From):
        items = iterate(ev, ev.eval(node.value.item, frame), node.value.item, frame)
        (frame.yields if frame.yields is not None else []).extend(items or [])
        return None
    value = ev.eval(node.value, frame) if node.value is not None else None
    if frame.yields is not None:
        if len(frame.yields) > MAX_YIELDS:
            raise Undetermined("a generator without a known end")
        frame.yields.append(value)
    return None


MAX_YIELDS = 10_000


# --- operators


@expression(cst.BinaryOperation)
def binary(ev: Evaluator, node: cst.BinaryOperation, frame: Frame) -> Any:
    left, right = ev.eval(node.left, frame), ev.eval(node.right, frame)
    return binary_operation(ev, type(node.operator), left, right, node, frame)


def binary_operation(ev: Evaluator, kind: Any, left: Any, right: Any, node: Any, frame: Frame) -> Any:
    symbol, function = BINARY[kind]
    if isinstance(left, Tensor) or isinstance(right, Tensor):
        return ev.guarded(node, frame, ev.libraries.binary, symbol, left, right)
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        formula = unknown_binary(symbol, function, left, right)
        if isinstance(formula, Unknown):
            return ev.defines.get(ev.text(node), formula)
        reason = left if isinstance(left, Unknown) else right
        return ev.unknown(reason.why, node, frame, (left, right)) if formula is None else formula
    if is_plain(left) and is_plain(right):
        try:
            return python_binary(symbol, function, left, right)
        except Undetermined as reason:
            return ev.unknown(reason.why, node, frame)
        except ProgramError as error:
            raise ev.located(error, node, frame) from None
    return _object_binary(ev, symbol, left, right, node, frame)


def _object_binary(ev: Evaluator, symbol: str, left: Any, right: Any, node: Any, frame: Frame) -> Any:
    for owner, other, prefix in ((left, right, "__"), (right, left, "__r")):
        if isinstance(owner, Instance):
            method = owner.cls.find(f"{prefix}{DUNDERS[symbol]}__")
            if method:
                return call_value(ev, Method(method, owner), [other], {}, node, frame)
    if is_plain(left) and ev.libraries.is_layer(right) or ev.libraries.is_layer(left) and is_plain(right):
        kinds = " and ".join(f"'{ev.libraries.type_name(value)}'" for value in (left, right))
        raise ev.error("TypeError", f"unsupported operand type(s) for {symbol}: {kinds}", node, frame)
    return ev.unknown(f"{symbol} on values that are not known", node, frame)


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
            return Unknown(value.why, f"-{value}", value.at, -as_number(value))
        return value if isinstance(node.operator, cst.Plus) else ev.unknown(value.why, node, frame)
    function = SIGNS[type(node.operator)]
    try:
        return function(value)
    except TypeError as error:
        if is_plain(value):
            raise ev.error("TypeError", str(error), node, frame) from None
        return ev.unknown("an operator on a value that is not known", node, frame)


def _why(value: Any) -> str:
    return value.why if isinstance(value, (Unknown, Unsure)) else "depends on values that are not known"


def ask_truth(ev: Evaluator, value: Any, node: Any, frame: Frame) -> bool | None:
    try:
        return truth(value)
    except Invalid as refusal:
        raise ev.error(refusal.error, refusal.message, node, frame) from None


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
    if isinstance(kind, (cst.Is, cst.IsNot)):
        return _verdict(ev, identical(left, right), isinstance(kind, cst.IsNot), node, frame)
    if isinstance(kind, (cst.In, cst.NotIn)):
        return _verdict(ev, contains(ev, right, left, node, frame), isinstance(kind, cst.NotIn), node, frame)
    if is_symbolic(left) or is_symbolic(right):
        return ev.guarded(node, frame, ev.libraries.compare, type(kind).__name__, left, right)
    if isinstance(left, Tensor) or isinstance(right, Tensor):
        shaped = left if isinstance(left, Tensor) else right
        return Tensor(shaped.shape, "bool", why=shaped.why)
    if isinstance(kind, (cst.Equal, cst.NotEqual)):
        return _verdict(ev, equal(left, right), isinstance(kind, cst.NotEqual), node, frame)
    symbol, function = ORDER[type(kind)]
    return _order(ev, symbol, function, left, right, node, frame)


def _order(ev: Evaluator, symbol: str, function: Any, left: Any, right: Any, node: Any, frame: Frame) -> Any:
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return ev.unknown(_why(left if isinstance(left, Unknown) else right), node, frame)
    try:
        return bool(function(left, right))
    except Undetermined as reason:
        return ev.unknown(reason.why, node, frame)
    except TypeError as error:
        if is_plain(left) and is_plain(right):
            raise ev.error("TypeError", str(error), node, frame) from None
        return ev.unknown(f"{symbol} on values that are not known", node, frame)


def _verdict(ev: Evaluator, known: bool | None, negate: bool, node: Any, frame: Frame) -> Any:
    if known is None:
        return ev.unknown("depends on values that are not known", node, frame)
    return known is not negate


def contains(ev: Evaluator, container: Any, item: Any, node: Any, frame: Frame) -> bool | None:
    if isinstance(container, str) and isinstance(item, str):
        return item in container
    if isinstance(container, (dict, set, frozenset)):
        try:
            return True if item in container else None if isinstance(item, (Unknown, Tensor)) else False
        except (TypeError, Undetermined):
            return None
    items = iterate(ev, container, node, frame)
    if items is None:
        return None
    verdicts = [equal(item, other) for other in items]
    return True if True in verdicts else None if None in verdicts else False


# --- comprehensions


def _comprehend(ev: Evaluator, loop: cst.CompFor, frame: Frame, emit: Callable[[], None]) -> None:
    from kerascount.evaluate.assignment import assign

    items = iterate(ev, ev.eval(loop.iter, frame), loop.iter, frame)
    if items is None:
        raise Undetermined(f"runs over {ev.text(loop.iter)}, which is not known")
    for item in items:
        assign(ev, loop.target, item, frame)
        if all(_passes(ev, test.test, frame) for test in loop.ifs):
            if loop.inner_for_in is not None:
                _comprehend(ev, loop.inner_for_in, frame, emit)
            else:
                emit()


def _passes(ev: Evaluator, test: Any, frame: Frame) -> bool:
    known = ask_truth(ev, ev.eval(test, frame), test, frame)
    if known is None:
        raise Undetermined(f"depends on {ev.text(test)}")
    return known


def _inner(frame: Frame) -> Frame:
    inner = Frame(frame.module, {}, frame)
    inner.cls, inner.self_value, inner.yields = frame.cls, frame.self_value, frame.yields
    return inner


@expression(cst.ListComp, cst.GeneratorExp, cst.SetComp)
def list_comprehension(ev: Evaluator, node: Any, frame: Frame) -> Any:
    inner = _inner(frame)
    made: list[Any] = []
    try:
        _comprehend(ev, node.for_in, inner, lambda: made.append(ev.eval(node.elt, inner)))
        return set(made) if isinstance(node, cst.SetComp) else made
    except Undetermined as reason:
        return ev.unknown(reason.why, node, frame)


@expression(cst.DictComp)
def dict_comprehension(ev: Evaluator, node: cst.DictComp, frame: Frame) -> Any:
    inner = _inner(frame)
    made: dict[Any, Any] = {}

    def emit() -> None:
        made[ev.eval(node.key, inner)] = ev.eval(node.value, inner)

    try:
        _comprehend(ev, node.for_in, inner, emit)
        return made
    except Undetermined as reason:
        return ev.unknown(reason.why, node, frame)
