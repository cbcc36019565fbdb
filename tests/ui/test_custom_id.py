from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.custom_id import MAX_DIGESTS, TEMPLATE, CustomId, Kind, build, parse
from ui.limits import CUSTOM_ID

custom_ids = st.builds(
    CustomId,
    st.sampled_from(Kind),
    st.lists(st.from_regex(r"[0-9a-f]{12}", fullmatch=True), max_size=MAX_DIGESTS).map(tuple),
    st.integers(1, 2**64 - 1),
)


@given(custom_ids)
def test_what_is_built_is_read_back_and_fits(custom_id: CustomId) -> None:
    text = build(custom_id)
    assert len(text) <= CUSTOM_ID
    assert parse(text) == custom_id
    match = re.fullmatch(TEMPLATE, text)
    assert match is not None
    assert parse(match) == custom_id


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x:0123456789ab:1",
        "b:0123456789ab:0",
        "b:0123456789ab:-1",
        "b:0123456789ab:١",
        "b:0123456789AB:1",
        "b:0123456789a:1",
        "b:0123456789ab.:1",
        "b:0123456789ab:1\n",
        " b:0123456789ab:1",
        "b:0123456789ab:123456789012345678901",
        "o:" + ".".join(["0123456789ab"] * (MAX_DIGESTS + 1)) + ":1",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="custom_id"):
        parse(text)


@pytest.mark.parametrize(
    "custom_id",
    [
        CustomId(Kind.BEFORE, ("no digest",), 1),
        CustomId(Kind.BEFORE, (), 0),
        CustomId(Kind.OTHERS, ("0123456789ab",) * (MAX_DIGESTS + 1), 1),
    ],
)
def test_what_could_not_be_read_back_is_not_built(custom_id: CustomId) -> None:
    with pytest.raises(ValueError, match="custom_id"):
        build(custom_id)
