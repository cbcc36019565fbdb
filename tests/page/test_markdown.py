"""The page reads markdown exactly as the playground's model of Discord does."""

import json
import random
from dataclasses import fields, is_dataclass
from typing import Any

import pytest
from playwright.async_api import Page as Tab

from playground.markdown import parse
from tests.playground.markdown_examples import EXAMPLES

pytestmark = pytest.mark.asyncio(loop_scope="session")

_PIECES = (
    *"ab1 \n*_~|`>#-.[]()<:/@&!\\\"'ä😀",
    *(
        "**",
        "__",
        "||",
        "> ",
        ">>> ",
        "- ",
        "1. ",
        "# ",
        "-# ",
        "```",
        "https://a.org/",
        "<@1>",
        "](https://b.org)",
        "<t:1>",
    ),
    *(":tada:", "</a b:1>", "<a:b:1>", "<x:/y>", "  \n", "\u2028"),
)
_PARSE = """async (contents) => {
  const { parse } = await import("/markdown.js");
  const shortcodes = await (await fetch("/shortcodes.json")).json();
  return JSON.stringify(contents.map((content) => parse(content, shortcodes)));
}"""


def _json(node: Any) -> Any:
    if isinstance(node, tuple):
        return [_json(child) for child in node]
    if not is_dataclass(node):
        return node
    return {"type": type(node).__name__.lower()} | {
        field.name: _json(getattr(node, field.name)) for field in fields(node)
    }


async def test_the_examples_have_the_same_trees_on_the_page(tab: Tab) -> None:
    contents = [content for content, _ in EXAMPLES]
    trees = json.loads(await tab.evaluate(_PARSE, contents))
    assert dict(zip(contents, trees, strict=True)) == {content: _json(tree) for content, tree in EXAMPLES}


async def test_any_content_has_the_same_tree_on_the_page(tab: Tab) -> None:
    pick = random.Random(20250815)  # noqa: S311 - the same contents each time
    contents = ["".join(pick.choices(_PIECES, k=pick.randint(1, 24))) for _ in range(1500)]
    trees = json.loads(await tab.evaluate(_PARSE, contents))
    different = [
        (content, tree, _json(parse(content)))
        for content, tree in zip(contents, trees, strict=True)
        if tree != _json(parse(content))
    ]
    assert different == []
