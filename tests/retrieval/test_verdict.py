"""What the engine allows to be said: quote, quote with doubt, say no, show the article's card."""

import shutil
from pathlib import Path

import pytest

from retrieval.model import Verdict
from retrieval.retriever import Retriever
from tests.retrieval.corpora import SHIPPED, article, numbers, retriever_of, translation, write


@pytest.mark.parametrize(
    "question",
    [
        "Wer ist der Autor?",
        "Wer hat den Artikel geschrieben?",
        "Wer schrieb das?",
        "Wie heißt der Artikel?",
        "Wie lautet die Überschrift?",
        "Welche Abschnitte hat der Text?",
        "Worum geht es in dem Artikel?",
        "Wann wurde der Artikel veröffentlicht?",
        "Who wrote this?",
        "What is the title of the article?",
        "Which sections does the article have?",
        "What is the article about?",
        "Who is the author?",
        "Kannst du den Text zusammenfassen?",
        "Wann kam der Artikel raus?",
        "is there a table of contents?",
        "Fasse den Artikel in 3 Sätzen zusammen",
        "Give me a summary in 5 sentences",
        "Was ist das Thema?",
        "What's the topic?",
        "Gib mir einen Überblick",
    ],
)
def test_a_question_about_the_article_gets_its_card(retriever: Retriever, second: Retriever, question: str) -> None:
    for engine in (retriever, second):
        answer = engine.answer(question)
        assert answer.verdict is Verdict.ARTICLE
        assert answer.article == engine.corpus.articles[0]
        assert answer.lead is not None
        assert answer.lead.passage.number == 1


@pytest.mark.parametrize(
    "question",
    ["Was steht in dem Text über Xanten?", "Wird im Artikel Xanten erwähnt?", "Does the article mention Xanten?"],
)
def test_what_the_article_says_of_something_unknown_is_no_question_about_the_article(
    retriever: Retriever, question: str
) -> None:
    answer = retriever.answer(question)
    assert answer.verdict in {Verdict.NONE, Verdict.UNSURE}
    assert answer.unknown_words == ("Xanten",)


@pytest.mark.parametrize(
    "question",
    [
        "Who wrote the article about the summit?",
        "Who wrote the summit article?",
        "Wer hat den Artikel über den Gipfel geschrieben?",
        "Worum geht es in dem Artikel über Trump und Putin?",
    ],
)
def test_what_says_which_article_is_meant_asks_about_nothing_else(retriever: Retriever, question: str) -> None:
    assert retriever.answer(question).verdict is Verdict.ARTICLE


@pytest.mark.parametrize("question", ["Wer ist Andreas Brucker?", "Who is Andreas M. Brucker?", "Brucker"])
def test_the_authors_name_asks_about_the_article(retriever: Retriever, second: Retriever, question: str) -> None:
    assert retriever.answer(question).verdict is Verdict.ARTICLE
    assert second.answer(question).verdict is not Verdict.ARTICLE


@pytest.mark.parametrize(
    "question",
    [
        "Worum ging es in Anchorage?",
        "Was schrieb Selenskyj?",
        "Wer hat das Abkommen unterschrieben?",
        "Welche Rolle spielt die NATO im Text?",
        "What did Trump write?",
        "What is the summit about?",
        "Was ist Artikel 5?",
        "Which country invoked article 5?",
        "who wrote the deal?",
        "What does the article about the summit say about NATO?",
        "Wer hat den Artikel über Xanten geschrieben?",
        "Who wrote the book about the summit?",
        "can I have a piece of cake",
        "which chapter of Harry Potter is the saddest?",
    ],
)
def test_a_question_about_the_subject_is_none_about_the_article(retriever: Retriever, question: str) -> None:
    assert retriever.answer(question).verdict is not Verdict.ARTICLE


def test_of_several_articles_the_named_authors_is_shown(tmp_path: Path) -> None:
    write(tmp_path, article("Der Igel schläft.", author="Erika Muster"))
    write(tmp_path, article("Der Fuchs wacht.", author="Joan Doe"), slug="b")
    retriever = Retriever.load(tmp_path)
    assert retriever.answer("Was hat Joan Doe geschrieben?").article == retriever.corpus.article("b")
    assert retriever.answer("Was hat Erika Muster geschrieben?").article == retriever.corpus.article("a")


