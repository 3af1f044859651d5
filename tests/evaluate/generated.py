"""Programs of plain Python, written by chance: what they give, Python and our evaluator must agree on."""

from __future__ import annotations

import random
from collections.abc import Callable

NUMBERS = ("0", "1", "2", "3", "7", "-4", "10", "2.5")
TEXTS = ("''", "'a'", "'bc'", "'x y'", "'Dense'")
NAMES = ("a", "b", "c", "d", "e")
TRIES = ("ZeroDivisionError", "TypeError", "(KeyError, IndexError)", "LookupError", "Exception", "ValueError")


class Writer:
    """Writes one program; the same seed gives the same program."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.functions: list[tuple[str, int]] = []
        self.classes: list[str] = []
        self.loops = 0

    def program(self) -> str:
        start = ["a, b, c, d, e = 3, 'bc', [4, 1], {'a': 1, 2: 'b'}, (1, 2)", "log = []"]
        lines = [line for _ in range(self.random.randint(5, 12)) for line in self._logged(self.statement(2))]
        body = "\n".join(f"    {line}" for line in (*start, *lines))
        return f"import math\n\ndef main():\n{body}\n    return a, b, c, d, e, log\ncaught(0, main)\n"

    def _logged(self, lines: list[str]) -> list[str]:
        """A statement after which the program goes on, whatever it raises."""
        caught = ["except Exception as error:", "    log.append(type(error).__name__)"]
        return ["try:", *(f"    {line}" for line in lines), *caught]

    # --- expressions

    def expression(self, depth: int) -> str:
        simple = (self._number, self._text, self._name, self._name)
        deep = (
            self._binary, self._binary, self._comparison, self._list, self._dict, self._tuple, self._item, self._slice,
            self._method, self._comprehension, self._conditional, self._call, self._builtin, self._formatted,
            self._boolean, self._lambda, self._object, self._set, self._generator, self._unary,
        )  # fmt: skip
        write: Callable[[int], str] = self.random.choice(simple if depth <= 0 else simple + deep)
        return write(depth - 1)

    def _number(self, depth: int) -> str:
        return self.random.choice(NUMBERS)

    def _text(self, depth: int) -> str:
        return self.random.choice(TEXTS)

    def _name(self, depth: int) -> str:
        return self.random.choice(NAMES)

    def _binary(self, depth: int) -> str:
        sign = self.random.choice(("+", "-", "//", "%", "/", "+", "&", "|"))
        if self.random.random() < 0.2:
            return f"({self.expression(depth)} * 2)"
        return f"({self.expression(depth)} {sign} {self.expression(depth)})"

    def _unary(self, depth: int) -> str:
        return f"({self.random.choice(('-', 'not ', '+', '~'))}{self.expression(depth)})"

    def _comparison(self, depth: int) -> str:
        sign = self.random.choice(("<", "<=", "==", "!=", ">", "in", "not in"))
        more = f" < {self.expression(depth)}" if self.random.random() < 0.2 else ""
        return f"({self.expression(depth)} {sign} {self.expression(depth)}{more})"

    def _boolean(self, depth: int) -> str:
        return f"({self.expression(depth)} {self.random.choice(('and', 'or'))} {self.expression(depth)})"

    def _items(self, depth: int) -> str:
        stars = ("*" if self.random.random() < 0.1 else "" for _ in range(self.random.randint(0, 3)))
        return ", ".join(f"{star}{self.expression(depth)}" for star in stars)

    def _list(self, depth: int) -> str:
        return f"[{self._items(depth)}]"

    def _tuple(self, depth: int) -> str:
        return f"({self.expression(depth)}, {self._items(depth)})"

    def _set(self, depth: int) -> str:
        return f"len({{{self.expression(depth)}, {self._items(depth)}}})"

    def _dict(self, depth: int) -> str:
        pairs = (f"{self.expression(0)}: {self.expression(depth)}" for _ in range(self.random.randint(0, 3)))
        return f"{{{', '.join(pairs)}}}"

    def _item(self, depth: int) -> str:
        return f"({self.expression(depth)})[{self.expression(0)}]"

    def _slice(self, depth: int) -> str:
        bounds = self.random.choice((":2", "1:", "::-1", ":-1", "::2", "1:3"))
        return f"({self.expression(depth)})[{bounds}]"

    def _method(self, depth: int) -> str:
        call = self.random.choice((
            ".upper()", ".split()", ".join(['p', 'q'])", ".keys()", ".items()", ".get('a')", ".index('a')", ".copy()",
            ".count(1)", ".pop()", ".append(5)", ".extend([1])", ".update(z=1)", ".replace('a', 'b')", ".strip()",
            ".sort()", ".reverse()", ".startswith('a')", ".title()", ".setdefault('k', 3)", ".insert(0, 9)",
        ))  # fmt: skip
        return f"({self.expression(depth)}){call}"

    def _comprehension(self, depth: int) -> str:
        test = f" if {self.expression(depth)}" if self.random.random() < 0.4 else ""
        name = self.random.choice(NAMES)
        return f"[{self.expression(depth)} for {name} in {self.expression(depth)}{test}]"

    def _generator(self, depth: int) -> str:
        function = self.random.choice(("sum", "list", "any", "all", "tuple", "max", "sorted"))
        return f"{function}({self.expression(depth)} for {self.random.choice(NAMES)} in {self.expression(depth)})"

    def _conditional(self, depth: int) -> str:
        return f"({self.expression(depth)} if {self.expression(depth)} else {self.expression(depth)})"

    def _builtin(self, depth: int) -> str:
        call = self.random.choice((
            "len({})", "str({})", "repr({})", "int({})", "float({})", "bool({})", "list({})", "tuple({})", "abs({})",
            "sum({})", "max({})", "min({})", "sorted({})", "list(range({}))", "list(enumerate({}))", "round({})",
            "list(reversed({}))", "list(zip({}, 'ab'))", "list(map(str, {}))", "dict({})", "isinstance({}, (int, str))",
            "type({}).__name__", "next(iter({}))", "hasattr({}, 'append')", "divmod({}, 3)", "any({})", "callable({})",
        ))  # fmt: skip
        return call.format(self.expression(depth))

    def _formatted(self, depth: int) -> str:
        how = self.random.choice(("f'{{{}}}!'", "'%s' % ({},)", "'<{{}}>'.format({})", "f'{{{}!r:>6}}'"))
        text = self.expression(0)
        return how.format(text) if "'" not in text or not how.startswith("f") else text

    def _lambda(self, depth: int) -> str:
        name = self.random.choice(NAMES)
        return f"(lambda {name}, k=2: {self.expression(depth)})({self.expression(depth)})"

    def _call(self, depth: int) -> str:
        if not self.functions:
            return self._number(depth)
        name, arity = self.random.choice(self.functions)
        given = max(0, arity + self.random.choice((0, 0, 0, 0, -1, 1)))
        return f"{name}({', '.join(self.expression(depth) for _ in range(given))})"

    def _object(self, depth: int) -> str:
        if not self.classes:
            return self._text(depth)
        cls = self.random.choice(self.classes)
        how = self.random.choice((".value", ".twice()", "[1]", " + 1", ".missing", " == 3", ".kind"))
        return f"({cls}({self.expression(depth)}){how})"

    # --- statements

    def statement(self, depth: int) -> list[str]:
        simple = (self._assign, self._assign, self._augment, self._unpack, self._expression, self._set_item)
        deep = (self._if, self._for, self._while, self._try, self._function, self._class, self._with_break)
        write: Callable[[int], list[str]] = self.random.choice(simple if depth <= 0 else simple + deep)
        return write(depth - 1)

    def block(self, depth: int) -> list[str]:
        lines = [line for _ in range(self.random.randint(1, 3)) for line in self.statement(depth)]
        return [f"    {line}" for line in lines]

    def _assign(self, depth: int) -> list[str]:
        return [f"{self.random.choice(NAMES)} = {self.expression(2)}"]

    def _augment(self, depth: int) -> list[str]:
        return [f"{self.random.choice(NAMES)} {self.random.choice(('+=', '-=', '|=', '//='))} {self.expression(1)}"]

    def _unpack(self, depth: int) -> list[str]:
        star = self.random.choice(("", "*"))
        return [f"{self.random.choice(NAMES)}, {star}{self.random.choice(NAMES)} = {self.expression(2)}"]

    def _expression(self, depth: int) -> list[str]:
        return [self.expression(2)]

    def _set_item(self, depth: int) -> list[str]:
        return [f"{self.random.choice(NAMES)}[{self.expression(0)}] = {self.expression(1)}"]

    def _if(self, depth: int) -> list[str]:
        orelse = ["else:", *self.block(depth)] if self.random.random() < 0.5 else []
        return [f"if {self.expression(2)}:", *self.block(depth), *orelse]

    def _for(self, depth: int) -> list[str]:
        items = self.random.choice(
            ("range(4)", "'abc'", f"list({self.expression(1)})[:3]", "enumerate([5, 6])", "{'a': 1}.items()")
        )
        orelse = ["else:", *self.block(depth)] if self.random.random() < 0.2 else []
        return [f"for {self.random.choice(NAMES)} in {items}:", *self.block(depth), *orelse]

    def _with_break(self, depth: int) -> list[str]:
        leave = self.random.choice(("break", "continue"))
        return [f"for {self.random.choice(NAMES)} in range(3):", f"    if {self.expression(1)}:", f"        {leave}",
                *self.block(depth)]  # fmt: skip

    def _while(self, depth: int) -> list[str]:
        self.loops += 1
        n = f"n{self.loops}"
        return [f"{n} = 0", f"while {n} < 3 and {self.expression(1)}:", f"    {n} += 1", *self.block(depth)]

    def _try(self, depth: int) -> list[str]:
        kind = self.random.choice(TRIES)
        caught = [f"except {kind} as error:", "    d = type(error).__name__", *self.block(depth)]
        orelse = ["else:", *self.block(depth)] if self.random.random() < 0.3 else []
        last = ["finally:", *self.block(depth)] if self.random.random() < 0.3 else []
        return ["try:", *self.block(depth), *caught, *orelse, *last]

    def _function(self, depth: int) -> list[str]:
        name, arity = f"f{len(self.functions)}", self.random.randint(0, 2)
        parameters = ", ".join(NAMES[:arity])
        more = self.random.choice(("", "", "*rest", "**others", "k=1"))
        head = ", ".join(part for part in (parameters, more) if part)
        lines = self.block(depth)
        ends = self.random.choice(("return", "return", "yield"))
        made = [
            f"def {name}({head}):",
            *(["    nonlocal e"] if arity < 2 else []),
            *lines,
            f"    {ends} {self.expression(2)}",
        ]
        self.functions.append((name, arity))
        return made

    def _class(self, depth: int) -> list[str]:
        name = f"C{len(self.classes)}"
        base = self.random.choice((*self.classes, "", "", "list", "dict", "Exception"))
        own = [
            f"class {name}({base}):",
            f"    kind = {self.expression(1)}",
            "    def __init__(self, value=None):",
            "        self.value = value",
            "    def twice(self):",
            f"        return self.value * 2 if self.value else {self.expression(1)}",
        ]
        extra = self.random.choice((
            ["    def __getitem__(self, key):", "        return (key, self.value)"],
            ["    def __add__(self, other):", "        return other"],
            ["    def __eq__(self, other):", "        return self.value == other"],
            ["    def __len__(self):", "        return 2"],
            ["    @property", "    def missing(self):", "        return self.kind"],
            [],
        ))  # fmt: skip
        self.classes.append(name)
        return own + extra
