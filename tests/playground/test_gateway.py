from playground.server import Playground
from tests.playground.bot import running


async def test_a_message_that_mentions_the_bot_is_answered(playground: Playground) -> None:
    world = playground.world
    async with running(playground):
        question = await playground.say(world.mia, world.general, f"{world.bot.mention} hallo")
        reply = await playground.reply_to(question)
        assert reply.content == f"Echo: {world.bot.mention} hallo"
