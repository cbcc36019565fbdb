"""Questions asked by command: /ask, and the message menu "Ask the article"."""

import discord
from discord import app_commands
from discord.ext import commands

from cogs.cooldowns import Cooldowns
from cogs.counting import count_question
from cogs.earlier import forum_title
from cogs.failures import Refusal
from cogs.languages import personal_language, public_language
from cogs.questions import is_worth_a_search, words
from cogs.searching import run_search
from cogs.sending import Interaction, respond
from cogs.triggers import question_text
from retrieval.model import Verdict
from retrieval.retriever import Retriever
from ui import limits, notices
from ui.answer import render_answer


class Ask(commands.Cog):
    def __init__(
        self,
        bot: commands.AutoShardedBot,
        retriever: Retriever,
        cooldowns: Cooldowns,
        *,
        moderator_role_ids: frozenset[int],
        default_language: str,
    ) -> None:
        self._tree = bot.tree
        self._retriever = retriever
        self._cooldowns = cooldowns
        self._moderator_role_ids = moderator_role_ids
        self._default_language = default_language
        self._menu = app_commands.ContextMenu(name="Ask the article", callback=self.ask_about)

    async def cog_load(self) -> None:
        self._tree.add_command(self._menu)

    async def cog_unload(self) -> None:
        self._tree.remove_command(self._menu.name, type=self._menu.type)

    @app_commands.command()
    async def ask(
        self,
        interaction: Interaction,
        question: app_commands.Range[str, 1, limits.QUESTION],
        private: bool = False,  # noqa: FBT001, FBT002 - an option of the command
    ) -> None:
        if not words(question_text(question)):
            raise Refusal.of("notice.empty_question")
        await self._answer(interaction, question, private=private)

    async def ask_about(self, interaction: Interaction, message: discord.Message) -> None:
        question = question_text(message.content, forum_title(message))
        if not words(question):
            raise Refusal.of("notice.no_text")
        await self._answer(interaction, question, private=True)

    async def _answer(self, interaction: Interaction, question: str, *, private: bool) -> None:
        asked = question_text(question)
        if not is_worth_a_search(asked):
            mention = None if interaction.guild_id is None else f"<@{interaction.application_id}>"
            raise Refusal(lambda language: notices.short_help(mention, language=language))
        count_question(interaction, self._cooldowns, self._moderator_role_ids)
        answer = await run_search(self._retriever.corpus, self._retriever.answer, asked)
        ephemeral = private or answer.verdict is Verdict.NONE
        if ephemeral:
            language = personal_language(interaction, self._default_language)
        else:
            language = public_language(answer.language, interaction.guild, self._default_language)
        reply = render_answer(
            answer, language=language, asker_id=interaction.user.id, shown_question=question, ephemeral=ephemeral
        )
        await respond(interaction, reply, ephemeral=ephemeral)
