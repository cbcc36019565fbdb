"""What helps to find a passage, or to see that there is none: questions answered and unanswered, and synonyms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from retrieval.findings import Findings
from retrieval.language import SUPPORTED_LANGUAGES, detect_words, fold, folded_words
from retrieval.model import Passage

MINIMUM_OPENING_WORDS = 4  # fewer could fit another passage after a change

_LONGEST_QUESTION = 500  # characters, as many as are read of a member's

_HEADING = re.compile(r"(?P<level>#{1,6})\s*(?P<words>.*?)(?:\s+#+)?")  # `##Words` can't be meant for anything else
_SENTENCE_LEVEL = 3  # of the headings, `### ` and deeper, that may name a sentence of the passage above
_BULLET = re.compile(r"[-*+]\s+(?P<question>.*\S)")
_ELLIPSIS = re.compile(r"\s*(?:…|\.\.\.)$")
_QUOTES = "„“”‟«»‹›‘’‚‛'"
_MARKS = str.maketrans(_QUOTES, '"' * len(_QUOTES), "*_`\\")
_ESCAPED = re.compile(r"\\(.)")
_COMMA = re.compile(r"(?<!\\),")
_ARROW = re.compile(r"(?<!\\)=>")


class ExpansionQuestion(NamedTuple):
    """A question that a passage answers, `sentence` the place of its answering sentence where that is told; or one that
    an article doesn't answer.
    """

    text: str
    language: str
    sentence: int | None = None


class SynonymRule(NamedTuple):
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
    reader = _QuestionsReader(passages, findings)
    for number, line, folded in _lines(text):
        if match := _BULLET.fullmatch(line):  # nearly all are
            reader.read_question(match["question"], folded_words(folded[1:]), number)
        elif match := _HEADING.fullmatch(line):
            reader.read_heading(match["words"], len(match["level"]), number)
        else:
            findings.warning(number, "question_or_heading_expected", text=line[:60])
    reader.report_empty()
    return {p.id: tuple(reader.questions[p.number]) for p in passages if p.number in reader.questions}


class _Heading(NamedTuple):
    """Where questions are attached: `passage` is None if the heading fits none, `sentence` if it means them all. One
    that `is_deeper` stands below a passage's.
    """

    line: int
    passage: Passage | None
    sentence: int | None
    is_deeper: bool


class _QuestionsReader:
    def __init__(self, passages: Sequence[Passage], findings: Findings) -> None:
        self.questions: dict[int, list[ExpansionQuestion]] = {}  # by passage number
        self._passages = {passage.id: passage for passage in passages}
        self._openings = {passage.id: _without_marks(passage.text) for passage in passages}
        self._findings = findings
        self._language = passages[0].article.language
        self._heading: _Heading | None = None
        self._above: Passage | None = None  # whose sentences deeper headings name
        self._level_above = 0
        self._under_heading = 0  # questions
        self._seen: dict[str, tuple[Passage, int]] = {}  # a question's first passage and line

    def read_heading(self, words: str, level: int, line: int) -> None:
        above, opening = self._above, _ELLIPSIS.sub("", words)
        is_below_another = level >= _SENTENCE_LEVEL and level > self._level_above
        if not is_below_another or (above is None and self._level_above <= 1):  # below none, or a title
            self.report_empty()
            found = _passage_of(opening, self._openings, line, self._findings)
            self._above, self._level_above = None if found is None else self._passages[found], level
            self._heading = _Heading(line, self._above, None, is_deeper=False)
        else:
            if self._heading is not None and self._heading.is_deeper:
                self.report_empty()
            sentence = None if above is None else _sentence_of(opening, above)
            if above is not None and sentence is None:  # without a passage above, that is what has to be mended
                self._findings.warning(line, "opening_of_no_sentence", passage=above.id, opening=opening[:60])
            self._heading = _Heading(line, None if sentence is None else above, sentence, is_deeper=True)
        self._under_heading = 0

    def read_question(self, question: str, folded: Sequence[str], line: int) -> None:
        self._under_heading += 1
        if self._heading is None:
            if self._under_heading == 1:  # told once
                self._findings.warning(line, "question_above_headings")
            return
        passage = self._heading.passage
        if passage is None or not _is_question(question, line, self._findings):
            return
        self._language = detect_words(folded, self._language) or self._language
        seen, first_line = self._seen.setdefault(" ".join(folded), (passage, line))
        if first_line == line:
            found = ExpansionQuestion(question, self._language, self._heading.sentence)
            self.questions.setdefault(passage.number, []).append(found)
        elif seen is passage:
            self._findings.warning(line, "question_twice", first=first_line)
        else:
            self._findings.warning(line, "question_elsewhere", passage=seen.id, first=first_line)

    def report_empty(self) -> None:
        if self._heading is not None and self._under_heading == 0:
            self._findings.warning(self._heading.line, "heading_without_questions")


def read_unanswered(
    text: str, article_language: str, answered: Iterable[ExpansionQuestion], findings: Findings
) -> tuple[ExpansionQuestion, ...]:
    """Questions that the article doesn't answer; headings only part them. One of the answered ones is left out."""
    listed = {" ".join(folded_words(each)) for each in fold("\n".join(q.text for q in answered)).split("\n")}
    seen: dict[str, int] = {}  # the line
    found: list[ExpansionQuestion] = []
    language = article_language
    for number, line, folded in _lines(text):
        match = _BULLET.fullmatch(line)
        if match is None:
            if not _HEADING.fullmatch(line):
                findings.warning(number, "question_expected", text=line[:60])
            continue
        question = match["question"]
        if not _is_question(question, number, findings):
            continue
        words = folded_words(folded[1:])
        key = " ".join(words)
        language = detect_words(words, language) or language
        if key in listed:
            findings.warning(number, "question_answered")
        elif seen.setdefault(key, number) != number:
            findings.warning(number, "question_twice", first=seen[key])
        else:
            found.append(ExpansionQuestion(question, language))
    return tuple(found)


