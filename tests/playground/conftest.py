from collections.abc import AsyncIterator

import pytest

from playground.server import Playground


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    async with Playground(port=0) as embedded:
        yield embedded
