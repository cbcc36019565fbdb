"""Summaries beside the lead sentences and TextRank, on sentences marked by hand.

The TextRank is Mihalcea & Tarau's with BM25 as similarity (Barrios et al., arXiv 1602.03606): stems without function
words, rank_bm25's defaults, damping .85.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from rank_bm25 import BM25Okapi
from rich.console import Console

from benchmarks.measures import Estimate, Target
from benchmarks.tables import mark, short, table, with_interval
from retrieval.analysis import analyzers, words
from retrieval.corpus import Corpus
from retrieval.model import Article, Passage
from retrieval.retriever import Retriever

_DATA = Path(__file__).parents[1] / "tests" / "data"
_SLUG = "gipfel-alaska-2025"
_DAMPING = 0.85
_ROUNDS = 100
_TOPIC_SENTENCES = 3
_COVERED_FROM = 5  # sentences: from there on every section has one
_TOPIC_TARGET = Target("≥", 0.85)

Summariser = Callable[[int], list[str]]


def report_summaries(console: Console, retriever: Retriever) -> None:
    """On the shipped article."""
    article = retriever.corpus.article(_SLUG)
    summarisers: dict[str, Summariser] = {
        "this engine": lambda count: own_summary(retriever, count),
        "lead sentences": lambda count: sentences_of(retriever.corpus, article)[:count],
        "TextRank, BM25": lambda count: textrank(retriever.corpus, article, count),
    }
    marked = {int(count): slots for count, slots in _read_marked().items()}
    overlaps = {
        name: [overlap(slots, summarise(count)) for count, slots in marked.items()]
        for name, summarise in summarisers.items()
    }
    covered = [count for count in marked if count >= _COVERED_FROM]
    found = table(
        f"{_SLUG}: summaries; the share of marked sentences, and of sections",
        "summariser",
        *(f"overlap, {count}" for count in marked),
        *(f"sections, {count}" for count in covered),
    )
    for name, summarise in summarisers.items():
        coverage = [section_coverage(retriever.corpus, article, summarise(count)) for count in covered]
        found.add_row(name, *map(short, overlaps[name]), *map(short, coverage))
    ours, *others = overlaps.values()
    better = [Target(">", max(theirs)).is_reached(own) for own, *theirs in zip(ours, *others, strict=True)]
    whole = [section_coverage(retriever.corpus, article, own_summary(retriever, n)) == 1 for n in covered]
    found.add_row("better than both; all sections", *("✓" if is_reached else "✗" for is_reached in better + whole))
    console.print(found)
    precision = Estimate.of(topic_precisions(retriever))
    console.print(
        f"Precision at {_TOPIC_SENTENCES} on {precision.count} topics: {with_interval(precision)}, target"
        f" {_TOPIC_TARGET} {mark(_TOPIC_TARGET, precision.value)}\n"
    )


def overlap(slots: Sequence[Sequence[str]], chosen: Iterable[str]) -> float:
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


def own_summary(retriever: Retriever, count: int) -> list[str]:
    return [chosen.sentence.text for chosen in retriever.summary(_SLUG, sentences=count).sentences]


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


def topic_precisions(retriever: Retriever) -> list[float]:
    """For each topic the share of relevant sentences among three."""
    lines = (_DATA / f"{_SLUG}.topics.jsonl").read_text(encoding="utf-8").splitlines()
    topics = [json.loads(line) for line in lines]
    chosen = [retriever.summary(_SLUG, topic=topic["topic"], sentences=_TOPIC_SENTENCES).sentences for topic in topics]
    return [
        sum(found.sentence.text in topic["relevant"] for found in of_topic) / _TOPIC_SENTENCES
        for topic, of_topic in zip(topics, chosen, strict=True)
    ]


def sentences_of(corpus: Corpus, article: Article) -> list[str]:
    return [sentence for _, sentence in _places(corpus, article)]


def _places(corpus: Corpus, article: Article) -> Iterator[tuple[Passage, str]]:
    return ((passage, s.text) for passage in corpus.passages(article.slug) for s in passage.sentences)


def _read_marked() -> dict[str, list[list[str]]]:
    """Number of sentences → slots, each a list of alternates."""
    marked: dict[str, list[list[str]]] = json.loads((_DATA / f"{_SLUG}.summaries.json").read_text(encoding="utf-8"))
    return marked
