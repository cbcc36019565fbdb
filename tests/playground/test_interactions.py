"""Interactions: three seconds, one answer, who sees it."""

import discord
from discord import app_commands

from playground.server import Playground
from tests.playground.bot import Echo, running


async def _commands(bot: Echo) -> None:
    """/echo, /slow, /late, /twice, a menu, and a button."""

    @bot.tree.command(description="Says it again")
    async def echo(interaction: discord.Interaction, text: str, *, private: bool = False) -> None:
        view = discord.ui.View()
        view.add_item(discord.ui.Button(label="again", custom_id="again"))
        await interaction.response.send_message(text, ephemeral=private, view=view)

    @echo.autocomplete("text")
    async def suggest(_: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=f"{typed}!", value=typed)]

    @bot.tree.command(description="Thinks first")
    async def slow(interaction: discord.Interaction, *, private: bool) -> None:
        await interaction.response.defer(ephemeral=private)
        await interaction.followup.send("thought")
        await interaction.followup.send("and more", ephemeral=True)

    @bot.tree.context_menu(name="Repeat")
    async def repeat(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(f"It says: {message.content}", ephemeral=True)

    await bot.tree.sync()


async def test_a_command_is_answered_with_a_message(playground: Playground) -> None:
    world = playground.world
    async with running(playground, prepare=_commands):
        interaction = await playground.command(world.mia, world.general, "echo", {"text": "hallo"})
        response = await interaction.response()
        assert (response.content, response.ephemeral) == ("hallo", False)
        assert [button.label for button in response.buttons] == ["again"]


async def test_an_option_is_completed(playground: Playground) -> None:
    world = playground.world
    async with running(playground, prepare=_commands):
        choices = await playground.autocomplete(world.mia, world.general, "echo", {"text": "Sym"}, focused="text")
        assert [(choice.name, choice.value) for choice in choices] == [("Sym!", "Sym")]


async def test_a_deferred_answer_keeps_its_visibility(playground: Playground) -> None:
    world = playground.world
    async with running(playground, prepare=_commands):
        interaction = await playground.command(world.mia, world.general, "slow", {"private": True})
        response = await interaction.response()
        assert (response.content, response.ephemeral) == ("thought", True)
        assert (await interaction.followup()).content == "and more"


async def test_a_menu_gives_the_bot_the_text_that_it_may_not_read_otherwise(playground: Playground) -> None:
    world = playground.world
    async with running(playground, prepare=_commands) as bot:
        message = await playground.say(world.ben, world.general, "Wo war das?")
        interaction = await playground.menu(world.mia, message, "Repeat")
        assert (await interaction.response()).content == "It says: Wo war das?"
        assert [heard.content for heard in bot.heard] == [""]
