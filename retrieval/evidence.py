"""What in a passage speaks for it: the sentence that answers best, and the words that met the question's."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.analysis import words
from retrieval.engine import Ranking, Reading
from retrieval.index import Index, Kind
from retrieval.model import Match, Passage, Sentence
from retrieval.query import QueryWord
from retrieval.summary import at_same_place, counterpart

_TEXTS = ("text", "translation")  # of the places where a word may be met


def best_sentences(ranking: Ranking, ordinal: int, passage: Passage) -> tuple[Sentence, Sentence | None]:
    """The sentence of the passage and that of its translation that answer best; the earlier one among equals.

    Where both have as many sentences, or the translation wasn't searched, the latter is the former's counterpart; where
    nothing but the translation tells, the former the latter's.
    """
    scores = sentence_scores(ranking, ordinal)
    place = scores.index(max(scores))
    best, translation = passage.sentences[place], passage.translation
    if translation is None:
        return best, None
    if len(translation.sentences) == len(scores):
        return best, translation.sentences[place]
    reading = ranking.readings.get(translation.language)
    if reading is None:
        return best, counterpart(passage, best)
    own = reading.scores.entries[reading.index.entries(Kind.SENTENCE, ordinal)]
    translated = translation.sentences[int(own.argmax())]
    if not any(scores) and own.any():
        best = at_same_place(translated, translation.text, passage.sentences, passage.text)
    return best, translated


def sentence_scores(ranking: Ranking, ordinal: int) -> Sequence[float]:
    """How well each sentence of the passage fits the question."""
    first, last = ranking.first_sentences[ordinal : ordinal + 2]
    return ranking.sentences[first:last]


def matches(ranking: Ranking, ordinal: int, passage: Passage) -> tuple[Match, ...]:
    """The question's content words that the passage has, each with the first place where it was met."""
    found: dict[str, Match] = {}
    for reading in ranking.readings_of(ordinal):
        for word in reading.query.content:
            match = _match(reading, word, ordinal, passage)
            if match is not None:
                found.setdefault(word.text, match)
    return tuple(found.values())


def words_in_text(ranking: Ranking, ordinal: int, passage: Passage) -> set[str]:
    """Those of the question's content words, as typed, that the passage's text or translation has."""
    return {match.question_word for match in matches(ranking, ordinal, passage) if match.via in _TEXTS}


def _match(reading: Reading, word: QueryWord, ordinal: int, passage: Passage) -> Match | None:
    index, article = reading.index, passage.article
    translation = article.translation
    if index.analyzer.language == article.language:
        places = [("text", passage.text), ("heading", passage.heading), ("title", article.title)]
    elif passage.translation is not None and translation is not None:
        headings = [("heading", passage.translated_heading), ("title", translation.title)]
        places = [("translation", passage.translation.text), *headings]
    else:
        places = []
    for via, text in places:
        met = _words_with(index, text, word.stems)
        if met:
            return Match(word.text, met, via)
    if not index.stems_of(ordinal).isdisjoint(word.stems):  # the text hasn't it, so a question has
        return Match(word.text, (), "questions")
    return None


def _words_with(index: Index, text: str, stems: tuple[int, ...]) -> tuple[str, ...]:
    """The text's words that have one of the stems, each once."""
    wanted = set(stems)
    return tuple(word for word in dict.fromkeys(words(text)) if not wanted.isdisjoint(index.word(word).stems))
