"""Extractive summaries: the sentences an editor would mark, word for word and in the article's order."""

from __future__ import annotations

import functools
import math
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path

from retrieval.analysis import Analyzer, analyzers, words
from retrieval.corpus import Corpus
from retrieval.errors import UnknownSectionError
from retrieval.model import Article, Hit, Passage, Section, Sentence, SummarySentence

_K1, _B = 1.2, 0.75  # BM25's, as usual

# What a sentence is worth beside its centrality (at most 1), chosen on seven articles with sentences marked by hand.
_LEAD = 0.3  # for every sentence of the first passage
_TITLE = 1.0  # for all of the title's words
_HEADING = 1.0
_FIGURES = 0.5
_KEY_CUE = 0.25
_DEPENDENT = 0.2  # taken away from a sentence that leans on the one before
_SPEECH = 0.3  # taken away from a sentence that begins as direct speech
_TOO_SHORT = 0.3  # taken away from a sentence without any content word, less from a longer one
_CONTENT_WORDS = 6  # that a sentence needs to stand by itself
_REDUNDANCY = 1.5  # taken away for all content words being in the chosen sentences, for half of them a quarter
_SAME_PASSAGE = 0.3  # taken away for every sentence chosen from the passage

_CUES = Path(__file__).with_name("languages") / "cues.toml"
_FIGURE = re.compile(r"\d")
_OPENING_QUOTES = tuple('„“"»«‚‘')


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A sentence that may be chosen; `section` is its section's place in the article."""

    order: int
    section: int
    passage: Passage
    index: int
    terms: Mapping[str, float]  # with their inverse document frequency
    salience: float

    @property
    def sentence(self) -> Sentence:
        return self.passage.sentences[self.index]


def summarise(
    corpus: Corpus,
    article: Article,
    *,
    section: str | None = None,
    topic_scores: Mapping[str, Sequence[float]] | None = None,
    sentences: int = 3,
) -> tuple[SummarySentence, ...]:
    """`sentences` sentences, at least one, fewer only if there are no more: as many sections as can be are covered.

    `section` is a heading of the article or of its translation; raises UnknownSectionError. `topic_scores` say by
    passage id how well each of its sentences fits a topic: the best are chosen, none whose score isn't positive;
    if none is, there is no topic.
    """
    candidates = _candidates(corpus, article, _sections(article, section))
    count = max(1, sentences)
    on_topic = _on_topic(candidates, topic_scores or {})
    chosen = on_topic[:count] if on_topic else _spread(candidates, count)
    return tuple(
        SummarySentence(c.passage, c.sentence, counterpart(c.passage, c.sentence))
        for c in sorted(chosen, key=lambda candidate: candidate.order)
    )


def lead(corpus: Corpus, article: Article) -> Hit:
    """The lead with the one sentence that sums the article up, if it is from there."""
    first = next(corpus.passages(article.slug))
    (chosen,) = summarise(corpus, article, sentences=1)
    return Hit(first, 0.0, chosen.sentence, chosen.translated) if chosen.passage is first else beginning(first)


def beginning(passage: Passage) -> Hit:
    """The passage with its first sentence, where no question tells which is the best."""
    first = passage.sentences[0]
    return Hit(passage, 0.0, first, counterpart(passage, first))


def passages_in(corpus: Corpus, article: Article, section: str | None) -> tuple[Passage, ...]:
    """Of the section with this heading, as `summarise` takes it, or of the whole article."""
    passages = tuple(corpus.passages(article.slug))
    return tuple(p for found in _sections(article, section) for p in passages[found.first - 1 : found.last])


def counterpart(passage: Passage, sentence: Sentence) -> Sentence | None:
    """The translation's sentence at the same place: by number where both have as many, else by position."""
    translation = passage.translation
    if translation is None:
        return None
    if len(translation.sentences) == len(passage.sentences):
        return translation.sentences[passage.sentences.index(sentence)]
    return at_same_place(sentence, passage.text, translation.sentences, translation.text)


def at_same_place(sentence: Sentence, text: str, others: Sequence[Sentence], other_text: str) -> Sentence:
    """The one of another text's sentences that stands where the sentence's middle does in its own."""
    middle = (sentence.start + sentence.end) / 2 / len(text) * len(other_text)
    return min(others, key=lambda other: max(other.start - middle, middle - other.end))


def _sections(article: Article, heading: str | None) -> tuple[Section, ...]:
    if heading is None:
        return article.sections
    wanted = heading.strip().casefold()
    original = tuple(section.heading for section in article.sections)
    translated = article.translation.headings if article.translation else original
    found = tuple(
        section
        for section, *headings in zip(article.sections, original, translated, strict=True)
        if wanted in map(str.casefold, headings)
    )
    if not found:
        raise UnknownSectionError(article.slug, heading)
    return found


def _on_topic(candidates: Sequence[_Candidate], scores: Mapping[str, Sequence[float]]) -> list[_Candidate]:
    scored = [(scores[c.passage.id][c.index], c) for c in candidates if c.passage.id in scores]
    return [c for score, c in sorted(scored, key=lambda pair: (-pair[0], pair[1].order)) if score > 0]


