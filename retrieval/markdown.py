"""Markdown → headings and paragraphs as plain text."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from retrieval.findings import Findings

_LINE_BREAK = re.compile("[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_LINE_BREAK_TAG = re.compile(r"<br\s*/?>", re.IGNORECASE)
_DROPPED_BLOCKS = {"table_open": "table_left_out", "html_block": "html_left_out", "fence": "code_block_left_out"}
_CONTAINERS = ("blockquote_open", "list_item_open")
_DEEPEST = 20  # levels; below them the parser stops, a list has two
_SPACES = ("softbreak", "hardbreak")


class Block(NamedTuple):
    """A heading or a paragraph, one that `is_item` in a list or a quotation; `line` counts from 1 in its file."""

    line: int
    text: str
    is_heading: bool
    is_item: bool = False


def read_markdown(source: str, first_line: int, findings: Findings) -> tuple[Block, ...]:
    """Headings, paragraphs, list items and quoted paragraphs in reading order; what is dropped is a warning.

    An ordered list's numbers stay in the text: „15. August" at a paragraph's start is one to Markdown.
    """
    env: dict[str, dict[str, dict[str, list[int]]]] = {}
    tokens = _parser().parse(source, env)
    for definition in env.get("references", {}).values():
        findings.note(first_line + definition["map"][0], "link_address")
    blocks: list[Block] = []
    number = ""  # of the list item that begins here
    skipped_to = -1  # the level of the table that is being dropped
    for opening, token in zip([None, *tokens], tokens, strict=False):
        line = first_line + (token.map[0] if token.map else 0)
        if skipped_to >= 0:
            if token.type == "table_close" and token.level == skipped_to:
                skipped_to = -1
            continue
        if token.type in _DROPPED_BLOCKS:
            findings.warning(line, _DROPPED_BLOCKS[token.type])
            skipped_to = token.level if token.type == "table_open" else -1
        elif token.type in _CONTAINERS and token.level == _DEEPEST - 1:
            findings.warning(line, "nested_too_deeply")
        elif token.type in {"list_item_open", "list_item_close"}:  # without text in between it has no number to keep
            number = f"{token.info}{token.markup} " if token.info else ""
        elif token.type == "inline" and opening is not None:
            is_heading = opening.type == "heading_open"
            text = _plain(token.children or (), line, findings).strip()
            if text or is_heading:
                blocks.append(Block(line, number + text, is_heading, is_item=token.level > 1))
            number = ""
    return tuple(blocks)


def _plain(tokens: Iterable[Token], line: int, findings: Findings) -> str:
    parts: list[str] = []
    for token in tokens:
        if token.type in _SPACES:
            line += 1
            parts.append(" ")
        elif token.type == "image":
            findings.warning(line, "image_left_out")
        elif token.type == "html_inline":
            findings.warning(line, "html_tag_left_out", tag=token.content)
            if _LINE_BREAK_TAG.fullmatch(token.content):
                parts.append(" ")
        else:
            parts.append(token.content)
    return _LINE_BREAK.sub(" ", "".join(parts))  # of a character reference: `&#10;`


@functools.cache
def _parser() -> MarkdownIt:
    """CommonMark and tables; without the rules that take a pasted paragraph for something else.

    `code` makes a code block of an indented paragraph, `lheading` a heading of the one above a line of dashes.
    """
    parser = (
        MarkdownIt("commonmark", {"typographer": False, "maxNesting": _DEEPEST})
        .enable("table")
        .disable(["code", "lheading"])
    )
    parser.inline.ruler.before("emphasis", "star_in_word", _star_in_word)
    return parser


def _star_in_word(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it calls it so
    """Leave a lone star between letters as it stands: „Leser*innen und Autor*innen" has no emphasis."""
    before, star, after = (
        state.src[state.pos - 1 : state.pos],
        state.src[state.pos],
        state.src[state.pos + 1 : state.pos + 2],
    )
    if star != "*" or not (before.isalnum() and after.isalnum()):
        return False
    if not silent:
        state.pending += "*"
    state.pos += 1
    return True
