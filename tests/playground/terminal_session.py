"""The playground's terminal with the small bot, as a program: what bot.py does with the real one."""

import asyncio

from playground import terminal
from playground.server import Playground
from tests.playground.bot import running
from tests.playground.commands import add_commands


async def main() -> None:
    async with Playground(port=0) as playground, running(playground, prepare=add_commands):
        await terminal.run(playground)


if __name__ == "__main__":
    asyncio.run(main())
