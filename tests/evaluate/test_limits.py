"""Programs that would run for ages: their evaluation ends soon, and the model behind is there all the same."""

from __future__ import annotations

import time

import pytest

from kerascount.config import Config
from kerascount.evaluate.program import evaluate_file
from kerascount.source.files import SourceFile
from kerascount.source.stack import on_deep_stack

HEAD = "import copy\nimport keras\nfrom keras import layers\n"
MODEL = "\nmodel = keras.Sequential([keras.Input((4,)), layers.Dense(3)])\n"
MAX_SECONDS = 10.0  # of CPU; alone on a machine, each takes about two at most

PROGRAMS = {
    "endless": """
n = 0
while True:
    n += 1
""",
    "nested loops": """
n = 0
for i in range(1000):
    for j in range(1000):
        for k in range(1000):
            n += 1
""",
    "a text that doubles": """
s = 'a'
for i in range(200):
    s += s
""",
    "a list that takes in itself": """
items = [1]
for i in range(100):
    items.extend(items)
""",
    "copies of a long list": """
items = list(range(50000))
for i in range(2000):
    copy.deepcopy(items)
""",
    "sorting a long list": """
for i in range(5000):
    sorted(range(100000))
""",
    "a member of a long range": """
found = 10**9 in range(10**10), 10**9 + 0.5 in range(10**10)
""",
    "a recursion of two": """
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(40))
def odd(n): return n > 0 and (even(n - 1) or even(n - 2))
def even(n): return n == 0 or odd(n - 1) or odd(n - 2)
print(odd(60))
""",
    "comprehensions": """
[a * b * c for a in range(1000) for b in range(1000) for c in range(1000)]
[a for a in range(10**9) if a < 0]
{a: b for a in range(10**6) for b in []}
sum(a * b for a in range(10**4) for b in range(10**4))
""",
    "names of names": """
import sys
error = sys.last_error
while error:
    error = error.next
""",
    "generators inside each other": """
def walk(tree):
    yield len(tree)
    for item in tree:
        yield from walk(item)
tree = []
for i in range(100):
    tree = [tree]
print(sum(walk(tree)))
def forever(n):
    yield n
    yield from forever(n + 1)
for n in forever(0):
    pass
""",
    "a generator without an end": """
def count():
    n = 0
    while True:
        yield n
        n += 1
for n in count():
    pass
""",
    "tables": """
m = keras.applications.ResNet50(weights=None)
for i in range(10**5):
    m.summary()
""",
    "models": """
for i in range(10**5):
    keras.Sequential([keras.Input((4,)), layers.Dense(3)])
""",
}


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
def test_evaluation_ends(program: str) -> None:
    start = time.process_time()
    report = on_deep_stack(lambda: evaluate_file(SourceFile("program.py", HEAD + program + MODEL), Config()))
    assert time.process_time() - start < MAX_SECONDS
    assert "model" in [model.variable for model in report.models]
    assert len(report.models) <= 102
