"""Chosen sentences against marked ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.summaries import overlap, section_coverage, sentences_of, textrank
from retrieval.corpus import Corpus

HEAD = "---\ntitle: Titel\nauthor: Erika Muster\nlanguage: de\n---\n"


def corpus_of(directory: Path, body: str) -> Corpus:
    (directory / "a.md").write_text(HEAD + body, encoding="utf-8")
    return Corpus.load(directory)


@pytest.mark.parametrize(
    ("slots", "chosen", "share"),
    [
        ([["a"], ["b"]], ["a", "b"], 1.0),
        ([["a"], ["b"]], ["a", "x"], 0.5),
        ([["a", "b"], ["c"]], ["a", "b"], 0.5),  # alternates fill their slot once
        ([["a"], ["a"]], ["a"], 0.5),  # a sentence fills one slot
        ([["a", "b"], ["a"]], ["a", "b"], 1.0),  # and the one that lets others fill theirs
        ([["a"], ["a", "b"], ["b", "c"]], ["b", "a", "c"], 1.0),
        ([["a"]], [], 0.0),
    ],
)
def test_overlap_is_the_share_of_slots_that_can_be_filled(
    slots: list[list[str]], chosen: list[str], share: float
) -> None:
    assert overlap(slots, chosen) == share


def test_textrank_prefers_what_other_sentences_repeat_and_keeps_their_order(tmp_path: Path) -> None:
    corpus = corpus_of(
        tmp_path,
        "Regen fiel gestern. Die Mühle am Hafen mahlt wieder Mehl. Ein Hund bellte laut.\n\n"
        "Mehl aus der Mühle kostet wenig. Kinder spielten Fußball. Am Hafen steht die alte Mühle.\n",
    )
    chosen = textrank(corpus, corpus.articles[0], 3)
    assert chosen == [text for text in sentences_of(corpus, corpus.articles[0]) if "Mühle" in text]


def test_section_coverage_counts_the_sections_of_the_chosen_sentences(tmp_path: Path) -> None:
    corpus = corpus_of(
        tmp_path, "Vorweg.\n\n## Eins\n\nErstens. Zweitens.\n\n## Zwei\n\nDrittens.\n\n## Drei\n\nViertens.\n"
    )
    assert section_coverage(corpus, corpus.articles[0], ["Erstens.", "Zweitens.", "Viertens."]) == 0.5
