"""SQuAD's format → a corpus folder and questions with their paragraphs as gold."""

from __future__ import annotations

import json
import re
import string
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.questions import Question
from retrieval.corpus import Corpus

_MARKUP = re.compile(f"([{re.escape(string.punctuation)}])")


class ChangedParagraphError(Exception):
    """A paragraph that didn't come out of the corpus as it stands in the file."""


@dataclass(frozen=True, slots=True)
class SquadSet:
    """The articles and questions of one file."""

    corpus: Corpus
    questions: tuple[Question, ...]


def load_squad(file: Path, language: str, directory: Path) -> SquadSet:
    """Writes the articles into `directory` and loads them. Questions without an answer (SQuAD 2.0) have no gold.

    Raises ChangedParagraphError.
    """
    articles = json.loads(file.read_text(encoding="utf-8"))["data"]
    questions: list[Question] = []
    paragraphs: dict[str, str] = {}
    for number, article in enumerate(articles, 1):
        slug = f"article-{number:04}"
        kept = [(text, p["qas"]) for p in article["paragraphs"] if (text := _on_one_line(p["context"]))]
        if not kept:
            continue
        (directory / f"{slug}.md").write_text(_markdown(slug, language, [text for text, _ in kept]), encoding="utf-8")
        for place, (text, qas) in enumerate(kept, 1):
            paragraphs[f"{slug}#{place}"] = text
            questions.extend(_question(qa, language, f"{slug}#{place}") for qa in qas)
    corpus = Corpus.load(directory)
    loaded = {passage.id: passage.text for passage in corpus.passages()}
    for id_ in paragraphs.keys() | loaded.keys():
        if paragraphs.get(id_) != loaded.get(id_):
            raise ChangedParagraphError(f"{id_}: {paragraphs.get(id_)!r} was loaded as {loaded.get(id_)!r}")
    return SquadSet(corpus, tuple(questions))


def _markdown(title: str, language: str, paragraphs: Sequence[str]) -> str:
    head = f"---\ntitle: {title}\nauthor: SQuAD\nlanguage: {language}\n---\n"
    return head + "".join("\n" + _MARKUP.sub(r"\\\1", paragraph) + "\n" for paragraph in paragraphs)


def _on_one_line(text: str) -> str:
    """As the corpus has a paragraph: a line break is a space."""
    return " ".join(line.strip() for line in text.splitlines()).strip()


def _question(qa: dict[str, Any], language: str, passage_id: str) -> Question:  # the file's JSON
    answers = () if qa.get("is_impossible") else tuple(dict.fromkeys(answer["text"] for answer in qa["answers"]))
    return Question(
        id=qa["id"],
        language=language,
        split="",
        kind="direct" if answers else "on_topic",
        text=qa["question"],
        gold=(passage_id,) if answers else (),
        answers=answers,
    )
