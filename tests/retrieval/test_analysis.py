"""Text → terms: spellings that are one, stems, n-grams."""

import tomllib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval import analysis
from retrieval.analysis import Analyzer, analyzers, split_compound, words
from retrieval.language import SUPPORTED_LANGUAGES

GERMAN = analyzers()["de"]
ENGLISH = analyzers()["en"]


@pytest.mark.parametrize(
    "spellings",
    [
        ("Militärstützpunkt", "Militaerstuetzpunkt", "Militarstutzpunkt", "MILITÄRSTÜTZPUNKT"),
        ("Verbündete", "Verbuendete", "Verbundete"),
        ("Überflügen", "Ueberfluegen", "Uberflugen"),
        ("Größe", "Groesse", "Grösse", "GRÖSSE"),
        ("außenpolitisch", "aussenpolitisch"),
    ],
)
def test_umlauts_and_sharp_s_are_one_however_they_are_typed(spellings: tuple[str, ...]) -> None:
    assert len({GERMAN.normalise(spelling) for spelling in spellings}) == 1
    assert len({GERMAN.stem(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize("word", ["neue", "bauer", "quelle", "steuer", "treue"])
def test_ue_is_no_umlaut_after_a_vowel_or_q(word: str) -> None:
    assert GERMAN.normalise(word) == word


@pytest.mark.parametrize("analyzer", analyzers().values(), ids=SUPPORTED_LANGUAGES)
@pytest.mark.parametrize(("accented", "plain"), [("Élysée", "elysee"), ("Orbán", "orban"), ("Erdoğan", "erdogan")])
def test_other_accents_make_no_difference(analyzer: Analyzer, accented: str, plain: str) -> None:
    assert analyzer.normalise(accented) == plain


@given(st.text())
def test_composed_and_decomposed_text_has_the_same_terms(text: str) -> None:
    for analyzer in analyzers().values():
        composed, decomposed = (analyzer.stems(unicodedata.normalize(form, text)) for form in ("NFC", "NFD"))
        assert composed == decomposed


@pytest.mark.parametrize("invisible", ["\u00ad", "\u200b", "\u2060", "\ufeff"])
def test_invisible_hyphens_and_spaces_divide_no_word(invisible: str) -> None:
    assert words(f"{invisible}Gipfel{invisible}treffen heute{invisible}") == ["Gipfeltreffen", "heute"]


def test_words_are_runs_of_letters_and_digits() -> None:
    assert words("F-22-Kampfjets, „Beast“_Limousine; 15. August") == [
        "F", "22", "Kampfjets", "Beast", "Limousine", "15", "August",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["", " \n", "…?!", "😀🇩🇪", "__", "\u200b"])
def test_text_without_letters_and_digits_has_no_words(text: str) -> None:
    assert words(text) == []
    assert GERMAN.stems(text) == []


@pytest.mark.parametrize(
    ("analyzer", "forms"),
    [
        (GERMAN, ("Ergebnis", "Ergebnisse", "Ergebnissen")),
        (GERMAN, ("Verbündete", "Verbündeten", "Verbuendeter")),
        (ENGLISH, ("concession", "concessions")),
        (ENGLISH, ("warned", "warning", "warns")),
    ],
)
def test_a_words_forms_have_one_stem(analyzer: Analyzer, forms: tuple[str, ...]) -> None:
    assert len({analyzer.stem(form) for form in forms}) == 1


@pytest.mark.parametrize("word", ["für", "fuer", "fur", "FÜR", "Was", "weiß", "weiss"])
def test_function_words_are_known_in_every_spelling(word: str) -> None:
    assert GERMAN.is_function_word(word)


def test_content_words_are_no_function_words() -> None:
    assert not any(map(GERMAN.is_function_word, ["Gipfel", "Putin", "2025", "Treffen"]))
    assert not any(map(ENGLISH.is_function_word, ["summit", "Putin", "2025", "meeting"]))


def test_a_compound_is_split_where_the_corpus_knows_both_parts() -> None:
    security, adviser, president, election = map(GERMAN.stem, ("Sicherheit", "Berater", "Präsident", "Wahl"))
    known = {security, adviser, president, election}
    assert split_compound(GERMAN, GERMAN.normalise("Sicherheitsberatern"), known) == (security, adviser)
    assert split_compound(GERMAN, GERMAN.normalise("Präsidentenwahl"), known) == (president, election)
    assert split_compound(GERMAN, GERMAN.normalise("Sicherheitsventil"), known) == ()
    assert split_compound(GERMAN, "wahl", known) == ()


def test_a_run_of_letters_longer_than_any_word_is_cut() -> None:
    found = words("x" * 10_000)
    assert "".join(found) == "x" * 10_000
    assert max(map(len, found)) == 80


@pytest.mark.parametrize("language", SUPPORTED_LANGUAGES)
def test_every_language_has_a_file_with_the_same_tables(language: str) -> None:
    tables = [
        tomllib.loads((analysis._LANGUAGES / f"{name}.toml").read_text(encoding="utf-8"))
        for name in (language, SUPPORTED_LANGUAGES[0])
    ]
    assert tables[0].keys() == tables[1].keys()
    assert tables[0]["article"].keys() == tables[1]["article"].keys()
