"""An article as pasted from a website: a title line, then a paragraph or a heading a line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from retrieval.findings import Findings
from retrieval.markdown import Block

_LABELLED_AUTHOR = re.compile(r"(?:autor|autorin|autor:in|author)\s*:\s*(?P<name>.+)", re.IGNORECASE)
_BARE_AUTHOR = re.compile(r"(?:Von|By|VON|BY|von|by)\s*:?\s+(?P<name>.+)")
_MAXIMUM_NAME_WORDS = 6
_ABBREVIATION = re.compile(r"[^\W\d_]{1,4}\.,?")  # M., Dr., Prof.
_NAME_PARTICLES = frozenset(
    [
        "von",
        "van",
        "vom",
        "zu",
        "zum",
        "zur",
        "de",
        "del",
        "della",
        "der",
        "den",
        "di",
        "da",
        "do",
        "dos",
        "du",
        "la",
        "le",
        "el",
        "bin",
        "ibn",
        "al",
        "und",
        "and",
    ]
)

_MAXIMUM_HEADING_WORDS = 12
_MAXIMUM_HEADING_LENGTH = 100
_CLOSING_PUNCTUATION = tuple(".!…:;,")
_CLOSING_QUOTES = "“”\"'’«»)"
_MAXIMUM_FOOTER_LINE = 200  # a line that follows a bare closing author line is no longer than this


class PastedText(NamedTuple):
    """What was taken as what; `author_line` is None if no line names the author, which is an error then."""

    title: str
    title_line: int
    author: str
    author_line: int | None
    blocks: tuple[Block, ...]


class _Line(NamedTuple):
    number: int
    text: str


def read_pasted(text: str, findings: Findings) -> PastedText:
    """Title, author and blocks; every line that becomes none of them is reported as dropped."""
    lines = [_Line(number, line.strip()) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    title, *rest = lines
    findings.note(title.number, "title_taken", text=title.text)
    author, author_line = "", None
    if rest and (name := _author(rest[0].text)) is not None:
        author, author_line = name, rest[0].number
        findings.note(author_line, "author_taken", name=name)
        rest = rest[1:]
    closing = _closing_author(rest, is_known=author_line is not None)
    if closing is not None:
        name = _author(rest[closing].text) or ""
        if author_line is None:
            author, author_line = name, rest[closing].number
            findings.note(author_line, "author_taken", name=name)
        else:
            findings.warning(rest[closing].number, "author_line_again", text=rest[closing].text)
        _report_dropped(rest[:closing], rest[closing], rest[closing + 1 :], findings)
        rest = rest[:closing]
    if author_line is None:
        _report_missing_author(lines[1:3], findings)
    blocks = tuple(Block(line.number, line.text, _is_heading(rest, i)) for i, line in enumerate(rest))
    for block in blocks:
        if block.is_heading:
            findings.note(block.line, "heading_taken", text=block.text)
    broken = [line for line in rest if line.text[0].islower()]
    if broken:
        findings.note(broken[0].number, "lines_in_lower_case", count=len(broken))
    return PastedText(title.text, title.number, author, author_line, blocks)


def _report_dropped(kept: Sequence[_Line], closing: _Line, dropped: Sequence[_Line], findings: Findings) -> None:
    """An error if it is most of the text: then a subtitle stands above the author line, and the article below it."""
    if _length(dropped) > _length(kept):
        findings.error(closing.number, "author_line_amid_text", count=len(dropped))
    else:
        for line in dropped:
            findings.warning(line.number, "line_dropped", text=line.text)


def _report_missing_author(below_title: Sequence[_Line], findings: Findings) -> None:
    """With the line that is like one but has more than a name („Von Erika Muster | 12.02."), or a subtitle above."""
    for line in below_title:
        if _is_short(line.text) and (_LABELLED_AUTHOR.fullmatch(line.text) or _BARE_AUTHOR.fullmatch(line.text)):
            findings.error(line.number, "author_line_unread", text=line.text)
            return
    findings.error(None, "author_line_missing")


def _length(lines: Sequence[_Line]) -> int:
    return sum(len(line.text) for line in lines)


def _author(line: str) -> str | None:
    """The name, if the line names an author."""
    labelled = _LABELLED_AUTHOR.fullmatch(line)
    match = labelled or _BARE_AUTHOR.fullmatch(line)
    if match is None:
        return None
    name = match["name"].strip()
    words = name.split()
    if len(words) > _MAXIMUM_NAME_WORDS or any("." in word and not _is_abbreviation(word) for word in words):
        return None
    if not labelled and not all(word[0].isupper() or word in _NAME_PARTICLES for word in words):
        return None  # „Von Bonn nach Berlin", "By the numbers"
    return name


def _is_abbreviation(word: str) -> bool:
    return word[0].isupper() and _ABBREVIATION.fullmatch(word) is not None


def _closing_author(lines: Sequence[_Line], *, is_known: bool) -> int | None:
    """Where the author line after the last paragraph stands.

    „Von …" and "By …" also begin headings: without a label it closes only if no paragraph follows
    and the author isn't known yet.
    """
    for i, line in enumerate(lines):
        if i == 0 or _author(line.text) is None:
            continue
        is_footer = all(len(after.text) <= _MAXIMUM_FOOTER_LINE for after in lines[i + 1 :])
        if _LABELLED_AUTHOR.fullmatch(line.text) or (is_footer and not is_known):
            return i
    return None


def _is_heading(lines: Sequence[_Line], i: int) -> bool:
    """A short line without closing punctuation, above a longer line that isn't one."""
    if i + 1 == len(lines) or not _is_short(lines[i].text) or _is_short(lines[i + 1].text):
        return False
    return len(lines[i + 1].text) > len(lines[i].text)


def _is_short(line: str) -> bool:
    """A question mark may close a heading („Wie geht es weiter?")."""
    return (
        len(line.split()) <= _MAXIMUM_HEADING_WORDS
        and len(line) <= _MAXIMUM_HEADING_LENGTH
        and not line.rstrip(_CLOSING_QUOTES).endswith(_CLOSING_PUNCTUATION)
    )
