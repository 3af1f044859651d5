"""Programs name layers and files, and raise errors: what they say must not command who shows a report.

A terminal obeys characters that are not seen. The services that run workflows obey lines of their logs.
"""

from __future__ import annotations

import re
from typing import Final

OF_LINES: Final = ("text", "concise", "junit")  # the formats that are neither JSON nor commands
UNSEEN: Final = r"\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # those among them that JSON may have
IN_JSON: Final = re.compile(f"[{UNSEEN}]")
IN_TEXT: Final = re.compile(rf"(\x1b\[[0-9;]*m)|[\x00-\x08\x0b-\x1f{UNSEEN}]")  # a color, or another one
COMMAND: Final = re.compile(r"^([^\S\n]*:):|##(?=\[|vso\[)", re.MULTILINE)


def harmless(text: str, output_format: str, *, color: bool) -> str:
    """The report, in which nothing is a command but what the format itself has."""
    if output_format not in (*OF_LINES, "github"):
        return IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    text = IN_TEXT.sub(lambda found: found[0] if color and found[1] else repr(found[0])[1:-1], text)
    if output_format == "github":
        return text
    return COMMAND.sub(lambda found: f"{found[1]} :" if found[1] else "# #", text)
