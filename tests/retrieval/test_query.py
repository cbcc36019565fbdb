"""A question as an index reads it: slips mended, synonyms looked up, a follow-up joined to what it follows."""

from pathlib import Path

import pytest

from retrieval.analysis import Analyzer, analyzers
from retrieval.expansion import SynonymRule
from retrieval.model import Verdict
from retrieval.query import Synonyms, _is_spelled_alike, closest
from retrieval.retriever import Retriever
from tests.retrieval.corpora import article, numbers, retriever_of, write

GERMAN = analyzers()["de"]


@pytest.mark.parametrize(
    ("coloured", "plain"),
    [
        ("Was fordert Putin denn eigentlich?", "Was fordert Putin?"),
        ("Wie alt ist Putin eigentlich?", "Wie alt ist Putin?"),
        ("What did Putin actually want anyway?", "What did Putin want?"),
    ],
)
def test_what_only_colours_a_question_changes_no_answer(retriever: Retriever, coloured: str, plain: str) -> None:
    found, expected = retriever.answer(coloured), retriever.answer(plain)
    assert (found.verdict, found.hits[0].passage) == (expected.verdict, expected.hits[0].passage)


@pytest.mark.parametrize("name", ["Selenski", "Selensky", "Zelensky", "Zelenski", "Selenskij", "Zelenskyy"])
@pytest.mark.parametrize("question", ["Was sagt {} dazu?", "What does {} think?"])
def test_a_name_is_read_as_the_texts_spell_it(retriever: Retriever, question: str, name: str) -> None:
    answer = retriever.answer(question.format(name))
    assert (answer.verdict, answer.hits[0].passage.number) == (Verdict.ANSWER, 4)


@pytest.mark.parametrize(
    ("stem", "other", "is_alike"),
    [("zelenskiy", "selenskyj", True), ("stacheltrag", "stachelschwein", False), ("usa", "us", False)],
)
def test_spellings_of_a_name_differ_in_few_letters(stem: str, other: str, is_alike: bool) -> None:  # noqa: FBT001
    assert _is_spelled_alike(stem, other) is is_alike


def test_a_question_of_such_words_alone_is_read(retriever: Retriever) -> None:
    assert retriever.answer("Eigentlich doch?").hits


def test_of_a_heap_of_unknown_words_only_the_first_are_taken_for_slips(retriever: Retriever) -> None:
    heap = " ".join(f"xqz{letter}v" for letter in "abcdefghij")
    assert "Waffenstilstand" in retriever.answer(f"{heap} Waffenstilstand").unknown_words
    assert "Waffenstilstand" not in retriever.answer(f"{heap[:-6]} Waffenstilstand").unknown_words


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Waffenstilstand", "waffenstillstand"),  # a letter left out
        ("Waffenstillsttand", "waffenstillstand"),  # added
        ("Waffenstillstond", "waffenstillstand"),  # changed
        ("Waffenstlilstand", "waffenstillstand"),  # swapped
        ("Wafenstilstand", "waffenstillstand"),  # two of them in a long word
        ("Ancorage", "anchorage"),
        ("Anchoarge", "anchorage"),
        ("Ankorage", "anchorage"),  # two in a word of eight letters that a text has
        ("wiso", "wieso"),  # often misspelt so
        ("heist", "heisst"),
        ("Kiwe", "kiew"),  # swapped in a short one
        ("udn", "und"),
        ("büne", "buhne"),  # left out of one
        ("wnan", "wann"),  # a function word
        ("wnn", "wann"),
    ],
)
def test_a_slip_is_read_as_the_corpuss_word(retriever: Retriever, typed: str, meant: str) -> None:
    assert closest(retriever._engine.reader("de", with_questions=True).index, typed) == meant


@pytest.mark.parametrize(
    "word",
    [
        "Pudding",  # far from every word
        "Kiaw",  # changed in a short one
        "Ankrge",  # two slips in a shorter one
        "waqn",
        "nat",  # a letter left out of a very short one
        "Büne",  # left out of a short name, or in German a noun
        "Wnn",
        "KIWE",  # an abbreviation rather than "Kiew"
        "2052",  # another number than 2025
        "xy",
        "fuer",  # a function word
        "x" * 80,  # longer than any word
        "",
    ],
)
def test_other_words_are_left_as_they_are(retriever: Retriever, word: str) -> None:
    assert closest(retriever._engine.reader("de", with_questions=True).index, word) is None


