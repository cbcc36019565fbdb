"""One corpus, ready to be searched: what a question's words find. Immutable; a reload makes another."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from retrieval.analysis import analyzers, words
from retrieval.corpus import Corpus
from retrieval.index import Entries, Index, Kind, Listed, Scores
from retrieval.language import SUPPORTED_LANGUAGES, detect_language
from retrieval.model import Passage, Sentence
from retrieval.query import Query, Reader, Synonyms
from retrieval.summary import lead

_OTHER_LANGUAGE_WEIGHT = 0.5  # of an index whose language isn't the question's
_ARTICLE_WEIGHT = 0.5  # of the mean over the article's passages: a question is asked about its article


@dataclass(frozen=True, slots=True)
class Reading:
    """What one language's index makes of a question, and where it is `listed` word for word."""

    index: Index
    query: Query
    scores: Scores
    listed: Listed | None


class Ranking(NamedTuple):
    """Passages by how well they fit a question: `scores` by ordinal, `order` the ordinals of the hits, best first.

    A passage that shares no term with the question is no hit. `language` is the question's or None, `readings` are by
    language, as far as it was searched, the question's first. `sentences` is for each sentence of all originals its own
    BM25, its translation's, and that of the best question which the questions files say that it answers;
    `first_sentences` tells where a passage's begin.
    """

    question: str
    language: str | None
    readings: Mapping[str, Reading]
    scores: Sequence[float]
    order: tuple[int, ...]
    sentences: Sequence[float]
    first_sentences: Sequence[int]

    def readings_asked_in(self) -> tuple[Reading, ...]:
        """In the question's language, where that can't be told in each."""
        return tuple(self.readings.values()) if self.language is None else (self.readings[self.language],)

    def readings_of(self, ordinal: int) -> tuple[Reading, ...]:
        """In the question's language if the passage's text is there in it, else in each that it or its questions are
        there in.
        """
        asked_in = None if self.language is None else self.readings[self.language]
        if asked_in is not None and asked_in.index.has(Kind.TEXT, ordinal):
            return (asked_in,)
        kinds = (Kind.TEXT, Kind.QUESTIONS)
        return tuple(r for r in self.readings.values() if any(r.index.has(kind, ordinal) for kind in kinds))


class Engine:
    """The corpus with up to two indexes of each language, each built when it is first needed.

    A question's own language is searched with the questions files, the others by their texts alone, as far as they are
    needed: a question in one language finds little in another.
    """

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        # Not methods of ours: that would be a cycle.
        self._build = functools.cache(functools.partial(_reader, corpus))
        self.lead = functools.cache(functools.partial(lead, corpus))
        self._languages_of_questions = {
            question.language for passage in corpus.passages() for question in corpus.questions(passage.id)
        } | {question.language for article in corpus.articles for question in corpus.unanswered(article.slug)}
        self._article_counts = np.array([article.passage_count for article in corpus.articles], np.int64)
        self._first_passages = np.cumsum(self._article_counts) - self._article_counts
        self._complete = {  # the languages that every passage is there in
            language
            for language in SUPPORTED_LANGUAGES
            if all(_sentences_in(passage, language) for passage in corpus.passages())
        }
        self.first_sentences = _first_sentences(corpus)

    def prepare(self) -> None:
        """Build and import everything now, for those who would rather wait here than at a question."""
        for language in SUPPORTED_LANGUAGES:
            self.reader(language, with_questions=True).index.warm_up()
            for with_questions in (True, False):
                self.reader(language, with_questions=with_questions).prepare()

    def reader(self, language: str, *, with_questions: bool) -> Reader:
        """Where there are no questions in the language, the one without them is both."""
        return self._build(language, with_questions and language in self._languages_of_questions)

    def lists(self, question: str) -> bool:
        """Whether a questions file has it word for word."""
        language = detect_language(question)
        names = SUPPORTED_LANGUAGES if language is None else (language,)
        indexes = (self.reader(name, with_questions=True).index for name in names)
        return any(index.listed([*map(index.word, words(question))]) for index in indexes)

    def _queries(
        self, question: str, earlier: str | None, language: str | None
    ) -> Iterator[tuple[float, Index, Query]]:
        """What to search for in which index, and how much it counts: first in the question's language.

        Where every passage is there in that, the others are searched for the words they share with it, if it doesn't
        know all content words itself.
        """
        is_complete = language in self._complete
        names = SUPPORTED_LANGUAGES if language is None else (language,)
        readers = [self.reader(name, with_questions=True) for name in names]
        asked_in = [reader.index for reader in readers]
        for reader in readers:
            query = reader.read(question, earlier, asked_in=asked_in)
            yield 1.0, reader.index, query
        if language is None or (is_complete and all(word.stems for word in query.content)):
            return
        for name in SUPPORTED_LANGUAGES:
            if name == language:
                continue
            reader = self.reader(name, with_questions=False)
            other = reader.read_names(query) if is_complete else reader.read(question, earlier, asked_in=())
            yield _OTHER_LANGUAGE_WEIGHT, reader.index, other

    def rank(self, question: str, earlier: str | None = None) -> Ranking:
        """`earlier` is the question that this one follows up: in its language, if its own can't be told."""
        language = detect_language(question) or (detect_language(earlier) if earlier else None)
        readings = {}
        of_passages, of_sentences = [], []
        for weight, index, query in self._queries(question, earlier, language):
            found = index.scores(query.searched, query.terms)
            listed = index.listed(query.typed)
            if listed is None and query.meant != query.typed:
                listed = index.listed(query.meant)
            readings[index.analyzer.language] = Reading(index, query, found, listed)
            of_passages.append(weight * index.of_passages(found))
            of_sentences.append(weight * index.of_sentences(found))
        scores, sentences = functools.reduce(np.add, of_passages), functools.reduce(np.add, of_sentences)
        for listed in (reading.listed for reading in readings.values()):
            if listed is not None and listed.is_answered:  # whoever listed it knows best
                scores[listed.passage] += scores.max()
                if listed.sentence >= 0:
                    sentences[listed.sentence] += sentences.max()
        is_hit = (scores > 0).tolist()  # BM25Plus weights are above zero: without a shared term the sum is zero
        article_means = np.add.reduceat(scores, self._first_passages) / self._article_counts
        scores += (_ARTICLE_WEIGHT * article_means).repeat(self._article_counts)
        order = (-scores).argsort(kind="stable").tolist()
        hits = tuple(filter(is_hit.__getitem__, order))
        return Ranking(question, language, readings, scores.tolist(), hits, sentences.tolist(), self.first_sentences)


