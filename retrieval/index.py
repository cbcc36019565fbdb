"""Terms → scores: BM25 over all that helps to find a passage. The only module that knows rank_bm25.

The variant is BM25Plus (Lv & Zhai 2011, "Lower-bounding term frequency normalization"), chosen by measurement. Its
lower bound δ counts for entries that hold the term, as in the paper; rank_bm25's own `get_scores` adds it to every
one, which changes nothing in the order but makes a hit of each.

An Index is of one language. Its entries are of four kinds: a passage's text (the original or its translation), each of
its sentences, its questions joined, and each of its questions. Every entry has four fields: stems with the parts of
compounds, 3-grams and 4-grams within words, and pairs of neighbouring stems.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import chain, pairwise

import numpy as np
import numpy.typing as npt
from rank_bm25 import BM25Plus

from retrieval.analysis import Analyzer, AnswerKind, split_compound, words

Ids = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

_STEM, _GRAM_3, _GRAM_4, _PAIR = range(4)
_FIELD_WEIGHTS = (2.0, 0.25, 1.0, 0.5)
_FUNCTION_WORD_IN_QUESTION = 0.5  # of its stem's weight: questions are full of them
_BEST_QUESTIONS = 3  # a passage's score of Kind.QUESTION is the mean of so many
_CACHED_WORDS = 1 << 16  # bounded: members may type anything


class Kind(IntEnum):
    """What an entry is."""

    TEXT = 0
    SENTENCE = 1
    QUESTIONS = 2
    QUESTION = 3


@dataclass(frozen=True, slots=True)
class Entries:
    """The entries of one kind: their texts, and for each the ordinal of its passage, ascending.

    `sentences` are for questions the places of the sentences that answer them, -1 where that isn't told.
    """

    texts: Sequence[str]
    owners: Sequence[int]
    sentences: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Word:
    """A word as an index knows it: the ids of its stem and its compound's parts, and of all its terms, both only
    as far as they are known; and how many of its terms aren't, field by field.
    """

    stems: tuple[int, ...]
    terms: tuple[int, ...]
    unknown: tuple[int, int, int]


class _Bm25(BM25Plus):  # type: ignore[misc]  # rank_bm25 ships no types
    """rank_bm25's parameters, idf and length norm over postings instead of a dict an entry.

    `terms` are term ids, entry after entry; `entry_of` is the entry of each of them.
    """

    def __init__(self, terms: Ids, entry_of: Ids, entry_count: int) -> None:
        self._entry_count = entry_count
        super().__init__((terms, entry_of))

    def _initialize(self, corpus: tuple[Ids, Ids]) -> Mapping[int, int]:
        terms, entry_of = corpus
        self.corpus_size = self._entry_count
        self.doc_len = np.bincount(entry_of, minlength=self._entry_count)
        self.avgdl = max(1.0, len(terms) / self.corpus_size)
        postings, self.frequencies = np.unique(terms * self._entry_count + entry_of, return_counts=True)
        self.terms, self.entries = np.divmod(postings, self._entry_count)
        known, holders = np.unique(self.terms, return_counts=True)
        return dict(zip(known.tolist(), holders.tolist(), strict=True))

    @property
    def highest_idf(self) -> float:
        """Of a term that a single entry holds."""
        return float(np.log(self.corpus_size + 1))

    def idf_of(self, first: int, last: int) -> Floats:
        """Of the terms from `first` to before `last`; what no entry holds is as rare as can be."""
        idf = np.full(last - first, self.highest_idf)
        idf[np.fromiter(self.idf.keys(), np.int64, len(self.idf)) - first] = list(self.idf.values())
        return idf

    def weights(self, idf: Floats) -> Floats:
        """What each posting adds to its entry's score; `idf` is by posting."""
        length_norm = self.k1 * (1 - self.b + self.b * self.doc_len / self.avgdl)
        tf = self.frequencies * (self.k1 + 1) / (self.frequencies + length_norm[self.entries])
        weights: Floats = idf * (self.delta + tf)
        return weights


