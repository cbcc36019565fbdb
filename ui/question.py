"""The question above a public answer: shown, and read back for "why this one?"."""

from __future__ import annotations

from ui.escape import escape, field, unescape, without_direction_controls
from ui.limits import length, shorten
from ui.texts import LANGUAGES, text

_ROOM = 650  # a question of 500 ordinary characters, escaped; only one full of markdown is cut


def question_line(question: str, language: str) -> str:
    """Empty for a question of which nothing would be seen."""
    line = " ".join(without_direction_controls(question).split())
    if not line:
        return ""
    shown = shorten(line, _ROOM, lambda part: length(escape(part)))
    return text(language, "answer.question", question=field(shown))


def question_of(content: str) -> str | None:
    """The question that a reply's first line shows; None where it shows none."""
    line = content.partition("\n")[0]
    for language in LANGUAGES:
        before, _, after = text(language, "answer.question", question="\n").partition("\n")
        if line.startswith(before) and line.endswith(after):
            return without_direction_controls(unescape(line.removeprefix(before).removesuffix(after))) or None
    return None
