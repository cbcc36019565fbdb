"""The words of one language's corpus and their terms' ids, field by field."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import chain, islice, pairwise
from typing import NamedTuple

import numpy as np

from retrieval.analysis import Analyzer, split_compound, words
from retrieval.table import Hashes, Ids, Table, distinct

_BOUNDARY = "_"  # never part of a word
_HASH_MASK = (1 << 64) - 1
_HASH_FACTOR = 0x9E3779B97F4A7C15  # odd, its bits as if by chance (the golden ratio's)


class Field(IntEnum):
    """What a term is: a stem or a compound's part, three or four letters within a word, two neighbouring stems."""

    STEM = 0
    GRAM_3 = 1
    GRAM_4 = 2
    PAIR = 3


_GRAM_SIZES = {Field.GRAM_3: 3, Field.GRAM_4: 4}


@dataclass(frozen=True, slots=True, eq=False)  # compare what is `normalised`
class Word:
    """A word as one language reads it; its n-grams are worked out only for one that is searched for.

    `id` is None if no text and no question has it. `stems` are the ids of its stem and its compound's parts as far as
    they are known, `stem_terms` as far as the corpus has them; `has_stem` tells whether its stem is known.
    """

    id: int | None
    normalised: str
    stem: str
    is_function: bool
    stems: tuple[int, ...]
    stem_terms: tuple[int, ...]
    has_stem: bool


class Terms(NamedTuple):
    """A word's terms: the ids of those that the corpus has, and field by field how many it hasn't, function words'
    aside.
    """

    ids: Sequence[int]
    unknown: Sequence[int]


class Vocabulary:
    """Immutable once built. Term ids ascend from field to field: those of a Field are `range(*bounds[field])`.

    Known is a stem of the texts. The stems of the `others` that they don't have come after it: they are terms to
    compare, but nothing that the corpus knows.
    """

    def __init__(self, analyzer: Analyzer, texts: Sequence[Sequence[str]], others: Sequence[str] = ()) -> None:
        """`texts` are kinds of texts, the most important first; `tokens` are the word ids of each kind, at last of the
        others, a table a kind.
        """
        self.analyzer = analyzer
        self._word_ids: dict[str, int] = {}
        tokens = [self._read_texts(texts[0])]
        self._text_words = tuple(self._word_ids)  # normalised
        tokens += [self._read_texts(kind) for kind in texts[1:]]
        self._known_words = tuple(self._word_ids)
        self.tokens = (*tokens, self._read_texts(others))
        self.words = tuple(self._word_ids)
        stems = analyzer.stem_all_normalised(self.words)
        self._stem_ids = {stem: id_ for id_, stem in enumerate(dict.fromkeys(stems))}
        known_stems = set(stems[: len(self._known_words)])
        self.stem_ids: Mapping[str, int] = dict(islice(self._stem_ids.items(), len(known_stems)))  # of known ones
        self.bounds = [(0, len(self._stem_ids))]
        stem_rows = [
            [
                self._stem_ids[stem],
                *(self._stem_ids[part] for part in split_compound(analyzer, word, self.stem_ids)),
            ]
            for word, stem in zip(self.words, stems, strict=True)
        ]
        self.tables = [Table.of(stem_rows)]  # word id → term ids, a table a field
        self._grams: dict[Field, Hashes] = {}  # ascending
        for field, size in _GRAM_SIZES.items():
            starts, grams = _grams(self.words, size)
            known, numbers = np.unique(grams, return_inverse=True)
            self.tables.append(Table(starts, numbers + self.bounds[-1][1]))
            self._grams[field] = known
            self._add_bounds(len(known))
        self.first_stems = self.tables[Field.STEM].items[self.tables[Field.STEM].starts[:-1]]  # by word id
        is_content = np.array([word not in analyzer.function_words for word in self.words], np.bool_)
        self.is_function_stem = np.ones(len(self._stem_ids), np.bool_)
        self.is_function_stem[self.first_stems[is_content]] = False
        self.pairs = distinct(np.concatenate([self.pair_keys(table)[0] for table in self.tokens]))
        first = self.bounds[-1][1]
        self._pair_ids = dict(zip(self.pairs.tolist(), range(first, first + len(self.pairs)), strict=True))
        self._add_bounds(len(self.pairs))

    def _read_texts(self, texts: Sequence[str]) -> Table:
        """The ids of their words, a row a text; new words get new ones."""
        rows = [words(text) for text in texts]
        typed = list(dict.fromkeys(chain.from_iterable(rows)))
        ids = {
            word: self._word_ids.setdefault(normalised, len(self._word_ids))
            for word, normalised in zip(typed, self.analyzer.normalise_all(typed), strict=True)
        }
        return Table.of([[ids[word] for word in row] for row in rows])

    def _add_bounds(self, count: int) -> None:
        first = self.bounds[-1][1]
        self.bounds.append((first, first + count))

    def __len__(self) -> int:
        """The number of terms."""
        return self.bounds[-1][1]

    def read(self, normalised: str) -> Word:
        stem = self.analyzer.stem_normalised(normalised)
        id_ = self._word_ids.get(normalised)
        if id_ is None:
            parts = split_compound(self.analyzer, normalised, self.stem_ids)
            stem_terms = tuple(self._stem_ids[name] for name in (stem, *parts) if name in self._stem_ids)
        else:
            stem_terms = tuple(self.tables[Field.STEM].row(id_).tolist())
        stems = tuple(term for term in stem_terms if term < len(self.stem_ids))
        is_function = normalised in self.analyzer.function_words
        return Word(id_, normalised, stem, is_function, stems, stem_terms, has_stem=stem in self.stem_ids)

    def terms_of(self, word: Word) -> Terms:
        ids = [*word.stem_terms]
        if word.id is not None:
            for field in _GRAM_SIZES:
                ids += self.tables[field].row(word.id).tolist()
            return Terms(ids, (0, 0, 0))
        unknown = [int(word.stem not in self._stem_ids)]
        for field, size in _GRAM_SIZES.items():
            grams = [self._gram_ids[field].get(gram) for gram in _grams_of(word.normalised, size)]
            ids += [id_ for id_ in grams if id_ is not None]
            unknown.append(grams.count(None))
        return Terms(ids, (0, 0, 0) if word.is_function else tuple(unknown))

    @functools.cached_property
    def _gram_ids(self) -> Mapping[Field, Mapping[int, int]]:
        """Made when the first word is read that isn't in the corpus."""
        return {
            field: dict(zip(known.tolist(), range(*self.bounds[field]), strict=True))
            for field, known in self._grams.items()
        }

    @functools.cached_property
    def words_by_initial(self) -> Mapping[str, Sequence[str]]:
        """The texts' normalised words by their first letter, those of the most important texts first."""
        return _by_initial(self._known_words)

    @functools.cached_property
    def text_words_by_initial(self) -> Mapping[str, Sequence[str]]:
        """Those of the most important texts."""
        return _by_initial(self._text_words)

    def most_frequent(self, count: int) -> list[str]:
        """Normalised words, the most frequent first."""
        tokens = np.concatenate([table.items for table in self.tokens])
        order = np.argsort(-np.bincount(tokens, minlength=len(self.words)), kind="stable")
        return [self.words[word] for word in order[:count].tolist()]

    def pair_ids(self, neighbours: Sequence[Word]) -> list[int]:
        """The terms that each two of the words are together."""
        count = self.bounds[Field.STEM][1]
        keys = [a.stems[0] * count + b.stems[0] for a, b in pairwise(neighbours) if a.has_stem and b.has_stem]
        return [id_ for id_ in map(self._pair_ids.get, keys) if id_ is not None]

    def terms(self, field: Field, tokens: Table) -> tuple[Ids, Ids]:
        """The terms of one field in rows of words, row after row, and the row of each of them."""
        if field is Field.PAIR:
            keys, rows = self.pair_keys(tokens)
            places = np.searchsorted(self.pairs, keys)
            known = np.append(self.pairs, -1)[places] == keys  # where joined entries meet, neighbours may be new
            return places[known] + self.bounds[field][0], rows[known]
        table = self.tables[field]
        places, lengths = table.places(tokens.items)
        return table.items[places], np.repeat(tokens.row_of_items(), lengths)

    def pair_keys(self, tokens: Table) -> tuple[Ids, Ids]:
        """Neighbouring stems in a row as one number each, and the row of each pair."""
        stems, row = self.first_stems[tokens.items], tokens.row_of_items()
        together = row[:-1] == row[1:]
        return (stems[:-1] * self.bounds[Field.STEM][1] + stems[1:])[together], row[:-1][together]