def test_a_word_that_a_text_has_is_not_misspelt(tmp_path: Path) -> None:
    blocks = ("The nurse gave a second dose.", "The doctor wrote a letter.")
    write(tmp_path, article(*blocks, language="en"))
    read = Retriever.load(tmp_path)._engine.rank("what dose wich nurse give").readings["en"].query.words
    assert [word.normalised for word in read] == ["what", "dose", "which", "nurse", "give"]


@pytest.mark.parametrize("name", ["Manny", "DOS", "Wil"])
def test_a_name_is_not_misspelt(retriever: Retriever, name: str) -> None:
    assert closest(retriever._engine.reader("en", with_questions=True).index, name) is None


@pytest.mark.parametrize(
    "question", ["Where is Westeros?", "Wer ist Blomberg?", "Gab es Kürbisse?", "Who is Chauncey?"]
)
def test_what_is_far_from_every_word_is_not_answered_for_sure(retriever: Retriever, question: str) -> None:
    assert retriever.answer(question).verdict is not Verdict.ANSWER


def test_a_mark_alone_is_no_word_that_anything_could_be_a_slip_of(tmp_path: Path) -> None:
    retriever = retriever_of(tmp_path, "Der Hafen ( \uff9f \u2200 \uff9f ) liegt am Fluss.", "Der Turm steht im Wald.")
    retriever.prepare()
    assert numbers(retriever.answer("Wo liegt der Hafne?"))[0] == 1


@pytest.mark.parametrize("analyzer", analyzers().values(), ids=analyzers())
def test_what_is_often_misspelt_is_a_word_and_its_misspellings_are_no_function_words(analyzer: Analyzer) -> None:
    for typed, meant in analyzer.misspelt.items():
        assert typed not in analyzer.function_words, typed
        assert meant in analyzer.function_words or analyzer.is_common(meant), meant


def test_the_first_word_may_be_a_function_words_slip_with_a_capital(retriever: Retriever) -> None:
    query = retriever._engine.rank("Wnn war das?").readings["de"].query
    assert [word.normalised for word in query.words] == ["wann", "war", "das"]
    assert query.content == ()


@pytest.mark.parametrize("shouted", ["WNN WAR DAS KIWE?", "wnn war das kiwe?"])
def test_capitals_throughout_tell_nothing(retriever: Retriever, shouted: str) -> None:
    query = retriever._engine.rank(shouted).readings["de"].query
    assert [word.normalised for word in query.words] == ["wann", "war", "das", "kiew"]


def test_the_first_word_of_what_is_followed_up_is_a_name_as_any_other(retriever: Retriever) -> None:
    query = retriever._engine.rank("Und wer?", "Warum Wnn?").readings["de"].query
    assert [word.text for word in query.content] == ["Wnn"]


def test_a_word_of_an_unanswered_question_is_no_slip(tmp_path: Path) -> None:
    blocks = ("Der Waggon steht.", "Die Gerste reift.")
    assert (
        closest(retriever_of(tmp_path, *blocks)._engine.reader("de", with_questions=True).index, "waggom") == "waggon"
    )
    listed = retriever_of(tmp_path, *blocks, questions="## Die Gerste\n- Gerste?\n", unanswered="- Wo ist Waggom?\n")
    assert closest(listed._engine.reader("de", with_questions=True).index, "waggom") is None


def test_an_everyday_word_is_no_slip(tmp_path: Path) -> None:
    index = (
        retriever_of(tmp_path, "Der Hafer steht hoch.", "Die Gerste auch.")
        ._engine.reader("de", with_questions=True)
        .index
    )
    assert closest(index, "Haferr") == "hafer"
    assert closest(index, "Hafen") is None


@pytest.mark.parametrize("word", ["chess", "Stahl"])
def test_where_no_language_is_told_a_word_of_one_is_no_slip_in_another(retriever: Retriever, word: str) -> None:
    ranking = retriever._engine.rank(word)
    assert ranking.language is None
    assert {reading.query.words[0].normalised for reading in ranking.readings.values()} == {word.lower()}


