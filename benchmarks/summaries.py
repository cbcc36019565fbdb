"""Summaries beside the lead sentences and TextRank, on sentences marked by hand.

The TextRank is Mihalcea & Tarau's with BM25 as similarity (Barrios et al., arXiv 1602.03606): stems without function
words, rank_bm25's defaults, damping .85.
"""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rank_bm25 import BM25Okapi
from rich.console import Console

from benchmarks.measures import Estimate, Target
from benchmarks.tables import mark, short, table, with_interval
from retrieval.analysis import analyzers, words
from retrieval.corpus import Corpus
from retrieval.model import Article, Passage, SummarySentence
from retrieval.retriever import Retriever

_DATA = Path(__file__).parents[1] / "tests" / "data"
_OTHERS = (  # corpora and where their articles' marks are
    (_DATA / "summaries" / "corpus", _DATA / "summaries"),
    (_DATA / "second" / "corpus", _DATA / "second"),
)
_DAMPING = 0.85
_ROUNDS = 100
_TOPIC_SENTENCES = 3
_COVERED_FROM = 5  # sentences: from there on every section has one
_TOPIC_TARGET = Target("≥", 0.85)

Slots = Sequence[Sequence[str]]
Summariser = Callable[["MarkedArticle", int], list[str]]


@dataclass(frozen=True, slots=True)
class MarkedArticle:
    """`slots` are by number of sentences, each slot its alternates; `topics` by split, with their relevant sentences:
    the weights were chosen on "dev".
    """

    retriever: Retriever
    article: Article
    slots: Mapping[int, Slots]
    topics: Mapping[str, Mapping[str, frozenset[str]]]

    @classmethod
    def read(cls, retriever: Retriever, article: Article, directory: Path) -> MarkedArticle:
        slots = json.loads((directory / f"{article.slug}.summaries.json").read_text(encoding="utf-8"))
        lines = (directory / f"{article.slug}.topics.jsonl").read_text(encoding="utf-8").splitlines()
        topics: dict[str, dict[str, frozenset[str]]] = {"dev": {}, "test": {}}
        for topic in map(json.loads, lines):
            topics[topic.get("split", "dev")][topic["topic"]] = frozenset(topic["relevant"])
        return cls(retriever, article, {int(count): marked for count, marked in slots.items()}, topics)

    def own_summary(self, count: int) -> list[str]:
        chosen = self.retriever.summary(self.article.slug, sentences=count).sentences
        return [sentence.sentence.text for sentence in chosen]

    def textrank(self, count: int) -> list[str]:
        return textrank(self.retriever.corpus, self.article, count)

    def lead(self, count: int) -> list[str]:
        return sentences_of(self.retriever.corpus, self.article)[:count]

    def coverage(self, chosen: Sequence[str]) -> float:
        return section_coverage(self.retriever.corpus, self.article, chosen)

    def topic_precisions(self, split: str) -> list[float]:
        """For each topic the share of relevant sentences among three."""
        return [
            sum(found.sentence.text in relevant for found in self._on(topic)) / _TOPIC_SENTENCES
            for topic, relevant in self.topics[split].items()
        ]

    def _on(self, topic: str) -> Sequence[SummarySentence]:
        return self.retriever.summary(self.article.slug, topic=topic, sentences=_TOPIC_SENTENCES).sentences


_SUMMARISERS: Mapping[str, Summariser] = {
    "this engine": MarkedArticle.own_summary,
    "lead sentences": MarkedArticle.lead,
    "TextRank, BM25": MarkedArticle.textrank,
}


def read_others() -> list[MarkedArticle]:
    """Five articles without questions files, and one with."""
    found = []
    for corpus, marks in _OTHERS:
        retriever = Retriever.load(corpus)
        found += [MarkedArticle.read(retriever, article, marks) for article in retriever.corpus.articles]
    return found


def read_shipped(retriever: Retriever) -> list[MarkedArticle]:
    return [MarkedArticle.read(retriever, article, _DATA) for article in retriever.corpus.articles]


def mean_overlaps(articles: Sequence[MarkedArticle]) -> dict[str, dict[int, float]]:
    """By summariser and number of sentences."""
    counts = articles[0].slots.keys()
    return {
        name: {
            count: statistics.mean(overlap(marked.slots[count], summarise(marked, count)) for marked in articles)
            for count in counts
        }
        for name, summarise in _SUMMARISERS.items()
    }


