"""The words of one language's corpus and their terms' ids, field by field."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from retrieval.analysis import Analyzer, split_compound, words
from retrieval.table import Ids, Table

_CACHED_WORDS = 1 << 16  # bounded: members may type anything
_BOUNDARY = "_"  # never part of a word
_HASH_FACTOR = np.uint64(0x9E3779B97F4A7C15)  # odd, its bits as if by chance (the golden ratio's)


class Field(IntEnum):
    """What a term is: a stem or a compound's part, three or four letters within a word, two neighbouring stems."""

    STEM = 0
    GRAM_3 = 1
    GRAM_4 = 2
    PAIR = 3


_GRAM_SIZES = {Field.GRAM_3: 3, Field.GRAM_4: 4}


@dataclass(frozen=True, slots=True)
class Word:
    """The ids of a word's stem and its compound's parts, and of all its terms, both only as far as they are known;
    whether its stem is; and how many of its terms aren't, field by field.
    """

    stems: tuple[int, ...]
    terms: tuple[int, ...]
    is_known: bool
    unknown: tuple[int, int, int]


class Vocabulary:
    """Immutable once built. Term ids ascend from field to field: those of a Field are `range(*bounds[field])`."""

    def __init__(self, analyzer: Analyzer, texts: Iterable[Sequence[str]]) -> None:
        """`texts` are kinds of texts, the most important first; `tokens` are their word ids, a table a kind."""
        self.analyzer = analyzer
        ids: dict[str, int] = {}
        normalise = analyzer.normalise
        self.tokens = tuple(
            Table.of([[ids.setdefault(word, len(ids)) for word in map(normalise, words(text))] for text in kind])
            for kind in texts
        )
        self.words = tuple(ids)  # normalised
        stems = analyzer.stem_all_normalised(self.words)
        self._stem_ids = {stem: id_ for id_, stem in enumerate(dict.fromkeys(stems))}
        self.bounds = [(0, len(self._stem_ids))]
        stem_rows = [
            [self._stem_ids[stem], *(self._stem_ids[part] for part in split_compound(analyzer, word, self._stem_ids))]
            for word, stem in zip(self.words, stems, strict=True)
        ]
        self.tables = [Table.of(stem_rows)]  # word id → term ids, a table a field
        self._gram_hashes: dict[Field, npt.NDArray[np.uint64]] = {}
        for field, size in _GRAM_SIZES.items():
            starts, hashes = _grams(self.words, size)
            self._gram_hashes[field], places = np.unique(hashes, return_inverse=True)
            self.tables.append(Table(starts, places + self.bounds[-1][1]))
            self._add_bounds(len(self._gram_hashes[field]))
        self.first_stems = self.tables[Field.STEM].items[self.tables[Field.STEM].starts[:-1]]  # by word id
        self.is_content = ~np.fromiter(map(analyzer.is_function_word, self.words), np.bool_, len(self.words))
        self.is_function_stem = np.ones(len(self._stem_ids), np.bool_)
        self.is_function_stem[self.first_stems[self.is_content]] = False
        self.pairs = np.unique(np.concatenate([self.pair_keys(table)[0] for table in self.tokens]))
        self._add_bounds(len(self.pairs))
        self._word_ids = ids
        self._read_normalised = functools.lru_cache(_CACHED_WORDS)(self._read)

    def _add_bounds(self, count: int) -> None:
        first = self.bounds[-1][1]
        self.bounds.append((first, first + count))

    def __len__(self) -> int:
        """The number of terms."""
        return self.bounds[-1][1]

    def word(self, text: str) -> Word:
        return self._read_normalised(self.analyzer.normalise(text))

    def _read(self, normalised: str) -> Word:
        id_ = self._word_ids.get(normalised)
        if id_ is not None:
            stems, grams_3, grams_4 = (tuple(table.row(id_).tolist()) for table in self.tables)
            return Word(stems, stems + grams_3 + grams_4, is_known=True, unknown=(0, 0, 0))
        stem = self.analyzer.stem_normalised(normalised)
        parts = split_compound(self.analyzer, normalised, self._stem_ids)
        stems = tuple(self._stem_ids[name] for name in (stem, *parts) if name in self._stem_ids)
        terms, unknown = list(stems), []
        for field, size in _GRAM_SIZES.items():
            _, hashes = _grams([normalised], size)
            known = self._gram_hashes[field]
            places = np.searchsorted(known, hashes).clip(max=len(known) - 1)
            found = places[known[places] == hashes] if len(known) else places[:0]
            terms += (found + self.bounds[field][0]).tolist()
            unknown.append(len(hashes) - len(found))
        is_known = stem in self._stem_ids
        return Word(stems, tuple(terms), is_known, (not is_known, unknown[0], unknown[1]))

    def stem_id(self, stem: str) -> int | None:
        return self._stem_ids.get(stem)

    def pair_id(self, first: int, second: int) -> int | None:
        key = first * self.bounds[Field.STEM][1] + second
        place = int(np.searchsorted(self.pairs, key))
        return self.bounds[Field.PAIR][0] + place if place < len(self.pairs) and self.pairs[place] == key else None

    def pair_keys(self, tokens: Table) -> tuple[Ids, Ids]:
        """Neighbouring stems in a row as one number each, and the row of each pair."""
        stems, row = self.first_stems[tokens.items], tokens.row_of_items()
        together = row[:-1] == row[1:]
        return (stems[:-1] * self.bounds[Field.STEM][1] + stems[1:])[together], row[:-1][together]


def _grams(normalised_words: Sequence[str], size: int) -> tuple[Ids, npt.NDArray[np.uint64]]:
    """The runs of `size` characters in each word, its boundaries included, hashed; and where each word's begin.

    A shorter word is its own gram. The hash is polynomial, modulo 2⁶⁴: two of 100,000 grams share one by a chance of
    one in three billion.
    """
    bounded = [f"{_BOUNDARY}{word}{_BOUNDARY}".ljust(size, _BOUNDARY) for word in normalised_words]
    characters = np.frombuffer("".join(bounded).encode("utf-32-le"), np.uint32).astype(np.uint64)
    lengths = np.fromiter(map(len, bounded), np.int64, len(bounded))
    counts = lengths - size + 1
    starts = np.append(0, np.cumsum(counts))
    first = np.arange(starts[-1]) + np.repeat(np.cumsum(lengths) - lengths - starts[:-1], counts)
    hashes = np.zeros(len(first), np.uint64)
    for place in range(size):
        hashes = hashes * _HASH_FACTOR + characters[first + place]
    return starts, hashes
