"""What the rules say of themselves, as text, Markdown or JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from kerascount.rules import Rule
from kerascount.rules import rules as every_rule
from kerascount.rules.registry import Example
from kerascount.values.nearest import did_you_mean

# What the rules whose codes begin so are about.
GROUPS: Final = {
    "KC1": "Building models",
    "KC2": "Training",
    "KC3": "Design",
    "KC4": "Versions of Keras",
    "KC9": "Files and comments",
}
OTHERS: Final = "Others"


def named(words: Iterable[str]) -> list[Rule]:
    """The rules of these names or codes, or whose codes begin so, each once.

    Raises:
        ValueError: there is none; it says which was meant.
    """
    return list(dict.fromkeys(rule for word in words for rule in _named(word)))


def _named(word: str) -> list[Rule]:
    code = word.upper()
    found = [rule for rule in every_rule() if word == rule.name or code.startswith("KC") and rule.code.startswith(code)]
    if not found:
        near = did_you_mean(word, (text for rule in every_rule() for text in (rule.code, rule.name)))
        raise ValueError(f"No rule is called {word!r}; {near or 'kerascount rule --all lists them'}")
    return found


def text(rules: Sequence[Rule]) -> str:
    return "\n".join(f"{rule.code} {rule.name} ({rule.severity.value})\n\n{in_text(rule)}" for rule in rules)


def in_text(rule: Rule) -> str:
    lines = [f"{rule.summary}.", "", *_explanation(rule), *_examples(rule), *_facts(rule)]
    return "".join(f"{line}\n" for line in lines)


def _explanation(rule: Rule) -> list[str]:
    return [*rule.explanation.splitlines(), ""] if rule.explanation else []


def _examples(rule: Rule) -> Iterator[str]:
    for example in rule.examples:
        yield f"{_kind(example)}:"
        yield from (f"    {line}".rstrip() for line in example.program.strip("\n").splitlines())
    yield ""


def _kind(example: Example) -> str:
    """`Bad`, or `Bad, for Keras 2.3`."""
    return ("Bad" if example.bad else "Good") + (f", for Keras {example.keras}" if example.keras else "")


def _facts(rule: Rule) -> Iterator[str]:
    yield from (f"{name}: {fact}" for name, fact in (("Keras", rule.keras), ("Source", rule.source)) if fact)


def in_markdown(rule: Rule) -> str:
    facts = (f"- {fact}" for fact in _facts(rule))
    lines = [f"{rule.summary}.", "", *_explanation(rule), *_fenced(rule), *facts]
    return "".join(f"{line}\n" for line in lines)


def _fenced(rule: Rule) -> Iterator[str]:
    for example in rule.examples:
        yield from (f"{_kind(example)}:", "", "```python", example.program.strip("\n"), "```", "")


def markdown(rules: Sequence[Rule]) -> str:
    """A section for each group, with a table of its rules and then the rules."""
    groups = dict.fromkeys(_group(rule) for rule in rules)
    return "\n".join(_section(title, [rule for rule in rules if _group(rule) == title]) for title in groups)


def _group(rule: Rule) -> str:
    return GROUPS.get(rule.code[:3], OTHERS)


def _section(title: str, rules: Sequence[Rule]) -> str:
    head = [f"## {title}", "", "| code | name | severity | what it finds |", "|---|---|---|---|"]
    table = "".join(f"{line}\n" for line in [*head, *map(_row, rules)])
    return "\n".join([table, *(f"### {rule.code} {rule.name}\n\n{in_markdown(rule)}" for rule in rules)])


def _row(rule: Rule) -> str:
    summary = rule.summary.replace("|", "\\|")
    link = f"[{rule.code}](#{rule.code.lower()}-{rule.name})"
    return f"| {link} | {rule.name} | {rule.severity.value} | {summary} |"


def as_json(rules: Sequence[Rule]) -> str:
    return json.dumps([_object(rule) for rule in rules], ensure_ascii=False) + "\n"


def _object(rule: Rule) -> dict[str, object]:
    return {
        "code": rule.code,
        "name": rule.name,
        "group": _group(rule),
        "severity": rule.severity.value,
        "summary": rule.summary,
        "explanation": rule.explanation,
        "examples": [{"bad": item.bad, "keras": item.keras or "3", "program": item.program} for item in rule.examples],
        "keras": rule.keras,
        "source": rule.source,
    }


FORMATS: Final[Mapping[str, Callable[[Sequence[Rule]], str]]] = {
    "text": text,
    "markdown": markdown,
    "json": as_json,
}
