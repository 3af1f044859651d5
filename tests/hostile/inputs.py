"""Inputs that were written to break an analyser: to run it for ever, out of memory, off its stack, or for themselves."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from typing import Final

HEAD: Final = """import keras
from keras import layers
first = keras.Sequential([keras.Input((4,)), layers.Dense(3)])
"""
TAIL: Final = "\nlast = keras.Sequential([keras.Input((5,)), layers.Dense(2)])\n"
DEEP: Final = 10_000
MANY: Final = 10**18

# What a program does between its first model and its last one.
STATEMENTS: Final[dict[str, str]] = {
    # numbers
    "power": "x = 9**9**9",
    "power of powers": "x = 2\nfor i in range(100):\n    x = x ** x",
    "powers by pow": "x = pow(9, 9**8), pow(9, 10**7), pow(3, 10**6, 10**9)",
    "shift": "x = 1 << 10**12\nx = 1 << 10**5 << 10**5 << 10**5",
    "product": "x = 1\nfor i in range(1, 10**6):\n    x *= i",
    "squares": "x = 3\nfor i in range(100):\n    x = x * x",
    "factorials": "import math\nx = math.factorial(10**7), math.comb(10**7, 10**6), math.perm(10**7)",
    "greatest divisor": "import math\nx = math.gcd(9**9999, 7**9999), math.lcm(*range(1, 10**5)), math.isqrt(9**9999)",
    "product of a range": "import math\nx = math.prod(range(1, 10**6)), sum(range(10**12)), max(range(10**12))",
    "long literal": f"x = {'9' * 5000}\ny = str(x)\nmodel = layers.Dense(x)",
    "longer literal": f"x = {'9' * 500_000}",
    "int of a long text": "x = int('9' * 10**6)\ny = int('f' * 10**6, 16)\nz = float('9' * 10**6)",
    "text of a large number": "x = str(10**4000 * 10**4000)\ny = f'{7**9000}'\nz = '%d' % 7**9000\nt = repr([7**9000])",
    "bits": "x = bin(1 << 10**9), (1 << 9999).bit_length(), (7**3000).to_bytes(10**12, 'big')",
    "fractions": "from fractions import Fraction\nx = Fraction(1, 3)\nfor i in range(10**5):\n    x = x * x + 1",
    "decimals": "from decimal import Decimal\nx = Decimal('1e999999999') + 1\ny = Decimal(10) ** 10**9",
    "floats": "x = 1e308 * 10\ny = int(x)\nz = range(int(1e308))\nw = 2.0 ** 10**6\nlen(z)",
    "round": "x = round(10**4000, -10**9), round(1.5, 10**9), 10**4000 // 3**4000, divmod(9**4000, 7)",
    "complex": "x = complex('1e999j') ** 10**9\ny = (1+2j) ** (10**9)",
    # texts
    "long text": 'x = "a" * 10**12',
    "text that doubles": "x = 'a'\nfor i in range(200):\n    x += x",
    "text that doubles by f-strings": "x = 'a'\nfor i in range(200):\n    x = f'{x}{x}'",
    "text that doubles by format": "x = 'a'\nfor i in range(200):\n    x = '{0}{0}'.format(x)",
    "text that doubles by percent": "x = 'a'\nfor i in range(200):\n    x = '%s%s' % (x, x)",
    "text that doubles by join": "x = 'a'\nfor i in range(200):\n    x = ''.join([x, x])",
    "text that doubles by replace": "x = 'a'\nfor i in range(200):\n    x = x.replace('a', 'aa')",
    "text that grows by repr": "x = \"'\\\"\\\\\"\nfor i in range(200):\n    x = repr(x)\n    x = ascii(x)",
    "text that doubles by join of itself": "x = 'ab'\nfor i in range(200):\n    x = x.join(x)",
    "percent width": 'x = "%1000000000d" % 1\ny = "%.1000000000f" % 1\nz = "%*d" % (10**9, 1)',
    "f-string width": 'x = f"{1:1000000000}"\ny = f"{1.5:.1000000000f}"\nn = 10**9\nz = f"{1:{n}}"',
    "format width": 'x = format(1, "1000000000")\ny = "{:>1000000000}".format(1)\nz = "{:{}}".format(1, 10**9)',
    "format fields": 'x = "{0[0][0][0]}".format([[[1]]])\ny = "{0.__class__.__mro__}".format(1)\nz = "{" * 10**5',
    "padding": "x = 'a'.zfill(10**9), 'a'.ljust(10**9), 'a'.rjust(10**9), 'a'.center(10**9)",
    "tabs": "x = '\\t' * 1000\ny = x.expandtabs(10**9)\nz = '\\t'.expandtabs(10**12)",
    "replace": "x = 'a' * 900000\ny = x.replace('a', x)\nz = x.replace('', x)",
    "join": "x = 'a' * 900000\ny = x.join(['b'] * 900000)\nz = x.join('b' * 900000)",
    "translate": "x = ('a' * 900000).translate({97: 'b' * 900000})",
    "splits": "x = ('a ' * 400000)\nfor i in range(10**4):\n    y = x.split()",
    "searches": "x = 'a' * 900000\nfor i in range(10**4):\n    y = x.find('a' * 450000 + 'b'), x.count('aa')",
    "bytes": "x = bytes(10**12)\ny = bytearray(10**12)\nz = b'a' * 10**12\nw = bytes(range(256)) * 10**9",
    "wrapped text": "import textwrap\nx = textwrap.indent('a\\n' * 400000, 'b' * 400000)\ny = textwrap.fill('a ' * 400000, 1)",
    "expressions that backtrack": (
        "import re\nx = re.match('(a+)+$', 'a' * 60 + 'b')\ny = re.sub('(a|aa)*c', '', 'a' * 200)\n"
        "z = re.compile('(.*)*=(.*)*' * 9).search('x' * 5000)\nw = re.split('(x+x+)+y', 'x' * 100)\n"
        "v = re.findall('a{1,60000}' * 3 + 'b', 'a' * 5000)"
    ),
    "expressions that do not compile": "import re\nx = re.compile('(' * 5000 + ')' * 5000)\ny = re.compile('a{999999}' * 999)",
    "substitutions": "import re\nx = re.sub('a', 'b' * 900000, 'a' * 900000)\ny = re.escape('.' * 900000)",
    "codecs": "x = b'a'.decode('zip')\ny = 'a'.encode('idna')\nz = ('a' * 10**5).encode('punycode')\nw = '\\ud800'.encode()",
    "idna": "x = ('\\u0130' * 900000).encode('idna')\ny = b'xn--' + b'9' * 10**5\nz = y.decode('idna')",
    "punycode": "x = ('\\u0130a' * 200000).encode('punycode')\ny = (b'9' * 200000).decode('punycode')",
    "normalization": "import unicodedata\nx = unicodedata.normalize('NFKD', '\\ufdfa' * 900000)\ny = ('\\u0390' * 900000).upper()",
    # containers
    "long range": "x = range(10**18)\ny = list(x)\nz = tuple(x), set(x), sorted(x), [*x]\nfor i in x:\n    pass",
    "list that doubles": "x = [1]\nfor i in range(200):\n    x = x + x\n    x *= 2",
    "list that takes in itself": "x = [1]\nfor i in range(200):\n    x.extend(x)\n    x += x\n    x[:] = x + x",
    "slices that grow": "x = [1]\nfor i in range(200):\n    x[0:0] = x\n    x[len(x):] = x",
    "quadratic list": "x = []\nfor i in range(10**5):\n    x = x + [i]",
    "quadratic tuple": "x = ()\nfor i in range(10**5):\n    x += (i, x)",
    "quadratic text": "x = ''\nfor i in range(10**6):\n    x = x + 'some text ' * 100",
    "list of lists": "x = [[0] * 1000 for i in range(10**6)]\ny = [[[0] * 999 for j in range(999)] for i in range(999)]",
    "repeated list": "x = [0] * 10**12\ny = [[0] * 10**5] * 10**5\nz = (0,) * 10**18",
    "list in itself": (
        "x = []\nx.append(x)\nprint(x, x == x, str(x), repr(x), len(x), x in x, sorted(x), sum(x, []))\n"
        "y = [x, x]\ny[0] = y\ny == [y, x]\nx == y\nhash(tuple(x))\nlayers.Dense(x)\nkeras.Input(x)\nkeras.Sequential(x)\n"
        "layers.Concatenate()(x)\nfirst(x)\nfirst.fit(x, x)\nfirst.compile(loss=x)\n"
    ),
    "dict in itself": (
        "x = {}\nx['x'] = x\nprint(x, x == x, str(x))\ny = {'x': {}}\ny['x']['x'] = y\nx == y\nfirst(x)\nlayers.Dense(**x)\n"
        "keras.Model(x, x)\nfirst.fit(x, x)\nkeras.Sequential.from_config(x)\nimport copy, json\ncopy.deepcopy(x)\njson.dumps(x)"
    ),
    "lists in each other": "x, y = [], []\nx.append(y)\ny.append(x)\nx == y\nx < y\nprint(x)\nimport copy\ncopy.deepcopy([x, y])",
    "deep list": "x = []\nfor i in range(10**5):\n    x = [x]\nprint(x)\nx == [x]\nrepr(x)\nfirst(x)\nkeras.Sequential(x)",
    "deep dict": "x = {}\nfor i in range(9000):\n    x = {'x': x}\nprint(x)\nimport copy, json\ncopy.deepcopy(x)\njson.dumps(x)",
    "deep tuple": "x = ()\nfor i in range(9000):\n    x = (x, i)\nhash(x)\n{x: 1}\nx == x\nx < x\nkeras.Input(x)\nlayers.Reshape(x)",
    "wide and deep": "x = [1]\nfor i in range(64):\n    x = [x, x]\nprint(x)\nfirst(x)\nx == [x, x]\nimport copy\ncopy.deepcopy(x)",
    "wide and deep tuples": "x = ()\ny = ()\nfor i in range(64):\n    x, y = (x, x), (y, y)\nx == y\nhash(x)\nx < y\n{x: y}\nrepr(x)",
    "wide and deep dicts": "x = {}\nfor i in range(64):\n    x = {'a': x, 'b': x}\nfirst(x)\nprint(x)\nkeras.Model(x, x)\nlayers.Dense(**x)",
    "products": (
        "import itertools\nx = list(itertools.product(range(10**4), repeat=10**4))\ny = list(itertools.permutations(range(30)))\n"
        "z = list(itertools.combinations(range(60), 30))\nw = list(itertools.count())\nv = list(itertools.repeat(1))\n"
        "u = list(itertools.cycle([1]))\nt = list(itertools.accumulate(range(10**12)))\ns = sum(1 for _ in itertools.count())\n"
        "for a in itertools.product(range(10**6), range(10**6)):\n    pass"
    ),
    "chains": "import itertools\nx = iter([1])\nfor i in range(10**5):\n    x = itertools.chain(x, x)\nlist(x)",
    "nested maps": "x = range(3)\nfor i in range(10**4):\n    x = map(lambda a: a + 1, x)\nlist(x)",
    "nested zips": "x = [1]\nfor i in range(10**4):\n    x = zip(x, x)\nlist(x)\ny = reversed(list(enumerate(range(10**9))))",
    "tees": "import itertools\nx = iter(range(10**9))\nfor i in range(10**4):\n    x, y = itertools.tee(x)\nnext(x)",
    "partials": "import functools\nx = layers.Dense\nfor i in range(10**4):\n    x = functools.partial(x, 1)\nx()",
    "reductions": "import functools\nx = functools.reduce(lambda a, b: a * a, range(10**6), 3)\ny = functools.reduce(lambda a, b: a + a, range(99), [1])",
    "counters": "import collections\nx = collections.Counter(range(10**9))\ny = list(collections.Counter(a=10**12).elements())",
    "deques": "import collections\nx = collections.deque([1])\nfor i in range(99):\n    x.extend(x)\ny = collections.deque(range(10**12))",
    "evil hash": (
        "class K:\n    def __hash__(self):\n        while True: pass\n    def __eq__(self, other):\n        while True: pass\n"
        "x = {K(): 1, K(): 2}\ny = {K(), K()}\nz = K() in [K()]\nw = [K()].index(K())\nv = K() == K()"
    ),
    "hash of its own": "class K:\n    def __hash__(self): return hash(self)\n    def __eq__(self, o): return self == o\nx = {K(): 1, K(): 2}",
    "colliding keys": "x = {}\nfor i in range(10**5):\n    x[i * (2**61 - 1)] = i\n",
    "evil keys": (
        "x = sorted(range(10**4), key=lambda a: sorted(range(10**4), key=lambda b: -b))\ny = [3, 1, 2]\n"
        "y.sort(key=lambda a: y.append(a))\nz = max([1, 2], key=lambda a: 9**9**9)"
    ),
    "evil order": "class K:\n    def __lt__(self, o):\n        while True: pass\nx = sorted([K() for i in range(1000)])\ny = K() < K()",
    "deep copies": "import copy\nx = [1]\nfor i in range(10**4):\n    x = [copy.deepcopy(x), copy.deepcopy(x)]",
    "copies": "import copy\nx = list(range(50000))\nfor i in range(10**5):\n    y = copy.deepcopy(x), x.copy(), x[:], list(x), x + x",
    "dict that doubles": "x = {0: 0}\nfor i in range(64):\n    x.update({k + len(x): 0 for k in x})\n    x = {**x, **{-k: 0 for k in x}}",
    "changed while it runs": "x = [1]\nfor i in x:\n    x.append(i)\ny = {1: 1}\nfor k in y:\n    y[k + 1] = 1\nz = {1}\nfor k in z:\n    z.add(k + 1)",
    "in a range": "x = 10**17 + 1 in range(0, 10**18, 2), 0.5 in range(10**18), 'a' in range(10**18), range(10**18).index(10**17)",
    "slices": "x = range(10**18)[::3][5:10**17]\ny = [1, 2][-10**18:10**18]\nz = 'ab'[::10**18]\nw = [0] * 5\nw[10**18:] = x",
    # loops and calls
    "endless": "while True:\n    pass",
    "endless that builds": "while True:\n    x = keras.Sequential([keras.Input((4,)), layers.Dense(3)])",
    "endless that adds": "x = keras.Sequential()\nwhile True:\n    x.add(layers.Dense(3))",
    "endless that calls": "x = keras.Input((4,))\nwhile True:\n    x = layers.Dense(4)(x)",
    "endless that catches": "while True:\n    try:\n        raise ValueError(1)\n    except ValueError:\n        continue\n    finally:\n        pass",
    "many endless": "while True:\n    n = 1\n" * 500,
    "a billion layers": (
        "x = keras.Input((4,))\nfor i in range(1000):\n    for j in range(1000):\n        for k in range(1000):\n"
        "            x = layers.Dense(4)(x)\n"
    ),
    "a billion layers in a list": "x = keras.Sequential([layers.Dense(4) for i in range(1000) for j in range(1000) for k in range(1000)])",
    "the same layers often": "x = keras.Sequential([layers.Dense(4)] * 10**9)\ny = keras.Sequential([layers.Dense(4)] * 10**5)",
    "models in models": "x = first\nfor i in range(64):\n    a = keras.Input((4,))\n    x = keras.Model(a, layers.add([x(a), x(a)]))",
    "models in models of a kind": "x = keras.Sequential([keras.Input((4,)), layers.Dense(4)])\nfor i in range(10**4):\n    x = keras.Sequential([x])\nx.summary()",
    "wrappers in wrappers": "x = layers.Dense(4)\nfor i in range(10**4):\n    x = layers.TimeDistributed(x)\nx(keras.Input((4,) * 9))",
    "wrappers in wrappers that are called": "x = layers.Dense(4)\nfor i in range(300):\n    x = layers.TimeDistributed(x)\nx(keras.Input((4,) * 300))",
    "recursion": "def f(n):\n    return f(n + 1)\nf(0)",
    "mutual recursion": "def f(n): return g(n)\ndef g(n): return f(n), f(n)\nf(0)",
    "wide recursion": "def f(n):\n    return [f(n) for i in range(1000)]\nf(0)",
    "recursion by lambdas": "f = lambda g: g(g)(g)(g)\nf(f)\ny = lambda f: (lambda x: f(lambda v: x(x)(v)))(lambda x: f(lambda v: x(x)(v)))\ny(y)",
    "recursion that builds": "def f(x):\n    x = layers.Dense(4)(x)\n    f(x)\n    return f(x)\nf(keras.Input((4,)))",
    "recursion in defaults": "def f(x=lambda: f()):\n    return x(), f(x)\nf()",
    "fibonacci": "def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)\nx = layers.Dense(fib(90))",
    "ackermann": "def a(m, n): return n + 1 if not m else a(m - 1, 1) if not n else a(m - 1, a(m, n - 1))\na(4, 4)",
    "decorators that return themselves": "def d(f):\n    return d\n@d\n@d\nclass A: pass\n@A\ndef g(): pass\ng()()()\n@g\n@(lambda f: g)\ndef h(): pass\nh(h)(h)",
    "decorators without end": "def d(f):\n    @d\n    def g(): pass\n    return g\n@d\ndef h(): pass",
    "endless generator": "def g():\n    n = 0\n    while True:\n        yield n\n        n += 1\nlist(g())\nsum(g())\nfor x in g():\n    pass\na, *b = g()\nprint(*g())",
    "generators in generators": "def g(n):\n    yield n\n    yield from g(n + 1)\nlist(g(0))\ndef h():\n    for x in h():\n        yield x\nlist(h())",
    "many generators": "def g():\n    yield 1\n    yield 2\nx = [g() for i in range(10**5)]\n[next(a) for a in x]",
    "generators that send": "def g():\n    x = yield\n    while True:\n        x = yield x\na = g()\nnext(a)\nfor i in range(10**6):\n    a.send(i)\na.send(a)",
    "generator of itself": "def g():\n    yield from a\na = g()\nlist(a)\nb = (x for x in [1] for y in b)\nlist(b)",
    "coroutines": "import asyncio\nasync def f():\n    await f()\nasyncio.run(f())\nasync def g():\n    async for x in g():\n        yield x",
    "iterators without end": "class A:\n    def __iter__(self): return self\n    def __next__(self): return 1\nlist(A())\nfor x in A():\n    pass\nclass B:\n    def __getitem__(self, i): return i\nlist(B())\nx, *y = B()\nz = 5 in B()",
    "iterators of themselves": "class A:\n    def __iter__(self): return iter(self)\nlist(A())\nclass B:\n    def __iter__(self): return B()\nlist(B())",
    "lengths": "class A:\n    def __len__(self): return 10**18\n    def __getitem__(self, i): return A()\nlist(A())\nlen(A())\nreversed(A())\nA()[0][0]",
    "comprehensions": "x = [a * b for a in range(10**6) for b in range(10**6)]\ny = {a: b for a in range(10**6) for b in range(10**6)}\nz = sum(1 for a in range(10**9) for b in range(10**9) if a < 0)",
    "walrus": "x = [y := 1]\nwhile (x := x + x):\n    pass",
    "handlers in handlers": "def f(n):\n    try:\n        f(n + 1)\n    except Exception:\n        f(n + 1)\n    finally:\n        f(n + 1)\nf(0)",
    "contexts": "class C:\n    def __enter__(self): return self.__enter__()\n    def __exit__(self, *a): return self.__exit__(*a)\nwith C() as c:\n    pass",
    "conditions": "import os\n" + "".join(f"if os.getenv('A{i}'):\n    x = {i}\n" for i in range(300)),
    "conditions before a refusal": "import os\n" + "".join(f"if os.getenv('A{i}'):\n    n = {i}\n" for i in range(40)) + "layers.Dense(-1)",
    "conditions and long runs": "import os\n" + "".join(f"if os.getenv('A{i}'):\n    for i in range(10**4):\n        x = layers.Dense(4)\n" for i in range(40)),
    "endless functions that nothing calls": "".join(f"def f{i}(x):\n    while True:\n        x = layers.Dense(4)(x)\n" for i in range(200)),
    "conditions in functions that nothing calls": "".join(
        f"def f{i}(a, b, c, d, e):\n    x = keras.Input((4,))\n"
        + "".join(f"    if {n}:\n        x = layers.Dense(4)(x)\n" for n in "abcde") + "    return keras.Model(x, x)\n" for i in range(60)
    ),
    # classes
    "getattr games": (
        "class A:\n    def __getattr__(self, name): return getattr(self, name + 'x')\nA().x\nclass B:\n    def __getattribute__(self, name): return self.x\n"
        "B().y\nclass C:\n    def __getattr__(self, name): return C()\nC().a.b.c(1)[2]\nclass D(C):\n    def __call__(self, *a, **k): return self(*a, **k)\nD()()\n"
        "class E:\n    def __getattr__(self, name):\n        setattr(self, name, E())\n        return getattr(self, name).x\nE().x"
    ),
    "properties of themselves": "class A:\n    @property\n    def x(self): return self.x\n    @x.setter\n    def x(self, v): self.x = v\nA().x\nA().x = 1",
    "descriptors": "class D:\n    def __get__(self, o, t): return o.x\n    def __set__(self, o, v): o.x = v\nclass A:\n    x = D()\nA().x\nA().x = 1\nA.x",
    "metaclasses": (
        "class M(type):\n    def __new__(m, n, b, d): return M(n, b, d)\n    def __call__(c, *a): return c(*a)\n    def __getattr__(c, n): return getattr(c, n)\n"
        "    def __instancecheck__(c, o): return isinstance(o, c)\n    def __prepare__(*a): return A\nclass A(metaclass=M): pass\nA()\nA.x\nisinstance(1, A)\n"
        "class B(A, metaclass=lambda *a: B): pass\nB()"
    ),
    "classes of classes": "x = object\nfor i in range(10**4):\n    x = type('A', (x,), {})\nx()\nclass T(type): pass\nt = T\nfor i in range(1000):\n    t = t('T', (t,), {})",
    "deep inheritance": "class A0(keras.Model): pass\n" + "".join(f"class A{i}(A{i - 1}): pass\n" for i in range(1, DEEP)) + f"A{DEEP - 1}()",
    "diamonds": "class A0: pass\nclass B0: pass\n" + "".join(
        f"class A{i}(A{i - 1}, B{i - 1}): pass\nclass B{i}(A{i - 1}, B{i - 1}): pass\n" for i in range(1, 300)
    ) + "A299().x",
    "wide inheritance": "".join(f"class A{i}: pass\n" for i in range(1000)) + f"class B({', '.join(f'A{i}' for i in range(1000))}): pass\nB().x",
    "its own base": "class A: pass\nA.__bases__ = (A,)\nA.__class__ = A\nclass B(B if 'B' in globals() else A): pass\nB.__mro__ = (B,)\nA().x",
    "objects of their class": "class A:\n    def __new__(cls): return A()\n    def __init__(self): A()\nA()\nclass B:\n    def __init__(self): self.b = B()\nB()",
    "operators of themselves": (
        "class A:\n    def __add__(self, o): return self + o\n    def __radd__(self, o): return o + self\n    def __eq__(self, o): return self == o\n"
        "    def __bool__(self): return bool(self)\n    def __len__(self): return len(self)\n    def __str__(self): return str(self)\n    def __repr__(self): return repr(self)\n"
        "    def __index__(self): return int(self)\n    def __int__(self): return int(self)\n    def __call__(self): return self()\n    def __contains__(self, x): return x in self\n"
        "    def __format__(self, s): return format(self, s)\n    def __getitem__(self, i): return self[i]\n    def __del__(self): del self\n    def __neg__(self): return -self\n"
        "a = A()\na + 1; 1 + a; a == a; bool(a); len(a); str(a); repr(a); int(a); a(); 1 in a; f'{a}'; a[0]; -a; layers.Dense(a); range(a); [1][a]; '%s' % a; print(a)\n"
        "if a: pass"
    ),
    "slots and names": "class A:\n    __slots__ = A\nclass B:\n    __slots__ = ['x'] * 10**9\n__name__ = 10**18\n__builtins__ = None\n__import__ = keras\nB().x",
    "layers of themselves": (
        "class L(layers.Layer):\n    def __init__(self):\n        super().__init__()\n        self.l = self\n        self.x = [self, {'y': self}]\n"
        "    def build(self, s): self.build(s)\n    def call(self, x): return self(x)\n    def compute_output_shape(self, s): return self.compute_output_shape(s)\n"
        "    def get_config(self): return self.get_config()\nl = L()\nl(keras.Input((4,)))\nm = keras.Sequential([keras.Input((4,)), l])\nm.summary()\nm.get_config()\nl.from_config(l.get_config())"
    ),
    "models of themselves": (
        "class M(keras.Model):\n    def __init__(self):\n        super().__init__()\n        self.m = self\n        self.n = M()\n    def call(self, x): return self.m(x)\n"
        "m = M()\nm(keras.Input((4,)))\nm.build((None, 4))\nm.summary()\ns = keras.Sequential()\ns.add(s)\ns(keras.Input((4,)))\nfirst.add(first)\nfirst.layers.append(first)\nkeras.models.clone_model(s)"
    ),
    # sizes
    "enormous input": "keras.Input((10**4000,))\nkeras.Input(10**4000 * 10**4000)\nkeras.Input((2,) * 10**6)\nkeras.Input(shape=(10**18,) * 9)\nkeras.Input(range(10**9))",
    "enormous layers": (
        "n = 10**3000\nx = keras.Input((n,))\ny = layers.Dense(n)(x)\nz = layers.Dense(n, name='big')(y)\nm = keras.Model(x, z)\nm.summary()\nm.count_params()\n"
        "layers.Embedding(n, n)(x)\nlayers.Conv2D(n, n)(keras.Input((n, n, n)))\nlayers.Flatten()(keras.Input((n, n, n)))\nlayers.Reshape((n, n))(x)\nlayers.RepeatVector(n)(x)"
    ),
    "many dimensions": (
        "x = keras.Input((2,) * 3000)\nlayers.Dense(3)(x)\nlayers.Flatten()(x)\nlayers.Permute(range(3000, 0, -1))(x)\nlayers.Reshape((1,) * 10**5)(x)\n"
        "keras.ops.transpose(x)\nx + x\nkeras.Model(x, x).summary()\nlayers.Concatenate()([x] * 1000)"
    ),
    "many inputs": "x = [keras.Input((4,)) for i in range(9000)]\ny = layers.Concatenate()(x)\nkeras.Model(x, y).summary()\nlayers.add(x * 100)",
    "many einsum letters": "x = keras.Input((2,) * 50)\nkeras.ops.einsum('...,...->...' * 1000, x)\nlayers.EinsumDense('a' * 10**6 + '->b', 4)(x)\nlayers.EinsumDense('...x,xy->...y' * 99, 4)(x)",
    "arrays": (
        "import numpy as np\nx = np.zeros((10**9,) * 5)\ny = np.arange(10**12)\nz = np.ones(10**18).tolist()\nw = list(np.arange(10**9))\nnp.concatenate([x] * 10**6)\n"
        "np.tile([1], 10**12)\nnp.repeat([1], 10**12)\nnp.linspace(0, 1, 10**12)\nnp.eye(10**9)\nnp.array([[0] * 1000] * 1000)\nnp.meshgrid(*[range(10**6)] * 20)\nnp.indices((10**6,) * 6)\n"
        "np.zeros((2,) * 10**6)\nnp.zeros(10**5).reshape((1,) * 10**5)\nnp.pad([1], 10**12)\nnp.full((10**9, 10**9), 'a' * 10**6)\nnp.array([1]) ** 10**9\nfirst.fit(x, y)\nnp.arange(0, 1, 1e-12)\nnp.arange(10**6) * 10**6"
    ),
    "arrays that grow": "import numpy as np\nx = np.array([1, 2])\nfor i in range(99):\n    x = np.concatenate([x, x])\n    x = np.append(x, x)\n    x = np.kron(x, x)\n    x = np.outer(x, x)",
    "small arrays that grow": "import numpy as np\nx = np.array(3)\nfor i in range(200):\n    x = x * x + x\n    x = np.array([x, x])\nlayers.Dense(int(x.max()))",
    "arrays in themselves": "import numpy as np\nx = [1]\nx.append(x)\nnp.array(x)\nnp.shape(x)\nnp.stack([x, x])\ny = []\nfor i in range(5000):\n    y = [y]\nnp.array(y)\nnp.shape(y)\nnp.asarray(y).tolist()",
    "data sets": (
        "import tensorflow as tf\nd = tf.data.Dataset.range(10**18).repeat().batch(10**9).map(lambda x: x)\nfor x in d:\n    pass\nlist(d)\nfor i in range(9000):\n    d = d.map(lambda x: x).zip(d)\nlist(d)\nfirst.fit(d)"
    ),
    "tensors": "import tensorflow as tf\ntf.zeros((10**9,) * 9)\ntf.range(10**18)\ntf.while_loop(lambda i: True, lambda i: i + 1, [0])\ntf.ones([2] * 10**5)\ntf.reshape(tf.zeros(4), [1] * 10**5)\ntf.unstack(tf.zeros((10**9, 1)))\ntf.split(tf.zeros((10**9, 1)), 10**9)\ntf.map_fn(lambda x: x, tf.zeros(10**9))",
    "splits of tensors": "x = keras.Input((10**9, 4))\nkeras.ops.split(x, 10**9, axis=1)\nkeras.ops.unstack(x, 10**9, axis=1)\nfor a in keras.ops.split(x, 10**6, axis=1):\n    layers.Dense(4)(a)\nkeras.ops.meshgrid(*[x] * 10**5)",
    "formulas that grow": "import sys\nn = int(sys.argv[1])\nfor i in range(500):\n    n = n * n + n - n // 3\nx = layers.Dense(n)(keras.Input((n,)))\nm = keras.Model(x, x)",
    "formulas that double": "import sys\nn = int(sys.argv[1])\nm = int(sys.argv[2])\nfor i in range(64):\n    n, m = n * m + 1, m * n + 2\nx = keras.Input((n, m))\ny = layers.Dense(n * m)(layers.Flatten()(x))\nkeras.Model(x, y).summary()",
    "formulas of many names": "import sys\nn = 1\nfor i in range(300):\n    n = n * (int(sys.argv[i]) + i)\nlayers.Dense(n)(keras.Input((n,)))",
    "formulas with powers": "def f(n):\n    x = keras.Input((n,))\n    for i in range(200):\n        n = (n + 1) * (n + 2)\n        x = layers.Dense(n)(x)\n    return keras.Model(x, x)",
    "unknowns that double": "import sys\nx = sys.argv\nfor i in range(99):\n    x = x + x\n    x = [x, x]\nlayers.Dense(x[0][0])\nprint(x)",
    "applications": "for i in range(10**6):\n    keras.applications.NASNetLarge(weights=None)\n    keras.applications.EfficientNetB7(weights=None)",
    "wide trees of tensors": "x = [keras.Input((4,))]\nfor i in range(40):\n    x = [x, x]\nlayers.Concatenate()(x)\nkeras.Model(x, x)\nfirst(x)\nkeras.ops.stack(x)",
    "configurations": "c = {'name': 'a', 'layers': []}\nfor i in range(5000):\n    c = {'class_name': 'Sequential', 'config': {'name': 'a', 'layers': [c]}}\nkeras.Sequential.from_config(c)\nkeras.layers.deserialize(c)",
    "many summaries": "for i in range(10**6):\n    first.summary()",
    # programs that would like to run
    "eval of text": "x = eval('9**9**9')\nexec('while True: pass')\ny = eval('(' * 10**4 + ')' * 10**4)\nz = eval('[' * 5000)\nexec(compile('1', 'a', 'exec'))\neval('eval(' * 90 + '1' + ')' * 90)",
    "eval of itself": "x = 'eval(x)'\neval(x)\ny = 'exec(y); exec(y)'\nexec(y)\nz = \"eval(z) + eval(z)\"\neval(z)",
    "literal_eval": "import ast\nx = ast.literal_eval('[' * 10**5)\ny = ast.literal_eval('1' * 10**6)\nz = ast.literal_eval('-' * 10**5 + '1')\nw = ast.literal_eval('9' * 5000)",
    "json": "import json\nx = json.loads('[' * 10**5)\ny = json.loads('9' * 10**6)\nz = json.loads('{\"a\":' * 9000 + '1' + '}' * 9000)\nw = json.dumps('a' * 900000)",
    "arguments": "import argparse\np = argparse.ArgumentParser()\nfor i in range(10**6):\n    p.add_argument(f'--a{i}', default='%(x)s' * 10**5)\na = p.parse_args()\nprint(a.a1)",
    "formats of dates": "import datetime\nx = datetime.datetime.now().strftime('%Y' * 10**6)\ny = datetime.timedelta(days=10**18)\nz = datetime.date(10**9, 1, 1)",
    "sleep": "import time, os, signal\ntime.sleep(10**9)\nos.kill(os.getpid(), 9)\nos.fork()\nos.abort()\nsignal.alarm(1)\ninput()\nos._exit(0)",
    "paths": "import os, pathlib\nx = 'a/' * 10**5\nos.path.join(*[x] * 1000)\npathlib.Path(x) / x\nos.path.abspath('../' * 10**5)\npathlib.Path('/dev/zero').read_bytes()\nos.walk('/')\nlist(pathlib.Path('/').rglob('*'))",
    "matches": "match [[1] * 1000] * 1000:\n    case [*x]:\n        pass\nmatch {'a': 1}:\n    case {'a': {'b': {}}}:\n        pass\nclass P:\n    __match_args__ = ('x',) * 10**6\nmatch P():\n    case P(1):\n        pass",
    "namedtuples": "import collections\nx = collections.namedtuple('A', [f'a{i}' for i in range(10**5)])\ny = collections.namedtuple('A', 'a ' * 10**5)\nz = collections.namedtuple('A', '__class__ class')",
    "dataclasses": "import dataclasses\n@dataclasses.dataclass\nclass A:\n    x: 'A' = dataclasses.field(default_factory=lambda: A())\nA()\nprint(A())\ndataclasses.asdict(A())\ndataclasses.replace(A())",
    "enums": "import enum\nx = enum.Enum('A', [f'a{i}' for i in range(10**5)])\nclass E(enum.Flag):\n    A = 1 << 9000\n    B = A\n~E.A | E.B\nlist(E)\nE(10**9)",
    "caches": "import functools\n@functools.lru_cache(None)\ndef f(n): return f(n + 1)\nf(0)\n@functools.singledispatch\ndef g(x): return g(x)\ng(1)\nfunctools.wraps(f)(f)(1)\nf.__wrapped__ = f\nimport inspect\ninspect.signature(f)\ninspect.unwrap(f)",
    "globals": "globals().update(locals())\nglobals()['x'] = globals()\nprint(globals())\nvars()['y'] = vars()\nlocals().clear()\nglobals().clear()\nimport sys\nsys.modules.clear()\nsys.setrecursionlimit(10**9)\nsys.modules['keras'] = None",
    "imports of itself": "import imports_of_itself\nfrom imports_of_itself import *\nfrom . import imports_of_itself\nfrom .imports_of_itself import first\nfrom .. import x\nfrom ...... import y\nimport " + "a." * 5000 + "b",
    "names": "x\u0301 = 1\n\u212b = 2\n" + "a" * 10**5 + " = 3\nlayers.Dense(3, name='\\x1b]0;pwned\\x07\\x1b[2J')\nlayers.Dense(3, name='a' * 10**6)\nlayers.Dense(3, name='\\ud800')",
    "deep formats": "x = 'a'\nfor i in range(100):\n    x = f'{x!r:>{len(x)}}'\ny = '{0:{0:{0}}}'.format(3)\nz = '{:{:{}}}'.format(1, 2, 3)",
}  # fmt: skip


def _nested(opening: str, core: str, closing: str, depth: int = DEEP) -> str:
    return opening * depth + core + closing * depth


def _blocks(head: str, depth: int) -> str:
    return "".join(f"{' ' * level}{head}\n" for level in range(depth)) + " " * depth + "pass\n"


# Texts that nest, of which a parser may run off its stack.
NESTED: Final[dict[str, Callable[[], str]]] = {
    "parentheses": lambda: f"x = {_nested('(', '1', ')')}",
    "lists": lambda: f"x = {_nested('[', '', ']')}",
    "dicts": lambda: f"x = {_nested('{1: ', '1', '}')}",
    "calls": lambda: f"x = {_nested('f(', '1', ')')}",
    "calls of calls": lambda: f"x = f{'()' * DEEP}",
    "calls of layers": lambda: f"x = {_nested('layers.Dense(4)(', 'keras.Input((4,))', ')')}",
    "subscripts": lambda: f"x = y{'[0]' * DEEP}",
    "attributes": lambda: f"x = a{'.b' * DEEP}",
    "methods": lambda: f"x = ''{'.strip()' * DEEP}",
    "minus": lambda: f"x = {'-' * DEEP}1",
    "inversions": lambda: f"x = {'~' * DEEP}1",
    "not": lambda: f"x = {'not ' * DEEP}1",
    "await": lambda: f"async def f():\n    x = {'await ' * DEEP}1",
    "sums": lambda: f"x = {'1 + ' * DEEP}1",
    "sums of texts": lambda: f"x = {'str(1) + ' * DEEP}str()",
    "powers": lambda: f"x = {'1 ** ' * DEEP}1",
    "implicit texts": lambda: "x = " + "'a' " * DEEP,
    "and": lambda: f"x = {'1 and ' * DEEP}1",
    "or": lambda: f"x = {'0 or ' * DEEP}1",
    "comparisons": lambda: f"x = {'1 < ' * DEEP}1",
    "conditionals": lambda: f"x = {'1 if 0 else ' * DEEP}1",
    "lambdas": lambda: f"x = {'lambda: ' * DEEP}1",
    "assignments": lambda: f"{'x = ' * DEEP}1",
    "walruses": lambda: f"x = {_nested('(y := ', '1', ')')}",
    "f-strings": lambda: "x = " + _nested('f"{', "1", '}"', 300),
    "f-strings in each other": lambda: "x = " + "".join(f"f{quote}{{" for quote in ('"""', "'''", '"', "'")) + "1",
    "format specs": lambda: 'x = f"{1:' + _nested("{1:", "", "}") + '}"',
    "if": lambda: _blocks("if 1:", 99),
    "if without end": lambda: _blocks("if 1:", 3000),
    "for": lambda: _blocks("for i in range(9):", 99),
    "functions": lambda: _blocks("def f():", 99),
    "classes": lambda: _blocks("class A:", 99),
    "with": lambda: _blocks("with a:", 99),
    "elif": lambda: "if x: pass\n" + "elif x: pass\n" * DEEP,
    "one line of statements": lambda: "x = 1; " * DEEP,
    "decorators": lambda: "@d\n" * DEEP + "def f(): pass",
    "parameters": lambda: f"def f({', '.join(f'a{i}' for i in range(DEEP))}): pass\nf({', '.join('1' * DEEP)})",
    "arguments": lambda: f"x = f({', '.join('1' * 20_000)})",
    "targets": lambda: f"{', '.join(f'a{i}' for i in range(DEEP))} = range({DEEP})",
    "nested targets": lambda: f"{_nested('(', 'a', ',)', 199)} = 1",
    "stars": lambda: f"x = {'*' * DEEP}1",
    "patterns": lambda: f"match x:\n    case {_nested('[', 'a', ']', 190)}:\n        pass",
    "or patterns": lambda: f"match x:\n    case {'1 | ' * DEEP}2:\n        pass",
    "continuations": lambda: "x = 1 + \\\n" + "\\\n" * DEEP + "1",
    "open brackets": lambda: "(" * 500_000,
    "closed brackets": lambda: ")" * 500_000,
    "open texts": lambda: "'''" + "a" * 500_000,
    "quotes": lambda: "'" * 500_001,
    "backslashes": lambda: "\\" * 500_000,
    "semicolons": lambda: ";" * 500_000,
    "indents": lambda: "".join(" " * n + "x\n" for n in range(1, 900)),
    "dedents": lambda: "if 1:\n        x\n    y\n",
    "types": lambda: f"x: {_nested('list[', 'int', ']')} = 1",
    "comprehensions": lambda: f"x = [a {'for a in b ' * DEEP}]",
    "conditions of comprehensions": lambda: f"x = [a for a in b {'if a ' * DEEP}]",
    "imports": lambda: f"from a import {', '.join(f'b{i}' for i in range(DEEP))}\nimport {'a.' * DEEP}b",
    "dots": lambda: f"from {'.' * DEEP} import a",
    "globals": lambda: f"def f():\n    global {', '.join(f'b{i}' for i in range(DEEP))}\nf()",
}  # fmt: skip


