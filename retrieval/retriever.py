"""The engine's front: ask it, sum up, reload. Every answer comes from one corpus version."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from retrieval.analysis import analyzers
from retrieval.corpus import Corpus
from retrieval.engine import Engine, Ranking
from retrieval.errors import EmptyCorpusError, ReloadRunningError
from retrieval.evidence import best_sentences, matches, sentence_scores
from retrieval.index import Index
from retrieval.language import detect_language
from retrieval.model import (
    Answer,
    Article,
    Explanation,
    Hit,
    Passage,
    Problem,
    ReloadReport,
    Summary,
    SummarySentence,
    Verdict,
)
from retrieval.sentences import single_questions
from retrieval.summary import passages_in, summarise
from retrieval.verdict import articles_asked_about, judge

_HITS = 5
_SAYING_MORE = (Verdict.NONE, Verdict.UNSURE, Verdict.ANSWER, Verdict.ARTICLE)
_TEXTS = ("text", "translation")  # of the places where a word may be met
_PASSAGE_WEIGHT = 2.0  # of how well its passage fits a topic, for a sentence that fits
_ON_TOPIC = 0.15  # of the best sentence's fit: what fits less isn't on the topic
_NEIGHBOUR_WEIGHT = 0.2  # of its passage's best sentence, for each of its sentences


class Retriever:
    """Thread-safe: a search takes the engine's reference once, a reload builds a new one and swaps it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._reloading = threading.Lock()
        self.refused: tuple[Problem, ...] = ()  # of the files as the last reload met them, if it changed nothing

    @classmethod
    def load(cls, directory: Path) -> Retriever:
        """Raises CorpusUnreadableError, or EmptyCorpusError if no article loads; other problems are the corpus's."""
        corpus = Corpus.load(directory)
        if not corpus.articles:
            raise EmptyCorpusError(directory, corpus.problems)
        return cls(Engine(corpus))

    def prepare(self) -> None:
        """Build and import now what the first questions would wait for; blocks, so call it before serving."""
        self._engine.prepare()

    @property
    def corpus(self) -> Corpus:
        return self._engine.corpus

    @property
    def version(self) -> str:
        return self._engine.corpus.version

    def search(self, question: str, earlier: str | None = None, k: int = _HITS) -> tuple[Hit, ...]:
        """The best passages that share a term with the question, best first."""
        return self.answer(question, earlier, k).hits

    def answer(self, question: str, earlier: str | None = None, k: int = _HITS) -> Answer:
        """What may be said to a question; `earlier` is the one that it follows up.

        Where a message says more than its question and no answer to all of it is sure, one to a question in it is.
        """
        engine = self._engine
        found = _choose(engine, question, earlier)
        return Answer(
            question=question,
            verdict=found.verdict,
            hits=_hits(engine, found.ranking, k),
            language=found.ranking.language,
            unknown_words=_unknown_words(found.ranking),
            version=engine.corpus.version,
            article=found.article,
            lead=None if found.article is None else engine.lead(found.article),
        )

    def explain(self, question: str, passage: Passage, earlier: str | None = None) -> Explanation:
        """Which of the words that were searched the passage has, as far as it is still in the corpus."""
        engine = self._engine
        ordinal = engine.corpus.ordinal(passage)
        if ordinal is None:
            return Explanation((), engine.corpus.version)
        ranking = _choose(engine, question, earlier).ranking
        return Explanation(matches(ranking, ordinal, engine.corpus.passage_at(ordinal)), engine.corpus.version)

    def summary(
        self, article: str | None = None, section: str | None = None, topic: str | None = None, sentences: int = 3
    ) -> Summary:
        """Of the article with this slug, else of the one the topic is about, else of the first.

        Raises UnknownArticleError and UnknownSectionError; ValueError if `sentences` isn't from 1 to 10.
        """
        if not 1 <= sentences <= 10:  # noqa: PLR2004 - as the docstring says
            raise ValueError(f"sentences: {sentences} isn't from 1 to 10")
        engine = self._engine
        corpus = engine.corpus
        ranking = engine.rank(topic) if topic else None
        if article is not None:
            about = corpus.article(article)
        elif ranking is not None and ranking.order:
            about = corpus.passage_at(ranking.order[0]).article
        else:
            about = corpus.articles[0]
        ordinals = [corpus.ordinal(passage) for passage in passages_in(corpus, about, section)]
        told = [ordinal for ordinal in ordinals if ordinal is not None]
        scores = _topic_scores(engine, ranking, told) if ranking and _knows(engine, ranking, told) else {}
        chosen = summarise(corpus, about, section=section, topic_scores=scores, sentences=sentences)
        return Summary(
            about,
            chosen,
            detect_language(topic) if topic else None,
            corpus.version,
            is_off_topic=ranking is not None and not any(_is_on_topic(sentence, scores) for sentence in chosen),
        )

    def reload(self) -> ReloadReport:
        """Read the folder again and swap, unless there is an error; blocks, so run it off an event loop.

        Raises ReloadRunningError and CorpusUnreadableError.
        """
        if not self._reloading.acquire(blocking=False):
            raise ReloadRunningError
        try:
            started = time.perf_counter()
            old = self._engine.corpus
            new = Corpus.load(old.directory)
            swapped = not new.has_errors
            if swapped:
                engine = Engine(new)
                engine.prepare()
                self._engine = engine
            self.refused = () if swapped else new.problems
            return ReloadReport(
                swapped=swapped,
                old_version=old.version,
                new_version=new.version,
                difference=old.difference(new),
                problems=new.problems,
                seconds=time.perf_counter() - started,
            )
        finally:
            self._reloading.release()


