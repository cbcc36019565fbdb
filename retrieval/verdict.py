"""How sure the engine may be: signals of a ranking → the chance that the best passage answers the question."""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import Enum, auto
from typing import NamedTuple

from retrieval.engine import Ranking, Reading
from retrieval.index import FEW_QUESTIONS, Index, Kind
from retrieval.model import Passage, Verdict
from retrieval.query import QueryWord


class _Calibration(NamedTuple):
    """A logistic regression on signals and where its chance becomes a verdict.

    Fitted to the dev parts of the question sets of two unrelated articles in two languages (640 questions that are not
    about the articles themselves), with and without their questions and their unanswered ones, never to their test
    parts: `python -m benchmarks.quality` shows what it reaches.
    """

    bias: float
    weights: tuple[float, ...]
    none_below: float
    answer_from: float


# Fitted with lists of 1,900 to 3,200 questions that the article doesn't answer: the nearest one of few isn't near.
_LONG_LIST = 1500
_A_FEW = 5  # of a passage's questions: "flower" or "cat" may stand in one of some hundred
FROM_RELUCTANT = (Verdict.NONE, Verdict.UNSURE, Verdict.ANSWER, Verdict.ARTICLE)  # each says more than the one before


class _Side(Enum):
    """What of a passage is judged: its text, or the questions that it answers, by their number in the language."""

    TEXT = auto()
    SOME_QUESTIONS = auto()
    MANY_QUESTIONS = auto()


_MANY = 250  # questions of a passage in a language
# By what of the passage is judged, and whether its article has questions that it doesn't answer. Those of some
# questions were fitted with 60 to 250 drawn from each passage's list.
_CALIBRATIONS = {
    (_Side.MANY_QUESTIONS, True): _Calibration(
        -2.01, (1.09, 2.89, 7.47, -11.45, -2.0), none_below=0.35, answer_from=0.70
    ),
    (_Side.MANY_QUESTIONS, False): _Calibration(
        -5.20, (1.23, 2.90, 3.44, 0.0, -2.0), none_below=0.27, answer_from=0.74
    ),
    (_Side.SOME_QUESTIONS, True): _Calibration(
        0.94, (0.0, 4.53, 4.92, -12.15, -2.0), none_below=0.35, answer_from=0.70
    ),
    (_Side.SOME_QUESTIONS, False): _Calibration(-3.19, (0.0, 4.24, 1.68, 0.0, -2.0), none_below=0.25, answer_from=0.80),
    (_Side.TEXT, True): _Calibration(2.10, (1.94, 2.91, 1.45, -9.64, -2.0), none_below=0.24, answer_from=0.82),
    (_Side.TEXT, False): _Calibration(-1.37, (2.02, 1.45, 0.58, 0.0, -2.0), none_below=0.31, answer_from=0.65),
}


def _first(ordinal: int, passage: Passage) -> int:
    """The ordinal of its article's first passage."""
    return ordinal - passage.number + 1


def signals(
    reading: Reading, ordinal: int, passage: Passage, *, by_questions: bool
) -> tuple[float, float, float, float, float]:
    """What speaks for a passage, each from 0 (nothing) to about 1. By the questions that it answers:

    - BM25 of its joined questions ÷ the ideal (up to about 2)
    - the share of the question's content words, weighed by rarity, that it or its questions have
    - BM25 of the best one of its questions ÷ the ideal

    By its text: BM25 of that and of its best sentence ÷ the ideals, and the share of the content words that anything in
    this language has. Without content words no share of them is covered or known. For both, what speaks against it:

    - BM25 of the best one of the questions that its article doesn't answer ÷ a mean of both ideals
    - whether the question says "you" to the bot (its weight is set by hand: few questions of the sets do)
    """
    index, content, scores = reading.index, reading.query.content, reading.scores
    address = float(index.analyzer.addresses_bot([word.normalised for word in reading.query.words]))
    unanswered = index.nearest_unanswered(_first(ordinal, passage), scores)
    total = sum(word.rarity for word in content) or 1.0  # 0 where the corpus has no words to be rare among
    if not by_questions:
        known = sum(word.rarity for word in content if word.stems) / total
        text, sentence = index.share(Kind.TEXT, ordinal, scores), index.share(Kind.SENTENCE, ordinal, scores)
        return text, sentence, known, unanswered, address
    own = index.stems_of(ordinal)
    covered = sum(word.rarity for word in content if not own.isdisjoint(word.stems)) / total
    joined, best = index.share(Kind.QUESTIONS, ordinal, scores), index.share(Kind.QUESTION, ordinal, scores)
    return joined, covered, best, unanswered, address


