"""What a button remembers across a restart: its kind, the passages it is about by their digests, and who asked."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

from ui.limits import CUSTOM_ID


class Kind(StrEnum):
    BEFORE = "b"  # the paragraph before, in a message of its own
    AFTER = "a"
    WALK_BEFORE = "wb"  # the same in place: the message with the button shows it from now on
    WALK_AFTER = "wa"
    OTHERS = "o"  # the next hits, whose digests it carries
    WHY = "y"
    NEAREST = "n"  # this passage, which came near the question
    DELETE = "d"


MAX_DIGESTS = 4

_KINDS = "|".join(Kind)
_DIGEST = "[0-9a-f]{12}"
_DIGESTS = rf"(?:{_DIGEST}(?:\.{_DIGEST}){{0,{MAX_DIGESTS - 1}}})?"
TEMPLATE = rf"(?P<kind>{_KINDS}):(?P<digests>{_DIGESTS}):(?P<asker>[1-9][0-9]{{0,19}})"
"""The regular expression that a whole custom_id matches."""
_OURS = re.compile(TEMPLATE)


class CustomId(NamedTuple):
    kind: Kind
    digests: tuple[str, ...]
    asker_id: int


def build(custom_id: CustomId) -> str:
    """Raises ValueError for what `parse` would not read back."""
    text = f"{custom_id.kind}:{'.'.join(custom_id.digests)}:{custom_id.asker_id}"
    if len(text) > CUSTOM_ID or _OURS.fullmatch(text) is None:
        raise ValueError(f"{text!r} is not a custom_id of ours")
    return text


def parse(custom_id: str | re.Match[str]) -> CustomId:
    """Reads a custom_id or TEMPLATE's match of one. Raises ValueError for anything else."""
    match = _OURS.fullmatch(custom_id) if isinstance(custom_id, str) else custom_id
    if match is None:
        raise ValueError(f"{custom_id!r} is not a custom_id of ours")
    digests = tuple(match["digests"].split(".")) if match["digests"] else ()
    return CustomId(Kind(match["kind"]), digests, int(match["asker"]))
