"""What is a hit, its score, the order of hits: on corpora that break naive uses of BM25."""

from pathlib import Path

import numpy as np
import pytest
from rank_bm25 import BM25Plus

from retrieval.index import _Bm25
from retrieval.retriever import Retriever
from tests.retrieval.corpora import article, numbers, retriever_of, translation, write

PARAGRAPHS = (
    "Der Bürgermeister eröffnete am Montag die neue Brücke über den Fluss.",
    "Die Schule bekommt im Herbst ein anderes Dach aus Kupfer.",
    "Im Stadion gewann der Verein sein erstes Spiel seit Jahren.",
)


def test_rank_bm25_gives_the_scores() -> None:
    entries = [[0, 1, 1, 2], [1, 3], [4, 5, 6, 0, 0, 7]]
    terms = np.array([term for entry in entries for term in entry])
    entry_of = np.repeat(np.arange(3), [len(entry) for entry in entries])
    ours = _Bm25(terms, entry_of, 3)
    theirs = BM25Plus(entries)
    query = [0, 1, 7]
    weights = ours.weights(ours.idf_of(0, 8)[ours.terms])
    scores = np.bincount(ours.entries, weights * np.isin(ours.terms, query), minlength=3)
    # theirs adds delta times the idf of terms that an entry doesn't have
    missing = [sum(theirs.idf[term] * theirs.delta for term in query if term not in entry) for entry in entries]
    assert scores == pytest.approx(theirs.get_scores(query) - np.array(missing))


def test_a_single_passage_is_found(tmp_path: Path) -> None:
    found = retriever_of(tmp_path, PARAGRAPHS[0]).search("Wer eröffnete die Brücke?")
    assert numbers(found) == [1]
    assert found[0].score > 0


def test_of_two_passages_the_one_that_matches_is_found(tmp_path: Path) -> None:
    retriever = retriever_of(tmp_path, *PARAGRAPHS[:2])
    assert numbers(retriever.search("Kupfer"))[0] == 2
    assert numbers(retriever.search("Brücke"))[0] == 1


def test_a_question_that_shares_no_term_has_no_hits(tmp_path: Path) -> None:
    assert retriever_of(tmp_path, *PARAGRAPHS).search("xyzq qqqq") == ()


def test_a_passage_that_shares_no_term_is_no_hit(tmp_path: Path) -> None:
    retriever = retriever_of(tmp_path, "Ein Igel.", "Kupfer.", "Zwölf Boxen.")
    assert numbers(retriever.search("Kupfer", k=10)) == [2]


def test_a_heading_or_title_alone_makes_no_hit_of_every_passage(tmp_path: Path) -> None:
    retriever = retriever_of(tmp_path, "## Kupfer", "Ein Igel.", "Zwei Boxer.")
    assert numbers(retriever.search("Igel")) == [1]


@pytest.mark.parametrize("count", [2, 3, 4, 5, 7, 8, 9, 16, 17, 33])
def test_equal_passages_stand_in_reading_order(tmp_path: Path, count: int) -> None:
    found = retriever_of(tmp_path, *[PARAGRAPHS[0]] * count).search("Wann eröffnete er die Brücke?", k=count)
    assert numbers(found) == list(range(1, count + 1))
    assert len({hit.score for hit in found}) == 1


def test_hits_are_sorted_by_score(second: Retriever) -> None:
    scores = [hit.score for hit in second.search("Who paid for the new wheel of the mill?", k=20)]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) > 2


@pytest.mark.parametrize("k", [1, 2, 3, 10, 1000])
def test_k_only_cuts(retriever: Retriever, k: int) -> None:
    question = "Welche Flugzeuge flogen über Anchorage?"
    every = retriever.search(question, k=1000)
    assert retriever.search(question, k=k) == every[:k]


def test_searching_again_gives_the_same(retriever: Retriever) -> None:
    question = "Was forderte Putin?"
    assert retriever.answer(question) == retriever.answer(question)
    assert retriever.answer(question) == Retriever.load(retriever.corpus.directory).answer(question)


@pytest.mark.parametrize(
    ("question", "repeated"),
    [
        ("Wo fand das Treffen statt?", "Wo wo fand fand das Treffen Treffen Treffen statt?"),
        ("Welche Forderungen hat Putin?", "Welche Forderungen Forderungen hat Putin? Putin? Putin!"),
        ("Where did both of them meet?", "Where where did both of them meet? meet meet"),
    ],
)
def test_a_repeated_word_changes_nothing(retriever: Retriever, question: str, repeated: str) -> None:
    once, twice = retriever.answer(question), retriever.answer(repeated)
    assert twice.hits == once.hits
    assert (twice.verdict, twice.unknown_words) == (once.verdict, once.unknown_words)


