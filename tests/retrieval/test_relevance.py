"""What the engine reaches on the test questions of the shipped article doesn't fall.

Lowering a floor or raising a ceiling needs a reason in the commit. `python -m benchmarks.quality` shows every figure,
with intervals, beside the targets and other engines.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.figures import Figure, ask, ranking_figures, verdict_figures
from benchmarks.measures import Target
from benchmarks.questions import in_language, read_questions
from retrieval.corpus import Corpus
from retrieval.engine import Engine

ROOT = Path(__file__).parents[2]
LANGUAGES = ("de", "en")
LIMITS = {  # in German, in English
    "R@1": (Target("≥", 0.88), Target("≥", 0.87)),
    "R@3": (Target("≥", 0.96), Target("≥", 0.96)),
    "R@1, typo": (Target("≥", 0.93), Target("≥", 0.93)),
    "answerable: answer": (Target("≥", 0.70), Target("≥", 0.70)),
    "answerable: none": (Target("≤", 0.09), Target("≤", 0.09)),
    "answerable, answered: right passage": (Target("≥", 0.92), Target("≥", 0.92)),
    "unanswerable: answer": (Target("≤", 0.16), Target("≤", 0.16)),
    "unanswerable: none": (Target("≥", 0.55), Target("≥", 0.55)),
    "off topic: answer": (Target("≤", 0.06), Target("≤", 0.06)),
    "off topic: none": (Target("≥", 0.88), Target("≥", 0.88)),
    "right passage: bold has the answer": (Target("≥", 0.80), Target("≥", 0.80)),
}


@pytest.fixture(scope="module")
def figures() -> dict[str, dict[str, Figure]]:
    """By language and name."""
    engine = Engine(Corpus.load(ROOT / "corpus"))
    questions = read_questions(ROOT / "tests" / "data" / "gipfel-alaska-2025.questions.jsonl", "test")
    found = {}
    for language in LANGUAGES:
        outcomes = ask(engine, in_language(questions, language))
        found[language] = {
            figure.name: figure for figure in (*ranking_figures(outcomes, {}), *verdict_figures(outcomes, {}))
        }
    return found


@pytest.mark.parametrize("name", LIMITS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_relevance_keeps_within_its_limits(figures: dict[str, dict[str, Figure]], language: str, name: str) -> None:
    limit = dict(zip(LANGUAGES, LIMITS[name], strict=True))[language]
    value = figures[language][name].estimate.value
    assert limit.is_reached(value), f"{name} in {language!r} is {value:.3f}, limit {limit}"