@dataclass(frozen=True, slots=True)
class _Judged:
    """A ranking and what it allows to say; `article` is set with verdict `article`."""

    ranking: Ranking
    verdict: Verdict
    article: Article | None


def _choose(engine: Engine, question: str, earlier: str | None) -> _Judged:
    """A message as it is best answered: as a whole, or if that isn't sure, by a question in it that is."""
    whole = _judge_follow_up(engine, question, earlier)
    if whole.verdict in {Verdict.UNSURE, Verdict.NONE}:
        for part in _parts(question, whole.ranking.language):
            of_part = _judge_follow_up(engine, part, earlier)
            if of_part.verdict is Verdict.ANSWER:
                return of_part
    return whole


def _parts(message: str, language: str | None) -> Iterator[str]:
    """The single questions of a message that says more, and what is led up to in it or in one of them."""
    questions = single_questions(message, language)
    yield from questions
    readers = analyzers().values() if language is None else (analyzers()[language],)
    for text in (*questions, message):
        for analyzer in readers:
            rest = analyzer.after_lead_up(text)
            if rest:
                yield rest


def _judge_follow_up(engine: Engine, question: str, earlier: str | None) -> _Judged:
    """Together with the question before it, unless it is better answered by itself.

    "Und Putin?" isn't answered by a passage that only the question before has met.
    """
    alone = _judge(engine, question)
    is_listed = any(reading.listed for reading in alone.ranking.readings.values())
    if earlier is None or is_listed or alone.verdict is Verdict.ARTICLE:
        return alone
    together = _judge(engine, question, earlier)
    own = _content_words(alone.ranking)
    if (
        together.verdict is Verdict.ANSWER
        and own
        and not own & _words_in_text(engine, together.ranking, together.ranking.order[0])
    ):
        together = replace(together, verdict=Verdict.UNSURE)
    return max(together, alone, key=lambda judged: _SAYING_MORE.index(judged.verdict))  # of equals the first


def _judge(engine: Engine, question: str, earlier: str | None = None) -> _Judged:
    ranking = engine.rank(question, earlier)
    verdict = Verdict.NONE
    if ranking.order:
        verdict = judge(ranking, ranking.order[0], engine.corpus.passage_at(ranking.order[0]))[1]
    article = _article_asked_about(engine, ranking, verdict)
    return _Judged(ranking, verdict if article is None else Verdict.ARTICLE, article)