def report_summaries(console: Console, retriever: Retriever) -> None:
    """On the shipped article, and on the others, on all of which the summariser's weights were chosen."""
    _report(console, f"{retriever.corpus.articles[0].slug}: summaries", read_shipped(retriever))
    others = read_others()
    _report(console, f"{len(others)} other articles: summaries", others)


def _report(console: Console, title: str, articles: Sequence[MarkedArticle]) -> None:
    overlaps = mean_overlaps(articles)
    counts = list(overlaps["this engine"])
    covered = [count for count in counts if count >= _COVERED_FROM]
    found = table(
        f"{title}; the share of marked sentences, and of sections",
        "summariser",
        *(f"overlap, {count}" for count in counts),
        *(f"sections, {count}" for count in covered),
    )
    coverages = {
        name: [statistics.mean(marked.coverage(summarise(marked, count)) for marked in articles) for count in covered]
        for name, summarise in _SUMMARISERS.items()
    }
    for name, of_counts in overlaps.items():
        found.add_row(name, *map(short, of_counts.values()), *map(short, coverages[name]))
    ours, *baselines = (list(of_counts.values()) for of_counts in overlaps.values())
    better = [Target(">", max(theirs)).is_reached(own) for own, *theirs in zip(ours, *baselines, strict=True)]
    whole = [share == 1 for share in coverages["this engine"]]
    found.add_row("better than both; all sections", *("✓" if is_reached else "✗" for is_reached in better + whole))
    console.print(found)
    for split in ("dev", "test"):
        shares = [share for marked in articles for share in marked.topic_precisions(split)]
        if shares:
            precision = Estimate.of(shares)
            console.print(
                f"Precision at {_TOPIC_SENTENCES} on {precision.count} topics ({split}): {with_interval(precision)},"
                f" target {_TOPIC_TARGET} {mark(_TOPIC_TARGET, precision.value)}"
            )
    console.print()


def overlap(slots: Slots, chosen: Iterable[str]) -> float:
    """The share of slots that a chosen sentence fills: the largest matching, each sentence filling one slot."""
    filled_by: dict[int, str] = {}

    def fill(sentence: str, seen: set[int]) -> bool:
        for slot, alternates in enumerate(slots):
            if sentence in alternates and slot not in seen:
                seen.add(slot)
                if slot not in filled_by or fill(filled_by[slot], seen):
                    filled_by[slot] = sentence
                    return True
        return False

    return sum(fill(sentence, set()) for sentence in chosen) / len(slots)


def textrank(corpus: Corpus, article: Article, count: int) -> list[str]:
    """The most central sentences in the article's order."""
    sentences = sentences_of(corpus, article)
    analyzer = analyzers()[article.language]
    terms = [[analyzer.stem(word) for word in words(text) if not analyzer.is_function_word(word)] for text in sentences]
    index = BM25Okapi(terms)
    similarity = np.array([index.get_scores(asked) for asked in terms]).clip(min=0)
    np.fill_diagonal(similarity, 0)
    sums = similarity.sum(axis=1, keepdims=True)
    transitions = np.where(sums > 0, similarity / np.where(sums > 0, sums, 1), 1 / len(sentences))
    ranks = np.full(len(sentences), 1 / len(sentences))
    for _ in range(_ROUNDS):
        ranks = (1 - _DAMPING) / len(sentences) + _DAMPING * ranks @ transitions
    best = sorted(np.argsort(-ranks, kind="stable")[:count])
    return [sentences[number] for number in best]


def section_coverage(corpus: Corpus, article: Article, chosen: Sequence[str]) -> float:
    """The share of the article's sections that a chosen sentence is from."""
    headings = {passage.heading for passage, sentence in _places(corpus, article) if sentence in chosen}
    return len(headings) / len(article.sections)


def sentences_of(corpus: Corpus, article: Article) -> list[str]:
    return [sentence for _, sentence in _places(corpus, article)]


def _places(corpus: Corpus, article: Article) -> Iterator[tuple[Passage, str]]:
    return ((passage, s.text) for passage in corpus.passages(article.slug) for s in passage.sentences)