def test_case_and_punctuation_change_nothing(retriever: Retriever) -> None:
    plain = retriever.search("wo fand das treffen statt")
    assert retriever.search("WO FAND DAS TREFFEN STATT???") == plain
    assert retriever.search("  „Wo“ – fand: das\nTreffen … statt?! 😀") == plain


def test_articles_in_two_languages_are_found_each_in_its_own(tmp_path: Path) -> None:
    write(tmp_path, article(*PARAGRAPHS))
    english = ("The mayor opened the bridge across the river.", "The school will get a copper roof in autumn.")
    write(tmp_path, article(*english, language="en", title="News", author="Joan Doe"), slug="b")
    retriever = Retriever.load(tmp_path)
    assert retriever.search("Wer eröffnete die Brücke?")[0].passage.id == "a#1"
    assert retriever.search("Who opened the bridge?")[0].passage.id == "b#1"
    assert retriever.search("What roof will the school get?")[0].passage.id == "b#2"
    assert retriever.search("Aus was ist das Dach der Schule?")[0].passage.id == "a#2"


def test_an_english_question_finds_the_german_passage_through_its_translation(tmp_path: Path) -> None:
    english = translation("The mayor inaugurated the crossing.", "A squirrel has been sighted.")
    retriever = retriever_of(tmp_path, "Die Brücke ist eröffnet.", "Ein Eichhörnchen wurde gesichtet.", en=english)
    hit, *_ = retriever.search("Has anyone sighted the squirrel?")
    assert hit.passage.id == "a#2"
    assert hit.sentence.text == "Ein Eichhörnchen wurde gesichtet."
    assert hit.translated_sentence is not None
    assert hit.translated_sentence.text == "A squirrel has been sighted."


def test_a_question_of_the_questions_file_finds_its_passage(tmp_path: Path) -> None:
    questions = "## Die Schule bekommt im Herbst\n\n- Warum regnet es nicht mehr ins Klassenzimmer?\n"
    retriever = retriever_of(tmp_path, *PARAGRAPHS, questions=questions)
    assert numbers(retriever.search("Klassenzimmer"))[0] == 2


def test_a_corpus_in_one_language_has_an_empty_index_in_the_other(tmp_path: Path) -> None:
    retriever = retriever_of(tmp_path, *PARAGRAPHS)
    answer = retriever.answer("Which school roof is of Kupfer?")
    assert numbers(answer)[0] == 2
    assert all(hit.translated_sentence is None for hit in answer.hits)


def test_a_sections_only_passage_and_one_without_letters_do_no_harm(tmp_path: Path) -> None:
    retriever = retriever_of(tmp_path, "## Erster", "…", "## Zweiter", "Der Igel schläft.", "2025")
    assert retriever.search("Wo schläft der Igel?")[0].passage.text == "Der Igel schläft."
    assert numbers(retriever.search("2025")) == [3]
    assert retriever.search("…") == ()


def test_hyphenated_joined_and_spaced_compounds_find_the_same(tmp_path: Path, retriever: Retriever) -> None:
    for spelling in ("Sicherheitsberater", "Sicherheits-Berater", "Sicherheits Berater", "sicherheitsberatern"):
        assert retriever.search(f"Was sagen {spelling}?")[0].passage.number == 6, spelling
    for spelling in ("Kampfjets", "Kampf-Jets", "Kampf Jets", "F-22-Kampfjets", "F22 Kampfjet"):
        assert retriever.search(f"Welche {spelling} waren da?")[0].passage.number == 2, spelling
    small = retriever_of(tmp_path, "Der Senat tagt.", "Die Hafen-Rundfahrt beginnt um drei.", "Der Zoo ist zu.")
    for spelling in ("Hafenrundfahrt", "Hafen-Rundfahrt", "Hafen Rundfahrt"):
        assert small.search(spelling)[0].passage.number == 2, spelling


def test_each_of_two_thousand_passages_is_found(tmp_path: Path) -> None:
    """One of them has a thousand questions, the others none."""
    for slug in range(20):
        blocks = [f"Die Halle {slug * 100 + place} steht am Kai von Ort{slug}." for place in range(100)]
        write(tmp_path, article(*blocks), slug=f"s{slug}")
    listed = "".join(f"- Wie hoch ist Kran {number}?\n" for number in range(1000))
    write(tmp_path, article("Hier stehen alle Kräne."), slug="z", questions=f"## Hier stehen alle Kräne.\n{listed}")
    retriever = Retriever.load(tmp_path)
    assert retriever.search("Wo steht Halle 1234?")[0].passage.id == "s12#35"
    assert retriever.search("Wie hoch ist Kran 77?")[0].passage.id == "z#1"
