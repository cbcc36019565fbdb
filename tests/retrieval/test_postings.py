"""What a word finds is what its terms find."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from retrieval.postings import Postings
from retrieval.vocabulary import Terms

TERMS, ENTRIES = 5, 30
ROWS = st.lists(st.sets(st.integers(0, ENTRIES - 1)), min_size=TERMS, max_size=TERMS)


def postings_of(rows: list[set[int]]) -> Postings:
    """Each posting of term t weighs t + 1."""
    parts = [
        (np.full(len(row), term), np.array(sorted(row), np.int64), np.full(len(row), term + 1.0))
        for term, row in enumerate(rows)
    ]
    return Postings.of(parts, idf=np.ones((TERMS, 2)), highest_idf=np.full((4, 2), 7.0), entry_count=ENTRIES)


@given(ROWS, st.lists(st.integers(0, TERMS - 1)))
def test_a_word_adds_to_each_entry_what_its_terms_add_each_once(rows: list[set[int]], terms: list[int]) -> None:
    found = postings_of(rows).find(Terms(terms, (0, 0, 0)), 0.5)
    added = np.bincount(found.entries, found.weights, ENTRIES)
    assert added.tolist() == [
        sum((term + 1.0) / 2 for term in set(terms) if entry in rows[term]) for entry in range(ENTRIES)
    ]
    assert found.ideals == (2.0 * len(set(terms)),) * 2


@given(ROWS)
def test_an_entrys_own_score_is_that_of_all_its_terms(rows: list[set[int]]) -> None:
    own = postings_of(rows).of_entries()
    assert own.tolist() == [*(sum(t + 1.0 for t in range(TERMS) if e in rows[t]) for e in range(ENTRIES)), 0.0]


@given(ROWS)
def test_a_term_has_its_own_row(rows: list[set[int]]) -> None:
    postings = postings_of(rows)
    for term, row in enumerate(rows):
        found = postings.find_term(term, 0.5)
        assert found.entries.tolist() == sorted(row)
        assert found.weights.tolist() == [0.5 * (term + 1.0)] * len(row)
        assert found.ideals == (0, 0)


def test_terms_that_no_entry_has_are_as_rare_as_can_be() -> None:
    found = postings_of([{1}] * TERMS).find(Terms([0], (1, 0, 2)), 0.5)
    assert found.ideals == (2 * (1 + 3 * 7),) * 2