@pytest.mark.parametrize(
    ("question", "slug"),
    [
        ("Wer hat den Artikel über den Fuchs geschrieben?", "b"),
        ("Wer ist der Autor des Artikels zum Igel?", "a"),
        ("Wer schrieb den Fuchs Artikel?", "b"),
    ],
)
def test_of_several_articles_the_one_that_is_described_is_shown(tmp_path: Path, question: str, slug: str) -> None:
    write(tmp_path, article("Der Igel schläft.", "Er frisst Käfer."))
    write(tmp_path, article("Der Fuchs wacht.", "Er frisst Mäuse."), slug="b")
    retriever = Retriever.load(tmp_path)
    assert retriever.answer(question).article == retriever.corpus.article(slug)


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("Wo fand das Treffen statt?", 1),
        ("Where did the meeting take place?", 1),
        ("Welche Flugzeuge flogen über Anchorage?", 2),
        ("Which planes flew over Anchorage?", 2),
        ("Was forderte Putin von der Ukraine?", 3),
        ("How did Zelensky react?", 4),
    ],
)
def test_what_the_article_says_is_answered(retriever: Retriever, question: str, number: int) -> None:
    answer = retriever.answer(question)
    assert answer.verdict is Verdict.ANSWER
    assert answer.hits[0].passage.number == number
    assert answer.article is None
    assert answer.lead is None


@pytest.mark.parametrize(
    "question",
    [
        "Wer wurde 2014 Fußballweltmeister?",
        "Wie backt man ein Sauerteigbrot?",
        "Was kostet ein Bitcoin?",
        "How do I bake sourdough bread?",
        "What is the capital of Mongolia?",
        "Who won the Champions League final?",
    ],
)
def test_what_no_article_is_about_is_never_answered(retriever: Retriever, question: str) -> None:
    """How often it is refused outright is measured in test_relevance."""
    assert retriever.answer(question).verdict in (Verdict.NONE, Verdict.UNSURE)


def test_a_passages_own_words_are_never_refused(retriever: Retriever, second: Retriever) -> None:
    for engine in (retriever, second):
        for passage in engine.corpus.passages():
            for sentence in passage.sentences[:2]:
                answer = engine.answer(sentence.text[:500])
                assert answer.verdict in (Verdict.ANSWER, Verdict.UNSURE)
                assert answer.hits[0].passage == passage


@pytest.mark.parametrize(
    ("question", "unknown"),
    [
        ("Wie alt ist XANTEN bei Timbuktu?", ("XANTEN", "Timbuktu")),
        ("Liegt Xanten bei Ulaanbaatar?", ("Xanten", "Ulaanbaatar")),
        ("Where is Xanten, near Ulaanbaatar?", ("Xanten", "Ulaanbaatar")),
        ("Fuhr Putin nach Ulaanbaatár, Ulaanbaatár?", ("Ulaanbaatár",)),
    ],
)
def test_words_that_the_corpus_does_not_know_are_named_as_typed(
    retriever: Retriever, question: str, unknown: tuple[str, ...]
) -> None:
    assert retriever.answer(question).unknown_words == unknown


@pytest.mark.parametrize(
    "question",
    ["Was sagte Trump in Anchorage?", "Gab es einen Waffenstilstand?", "Was warnte Zelensky?", "Who met in Anchorage?"],
)
def test_known_words_slips_and_variants_are_not_named(retriever: Retriever, question: str) -> None:
    assert retriever.answer(question).unknown_words == ()


def test_a_word_of_the_question_is_no_slip_of_another_language(tmp_path: Path) -> None:
    english = translation("The hedgehog walked past, a mere shadow.")
    retriever = retriever_of(tmp_path, "Der Igel lief vorbei, nur ein Schatten.", en=english)
    assert retriever.answer("Wie heißt der Papst?").unknown_words == ("Papst",)
    assert retriever.answer("Was sagt Kanzler Merz?").unknown_words == ("Kanzler", "Merz")


@pytest.mark.parametrize("question", ["Xanten or Timbuktu", "Xanten oder Timbuktu", "Xanten, Timbuktu?"])
def test_function_words_of_no_language_are_named(retriever: Retriever, question: str) -> None:
    assert retriever.answer(question).unknown_words == ("Xanten", "Timbuktu")


def test_words_known_in_the_other_language_are_not_named(tmp_path: Path) -> None:
    retriever = retriever_of(tmp_path, "Der Igel schläft.", en=translation("The hedgehog sleeps."))
    assert retriever.answer("Wo schläft das hedgehog?").unknown_words == ()


