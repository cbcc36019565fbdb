from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from playground.markdown import to_plain
from retrieval.model import Article, Section, Verdict
from tests.ui.samples import ASKER, answer, article, hit, hostile, hostile_line, passage, quotes, translated_article
from ui.answer import render_answer
from ui.card import render_card, render_sources
from ui.limits import CONTENT, length
from ui.reply import check_quotes

cards = st.builds(
    lambda title, author, headings, url, published: article(
        title=title,
        author=author,
        sections=tuple(Section(heading, 1, 1) for heading in headings),
        url=url,
        published=published,
    ),
    hostile_line,
    hostile_line,
    st.lists(hostile, max_size=20),
    st.one_of(st.none(), hostile),
    st.one_of(st.none(), hostile_line),
)


def test_a_card_says_what_is_known_and_what_is_not() -> None:
    lead = hit(passage(["Davor. ", "Der beste Satz. ", "Danach."], number=1), 1)
    reply = render_card(article(), lead, language="de")
    assert to_plain(reply.content).replace("\u2068", "").replace("\u2069", "") == (
        "Ein Titel\nvon Ada Beispiel · 4 Absätze\nAbschnitte: Anfang (Absätze 2–3) · Ende (Absatz 4)\n"
        "Wann und wo er erschienen ist, ist nicht angegeben.\n"
        "[…] Der beste Satz.  […]\n— Ada Beispiel, Absatz 1"
    )


def test_a_card_has_address_date_and_translation_where_they_are_known() -> None:
    known = translated_article(url="https://example.org/a", published="2025-08-16")
    content = to_plain(render_card(known, None, language="en").content)
    assert content.split("\n") == [
        "Ein Titel",
        "by Ada Beispiel · published: 2025-08-16 · 4 paragraphs",
        "https://example.org/a",
        "Sections, translated: Beginning (paragraphs 2–3) · End (paragraph 4)",
        "Translation (English): ‘A title’ · Tess Sample",
    ]


def test_an_english_readers_card_has_the_translated_sentence() -> None:
    lead = hit(passage(["Eins. ", "Zwei."], number=1, of=translated_article(), translated=["One. ", "Two."]), 1)
    reply = render_card(lead.passage.article, lead, language="en")
    assert quotes(reply.content) == ["[…] Zwei.", "[…] Two."]
    check_quotes(reply)


@given(cards, hostile, st.sampled_from(["de", "en"]))
def test_a_card_fits_and_quotes_word_for_word(shown: Article, sentence: str, language: str) -> None:
    lead = hit(passage([sentence * 10], number=1, of=shown))
    found = answer(verdict=Verdict.ARTICLE)._replace(article=shown, lead=lead)
    reply = render_answer(found, language=language, asker_id=ASKER, shown_question=sentence)
    assert length(reply.content) <= CONTENT
    check_quotes(reply)


@given(st.lists(cards, min_size=1, max_size=3), st.integers(1, 12))
def test_sources_show_as_many_cards_as_fit(shown: list[Article], times: int) -> None:
    assert length(render_sources(shown * times, language="de").content) <= CONTENT


def test_sources_say_how_many_more_there_are() -> None:
    content = render_sources([article()] * 100, language="de").content
    shown = content.count("**Ein Titel**")
    assert content.endswith(f"… und {100 - shown} weitere Artikel")
    assert shown > 10
