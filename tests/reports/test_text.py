"""What our tables and findings say where Keras would print something else or nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kerascount.diagnostics import Diagnostic, Location, Note, Severity
from kerascount.reports import Options, render
from kerascount.reports.findings import title
from kerascount.reports.terminal import painter
from kerascount.reports.text import finding
from kerascount.versions import parse_version
from tests.reports.models import EARLIER, REFUSED, WIDTH, at, dense, lambda_of_unknown_shape, report, sequential


def summary(*models: object, **options: object) -> str:
    return render("summary", "text", report(*models), Options(**options))  # type: ignore[arg-type]


def test_formulas_stand_for_counts_and_sizes() -> None:
    text = summary(sequential(dense("dense", WIDTH, 64)))
    assert " Total params: 64·X.shape[1] + 64 (256·X.shape[1] + 256 B)\n" in text


def test_formula_without_room_is_marked_and_given_below() -> None:
    model = sequential(dense("dense", WIDTH, 640, line=2), generation=parse_version("2.3"))
    text = summary(model)
    assert "640·X.sha…" in text
    assert text.endswith("In full:  dense (Dense)  640·X.shape[1] + 640\n")


@pytest.mark.parametrize("version", ["3", "2.15", "2.3", "1.2"])
def test_gap_is_named_with_its_reason(version: str) -> None:
    lost = dense("dense_1", 4, 2, output_shape=None, weights=(), built=False, unknown="depends on sys.argv", calls=())
    layers = (dense("dense", 3, 4), lambda_of_unknown_shape(), lost)
    reason = "line 3: lambda: depends on sys.argv"
    text = summary(sequential(*layers, generation=parse_version(version)))
    assert "Total params: at least 16" in text
    assert text.endswith(f"Not resolved: {reason}\n")


def test_unknown_shape_alone_leaves_the_total_certain() -> None:
    text = summary(sequential(dense("dense", 3, 4), lambda_of_unknown_shape()))
    assert " Total params: 16 (64.00 B)\n" in text


def test_layers_left_out_make_the_total_a_lower_bound() -> None:
    assert "at least 16" in summary(sequential(dense("dense", 3, 4), reason="line 9: a loop over unknown data"))


def test_several_models_stand_under_their_places() -> None:
    first = sequential(dense("dense", 3, 4))
    second = sequential(dense("dense_1", 3, 4), variable=None, name="other", condition="args.big is true")
    lines = summary(first, second).splitlines()
    assert lines[0] == "train.py:1: model"
    assert "train.py:1: other, where args.big is true" in lines


def test_one_model_is_the_table_alone() -> None:
    assert summary(sequential(dense("dense", 3, 4))).startswith('Model: "sequential"\n')


def test_no_room_for_the_columns() -> None:
    with pytest.raises(ValueError, match="Insufficient console width"):
        summary(sequential(dense("dense", 3, 4)), line_length=10)


def test_findings_in_the_order_of_the_source() -> None:
    text = render("check", "text", report(diagnostics=(REFUSED, EARLIER)), Options())
    assert text == (
        "train.py:4:1: warning KC200: never trained\n"
        'train.py:12:9: error KC101 input-rank: Input 0 of layer "dense" is incompatible:\n'
        "    expected axis -1 to have value 4\n"
        "    called from train.py:21:5\n"
        "    called from train.py:30:1\n"
        "    help: reshape the input\n"
        "1 error, 1 warning in 1 file\n"
    )


NOTED = Diagnostic(
    "KC101",
    Severity.ERROR,
    "ValueError: Input 0 of layer 'fc' is incompatible",
    Location("train.py", 12, 9, 12, 14),
    error="ValueError",
    subject="Dense 'fc'",
    plain="takes 4 in the last axis, but (None, 5) has 5",
    notes=(Note("`x` gets its shape (None, 5) from Dense 'a'", at(9)),),
    line="    h = fc(x)  # again\n",
)


def shown(item: Diagnostic) -> list[str]:
    return list(finding(item, painter(False), title(item)))


def test_finding_shows_its_line_and_names_other_places() -> None:
    assert shown(NOTED) == [
        "train.py:12:9: error KC101 input-rank: Dense 'fc': takes 4 in the last axis, but (None, 5) has 5",
        "    12 | h = fc(x)  # again",
        "       |     ^^^^^",
        "    note: `x` gets its shape (None, 5) from Dense 'a' at train.py:9:1",
    ]


def test_mark_ends_with_the_line() -> None:
    several = replace(NOTED, location=Location("train.py", 12, 9, 14, 2), line="    h = fc(\n")
    assert shown(several)[1:3] == ["    12 | h = fc(", "       |     ^^^"]


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({}, "Dense 'fc': takes 4 in the last axis, but (None, 5) has 5"),
        ({"plain": ""}, "Dense 'fc': Input 0 of layer 'fc' is incompatible"),
        ({"plain": "", "subject": ""}, "ValueError: Input 0 of layer 'fc' is incompatible"),
        ({"plain": "Dense.__init__() is called wrongly"}, "Dense.__init__() is called wrongly"),
    ],
)
def test_finding_says_who_refuses_once(changes: dict[str, str], text: str) -> None:
    assert replace(NOTED, **changes).text == text  # type: ignore[arg-type]


def test_of_many_calls_the_middle_is_left_out() -> None:
    deep = replace(EARLIER, calls=tuple(at(line) for line in range(1, 31)))
    lines = [line.strip() for line in shown(deep)][1:]
    assert lines[0] == "called from train.py:30:1"
    assert lines[-2:] == ["…", "called from train.py:1:1"]
    assert len(lines) == 9


def test_failed_file_is_no_clean_file() -> None:
    assert render("check", "text", report(), Options()) == "No findings in 1 file\n"
    text = render("check", "text", report(failed=True), Options())
    assert text == "No findings in 1 file, of which 1 could not be analysed\n"


def test_findings_follow_the_tables() -> None:
    text = render("summary", "text", report(sequential(dense("dense", 3, 4)), diagnostics=(EARLIER,)), Options())
    assert text.endswith("(0.00 B)\n\ntrain.py:4:1: warning KC200: never trained\n")


def test_explanation_of_every_number() -> None:
    frozen = dense("head", 64, 10, line=7, trainable=False)
    inner = dense(
        "inner", 3, 64, line=6, layers=(dense("part", 3, 64, line=5),), class_name="Sequential", is_model=True
    )
    text = render("explain", "text", report(sequential(inner, frozen)), Options())
    assert text == (
        'Model: "sequential" (Sequential)\n'
        "Line  Layer (type)        Output Shape  Param #\n"
        "\n"
        "   6  inner (Sequential)  (None, 64)        256\n"
        "          (None, 3) → (None, 64)\n"
        "          part 256 = 256\n"
        "\n"
        "   5      part (Dense)    (None, 64)        256\n"
        "              (None, 3) → (None, 64)\n"
        "              kernel 3×64 + bias 64 = 256\n"
        "\n"
        "   7  head (Dense)        (None, 10)        650\n"
        "          (None, 64) → (None, 10)\n"
        "          kernel 64×10 + bias 10 = 650, not trainable\n"
        "\n"
        "Total params: 906\n"
        "Trainable params: 256\n"
        "Non-trainable params: 650\n"
    )


def test_explanation_takes_the_derivation_of_the_layer() -> None:
    layer = dense("dense", 3, 4, input_shape=(None, 7, 2), derivation=("features: 7 · 2 = 14",))
    assert "\n          features: 7 · 2 = 14\n          kernel" in render(
        "explain", "text", report(sequential(layer)), Options()
    )