def chance(reading: Reading, ordinal: int, passage: Passage) -> tuple[float, Verdict]:
    """How likely it is that the passage answers the question, from 0 to 1, and what that allows to say.

    A question of whose content words nothing is known isn't answered, whatever its other words have met; one that has
    met little but by chance is answered with doubt at most. A few questions that the passage answers can only add, a
    short list of those that the article doesn't answer only take away.
    """
    index, first = reading.index, _first(ordinal, passage)
    if reading.query.content and not any(word.stems for word in reading.query.content):
        return 0.0, Verdict.NONE
    unanswered = index.count(Kind.UNANSWERED, first)
    which = (True,) if unanswered >= _LONG_LIST else (True, False) if unanswered else (False,)
    judged = []
    for side in _sides(index.count(Kind.QUESTION, ordinal)):
        weighed = signals(reading, ordinal, passage, by_questions=side is not _Side.TEXT)
        judged.append(min((_weigh(_CALIBRATIONS[side, each], weighed) for each in which), key=_favour))
    likely, verdict = max(judged, key=_favour)
    if verdict is Verdict.ANSWER and not _is_sure(index, ordinal, reading.query.content):
        return likely, Verdict.UNSURE
    return likely, verdict


def _sides(questions: int) -> tuple[_Side, ...]:
    """What a passage with so many questions is judged by: with a few, by what speaks for it."""
    if questions >= FEW_QUESTIONS:
        return (_Side.MANY_QUESTIONS if questions >= _MANY else _Side.SOME_QUESTIONS,)
    return (_Side.SOME_QUESTIONS, _Side.TEXT) if questions else (_Side.TEXT,)


def _is_sure(index: Index, ordinal: int, content: Sequence[QueryWord]) -> bool:
    """Whether what is known of the content words can't be chance: one is in a text, or as typed two are known, or one
    from a few of the passage's questions. A single letter or digit tells nothing, nor what is far from any word.
    """
    known = [word for word in content if word.stems and len(word.text) > 1 and not word.is_far]
    if any(index.is_in_texts(word.stems) for word in known):
        return True
    as_typed = [word for word in known if not word.is_slip]
    return len(as_typed) > 1 or any(index.asked_with(word.stems, ordinal) >= _A_FEW for word in as_typed)


def _weigh(calibration: _Calibration, weighed: Sequence[float]) -> tuple[float, Verdict]:
    found = zip(calibration.weights, weighed, strict=True)
    likely = 1 / (1 + math.exp(-calibration.bias - sum(weight * signal for weight, signal in found)))
    if likely >= calibration.answer_from:
        return likely, Verdict.ANSWER
    return likely, Verdict.UNSURE if likely >= calibration.none_below else Verdict.NONE


def _favour(judged: tuple[float, Verdict]) -> tuple[int, float]:
    return FROM_RELUCTANT.index(judged[1]), judged[0]


def judge(ranking: Ranking, ordinal: int, passage: Passage) -> tuple[float, Verdict]:
    """`chance` by the most favourable of the passage's readings; a question that is listed word for word gets what it
    is listed for.
    """
    listed = [reading.listed for reading in ranking.readings.values() if reading.listed is not None]
    if any(each.is_answered and each.passage == ordinal for each in listed):
        return 1.0, Verdict.ANSWER
    if any(not each.is_answered and each.passage == _first(ordinal, passage) for each in listed):
        return 0.0, Verdict.NONE
    return max((chance(reading, ordinal, passage) for reading in ranking.readings_of(ordinal)), key=_favour)
