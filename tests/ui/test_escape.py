from __future__ import annotations

import re

import pytest
from hypothesis import given

from playground.markdown import parse, to_plain
from playground.markdown_tree import Link, Style, Styled, Text
from tests.ui.samples import as_displayed, bold_lines, bold_parts, hostile, quotes
from ui.escape import address, block_quote, bold, escape, field, isolate, unescape

OPENING = frozenset("\u202a\u202b\u202d\u202e\u2066\u2067\u2068")
ISOLATES = frozenset("\u2066\u2067\u2068")


@given(hostile)
def test_escaped_text_is_shown_as_it_is(text: str) -> None:
    assert to_plain(escape(text)) == as_displayed(text)


@given(hostile)
def test_escaped_text_is_text_and_nothing_else(text: str) -> None:
    assert all(isinstance(node, Text) for node in parse(escape(text)))


@given(hostile)
def test_escaping_adds_backslashes_only_and_unescape_takes_them_away(text: str) -> None:
    assert unescape(escape(text)) == text.replace("\r\n", "\n").replace("\r", "\n")


@given(hostile)
def test_a_block_quote_shows_the_whole_text(text: str) -> None:
    (shown,) = quotes(block_quote(escape(text)) + "\n— source")
    assert shown == as_displayed(text)


@given(hostile, hostile, hostile)
def test_bold_covers_exactly_its_sentence_next_to_anything(before: str, sentence: str, after: str) -> None:
    before, sentence, after = (re.sub("\r\n?", "\n", part) for part in (before, sentence, after))
    content = block_quote(escape(before) + bold(sentence) + escape(after)) + "\n— source"
    assert quotes(content) == [as_displayed(before + sentence + after)]
    assert bold_parts(content) == [bold_lines(sentence)]


@pytest.mark.parametrize(
    "text",
    ["US-Präsident", "am 15. August 2025", "Treffens: Anchorage", "„Beast“-Limousine", "(so heißt es)", "Ende."],
)
def test_ordinary_prose_has_no_backslash(text: str) -> None:
    assert escape(text) == text


@given(hostile)
def test_an_isolate_contains_every_direction_control(text: str) -> None:
    opened: list[str] = []
    isolated = isolate(text)
    for position, character in enumerate(isolated):
        if character in OPENING:
            opened.append(character)
        elif character == "\u202c" and opened and opened[-1] not in ISOLATES:
            opened.pop()
        elif character == "\u2069":
            while opened and opened.pop() not in ISOLATES:
                pass
        assert opened or position == len(isolated) - 1
    assert not opened


@given(hostile)
def test_a_field_is_one_line_and_keeps_its_characters(text: str) -> None:
    line = field(text)
    assert "\n" not in line
    assert to_plain(f"x {line} x").replace("\u2068", "").replace("\u2069", "") == (
        f"x {' '.join(text.split())} x".replace("\u2068", "").replace("\u2069", "")
    )


def test_a_plain_field_needs_no_isolate() -> None:
    assert field("Andreas M. Brucker") == "Andreas M. Brucker"


@pytest.mark.parametrize("text", ["שלום", "مرحبا", "\u202eabc", "abc\u200f", "\U0001e900"])
def test_a_field_that_runs_from_right_to_left_is_isolated(text: str) -> None:
    assert field(text) == isolate(text) != text


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://example.org/a_b?c=*d*&e=~f#g", "https://example.org/a_b?c=*d*&e=~f#g"),
        ("HTTP://example.org/(a)[b]", "HTTP://example.org/(a)[b]"),
        ("https://example.org/Köln", "https://example.org/K%C3%B6ln"),
        ("https://example.org/\u202eabc", "https://example.org/%E2%80%AEabc"),
    ],
)
def test_a_web_address_is_a_link_without_preview(url: str, shown: str) -> None:
    assert address(url) == f"<{shown}>"
    assert parse(address(url)) == (Link(shown, (Text(shown),)),) or url.startswith("HTTP")


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "https://x.example/> @everyone",
        "https://x.example/ <@1>",
        "https://x.example/\n# big",
        "https://x.example/\\",
        "https://",
        "https://[::1",
        "doi:10.1000/1",
        "**bold**",
    ],
)
def test_what_is_no_web_address_is_shown_as_text(url: str) -> None:
    assert all(isinstance(node, Text) for node in parse(f"x {address(url)} x"))
    assert to_plain(f"x {address(url)} x") == f"x {' '.join(url.split())} x"


def test_an_over_long_address_is_left_out() -> None:
    assert address("https://example.org/" + "a" * 480)
    assert address("https://example.org/" + "a" * 481) == ""
    assert address("https://example.org/" + "ä" * 81) == ""  # six characters each, as it would be sent


def test_bold_in_a_row_stays_apart() -> None:
    assert parse(bold("a") + escape("*b*") + bold("c")) == (
        Styled(Style.BOLD, (Text("a"),)),
        Text("*b*"),
        Styled(Style.BOLD, (Text("c"),)),
    )
