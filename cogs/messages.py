"""Questions in messages: mentions, direct messages, replies, answer channels; their edits and deletions."""

import dataclasses
import logging

import discord
from discord.ext import commands

from cogs.cooldowns import Cooldowns, Wait
from cogs.earlier import earlier_question, forum_title
from cogs.failures import UNSENT, Failures, is_gone
from cogs.languages import public_language
from cogs.permissions import is_moderator
from cogs.recent import RecentAnswer, RecentAnswers
from cogs.searching import run_search
from cogs.sending import replace, reply_to
from cogs.triggers import Action, Decision, Incoming, Place, decide
from retrieval.language import detect_language
from retrieval.model import Answer, Verdict
from retrieval.retriever import Retriever
from ui import notices, texts
from ui.answer import render_answer
from ui.reply import Reply

_log = logging.getLogger(__name__)

_FROM_MEMBERS = frozenset({discord.MessageType.default, discord.MessageType.reply})


class Messages(commands.Cog):
    def __init__(
        self,
        bot: commands.AutoShardedBot,
        retriever: Retriever,
        cooldowns: Cooldowns,
        recent: RecentAnswers,
        failures: Failures,
        *,
        answer_channel_ids: frozenset[int],
        moderator_role_ids: frozenset[int],
        default_language: str,
    ) -> None:
        self._bot = bot
        self._retriever = retriever
        self._cooldowns = cooldowns
        self._recent = recent
        self._failures = failures
        self._answer_channel_ids = answer_channel_ids
        self._moderator_role_ids = moderator_role_ids
        self._default_language = default_language

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        decision = decide(self._incoming(message))
        if decision.action is Action.IGNORE:
            return
        try:
            if await self._may_ask(message, decision):
                await self._answer(message, decision)
        except Exception as error:  # noqa: BLE001 - the one exit
            await self._failures.on_message(message, error)

    @commands.Cog.listener()
    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """An edited question edits its answer, or gets the one that it hadn't; one that asks nothing any more, or one
        too many, takes it away.
        """
        message = payload.message
        answer = self._recent.get(message.id)
        if answer is None or message.edited_at in {None, answer.edited_at}:  # Discord added a link's preview
            return
        answer.edited_at = message.edited_at
        decision = decide(self._incoming_edit(message))
        is_withheld = message.type is discord.MessageType.reply and not message.content  # it may ask as well as before
        try:
            if decision.action is Action.IGNORE and is_withheld:
                return
            if decision.action is Action.IGNORE or self._spend(message) is not None:
                await self._take_back(message.channel.id, message.id)
            else:
                await self._answer_again(message, decision, answer)
        except Exception as error:  # noqa: BLE001 - the one exit
            await self._failures.on_message(message, error)

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        await self._take_back(payload.channel_id, payload.message_id)

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        for message_id in payload.message_ids:
            await self._take_back(payload.channel_id, message_id)

    async def _answer(self, message: discord.Message, decision: Decision) -> None:
        answer = self._recent.add(message.id, message.edited_at)
        async with answer.lock:
            reply = await self._reply(message, decision)
            if reply is not None:
                answer.answer_id = (await reply_to(message, reply)).id
            else:
                self._cooldowns.give_back(message.author.id, message.channel.id)

    async def _answer_again(self, message: discord.Message, decision: Decision, answer: RecentAnswer) -> None:
        async with answer.lock:
            reply = await self._reply(message, decision)
            if reply is not None and answer.answer_id is not None:
                await replace(self._message(message.channel.id, answer.answer_id), reply)
            elif reply is not None:
                answer.answer_id = (await reply_to(message, reply)).id
        if reply is None:
            await self._take_back(message.channel.id, message.id)

    async def _take_back(self, channel_id: int, question_id: int) -> None:
        """Deletes a recent question's answer."""
        answer = self._recent.get(question_id)
        if answer is None:
            return
        self._recent.forget(question_id)
        async with answer.lock:
            if answer.answer_id is None:
                return
            try:
                await self._message(channel_id, answer.answer_id).delete()
            except UNSENT as error:
                if not is_gone(error):
                    _log.warning("An answer could not be deleted: %s", error)

    async def _reply(self, message: discord.Message, decision: Decision) -> Reply | None:
        """What to say; None where nobody called and there is no answer."""
        match decision.action:
            case Action.HELP:
                mention = None if message.guild is None else f"<@{self._bot_id}>"
                return Reply(notices.short_help(mention, language=self._language(message)))
            case Action.ROLE_HINT:
                return Reply(texts.text(self._language(message), "notice.role_mentioned"))
            case Action.WITHHELD_HINT:
                return Reply(texts.text(self._language(message), "notice.mention_to_read"))
        earlier = await earlier_question(message, self._bot_id)
        answer = await run_search(self._retriever.corpus, self._retriever.answer, decision.question, earlier)
        if decision.action is Action.VOLUNTEER:
            if answer.verdict is not Verdict.ANSWER:
                return None
            if earlier is None and not await self._is_on_subject(answer):
                return None
        language = public_language(answer.language, message.guild, self._default_language)
        return render_answer(answer, language=language, asker_id=message.author.id)

    async def _is_on_subject(self, answer: Answer) -> bool:
        """Whether the answer itself has a word of the question: reason enough to speak where nobody called."""
        best = answer.hits[0].passage
        explanation = await run_search(self._retriever.corpus, self._retriever.explain, answer.question, best)
        return any(match.passage_words for match in explanation.matches)

    async def _may_ask(self, message: discord.Message, decision: Decision) -> bool:
        """Counts the question; says so where it is the first of too many and somebody called the bot."""
        wait = self._spend(message)
        if wait is not None and decision.action is not Action.VOLUNTEER and self._cooldowns.begins_episode(wait):
            line = notices.cooldown(wait.seconds, language=self._language(message), channel=wait.of_channel)
            await reply_to(message, Reply(line))
        return wait is None

    def _spend(self, message: discord.Message) -> Wait | None:
        author = message.author
        return self._cooldowns.spend(
            author.id, message.channel.id, lambda: is_moderator(author, self._moderator_role_ids)
        )

    def _language(self, message: discord.Message) -> str:
        return public_language(detect_language(message.content), message.guild, self._default_language)

    def _incoming(self, message: discord.Message) -> Incoming:
        replied = message.reference.resolved if message.reference else None
        own_roles = [role for role in message.role_mentions if role.tags and role.tags.bot_id == self._bot_id]
        return Incoming(
            message.content,
            self._bot_id,
            self._place(message),
            from_member=message.type in _FROM_MEMBERS and not message.author.bot and message.webhook_id is None,
            mentioned_ids=frozenset(user.id for user in message.mentions),
            mentions_bot_role=bool(own_roles),
            mentions_group=message.mention_everyone or len(message.role_mentions) > len(own_roles),
            is_reply=message.type is discord.MessageType.reply,
            replied_author_id=replied.author.id if isinstance(replied, discord.Message) else None,
            has_attachments=bool(message.attachments or message.stickers or message.poll or message.message_snapshots),
            title=forum_title(message),
        )

    def _incoming_edit(self, message: discord.Message) -> Incoming:
        """A reply to the bot that has an answer is still meant for it: an edit need not tell that the reply pings."""
        edit = self._incoming(message)
        if not edit.content or edit.replied_author_id != self._bot_id:
            return edit
        return dataclasses.replace(edit, mentioned_ids=edit.mentioned_ids | {self._bot_id})

    def _place(self, message: discord.Message) -> Place:
        if message.guild is None:
            return Place.DIRECT
        channel = message.channel
        if channel.id in self._answer_channel_ids:
            return Place.ANSWER_CHANNEL
        if isinstance(channel, discord.Thread) and channel.parent_id in self._answer_channel_ids:
            in_forum = isinstance(channel.parent, discord.ForumChannel)
            return Place.ANSWER_CHANNEL if not in_forum or forum_title(message) is not None else Place.GUILD
        return Place.GUILD

    def _message(self, channel_id: int, message_id: int) -> discord.PartialMessage:
        return self._bot.get_partial_messageable(channel_id).get_partial_message(message_id)

    @property
    def _bot_id(self) -> int:
        assert self._bot.user is not None  # noqa: S101 - logged in before any message arrives
        return self._bot.user.id
