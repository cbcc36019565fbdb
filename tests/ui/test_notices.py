from __future__ import annotations

import pytest

from playground.markdown import to_plain
from ui.limits import CONTENT, length
from ui.notices import cooldown, full_help, missing_permissions, short_help, unknown_article, unknown_section
from ui.texts import LANGUAGES


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0.0, "1 Sekunde "), (0.2, "1 Sekunde "), (1.01, "2 Sekunden "), (7, "7 S")]
)
def test_a_cooldown_counts_whole_seconds_up(seconds: float, shown: str) -> None:
    assert f"In {shown}" in cooldown(seconds, language="de")
    assert cooldown(seconds, language="de") != cooldown(seconds, language="de", channel=True)


def test_missing_permissions_are_named_in_the_readers_language() -> None:
    assert (
        missing_permissions(["send_messages"], language="de") == "Mir fehlt hier eine Berechtigung: Nachrichten senden."
    )
    assert missing_permissions(["view_channel", "use_x"], language="en") == (
        "I lack permissions here: View Channels and use\\_x."
    )


def test_what_a_member_typed_is_shown_as_typed() -> None:
    assert to_plain(unknown_article("*x*\n# y", language="en")) == "There is no article ‘*x* # y’ here."
    assert to_plain(unknown_section("a" * 300, language="de")).startswith("Einen Abschnitt „aaa")
    assert len(unknown_section("a" * 300, language="de")) < 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_says_how_to_ask_and_fits(language: str) -> None:
    for shown in (full_help("<@1>", language=language), short_help("<@1>", language=language)):
        assert "<@1>" in shown
        assert length(shown) <= CONTENT