@pytest.mark.parametrize("variant", ["Selenskyj", "Selenski", "Selenskij", "Zelensky", "Zelenskyy", "Selensky"])
@pytest.mark.parametrize("question", ["Wie reagierte {}?", "How did {} react?"])
def test_variants_of_a_name_find_the_same(retriever: Retriever, question: str, variant: str) -> None:
    assert retriever.search(question.format(variant))[0].passage.number == 4


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("Wie lange dauertn die Gesprähce?", 1),
        ("Welche Kampfjts flogen über den Stüzpunkt?", 2),
        ("Wer gewan an Legitimtät?", 5),
        ("Which figther jets flew over?", 2),
        ("Was there a ceasfire?", 1),
    ],
)
def test_typos_find(retriever: Retriever, question: str, number: int) -> None:
    assert number in numbers(retriever.search(question, k=2))


@pytest.mark.parametrize(
    "spellings",
    [
        ("Verbündeten", "Verbuendeten", "Verbundeten"),
        ("Präsidenten", "Praesidenten", "Prasidenten"),
        ("Außenpolitik", "Aussenpolitik"),
        ("Verstöße", "Verstösse", "Verstoesse", "Verstosse"),
    ],
)
def test_spellings_of_umlauts_and_sharp_s_find_the_same(retriever: Retriever, spellings: tuple[str, ...]) -> None:
    rankings = [retriever._engine.rank(f"Was wollen die {spelling}?") for spelling in spellings]
    scores = [ranking.readings["de"].scores.entries.tolist() for ranking in rankings]
    assert all(each == scores[0] for each in scores)
    assert len({ranking.order[0] for ranking in rankings}) == 1


def test_a_query_keeps_the_words_as_typed(retriever: Retriever) -> None:
    reading = retriever._engine.rank("Gab es in ANCORAGE einen Waffenstilstand?").readings["de"]
    meant = {"ANCORAGE": "Anchorage", "Waffenstilstand": "Waffenstillstand"}
    assert [word.text for word in reading.query.content] == list(meant)
    for word in reading.query.content:
        assert word.stems[0] == reading.index.word(meant[word.text]).stems[0]


def rules(*each: tuple[tuple[str, ...], tuple[str, ...]]) -> Synonyms:
    return Synonyms(GERMAN, [SynonymRule(*rule) for rule in each])


def test_synonyms_are_found_by_stem_and_as_phrases() -> None:
    synonyms = rules((("weißes Haus", "Washington"), ("weißes Haus", "Washington")))
    everything = {GERMAN.stem("weißes"), GERMAN.stem("Haus"), GERMAN.stem("Washington")}
    phrase = synonyms.of(GERMAN.stems("vom Weissen Haus aus"))
    assert [set(found) for found in phrase] == [set(), everything, everything, set()]
    assert [set(found) for found in synonyms.of(GERMAN.stems("Haus"))] == [set()]


def test_a_one_way_rule_maps_one_way() -> None:
    synonyms = rules((("Kremlchef",), ("Putin",)))
    assert [set(found) for found in synonyms.of(GERMAN.stems("Kremlchef Putin"))] == [{"putin"}, set()]


def test_synonyms_find_a_passage_that_has_none_of_the_questions_words(tmp_path: Path) -> None:
    blocks = ("Ein Igel.", "Der Bürgermeister kommt.", "Zwei Boxer.")
    assert retriever_of(tmp_path, *blocks).search("Schultes?") == ()
    retriever = retriever_of(tmp_path, *blocks, synonyms__de="Schultes => Bürgermeister\n")
    assert numbers(retriever.search("Schultes?")) == [2]
    assert numbers(retriever.search("Bürgermeister"))[0] == 2


def test_rules_change_no_question_without_their_words(tmp_path: Path) -> None:
    blocks = ("Der Bürgermeister eröffnet die Brücke.", "Die Schule bekommt ein Dach.")
    before = retriever_of(tmp_path, *blocks).answer("Was bekommt die Schule?")
    write(tmp_path, article(*blocks), synonyms__de="Stadtoberhaupt, Bürgermeister\n")
    assert Retriever.load(tmp_path).answer("Was bekommt die Schule?").hits == before.hits