def _reader(corpus: Corpus, language: str, with_questions: bool) -> Reader:  # noqa: FBT001 - a key of the cache
    synonyms = Synonyms(analyzers()[language], corpus.synonyms[language])
    return Reader(_index(corpus, language, with_questions=with_questions), synonyms)


def _index(corpus: Corpus, language: str, *, with_questions: bool) -> Index:
    """Of the passages' sentences in that language, originals or translations, and of their questions in it."""
    sentences: list[tuple[str, int, int]] = []
    headings: list[tuple[str, int]] = []
    questions: list[tuple[str, int, int]] = []
    unanswered: list[tuple[str, int]] = []
    first_sentences = _first_sentences(corpus)
    for ordinal, passage in enumerate(corpus.passages()):
        texts = _sentences_in(passage, language)
        # A translation with as many sentences as its original is taken to have the same ones.
        is_told = len(texts) == len(passage.sentences)
        sentences += (
            (sentence.text, ordinal, first_sentences[ordinal] + place if is_told else -1)
            for place, sentence in enumerate(texts)
        )
        headings += ((heading, ordinal) for heading in _headings_in(passage, language))
        questions += (
            (question.text, ordinal, -1 if question.sentence is None else first_sentences[ordinal] + question.sentence)
            for question in corpus.questions(passage.id)
            if with_questions and question.language == language
        )
        if with_questions and passage.number == 1:
            listed = corpus.unanswered(passage.article.slug)
            unanswered += ((question.text, ordinal) for question in listed if question.language == language)
    return Index(
        analyzers()[language],
        [article.passage_count for article in corpus.articles],
        first_sentences[-1],
        sentences=Entries(*zip(*sentences, strict=True)),
        headings=Entries(*zip(*headings, strict=True)),
        questions=Entries(*zip(*questions, strict=True)),
        unanswered=Entries(*zip(*unanswered, strict=True)),
    )


def _first_sentences(corpus: Corpus) -> list[int]:
    """The number of each passage's first sentence, counted through all originals, and behind them their number."""
    return [0, *accumulate(len(passage.sentences) for passage in corpus.passages())]


def _sentences_in(passage: Passage, language: str) -> tuple[Sentence, ...]:
    if passage.article.language == language:
        return passage.sentences
    if passage.translation is not None and passage.translation.language == language:
        return passage.translation.sentences
    return ()


def _headings_in(passage: Passage, language: str) -> tuple[str, ...]:
    """The passage's heading with the article's title and author."""
    article, translation = passage.article, passage.article.translation
    if article.language == language:
        return (f"{passage.heading} {article.title} {article.author}",)
    if translation is not None and translation.language == language:
        return (f"{passage.translated_heading} {translation.title} {article.author}",)
    return ()