@pytest.mark.parametrize(
    "question",
    [
        "",
        "   \n\t",
        "?!…",
        "😀😀🇩🇪👩‍👩‍👧",
        "\u202e\u200b\u00ad",
        "a",
        "🙃" * 250,
        "qx zv " * 83,
        "%s{0}\\x00\x00" * 30,
        "SELECT * FROM passages; --",
        "../../../etc/passwd",
        "x" * 10_000,
        "Ж" * 500,
        "日本語" * 160,
    ],
)
def test_noise_is_never_answered(retriever: Retriever, question: str) -> None:
    answer = retriever.answer(question, earlier=question)
    assert answer.verdict in (Verdict.NONE, Verdict.UNSURE)
    assert answer.question == question
    assert all(word in question for word in answer.unknown_words)
    if not answer.hits:
        assert answer.verdict is Verdict.NONE


def test_a_question_without_hits_is_refused(retriever: Retriever) -> None:
    for question in ("", "😀", "x" * 10_000, "日本語"):
        answer = retriever.answer(question)
        assert (answer.verdict, answer.hits) == (Verdict.NONE, ())


@pytest.mark.parametrize("question", ["der die das und oder", "was ist das denn so", "the of and what is it"])
def test_function_words_alone_have_no_answer(retriever: Retriever, question: str) -> None:
    answer = retriever.answer(question)
    assert answer.verdict is not Verdict.ANSWER
    assert answer.unknown_words == ()


@pytest.mark.parametrize("count", [1, 2])
def test_the_smallest_corpora_answer_and_refuse(tmp_path: Path, count: int) -> None:
    blocks = ("Der Bürgermeister eröffnete am Montag die neue Brücke.", "Die Schule bekommt ein Dach aus Kupfer.")
    retriever = retriever_of(tmp_path, *blocks[:count])
    answer = retriever.answer("Wer eröffnete die Brücke?")
    assert answer.verdict in (Verdict.ANSWER, Verdict.UNSURE)
    assert numbers(answer)[0] == 1
    assert retriever.answer("Wie heißt die Hauptstadt der Mongolei?").verdict is not Verdict.ANSWER
    assert retriever.answer("Ulaanbaatar").verdict is Verdict.NONE
    assert retriever.answer("").hits == ()


@pytest.mark.parametrize("text", ["…", "😀", "— — —"])
def test_an_article_without_a_word_is_no_answer(tmp_path: Path, text: str) -> None:
    retriever = retriever_of(tmp_path, text)
    for question in ("Notiz", "Notiz Igel", "Ida Falk und der Igel"):
        assert retriever.answer(question).verdict is not Verdict.ANSWER


BLOCKS = ("Der Fuchs wacht im Wald.", "Der Igel schläft unter Laub.", "Der Dachs gräbt einen Bau.")
ASKED = ("Was macht der Fuchs?", "Wo schläft der Igel?", "Wer gräbt einen Bau?")
QUESTIONS = "".join(f"## {block}\n- {question}\n" for block, question in zip(BLOCKS, ASKED, strict=True))
UNANSWERED = "- Wo schläft der Dachs?\n- Was frisst der Igel?\n"


def test_a_few_questions_take_no_answer_away(tmp_path: Path) -> None:
    asked = ("Wer wacht im Wald?", "Wo schläft der Igel?", "Was gräbt der Dachs?")
    before = retriever_of(tmp_path, *BLOCKS)
    after = retriever_of(tmp_path, *BLOCKS, questions=QUESTIONS)
    for question in asked:
        assert before.answer(question).verdict is Verdict.ANSWER
        assert after.answer(question).verdict is Verdict.ANSWER


def test_a_new_article_is_answered_from_beside_the_shipped_one(tmp_path: Path) -> None:
    shutil.copytree(SHIPPED, tmp_path, dirs_exist_ok=True)
    write(
        tmp_path,
        article(
            "Die Bäckerei Hansen in der Mühlenstraße schließt nach 92 Jahren.",
            "Der Umbau des Hauses kostet 210.000 Euro, die Inhaberin heißt Gesa Hansen.",
            "Am 30. November wird zum letzten Mal geöffnet.",
        ),
        slug="baeckerei",
    )
    retriever = Retriever.load(tmp_path)
    for question, number in (
        ("Wie heißt die Inhaberin der Bäckerei?", 2),
        ("Was kostet der Umbau des Hauses?", 2),
        ("Warum schließt die Bäckerei Hansen?", 1),
    ):
        best = retriever.answer(question).hits[0].passage
        assert best.id == f"baeckerei#{number}", question
    assert retriever.answer("Wo fand das Treffen statt?").hits[0].passage.id == "gipfel-alaska-2025#1"


