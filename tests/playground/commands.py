"""The commands of the bot that the playground is tested with."""

import discord
from discord import app_commands

from tests.playground.bot import Echo


async def add_commands(bot: Echo) -> None:
    """/echo with a button, /slow, /corpus reload for moderators, and the menu Repeat."""
    tree = bot.tree

    @tree.command(description="Says it again")
    async def echo(interaction: discord.Interaction, text: str, *, private: bool = False) -> None:
        view = discord.ui.View(timeout=None)
        view.add_item(discord.ui.Button(label="again", custom_id="again"))
        view.add_item(discord.ui.Button(label="other", custom_id="other"))
        view.add_item(discord.ui.Button(label="off", custom_id="off", disabled=True))
        await interaction.response.send_message(text, ephemeral=private, view=view)

    @echo.autocomplete("text")
    async def suggest(_: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=f"{typed}!", value=typed)]

    @tree.command(description="Thinks first")
    async def slow(interaction: discord.Interaction, *, private: bool) -> None:
        await interaction.response.defer(ephemeral=private)
        await interaction.followup.send("thought")
        await interaction.followup.send("and more", ephemeral=True)

    @tree.command(description="Never answers")
    async def mute(_: discord.Interaction) -> None:
        pass

    @tree.context_menu(name="Repeat")
    async def repeat(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(f"It says: {message.content}", ephemeral=True)

    group = app_commands.Group(
        name="corpus",
        description="For moderators",
        default_permissions=discord.Permissions(manage_messages=True),
        allowed_contexts=app_commands.AppCommandContext(guild=True),
    )

    @group.command(description="Loads it again")
    async def reload(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("reloaded")

    tree.add_command(group)

    async def on_interaction(interaction: discord.Interaction) -> None:
        if interaction.type is not discord.InteractionType.component or interaction.data is None:
            return
        if interaction.data.get("custom_id") == "again":
            await interaction.response.edit_message(content="again")
        else:
            await interaction.response.defer()

    bot.event(on_interaction)
    await tree.sync()
