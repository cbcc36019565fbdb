"""The one exit for errors: a sentence for the member, a line or a traceback for the operator."""

import logging
import traceback
from collections.abc import Callable, Iterator

import aiohttp
import discord
from discord import app_commands

from cogs.languages import personal_language, public_language
from cogs.permissions import missing_permissions
from cogs.sending import Interaction, reply_to, respond
from retrieval.errors import CorpusUnreadableError, ReloadRunningError, UnknownArticleError, UnknownSectionError
from retrieval.language import detect_language
from ui import notices, texts
from ui.reply import QuoteError, Reply

_log = logging.getLogger(__name__)

UNKNOWN_MESSAGE = 10008
_UNKNOWN_CHANNEL = 10003
_UNKNOWN_INTERACTION = 10062
_ALREADY_ACKNOWLEDGED = 40060
_INVALID_FORM_BODY = 50035
# Slow mode; a closed, archived or locked place; AutoMod: what no permission of the bot's would change.
_BARRED = frozenset({20016, 50007, 50083, 160005, 200000, 240000})


UNSENT = (discord.DiscordException, aiohttp.ClientError, OSError)
"""What sending, editing or deleting may raise, a lost connection among it."""

_WORDLESS = (discord.HTTPException, aiohttp.ClientError, OSError, QuoteError)  # messages without words of members
_WITHHELD = "its message may hold what a member said; LOG_LEVEL=DEBUG shows it"


class Refusal(Exception):  # noqa: N818 - nothing went wrong: it is a no
    """What someone asks for and can't have: `sentence` says so in a language."""

    def __init__(self, sentence: Callable[[str], str]) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    @classmethod
    def of(cls, key: str) -> "Refusal":
        return cls(lambda language: texts.text(language, key))


class Failures:
    """Whatever goes wrong while someone is answered ends here. Nothing is raised any further."""

    def __init__(self, default_language: str) -> None:
        self._default_language = default_language

    async def on_interaction(self, interaction: Interaction, error: Exception) -> None:
        error = getattr(error, "original", error)  # what a command raised, wrapped by discord.py
        if isinstance(error, discord.HTTPException) and error.code in {_UNKNOWN_INTERACTION, _ALREADY_ACKNOWLEDGED}:
            _log.warning("An interaction was answered too late or twice (%s).", error.code)
            return
        refusal = _refusal(interaction, error)
        if refusal is None:
            log_traceback("An interaction failed", error)
            refusal = Refusal.of(_key(error))
        sentence = refusal.sentence(personal_language(interaction, self._default_language))
        try:
            await respond(interaction, Reply(sentence), ephemeral=True)
        except UNSENT as failed:
            _log.warning("The member could not be told of an error: %s", failed)

    async def on_message(self, message: discord.Message, error: Exception) -> None:
        if is_gone(error):
            return
        if isinstance(error, discord.Forbidden) or (isinstance(error, discord.HTTPException) and error.code in _BARRED):
            _log_barred(message, error)
            return
        if isinstance(error, discord.RateLimited):
            wait = error.retry_after
            _log.warning("No answer in channel %s: Discord wants a pause of %.0f s", message.channel.id, wait)
            return
        log_traceback("Answering a message failed", error)
        language = public_language(detect_language(message.content), message.guild, self._default_language)
        try:
            await reply_to(message, Reply(texts.text(language, _key(error))))
        except UNSENT as failed:
            _log.warning("The member could not be told of an error: %s", failed)


def is_gone(error: Exception) -> bool:
    """Whether the message that was to be answered, edited or deleted is no longer there, or its channel isn't."""
    if not isinstance(error, discord.HTTPException):
        return False
    return error.code in {UNKNOWN_MESSAGE, _UNKNOWN_CHANNEL} or (
        error.code == _INVALID_FORM_BODY and "message_reference" in error.text
    )


def log_traceback(what: str, error: Exception) -> None:
    """One traceback, without messages that may hold what members said unless the log may."""
    with_words = _log.isEnabledFor(logging.DEBUG)
    lines = traceback.format_exception(error) if with_words else _without_words(error)
    _log.error("%s:\n%s", what, "".join(lines).rstrip())


def _without_words(error: BaseException) -> Iterator[str]:
    """A traceback where of most errors only the type is told."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is None:
        yield "Traceback (most recent call last):\n"
    else:
        yield from _without_words(before)
        yield "\nFrom that, or while that was handled:\n"
    yield from traceback.format_tb(error.__traceback__)
    yield f"{type(error).__qualname__}: {error if isinstance(error, _WORDLESS) else _WITHHELD}\n"


def _refusal(interaction: Interaction, error: Exception) -> Refusal | None:
    """What someone is told of an error that needs no traceback."""
    refusal = None
    match error:
        case Refusal():
            refusal = error
        case ReloadRunningError():
            refusal = Refusal.of("refusal.reload_running")
        case UnknownArticleError(slug=slug):
            refusal = Refusal(lambda language: notices.unknown_article(slug, language=language))
        case UnknownSectionError(heading=heading):
            refusal = Refusal(lambda language: notices.unknown_section(heading, language=language))
        case CorpusUnreadableError():
            _log.error("%s", error)
            refusal = Refusal.of("error.corpus_unreadable")
        case app_commands.CommandNotFound() | app_commands.CommandSignatureMismatch():
            _log.warning("Discord still offers an older form of a command: %s", error)
            refusal = Refusal.of("error.unexpected")
        case discord.Forbidden():
            in_thread = isinstance(interaction.channel, discord.Thread)
            missing = missing_permissions(interaction.app_permissions, in_thread=in_thread)
            if missing:
                _log.warning("In channel %s the bot lacks: %s", interaction.channel_id, ", ".join(missing))
                refusal = Refusal(lambda language: notices.missing_permissions(missing, language=language))
    return refusal


def _key(error: Exception) -> str:
    """The text for an error whose traceback is in the log."""
    return "error.not_verbatim" if isinstance(error, QuoteError) else "error.unexpected"


def _log_barred(message: discord.Message, error: discord.HTTPException) -> None:
    """Names the permissions that are missing, or what Discord says where none is."""
    channel, guild = message.channel, message.guild
    names: tuple[str, ...] = ()
    if guild is not None and isinstance(channel, discord.abc.GuildChannel):
        names = missing_permissions(channel.permissions_for(guild.me), in_thread=False)
    elif guild is not None and isinstance(channel, discord.Thread) and channel.parent is not None:
        names = missing_permissions(channel.permissions_for(guild.me), in_thread=True)
    reason = f"the bot lacks {', '.join(names)}" if names else error.text
    _log.warning("No answer in channel %s: %s", channel.id, reason)
