"""How well an article's sentences fit a topic, and whether it says anything on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from retrieval.engine import Engine, Ranking
from retrieval.evidence import sentence_scores, words_in_text
from retrieval.model import Verdict
from retrieval.verdict import judge

_PASSAGE_WEIGHT = 2.0  # of how well its passage fits a topic, for a sentence that fits
_NEIGHBOUR_WEIGHT = 0.2  # of its passage's best sentence, for each of its sentences
_ENOUGH = 0.15  # of the best sentence's fit: what fits less isn't on the topic


def topic_scores(engine: Engine, ranking: Ranking, ordinals: Sequence[int]) -> Mapping[str, Sequence[float]]:
    """By passage id how well each sentence of the passages fits the topic that was ranked; 0 for what is far from the
    best, and nothing at all if they say nothing on it.

    It is a sentence's own fit, that of the best one of its passage, and the passage's.
    """
    if not _know(engine, ranking, ordinals):
        return {}
    scores: dict[str, list[float]] = {}
    best = max(1.0, *ranking.scores)
    for ordinal in ordinals:
        passage = engine.corpus.passage_at(ordinal)
        weight = 1 + _PASSAGE_WEIGHT * ranking.scores[ordinal] / best
        own = sentence_scores(ranking, ordinal, passage)
        scores[passage.id] = [weight * (score + _NEIGHBOUR_WEIGHT * max(own)) for score in own]
    enough = _ENOUGH * max(map(max, scores.values()))
    if not enough:
        return {}
    return {id_: [score if score >= enough else 0.0 for score in found] for id_, found in scores.items()}


def _know(engine: Engine, ranking: Ranking, ordinals: Sequence[int]) -> bool:
    """Whether the passages say anything on a topic: surely as for a question; if that is doubtful, as one of its words
    stands in them, else as each of them does.
    """
    asked_of = frozenset(ordinals)
    hits = [(ordinal, engine.corpus.passage_at(ordinal)) for ordinal in ranking.order if ordinal in asked_of]
    verdict = judge(ranking, *hits[0])[1] if hits else Verdict.NONE
    if verdict is Verdict.ANSWER:
        return True
    met = set().union(*(words_in_text(ranking, *hit) for hit in hits))
    asked = {word.text for reading in ranking.readings_asked_in() for word in reading.query.content}
    return bool(asked & met) if verdict is Verdict.UNSURE else bool(asked) and asked <= met
