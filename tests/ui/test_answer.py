from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.markdown import to_plain
from retrieval.model import Article, Explanation, Hit, Match, Passage, Sentence, Translation, Verdict
from tests.ui.samples import (
    ASKER,
    LEFT_OUT,
    answer,
    article,
    as_displayed,
    bold_lines,
    bold_parts,
    hit,
    hostile,
    hostile_line,
    passage,
    quotes,
    translated_article,
)
from ui.answer import render_answer, render_others, render_passage, render_why
from ui.custom_id import Kind, parse
from ui.excerpt import excerpt
from ui.limits import BUTTON_LABEL, BUTTONS_IN_A_ROW, CONTENT, length
from ui.reply import Quote, QuoteError, Reply, check_quotes

LONG = [
    f"Dies ist der {number}. Satz eines langen Absatzes, der nicht ganz zitiert werden kann. " for number in range(60)
]
LONG_ENGLISH = [
    f"This is sentence {number} of a long paragraph that can’t be quoted as a whole. " for number in range(60)
]

sentences = st.lists(hostile, min_size=1, max_size=5)
long_sentences = st.lists(st.one_of(hostile, hostile.map(lambda text: text * 20)), min_size=1, max_size=12)


@st.composite
def articles(draw: st.DrawFn) -> Article:
    return article(
        title=draw(hostile_line),
        author=draw(hostile_line),
        url=draw(st.one_of(st.none(), hostile, hostile_line.map("https://example.org/{}".format))),
        translation=draw(st.sampled_from([None, Translation("en", "A title", "T", ("A", "B"))])),
    )


@st.composite
def hits(draw: st.DrawFn, parts: st.SearchStrategy[list[str]] = long_sentences) -> Hit:
    written = draw(parts)
    of = draw(articles())
    translated = draw(parts) if of.translation else None
    return hit(passage(written, of=of, translated=translated), draw(st.integers(0, len(written) - 1)))


def as_shown(quote: Quote) -> set[str]:
    """What a block quote may show of a passage: its piece with the marks of what is left out, wherever it stands."""
    text = quote.passage.text
    (piece,) = quote.pieces
    starts = [start for start in range(len(text) - len(piece) + 1) if text.startswith(piece, start)]
    return {
        as_displayed(
            (f"{LEFT_OUT} " if start else "") + piece + (f" {LEFT_OUT}" if start + len(piece) < len(text) else "")
        )
        for start in starts
    }


def without_carriage_returns(shown: Hit) -> bool:
    """A sentence boundary inside a carriage return with line feed would show two breaks; no splitter makes one."""
    return "\r" not in shown.passage.text


@given(hits(), st.sampled_from(["de", "en"]), st.sampled_from([Verdict.ANSWER, Verdict.UNSURE]), hostile)
def test_every_message_fits_and_every_quote_is_contiguous(
    shown: Hit, language: str, verdict: Verdict, question: str
) -> None:
    for reply in (
        render_answer(answer(shown, verdict=verdict), language=language, asker_id=ASKER, shown_question=question),
        render_passage(shown, language=language, asker_id=ASKER),
        render_passage(shown.passage, language=language, asker_id=ASKER),
        render_others([shown] * 5, language=language, asker_id=ASKER),
    ):
        assert 1 <= length(reply.content) <= CONTENT
        assert len(reply.buttons) <= BUTTONS_IN_A_ROW
        assert len({button.custom_id for button in reply.buttons}) == len(reply.buttons)
        check_quotes(reply)


@given(hits(sentences).filter(without_carriage_returns), st.sampled_from(["de", "en"]))
def test_the_block_quotes_show_exactly_the_text_and_bold_exactly_the_best_sentence(shown: Hit, language: str) -> None:
    reply = render_answer(answer(shown), language=language, asker_id=ASKER)
    texts = [shown.passage.text]
    bold = [shown.sentence.text]
    if language == "en" and shown.passage.translation and shown.translated_sentence:
        texts.append(shown.passage.translation.text)
        bold.append(shown.translated_sentence.text)
    # A message's last line break is no part of what is shown.
    assert [text.rstrip("\n ") for text in quotes(reply.content)] == [
        as_displayed(text).rstrip("\n ") for text in texts
    ]
    assert bold_parts(reply.content) == [bold_lines(text) for text in bold]


@given(hits().filter(without_carriage_returns))
def test_what_is_cut_shows_its_piece_and_the_marks(shown: Hit) -> None:
    reply = render_answer(answer(shown), language="de", asker_id=ASKER)
    if reply.quotes and len(shown.passage.text) > CONTENT:
        (shown_quote,) = quotes(reply.content)
        assert shown_quote in as_shown(reply.quotes[0])


