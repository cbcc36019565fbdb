"""Short lines whose values others wrote: refusals, cooldowns, help. Lines without values are `text(language, key)`."""

from __future__ import annotations

from collections.abc import Sequence

from ui.escape import field
from ui.limits import shorten
from ui.texts import enumeration, text

_NAME = 100


def full_help(bot_mention: str, *, language: str) -> str:
    """How to ask, what is stored, whom to tell. `bot_mention` is Discord's markdown for the bot."""
    return text(language, "help.full", bot=bot_mention).strip()


def short_help(bot_mention: str | None, *, language: str) -> str:
    """`bot_mention` is None in direct messages: nobody else can be meant there."""
    return text(language, "help.short_direct" if bot_mention is None else "help.short", bot=bot_mention or "")


def cooldown(seconds: float, *, language: str, channel: bool = False) -> str:
    """Seconds count up to the next whole one, and never to none."""
    count = max(1, -int(-seconds // 1))
    return text(language, "cooldown.channel" if channel else "cooldown.member", count=count)


def missing_permissions(names: Sequence[str], *, language: str) -> str:
    """`names` are the API's, such as "send_messages"; one without a name of ours is shown as it is."""
    shown = []
    for name in names:
        try:
            shown.append(text(language, f"permission.{name}"))
        except KeyError:
            shown.append(field(name))
    return text(language, "refusal.missing_permissions", count=len(shown), permissions=enumeration(language, shown))


def unknown_article(article: str, *, language: str) -> str:
    return text(language, "notice.unknown_article", article=_quoted(article, language))


def unknown_section(section: str, *, language: str) -> str:
    return text(language, "notice.unknown_section", section=_quoted(section, language))


def _quoted(word: str, language: str) -> str:
    return text(language, "quote.word", word=field(shorten(word, _NAME)))