def test_a_question_like_an_unanswered_one_is_refused(tmp_path: Path) -> None:
    before = retriever_of(tmp_path, *BLOCKS, questions=QUESTIONS)
    after = retriever_of(tmp_path, *BLOCKS, questions=QUESTIONS, unanswered=UNANSWERED)
    assert before.answer("Und wo schläft der Dachs?").verdict is not Verdict.NONE
    assert after.answer("Und wo schläft der Dachs?").verdict is Verdict.NONE
    for number, question in ((1, ASKED[0]), (3, ASKED[2])):
        answer = after.answer(question)
        assert (answer.verdict, numbers(answer)[0]) == (Verdict.ANSWER, number)


def test_a_short_list_of_unanswered_questions_only_takes_away(tmp_path: Path) -> None:
    order = [Verdict.NONE, Verdict.UNSURE, Verdict.ANSWER]
    asked = (
        *ASKED,
        "Was frisst der Igel?",
        "Schläft der Dachs?",
        "Wie hoch ist der Bau?",
        "Der Fuchs",
        "Wer?",
        "Und dann?",
    )
    for questions in (QUESTIONS, "## Der Fuchs wacht im Wald.\n- Wie geht es dem Fuchs?\n"):
        before = retriever_of(tmp_path, *BLOCKS, questions=questions)
        after = retriever_of(tmp_path, *BLOCKS, questions=questions, unanswered="- Was kostet ein Döner?\n")
        for question in asked:
            verdicts = [order.index(engine.answer(question).verdict) for engine in (after, before)]
            assert verdicts == sorted(verdicts), question
        (tmp_path / "a.unanswered.md").unlink()


@pytest.mark.parametrize("question", ["Und dann?", "ok", "Wie war es da?", "And then?", "b", "a? b? c? d? e?", "2"])
def test_a_question_without_a_content_word_is_answered_with_doubt_at_most(retriever: Retriever, question: str) -> None:
    assert retriever.answer(question).verdict in {Verdict.UNSURE, Verdict.NONE}


def test_a_word_that_one_listed_question_has_is_answered_with_doubt_at_most(tmp_path: Path) -> None:
    one = f"## {BLOCKS[1]}\n- Wer hat Stacheln?\n- Wo liegt er?\n- Wie ruht er?\n"
    more = ("Wozu hat er Stacheln?", "Sind seine Stacheln zu sehen?", "Wie lang sind Stacheln?", "Wozu Stacheln?")
    few = one + "".join(f"- {question}\n" for question in more)
    verdicts = {
        (listed, question): retriever_of(tmp_path, *BLOCKS, questions=listed).answer(question).verdict
        for listed in (one, few)
        for question in ("Stacheln", "Und die Stacheln?", "Was sind Stacheln?", "Wer hat Stacheln?")
    }
    assert [verdict for (listed, _), verdict in verdicts.items() if listed == few] == [Verdict.ANSWER] * 4
    *doubted, as_listed = (verdict for (listed, _), verdict in verdicts.items() if listed == one)
    assert doubted == [Verdict.UNSURE] * 3
    assert as_listed is Verdict.ANSWER


@pytest.mark.parametrize("question", ["What is beauty?", "flower", "Was ist Gerechtigkeit?", "Katze", "Wein?"])
def test_what_only_a_figure_of_speech_has_met_is_not_answered_for_sure(retriever: Retriever, question: str) -> None:
    assert retriever.answer(question).verdict is not Verdict.ANSWER


@pytest.mark.parametrize(
    "question",
    [
        "How many reporters were there?",
        "How was it reported?",
        "Which newspapers reported on it?",
        "Was berichteten die Reporter?",
        "Was schrieb die Presse?",
        "translate good morning into Japanese",
    ],
)
def test_reporters_and_the_press_are_not_the_articles_author(retriever: Retriever, question: str) -> None:
    assert retriever.answer(question).verdict is not Verdict.ARTICLE