@given(hits(), st.sampled_from(["de", "en"]))
def test_the_source_line_is_never_cut(shown: Hit, language: str) -> None:
    reply = render_answer(answer(shown), language=language, asker_id=ASKER)
    plain = to_plain(reply.content)
    number = {"de": "Absatz 2 von 4", "en": "paragraph 2 of 4"}[language]
    (line,) = [line for line in plain.splitlines() if number in line and "—" in line][-1:]
    bare = re.sub("[\u2068\u2069]", "", line)
    for field in (shown.passage.article.author, shown.passage.article.title):
        assert re.sub("[\u2068\u2069]", "", " ".join(field.split())) in bare


def test_an_answer_reads_as_a_quote_with_its_source() -> None:
    reply = render_answer(answer(hit(passage(["Erster Satz. ", "Zweiter Satz."]), 1)), language="de", asker_id=ASKER)
    assert reply.content == (
        "> Erster Satz. **Zweiter Satz.**\n\u2068— Ada Beispiel, „Ein Titel“, Absatz 2 von 4\u2069"
    )


def test_an_english_reader_gets_the_translation_marked_as_one() -> None:
    shown = hit(passage(["Eins. ", "Zwei."], of=translated_article(), translated=["One. ", "Two."]), 1)
    reply = render_answer(answer(shown), language="en", asker_id=ASKER)
    assert reply.content == (
        "> Eins. **Zwei.**\n\u2068— Ada Beispiel, ‘Ein Titel’, paragraph 2 of 4\u2069\n"
        "\u2068Translated into English by Tess Sample:\u2069\n> One. **Two.**"
    )
    assert [quote.translated for quote in reply.quotes] == [False, True]


def test_a_reader_of_the_originals_language_gets_no_translation() -> None:
    shown = hit(passage(["Eins."], of=translated_article(), translated=["One."]))
    assert "One." not in render_answer(answer(shown), language="de", asker_id=ASKER).content


def test_an_address_is_a_link_without_preview_in_the_source_line() -> None:
    shown = hit(passage(["Eins."], of=article(url="https://example.org/a_b")))
    reply = render_answer(answer(shown), language="de", asker_id=ASKER)
    assert reply.content.endswith("Absatz 2 von 4 · <https://example.org/a_b>\u2069")


def test_a_long_quote_is_cut_at_sentences_around_the_best_one() -> None:
    shown = hit(passage(LONG), 30)
    reply = render_answer(answer(shown), language="de", asker_id=ASKER)
    (piece,) = reply.quotes[0].pieces
    kept = [sentence for sentence in LONG if sentence in piece]
    assert LONG[30] in kept
    assert "".join(kept) == piece
    assert len(kept) > 15
    assert reply.content.startswith(r"> \[…] ")
    assert CONTENT - 100 < length(reply.content) <= CONTENT


@pytest.mark.parametrize(
    ("best", "shown"),
    [
        (1, "> Erster Satz. **Zweiter Satz.** Dritter Satz."),
        (1, r"> \[…] **Zweiter Satz.** Dritter Satz."),
        (2, r"> \[…] Zweiter Satz. **Dritter Satz.**"),
        (2, r"> \[…] **Dritter Satz.**"),
    ],
)
def test_what_fits_to_the_last_character_is_quoted(best: int, shown: str) -> None:
    source = passage(["Erster Satz. ", "Zweiter Satz. ", "Dritter Satz."])
    assert excerpt(source, source.sentences[best], length(shown)).markdown == shown


def test_a_sentence_too_long_by_itself_is_cut_at_a_word() -> None:
    shown = hit(passage(["Kurz. ", "Ein Wort und noch eins " * 200, "Ende."]), 1)
    (piece,) = render_answer(answer(shown), language="de", asker_id=ASKER).quotes[0].pieces
    assert piece.startswith("Ein Wort")
    assert shown.passage.text[shown.passage.text.index(piece) + len(piece)] == " "


def test_original_and_translation_share_the_room() -> None:
    shown = hit(passage(LONG, of=translated_article(), translated=LONG_ENGLISH), 30)
    original, translation = render_answer(answer(shown), language="en", asker_id=ASKER).quotes
    assert abs(len(original.pieces[0]) - len(translation.pieces[0])) < 120


