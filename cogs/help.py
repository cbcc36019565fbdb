"""/help and /sources: how to ask, what is stored, and which articles are quoted."""

from discord import app_commands
from discord.ext import commands

from cogs.languages import personal_language
from cogs.sending import Interaction, respond
from retrieval.retriever import Retriever
from ui import notices
from ui.card import render_sources
from ui.reply import Reply


class Help(commands.Cog):
    def __init__(self, retriever: Retriever, *, default_language: str) -> None:
        self._retriever = retriever
        self._default_language = default_language

    @app_commands.command()
    async def help(self, interaction: Interaction) -> None:
        language = personal_language(interaction, self._default_language)
        text = notices.full_help(f"<@{interaction.application_id}>", language=language)
        await respond(interaction, Reply(text), ephemeral=True)

    @app_commands.command()
    async def sources(self, interaction: Interaction) -> None:
        language = personal_language(interaction, self._default_language)
        reply = render_sources(self._retriever.corpus.articles, language=language)
        await respond(interaction, reply, ephemeral=True)