def test_an_unanswered_question_changes_neither_what_is_found_nor_which_words_are_known(tmp_path: Path) -> None:
    before = retriever_of(tmp_path, *BLOCKS, questions=QUESTIONS)
    after = retriever_of(tmp_path, *BLOCKS, questions=QUESTIONS, unanswered="- Was frisst ein Wisent, Hafer?\n")
    for question in ("Frisst der Igel Hafer?", "Was frisst ein Wissent?", "Wisent", *ASKED):
        assert numbers(after.answer(question)) == numbers(before.answer(question))
        assert after.answer(question).unknown_words == before.answer(question).unknown_words
    assert after.answer("Frisst der Igel Hafer?").unknown_words == ("Frisst", "Hafer")


def test_one_articles_unanswered_questions_refuse_no_other_article(tmp_path: Path) -> None:
    write(tmp_path, article(*BLOCKS), questions=QUESTIONS, unanswered="- Wo wohnt der Luchs?\n")
    answered = "## Der Luchs wohnt im Fels.\n- Wo wohnt der Luchs denn?\n- Welches Tier wohnt im Fels?\n"
    write(
        tmp_path,
        article("Der Luchs wohnt im Fels.", title="Meldung"),
        slug="b",
        questions=answered,
        unanswered="- Wie?\n",
    )
    retriever = Retriever.load(tmp_path)
    answer = retriever.answer("Wo wohnt der Luchs denn?")
    assert (answer.verdict, answer.hits[0].passage.id) == (Verdict.ANSWER, "b#1")
    assert retriever.answer("Wo wohnt der Luchs?").verdict is not Verdict.NONE


def test_a_question_listed_word_for_word_gets_what_it_is_listed_for(tmp_path: Path) -> None:
    questions = f"## {BLOCKS[2]}\n- Was schläft unter Laub?\n- Und dann?\n## {BLOCKS[1]}\n- Wer schläft?\n"
    retriever = retriever_of(tmp_path, *BLOCKS, questions=questions, unanswered="- Was macht der Fuchs im Wald?\n")
    for asked in ("Was schläft unter Laub?", "was SCHLAFT unter laub", "Was schlfät unter Laub", "Und dann?"):
        answer = retriever.answer(asked)
        assert (answer.verdict, numbers(answer)[0]) == (Verdict.ANSWER, 3), asked
    refused = retriever.answer("Was macht der Fuchs im Wald?")
    assert (refused.verdict, numbers(refused)[0]) == (Verdict.NONE, 1)


def test_a_question_listed_as_unanswered_in_another_language_is_refused(tmp_path: Path) -> None:
    unanswered = "- Who lent him the money?\n- Wer hat ihm das Geld geliehen?\n"
    write(
        tmp_path, article("Robert Hansen bought the ferry.", "He paid in gold.", language="en"), unanswered=unanswered
    )
    retriever = Retriever.load(tmp_path)
    for question in ("Who lent him the money?", "Wer hat ihm das Geld geliehen?"):
        assert retriever.answer(question).verdict is Verdict.NONE, question


@pytest.mark.parametrize("question", ["Von wem?", "Wer war der?", "von wann bis wann war das"])
def test_small_words_in_the_authors_name_ask_for_nobody(tmp_path: Path, question: str) -> None:
    write(tmp_path, article(*BLOCKS, author="Maria von der Aue"))
    assert Retriever.load(tmp_path).answer(question).verdict is not Verdict.ARTICLE
    assert Retriever.load(tmp_path).answer("Wer ist Maria von der Aue?").verdict is Verdict.ARTICLE


def test_the_sentence_that_a_question_is_listed_under_is_the_one_in_bold(tmp_path: Path) -> None:
    block = "Der Igel schläft. Im Herbst sucht der Igel sich ein Nest. Er frisst Käfer."
    listed = f"## {block}\n### Er frisst Käfer.\n- Wo sucht der Igel im Herbst?\n"
    bold = retriever_of(tmp_path, block).answer("Wo sucht der Igel im Herbst?").hits[0].sentence.text
    assert bold == "Im Herbst sucht der Igel sich ein Nest."
    answer = retriever_of(tmp_path, block, questions=listed).answer("wo sucht der Igel im Herbst")
    assert answer.hits[0].sentence.text == "Er frisst Käfer."
    of_block = f"## {block}\n- Wo sucht der Igel im Herbst?\n"
    assert (
        retriever_of(tmp_path, block, questions=of_block).answer("wo sucht der Igel im Herbst").hits[0].sentence.text
        == bold
    )


