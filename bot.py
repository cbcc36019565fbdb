"""The bot's process: settings → retriever → cogs → Discord, or the playground."""

import argparse
import asyncio
import gc
import logging
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress

import aiohttp
import discord
import yarl
from discord import app_commands
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from cogs.ask import Ask
from cogs.buttons import Buttons
from cogs.commands import Registration, Translator, describe
from cogs.cooldowns import Cooldowns
from cogs.corpus import CorpusCommands
from cogs.failures import Failures, log_traceback
from cogs.help import Help
from cogs.messages import Messages
from cogs.recent import RecentAnswers
from cogs.summary import Summary
from retrieval.errors import CorpusUnreadableError, EmptyCorpusError, RetrievalError
from retrieval.model import ReloadReport, Severity
from retrieval.retriever import Retriever
from settings import Settings, SettingsError, read_environment

_log = logging.getLogger("bot")

EX_CONFIG = 78  # sysexits.h: starting again won't help until an operator has mended something
_AUTHENTICATION_FAILED = 4004
_CLOSING = 1.5  # seconds that a clean end may take
_LONGEST_RATE_LIMIT = 30.0  # seconds; after that an answer would only puzzle
_LEVELS = {Severity.ERROR: logging.ERROR, Severity.WARNING: logging.WARNING, Severity.NOTE: logging.INFO}
_PERMISSIONS = discord.Permissions(
    view_channel=True, send_messages=True, send_messages_in_threads=True, read_message_history=True
)


class SummitBot(commands.AutoShardedBot):
    """Connects to Discord, registers the commands, and lets every error out by one exit."""

    def __init__(
        self,
        settings: Settings,
        retriever: Retriever,
        *,
        reads_messages: bool,
        registers_always: bool = False,
        clock: Callable[[], float] = time.monotonic,
        guild_ready_timeout: float = 2.0,
    ) -> None:
        """`reads_messages` asks for the privileged intent that answer channels need."""
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            intents=discord.Intents(guilds=True, messages=True, message_content=reads_messages),
            allowed_mentions=discord.AllowedMentions.none(),
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=False),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
            max_messages=None,  # nothing that members write is kept
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_ratelimit_timeout=_LONGEST_RATE_LIMIT,
            guild_ready_timeout=guild_ready_timeout,
        )
        self._settings = settings
        self._retriever = retriever
        self._answer_channel_ids = settings.answer_channel_ids if reads_messages else frozenset[int]()
        self._clock = clock
        self._failures = Failures(settings.default_language)
        self._registration = Registration(self.tree, None if registers_always else settings.data_dir / "commands.json")
        self._corpus_commands = CorpusCommands(
            self,
            retriever,
            self.reload,
            home_guild_id=settings.home_guild_id,
            moderator_role_ids=settings.moderator_role_ids,
            default_language=settings.default_language,
        )
        self._registered = 0
        self.has_started = asyncio.Event()

    async def connect_until_closed(self) -> None:
        """Raises what `start` raises."""
        await self.start(self._settings.token or "")

    async def login(self, token: str) -> None:
        if self._settings.api_url is not None:
            Route.BASE = self._settings.api_url
        await super().login(token)

    async def setup_hook(self) -> None:
        if self._settings.api_url is not None:
            # After an invalid session discord.py goes to its default gateway, whatever it was given before.
            DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL((await self.http.get_bot_gateway())[1])
        self.tree.error(self._failures.on_interaction)
        await self.tree.set_translator(Translator())
        await self._add_cogs()

    async def _add_cogs(self) -> None:
        settings, retriever, language = self._settings, self._retriever, self._settings.default_language
        cooldowns = Cooldowns(settings.member_cooldown, settings.channel_cooldown, self._clock)
        moderators = settings.moderator_role_ids
        for cog in (
            Messages(
                self,
                retriever,
                cooldowns,
                RecentAnswers(self._clock),
                self._failures,
                answer_channel_ids=self._answer_channel_ids,
                moderator_role_ids=moderators,
                default_language=language,
            ),
            Ask(self, retriever, cooldowns, moderator_role_ids=moderators, default_language=language),
            Summary(retriever, cooldowns, moderator_role_ids=moderators, default_language=language),
            Help(retriever, default_language=language),
            Buttons(self, retriever, self._failures, default_language=language),
            self._corpus_commands,
        ):
            await self.add_cog(cog)

    async def _register_commands(self) -> None:
        """Without HOME_GUILD_ID the moderators' commands are where the bot is, as long as that is one guild."""
        home_guild_id = self._settings.home_guild_id
        if home_guild_id is None and len(self.guilds) == 1:
            home_guild_id = self.guilds[0].id
        self._corpus_commands.move_to(home_guild_id)
        for guild in [None] if home_guild_id is None else [None, discord.Object(home_guild_id)]:
            for command in self.tree.get_commands(guild=guild):
                describe(command)
        self._registered += await self._registration.sync(f"{self.application_id}@{Route.BASE}", home_guild_id)

    async def reload(self) -> ReloadReport:
        """Raises ReloadRunningError and CorpusUnreadableError."""
        outcome: Future[ReloadReport] = Future()

        def load() -> None:
            try:
                outcome.set_result(self._retriever.reload())
            except Exception as error:  # noqa: BLE001 - raised where it is awaited
                outcome.set_exception(error)

        # Unlike the event loop's own threads, a daemon doesn't keep a process alive that is told to end.
        threading.Thread(target=load, name="reload", daemon=True).start()
        report = await asyncio.wrap_future(outcome)
        versions = f"{report.old_version} → {report.new_version}" if report.swapped else f"{report.old_version} stays"
        _log.info("Corpus reloaded in %.2f s: %s, %d problems", report.seconds, versions, len(report.problems))
        return report

    async def on_message(self, message: discord.Message) -> None:
        """Nothing: the cog Messages listens. discord.py would look for commands behind a mention."""

    async def on_ready(self) -> None:
        if self.has_started.is_set():  # a new session
            return
        await self._register_commands()
        gc.freeze()  # what start-up made is never garbage: collections needn't walk through it
        corpus = self._retriever.corpus
        _log.info(
            "%s is ready: %d guilds; corpus %s with %d passages; %d commands registered; invite: %s",
            self.user,
            len(self.guilds),
            corpus.version,
            corpus.passage_count,
            self._registered,
            discord.utils.oauth_url(
                self.application_id or 0, permissions=_PERMISSIONS, scopes=("bot", "applications.commands")
            ),
        )
        self.has_started.set()

    async def on_guild_join(self, _guild: discord.Guild) -> None:
        await self._register_commands()

    async def on_guild_remove(self, _guild: discord.Guild) -> None:
        await self._register_commands()

    async def on_error(self, event_method: str, /, *_args: object, **_kwargs: object) -> None:
        error = sys.exc_info()[1]
        if isinstance(error, Exception):
            log_traceback(f"{event_method} failed", error)


