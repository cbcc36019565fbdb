"""Term → entries and weights, and what a whole word finds by all its terms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from retrieval.table import Floats, Ids, Table
from retrieval.vocabulary import Terms

_WORTH_ADDING_UP = 0.1  # of the entries: above that a word's terms share many of them


class Found(NamedTuple):
    """What a word finds: entries that share terms with it, and what that adds to their scores; an entry may stand
    several times. `ideals` are by kind what one of average length would score that holds each of the word's terms once,
    whatever the word's weight; 0 of what is no word.
    """

    entries: Ids
    weights: Floats
    ideals: tuple[float, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Postings:
    """`entries` has a row a term, `weights` are by posting; `idf` is terms × kinds, `highest_idf` fields × kinds."""

    entries: Table
    weights: Floats
    idf: Floats
    highest_idf: Floats
    entry_count: int

    @classmethod
    def of(
        cls, built: Iterable[tuple[Ids, Ids, Floats]], *, idf: Floats, highest_idf: Floats, entry_count: int
    ) -> Postings:
        """Of terms, entries and weights, part after part, the entries ascending."""
        none = (np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))
        terms, entries, weights = map(np.concatenate, zip(none, *built, strict=True))
        order = np.argsort(terms, kind="stable")
        starts = np.searchsorted(terms[order], np.arange(len(idf) + 1))
        return cls(Table(starts, entries[order]), weights[order], idf, highest_idf, entry_count)

    def find_term(self, term: int, weight: float) -> Found:
        places = slice(self.entries.starts[term], self.entries.starts[term + 1])
        return Found(self.entries.items[places], _weighed(self.weights[places], weight), (0.0,) * self.idf.shape[1])

    def of_entries(self) -> Floats:
        """What each entry scores for its own terms, and a zero behind the last one."""
        own = np.bincount(self.entries.items, self.weights, self.entry_count + 1)
        return own.astype(np.float64, copy=False)

    def find(self, terms: Terms, weight: float) -> Found:
        ids = np.array(list(dict.fromkeys(terms.ids)), np.int64)
        places, _ = self.entries.places(ids)
        entries, weights = self.entries.items[places], self.weights[places]
        if len(entries) > self.entry_count * _WORTH_ADDING_UP:
            sums = np.bincount(entries, weights).astype(np.float64, copy=False)
            (entries,) = sums.nonzero()
            weights = sums[entries]
        ideals = self.idf.take(ids, axis=0).sum(axis=0)
        if any(terms.unknown):  # what no entry has is as rare as can be
            ideals += np.array(terms.unknown) @ self.highest_idf[: len(terms.unknown)]
        return Found(entries, _weighed(weights, weight), tuple((2 * ideals).tolist()))  # δ and frequency's part, each 1


def _weighed(weights: Floats, weight: float) -> Floats:
    """What most words and terms score stays where it is: of their many weights no copy is kept."""
    return weights if weight == 1 else weights * weight
