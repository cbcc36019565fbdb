"""The buttons under replies. What a press needs stands in its custom_id, so they work after a restart."""

import re
from collections.abc import Callable, Coroutine
from typing import Any

import discord
from discord.ext import commands

from cogs.earlier import questions_behind
from cogs.failures import Failures, Refusal, is_gone
from cogs.languages import personal_language
from cogs.searching import run_search
from cogs.sending import Interaction, replace_pressed, respond
from retrieval.corpus import Corpus
from retrieval.model import Hit, Passage
from retrieval.retriever import Retriever
from retrieval.summary import beginning
from ui.answer import render_others, render_passage, render_why
from ui.custom_id import TEMPLATE, CustomId, Kind, parse

_MORE_HITS = 10  # the passages behind "other passages" are among so many, or the corpus has changed
_STEPS = {Kind.BEFORE: -1, Kind.WALK_BEFORE: -1, Kind.AFTER: 1, Kind.WALK_AFTER: 1, Kind.NEAREST: 0}

Press = Callable[[Interaction, CustomId], Coroutine[Any, Any, None]]


def reply_button(press: Press, failures: Failures) -> type[discord.ui.DynamicItem[discord.ui.Button[Any]]]:
    """The class that discord.py builds an object of for every press, since it can't be given collaborators."""

    class ReplyButton(discord.ui.DynamicItem[discord.ui.Button[Any]], template=TEMPLATE):
        def __init__(self, item: discord.ui.Button[Any], pressed: CustomId) -> None:
            super().__init__(item)
            self._pressed = pressed

        @classmethod
        async def from_custom_id(
            cls, _interaction: Interaction, item: discord.ui.Item[Any], match: re.Match[str], /
        ) -> "ReplyButton":
            assert isinstance(item, discord.ui.Button)  # noqa: S101 - nothing else of ours has such a custom_id
            return cls(item, parse(match))

        async def callback(self, interaction: Interaction) -> None:
            try:
                await press(interaction, self._pressed)
            except Exception as error:  # noqa: BLE001 - the one exit; discord.py would only log it
                await failures.on_interaction(interaction, error)

    return ReplyButton


class Buttons(commands.Cog):
    def __init__(
        self, bot: commands.AutoShardedBot, retriever: Retriever, failures: Failures, *, default_language: str
    ) -> None:
        self._bot = bot
        self._retriever = retriever
        self._failures = failures
        self._default_language = default_language
        self._button = reply_button(self.press, failures)

    async def cog_load(self) -> None:
        self._bot.add_dynamic_items(self._button)

    async def cog_unload(self) -> None:
        self._bot.remove_dynamic_items(self._button)

    @commands.Cog.listener()
    async def on_interaction(self, interaction: Interaction) -> None:
        """Answers presses of buttons from other versions, which discord.py leaves unanswered."""
        if interaction.type is not discord.InteractionType.component:
            return
        if not re.fullmatch(TEMPLATE, interaction.custom_id or ""):
            await self._failures.on_interaction(interaction, Refusal.of("error.unknown_button"))

    async def press(self, interaction: Interaction, pressed: CustomId) -> None:
        match pressed.kind:
            case Kind.DELETE:
                await self._delete(interaction, pressed)
            case Kind.WHY:
                await self._explain(interaction, pressed)
            case Kind.OTHERS:
                await self._show_others(interaction, pressed)
            case _:
                await self._show(interaction, pressed)

    async def _show(self, interaction: Interaction, pressed: CustomId) -> None:
        """The passage itself or a neighbour, in a message of its own or in place."""
        corpus = self._retriever.corpus  # one read: a reload in between can't mix two corpora
        passage = _find(corpus, pressed.digests[0])
        neighbour = corpus.passage(f"{passage.article.slug}#{passage.number + _STEPS[pressed.kind]}")
        if neighbour is None:
            raise Refusal.of("error.old_button")
        reply = render_passage(neighbour, language=self._language(interaction), asker_id=interaction.user.id)
        if pressed.kind in {Kind.WALK_BEFORE, Kind.WALK_AFTER}:
            await replace_pressed(interaction, reply)
        else:
            await respond(interaction, reply, ephemeral=True)

    async def _show_others(self, interaction: Interaction, pressed: CustomId) -> None:
        corpus = self._retriever.corpus
        passages = [_find(corpus, digest) for digest in pressed.digests]
        question, earlier = await self._questions(interaction)
        found: dict[str, Hit] = {}
        if question is not None:
            for hit in await run_search(corpus, self._retriever.search, question, earlier, k=_MORE_HITS):
                found[hit.passage.digest] = hit
        hits = [found.get(passage.digest) or beginning(passage) for passage in passages]
        reply = render_others(hits, language=self._language(interaction), asker_id=interaction.user.id)
        await respond(interaction, reply, ephemeral=True)

    async def _explain(self, interaction: Interaction, pressed: CustomId) -> None:
        passage = _find(self._retriever.corpus, pressed.digests[0])
        question, earlier = await self._questions(interaction)
        if question is None:
            raise Refusal.of("why.no_question")
        explanation = await run_search(self._retriever.corpus, self._retriever.explain, question, passage, earlier)
        await respond(
            interaction, render_why(explanation, passage, language=self._language(interaction)), ephemeral=True
        )

    async def _delete(self, interaction: Interaction, pressed: CustomId) -> None:
        if interaction.user.id != pressed.asker_id and not interaction.permissions.manage_messages:
            raise Refusal.of("refusal.not_asker")
        await interaction.response.defer()
        try:
            await interaction.delete_original_response()
        except discord.HTTPException as error:
            if not is_gone(error):
                raise

    async def _questions(self, interaction: Interaction) -> tuple[str | None, str | None]:
        """What the message under which a button was pressed answers, and the question before that."""
        if interaction.message is None:
            return None, None
        assert self._bot.user is not None  # noqa: S101 - logged in before any button is pressed
        return await questions_behind(interaction.message, self._bot.user.id)

    def _language(self, interaction: Interaction) -> str:
        return personal_language(interaction, self._default_language)


def _find(corpus: Corpus, digest: str) -> Passage:
    """Raises Refusal if the passage has changed or is gone."""
    passage = corpus.find(digest)
    if passage is None:
        raise Refusal.of("error.old_button")
    return passage