def test_where_there_is_little_room_the_original_has_it_all() -> None:
    marks = "*_" * 50
    translation = Translation("en", "A title", marks, ("", "Beginning", "End"))
    written_by = article(
        translation=translation, author=marks, title="*_" * 100, url="https://example.org/" + "a" * 480
    )
    shown = hit(passage(LONG, of=written_by, translated=LONG_ENGLISH), 30)
    reply = render_answer(answer(shown), language="en", asker_id=ASKER, shown_question="*_" * 250)
    assert length(reply.content) <= CONTENT
    assert [quote.translated for quote in reply.quotes] == [False]


@pytest.mark.parametrize(("written", "translated"), [(LONG, ["Short."]), (["Kurz."], LONG_ENGLISH)])
def test_what_one_does_not_need_goes_to_the_other(written: list[str], translated: list[str]) -> None:
    shown = hit(passage(written, of=translated_article(), translated=translated))
    reply = render_answer(answer(shown), language="en", asker_id=ASKER)
    assert length(reply.content) > CONTENT - 100
    assert [len(quote.pieces[0]) > 1500 for quote in reply.quotes] == [len(written) > 1, len(translated) > 1]


def test_an_unsure_answer_says_so_in_one_line_above_the_quote() -> None:
    reply = render_answer(answer(hit(passage(["Eins."])), verdict=Verdict.UNSURE), language="de", asker_id=ASKER)
    first, second, _ = reply.content.split("\n")
    assert first == "Das beantwortet deine Frage vielleicht nicht; am nächsten kommt dieser Absatz:"
    assert second == "> **Eins.**"


def kinds(reply: Reply) -> list[Kind]:
    return [parse(button.custom_id).kind for button in reply.buttons]


def test_an_answers_buttons_know_passage_and_asker() -> None:
    best, other = passage(["Eins."]), passage(["Zwei."], number=3)
    reply = render_answer(answer(hit(best), hit(other), hit(best)), language="de", asker_id=7)
    assert kinds(reply) == [Kind.BEFORE, Kind.AFTER, Kind.OTHERS, Kind.WHY, Kind.DELETE]
    ids = [parse(button.custom_id) for button in reply.buttons]
    assert {custom_id.asker_id for custom_id in ids} == {7}
    assert [custom_id.digests for custom_id in ids] == [
        (best.digest,), (best.digest,), (other.digest,), (best.digest,), (),
    ]  # fmt: skip
    assert [button.label for button in reply.buttons] == [
        "◀ davor", "danach ▶", "andere Stellen", "warum dieser?", "löschen",
    ]  # fmt: skip


def test_an_ephemeral_answer_has_no_delete_button() -> None:
    reply = render_answer(answer(hit(passage(["Eins."]))), language="de", asker_id=7, ephemeral=True)
    assert kinds(reply) == [Kind.BEFORE, Kind.AFTER, Kind.WHY]


@pytest.mark.parametrize(("number", "disabled"), [(1, [True, False]), (2, [False, False]), (4, [False, True])])
def test_walking_ends_where_the_article_does(number: int, disabled: list[bool]) -> None:
    reply = render_passage(passage(["Eins."], number=number), language="en", asker_id=7)
    assert kinds(reply) == [Kind.WALK_BEFORE, Kind.WALK_AFTER]
    assert [button.disabled for button in reply.buttons] == disabled


def test_no_answer_names_the_words_that_the_corpus_does_not_know() -> None:
    found = answer(hit(passage(["Eins."])), verdict=Verdict.NONE, unknown_words=("Mars", "*Venus*"))
    reply = render_answer(found, language="de", asker_id=7)
    assert to_plain(reply.content) == (
        "Dazu finde ich nichts: „Mars“ und „*Venus*“ kommen in den Artikeln nicht vor. "
        "Was dem am nächsten kommt, zeigt dir der Knopf."
    )
    assert kinds(reply) == [Kind.NEAREST, Kind.DELETE]
    assert not reply.quotes


def test_no_answer_with_only_known_words_says_that_no_paragraph_answers() -> None:
    reply = render_answer(answer(verdict=Verdict.NONE), language="en", asker_id=7, ephemeral=True)
    assert reply == Reply("No paragraph in the articles answers that.")


@given(st.lists(hostile, max_size=30).map(tuple), hostile)
def test_unknown_words_of_any_kind_fit(words: tuple[str, ...], question: str) -> None:
    found = answer(hit(passage(["Eins."])), verdict=Verdict.NONE, unknown_words=words)
    reply = render_answer(found, language="de", asker_id=7, shown_question=question)
    assert length(reply.content) <= CONTENT


