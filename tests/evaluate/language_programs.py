"""Programs that build models by all means of the language; what Keras builds when it runs them is compared."""

from __future__ import annotations

from typing import Final

LANGUAGE: Final = {
    "getattr and dicts of constructors": """
import operator, functools, copy
LAYERS = {"dense": layers.Dense, "drop": layers.Dropout, "act": functools.partial(layers.Activation, "relu")}
config = [("dense", {"units": 8}), ("act", {}), ("drop", {"rate": 0.5}), ("dense", dict(units=2))]
m1 = keras.Sequential([keras.Input((4,))])
for kind, options in config:
    m1.add(LAYERS[kind](**options))
Conv = getattr(layers, "Conv2D")
x = i = keras.Input((16, 16, 3))
for k in range(3):
    x = getattr(layers, f"{'Max' if k % 2 else 'Average'}Pooling2D")(2)(Conv(4 * 2 ** k, 3, padding="same")(x))
m2 = keras.Model(i, x)
c2 = copy.deepcopy({"units": 3, "activation": "relu"})
m3 = keras.Sequential([keras.Input((5,)), layers.Dense(**c2)])
m4 = keras.Sequential.from_config(copy.deepcopy(m3.get_config()))
m5 = keras.models.clone_model(m2)
make = operator.methodcaller("Dense", 7)
m6 = keras.Sequential([keras.Input((5,)), make(layers)])
m7 = functools.reduce(lambda m, u: (m.add(layers.Dense(u)), m)[1], [3, 4], keras.Sequential([keras.Input((2,))]))
""",
    "contexts": """
import contextlib
with contextlib.ExitStack() as stack:
    stack.enter_context(contextlib.suppress(ValueError))
    a = keras.Sequential([keras.Input((3,)), layers.Dense(2)])
    layers.Dense(-1)
with contextlib.suppress(Exception):
    layers.Dense(3)(keras.Input((3, None)) + keras.Input((4, 2, 2)))
with keras.name_scope("a"), contextlib.nullcontext() as z:
    b = keras.Sequential([keras.Input((3,)), layers.Dense(5)])
try:
    with contextlib.suppress(KeyError):
        layers.Conv2D(0, 3)
except ValueError:
    c = keras.Sequential([keras.Input((3,)), layers.Dense(6)])
""",
    "enums and flags": """
import enum
class Size(enum.IntEnum):
    SMALL = 8
    BIG = 32
class Act(str, enum.Enum):
    RELU = "relu"
    TANH = "tanh"
class Use(enum.Flag):
    BN = enum.auto()
    DROP = enum.auto()
    BOTH = BN | DROP
def build(size, act, use):
    m = keras.Sequential([keras.Input((4,)), layers.Dense(size, activation=act.value)])
    if Use.BN in use:
        m.add(layers.BatchNormalization())
    if use & Use.DROP:
        m.add(layers.Dropout(0.1))
    return m
a = build(Size.SMALL, Act.RELU, Use.BOTH)
b = build(Size.BIG, Act.TANH, Use.BN)
c = build(Size["BIG"], Act("tanh"), Use.DROP)
d = {s.name: build(s, Act.RELU, Use(0)) for s in Size}["BIG"]
""",
    "dataclass configs and match": """
from dataclasses import dataclass, field, replace
@dataclass(frozen=True)
class DenseSpec:
    units: int
    activation: str = "relu"
@dataclass
class DropSpec:
    rate: float = 0.5
@dataclass
class Net:
    blocks: list = field(default_factory=lambda: [DenseSpec(4), DropSpec(), DenseSpec(2)])
    inputs: int = 3
    total: int = field(init=False, default=0)
    def __post_init__(self):
        self.total = len(self.blocks)
def to_layer(spec):
    match spec:
        case DenseSpec(units, activation=act) if units > 3:
            return layers.Dense(units, activation=act)
        case DenseSpec(units):
            return layers.Dense(units)
        case DropSpec(rate=r):
            return layers.Dropout(r)
        case {"kind": "flatten"}:
            return layers.Flatten()
        case [n, *rest]:
            return layers.Dense(n + sum(rest))
def build(net):
    return keras.Sequential([keras.Input((net.inputs,)), *map(to_layer, net.blocks)])
a = build(Net())
b = build(replace(Net(inputs=7), blocks=[DenseSpec(9), {"kind": "flatten"}, [1, 2, 3]]))
c = build(Net([replace(DenseSpec(1), units=n) for n in range(1, 6)], inputs=2))
""",
    "registries": """
class Block:
    registry = {}
    def __init_subclass__(cls, /, name, **kw):
        super().__init_subclass__(**kw)
        Block.registry[name] = cls
    def __call__(self, x):
        return self.build()(x)
class D(Block, name="d"):
    def __init__(self, n): self.n = n
    def build(self): return layers.Dense(self.n)
class C(Block, name="flat"):
    def build(self): return layers.Flatten()
REG = {}
def register(fn=None, *, name=None):
    def deco(f):
        REG[name or f.__name__] = f
        return f
    return deco(fn) if fn else deco
@register
def wide(x): return layers.Dense(50)(x)
@register(name="slim")
def _slim(x): return layers.Dense(2)(x)
i = keras.Input((4, 4))
x = Block.registry["d"](6)(i)
x = Block.registry["flat"]()(x)
for key in ("wide", "slim"):
    x = REG[key](x)
m = keras.Model(i, x)
m2 = keras.Model(i, globals()["wide"](globals()["x"]))
""",
    "generators and closures": """
def units():
    n = 2
    while True:
        got = yield n
        n = got or n * 2
g = units()
m = keras.Sequential([keras.Input((3,))] + [layers.Dense(next(g)) for _ in range(3)])
m.add(layers.Dense(g.send(5)))
m.add(layers.Dense(next(g)))
def stack(*fs):
    def run(x):
        for f in fs: x = f(x)
        return x
    return run
def counter():
    n = 0
    def name():
        nonlocal n
        n += 1
        return f"layer_{n}"
    return name
name = counter()
i = keras.Input((3,))
m2 = keras.Model(i, stack(*(layers.Dense(u, name=name()) for u in (4, 5, 6)))(i))
first, *rest = [8, 4, 2]
m3 = keras.Sequential([keras.Input((first,)), *[layers.Dense(r) for r in rest]])
m4 = keras.Sequential([keras.Input((3,)), *(y for u in (3, 4) if (y := layers.Dense(u)))])
async def make(u): return layers.Dense(u)
async def main(): return keras.Sequential([keras.Input((3,)), await make(7)])
import asyncio
m5 = asyncio.run(main())
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
fib(22)
m6 = keras.Sequential([keras.Input((3,)), layers.Dense(4)])
""",
    "dispatch and properties": """
from functools import singledispatch, partialmethod, cached_property
@singledispatch
def as_layer(x): raise TypeError(x)
@as_layer.register
def _(x: int): return layers.Dense(x)
@as_layer.register(float)
def _(x): return layers.Dropout(x)
@as_layer.register
def _(x: str) -> layers.Layer: return layers.Activation(x)
m = keras.Sequential([keras.Input((3,)), *map(as_layer, (4, "relu", 0.2, 5))])
class B:
    def conv(self, x, filters, size=3): return layers.Conv2D(filters, size, padding="same")(x)
    conv5 = partialmethod(conv, size=5)
    conv1 = partialmethod(conv, filters=2, size=1)
    @cached_property
    def model(self):
        i = keras.Input((8, 8, 3))
        return keras.Model(i, self.conv1(self.conv5(self.conv(i, 4), 6)))
m2 = B().model
m3 = B().model
class Pos:
    def __set_name__(self, o, n): self.n = "_" + n
    def __get__(self, o, t=None): return self if o is None else getattr(o, self.n)
    def __set__(self, o, v):
        if v <= 0: raise ValueError(v)
        setattr(o, self.n, v)
class Cfg:
    units = Pos()
    def __init__(self, u): self.units = u
m4 = keras.Sequential([keras.Input((3,)), layers.Dense(Cfg(6).units)])
try:
    Cfg(0)
except ValueError:
    m5 = keras.Sequential([keras.Input((3,)), layers.Dense(1)])
from string import Template
t = Template("block_${n}")
m6 = keras.Sequential([keras.Input((3,))] + [layers.Dense(2, name=t.substitute(n=n)) for n in range(3)])
from collections import ChainMap, Counter, deque
o = ChainMap({"units": 9}, {"units": 3, "use_bias": False})
m7 = keras.Sequential([keras.Input((3,)), layers.Dense(**o)])
q = deque([3, 4, 5]); q.rotate(1)
m8 = keras.Sequential([keras.Input((q.popleft(),))] + [layers.Dense(u) for u in q])
m8.add(layers.Dense(Counter("aab")["a"]))
""",
}