def report_missing_questions(
    passages: Sequence[Passage], questions: Mapping[str, Sequence[ExpansionQuestion]], findings: Findings
) -> None:
    """A note for every language in which passages have no questions."""
    for language in SUPPORTED_LANGUAGES:
        missing = [p.number for p in passages if all(q.language != language for q in questions.get(p.id, ()))]
        if missing:
            numbers = ", ".join(map(str, missing))
            findings.note(None, "questions_missing", language=language, numbers=numbers, count=len(passages))


def read_synonyms(text: str, findings: Findings) -> tuple[SynonymRule, ...]:
    """Solr's format: `a, b, c` are equal, `a, b => c` maps one way, # begins a comment line, a backslash escapes."""
    rules: list[SynonymRule] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        sides = [_entries(side) for side in _ARROW.split(line)]
        if len(sides) > 2:  # noqa: PLR2004 - left and right
            findings.warning(number, "synonym_arrows")
        elif not all(map(all, sides)):
            findings.warning(number, "synonym_empty")
        elif len(sides) == 1 and len(set(sides[0])) == 1:
            findings.warning(number, "synonym_alone")
        else:
            rules.append(SynonymRule(sides[0], sides[-1]))
    return tuple(rules)


def _lines(text: str) -> Iterator[tuple[int, str, str]]:
    """Numbered from 1 and without the white space around them, those that are neither blank nor a comment; with each
    what `fold` makes of it.
    """
    for number, (line, folded) in enumerate(zip(text.split("\n"), fold(text).split("\n"), strict=True), 1):
        stripped = line.strip()
        if stripped and not stripped.startswith("<!--"):
            yield number, stripped, folded.strip()


def _is_question(text: str, line: int, findings: Findings) -> bool:
    """Whether it can be searched as one is."""
    if not any(map(str.isalnum, text)):
        findings.warning(line, "question_without_word")
    elif len(text) > _LONGEST_QUESTION:
        findings.warning(line, "question_too_long", longest=_LONGEST_QUESTION)
    else:
        return True
    return False


def _passage_of(opening: str, openings: Mapping[str, str], line: int, findings: Findings) -> str | None:
    """The one passage that begins with these words."""
    words = _without_marks(opening)
    found = [id_ for id_, text in openings.items() if _begins(text, words)]
    if len(found) > 1:
        findings.warning(line, "opening_fits_passages", others=", ".join(found[:-1]), last=found[-1])
    elif not found:
        findings.warning(line, "opening_of_no_passage", opening=opening[:60])
    elif len(words.split()) < MINIMUM_OPENING_WORDS and words != openings[found[0]]:
        findings.warning(line, "opening_too_short", minimum=MINIMUM_OPENING_WORDS)
    else:
        return found[0]
    return None


def _sentence_of(opening: str, passage: Passage) -> int | None:
    """The place of the passage's one sentence that begins with these words."""
    words = _without_marks(opening)
    found = [place for place, s in enumerate(passage.sentences) if _begins(_without_marks(s.text), words)]
    return found[0] if len(found) == 1 else None


def _begins(text: str, opening: str) -> bool:
    """Whole words only: „Auch inner" doesn't open „Auch innerhalb der NATO"."""
    if not opening or not text.startswith(opening):
        return False
    return not (text[len(opening) : len(opening) + 1].isalnum() and opening[-1].isalnum())


def _entries(side: str) -> tuple[str, ...]:
    return tuple(_single_spaced(_ESCAPED.sub(r"\1", entry)) for entry in _COMMA.split(side))


def _without_marks(text: str) -> str:
    """Without Markdown's, and with all quotation marks alike: „copied“, "typed" or *marked*, the words are the same."""
    return _single_spaced(text.translate(_MARKS))


def _single_spaced(text: str) -> str:
    return " ".join(text.split())