def test_other_passages_are_short_quotes_with_their_sources_and_open_by_button() -> None:
    found = [hit(passage(["Davor. ", f"Satz {number}. ", "Danach."], number=number), 1) for number in (3, 1, 4)]
    reply = render_others(found, language="de", asker_id=7)
    assert quotes(reply.content) == [f"{LEFT_OUT} Satz {number}.  {LEFT_OUT}" for number in (3, 1, 4)]
    assert [button.label for button in reply.buttons] == ["Absatz 3", "Absatz 1", "Absatz 4"]
    assert set(kinds(reply)) == {Kind.NEAREST}
    assert reply.content.count("— Ada Beispiel") == 3


def test_other_passages_keep_translations_and_quotes_apart() -> None:
    of = translated_article()
    found = [
        hit(passage(["Drei."], number=3, of=of, translated=["Three."])),
        hit(passage(["Eins."], number=1, of=of, translated=["One."])),
        hit(passage(["Eins."], number=4, of=of, translated=["One."])),
    ]
    reply = render_others(found, language="en", asker_id=7)
    assert quotes(reply.content) == ["Drei.", "Three.", "Eins.", "One."]


def test_buttons_of_passages_from_several_articles_name_their_article() -> None:
    long = article(slug="long", title="Ein Titel, der auf keinen Knopf passt, weil er zu lang ist " * 3)
    found = [hit(passage(["Eins."])), hit(passage(["Zwei."], of=long))]
    labels = [button.label for button in render_others(found, language="de", asker_id=7).buttons]
    assert labels == ["Absatz 2, „Ein Titel“", "Absatz 2, „Ein Titel, der auf keinen Knopf passt, weil er zu lang…“"]
    assert all(length(label) <= BUTTON_LABEL for label in labels)


def test_no_other_passages_is_said() -> None:
    assert render_others([], language="en", asker_id=7) == Reply("There are no other passages on that.")


def test_why_names_the_words_where_they_stand() -> None:
    explanation = Explanation(
        (
            Match("Treffen", ("Gipfeltreffen", "Treffens"), "text"),
            Match("Ort", (), "questions"),
            Match("_meet_", ("meeting", "met"), "translation"),
            Match("Gipfel", ("Gipfel",), "heading"),
        ),
        "abc123",
    )
    reply = render_why(explanation, passage(["Eins."]), language="de")
    assert to_plain(reply.content) == (
        "Diese Wörter der Frage passen zu Absatz 2 von 4:\n"
        "• „Treffen“ – im Absatz: „Gipfeltreffen“, „Treffens“\n"
        "• „Ort“ – in den Fragen, die zu diesem Absatz gesammelt sind\n"
        "• „_meet_“ – in der Übersetzung: „meeting“, „met“\n"
        "• „Gipfel“ – in der Überschrift: „Gipfel“\n"
        "Stand der Artikel: abc123"
    )


met = st.lists(hostile, max_size=3).map(lambda words: tuple(words) * 3)


@given(
    st.lists(st.builds(Match, hostile, met, st.sampled_from(["text", "heading", "title"])), max_size=4),
    st.integers(1, 20),
)
def test_why_fits_whatever_met(matches: list[Match], times: int) -> None:
    reply = render_why(Explanation(tuple(matches) * times, "abc123"), passage(["Eins."]), language="de")
    assert length(reply.content) <= CONTENT
    assert "abc123" in reply.content


@pytest.mark.parametrize(
    "quote",
    [
        Quote(passage(["Eins. ", "Zwei."]), ("Eins. Drei.",)),
        Quote(passage(["Eins. ", "Zwei."]), ("Eins.", "")),
        Quote(passage(["Eins. ", "Zwei."]), ("Eins.",), translated=True),
        Quote(passage(["Eins."], translated=["One."]), ("Eins.",), translated=True),
    ],
)
def test_a_quote_that_the_passage_does_not_say_is_stopped(quote: Quote) -> None:
    with pytest.raises(QuoteError, match="probe#2"):
        check_quotes(Reply("", (), (quote,)))


def test_a_sentence_that_is_not_where_it_says_is_never_quoted_from_elsewhere() -> None:
    honest = passage(["Eins. ", "Zwei."])
    wrong = Hit(honest, 1.0, Sentence(0, 5, "Etwas anderes."))
    reply = render_answer(answer(wrong), language="de", asker_id=7)
    assert "Etwas anderes" not in reply.content
    check_quotes(reply)


def test_a_passage_alone_in_its_article_has_nowhere_to_walk() -> None:
    alone: Passage = passage(["Eins."], number=1, of=article(passage_count=1))
    assert all(button.disabled for button in render_passage(alone, language="de", asker_id=7).buttons)
