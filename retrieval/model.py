"""The data that the engine hands out: frozen, without behaviour beyond naming themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Sentence:
    """A contiguous part of a paragraph: `paragraph[start:end] == text`, offsets in code points."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the numbers of the first and the last passage under it, both included.

    Passages before the first heading form a section whose heading is "".
    """

    heading: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Translation:
    """What is known of an article's translation; `headings` stand in the order of the article's sections."""

    language: str
    title: str
    translator: str
    headings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """An article without its text. Ask the Corpus for passages by number, from 1 to `passage_count`."""

    slug: str
    title: str
    author: str
    language: str
    sections: tuple[Section, ...]
    passage_count: int
    published: str | None = None
    url: str | None = None
    source: str | None = None
    translation: Translation | None = None


@dataclass(frozen=True, slots=True)
class TranslatedText:
    """A passage's translation: helps to find, is shown as a translation, never as the author's words."""

    language: str
    text: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph of an article: what is quoted is a contiguous part of `text`.

    `number` counts paragraphs from 1 in reading order; `heading` is "" before the first one.
    `digest` names this very text (12 hex digits): another text never has it, a moved paragraph keeps it.
    """

    article: Article = field(repr=False)
    number: int
    heading: str
    text: str
    sentences: tuple[Sentence, ...]
    digest: str
    translation: TranslatedText | None = None

    @property
    def id(self) -> str:
        return f"{self.article.slug}#{self.number}"

    @property
    def translated_heading(self) -> str:
        """Empty before the first heading, and where the article has no translation."""
        translation, sections = self.article.translation, self.article.sections
        if translation is None:
            return ""
        place = next(i for i, section in enumerate(sections) if section.first <= self.number <= section.last)
        return translation.headings[place]


class Hit(NamedTuple):
    """A passage that shares terms with the question.

    `score` is comparable within one answer, never between questions. `sentence` is the one that answers best,
    `translated_sentence` the translation's own.
    """

    passage: Passage
    score: float
    sentence: Sentence
    translated_sentence: Sentence | None = None


class Verdict(StrEnum):
    """What the bot may say: quote it; quote it and say it is unsure; say no; show the article's card."""

    ANSWER = "answer"
    UNSURE = "unsure"
    NONE = "none"
    ARTICLE = "article"


class Answer(NamedTuple):
    """What was found for a question, from one corpus version.

    `hits` are best first, whatever the verdict; `language` is the question's or None where it can't be told.
    `unknown_words` are the question's content words, as typed, that the corpus doesn't know. `article` is set
    with verdict `article`, and `lead` is then the hit that quotes its lead's best sentence.
    """

    question: str
    verdict: Verdict
    hits: tuple[Hit, ...]
    language: str | None
    unknown_words: tuple[str, ...]
    version: str
    article: Article | None = None
    lead: Hit | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """One of the question's words and the words that it met, both as they were typed.

    `via` is where `passage_words` stand: "text", "translation", "heading" or "title"; or "questions", the passage's
    questions file, whose words are not shown.
    """

    question_word: str
    passage_words: tuple[str, ...]
    via: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a passage was found."""

    matches: tuple[Match, ...]
    version: str


@dataclass(frozen=True, slots=True)
class SummarySentence:
    """A sentence of the article, word for word; `translated` is the translation's counterpart."""

    passage: Passage
    sentence: Sentence
    translated: Sentence | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """Sentences in the article's order. `language` is the topic's where one was given and can be told.

    Where nothing is known of the topic, they are the most important ones and `is_off_topic` says so.
    """

    article: Article
    sentences: tuple[SummarySentence, ...]
    language: str | None
    version: str
    is_off_topic: bool = False


class Severity(StrEnum):
    """An error: the article can't be served. A warning: something is left out, or looks wrong.
    A note: what was taken as what.
    """

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to tell about a corpus file. `file` is relative to the corpus, `line` counts from 1.

    `messages` are one a supported language; as a string, it is English.
    """

    severity: Severity
    file: str
    line: int | None
    messages: Mapping[str, str]

    @property
    def place(self) -> str:
        return self.file if self.line is None else f"{self.file}:{self.line}"

    def __str__(self) -> str:
        return f"{self.place}: {self.messages['en']}"


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed from one corpus to the next: article slugs and passage ids."""

    articles_added: tuple[str, ...]
    articles_removed: tuple[str, ...]
    articles_changed: tuple[str, ...]
    passages_added: tuple[str, ...]
    passages_removed: tuple[str, ...]
    passages_changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReloadReport:
    """How a reload went: with an error among `problems`, `swapped` is false and the old corpus serves on."""

    swapped: bool
    old_version: str
    new_version: str
    difference: Difference
    problems: tuple[Problem, ...]
    seconds: float
