"""The markdown model is Discord's: by example, and for any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.markdown import parse, to_plain
from playground.markdown_tree import Node, Quote, Text
from tests.playground.markdown_examples import EXAMPLES

MARKUP = st.text(st.sampled_from("ab1 \n*_~|`>#-.[]()<:/@&!t\\\"'\u2028ä😀"), max_size=60)
WORDS = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\r\t\f"), max_size=60)


@pytest.mark.parametrize(("content", "tree"), EXAMPLES)
def test_content_is_read_as_the_client_reads_it(content: str, tree: tuple[Node, ...]) -> None:
    assert parse(content) == tree


@given(MARKUP)
def test_letters_are_shown_in_their_order_and_none_is_invented(content: str) -> None:
    given_letters = iter(content)
    assert all(letter in given_letters for letter in to_plain(content) if letter in "bä😀")


@given(WORDS)
def test_text_with_every_punctuation_mark_escaped_is_shown_exactly(text: str) -> None:
    escaped = "".join(c if c.isalnum() or c.isspace() else f"\\{c}" for c in text.replace("\n", " "))
    assert parse(f"> {escaped}") == (Quote((Text(text.replace("\n", " ")),) if text else ()),)


@pytest.mark.parametrize("piece", ["*", "_", "**_", "||", "[", "](", "> ", "- ", "<", "\\", "`", "1. ", "# "])
def test_no_content_exhausts_the_stack(piece: str) -> None:
    assert isinstance(to_plain(piece * (4000 // len(piece))), str)
    assert isinstance(to_plain(piece * 1000 + "a" + piece[::-1] * 1000), str)


def test_blocks_stand_on_lines_of_their_own() -> None:
    assert to_plain("# a\nb\n> c\n> d\ne\n- f\n- g\n-# h\n```i\n```\nj") == "a\nb\nc\nd\ne\n• f\n• g\nh\ni\nj"
    assert to_plain("> a\n\nb") == "a\n\nb"
    assert to_plain("4. a\n4. b") == "4. a\n5. b"


def test_names_are_shown_where_they_are_known() -> None:
    names = {"1": "Mia", "2": "Mod", "3": "fragen"}
    assert to_plain("<@1> <@&2> <#3> @here", names) == "@Mia @Mod #fragen @here"
    assert to_plain("<@1> <@&2> <#3> </ask:4>") == "<@1> @unknown-role #unknown /ask"


def test_a_time_is_shown_in_utc() -> None:
    assert to_plain("<t:0> <t:0:t> <t:0:d> <t:8000000000000>") == "1970-01-01 00:00 00:00 1970-01-01 <t:8000000000000>"
