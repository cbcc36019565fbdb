"""The judge itself: it must be able to find fault."""

import pytest

from playground.record import Exchange
from playground.server import Playground
from tests.playground import openapi
from tests.playground.conftest import Rest


@pytest.fixture
def judge() -> openapi.Document:
    found = openapi.document()
    if found is None:
        pytest.skip(f"{openapi.VARIABLE} names no OpenAPI document of Discord")
    return found


async def test_requests_and_replies_that_discord_does_not_describe_are_found(
    playground: Playground, rest: Rest, judge: openapi.Document
) -> None:
    await rest("POST", f"/channels/{playground.world.general.id}/messages", {"content": "x"})
    sent = playground.record.requests("POST")[0]

    def problems(**changes: object) -> list[str]:
        fields = {name: getattr(sent, name) for name in Exchange.__dataclass_fields__}
        return list(judge.problems([Exchange(**fields | changes)]))

    assert problems() == []
    assert problems(request={"content": 5})
    assert problems(request={"content": "x" * 5000}, status=400) == problems(status=400)  # refused: not judged
    assert problems(reply={"id": "1"})
    assert problems(query={"wit_response": "1"})
    assert problems(path="/channels/1/massages")
    assert problems(method="PURGE")