def test_a_question_listed_as_unanswered_is_refused_though_its_language_cannot_be_told(tmp_path: Path) -> None:
    asked = "- what does the fox do\n- Fuchs Igel Dachs Laub\n- Fuchs Dachs Bau Laub\n"  # names alone: English as above
    for unanswered, verdict in (("- Wo?\n", Verdict.ANSWER), ("- Fuchs Dachs Laub\n", Verdict.NONE)):
        retriever = retriever_of(tmp_path, *BLOCKS, questions=f"## {BLOCKS[0]}\n{asked}", unanswered=unanswered)
        answer = retriever.answer("Fuchs Dachs Laub")
        assert (answer.language, answer.verdict) == (None, verdict)


@pytest.mark.parametrize(
    "message",
    [
        "Wo fand das Treffen statt? Ich finde es nicht.",
        "wo fand das treffen statt? ich hab dazu nichts gefunden",
        "Hab den Artikel nur überflogen. Wo fand das Treffen statt? Danke!",
        "Was kostet ein Döner? Und wo fand das Treffen statt?",
        "Sag mal, wann\nfand das Treffen am 15. August 2025 statt? Mein Hund bellt den ganzen Tag.",
    ],
)
def test_a_question_is_answered_whatever_else_the_message_says(retriever: Retriever, message: str) -> None:
    answer = retriever.answer(message)
    assert (answer.verdict, numbers(answer)[0], answer.question) == (Verdict.ANSWER, 1, message)


def test_half_of_a_surrogate_pair_keeps_no_question_of_a_message_from_being_answered(retriever: Retriever) -> None:
    answer = retriever.answer("Mein Hund bellt. \ud83d Wo fand das Treffen statt? Er ist braun.")
    assert (answer.verdict, numbers(answer)[0]) == (Verdict.ANSWER, 1)


@pytest.mark.parametrize(
    "message",
    ["Was kostet ein Döner? Und wie wird das Wetter?", "Putin war da. Was hat er gegessen? Und wer hat bezahlt?"],
)
def test_several_questions_without_an_answer_get_none(retriever: Retriever, message: str) -> None:
    assert retriever.answer(message).verdict is Verdict.NONE


@pytest.mark.parametrize(
    ("message", "number"),
    [
        ("Könntest du mir sagen, wo das Treffen war?", 1),
        ("Hallo Bot, wo fand das Treffen statt?", 1),
        ("Was steht im Artikel über Putin?", 8),
        ("Erzähl mir was über die NATO", 5),
        ("Hi! Weißt du, wie lange die Gespräche dauerten?", 1),
        ("Is it true that Zelensky wasn't there?", 4),
        ("What does the article say about NATO?", 5),
        ("I was wondering how long the talks lasted", 1),
    ],
)
def test_what_is_led_up_to_is_answered(retriever: Retriever, message: str, number: int) -> None:
    answer = retriever.answer(message)
    assert (answer.verdict, answer.hits[0].passage.number) == (Verdict.ANSWER, number)
    assert answer.question == message


@pytest.mark.parametrize(
    "message",
    ["Was steht im Artikel über das Wetter?", "Do you know how much the limousine cost?", "sag mal", "Tell me"],
)
def test_what_is_led_up_to_is_judged_as_any_question(retriever: Retriever, message: str) -> None:
    assert retriever.answer(message).verdict is not Verdict.ANSWER


def test_a_fragment_among_sentences_is_not_answered_by_itself(retriever: Retriever) -> None:
    assert retriever.answer("Kampfjets?").verdict is Verdict.ANSWER
    for message in ("Wie bitte? Kampfjets? Mein Hund bellt.", "Was ist das? Ein Vogel? Ein Flugzeug?"):
        assert retriever.answer(message).verdict is not Verdict.ANSWER


def test_a_question_of_the_questions_file_is_answered_where_there_is_no_translation(tmp_path: Path) -> None:
    blocks = ("The fox wakes in the wood.", "The hedgehog sleeps under leaves.", "The badger digs.")
    asked = ("Was macht der Fuchs?", "Wo schläft der Igel?", "Wer gräbt?")
    questions = "".join(f"## {block}\n- {question}\n" for block, question in zip(blocks, asked, strict=True))
    write(tmp_path, article(*blocks, language="en"), questions=questions)
    retriever = Retriever.load(tmp_path)
    for number, question in enumerate(asked, 1):
        answer = retriever.answer(question)
        assert (answer.verdict, numbers(answer)[0]) == (Verdict.ANSWER, number)
        assert {match.via for match in retriever.explain(question, answer.hits[0].passage).matches} == {"questions"}
