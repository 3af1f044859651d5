"""What IPython reads beside Python becomes Python, line by line."""

from __future__ import annotations

import pytest

from kerascount.source.ipython import section

# What IPython 9 makes of these is either Python as well, or nothing.
REPLACED = [
    ("%matplotlib inline", "pass"),
    ("x = 1\n%time y = 2", "x = 1\ny = 2"),
    ("%timeit -n 10 f(x)", "pass"),
    ("%time", "pass"),
    ("for i in x:\n    !ls {i}\n    %time z = f(i)", "for i in x:\n    pass\n    z = f(i)"),
    ("a = !ls -l", "a = get_ipython()"),
    ("a.b['c'] = %pwd", "a.b['c'] = get_ipython()"),
    ("x, y = !!ls", "x, y = get_ipython()"),
    ("!pip install \\\n  keras\nx = 1", "pass\n\nx = 1"),
    ("?foo", "pass"),
    ("foo.bar??", "pass"),
    ("x = y?", "pass"),
    (",f a b", "pass"),
    ("pip install keras", "pass"),
    ("%%time\nx = 1", "\nx = 1"),
    ("\n%%capture out\nx = 1", "\n\nx = 1"),
    ("%%bash\nls | wc", "\n"),
    ("%%writefile a.py\nimport b", "\n"),
    ("%%html\n<b>", "\n"),
    ("  if x:\n      y", "if x:\n    y"),
    (">>> x = 1\n>>> if x:\n...     y\nout", "x = 1\nif x:\n    y\n"),
    ("In [1]: x = 1\n   ...: y = 2", "x = 1\ny = 2"),
    ("x = 'it''s'\n%pwd", "x = 'it''s'\npass"),
    ("# it's\n%pwd", "# it's\npass"),
    ("x = (1, # a ( b\n2)\n%pwd", "x = (1, # a ( b\n2)\npass"),
]


@pytest.mark.parametrize(("text", "expected"), REPLACED)
def test_what_is_replaced(text: str, expected: str) -> None:
    assert section(text.split("\n"), 1).text == expected


@pytest.mark.parametrize(
    "text",
    [
        "x = [1,\n %d\n]",
        "s = '''\n%a\n!b\n'''",
        "x = 1 \\\n  % 3",
        "a %= 3",
        "x != y",
        "print('%d' % 3)",
        "# %time x",
        "x = '!ls'",
        "plt.plot();",
        "await f()",
        "ls = 3",
        "cat.speak()",
    ],
)
def test_what_is_python_stays(text: str) -> None:
    made = section(text.split("\n"), 1)
    assert made.text == text
    assert not made.is_open


@pytest.mark.parametrize(
    ("text", "is_open"),
    [
        ("%run other.py", True),
        ("%pylab inline", True),
        ("%load_ext autoreload", False),
        ("!ls", False),
        ("%%capture", False),
        ("%%capture out", True),
        ("%%bash --out lines\nls", True),
        ("%%sql x <<\nselect 1", True),
    ],
)
def test_magics_that_may_bind_names(text: str, is_open: bool) -> None:
    assert section(text.split("\n"), 1).is_open is is_open


def test_columns_count_from_where_the_line_stood() -> None:
    assert section(["    %time f()", "    g()"], 1).shifts == (10, 4)
