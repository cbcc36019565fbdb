"""Other engines on the same passages, each used as its own documentation shows.

They are given what this engine has of a passage but for its questions and synonyms: the text and, where there is one,
the translation behind it. They are told the question's language, which this engine has to find out.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Sequence
from typing import Protocol

import bm25s
import numpy as np
import Stemmer
import tantivy
from numpy.typing import NDArray
from rank_bm25 import BM25Okapi

from retrieval.corpus import Corpus

SNOWBALL = {"de": "german", "en": "english"}

_DEPTH = 10
_WORD = re.compile(r"\w+")


class Ranks(Protocol):
    """A question → the numbers of the best documents, at most ten, best first, without those that share no term."""

    def __call__(self, question: str) -> Sequence[int]: ...


def documents(corpus: Corpus) -> list[str]:
    """What the other engines index, in the order of the passages."""
    return [
        f"{passage.text} {passage.translation.text}" if passage.translation else passage.text
        for passage in corpus.passages()
    ]


def rank_bm25_readme(texts: Sequence[str], _language: str) -> Ranks:
    """As rank_bm25's README shows: split at white space, nothing lower-cased."""
    index = BM25Okapi([text.split() for text in texts])
    return lambda question: _best(index.get_scores(question.split()))


def rank_bm25_stems(texts: Sequence[str], language: str) -> Ranks:
    stemmer = Stemmer.Stemmer(SNOWBALL[language])

    def stems(text: str) -> list[str]:
        return list(stemmer.stemWords(_WORD.findall(text.lower())))

    index = BM25Okapi([stems(text) for text in texts])
    return lambda question: _best(index.get_scores(stems(question)))


def bm25s_snowball(texts: Sequence[str], language: str) -> Ranks:
    """As bm25s's README shows: its stop words and a Snowball stemmer."""
    logging.getLogger("bm25s").setLevel(logging.WARNING)  # it sets itself to DEBUG
    stemmer = Stemmer.Stemmer(SNOWBALL[language])

    def tokens(given: list[str]) -> list[list[str]]:
        found: list[list[str]] = bm25s.tokenize(
            given, stopwords=SNOWBALL[language], stemmer=stemmer, return_ids=False, show_progress=False
        )
        return found

    index = bm25s.BM25()
    index.index(tokens(list(texts)), show_progress=False)

    def rank(question: str) -> Sequence[int]:
        (asked,) = tokens([question])
        return _best(index.get_scores(asked)) if asked else ()

    return rank


def tantivy_snowball(texts: Sequence[str], language: str) -> Ranks:
    """Its default analyzer with the language's stemmer; a document matches if it has any of the terms."""
    analyzer = (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(40))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.stemmer(SNOWBALL[language]))
        .build()
    )
    schema = (
        tantivy.SchemaBuilder()
        .add_text_field("text", tokenizer_name="snowball")
        .add_unsigned_field("number", stored=True)
        .build()
    )
    index = tantivy.Index(schema)
    index.register_tokenizer("snowball", analyzer)
    writer = index.writer(num_threads=1)
    for number, text in enumerate(texts):
        writer.add_document(tantivy.Document(text=text, number=number))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def rank(question: str) -> Sequence[int]:
        terms = [
            (tantivy.Occur.Should, tantivy.Query.term_query(schema, "text", term))
            for term in dict.fromkeys(analyzer.analyze(question))
        ]
        found = searcher.search(tantivy.Query.boolean_query(terms), limit=_DEPTH).hits
        return [searcher.doc(address)["number"][0] for _, address in found]

    return rank


BASELINES: dict[str, Callable[[Sequence[str], str], Ranks]] = {
    "rank_bm25, README": rank_bm25_readme,
    "rank_bm25, stems": rank_bm25_stems,
    "bm25s, stop words, stems": bm25s_snowball,
    "tantivy, stems": tantivy_snowball,
}


def _best(scores: NDArray[np.float64]) -> list[int]:
    """The earlier document first among equals."""
    order = np.argsort(-scores, kind="stable")[:_DEPTH]
    return [int(number) for number in order if scores[number] != 0]
