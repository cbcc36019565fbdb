from __future__ import annotations

import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from playground.markdown import to_plain
from retrieval.model import Passage, Summary, SummarySentence
from tests.ui.samples import LEFT_OUT, article, hostile, passage, quotes, translated_article
from ui.custom_id import Kind, parse
from ui.limits import CONTENT, length
from ui.reply import check_quotes
from ui.summary import render_summary


def summary(*passages: Passage) -> Summary:
    """Every first sentence of the passages."""
    return Summary(
        passages[0].article if passages else article(),
        tuple(
            SummarySentence(shown, shown.sentences[0], shown.translation.sentences[0] if shown.translation else None)
            for shown in passages
        ),
        "de",
        "abc123",
    )


def plain(content: str) -> str:
    return re.sub("[\u2068\u2069]", "", to_plain(content))


def test_a_summary_is_sentences_with_their_paragraphs_and_the_source() -> None:
    reply = render_summary(
        summary(passage(["Eins.", " Mehr."], number=1), passage(["Zwei."], number=3)), language="de", asker_id=7
    )
    assert plain(reply.content) == (
        "2 Sätze aus dem Artikel, wörtlich:\nEins.\nAbsatz 1\nZwei.\nAbsatz 3\n— Ada Beispiel, „Ein Titel“"
    )
    assert [parse(button.custom_id).kind for button in reply.buttons] == [Kind.DELETE]


def test_a_topic_is_named_as_it_was_given() -> None:
    reply = render_summary(summary(passage(["Eins."])), language="en", topic="*NATO*\n# x")
    assert plain(reply.content).startswith("1 sentence from the article on ‘*NATO* # x’, word for word:\n")


def test_a_topic_of_which_nothing_is_known_is_no_title_for_other_sentences() -> None:
    off_topic = replace(summary(passage(["Eins."])), is_off_topic=True)
    shown = plain(render_summary(off_topic, language="de", topic="Apfelkuchen").content)
    assert shown.startswith(
        "Zu „Apfelkuchen“ finde ich nichts. 1 Satz, der den Artikel zusammenfasst, wörtlich:\nEins."
    )


def test_an_english_reader_gets_the_translations_sentences_after_the_source() -> None:
    of = translated_article()
    reply = render_summary(
        summary(
            passage(["Eins."], number=1, of=of, translated=["One."]),
            passage(["Zwei."], number=3, of=of, translated=["Two."]),
        ),
        language="en",
    )
    assert plain(reply.content).endswith(
        "— Ada Beispiel, ‘Ein Titel’\nTranslated into English by Tess Sample:\nOne.\nTwo."
    )
    check_quotes(reply)


def in_section(heading: str, text: str, *, number: int = 2, translated: str | None = None) -> Passage:
    of = article() if translated is None else translated_article()
    shown = passage([text], number=number, of=of, translated=None if translated is None else [translated])
    return replace(shown, heading=heading)


def test_what_does_not_fit_is_left_out_and_counted_and_no_section_is_lost() -> None:
    def part(number: int, heading: str) -> Passage:
        return in_section(heading, f"Satz {number} " + "und noch ein Wort " * 16 + ".", number=number)

    shown = [part(number, "Anfang") for number in range(1, 9)] + [part(9, "Mitte"), part(10, "Ende")]
    reply = render_summary(summary(*shown), language="de")
    kept = quotes(reply.content)
    assert "weitere Sätze passen nicht in diese Nachricht." in reply.content
    assert f"{10 - len(kept)} weitere Sätze" in reply.content
    assert [text.split()[1] for text in kept][-2:] == ["9", "10"]
    assert len(reply.quotes) == len(kept)


def test_a_very_long_sentence_is_shortened_and_keeps_none_out() -> None:
    usual = [in_section("Anfang", f"Satz {number}.", translated=f"Sentence {number}.") for number in range(9)]
    long = in_section("Ende", "Und noch ein Ort. " * 50, translated="And one more place. " * 45)
    reply = render_summary(summary(*usual, long), language="en")
    *others, last = quotes(reply.content)[:10]
    assert others == [f"Satz {number}." for number in range(9)]
    assert last.endswith(LEFT_OUT)
    assert CONTENT - 20 < length(reply.content) <= CONTENT  # it has all the room that is left
    check_quotes(reply)


def test_where_sections_would_be_missing_their_sentences_are_shortened() -> None:
    shown = [in_section(heading, f"{heading} " + "und noch ein Wort " * 16, number=1) for heading in "ABCDEFG"]
    kept = quotes(render_summary(summary(*shown), language="de").content)
    assert [text.split()[0] for text in kept] == list("ABCDEFG")
    assert all(text.endswith(LEFT_OUT) for text in kept)


def test_a_shorter_sentence_takes_the_room_that_a_longer_one_does_not_fit_into() -> None:
    shown = [in_section("Anfang", f"{letter} " + "und noch ein Wort " * 19) for letter in "ABCDEF"]
    kept = quotes(render_summary(summary(*shown, in_section("Anfang", "Kurz.")), language="de").content)
    assert [text.split()[0] for text in kept] == ["A", "B", "C", "D", "E", "Kurz."]


def test_a_sentence_too_long_for_a_message_is_cut_at_a_word() -> None:
    reply = render_summary(summary(passage(["Wort " * 600])), language="de")
    assert length(reply.content) <= CONTENT
    assert "— Ada Beispiel" in reply.content
    check_quotes(reply)


def test_a_topic_without_a_sentence_says_so() -> None:
    assert render_summary(summary(), language="de", topic="Mars").content == ("Dazu steht in diesem Artikel kein Satz.")


@given(
    st.lists(st.tuples(hostile.filter(bool), st.sampled_from([1, 5, 30])), min_size=1, max_size=10),
    st.sampled_from(["de", "en"]),
    st.one_of(st.none(), hostile),
)
def test_a_summary_of_anything_fits_and_is_verbatim(
    parts: list[tuple[str, int]], language: str, topic: str | None
) -> None:
    of = translated_article(url="https://example.org/a")
    shown = [passage([text * times], of=of, translated=[text * times]) for text, times in parts]
    reply = render_summary(summary(*shown), language=language, topic=topic)
    assert length(reply.content) <= CONTENT
    check_quotes(reply)