@pytest.mark.parametrize(
    ("follow_up", "earlier", "number"),
    [
        ("Und in Kiew?", "Wie fiel die Reaktion aus?", 4),
        ("Und in der NATO?", "Wie fiel die Reaktion aus?", 5),
        ("Und in den USA?", "Wie fiel das Echo aus?", 6),
        ("And in the USA?", "What was the response to the summit?", 6),
        ("Und Putin?", "Was sagte Trump?", 3),
        ("Putin?", "Was sagte Trump?", 3),  # in the language of the one before
        ("und putin", "was sagte trump", 3),
        ("and Putin?", "What did Trump say?", 3),
        ("warum?", "Wie wurde Putin empfangen?", 2),
        ("and when?", "Where did they meet?", 1),
    ],
)
def test_an_earlier_question_helps_a_short_one(retriever: Retriever, follow_up: str, earlier: str, number: int) -> None:
    answer = retriever.answer(follow_up, earlier)
    assert (answer.verdict, answer.hits[0].passage.number) == (Verdict.ANSWER, number)


@pytest.mark.parametrize(
    ("follow_up", "earlier", "number"),
    [
        ("Und Putin?", "Wie reagierte Selenskyj auf das Treffen?", 8),
        ("Und die USA?", "Wie reagierte Selenskyj auf das Treffen?", 6),
        ("Und Selenskyj?", "Wie reagierte die NATO?", 4),
        ("and Putin?", "How did Zelensky react?", 8),
        ("and NATO?", "What did Putin demand?", 5),
        ("Und Trump?", "Was sagte Macron?", 3),
    ],
)
def test_a_follow_up_on_somebody_else_leaves_the_one_before(
    retriever: Retriever, follow_up: str, earlier: str, number: int
) -> None:
    answer = retriever.answer(follow_up, earlier)
    assert (answer.verdict, answer.hits[0].passage.number) == (Verdict.ANSWER, number)
    assert answer.unknown_words == ()


@pytest.mark.parametrize("follow_up", ["Quelle?", "Wer hat das geschrieben?", "who wrote that?", "source?"])
def test_a_follow_up_may_ask_about_the_article(retriever: Retriever, follow_up: str) -> None:
    assert retriever.answer(follow_up, "Wo fand das Treffen statt?").verdict is Verdict.ARTICLE


def test_a_listed_question_gets_its_passage_whatever_came_before(tmp_path: Path) -> None:
    blocks = ("Der Fuchs wacht im Wald.", "Der Igel schläft unter Laub.")
    listed = f"## {blocks[0]}\n- Wer wacht?\n## {blocks[1]}\n- Und jetzt?\n"
    retriever = retriever_of(tmp_path, *blocks, questions=listed)
    answer = retriever.answer("Und jetzt?", "Wer wacht im Wald?")
    assert (answer.verdict, numbers(answer)[0]) == (Verdict.ANSWER, 2)


def test_what_led_to_the_answer_to_a_follow_up_is_told(retriever: Retriever) -> None:
    answer = retriever.answer("and when?", "Where did they meet?")
    explanation = retriever.explain("and when?", answer.hits[0].passage, "Where did they meet?")
    assert [match.question_word for match in explanation.matches] == ["meet"]


def test_an_earlier_question_is_ignored_for_a_long_one(retriever: Retriever) -> None:
    question = "Welche Flugzeuge flogen beim Empfang über Anchorage?"
    assert retriever.answer(question, "Was fordert Putin von der Ukraine?") == retriever.answer(question)


def test_an_earlier_question_without_words_changes_nothing(retriever: Retriever) -> None:
    for earlier in ("", "😀", "?!"):
        assert retriever.answer("Und Putin?", earlier) == retriever.answer("Und Putin?")


def test_another_language_is_asked_for_content_words_alone(retriever: Retriever) -> None:
    ranking = retriever._engine.rank("Was war in Anchorage mit Xanten und die Trump?")
    assert set(ranking.readings["en"].query.searched) == {"anchorage", "trump"}


def test_another_language_is_left_out_where_one_knows_every_word(retriever: Retriever) -> None:
    assert list(retriever._engine.rank("Was forderte Putin in Anchorage?").readings) == ["de"]


def test_a_word_asked_again_counts_as_asked_now(retriever: Retriever) -> None:
    query = retriever._engine.rank("und trump xyzzy?", "Was sagte Trump?").readings["de"].query
    assert query.searched["trump"] == 1.0


def test_a_follow_up_counts_more_than_what_it_follows(retriever: Retriever) -> None:
    query = retriever._engine.rank("Und Putin?", "Was forderte Trump?").readings["de"].query
    assert query.searched["putin"] > query.searched["forderte"] > 0
    assert "trump" not in query.searched