def _notebook(*sources: str) -> bytes:
    cells = [{"cell_type": "code", "metadata": {}, "outputs": [], "source": source} for source in sources]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def _archive(config: bytes, name: str = "config.json") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, config)
    return file.getvalue()


def _zip_bomb() -> bytes:
    file = io.BytesIO()
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("config.json", "w", force_zip64=True) as inner,
    ):
        for _ in range(300):
            inner.write(b" " * (1 << 20))
    return file.getvalue()


def _lying_zip_bomb() -> bytes:
    """One that declares less than it has."""
    data, declared = bytearray(_zip_bomb()), (300 << 20).to_bytes(4, "little")
    return bytes(data.replace(declared, (1000).to_bytes(4, "little")))


def _deep_model(depth: int) -> bytes:
    head = '{"class_name": "Sequential", "config": {"name": "a", "layers": ['
    return (head * depth + "]}}" * depth).encode()


def _lines(count: int) -> str:
    return HEAD + "".join(f"x{i} = layers.Dense({i} + 1)\n" for i in range(count)) + TAIL


PROGRAM: Final = HEAD + TAIL
# Files that are no good, by their names.
FILES: Final[dict[str, Callable[[], bytes]]] = {
    "fifty_megabytes.py": lambda: PROGRAM.encode() + b"# " + b"x" * (50 << 20),
    "fifty_megabytes_of_lines.py": lambda: PROGRAM.encode() + b"x = 1\n" * (50 << 20 >> 3),
    "long_line.py": lambda: PROGRAM.encode() + b"x = [" + b"1, " * (10 << 20 >> 2) + b"]\n",
    "long_comment.py": lambda: PROGRAM.encode() + b"# " + b"x" * 900_000,
    "long_string.py": lambda: PROGRAM.encode() + b"x = '" + b"x" * 900_000 + b"'\n",
    "long_list.py": lambda: PROGRAM.encode() + b"x = [" + b"1, " * 250_000 + b"]\n",
    "ordinary_lines.py": lambda: _lines(1_000).encode(),
    "null_bytes.py": lambda: PROGRAM.encode() + b"\0\0\0",
    "binary.py": lambda: bytes(range(256)) * 1000,
    "byte_order_mark.py": lambda: b"\xef\xbb\xbf" + PROGRAM.encode(),
    "byte_order_marks.py": lambda: b"\xef\xbb\xbf" * 1000 + PROGRAM.encode(),
    "utf16.py": lambda: PROGRAM.encode("utf-16"),
    "utf32.py": lambda: PROGRAM.encode("utf-32"),
    "mixed_newlines.py": lambda: PROGRAM.replace("\n", "\r\n", 1).encode() + b"x = 1\ry = 2\r\n\rz = 3\n\r",
    "carriage_returns.py": lambda: PROGRAM.replace("\n", "\r").encode(),
    "form_feeds.py": lambda: b"\f\f" + PROGRAM.replace("\n", "\n\f\v"[:2]).encode() + b"\f",
    "tabs_and_blanks.py": lambda: PROGRAM.encode() + b"if 1:\n\tx = 1\n        y = 2\nif 1:\n  \tx = 1\n\t  y = 2\n",
    "control_characters.py": lambda: PROGRAM.encode() + b"x = '\x1b[2J\x07\x08'\n\x1a\n\x1b[31m\n",
    "line_separators.py": lambda: PROGRAM.encode() + "x = '\u2028\u2029\x85'\ny = 1\x0bz = 2\n# \u2028layers.Dense(\n".encode(),
    "lone_surrogates.py": lambda: PROGRAM.encode() + b"x = '\xed\xa0\x80'\n",
    "lone_surrogates_written_out.py": lambda: PROGRAM.encode() + b"layers.Dense(-1, name='\\ud800')\nx = '\\udfff'.encode()\n",
    "odd_letters.py": lambda: PROGRAM.encode() + "ℵ = 1\n\u202e\u200bx = 2\n".encode(),
    "bidirectional.py": lambda: PROGRAM.encode() + "x = '\u202e' # \u2066\nlayers.Dense(-1, name='\u202e\u2066')\n".encode(),
    **{
        f"coding_{name}.py": (lambda name=name: f"# coding: {name}\n{PROGRAM}".encode())
        for name in (
            "zip", "rot13", "unicode_escape", "raw_unicode_escape", "idna", "punycode", "hex", "bz2", "base64", "uu",
            "utf-7", "utf-16", "utf-32", "undefined", "mbcs", "cp037", "..", "../../etc/passwd", "os", "this", "a" * 9999,
        )
    },
    "coding_twice.py": lambda: b"\xef\xbb\xbf# coding: utf-8\n# coding: rot13\n" + PROGRAM.encode(),
    "coding_unicode_escape_newline.py": lambda: b"# coding: unicode_escape\nx = '\\n\\x00\\N{BEL}'\n" + PROGRAM.encode(),
    "comments.py": lambda: PROGRAM.encode() + b"# kerascount: ignore\n" * 45_000,
    "ignores.py": lambda: PROGRAM.encode() + b"x = 1 # kerascount: ignore[KC101, KC102, KC999] # noqa: " + b"KC101," * 100_000,
    "spaces.py": lambda: PROGRAM.encode() + b" " * 900_000,
    "newlines.py": lambda: PROGRAM.encode() + b"\n" * 900_000,
    "blank_comments.py": lambda: PROGRAM.encode() + b"#\n" * 400_000,
    "continuations.py": lambda: PROGRAM.encode() + b"\\\n" * 400_000,
    "nothing.py": lambda: b"",
    "no_json.ipynb": lambda: b'{"cells": [',
    "deep_json.ipynb": lambda: b"[" * 500_000,
    "deep_notebook.ipynb": lambda: b'{"cells": ' + b"[" * 50_000 + b"]" * 50_000 + b"}",
    "large_number.ipynb": lambda: b'{"cells": [], "nbformat": ' + b"9" * 500_000 + b"}",
    "odd_notebook.ipynb": lambda: b'{"cells": {"a": 1}, "metadata": [], "nbformat": null, "worksheets": 3}',
    "odd_cells.ipynb": lambda: b'{"cells": [null, 1, [], {"cell_type": ["code"]}, {"cell_type": "code", "source": {"a": 1}}]}',
    "surrogate.ipynb": lambda: _notebook("x = '\ud800'\n", PROGRAM, "\ud83d"),
    "many_cells.ipynb": lambda: _notebook(*[PROGRAM] * 300),
    "broken_cells.ipynb": lambda: _notebook(PROGRAM, *["x = ("] * 2000),
    "long_cell.ipynb": lambda: _notebook(PROGRAM, "x = 1\n" * 2_000_000),
    "pictures.ipynb": lambda: json.dumps(
        {"cells": [{"cell_type": "code", "outputs": [{"data": {"image/png": "A" * (30 << 20)}}], "source": PROGRAM}]}
    ).encode(),
    "twice_the_same_key.ipynb": lambda: b'{"cells": [], "cells": [], ' + b'"a": 1, ' * 100_000 + b'"metadata": {}}',
    "magics.ipynb": lambda: _notebook(PROGRAM, "%%bash\nrm -rf /", "!rm -rf /", "%run /etc/passwd", "%" * 100_000, "!" * 99_999, "?" * 99_999),
    "fences.md": lambda: b"```python\n" * 50_000,
    "quotes.md": lambda: (b"> " * 50_000 + b"```python\n") + PROGRAM.encode(),
    "ticks.md": lambda: b"`" * 900_000 + b"python\n" + PROGRAM.encode(),
    "blocks.md": lambda: (b"```python\nx = (\n```\n") * 5000 + b"```python\n" + PROGRAM.encode() + b"```\n",
    "spaces.md": lambda: b" " * 400_000 + b"```python\n" + (b" \t>" * 100_000),
    "bomb.keras": _zip_bomb,
    "lying_bomb.keras": _lying_zip_bomb,
    "empty.keras": lambda: b"PK\x05\x06" + b"\0" * 18,
    "truncated.keras": lambda: _archive(_deep_model(1))[:60],
    "no_config.keras": lambda: _archive(b"{}", "../../etc/passwd"),
    "odd_config.keras": lambda: _archive(b'{"class_name": [], "config": {"layers": 3}}'),
    "deep.keras": lambda: _archive(_deep_model(200)),
    "deeper.keras": lambda: _archive(_deep_model(5000)),
    "deepest.json": lambda: _deep_model(100_000),
    "large.json": lambda: b'{"class_name": "Sequential", "config": {"layers": [' + b'{"class_name": "Dense", "config": {"units": 3}},' * 20_000 + b"]}}",
    "huge_sizes.json": lambda: (
        b'{"class_name": "Sequential", "config": {"layers": [{"class_name": "InputLayer", "config": {"batch_shape": [null, '
        + b"9" * 4000 + b']}}, {"class_name": "Dense", "config": {"units": ' + b"9" * 4000 + b"}}]}}"
    ),
    "not_a_number.json": lambda: b'{"class_name": "Sequential", "config": {"layers": [{"class_name": "Dense", "config": {"units": NaN}}]}}',
    "surrogate.json": lambda: b'{"class_name": "Sequential", "config": {"name": "\\ud800\\u001b[2J", "layers": []}}',
    "damaged.h5": lambda: b"\x89HDF\r\n\x1a\n" + b"\xff" * 5000,
    "damaged_archive.keras": lambda: _archive(_deep_model(3)).replace(b"layers", b"\xff\xff\xff"),
}  # fmt: skip


Content = Callable[[], bytes]


def _program(text: Callable[[], str]) -> Content:
    return lambda: f"{HEAD}{text()}\n{TAIL}".encode("utf-8", "surrogatepass")


def programs() -> Iterator[tuple[str, Content]]:
    """Every program, with a name that is one of a file."""
    for name, text in STATEMENTS.items():
        yield f"{name}.py".replace(" ", "_"), _program(lambda text=text: text)
    for name, nested in NESTED.items():
        yield f"nested_{name}.py".replace(" ", "_"), _program(nested)


def files() -> Iterator[tuple[str, Content]]:
    """Every file, with its name."""
    for name, content in FILES.items():
        yield name.replace("/", "_")[:100], content
