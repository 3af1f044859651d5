"""Which of the known words was meant."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(word: object, known: Iterable[str]) -> str:
    """The known word that is spelled most like this one; empty where none is like it."""
    if not isinstance(word, str) or not _letters(word):
        return ""
    from difflib import get_close_matches  # slow to import

    words = sorted(known)
    letters = {_letters(other): other for other in words}
    same = [other for other in words if _letters(other) == _letters(word)]
    alike = [letters[other] for other in get_close_matches(_letters(word), letters, 1, 0.7)]
    return (same or get_close_matches(word, words, 1, 0.7) or alike or [""])[0]


def did_you_mean(word: object, known: Iterable[str]) -> str:
    """`did you mean 'relu'?`, as the help of a finding."""
    close = nearest(word, known)
    return f"did you mean {close!r}?" if close else ""


def _letters(word: str) -> str:
    """The word without what people write in different ways: `HeNormal`, `he_normal`."""
    return word.replace("_", "").lower()
