"""Questions with their right passages, and what an engine made of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from retrieval.model import Answer, Verdict

ANSWERABLE_KINDS = ("direct", "paraphrase", "typo", "vague")


@dataclass(frozen=True, slots=True)
class Question:
    """`gold` are the ids of the passages that answer it, `answers` the spans that do so; both may be empty."""

    id: str
    language: str
    split: str
    kind: str
    text: str
    gold: tuple[str, ...]
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What this engine says to a question."""

    question: Question
    answer: Answer

    @property
    def verdict(self) -> Verdict:
        return self.answer.verdict

    @property
    def ranked(self) -> list[str]:
        """The passages found, best first."""
        return [hit.passage.id for hit in self.answer.hits]

    @property
    def is_right(self) -> bool:
        """Whether the best passage is one of the right ones, whatever the verdict."""
        return bool(self.answer.hits) and self.answer.hits[0].passage.id in self.question.gold

    @property
    def bold_is_right(self) -> bool:
        """Whether the best passage's best sentence has one of the answers, or stands within one."""
        if not self.answer.hits:
            return False
        sentence = _folded(self.answer.hits[0].sentence.text)
        return any(span in sentence or sentence in span for span in map(_folded, self.question.answers))


def read_questions(file: Path, split: str | None = None) -> tuple[Question, ...]:
    """One JSON object a line; only those of a split if one is given."""
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    return tuple(
        Question(
            id=row["id"],
            language=row["lang"],
            split=row["split"],
            kind=row["kind"],
            text=row["question"],
            gold=tuple(row["gold"]),
            answers=tuple(row["answer"]),
        )
        for row in rows
        if split in {None, row["split"]}
    )


def answerable(questions: Iterable[Question]) -> tuple[Question, ...]:
    return tuple(question for question in questions if question.gold)


def in_language(questions: Sequence[Question], language: str) -> tuple[Question, ...]:
    return tuple(question for question in questions if question.language == language)


def _folded(text: str) -> str:
    return " ".join(text.split())
