"""The other engines rank a tiny corpus as anyone would."""

from __future__ import annotations

import pytest

from benchmarks.engines import BASELINES

TEXTS = [
    "Der Hafen wurde 1768 gebaut und liegt am Fluss.",
    "Die Mühlen mahlen das Mehl der Bauern.",
    "Im Winter ruhte die Arbeit auf den Feldern.",
    "Kinder spielten am Abend auf dem Platz.",
    "Ein Sturm zerstörte das Dach der Kirche.",
]


@pytest.mark.parametrize("engine", BASELINES)
def test_the_passage_with_the_questions_words_comes_first(engine: str) -> None:
    assert BASELINES[engine](TEXTS, "de")("Wann wurde er gebaut und wo liegt er?")[0] == 0


@pytest.mark.parametrize("engine", [name for name in BASELINES if "README" not in name])
def test_stems_find_inflected_words_in_any_case(engine: str) -> None:
    assert BASELINES[engine](TEXTS, "de")("STÜRME und Kirchen?")[0] == 4


@pytest.mark.parametrize("engine", BASELINES)
@pytest.mark.parametrize("question", ["Quantenphysik Hexagon", "?!", ""])
def test_passages_that_share_no_term_are_left_out(engine: str, question: str) -> None:
    assert list(BASELINES[engine](TEXTS, "de")(question)) == []


@pytest.mark.parametrize("engine", BASELINES)
def test_at_most_ten_are_ranked(engine: str) -> None:
    texts = [f"Mehl Nummer {number}" for number in range(12)] + [f"Haus {number}" for number in range(20)]
    assert len(BASELINES[engine](texts, "de")("Mehl")) == 10
