from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ui.samples import hostile
from ui.escape import escape
from ui.limits import cut, fit, length, shorten


@given(hostile)
def test_length_counts_utf_16_code_units(text: str) -> None:
    assert length(text) == len(text.encode("utf-16-le")) // 2


def test_half_of_a_surrogate_pair_counts_as_one() -> None:
    assert length("\ud83d") == 1


@given(hostile, st.integers(0, 60))
def test_a_cut_is_a_beginning_that_fits_and_splits_no_character(text: str, room: int) -> None:
    kept = cut(text, room)
    assert text.startswith(kept)
    assert length(kept) <= room
    rest = text[len(kept) :]
    assert not kept or not rest or not unicodedata.category(rest[0]).startswith("M")


@given(hostile, st.integers(0, 60))
def test_a_cut_by_another_measure_fits_by_it(text: str, room: int) -> None:
    assert length(escape(cut(text, room, lambda part: length(escape(part))))) <= room


@pytest.mark.parametrize(
    ("text", "room", "kept"),
    [
        ("ein langer Satz", 15, "ein langer Satz"),
        ("ein langer Satz", 14, "ein langer"),
        ("ein langer Satz", 10, "ein langer"),
        ("ein langer Satz", 9, "ein"),
        ("Donaudampfschiff", 5, "Donau"),
        ("xe\u0301e\u0301", 2, "x"),
        ("x👍🏽", 3, "x"),
        ("x👩‍👩‍👧", 7, "x"),
        ("🇩🇪🇦🇹", 7, "🇩🇪"),
        ("x🏴󠁧󠁢󠁥󠁮󠁧󠁿", 13, "x"),
        ("x\u1100\u1161\u11a8", 3, "x"),
        ("x𝔘", 2, "x"),
        ("", 0, ""),
    ],
)
def test_a_cut_ends_after_a_word_else_after_a_whole_character(text: str, room: int, kept: str) -> None:
    assert cut(text, room) == kept


@pytest.mark.parametrize(("room", "shown"), [(15, "ein langer Satz"), (14, "ein langer…"), (3, "ei…"), (1, "…")])
def test_a_shortened_text_says_that_it_is(room: int, shown: str) -> None:
    assert shorten("ein langer Satz", room) == shown


@pytest.mark.parametrize(
    ("room", "lines"),
    [
        (12, ["aaa", "bbb", "ccc"]),
        (11, ["aaa", "bbb", "+1"]),
        (10, ["aaa", "+2"]),
        (7, ["aaa", "+2"]),
        (6, ["+3"]),
        (2, []),
    ],
)
def test_lines_that_do_not_fit_are_counted(room: int, lines: list[str]) -> None:
    assert fit(["aaa", "bbb", "ccc"], room, lambda count: f"+{count}") == lines
