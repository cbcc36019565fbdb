"""Interactions: three seconds, one answer, who sees it."""

import discord
import pytest
from discord import app_commands

from playground import events
from playground.errors import PlaygroundError
from playground.interactions import State
from playground.model import MessageType
from playground.permissions import Permission
from playground.server import Playground
from tests.playground.bot import running
from tests.playground.commands import add_commands


async def test_a_command_is_answered_with_a_message_that_everybody_sees(playground: Playground) -> None:
    world = playground.world
    async with running(playground, prepare=add_commands):
        interaction = await playground.command(world.mia, world.general, "echo", {"text": "hallo"})
        response = await interaction.response()
        assert (response.content, response.ephemeral) == ("hallo", False)
        assert [button.label for button in response.buttons] == ["again", "other", "off"]
        assert response.message is not None
        assert response.message.type is MessageType.CHAT_INPUT_COMMAND
        assert response.message in playground.seen_by(world.ben, world.general)


async def test_an_ephemeral_answer_is_seen_by_its_member_only(playground: Playground) -> None:
    world = playground.world
    async with running(playground, prepare=add_commands) as bot:
        interaction = await playground.command(world.mia, world.general, "echo", {"text": "leise", "private": True})
        response = await interaction.response()
        message = response.message
        assert message is not None
        assert response.ephemeral
        assert message in playground.seen_by(world.mia, world.general)
        assert message not in playground.seen_by(world.ben, world.general)
        with pytest.raises(discord.NotFound) as missing:
            await bot.get_partial_messageable(world.general.id).fetch_message(message.id)
        assert missing.value.code == 10008
        with pytest.raises(PlaygroundError):
            await playground.press(world.ben, message, "again")
        await playground.settle()
        assert not playground.record.frames("MESSAGE_CREATE")


async def test_an_option_is_completed(playground: Playground) -> None:
    world = playground.world
    async with running(playground, prepare=add_commands):
        choices = await playground.autocomplete(world.mia, world.general, "echo", {"text": "Sym"}, focused="text")
        assert [(choice.name, choice.value) for choice in choices] == [("Sym!", "Sym")]


async def test_the_first_followup_fills_the_placeholder_whose_visibility_stays(playground: Playground) -> None:
    world = playground.world
    async with running(playground, prepare=add_commands):
        interaction = await playground.command(world.mia, world.general, "slow", {"private": False})
        await world.until(lambda: interaction.state is State.LOADING, 5, "deferral")
        response = await interaction.response()
        assert (response.content, response.ephemeral) == ("thought", False)
        more = await interaction.followup()
        assert (more.content, more.ephemeral) == ("and more", True)
        assert response.message is not None
        assert not response.message.loading


async def test_a_menu_gives_the_bot_the_text_that_it_may_not_read_otherwise(playground: Playground) -> None:
    world = playground.world
    async with running(playground, prepare=add_commands) as bot:
        message = await playground.say(world.ben, world.general, "Wo war das?")
        interaction = await playground.menu(world.mia, message, "Repeat")
        assert (await interaction.response()).content == "It says: Wo war das?"
        assert [heard.content for heard in bot.heard] == [""]


async def test_a_button_updates_its_message_or_is_acknowledged(playground: Playground) -> None:
    world = playground.world
    async with running(playground, prepare=add_commands):
        interaction = await playground.command(world.mia, world.general, "echo", {"text": "hallo"})
        message = (await interaction.response()).message
        assert message is not None
        updated = await (await playground.press(world.ben, message, "again")).response()
        assert (updated.content, updated.message and updated.message.id) == ("again", message.id)
        acknowledged = await (await playground.press(world.ben, message, "other")).response()
        assert acknowledged.state is State.ACKNOWLEDGED
        with pytest.raises(PlaygroundError):
            await playground.press(world.mia, message, "off")
        with pytest.raises(PlaygroundError):
            await playground.press(world.mia, message, "no such button")


