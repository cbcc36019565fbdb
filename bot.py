"""The bot's process: settings → retriever → cogs → Discord, or the playground."""

import argparse
import asyncio
import gc
import logging
import os
import signal
import stat
import sys
import time
import webbrowser
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

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
from cogs.corpus import CorpusCommands, log_problems, reload_and_log
from cogs.failures import Failures, log_traceback
from cogs.help import Help
from cogs.messages import Messages
from cogs.recent import RecentAnswers
from cogs.summary import Summary
from retrieval.errors import CorpusUnreadableError, EmptyCorpusError
from retrieval.retriever import Retriever
from settings import Settings, SettingsError, read_environment

_log = logging.getLogger("bot")

EX_CONFIG = 78  # sysexits.h: starting again won't help until an operator has mended something
_AUTHENTICATION_FAILED = 4004
_CLOSING = 1.5  # seconds that a clean end may take
_LONGEST_RATE_LIMIT = 30.0  # seconds; after that an answer would only puzzle
_EXAMPLES = {
    "de": (
        "Wo fand das Treffen statt?",
        "Wie reagierte Selenskyj?",
        "Was hat der Gipfel gebracht?",
        "Wer schrieb das?",
    ),
    "en": ("Where did they meet?", "How did Zelensky react?", "What came of the summit?", "Who wrote this?"),
}
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
        """Without HOME_GUILD_ID the moderators' commands are in the bot's only guild; in more they are refused."""
        home_guild_id = self._settings.home_guild_id
        if home_guild_id is None and len(self.guilds) == 1:
            home_guild_id = self.guilds[0].id
        self._corpus_commands.move_to(home_guild_id)
        for guild in [None] if home_guild_id is None else [None, discord.Object(home_guild_id)]:
            for command in self.tree.get_commands(guild=guild):
                describe(command)
        self._registered += await self._registration.sync(f"{self.application_id}@{Route.BASE}", home_guild_id)

    async def on_message(self, message: discord.Message) -> None:
        """Nothing: the cog Messages listens. discord.py would look for commands behind a mention."""

    async def on_ready(self) -> None:
        if self.has_started.is_set():  # a new session
            return
        await self._register_commands()
        gc.freeze()  # what start-up made is never garbage; walking through it took a full collection 50 ms
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
        if len(self.guilds) == 1:
            await self._register_commands()

    async def on_guild_remove(self, _guild: discord.Guild) -> None:
        if len(self.guilds) == 1:
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
    if not options.playground and _outlives_hangup():
        signal.signal(signal.SIGHUP, signal.SIG_IGN)  # until there is something to reload
    try:
        env = read_environment()
        settings = Settings.from_env(env, needs_token=not options.playground)
    except SettingsError as error:
        return _refuse(*error.problems, *_corpus_problems(error.corpus_dir))
    handler = logging.StreamHandler()
    handler.setFormatter(SecretFormatter(settings.token))
    quiet = options.playground and "LOG_LEVEL" not in env
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # nobody misses them: the bot doesn't speak
    logging.basicConfig(level="WARNING" if quiet else settings.log_level, handlers=[handler])
    try:
        retriever = Retriever.load(settings.corpus_dir)
        log_problems(retriever.corpus.problems)
        retriever.prepare()  # a second that no member shall wait
        run = _run_playground(settings, retriever, options) if options.playground else _run(settings, retriever)
        return asyncio.run(run)
    except (EmptyCorpusError, CorpusUnreadableError) as error:
        return _refuse(*_why_unusable(error))
    except (KeyboardInterrupt, asyncio.CancelledError):  # Ctrl-C and SIGTERM
        return 0


async def _run(settings: Settings, retriever: Retriever) -> int:
    """Until the process is told to end. Returns its exit status."""
    _cancel_on(signal.SIGTERM)
    if _outlives_hangup():
        asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, reload_and_log, retriever)
    try:
        try:
            await _serve(SummitBot(settings, retriever, reads_messages=bool(settings.answer_channel_ids)))
        except discord.PrivilegedIntentsRequired:
            _log.warning("Discord refuses the Message Content intent: ANSWER_CHANNEL_IDS is left aside")
            await _serve(SummitBot(settings, retriever, reads_messages=False))
    except discord.LoginFailure:
        return _refuse("DISCORD_TOKEN is refused by Discord: reset it in the developer portal and put it into .env")
    except discord.ConnectionClosed as error:
        if error.code == _AUTHENTICATION_FAILED:
            return _refuse("DISCORD_TOKEN is no longer accepted by Discord: reset it in the developer portal")
        return _give_up(error)
    except (
        discord.HTTPException,
        discord.RateLimited,
        discord.GatewayNotFound,
        aiohttp.ClientError,
        OSError,
    ) as error:
        return _give_up(error)
    return 0


