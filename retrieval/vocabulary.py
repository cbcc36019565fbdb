"""The words of one language's corpus and their terms' ids, field by field."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import chain

import numpy as np

from retrieval.analysis import Analyzer, split_compound, words
from retrieval.table import Ids, Table

_CACHED_WORDS = 1 << 16  # bounded: members may type anything


class Field(IntEnum):
    """What a term is: a stem or a compound's part, three or four letters within a word, two neighbouring stems."""

    STEM = 0
    GRAM_3 = 1
    GRAM_4 = 2
    PAIR = 3


WORD_FIELDS = (Field.STEM, Field.GRAM_3, Field.GRAM_4)


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
        """`texts` are kinds of texts, the most important first; `tokens` are word ids, a table a kind."""
        self.analyzer = analyzer
        ids: dict[str, int] = {}
        normalise = analyzer.normalise
        self.tokens = tuple(
            Table.of([[ids.setdefault(word, len(ids)) for word in map(normalise, words(text))] for text in kind])
            for kind in texts
        )
        self.words = tuple(ids)  # normalised
        self._stems = frozenset(map(analyzer.stem, ids))
        self._ids: tuple[dict[str, int], ...] = tuple({} for _ in WORD_FIELDS)
        names = [self._names(word) for word in ids]
        self.tables: tuple[Table, ...] = ()  # word id → term ids, a table a field
        self.bounds: list[tuple[int, int]] = []
        first = 0
        for field, known in zip(WORD_FIELDS, self._ids, strict=True):
            rows = [[known.setdefault(name, first + len(known)) for name in row[field]] for row in names]
            self.tables += (Table.of(rows),)
            self.bounds.append((first, first + len(known)))
            first += len(known)
        self.first_stems = self.tables[Field.STEM].items[self.tables[Field.STEM].starts[:-1]]  # by word id
        self.is_content = ~np.fromiter(map(analyzer.is_function_word, ids), np.bool_, len(ids))  # by word id
        pairs = np.unique(np.concatenate([self.pair_keys(table)[0] for table in self.tokens]))
        self.pairs = pairs  # keys of neighbouring stems, ascending
        self._pair_ids = dict(zip(pairs.tolist(), range(first, first + len(pairs)), strict=True))
        self.bounds.append((first, first + len(pairs)))
        self._by_normalised = functools.lru_cache(_CACHED_WORDS)(self._read)

    def __len__(self) -> int:
        """The number of terms."""
        return self.bounds[-1][1]

    def _names(self, word: str) -> tuple[Sequence[str], ...]:
        """A normalised word's terms field by field, its stem first."""
        term = self.analyzer.term(word)
        return (term.stem, *split_compound(self.analyzer, word, self._stems)), *term.grams

    def word(self, text: str) -> Word:
        return self._by_normalised(self.analyzer.normalise(text))

    def _read(self, normalised: str) -> Word:
        names = self._names(normalised)
        found = [
            tuple(id_ for name in row if (id_ := known.get(name)) is not None)
            for row, known in zip(names, self._ids, strict=True)
        ]
        stems, grams_3, grams_4 = (len(row) - len(ids) for row, ids in zip(names, found, strict=True))
        is_known = names[Field.STEM][0] in self._ids[Field.STEM]
        return Word(found[Field.STEM], tuple(chain.from_iterable(found)), is_known, (stems, grams_3, grams_4))

    def stem_id(self, stem: str) -> int | None:
        return self._ids[Field.STEM].get(stem)

    def pair_id(self, first: int, second: int) -> int | None:
        return self._pair_ids.get(first * self.bounds[Field.STEM][1] + second)

    def pair_keys(self, tokens: Table) -> tuple[Ids, Ids]:
        """Neighbouring stems in a row as one number each, and the row of each pair."""
        stems, row = self.first_stems[tokens.items], tokens.row_of_items()
        together = row[:-1] == row[1:]
        return (stems[:-1] * self.bounds[Field.STEM][1] + stems[1:])[together], row[:-1][together]
