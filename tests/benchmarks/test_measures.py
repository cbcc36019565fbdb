"""Figures are what their names say, and their intervals can be repeated."""

from __future__ import annotations

import math

import pytest

from benchmarks.measures import Estimate, Target, auroc, rank_of_first, recall_at, reciprocal_ranks, refused_share


def test_the_rank_is_that_of_the_first_right_passage() -> None:
    assert rank_of_first(["a", "b", "c"], {"c", "b"}) == 2
    assert rank_of_first(["a"], {"b"}) is None


def test_recall_counts_questions_with_a_right_passage_among_the_first_k() -> None:
    assert recall_at(1, [1, 2, 4, None]) == [1.0, 0.0, 0.0, 0.0]
    assert recall_at(3, [1, 2, 4, None]) == [1.0, 1.0, 0.0, 0.0]


def test_reciprocal_ranks_end_at_ten() -> None:
    assert reciprocal_ranks([1, 4, 10, 11, None]) == [1.0, 0.25, 0.1, 0.0, 0.0]


def test_an_interval_holds_the_mean_and_is_the_same_in_every_run() -> None:
    values = [1.0] * 80 + [0.0] * 20
    estimate = Estimate.of(values)
    assert estimate == Estimate.of(values)
    assert estimate.value == 0.8
    assert estimate.low == pytest.approx(0.72, abs=0.015)  # the binomial's: 0.8 ± 1.96 · 0.04
    assert estimate.high == pytest.approx(0.88, abs=0.015)


def test_more_questions_make_an_interval_narrower() -> None:
    few, many = (Estimate.of([1.0, 1.0, 0.0, 1.0] * count) for count in (5, 50))
    assert many.high - many.low < (few.high - few.low) / 2


def test_without_questions_there_is_no_figure() -> None:
    assert math.isnan(Estimate.of([]).value)


@pytest.mark.parametrize(
    ("target", "reached", "missed"),
    [
        (Target("≥", 0.93), 0.93, 0.9299),
        (Target("≤", 0.05), 0.05, 0.0501),
        (Target(">", 2 / 3), 0.667, 0.6666666667),
    ],
)
def test_a_target_is_reached_at_its_limit_unless_it_must_be_passed(
    target: Target, reached: float, missed: float
) -> None:
    assert target.is_reached(reached)
    assert not target.is_reached(missed)


def test_the_refusing_curve_cuts_where_no_more_than_the_share_is_wrongly_refused() -> None:
    answerable = [0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.35, 0.3, 0.25, 0.2]
    unanswerable = [0.1, 0.15, 0.22, 0.28, 0.95]
    assert refused_share(answerable, unanswerable, 0.0) == 0.4  # all below 0.2
    assert refused_share(answerable, unanswerable, 0.1) == 0.6  # all below 0.25
    assert refused_share(answerable, unanswerable, 0.19) == 0.6
    assert refused_share(answerable, unanswerable, 0.2) == 0.8


def test_equal_chances_are_not_refused_apart() -> None:
    assert refused_share([0.5, 0.5], [0.5, 0.4], 0.5) == 0.5


def test_auroc_is_one_for_chances_that_part_and_a_half_for_equal_ones() -> None:
    assert auroc([0.8, 0.9], [0.1, 0.2]) == 1.0
    assert auroc([0.5], [0.5]) == 0.5
    assert auroc([0.1, 0.9], [0.5]) == 0.5
