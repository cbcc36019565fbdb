"""What helps to find a passage beside its words: the questions it answers, and synonyms."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from retrieval.findings import Findings
from retrieval.language import SUPPORTED_LANGUAGES, detect_language
from retrieval.model import Passage

MINIMUM_OPENING_WORDS = 4  # fewer could fit another passage after a change

_HEADING = re.compile(r"#{1,6}\s+(?P<words>.*?)(?:\s+#+)?")
_BULLET = re.compile(r"[-*+]\s+(?P<question>.*\S)")
_ELLIPSIS = re.compile(r"\s*(?:…|\.\.\.)$")
_ESCAPED = re.compile(r"\\(.)")
_COMMA = re.compile(r"(?<!\\),")
_ARROW = re.compile(r"(?<!\\)=>")


@dataclass(frozen=True, slots=True)
class ExpansionQuestion:
    """A question that a passage answers."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class SynonymRule:
    """Each of `sources` also finds every one of `targets`; in a group of equals both are the whole group.

    Entries stand as written and may have several words.
    """

    sources: tuple[str, ...]
    targets: tuple[str, ...]


def read_questions(
    text: str, passages: Sequence[Passage], findings: Findings
) -> Mapping[str, tuple[ExpansionQuestion, ...]]:
    """Questions by passage id. What can't be attached to exactly one passage is left out with a warning.

    A question whose language can't be told has that of the one before it, the first one the article's.
    """
    openings = {passage.id: _folded(passage.text) for passage in passages}
    language = passages[0].article.language
    questions: dict[str, list[ExpansionQuestion]] = {}
    lines_by_question: dict[str, tuple[str, int]] = {}
    passage_id: str | None = None
    heading: tuple[int, int] | None = None  # the line of the last heading, the number of bullets under it
    is_reported = False  # lines above the first heading are told once
    for number, line in enumerate(text.split("\n"), 1):
        line = line.strip()  # noqa: PLW2901 - the raw line is of no use
        if not line or line.startswith("<!--"):
            continue
        if match := _HEADING.fullmatch(line):
            _report_empty(heading, findings)
            heading = (number, 0)
            passage_id = _passage_of(match["words"], openings, number, findings)
        elif (match := _BULLET.fullmatch(line)) is None:
            findings.warning(number, f"neither a heading nor a question: {line[:60]!r}; write `- ` before a question")
        elif heading is None:
            if not is_reported:
                findings.warning(
                    number, "a question above the first heading is left out; write `## ` and opening words"
                )
                is_reported = True
        else:
            heading = (heading[0], heading[1] + 1)
            if passage_id is None:
                continue
            question = match["question"]
            language = detect_language(question, fallback=language) or language
            seen = lines_by_question.setdefault(_key(question), (passage_id, number))
            if seen[1] == number:
                questions.setdefault(passage_id, []).append(ExpansionQuestion(question, language))
            elif seen[0] == passage_id:
                findings.warning(number, f"this question stands on line {seen[1]} already; remove one")
            else:
                findings.warning(
                    number,
                    f"this question is listed under {seen[0]} too (line {seen[1]}) and left out here; keep it where"
                    " the answer is",
                )
    _report_empty(heading, findings)
    return {id_: tuple(found) for id_, found in questions.items()}


def report_missing_questions(
    passages: Sequence[Passage], questions: Mapping[str, Sequence[ExpansionQuestion]], findings: Findings
) -> None:
    """A note for every language in which passages have no questions."""
    for language in SUPPORTED_LANGUAGES:
        missing = [p.number for p in passages if all(q.language != language for q in questions.get(p.id, ()))]
        if missing:
            numbers = ", ".join(map(str, missing))
            findings.note(None, f"no questions in {language!r} for paragraph {numbers} of {len(passages)}")


def read_synonyms(text: str, findings: Findings) -> tuple[SynonymRule, ...]:
    """Solr's format: `a, b, c` are equal, `a, b => c` maps one way, # begins a comment line, a backslash escapes."""
    rules: list[SynonymRule] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        sides = [_entries(side) for side in _ARROW.split(line)]
        if len(sides) > 2:  # noqa: PLR2004 - left and right
            findings.warning(number, "more than one => and left out; write a rule a line")
        elif not all(map(all, sides)):
            findings.warning(number, "an entry is empty and the line left out; write words between the commas")
        elif len(sides) == 1 and len(set(sides[0])) == 1:
            findings.warning(number, "a single entry has no synonym and is left out; write `a, b` or `a => b`")
        else:
            rules.append(SynonymRule(sides[0], sides[-1]))
    return tuple(rules)


def _passage_of(words: str, openings: Mapping[str, str], line: int, findings: Findings) -> str | None:
    opening = _folded(_ELLIPSIS.sub("", words))
    found = [id_ for id_, text in openings.items() if _begins(text, opening)]
    mend = "copy the passage's opening words"
    if len(found) > 1:
        findings.warning(line, f"these opening words fit {' and '.join(found)}; {mend} until only one fits")
    elif not found:
        findings.warning(line, f"no passage begins with „{opening[:60]}“ and its questions are left out; {mend}")
    elif len(opening.split()) < MINIMUM_OPENING_WORDS and opening != openings[found[0]]:
        findings.warning(line, f"too few opening words; write at least {MINIMUM_OPENING_WORDS}")
    else:
        return found[0]
    return None


def _begins(text: str, opening: str) -> bool:
    """Whole words only: „Auch inner" doesn't open „Auch innerhalb der NATO"."""
    if not opening or not text.startswith(opening):
        return False
    return not (text[len(opening) : len(opening) + 1].isalnum() and opening[-1].isalnum())


def _report_empty(heading: tuple[int, int] | None, findings: Findings) -> None:
    if heading is not None and heading[1] == 0:
        findings.warning(heading[0], "no question stands under this heading; write one or remove it")


def _entries(side: str) -> tuple[str, ...]:
    return tuple(_folded(_ESCAPED.sub(r"\1", entry)) for entry in _COMMA.split(side))


def _folded(text: str) -> str:
    return " ".join(text.split())


def _key(question: str) -> str:
    return _folded(question).casefold().rstrip("?!. ")