async def test_without_an_answer_in_three_seconds_the_application_did_not_respond(playground: Playground) -> None:
    world = playground.world
    async with running(playground, prepare=add_commands):
        interaction = await playground.command(world.mia, world.general, "mute")
        await playground.settle()
        assert interaction.state is State.PENDING
        playground.clock.advance(3.1)
        response = await interaction.response()
        assert response.failed
        assert response.state.value == "the application did not respond"


async def test_an_answer_after_three_seconds_is_refused_with_10062(playground: Playground) -> None:
    world = playground.world
    codes: list[int] = []
    async with running(playground, prepare=add_commands) as bot:

        async def failed(_: discord.Interaction, error: app_commands.AppCommandError) -> None:
            cause = error.__cause__
            assert isinstance(cause, discord.NotFound)
            codes.append(cause.code)

        bot.tree.error(failed)
        playground.faults.deliver_late(3.1)
        interaction = await playground.command(world.mia, world.general, "echo", {"text": "spät"})
        assert (await interaction.response()).failed
        await playground.settle()
        assert codes == [10062]


async def test_a_second_answer_is_refused_with_40060(playground: Playground) -> None:
    world = playground.world
    async with running(playground, prepare=add_commands) as bot:
        interaction = await playground.command(world.mia, world.general, "echo", {"text": "eins"})
        await interaction.response()
        path = f"/interactions/{interaction.id}/{interaction.token}/callback"
        with pytest.raises(discord.HTTPException) as refused:
            await bot.http.request(discord.http.Route("POST", path), json={"type": 4, "data": {"content": "zwei"}})
        assert refused.value.code == 40060


async def test_the_token_is_dead_after_fifteen_minutes(playground: Playground) -> None:
    world = playground.world
    async with running(playground, prepare=add_commands) as bot:
        interaction = await playground.command(world.mia, world.general, "echo", {"text": "eins"})
        await interaction.response()
        webhook = discord.http.Route("POST", f"/webhooks/{world.bot.id}/{interaction.token}")
        await bot.http.request(webhook, json={"content": "noch"})
        playground.clock.advance(15 * 60)
        with pytest.raises(discord.HTTPException) as dead:
            await bot.http.request(webhook, json={"content": "zu spät"})
        assert (dead.value.status, dead.value.code) == (401, 50027)


async def test_a_deferred_answer_that_never_comes_fails_with_its_token(playground: Playground) -> None:
    world = playground.world
    async with running(playground, prepare=add_commands) as bot:
        interaction = await playground.command(world.mia, world.general, "mute")
        path = f"/interactions/{interaction.id}/{interaction.token}/callback"
        await bot.http.request(discord.http.Route("POST", path), json={"type": 5})
        assert interaction.state is State.LOADING
        playground.clock.advance(15 * 60)
        assert (await interaction.response()).failed


async def test_a_webhook_before_the_answer_is_unknown(playground: Playground) -> None:
    world = playground.world
    async with running(playground, prepare=add_commands) as bot:
        interaction = await playground.command(world.mia, world.general, "mute")
        with pytest.raises(discord.NotFound) as unknown:
            await bot.http.request(
                discord.http.Route("POST", f"/webhooks/{world.bot.id}/{interaction.token}"), json={"content": "x"}
            )
        assert unknown.value.code == 10015


async def test_an_answer_of_the_wrong_type_is_refused(playground: Playground) -> None:
    world = playground.world
    async with running(playground, prepare=add_commands) as bot:
        interaction = await playground.command(world.mia, world.general, "mute")
        path = f"/interactions/{interaction.id}/{interaction.token}/callback"
        with pytest.raises(discord.HTTPException) as refused:
            await bot.http.request(discord.http.Route("POST", path), json={"type": 7, "data": {"content": "x"}})
        assert refused.value.code == 50035


async def test_commands_are_offered_by_permission_and_context(playground: Playground) -> None:
    world = playground.world
    async with running(playground, prepare=add_commands):
        response = await (await playground.command(world.mod, world.general, "corpus reload")).response()
        assert response.content == "reloaded"
        for member, channel in ((world.mia, world.general), (world.mod, playground.dm(world.mod))):
            with pytest.raises(PlaygroundError):
                await playground.command(member, channel, "corpus reload")
        opened = await playground.command(world.mia, world.general, "corpus reload", override=True)
        assert (await opened.response()).content == "reloaded"
        world.set_overwrite(world.general, world.mia, deny=Permission.USE_APPLICATION_COMMANDS)
        with pytest.raises(PlaygroundError):
            await playground.command(world.mia, world.general, "echo", {"text": "x"})


