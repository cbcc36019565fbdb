"""Ranks and yes-or-no outcomes → figures with their uncertainty."""

from __future__ import annotations

import operator
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_RESAMPLES = 2000
_SEED = 20250815
_MRR_DEPTH = 10


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over `count` questions and its 95 % bootstrap interval; nan where there are none."""

    value: float
    low: float
    high: float
    count: int

    @classmethod
    def of(cls, values: Sequence[float]) -> Estimate:
        """Percentile bootstrap over the questions; the seed is fixed, so that a run can be repeated."""
        if not values:
            return cls(float("nan"), float("nan"), float("nan"), 0)
        sample = np.asarray(values, np.float64)
        picks = np.random.default_rng(_SEED).integers(len(sample), size=(_RESAMPLES, len(sample)))
        low, high = np.percentile(sample[picks].mean(axis=1), (2.5, 97.5))
        return cls(float(sample.mean()), float(low), float(high), len(sample))


@dataclass(frozen=True, slots=True)
class Target:
    """What a figure should be: "≥", "≤" or ">" a limit, both taken to four places."""

    relation: str
    limit: float

    def is_reached(self, value: float) -> bool:
        compare = {"≥": operator.ge, "≤": operator.le, ">": operator.gt}[self.relation]
        return bool(compare(round(value, 4), round(self.limit, 4)))

    def __str__(self) -> str:
        return f"{self.relation} {self.limit:.3g}"


def rank_of_first(ranked: Sequence[str], gold: Collection[str]) -> int | None:
    """The rank, from 1, of the first right passage; None if none is there."""
    return next((rank for rank, passage in enumerate(ranked, 1) if passage in gold), None)


def recall_at(k: int, ranks: Sequence[int | None]) -> list[float]:
    """For each question 1.0 if a right passage is among its first k."""
    return [float(rank is not None and rank <= k) for rank in ranks]


def reciprocal_ranks(ranks: Sequence[int | None]) -> list[float]:
    """Of the first right passage, 0.0 if it isn't among the first ten."""
    return [1.0 / rank if rank is not None and rank <= _MRR_DEPTH else 0.0 for rank in ranks]


def refused_share(answerable: Sequence[float], unanswerable: Sequence[float], wrongly: float) -> float:
    """The share of unanswerable questions refused if at most `wrongly` of the answerable ones may be.

    Both are chances of being answered; a question is refused below a threshold.
    """
    ascending = np.sort(np.asarray(answerable))
    threshold = ascending[min(int(wrongly * len(ascending) + 1e-9), len(ascending) - 1)]
    return float(np.mean(np.asarray(unanswerable) < threshold))


def auroc(answerable: Sequence[float], unanswerable: Sequence[float]) -> float:
    """How often an answerable question has the higher chance of the two, equal ones counting half."""
    higher: NDArray[np.float64] = np.asarray(answerable)[:, None]
    lower: NDArray[np.float64] = np.asarray(unanswerable)[None, :]
    return float(np.mean((higher > lower) + 0.5 * (higher == lower)))
