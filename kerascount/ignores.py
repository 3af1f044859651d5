"""Comments that silence findings, and those of them that silence nothing.

`# kerascount: ignore[KC103]` and `# noqa: KC103` hold for findings that begin or end on their line, without codes for
all of them; `# kerascount: ignore-file[KC103]` holds for the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field
from typing import Final

from kerascount.config import Selection
from kerascount.diagnostics import Diagnostic, Edit, Fix, Severity
from kerascount.rules import rules
from kerascount.source.files import SourceFile
from kerascount.source.lines import NEWLINE, Lines
from kerascount.source.parse import COMMENT, STRING
from kerascount.values.record import entity

UNUSED: Final = "KC920"
# Compiled when first used: few programs have such comments.
OWN: Final = r"#\s*kerascount:\s*ignore(?P<file>-file)?(?:\[(?P<codes>[^\]]*)\])?"
NOQA: Final = r"(?i)#\s*noqa(?P<colon>:\s*(?P<codes>[A-Z]+\d+(?:[,\s]+[A-Z]+\d+)*))?"
TOKEN: Final = rf"(?s){COMMENT}|{STRING}"  # in a string, there is no comment
CODE: Final = r"[A-Za-z]+\d+"
OPENING: Final = r"(?i).*?[\[:]\s*(?=[A-Z]+\d)"  # what stands before the codes


@entity
class Ignore:
    """One such comment. No codes: all of them."""

    line: int
    start: int  # the offset in the program
    text: str
    codes: tuple[str, ...]
    whole_file: bool
    own: bool  # written for kerascount alone; a `noqa` may be meant for other tools
    used: set[str] = field(default_factory=set)

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    def silences(self, item: Diagnostic) -> bool:
        place = item.location
        if not self.whole_file and self.line not in (place.line, place.end_line):
            return False
        hit = next((code for code in self.codes if item.code.startswith(code)), None if self.codes else "")
        if hit is None:
            return False
        self.used.add(hit)
        return True


def silenced(findings: list[Diagnostic], source: SourceFile, selection: Selection) -> list[Diagnostic]:
    """The findings without those that comments silence, and with the comments that silence none."""
    if "kerascount:" not in source.text and "noqa" not in source.text.lower():
        return findings
    ignores = list(_comments(source))
    if not ignores:
        return findings
    left = [item for item in findings if item.location.path != source.path or not _is_silenced(item, ignores)]
    return [*left, *_unused(ignores, source, selection)]


def _is_silenced(item: Diagnostic, ignores: list[Ignore]) -> bool:
    return sum(ignore.silences(item) for ignore in ignores) > 0  # all of them are asked: each is used by it


def _comments(source: SourceFile) -> Iterator[Ignore]:
    lines = Lines(source.text, source.path)
    for token in re.finditer(TOKEN, source.text):
        if token[0].startswith("#"):
            yield from _in_comment(token[0], lines.location(*token.span()).line, token.start())


def _in_comment(text: str, line: int, start: int) -> Iterator[Ignore]:
    if match := re.search(OWN, text):
        codes = tuple(re.findall(CODE, (match["codes"] or "").upper()))
        if codes or match["codes"] is None:
            yield Ignore(line, start + match.start(), match[0], codes, bool(match["file"]), own=True)
    elif match := re.search(NOQA, text):
        codes = tuple(code for code in re.findall(CODE, (match["codes"] or "").upper()) if code.startswith("KC"))
        if codes or not match["colon"]:
            yield Ignore(line, start + match.start(), match[0], codes, False, own=bool(codes))


def _unused(ignores: list[Ignore], source: SourceFile, selection: Selection) -> Iterator[Diagnostic]:
    """An ignore of rules that are not selected may have its use elsewhere."""
    for ignore in ignores:
        if not ignore.own:
            continue
        unused = [code for code in ignore.codes if code not in ignore.used and _all_shown(code, selection)]
        if unused or not ignore.codes and not ignore.used and not selection.select:
            yield _finding(ignore, unused, source)


def _all_shown(beginning: str, selection: Selection) -> bool:
    """Whether all the rules that a comment names are selected: of others nothing is found that it could silence."""
    meant = [rule for rule in rules() if rule.code.startswith(beginning)]
    return all(selection.shows(rule.code, rule.severity) for rule in meant)


def _finding(ignore: Ignore, unused: list[str], source: SourceFile) -> Diagnostic:
    what = ", ".join(unused) or "finding"
    return Diagnostic(
        UNUSED,
        Severity.WARNING,
        f"the comment silences no {what}",
        source.place(ignore.start, ignore.end),
        help="remove it",
        line=source.line(ignore.line),
        fix=_fix(ignore, unused, source),
    )


def _fix(ignore: Ignore, unused: list[str], source: SourceFile) -> Fix:
    """Without the codes that silence nothing, or without the comment where none is left; those of others stay."""
    left = [code for code in re.findall(CODE, ignore.text) if code.upper() not in unused]
    if not left:
        return Fix("remove the comment", (_removal(ignore, source),))
    opening = re.match(OPENING, ignore.text)
    head = opening[0] if opening else ignore.text
    text = head + ", ".join(left) + ("]" if ignore.text.endswith("]") else "")
    return Fix("remove what silences nothing", (Edit(source.place(ignore.start, ignore.end), text),))


def _removal(ignore: Ignore, source: SourceFile) -> Edit:
    """What follows on the line is a comment still."""
    text, start, end = source.text, ignore.start, ignore.end
    rest = NEWLINE.split(text[end:], maxsplit=1)[0]
    if not rest.strip():
        return Edit(source.place(len(text[:start].rstrip(" \t")), end + len(rest)), "")
    following = len(rest) - len(rest.lstrip())
    return Edit(source.place(start, end + following), "" if rest.lstrip().startswith("#") else "# ")
