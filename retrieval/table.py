"""Rows of different lengths in two arrays, so that NumPy can work on many rows at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Ids = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Hashes = npt.NDArray[np.uint64]


def distinct(items: Ids) -> Ids:
    """Ascending. np.unique without an option imports numpy.ma, which is a tenth of the command line's start."""
    found: Ids = np.unique(items, return_index=True)[0]
    return found


@dataclass(frozen=True, slots=True)
class Table:
    """Row i is `items[starts[i]:starts[i + 1]]` (compressed sparse rows)."""

    starts: Ids
    items: Ids

    @classmethod
    def of(cls, rows: Sequence[Sequence[int]]) -> Table:
        starts = np.zeros(len(rows) + 1, np.int64)
        np.cumsum([len(row) for row in rows], out=starts[1:])
        return cls(starts, np.fromiter(chain.from_iterable(rows), np.int64, int(starts[-1])))

    def __len__(self) -> int:
        return len(self.starts) - 1

    def row(self, number: int) -> Ids:
        return self.items[self.starts[number] : self.starts[number + 1]]

    def row_of_items(self) -> Ids:
        """The row of every item."""
        return np.repeat(np.arange(len(self)), np.diff(self.starts))

    def places(self, rows: Ids) -> tuple[Ids, Ids]:
        """Where the rows' items stand in `items`, row after row, and how many each row has."""
        first = self.starts[rows]
        lengths = self.starts[rows + 1] - first
        shifts = np.repeat(first - np.cumsum(lengths) + lengths, lengths)
        return np.arange(len(shifts)) + shifts, lengths

    def grouped(self, owners: Ids) -> tuple[Table, Ids]:
        """Neighbouring rows of one owner joined, and the owner of each of the new rows. `owners` ascend."""
        kept, first = np.unique(owners, return_index=True)
        return Table(np.append(self.starts[first], self.starts[-1]), self.items), kept

    def of_owners(self, owners: Ids, count: int) -> Table:
        """Neighbouring rows of one owner joined, a row for each of `count` owners. `owners` ascend."""
        return Table(self.starts[np.searchsorted(owners, np.arange(count + 1))], self.items)


class Groups(NamedTuple):
    """Places in an array of scores, group after group, and where each group begins: none is empty."""

    places: Ids
    starts: Ids

    @classmethod
    def of(cls, groups: Sequence[int], first: int, *, group_count: int, nothing: int) -> Groups:
        """Of the places from `first` on, in the groups that are told (-1: in none); `nothing` is one more of each."""
        told = np.flatnonzero(np.array(groups, np.int64) >= 0)
        group_of = np.append(np.array(groups, np.int64)[told], np.arange(group_count))
        places = np.append(told + first, np.full(group_count, nothing))
        order = np.argsort(group_of, kind="stable")
        return cls(places[order], np.searchsorted(group_of[order], np.arange(group_count)))

    def best(self, scores: Floats) -> Floats:
        """The highest score of each group."""
        best: Floats = np.maximum.reduceat(scores[self.places], self.starts)
        return best

    def sum(self, counts: Ids) -> Ids:
        """The sum of each group."""
        sums: Ids = np.add.reduceat(counts[self.places], self.starts)
        return sums
