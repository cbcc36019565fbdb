"""/corpus reload and /corpus status: moderators keep the articles right."""

import asyncio
import logging
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from contextlib import suppress

import discord
from discord import app_commands
from discord.ext import commands

from cogs.failures import Refusal
from cogs.languages import personal_language
from cogs.permissions import is_moderator
from cogs.sending import Interaction, respond
from retrieval.errors import CorpusUnreadableError, ReloadRunningError
from retrieval.model import Problem, ReloadReport, Severity
from retrieval.retriever import Retriever
from ui.corpus import render_reload, render_status

_log = logging.getLogger(__name__)

_LEVELS = {Severity.ERROR: logging.ERROR, Severity.WARNING: logging.WARNING, Severity.NOTE: logging.INFO}


def reload(retriever: Retriever, *, waits: bool = False) -> ReloadReport:
    """As Retriever's; what it changes and every problem stands in the log."""
    report = retriever.reload(waits=waits)
    log_problems(report.problems)
    if not report.swapped:
        _log.error("The corpus was not reloaded: %s goes on answering", report.old_version)
        return report
    changes = report.difference
    _log.info(
        "Corpus reloaded in %.2f s: %s → %s; articles +%d −%d ~%d, passages +%d −%d ~%d",
        report.seconds,
        report.old_version,
        report.new_version,
        len(changes.articles_added),
        len(changes.articles_removed),
        len(changes.articles_changed),
        len(changes.passages_added),
        len(changes.passages_removed),
        len(changes.passages_changed),
    )
    return report


def log_problems(problems: Iterable[Problem]) -> None:
    for problem in problems:
        _log.log(_LEVELS[problem.severity], "%s", problem)


def reload_and_log(retriever: Retriever) -> None:
    """For the operator: begins a reload beside the event loop, whose outcome the log tells.

    While one runs it waits: what was written meanwhile is read as well. One that waits is enough.
    """

    def load() -> None:
        with suppress(ReloadRunningError):
            try:
                reload(retriever, waits=True)
            except CorpusUnreadableError as error:
                _log.error("The corpus was not reloaded: %s", error)

    _start(load)


async def reload_off_loop(retriever: Retriever) -> ReloadReport:
    """Raises what `reload` raises."""
    outcome: Future[ReloadReport] = Future()
    outcome.set_running_or_notify_cancel()  # from now on nobody can cancel it: the thread will set it

    def load() -> None:
        try:
            outcome.set_result(reload(retriever))
        except BaseException as error:  # noqa: BLE001 - raised where it is awaited
            outcome.set_exception(error)

    _start(load)
    return await asyncio.wrap_future(outcome)


def _start(load: Callable[[], None]) -> None:
    """Unlike the event loop's own threads, a daemon doesn't keep a process alive that is told to end."""
    threading.Thread(target=load, name="reload", daemon=True).start()


class CorpusCommands(commands.Cog, name="Corpus"):
    """One group in one guild: who may use it is decided here, whatever Discord's settings show to whom."""

    def __init__(
        self,
        bot: commands.AutoShardedBot,
        retriever: Retriever,
        *,
        home_guild_id: int | None,
        moderator_role_ids: frozenset[int],
        default_language: str,
    ) -> None:
        self._bot = bot
        self._retriever = retriever
        self._home_guild_id = home_guild_id
        self._moderator_role_ids = moderator_role_ids
        self._default_language = default_language
        self._guild: discord.Object | None = None
        # Discord would hide the commands from those who are moderators by their role alone.
        shown_to = None if moderator_role_ids else discord.Permissions(manage_messages=True)
        self._group = app_commands.Group(
            name="corpus",
            description="-",
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False),
            default_permissions=shown_to,
        )
        for name, callback in (("reload", self.reload), ("status", self.status)):
            self._group.add_command(app_commands.Command(name=name, description="-", callback=callback))

    def move_to(self, guild_id: int | None) -> None:
        """Puts the commands into that guild's alone, or nowhere; the bot's next sync tells Discord."""
        if self._guild is not None:
            self._bot.tree.remove_command(self._group.name, guild=self._guild)
        self._guild = None if guild_id is None else discord.Object(guild_id)
        if self._guild is not None:
            self._bot.tree.add_command(self._group, guild=self._guild)

    async def reload(self, interaction: Interaction) -> None:
        self._check(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        report = await reload_off_loop(self._retriever)
        await respond(interaction, render_reload(report, language=self._language(interaction)), ephemeral=True)

    async def status(self, interaction: Interaction) -> None:
        self._check(interaction)
        corpus = self._retriever.corpus
        reply = render_status(
            corpus.articles,
            version=corpus.version,
            passage_count=corpus.passage_count,
            problems=corpus.problems,
            refused=self._retriever.refused,
            language=self._language(interaction),
        )
        await respond(interaction, reply, ephemeral=True)

    def _check(self, interaction: Interaction) -> None:
        """Raises Refusal."""
        if interaction.guild_id is None:
            raise Refusal.of("refusal.not_in_direct_messages")
        if self._home_guild_id is None and len(self._bot.guilds) != 1:
            raise Refusal.of("refusal.home_unclear")
        if not is_moderator(interaction.user, self._moderator_role_ids):
            raise Refusal.of("refusal.not_moderator")

    def _language(self, interaction: Interaction) -> str:
        return personal_language(interaction, self._default_language)
