"""How well an article's sentences fit a topic, and whether it says anything on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from retrieval.engine import Engine, Ranking
from retrieval.evidence import sentence_scores, words_in_text
from retrieval.model import Verdict
from retrieval.verdict import judge

_ASKED_WEIGHT = 0.5  # of how often a sentence is asked about in the topic's words
_NEIGHBOUR_WEIGHT = 0.2  # of its passage's best sentence, for each of its sentences
_PASSAGE_WEIGHT = 1.0  # of how well its passage fits a topic, for a sentence that fits
_ENOUGH = 0.15  # of the best sentence's fit: what fits less isn't on the topic


def topic_scores(engine: Engine, ranking: Ranking, ordinals: Sequence[int]) -> Mapping[str, Sequence[float]]:
    """By passage id how well each sentence of the passages fits the topic that was ranked; 0 for what is far from the
    best, and nothing at all if they say nothing on it.

    It is a sentence's own fit, how often its questions have the topic's words, the fit of the best one of its passage,
    and the passage's, each as a share of the best.
    """
    if not _know(engine, ranking, ordinals):
        return {}
    passages = [engine.corpus.passage_at(ordinal) for ordinal in ordinals]
    own = [sentence_scores(ranking, ordinal) for ordinal in ordinals]
    of_all = _asked(ranking)
    asked = [of_all[slice(*ranking.first_sentences[ordinal : ordinal + 2])] for ordinal in ordinals]
    best, most = (max(map(max, each)) or 1.0 for each in (own, asked))
    best_passage = max(ranking.scores[ordinal] for ordinal in ordinals) or 1.0
    scores: dict[str, list[float]] = {}
    for ordinal, passage, fits, counts in zip(ordinals, passages, own, asked, strict=True):
        weight = 1 + _PASSAGE_WEIGHT * ranking.scores[ordinal] / best_passage
        neighbour = _NEIGHBOUR_WEIGHT * max(fits) / best
        scores[passage.id] = [
            weight * (fit / best + _ASKED_WEIGHT * count / most + neighbour)
            for fit, count in zip(fits, counts, strict=True)
        ]
    enough = _ENOUGH * max(map(max, scores.values()))
    if not enough:
        return {}
    return {id_: [score if score >= enough else 0.0 for score in found] for id_, found in scores.items()}


def _asked(ranking: Ranking) -> list[float]:
    """For each sentence of all originals how many of the questions that it answers have the topic's words: by word the
    logarithm, weighed by rarity.
    """
    found = np.zeros(ranking.first_sentences[-1])
    for reading in ranking.readings.values():
        for word in reading.query.content:
            found += word.rarity * np.log1p(reading.index.asked_by_sentence(word.stems))
    counts: list[float] = found.tolist()
    return counts


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