class SecretFormatter(logging.Formatter):
    """Nobody logs the token; should a library do so some day, it stays out of the log all the same."""

    def __init__(self, secret: str | None) -> None:
        super().__init__("{asctime} {levelname:<7} {name}: {message}", "%Y-%m-%d %H:%M:%S", style="{")
        self._secret = secret

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        return line.replace(self._secret, "[token]") if self._secret else line


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parse(arguments)
    env = read_environment()
    try:
        settings = Settings.from_env(env, needs_token=not options.playground)
    except SettingsError as error:
        return _refuse(*error.problems)
    handler = logging.StreamHandler()
    handler.setFormatter(SecretFormatter(settings.token))
    quiet = options.playground and "LOG_LEVEL" not in env
    logging.basicConfig(level="WARNING" if quiet else settings.log_level, handlers=[handler])
    try:
        retriever = Retriever.load(settings.corpus_dir)
    except EmptyCorpusError as error:
        return _refuse(str(error), *map(str, error.problems))
    except CorpusUnreadableError as error:
        return _refuse(str(error))
    for problem in retriever.corpus.problems:
        _log.log(_LEVELS[problem.severity], "%s", problem)
    try:
        return asyncio.run(_run(settings, retriever))
    except KeyboardInterrupt:
        return 0


async def _run(settings: Settings, retriever: Retriever) -> int:
    """Until the process is told to end. Returns its exit status."""
    loop = asyncio.get_running_loop()
    connection = asyncio.current_task()
    assert connection is not None  # noqa: S101 - a coroutine that runs has one
    loop.add_signal_handler(signal.SIGTERM, connection.cancel)
    try:
        try:
            await _serve(SummitBot(settings, retriever, reads_messages=bool(settings.answer_channel_ids)))
        except discord.PrivilegedIntentsRequired:
            _log.warning("Discord refuses the Message Content intent: ANSWER_CHANNEL_IDS is left aside")
            await _serve(SummitBot(settings, retriever, reads_messages=False))
    except asyncio.CancelledError:
        return 0
    except discord.LoginFailure:
        return _refuse("DISCORD_TOKEN is refused by Discord: reset it in the developer portal and put it into .env")
    except discord.ConnectionClosed as error:
        if error.code == _AUTHENTICATION_FAILED:
            return _refuse("DISCORD_TOKEN is no longer accepted by Discord: reset it in the developer portal")
        return _give_up(error)
    except (discord.HTTPException, discord.GatewayNotFound, aiohttp.ClientError, OSError) as error:
        return _give_up(error)
    return 0


async def _serve(bot: SummitBot) -> None:
    loop = asyncio.get_running_loop()
    reloads: set[asyncio.Task[None]] = set()

    def reload() -> None:
        task = loop.create_task(_reload(bot))
        reloads.add(task)  # the loop alone would not keep it
        task.add_done_callback(reloads.discard)

    if not sys.stdin.isatty():  # on a terminal the signal means that it was closed
        loop.add_signal_handler(signal.SIGHUP, reload)
    try:
        await bot.connect_until_closed()
    finally:
        with suppress(TimeoutError):
            async with asyncio.timeout(_CLOSING):
                await bot.close()


async def _reload(bot: SummitBot) -> None:
    try:
        await bot.reload()
    except RetrievalError as error:
        _log.error("The corpus was not reloaded: %s", error)


def _refuse(*problems: str) -> int:
    """Says what an operator has to mend before the next start."""
    for problem in problems:
        sys.stderr.write(f"{problem}\n")
    return EX_CONFIG


def _give_up(error: Exception) -> int:
    """Says why it ends; another start may go better."""
    _log.critical("Discord can't be reached: %s", error or type(error).__name__)
    return 1


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python bot.py", description="Answers questions in Discord with quotes.")
    parser.add_argument("--playground", action="store_true", help="an embedded Discord instead: no account, no token")
    parser.add_argument("--terminal", action="store_true", help="ask in the terminal (with --playground)")
    parser.add_argument("--open", action="store_true", help="open the page in a browser (with --playground)")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