@dataclass(frozen=True, slots=True)
class _Table:
    """Rows of different lengths, one after the other: row i is `items[starts[i]:starts[i + 1]]`."""

    starts: Ids
    items: Ids

    @classmethod
    def of(cls, rows: Sequence[Sequence[int]]) -> _Table:
        starts = np.zeros(len(rows) + 1, np.int64)
        np.cumsum([len(row) for row in rows], out=starts[1:])
        return cls(starts, np.fromiter(chain.from_iterable(rows), np.int64, int(starts[-1])))

    def row(self, number: int) -> Ids:
        return self.items[self.starts[number] : self.starts[number + 1]]

    def row_of(self) -> Ids:
        """The row of every item."""
        return np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))

    def places(self, rows: Ids) -> tuple[Ids, Ids]:
        """Where the rows' items stand in `items`, and for each the place of its row in `rows`."""
        first = self.starts[rows]
        lengths = self.starts[rows + 1] - first
        row_of = np.repeat(np.arange(len(rows)), lengths)
        return np.arange(len(row_of)) + np.repeat(first - np.cumsum(lengths) + lengths, lengths), row_of


class Index:
    """Everything in one language; immutable once built. `kinds` are the entries in the order of Kind."""

    def __init__(self, analyzer: Analyzer, passage_count: int, kinds: Sequence[Entries]) -> None:
        self.analyzer = analyzer
        self.kinds = tuple(kinds)
        vocabulary: dict[str, int] = {}  # normalised; the texts' words first
        tokens = [
            _Table.of(
                [
                    [vocabulary.setdefault(word, len(vocabulary)) for word in map(analyzer.normalise, words(text))]
                    for text in kind.texts
                ]
            )
            for kind in kinds
        ]
        self.vocabulary = tuple(vocabulary)
        self._known_stems = frozenset(map(analyzer.stem, vocabulary))
        self._ids: dict[str, int] = {}
        names = [self._names(word) for word in vocabulary]
        tables = []
        ends = [0]  # of the term ids of each field
        for field in (_STEM, _GRAM_3, _GRAM_4):
            tables.append(_Table.of([[self._ids.setdefault(n, len(self._ids)) for n in row[field]] for row in names]))
            ends.append(len(self._ids))
        self.stem_count = ends[1]
        self._first_stems = tables[_STEM].items[tables[_STEM].starts[:-1]]
        self._is_content = ~np.fromiter(map(analyzer.is_function_word, vocabulary), np.bool_, len(vocabulary))
        is_function_stem = np.ones(self.stem_count, np.bool_)
        is_function_stem[self._first_stems[self._is_content]] = False
        pair_keys = [self._pair_keys(self._first_stems[table.items], table.row_of()) for table in tokens]
        known_pairs = np.unique(np.concatenate([keys for keys, _ in pair_keys]))
        self._pair_ids = dict(zip(known_pairs.tolist(), range(ends[-1], ends[-1] + len(known_pairs)), strict=True))
        ends.append(ends[-1] + len(known_pairs))
        self._starts = np.cumsum([0, *(len(kind.texts) for kind in kinds)])  # of the entries of each kind
        self._idf = np.zeros((len(Kind), ends[-1]))  # times the field's weight
        self._highest_idf = np.zeros((len(Kind), len(_FIELD_WEIGHTS)))
        postings: list[tuple[Ids, Ids, Floats]] = []
        for kind, table in enumerate(tokens):
            entry_of = table.row_of()
            for field, weight in enumerate(_FIELD_WEIGHTS):
                if field == _PAIR:
                    keys, entries = pair_keys[kind]
                    terms = np.searchsorted(known_pairs, keys) + ends[_PAIR]
                else:
                    places, token = tables[field].places(table.items)
                    terms, entries = tables[field].items[places], entry_of[token]
                if not len(terms):
                    continue
                bm25 = _Bm25(terms, entries, len(kinds[kind].texts))
                self._highest_idf[kind, field] = bm25.highest_idf * weight
                self._idf[kind, ends[field] : ends[field + 1]] = bm25.idf_of(ends[field], ends[field + 1]) * weight
                weights = bm25.weights(self._idf[kind, bm25.terms])
                if field == _STEM and kind >= Kind.QUESTIONS:
                    weights[is_function_stem[bm25.terms]] *= _FUNCTION_WORD_IN_QUESTION
                postings.append((bm25.terms, bm25.entries + self._starts[kind], weights))
        self._postings, self._weights = _joined(postings, ends[-1])
        self._entries_of = [
            _padded(kind.owners, passage_count, int(first), int(self._starts[-1]))
            for kind, first in zip(kinds, self._starts, strict=False)
        ]
        self._ranges = [
            (np.searchsorted(kind.owners, np.arange(passage_count + 1)) + first).tolist()
            for kind, first in zip(kinds, self._starts, strict=False)
        ]
        self._answering = np.array(kinds[Kind.QUESTION].sentences, np.int64)
        self._question_tokens = tokens[Kind.QUESTION]
        self._words = {
            word: Word(stems, stems + grams_3 + grams_4, (0, 0, 0))
            for word, stems, grams_3, grams_4 in zip(vocabulary, *map(_rows, tables), strict=True)
        }
        self._unknown_word = functools.lru_cache(_CACHED_WORDS)(self._read_word)
        self.question = functools.lru_cache(_CACHED_WORDS)(self._read_question)

    def _names(self, word: str) -> tuple[list[str], list[str], list[str]]:
        """A normalised word's terms field by field, its stem first; a digit in front keeps the fields apart."""
        term = self.analyzer.term(word)
        parts = split_compound(self.analyzer, word, self._known_stems)
        grams_3, grams_4 = term.grams
        return (
            [f"1{stem}" for stem in (term.stem, *parts)],
            [f"3{gram}" for gram in grams_3],
            [f"4{gram}" for gram in grams_4],
        )

    def word(self, text: str) -> Word:
        normalised = self.analyzer.normalise(text)
        return self._words.get(normalised) or self._unknown_word(normalised)

    def _read_word(self, normalised: str) -> Word:
        names = self._names(normalised)
        known = [[id_ for name in row if (id_ := self._ids.get(name)) is not None] for row in names]
        missing = [len(row) - len(ids) for row, ids in zip(names, known, strict=True)]
        return Word(tuple(known[_STEM]), tuple(chain.from_iterable(known)), (missing[0], missing[1], missing[2]))

    def _pair_keys(self, stems: Ids, entry_of: Ids) -> tuple[Ids, Ids]:
        """Neighbouring stems as one number each, and the entry of each pair."""
        together = entry_of[:-1] == entry_of[1:]
        return (stems[:-1] * self.stem_count + stems[1:])[together], entry_of[:-1][together]

    def stem_id(self, stem: str) -> int | None:
        return self._ids.get(f"1{stem}")

    def has(self, kind: Kind, passage: int) -> bool:
        """Whether the passage has an entry of this kind."""
        entries = self.entries(kind, passage)
        return bool(entries.stop > entries.start)

    def terms(self, question_words: Sequence[str], weight: float = 1.0) -> dict[int, float]:
        """The known terms of the words, each once, pairs of neighbours among them."""
        found: dict[int, float] = {}
        previous: int | None = None
        for text in question_words:
            word = self.word(text)
            found.update(dict.fromkeys(word.terms, weight))
            stem = word.stems[0] if word.stems and not word.unknown[_STEM] else None
            if previous is not None and stem is not None and stem != previous:  # a repeated word changes nothing
                pair = self._pair_ids.get(previous * self.stem_count + stem)
                if pair is not None:
                    found[pair] = weight
            previous = stem
        return found

    def scores(self, terms: Mapping[int, float]) -> Floats:
        """BM25 of every entry, and a zero behind the last one."""
        ids = np.fromiter(terms.keys(), np.int64, len(terms))
        places, row_of = self._postings.places(ids)
        weights = self._weights[places] * np.fromiter(terms.values(), np.float64, len(terms))[row_of]
        counts = np.bincount(self._postings.items[places], weights, minlength=int(self._starts[-1]) + 1)
        return counts.astype(np.float64, copy=False)

    def by_passage(self, scores: Floats) -> Floats:
        """Kinds × passages: the best entry of each passage; of Kind.QUESTION the mean of the best few."""
        of_kind = [scores[entries] for entries in self._entries_of]
        questions = of_kind[Kind.QUESTION]
        if questions.shape[1] > _BEST_QUESTIONS:
            questions = np.partition(questions, -_BEST_QUESTIONS, axis=1)[:, -_BEST_QUESTIONS:]
        best = [rows.max(axis=1, initial=0.0) for rows in of_kind[:-1]]
        return np.array([*best, questions.sum(axis=1) / _BEST_QUESTIONS])

    def entries(self, kind: Kind, passage: int) -> slice:
        """The places in `scores` of a passage's entries."""
        ranges = self._ranges[kind]
        return slice(ranges[passage], ranges[passage + 1])

    def best_questions(self, passage: int, scores: Floats, sentence_count: int) -> Floats:
        """For each sentence of a passage the best score of the questions that it answers."""
        best = np.zeros(sentence_count + 1)  # the last one for questions without a sentence
        entries = self.entries(Kind.QUESTION, passage)
        first = int(self._starts[Kind.QUESTION])
        np.maximum.at(best, self._answering[entries.start - first : entries.stop - first], scores[entries])
        return best[:-1]

    def best_entries(self, kind: Kind, scores: Floats, count: int) -> list[int]:
        """Numbers of the best entries of a kind that share a term with the question, best first."""
        of_kind = scores[self._starts[kind] : self._starts[kind + 1]]
        best = np.argsort(-of_kind, kind="stable")[:count] if len(of_kind) <= count else _top(of_kind, count)
        return [int(entry) for entry in best if of_kind[entry] > 0]

    def ideal(self, kind: Kind, question_words: Sequence[str]) -> float:
        """What an entry of average length would score that holds every term of the words once.

        A term that no entry has is weighed as the rarest, but for function words'.
        """
        unseen = {id_: None for text in question_words for id_ in self.word(text).terms}
        ideal = float(self._idf[kind, list(unseen)].sum())
        for text in dict.fromkeys(question_words):
            if not self.analyzer.is_function_word(text):
                ideal += float(self._highest_idf[kind, :3] @ self.word(text).unknown)
        return 2 * ideal  # δ and a term frequency's part, each 1

    def rarity(self, stem: int | None) -> float:
        """The idf of a stem among single questions, without them among sentences; None is an unknown one."""
        kind = Kind.QUESTION if self.kinds[Kind.QUESTION].texts else Kind.SENTENCE
        return float(self._highest_idf[kind, _STEM] if stem is None else self._idf[kind, stem])

    def holds(self, kind: Kind, passage: int, stem: int) -> bool:
        """Whether the passage's first entry of this kind has the stem."""
        entries = self.entries(kind, passage)
        if entries.start == entries.stop:
            return False
        holders = self._postings.row(stem)  # ascending
        place = int(holders.searchsorted(entries.start))
        return place < len(holders) and bool(holders[place] == entries.start)

    def _read_question(self, entry: int) -> tuple[AnswerKind | None, dict[int, float]]:
        """The kind of answer that a question of the questions file asks for; its content stems and their rarity."""
        tokens = self._question_tokens.row(entry)
        kind = self.analyzer.asked_kind([self.vocabulary[token] for token in tokens])
        stems = self._first_stems[tokens[self._is_content[tokens]]].tolist()
        return kind, {stem: self.rarity(stem) for stem in stems}


