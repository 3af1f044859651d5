"""What `kerascount rule` and docs/rules.md say of a rule."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kerascount.diagnostics import Severity
from kerascount.reports.rules import markdown, named, text
from kerascount.rules import Rule, rules
from tests.reports.findings import OLD, RANK


def test_text() -> None:
    assert text([OLD]) == (
        "KC401 old-argument (warning)\n"
        "\n"
        "An argument has another name today.\n"
        "\n"
        "Bad, for Keras 1:\n"
        "    model = Sequential([Dense(8, input_dim=4, bias=True)])\n"
        "Good:\n"
        "    model = Sequential([Input((4,)), Dense(8, use_bias=True)])\n"
        "\n"
        "Keras: 1\n"
        "Source: the signatures of both\n"
    )


def test_markdown_has_a_section_for_each_group() -> None:
    piped = replace(OLD, code="KC402", documentation="It is `a | b`.\n")
    lines = markdown([RANK, OLD, piped]).splitlines()
    assert [line for line in lines if line.startswith("#")] == [
        "## Building models",
        "### KC101 input-rank",
        "## Versions of Keras",
        "### KC401 old-argument",
        "### KC402 old-argument",
    ]
    assert "| [KC402](#kc402-old-argument) | old-argument | warning | It is `a \\| b` |" in lines


def test_markdown_fences_programs() -> None:
    rule = Rule("KC500", "x", Severity.INFO, "Short.\n\nBad:\n    model = Sequential([\n        Dense(8),\n    ])\n")
    fenced = "```python\nmodel = Sequential([\n    Dense(8),\n])\n```"
    assert markdown([rule]).endswith(f"### KC500 x\n\nShort.\n\nBad:\n\n{fenced}\n\n")


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.code)
def test_a_rule_is_found_by_both_of_its_names(rule: Rule) -> None:
    assert named([rule.code, rule.name, rule.code.lower()]) == [rule]
