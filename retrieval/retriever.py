"""The engine's front: ask it, sum up, reload. Every answer comes from one corpus version."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from retrieval.choice import choose
from retrieval.corpus import Corpus
from retrieval.engine import Engine, Ranking
from retrieval.errors import CorpusUnreadableError, EmptyCorpusError, ReloadRunningError
from retrieval.evidence import best_sentences, matches
from retrieval.findings import Findings
from retrieval.index import Index
from retrieval.language import detect_language
from retrieval.model import Answer, Explanation, Hit, Passage, Problem, ReloadReport, Summary
from retrieval.summary import passages_in, summarise
from retrieval.topics import topic_scores

_HITS = 5


class Retriever:
    """Thread-safe: a search takes the engine's reference once, a reload builds a new one and swaps it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._reloading = threading.Lock()
        self._waiting = threading.Lock()
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
        found = choose(engine, question, earlier)
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
        ranking = choose(engine, question, earlier).ranking
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
        scores = topic_scores(engine, ranking, told) if ranking else {}
        chosen = summarise(corpus, about, section=section, topic_scores=scores, sentences=sentences)
        return Summary(
            about,
            chosen,
            detect_language(topic) if topic else None,
            corpus.version,
            is_off_topic=ranking is not None and not scores,
        )

    def reload(self, *, waits: bool = False) -> ReloadReport:
        """Read the folder again and swap, unless there is an error; blocks, so run it off an event loop.

        While one runs, another raises ReloadRunningError, unless it is the one that `waits` for its end: that will read
        what has changed since. Raises CorpusUnreadableError.
        """
        if not (self._reloading.acquire(blocking=False) or (waits and self._wait_for_reload())):
            raise ReloadRunningError
        try:
            started = time.perf_counter()
            old = self._engine.corpus
            try:
                new = Corpus.load(old.directory)
            except CorpusUnreadableError:
                findings = Findings(old.directory.name)
                findings.error(None, "folder_unreadable")
                self.refused = tuple(findings.problems)
                raise
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

    def _wait_for_reload(self) -> bool:
        """Until the running one has ended; False if another waits already."""
        if not self._waiting.acquire(blocking=False):
            return False
        try:
            return self._reloading.acquire()
        finally:
            self._waiting.release()


def _hits(engine: Engine, ranking: Ranking, k: int) -> tuple[Hit, ...]:
    hits = []
    for ordinal in ranking.order[:k]:
        passage = engine.corpus.passage_at(ordinal)
        sentence, translated = best_sentences(ranking, ordinal, passage)
        hits.append(Hit(passage, ranking.scores[ordinal], sentence, translated))
    return tuple(hits)


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
