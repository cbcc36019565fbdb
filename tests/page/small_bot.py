"""A small bot whose answers show everything that the page has to draw."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import discord
from discord import app_commands

from playground.server import Playground
from tests.playground.bot import Echo, running

QUOTE = "> Es begann **um elf Uhr**. Dann sprachen beide.\n— **A. B.**, „Titel“, Absatz 3 von 10\n-# <https://example.org/a>"
SECTIONS = ("Das Treffen", "Symbolik", "Folgen")


class Buttons(discord.ui.View):
    def __init__(self) -> None:
        super().__init__(timeout=None)
        self.add_item(discord.ui.Button(label="aus", custom_id="off", disabled=True))

    @discord.ui.button(label="davor", emoji="◀", custom_id="before")
    async def before(self, interaction: discord.Interaction, _button: discord.ui.Button["Buttons"]) -> None:
        await interaction.response.send_message("> Der Absatz *davor*.", ephemeral=True)

    @discord.ui.button(label="weiter", custom_id="on")
    async def on(self, interaction: discord.Interaction, _button: discord.ui.Button["Buttons"]) -> None:
        await interaction.response.edit_message(content="> Der nächste.")

    @discord.ui.button(label="nie", custom_id="never")
    async def never(self, _interaction: discord.Interaction, _button: discord.ui.Button["Buttons"]) -> None:
        """It does not respond."""

    @discord.ui.button(emoji="🗑", style=discord.ButtonStyle.danger, custom_id="delete")
    async def delete(self, interaction: discord.Interaction, _button: discord.ui.Button["Buttons"]) -> None:
        await interaction.response.defer()
        await interaction.delete_original_response()


class SmallBot:
    """`slow` answers to /later wait until a test sets them going."""

    def __init__(self, client: Echo) -> None:
        self.client = client
        self.waiting: list[discord.Interaction] = []

    async def prepare(self) -> None:
        tree = self.client.tree
        self.client.answer = self.answer
        tree.add_command(app_commands.Command(name="ask", description="Ask the article a question", callback=self.ask))
        summary: app_commands.Command[Any, ..., Any] = app_commands.Command(  # discord.py types callbacks so
            name="summary", description="Sum the article up", callback=self.summary
        )
        summary.autocomplete("section")(self.sections)
        tree.add_command(summary)
        tree.add_command(app_commands.Command(name="later", description="Takes its time", callback=self.later))
        tree.add_command(app_commands.Command(name="never", description="Does not respond", callback=self.never))
        tree.add_command(app_commands.ContextMenu(name="Look it up", callback=self.look_up))
        await tree.sync()

    async def answer(self, message: discord.Message) -> None:
        answers = self.client.user in message.mentions or message.guild is None
        if answers or getattr(message.channel, "name", "") == "fragen":
            await message.reply(QUOTE, view=Buttons(), mention_author=False)

    @app_commands.describe(question="Your question", private="Only you see the answer")
    async def ask(self, interaction: discord.Interaction, question: str, private: bool = False) -> None:  # noqa: FBT001, FBT002 - an option
        await interaction.response.send_message(f"{question}\n{QUOTE}", ephemeral=private)

    async def summary(
        self,
        interaction: discord.Interaction,
        section: str | None = None,
        sentences: app_commands.Range[int, 1, 10] = 3,
    ) -> None:
        await interaction.response.send_message(f"{section}: {sentences}")

    async def sections(self, _: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=name, value=name) for name in SECTIONS if typed.lower() in name.lower()]

    async def later(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer()
        self.waiting.append(interaction)

    async def never(self, _interaction: discord.Interaction) -> None:
        """It does not respond."""

    async def look_up(self, interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(f"> {message.content}", ephemeral=True)


@asynccontextmanager
async def small_bot(playground: Playground) -> AsyncIterator[SmallBot]:
    bots: list[SmallBot] = []

    async def prepare(client: Echo) -> None:
        bots.append(SmallBot(client))
        await bots[0].prepare()

    async with running(playground, prepare=prepare):
        yield bots[0]