def _rows(table: _Table) -> Iterator[tuple[int, ...]]:
    items, starts = table.items.tolist(), table.starts.tolist()
    return (tuple(items[first:last]) for first, last in pairwise(starts))


def _joined(postings: Sequence[tuple[Ids, Ids, Floats]], term_count: int) -> tuple[_Table, Floats]:
    """Term → entries, and the weight of each posting."""
    if not postings:
        return _Table(np.zeros(term_count + 1, np.int64), np.zeros(0, np.int64)), np.zeros(0)
    terms, entries, weights = (np.concatenate(columns) for columns in zip(*postings, strict=True))
    order = np.argsort(terms, kind="stable")
    return _Table(np.searchsorted(terms[order], np.arange(term_count + 1)), entries[order]), weights[order]


def _padded(owners: Sequence[int], passage_count: int, first: int, nothing: int) -> Ids:
    """Passage → its entries, filled up with `nothing`."""
    rows: list[list[int]] = [[] for _ in range(passage_count)]
    for entry, owner in enumerate(owners, first):
        rows[owner].append(entry)
    width = max(map(len, rows), default=0)
    return np.array([row + [nothing] * (width - len(row)) for row in rows], np.int64).reshape(passage_count, width)


def _top(scores: Floats, count: int) -> Ids:
    """The places of the highest scores, best first, earlier ones first among equals."""
    best = np.sort(np.argpartition(-scores, count)[:count])
    order: Ids = best[np.argsort(-scores[best], kind="stable")]
    return order