def _by_initial(normalised_words: Iterable[str]) -> Mapping[str, Sequence[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for word in filter(None, normalised_words):  # of a mark alone nothing is left
        found[word[0]].append(word)
    return dict(found)


def _bounded(normalised: str, size: int) -> str:
    """A word with its boundaries, at least `size` characters long."""
    return f"{_BOUNDARY}{normalised}{_BOUNDARY}".ljust(size, _BOUNDARY)


def _grams_of(normalised: str, size: int) -> list[int]:
    """What `_grams` makes of one word, in a fraction of the time."""
    codes = [ord(character) for character in _bounded(normalised, size)]
    found = []
    for place in range(len(codes) - size + 1):
        hash_ = 0
        for code in codes[place : place + size]:
            hash_ = (hash_ * _HASH_FACTOR + code) & _HASH_MASK
        found.append(hash_)
    return found


def _grams(normalised_words: Sequence[str], size: int) -> tuple[Ids, Hashes]:
    """Where each word's grams begin; the grams, word after word, as numbers of 64 bits.

    All at once and by a polynomial hash, as cutting every word up would take longer than all else. Modulo 2⁶⁴ two of
    100,000 grams share one by a chance of one in three billion.
    """
    bounded = [_bounded(word, size) for word in normalised_words]
    joined = "".join(bounded)
    characters = np.frombuffer(joined.encode("utf-32-le"), np.uint32).astype(np.uint64)
    lengths = np.fromiter(map(len, bounded), np.int64, len(bounded))
    counts = lengths - size + 1
    starts = np.append(0, np.cumsum(counts))
    first = np.arange(starts[-1]) + np.repeat(np.cumsum(lengths) - lengths - starts[:-1], counts)
    hashes = np.zeros(len(first), np.uint64)
    for place in range(size):
        hashes = hashes * np.uint64(_HASH_FACTOR) + characters[first + place]
    return starts, hashes