@pytest.mark.parametrize(
    ("name", "options"),
    [("nope", {}), ("echo", {}), ("echo", {"text": "x", "other": 1}), ("corpus", {}), ("corpus x", {})],
)
async def test_a_command_must_be_filled_in_as_registered(
    playground: Playground, name: str, options: dict[str, str]
) -> None:
    world = playground.world
    async with running(playground, prepare=add_commands):
        with pytest.raises(PlaygroundError):
            await playground.command(world.mod, world.general, name, options)


async def test_a_command_works_in_direct_messages(playground: Playground) -> None:
    world = playground.world
    async with running(playground, prepare=add_commands):
        response = await (
            await playground.command(world.ben, playground.dm(world.ben), "echo", {"text": "hi"})
        ).response()
        assert response.content == "hi"


async def test_the_original_response_is_read_edited_and_deleted(playground: Playground) -> None:
    world = playground.world
    async with running(playground, prepare=add_commands) as bot:
        interaction = await playground.command(world.mia, world.general, "echo", {"text": "eins", "private": True})
        message = (await interaction.response()).message
        assert message is not None
        path = f"/webhooks/{world.bot.id}/{interaction.token}/messages/@original"
        read = await bot.http.request(discord.http.Route("GET", path))
        assert (read["id"], read["content"], read["edited_timestamp"]) == (str(message.id), "eins", None)
        await bot.http.request(discord.http.Route("PATCH", path), json={"content": "zwei"})
        edited = await playground.next_edit(message)
        assert (edited.content, edited.ephemeral, edited.edited is None) == ("zwei", True, False)
        await bot.http.request(discord.http.Route("DELETE", path))
        assert await playground.gone(message)
        with pytest.raises(discord.NotFound) as unknown:
            await bot.http.request(discord.http.Route("GET", path))
        assert unknown.value.code == 10008


async def test_after_an_acknowledged_press_the_original_is_the_pressed_message(playground: Playground) -> None:
    world = playground.world
    async with running(playground, prepare=add_commands) as bot:
        interaction = await playground.command(world.mia, world.general, "echo", {"text": "eins"})
        message = (await interaction.response()).message
        assert message is not None
        pressed = await playground.press(world.ben, message, "other")
        await pressed.response()
        path = f"/webhooks/{world.bot.id}/{pressed.token}/messages/@original"
        await bot.http.request(discord.http.Route("PATCH", path), json={"content": "zwei", "components": []})
        edited = await playground.next_edit(message)
        assert (edited.id, edited.content, edited.buttons) == (message.id, "zwei", ())


async def test_an_answer_to_a_button_is_a_reply_to_its_message(playground: Playground) -> None:
    world = playground.world
    async with running(playground, prepare=add_commands) as bot:
        interaction = await playground.command(world.mia, world.general, "echo", {"text": "eins"})
        message = (await interaction.response()).message
        assert message is not None

        async def on_interaction(pressed: discord.Interaction) -> None:
            await pressed.response.send_message("gedrückt")

        bot.event(on_interaction)
        answered = (await (await playground.press(world.ben, message, "other")).response()).message
        assert answered is not None
        assert answered.reference is not None
        assert (answered.content, answered.reference.message_id) == ("gedrückt", message.id)


async def test_typing_is_seen(playground: Playground) -> None:
    world = playground.world
    seen: list[events.TypingStarted] = []
    world.listen(lambda event: seen.append(event) if isinstance(event, events.TypingStarted) else None)
    async with running(playground) as bot:
        await bot.get_partial_messageable(world.general.id).typing()
        await playground.type(world.mia, world.general)
        await playground.settle()
    assert [event.user for event in seen] == [world.bot, world.mia]
    assert [frame["user_id"] for frame in playground.record.frames("TYPING_START")][-1] == str(world.mia.id)