def _hits(engine: Engine, ranking: Ranking, k: int) -> tuple[Hit, ...]:
    hits = []
    for ordinal in ranking.order[:k]:
        passage = engine.corpus.passage_at(ordinal)
        sentence, translated = best_sentences(ranking, ordinal, passage)
        hits.append(Hit(passage, ranking.scores[ordinal], sentence, translated))
    return tuple(hits)


def _article_asked_about(engine: Engine, ranking: Ranking, verdict: Verdict) -> Article | None:
    """The article that the question is about, by its author's name or because there is but one, else the best hit's."""
    is_settled = verdict is Verdict.ANSWER or any(reading.listed for reading in ranking.readings.values())
    about = articles_asked_about(ranking, engine.corpus.articles, is_settled=is_settled)
    if not about:
        return None
    best = engine.corpus.passage_at(ranking.order[0]).article if ranking.order else None
    return best if best in about else about[0]


def _unknown_words(ranking: Ranking) -> tuple[str, ...]:
    """The question's content words, as typed, that no language's index has, nor a word that they are a slip of.

    A function word of any language is none.
    """
    first, *others = ranking.readings.values()  # the question's language comes first
    return tuple(
        word.text
        for word in first.query.content
        if not word.stems and not any(_knows_word(reading.index, word.text) for reading in others)
    )


def _knows_word(index: Index, text: str) -> bool:
    word = index.word(text)
    return word.is_function or bool(word.stems)


def _knows(engine: Engine, ranking: Ranking, ordinals: Sequence[int]) -> bool:
    """Whether the passages say anything on a topic: surely as for a question; if that is doubtful, as one of its words
    stands in them, else as each of them does.
    """
    asked_of = frozenset(ordinals)
    hits = [ordinal for ordinal in ranking.order if ordinal in asked_of]
    verdict = judge(ranking, hits[0], engine.corpus.passage_at(hits[0]))[1] if hits else Verdict.NONE
    if verdict is Verdict.ANSWER:
        return True
    met = set().union(*(_words_in_text(engine, ranking, ordinal) for ordinal in hits))
    asked = _content_words(ranking)
    return bool(asked & met) if verdict is Verdict.UNSURE else bool(asked) and asked <= met


def _content_words(ranking: Ranking) -> set[str]:
    """The question's, as typed."""
    return {word.text for reading in ranking.readings_asked_in() for word in reading.query.content}


def _words_in_text(engine: Engine, ranking: Ranking, ordinal: int) -> set[str]:
    """Those of the question's content words that a passage's text or translation has."""
    found = matches(ranking, ordinal, engine.corpus.passage_at(ordinal))
    return {match.question_word for match in found if match.via in _TEXTS}


def _is_on_topic(chosen: SummarySentence, scores: Mapping[str, Sequence[float]]) -> bool:
    of_passage = scores.get(chosen.passage.id)
    return of_passage is not None and of_passage[chosen.passage.sentences.index(chosen.sentence)] > 0


def _topic_scores(engine: Engine, ranking: Ranking, ordinals: Sequence[int]) -> dict[str, list[float]]:
    """How well each sentence of the passages fits the topic, the best one of its passage, and the passage; 0 for what
    is far from the best.
    """
    scores: dict[str, list[float]] = {}
    best = max(1.0, *ranking.scores)
    for ordinal in ordinals:
        passage = engine.corpus.passage_at(ordinal)
        weight = 1 + _PASSAGE_WEIGHT * ranking.scores[ordinal] / best
        own = sentence_scores(ranking, ordinal, passage)
        scores[passage.id] = [weight * (score + _NEIGHBOUR_WEIGHT * max(own)) for score in own]
    enough = _ON_TOPIC * max(map(max, scores.values()))
    return {id_: [score if score >= enough else 0.0 for score in found] for id_, found in scores.items()}
