"""How sure the engine may be: signals of a ranking → the chance that the best passage answers the question."""

from __future__ import annotations

import math
from dataclasses import astuple, dataclass

from retrieval.analysis import Analyzer, words
from retrieval.engine import Ranking, Reading
from retrieval.index import Kind
from retrieval.model import Passage, Verdict

_OWN = (Kind.TEXT, Kind.QUESTIONS)
_NEAREST = 8  # questions of the questions file that are compared with the one asked


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for a passage, each from 0 (nothing) to about 1.

    - questions, text, sentence: BM25 of its joined questions, its text, its best sentence ÷ the question's ideal
    - covered: the share of the question's content words, weighed by rarity, that the passage or its questions have
    - known: the share that anything in this language has
    - nearest: how much alike the question and the most similar one of the questions file are that asks for the same
      kind of answer (Jaccard's index of their content words, weighed by rarity)
    """

    questions: float = 0.0
    text: float = 0.0
    sentence: float = 0.0
    covered: float = 0.0
    known: float = 0.0
    nearest: float = 0.0


def signals(reading: Reading, ordinal: int) -> Signals:
    index, content = reading.index, reading.query.content
    covered = [word for word in content if any(index.holds(kind, ordinal, s) for kind in _OWN for s in word.stems)]
    known = [word for word in content if word.stems]
    total = sum(word.rarity for word in content) or 1.0

    def share(kind: Kind) -> float:
        return float(reading.by_passage[kind, ordinal]) / (index.ideal(kind, reading.query.words) or 1.0)

    return Signals(
        questions=share(Kind.QUESTIONS),
        text=share(Kind.TEXT),
        sentence=share(Kind.SENTENCE),
        covered=sum(word.rarity for word in covered) / total,
        known=sum(word.rarity for word in known) / total,
        nearest=_nearest(reading),
    )


def _nearest(reading: Reading) -> float:
    index, query = reading.index, reading.query
    analyzer = index.analyzer
    asked: dict[int | None, float] = {word.stems[0] if word.stems else None: word.rarity for word in query.content}
    best = 0.0
    for entry in index.best_entries(Kind.QUESTION, reading.scores, _NEAREST):
        texts = words(index.kinds[Kind.QUESTION].texts[entry])
        kind = analyzer.asked_kind(texts)
        if (kind and kind.name) != (query.kind and query.kind.name):
            continue
        stems = (index.word(word).stems[0] for word in texts if not analyzer.is_function_word(word))
        listed: dict[int | None, float] = {stem: index.rarity(stem) for stem in stems}
        shared = sum(listed[stem] for stem in listed.keys() & asked.keys())
        every = sum((asked | listed).values())
        best = max(best, shared / every if every else 0.0)
    return best


@dataclass(frozen=True, slots=True)
class _Calibration:
    """A logistic regression on Signals and where its chance becomes a verdict.

    Fitted to the dev parts of the question sets of two unrelated articles in two languages (1,020 questions),
    never to their test parts: `python -m benchmarks.quality` shows what it reaches there.
    """

    bias: float
    weights: Signals
    none_below: float
    answer_from: float

    def chance(self, of: Signals) -> float:
        logit = self.bias + sum(w * s for w, s in zip(astuple(self.weights), astuple(of), strict=True))
        return 1 / (1 + math.exp(-logit))


_WITH_QUESTIONS = _Calibration(-4.27, Signals(questions=1.67, covered=3.33, nearest=3.02), 0.25, 0.64)
_TEXT_ONLY = _Calibration(-1.39, Signals(text=1.92, sentence=1.20, known=0.85), 0.30, 0.43)


def chance(reading: Reading, ordinal: int) -> tuple[float, Verdict]:
    """How likely it is that the passage answers the question, from 0 to 1, and what that allows to say."""
    calibration = _WITH_QUESTIONS if reading.index.has_questions(ordinal) else _TEXT_ONLY
    found = calibration.chance(signals(reading, ordinal))
    if found >= calibration.answer_from:
        return found, Verdict.ANSWER
    return found, Verdict.UNSURE if found >= calibration.none_below else Verdict.NONE


def judge(ranking: Ranking, ordinal: int, passage: Passage) -> tuple[float, Verdict]:
    """`chance` by the most favourable of the readings that the passage is there in."""
    return max(chance(reading, ordinal) for reading in ranking.readings_of(passage))


def asks_about_article(ranking: Ranking, author: str) -> bool:
    """Whether a question is about the article itself: who wrote it, its title, its sections, what it is about.

    It has no content words but the language's words for that and the author's name, and a telling one among them.
    """
    analyzers = (reading.index.analyzer for reading in ranking.readings.values())
    return any(_asks_about_article(analyzer, ranking.question, author) for analyzer in analyzers)


def _asks_about_article(analyzer: Analyzer, question: str, author: str) -> bool:
    telling = analyzer.article_words | set(analyzer.stems(author))
    asked = words(question)
    content = {analyzer.stem(word) for word in asked if not analyzer.is_function_word(word)}
    return content <= telling | analyzer.article_companions and any(analyzer.stem(word) in telling for word in asked)
