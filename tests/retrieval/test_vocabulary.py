"""The words of a corpus and their terms' ids: a word reads the same whether the corpus has it or not."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.analysis import analyzers, words
from retrieval.table import Table
from retrieval.vocabulary import Field, Vocabulary, _grams, _grams_of

GERMAN = analyzers()["de"]
WORD = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=12)


@given(st.lists(WORD, max_size=8), st.sampled_from([3, 4]))
def test_grams_are_all_runs_of_letters_within_a_word(normalised: list[str], size: int) -> None:
    starts, grams = _grams(normalised, size)
    numbers: dict[str, int] = {}
    for word, (first, end) in zip(normalised, pairwise(starts.tolist()), strict=True):
        bounded = f"_{word}_".ljust(size, "_")
        runs = ["".join(run) for run in zip(*(bounded[place:] for place in range(size)), strict=False)]
        found = grams[first:end].tolist()
        assert [numbers.setdefault(run, gram) for run, gram in zip(runs, found, strict=True)] == found
        assert _grams_of(word, size) == found
    assert len(set(numbers.values())) == len(numbers)


@given(st.lists(st.lists(WORD, max_size=6).map(" ".join), max_size=4))
def test_a_word_of_the_corpus_has_all_its_terms(texts: list[str]) -> None:
    vocabulary = Vocabulary(GERMAN, [texts, []])
    for text in texts:
        for typed in words(text):
            word = vocabulary.read(GERMAN.normalise(typed))
            assert word.has_stem
            terms = vocabulary.terms_of(word)
            assert terms.unknown == (0, 0, 0)
            assert all(0 <= term < len(vocabulary) for term in terms.ids)
            assert vocabulary.stem_ids[word.stem] == word.stems[0]


@given(st.lists(WORD, max_size=6).map(" ".join), WORD)
def test_terms_of_any_word_are_the_corpuss(text: str, other: str) -> None:
    vocabulary = Vocabulary(GERMAN, [[text]])
    for typed in words(other):
        word = vocabulary.read(GERMAN.normalise(typed))
        (_, stems), *_, (_, end) = vocabulary.bounds[Field.STEM], vocabulary.bounds[Field.PAIR]
        assert all(id_ < stems for id_ in word.stems)
        assert all(id_ < end for id_ in vocabulary.terms_of(word).ids)
        assert word.has_stem == (word.stem in vocabulary.stem_ids)


def test_a_word_that_the_corpus_has_not_shares_what_it_can() -> None:
    vocabulary = Vocabulary(GERMAN, [["Der Waffenstillstand hält", "Berater für Sicherheit"]])
    known, slip = (
        vocabulary.read(GERMAN.normalise("Waffenstillstand")),
        vocabulary.read(GERMAN.normalise("Waffenstilstand")),
    )
    assert not slip.has_stem
    assert slip.stems == ()
    assert set(vocabulary.terms_of(slip).ids) < set(vocabulary.terms_of(known).ids)
    assert vocabulary.terms_of(slip).unknown[0] == 1
    compound = vocabulary.read(GERMAN.normalise("Sicherheitsberater"))
    assert (
        compound.stems
        == vocabulary.read(GERMAN.normalise("Sicherheit")).stems + vocabulary.read(GERMAN.normalise("Berater")).stems
    )


def test_of_a_function_word_that_the_corpus_has_not_nothing_is_missed() -> None:
    vocabulary = Vocabulary(GERMAN, [["Der Waffenstillstand hält"]])
    missed = [vocabulary.terms_of(vocabulary.read(word)).unknown for word in ("weshalb", "wespe")]
    assert [any(each) for each in missed] == [False, True]


def test_fields_never_share_an_id() -> None:
    vocabulary = Vocabulary(GERMAN, [["Der Igel, der Igel schläft", "abc abcd"]])
    assert vocabulary.bounds[0][0] == 0
    assert all(end == first for (_, end), (first, _) in pairwise(vocabulary.bounds))
    assert vocabulary.bounds[-1][1] == len(vocabulary)


def test_pairs_are_of_neighbours_within_a_text() -> None:
    vocabulary = Vocabulary(GERMAN, [["rote Katze", "blauer Hund"]])
    red, cat, blue, dog = (vocabulary.read(GERMAN.normalise(word)) for word in ("rote", "Katze", "blauer", "Hund"))
    assert len(set(vocabulary.pair_ids([red, cat, blue, dog]))) == 2
    assert vocabulary.pair_ids([cat, blue]) == vocabulary.pair_ids([cat, red]) == []


@pytest.mark.parametrize("texts", [[], [[]], [[""], ["…"]]])
def test_a_vocabulary_of_nothing_knows_nothing(texts: list[list[str]]) -> None:
    vocabulary = Vocabulary(GERMAN, texts or [[]])
    assert len(vocabulary) == 0
    assert not vocabulary.terms_of(vocabulary.read(GERMAN.normalise("Igel"))).ids


def test_a_tables_rows_keep_their_items() -> None:
    rows = [[3, 1], [], [4, 1, 5]]
    table = Table.of(rows)
    assert [table.row(number).tolist() for number in range(len(table))] == rows
    assert table.row_of_items().tolist() == [0, 0, 2, 2, 2]
