"""What in a passage speaks for it: the sentence that answers best, and the words that met the question's."""

from __future__ import annotations

import numpy as np

from retrieval.analysis import words
from retrieval.engine import Ranking, Reading
from retrieval.index import Index, Kind
from retrieval.model import Match, Passage, Sentence
from retrieval.query import QueryWord
from retrieval.table import Floats

_KIND_BONUS = 0.3  # of the best score, for a sentence that shows the kind of answer asked for


def best_sentences(ranking: Ranking, ordinal: int, passage: Passage) -> tuple[Sentence, Sentence | None]:
    """The sentence of the passage and that of its translation that answer best; the earlier one among equals."""
    own, other = sentence_scores(ranking, ordinal, passage)
    translation = passage.translation
    translated = None if translation is None else translation.sentences[int(other.argmax())]
    return passage.sentences[int(own.argmax())], translated


def sentence_scores(ranking: Ranking, ordinal: int, passage: Passage) -> tuple[Floats, Floats]:
    """How well each sentence of the passage fits the question, and each one of its translation.

    A sentence has its own BM25 and that of the best question which the questions file says that it answers. Where the
    translation has as many sentences they are taken to correspond, and each language's evidence helps the other's.
    """
    translation = passage.translation
    count = len(passage.sentences)
    own = _scores(ranking.readings[passage.article.language], ordinal, passage.sentences)
    own = own + ranking.asked_of(ordinal, count)
    if translation is None:
        return own, np.zeros(0)
    other = _scores(ranking.readings[translation.language], ordinal, translation.sentences)
    if len(other) == count:
        asked_in_other = ranking.language == translation.language
        own = other = own + (2 if asked_in_other else 0.5) * other
    return own, other


def _scores(reading: Reading, ordinal: int, sentences: tuple[Sentence, ...]) -> Floats:
    """BM25 of a passage's sentences, raised where they show the kind of answer asked for."""
    scores = reading.scores[reading.index.entries(Kind.SENTENCE, ordinal)]
    kind = reading.query.kind
    if kind is None or kind.shown is None:
        return scores
    shows = np.array([kind.shown(sentence.text) is not None for sentence in sentences])
    raised: Floats = scores + _KIND_BONUS * scores.max(initial=0.0) * shows
    return raised


def matches(ranking: Ranking, ordinal: int, passage: Passage) -> tuple[Match, ...]:
    """The question's content words that the passage has, each with the first place where it was met."""
    found: dict[str, Match] = {}
    for reading in ranking.readings_of(passage):
        for word in reading.query.content:
            match = _match(reading, word, ordinal, passage)
            if match is not None:
                found.setdefault(word.text, match)
    return tuple(found.values())


def _match(reading: Reading, word: QueryWord, ordinal: int, passage: Passage) -> Match | None:
    index, article = reading.index, passage.article
    if index.analyzer.language == article.language:
        places = [("text", passage.text), ("heading", passage.heading), ("title", article.title)]
    else:
        places = [("translation", passage.translation.text)] if passage.translation else []
    for via, text in places:
        met = _words_with(index, text, word.stems)
        if met:
            return Match(word.text, met, via)
    if any(index.holds(Kind.QUESTIONS, ordinal, stem) for stem in word.stems):
        return Match(word.text, (), "questions")
    return None


def _words_with(index: Index, text: str, stems: tuple[int, ...]) -> tuple[str, ...]:
    """The text's words that have one of the stems, each once."""
    wanted = set(stems)
    return tuple(word for word in dict.fromkeys(words(text)) if not wanted.isdisjoint(index.word(word).stems))
