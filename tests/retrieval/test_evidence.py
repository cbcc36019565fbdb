"""What is quoted is a contiguous part of the stored text, whatever the article and the question."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retrieval.errors import EmptyCorpusError
from retrieval.model import Hit, Sentence, Verdict
from retrieval.retriever import Retriever
from tests.retrieval.corpora import article, retriever_of, translation, write

HOSTILE = st.sampled_from(
    [
        "Putin", "sagte", "„Nein.“", "z. B.", "am 15. August 2025", "U.S.", "…", "?!", "**fett**", "`code`", "[a](b)",
        "<@123>", "@everyone", "||spoiler||", "# x", "> y", "- z", "1.", "\u202e", "\u200b", "e\u0301", "ﬁ", "ß", "ẞ",
        "İstanbul", "東京", "مرحبا", "😀", "👩‍👩‍👧", "\u00a0", "\u2003", "½", "x" * 300, "Σίσυφος.", "a_b_c", "http://x.y/z",
    ]
)  # fmt: skip
WORD = HOSTILE | st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=12)
TEXT = st.lists(WORD, min_size=1, max_size=25).map(" ".join)
BLOCK = TEXT | TEXT.map(lambda text: f"## {text}")


def is_part(sentence: Sentence, text: str) -> bool:
    return bool(sentence.text) and text[sentence.start : sentence.end] == sentence.text


def is_quotable(hit: Hit) -> bool:
    """Whether what may be shown of the hit is a contiguous part of its passage, and of its translation."""
    passage, translated = hit.passage, hit.passage.translation
    return (
        is_part(hit.sentence, passage.text)
        and hit.sentence in passage.sentences
        and (hit.translated_sentence is None) == (translated is None)
        and (
            translated is None
            or hit.translated_sentence is None
            or (is_part(hit.translated_sentence, translated.text) and hit.translated_sentence in translated.sentences)
        )
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(blocks=st.lists(BLOCK, min_size=1, max_size=6), questions=st.lists(TEXT, min_size=1, max_size=4))
def test_a_quote_is_contiguous_whatever_the_article_and_the_question(blocks: list[str], questions: list[str]) -> None:
    with tempfile.TemporaryDirectory() as name:
        write(Path(name), article(*blocks), en=translation(*blocks))
        write(Path(name), article("The mill grinds flour.", language="en"), slug="b")  # so that something loads
        retriever = Retriever.load(Path(name))
    for question in (*questions, *blocks):
        answer = retriever.answer(question, earlier=questions[0], k=20)
        assert all(map(is_quotable, answer.hits))
        assert answer.lead is None or is_quotable(answer.lead)
        assert retriever.search(question, k=20) == retriever.answer(question, k=20).hits


@settings(max_examples=150, deadline=None)
@given(question=TEXT | st.text(max_size=500))
def test_a_quote_from_the_shipped_article_is_contiguous(loaded_retriever: Retriever, question: str) -> None:
    retriever = loaded_retriever
    answer = retriever.answer(question, k=20)
    assert all(map(is_quotable, answer.hits))
    assert (answer.verdict is Verdict.ARTICLE) == (answer.article is not None) == (answer.lead is not None)
    for hit in answer.hits[:2]:
        explanation = retriever.explain(question, hit.passage)
        assert explanation.version == retriever.version


def test_hostile_articles_are_mostly_served(tmp_path: Path) -> None:
    """Or the property above would hold of nothing."""
    write(tmp_path, article("Putin sagte „Nein.“ **fett** <@123> \u202e x", "> y … z. B. am 15. August 2025 ½"))
    assert [hit.passage.number for hit in Retriever.load(tmp_path).search("August")] == [2]
    write(tmp_path, article())
    with pytest.raises(EmptyCorpusError):
        Retriever.load(tmp_path)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Wie lange dauerten die Gespräche?", "Nach dreistündigen Gesprächen"),
        ("How long did the talks last?", "Nach dreistündigen Gesprächen"),
        ("Wo fand das Treffen statt?", "Mit viel Pomp"),
        ("Welche Flugzeuge flogen über den Stützpunkt?", "Der Empfang Putins"),
        ("Wovor warnte Selenskyj?", "Präsident Wolodymyr Selenskyj"),
    ],
)
def test_the_sentence_that_answers_is_chosen(retriever: Retriever, question: str, sentence: str) -> None:
    assert retriever.search(question)[0].sentence.text.startswith(sentence)


def test_the_translations_sentence_corresponds(retriever: Retriever) -> None:
    for question in ("Wie lange dauerten die Gespräche?", "How long did the talks last?"):
        hit = retriever.search(question)[0]
        assert hit.translated_sentence is not None
        assert hit.translated_sentence.text.startswith("After three hours of talks")


def test_a_sentence_that_shows_the_kind_of_answer_asked_for_is_preferred(tmp_path: Path) -> None:
    retriever = retriever_of(tmp_path, "Die Reise begann im Regen. Die Reise dauerte elf Tage. Die Reise war schön.")
    assert retriever.search("Wie lange dauerte die Reise?")[0].sentence.text == "Die Reise dauerte elf Tage."
    assert retriever.search("Wie viele Tage war die Reise?")[0].sentence.text == "Die Reise dauerte elf Tage."


def test_the_earlier_one_of_equal_sentences_is_chosen(tmp_path: Path) -> None:
    hit = retriever_of(tmp_path, "Der Igel schläft. Der Igel schläft. Es regnet.").search("Wo schläft der Igel?")[0]
    assert (hit.sentence.start, hit.sentence.text) == (0, "Der Igel schläft.")


def test_a_translation_with_other_sentences_has_a_sentence_of_its_own(tmp_path: Path) -> None:
    english = translation("The hedgehog sleeps while the squirrel, which is awake, eats nuts.")
    retriever = retriever_of(tmp_path, "Der Igel schläft. Das Eichhörnchen frisst Nüsse.", en=english)
    hit = retriever.search("Who eats nuts?")[0]
    assert hit.translated_sentence is not None
    assert hit.translated_sentence.text.startswith("The hedgehog sleeps")


def test_an_explanation_names_the_words_that_met(retriever: Retriever) -> None:
    passage = retriever.corpus.passage("gipfel-alaska-2025#2")
    assert passage is not None
    matches = {m.question_word: m for m in retriever.explain("Welche kampfjet flogen über anchorage?", passage).matches}
    assert matches["anchorage"].passage_words == ("Anchorage",)
    assert matches["anchorage"].via == "text"
    assert matches["kampfjet"].passage_words == ("Kampfjets",)
    assert "Welche" not in matches


def test_an_explanations_words_stand_in_the_question_and_the_passage(retriever: Retriever) -> None:
    for question in ("Was forderte Putin von der Ukraine?", "What did Putin demand?", "Selensky Warnug Kriek"):
        for hit in retriever.search(question, k=10):
            explanation = retriever.explain(question, hit.passage)
            translated = hit.passage.translation
            places = {"text": hit.passage.text, "heading": hit.passage.heading, "title": hit.passage.article.title}
            places |= {"translation": translated.text} if translated else {}
            for match in explanation.matches:
                assert match.question_word in question
                assert bool(match.passage_words) == (match.via != "questions")
                assert all(word in places[match.via] for word in match.passage_words)


def test_an_english_question_is_explained_by_the_translation(retriever: Retriever) -> None:
    hit = retriever.search("Which fighter jets flew over?")[0]
    matches = {m.question_word: m for m in retriever.explain("Which fighter jets flew over?", hit.passage).matches}
    assert matches["fighter"].via == "translation"
    assert "fighter" in matches["fighter"].passage_words


def test_an_explanation_names_the_questions_file(tmp_path: Path) -> None:
    questions = "## Die Schule bekommt im\n\n- Warum regnet es nicht mehr ins Klassenzimmer?\n"
    retriever = retriever_of(tmp_path, "Die Schule bekommt im Herbst ein Dach.", questions=questions)
    (passage,) = retriever.corpus.passages()
    (match,) = retriever.explain("Klassenzimmer?", passage).matches
    assert (match.question_word, match.passage_words, match.via) == ("Klassenzimmer", (), "questions")


def test_a_slip_is_explained_by_the_word_as_typed(retriever: Retriever) -> None:
    passage = retriever.corpus.passage("gipfel-alaska-2025#1")
    assert passage is not None
    (match,) = retriever.explain("Waffenstilstand", passage).matches
    assert (match.question_word, match.passage_words) == ("Waffenstilstand", ("Waffenstillstand",))


def test_a_passage_that_moved_is_explained_at_its_new_place(tmp_path: Path) -> None:
    retriever = retriever_of(tmp_path, "Der Igel schläft.", "Der Fuchs wacht.")
    fox = retriever.search("Fuchs")[0].passage
    write(tmp_path, article("Ein neuer Anfang.", "Der Igel schläft.", "Der Fuchs wacht."))
    retriever.reload()
    (match,) = retriever.explain("Was macht der Fuchs?", fox).matches
    assert match.passage_words == ("Fuchs",)


def test_a_passage_that_is_gone_explains_nothing(tmp_path: Path) -> None:
    retriever = retriever_of(tmp_path, "Der Igel schläft.", "Der Fuchs wacht.")
    fox = retriever.search("Fuchs")[0].passage
    write(tmp_path, article("Der Igel schläft.", "Der Fuchs schläft auch."))
    retriever.reload()
    explanation = retriever.explain("Was macht der Fuchs?", fox)
    assert (explanation.matches, explanation.version) == ((), retriever.version)


def test_where_only_the_translation_tells_the_original_is_bold_at_its_place(tmp_path: Path) -> None:
    original = article("Der Hafen wurde 1890 gebaut. Er ist klein. Vier Fähren fahren täglich zur Insel.")
    other = translation("The harbour, a small one, was built in 1890. Four ferries go to the island every day.")
    write(tmp_path, original, en=other)
    hit = Retriever.load(tmp_path).answer("How many ferries go to the island?").hits[0]
    assert hit.sentence.text == "Vier Fähren fahren täglich zur Insel."
    assert hit.translated_sentence is not None
    assert hit.translated_sentence.text == "Four ferries go to the island every day."


def test_a_translated_heading_is_named_among_what_was_met(tmp_path: Path) -> None:
    original = article("Erster Absatz hier.", "## Fähren und Ausflüge", "Sie fahren täglich.")
    write(tmp_path, original, en=translation("First paragraph here.", "## Ferries and excursions", "They go daily."))
    retriever = Retriever.load(tmp_path)
    passage = retriever.corpus.passage("a#2")
    assert passage is not None
    matches = retriever.explain("What about the excursions?", passage).matches
    assert [(match.question_word, match.passage_words, match.via) for match in matches] == [
        ("excursions", ("excursions",), "heading")
    ]