async def _run_playground(settings: Settings, retriever: Retriever, options: argparse.Namespace) -> int:
    """The same bot, connected to an embedded Discord, until the terminal's input ends or the process is told to."""
    from playground import terminal  # noqa: PLC0415 - on a server it is never loaded
    from playground.page import Page  # noqa: PLC0415
    from playground.server import Playground  # noqa: PLC0415

    _cancel_on(signal.SIGTERM)
    async with Playground(settings.playground_port, extensions=[Page(_EXAMPLES)]) as playground:
        answer_channels = frozenset({playground.world.questions.id, playground.world.forum.id})
        embedded = Settings(
            token=playground.token,
            api_url=playground.api_url,
            answer_channel_ids=answer_channels,
            default_language=settings.default_language,
            member_cooldown=settings.member_cooldown,
            channel_cooldown=settings.channel_cooldown,
        )
        bot = SummitBot(embedded, retriever, reads_messages=True, registers_always=True, guild_ready_timeout=0.1)
        serving = asyncio.create_task(_serve(bot))
        try:
            await _until_started(bot, serving)
            if not options.terminal:
                print(f"The playground is open: {playground.url}", flush=True)  # noqa: T201 - for the one who started it
            if options.open:
                webbrowser.open(playground.url)
            if options.terminal or _has_input():
                await terminal.run(playground)
            else:
                await serving
        finally:
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)
    return 0


async def _until_started(bot: SummitBot, serving: asyncio.Task[None]) -> None:
    """Raises what keeps it from starting."""
    started = asyncio.create_task(bot.has_started.wait())
    await asyncio.wait({started, serving}, return_when=asyncio.FIRST_COMPLETED)
    if not started.done():
        started.cancel()
        await serving


def _outlives_hangup() -> bool:
    """Whether SIGHUP asks for a reload: on a terminal it means that this was closed."""
    return not (sys.stdin and sys.stdin.isatty())


def _has_input() -> bool:
    """Whether somebody, or a pipe, may type: not where standard input is closed or /dev/null, nor in the background."""
    if sys.stdin is None or sys.stdin.closed:
        return False
    if sys.stdin.isatty():  # who reads from the background is stopped
        with suppress(OSError):  # it isn't the terminal that would stop this process
            return os.tcgetpgrp(sys.stdin.fileno()) == os.getpgrp()
    return not stat.S_ISCHR(os.fstat(sys.stdin.fileno()).st_mode)


def _cancel_on(signal_number: int) -> None:
    """The signal ends the running task as Ctrl-C does."""
    task = asyncio.current_task()
    assert task is not None  # noqa: S101 - a coroutine that runs has one
    asyncio.get_running_loop().add_signal_handler(signal_number, task.cancel)


async def _serve(bot: SummitBot) -> None:
    try:
        await bot.connect_until_closed()
    finally:
        with suppress(TimeoutError):
            async with asyncio.timeout(_CLOSING):
                await bot.close()


def _corpus_problems(directory: Path | None) -> tuple[str, ...]:
    """Why nothing can be quoted from a folder."""
    try:
        if directory is not None:
            Retriever.load(directory)
    except (EmptyCorpusError, CorpusUnreadableError) as error:
        return _why_unusable(error)
    return ()


def _why_unusable(error: EmptyCorpusError | CorpusUnreadableError) -> tuple[str, ...]:
    return (str(error), *map(str, error.problems if isinstance(error, EmptyCorpusError) else ()))


def _refuse(*problems: str) -> int:
    """Says what an operator has to mend before the next start."""
    for problem in problems:
        sys.stderr.write(f"{problem}\n")
    return EX_CONFIG


def _give_up(error: Exception) -> int:
    """Says why it ends; another start may go better."""
    _log.critical("Discord can't be reached: %s", str(error) or type(error).__name__)
    return 1


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python bot.py", description="Answers questions in Discord with quotes.")
    parser.add_argument("--playground", action="store_true", help="an embedded Discord instead: no account, no token")
    parser.add_argument("--terminal", action="store_true", help="ask in the terminal (with --playground)")
    parser.add_argument("--open", action="store_true", help="open the page in a browser (with --playground)")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