def _spread(candidates: Sequence[_Candidate], count: int) -> list[_Candidate]:
    """The most salient sentences under maximal marginal relevance, at least one from each section.

    If there are more sections than sentences, the first one is among them and, from two sentences on, the last one.
    """
    sections = sorted({c.section for c in candidates})
    required = set(sections if count >= len(sections) else sections[:: len(sections) - 1][:count])
    chosen: list[_Candidate] = []
    while len(chosen) < min(count, len(candidates)):
        missing = required - {c.section for c in chosen}
        allowed = missing if len(missing) >= count - len(chosen) else set(sections)
        rest = [c for c in candidates if c.section in allowed and c not in chosen]
        said = {term for c in chosen for term in c.terms}
        passages = Counter(c.passage.number for c in chosen)
        chosen.append(max(rest, key=lambda c: (_marginal(c, said, passages[c.passage.number]), -c.order)))
    return chosen


def _marginal(candidate: _Candidate, said: AbstractSet[str], from_passage: int) -> float:
    """What it adds to the terms `said` and the sentences already chosen `from_passage`."""
    weight = sum(candidate.terms.values())
    redundancy = sum(idf for term, idf in candidate.terms.items() if term in said) / weight if weight else 0.0
    return candidate.salience - _REDUNDANCY * redundancy**2 - _SAME_PASSAGE * from_passage


def _candidates(corpus: Corpus, article: Article, sections: Sequence[Section]) -> list[_Candidate]:
    analyzer = analyzers()[article.language]
    passages = tuple(corpus.passages(article.slug))
    places = [
        (section, passage, index)
        for section, of_article in enumerate(article.sections)
        if of_article in sections
        for passage in passages[of_article.first - 1 : of_article.last]
        for index in range(len(passage.sentences))
    ]
    terms = [_terms(analyzer, passage.sentences[index].text) for _, passage, index in places]
    idf = _inverse_frequencies(terms)
    centrality = _centrality(terms, idf)
    title = set(_terms(analyzer, article.title))
    candidates: list[_Candidate] = []
    for order, (section, passage, index) in enumerate(places):
        own = dict.fromkeys(terms[order])  # in the text's order: sums of floats must not depend on hashes
        sentence = passage.sentences[index].text
        salience = (
            centrality[order]
            + _LEAD * (passage.number == 1)
            + _TITLE * _share(title, own.keys())
            + _HEADING * _share(set(_terms(analyzer, passage.heading)), own.keys())
            + _FIGURES * (_FIGURE.search(sentence) is not None)
            + _cue(article.language, sentence)
            - _SPEECH * sentence.startswith(_OPENING_QUOTES)
            - _TOO_SHORT * max(0, _CONTENT_WORDS - len(own)) / _CONTENT_WORDS
        )
        candidates.append(_Candidate(order, section, passage, index, {term: idf[term] for term in own}, salience))
    return candidates


def _cue(language: str, sentence: str) -> float:
    found = [word.casefold() for word in words(sentence)]
    cues = _cues()[language]
    return _KEY_CUE * (not cues["key"].isdisjoint(found)) - _DEPENDENT * (
        found[:1] != [] and found[0] in cues["dependent"]
    )


@functools.cache
def _cues() -> Mapping[str, Mapping[str, frozenset[str]]]:
    tables = tomllib.loads(_CUES.read_text(encoding="utf-8"))
    return {
        language: {cue: frozenset(listed.casefold().split()) for cue, listed in table.items()}
        for language, table in tables.items()
    }


def _terms(analyzer: Analyzer, text: str) -> list[str]:
    return [stem for stem in analyzer.stems(text) if not analyzer.is_function_word(stem)]


def _share(wanted: AbstractSet[str], found: AbstractSet[str]) -> float:
    return len(wanted & found) / len(wanted) if wanted else 0.0


def _inverse_frequencies(sentences: Sequence[Sequence[str]]) -> Mapping[str, float]:
    """BM25's IDF of every term, never below zero."""
    containing = Counter(term for sentence in sentences for term in set(sentence))
    return {term: math.log(1 + (len(sentences) - n + 0.5) / (n + 0.5)) for term, n in containing.items()}


def _centrality(sentences: Sequence[Sequence[str]], idf: Mapping[str, float]) -> list[float]:
    """How much each sentence is like all others, from 0 to 1: its BM25 score against them, per root of its length."""
    average = sum(map(len, sentences)) / len(sentences) or 1.0
    weighted: list[dict[str, float]] = []
    everywhere: defaultdict[str, float] = defaultdict(float)
    for sentence in sentences:
        norm = _K1 * (1 - _B + _B * len(sentence) / average)
        weights = {term: n * (_K1 + 1) / (n + norm) for term, n in Counter(sentence).items()}
        weighted.append(weights)
        for term, weight in weights.items():
            everywhere[term] += weight
    scores = [
        sum(idf[term] * (everywhere[term] - weight) for term, weight in weights.items()) / math.sqrt(len(weights) or 1)
        for weights in weighted
    ]
    highest = max(scores)
    return [score / highest if highest > 0 else 0.0 for score in scores]
