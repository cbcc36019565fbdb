"""What a message's content means: a small tree of nodes, and the text that a reader sees without its markup."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TypeAlias


class Style(StrEnum):
    """How a run of text is set."""

    BOLD = "bold"
    ITALIC = "italic"
    UNDERLINE = "underline"
    STRIKETHROUGH = "strikethrough"
    SPOILER = "spoiler"


class Target(StrEnum):
    """Whom or what a mention names. A command's and a page's `name` is in the markup; the others' must be known."""

    USER = "user"
    ROLE = "role"
    CHANNEL = "channel"
    EVERYONE = "everyone"
    HERE = "here"
    COMMAND = "command"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class Text:
    text: str


@dataclass(frozen=True, slots=True)
class Styled:
    style: Style
    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Code:
    text: str


@dataclass(frozen=True, slots=True)
class Link:
    target: str
    children: tuple[Node, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    target: Target
    id: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Timestamp:
    """`seconds` since 1970; `style` is one of Discord's letters tTdDfFR."""

    seconds: int
    style: str = "f"


@dataclass(frozen=True, slots=True)
class Emoji:
    """`character` for a `:name:` that Discord knows, `id` for one of a guild's own."""

    name: str
    character: str = ""
    id: str = ""
    animated: bool = False


@dataclass(frozen=True, slots=True)
class CodeBlock:
    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Subtext:
    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class List:
    """`start` is the first item's number, None with bullets."""

    start: int | None
    items: tuple[tuple[Node, ...], ...]


Block: TypeAlias = CodeBlock | Quote | Heading | Subtext | List
Inline: TypeAlias = Text | Styled | Code | Link | Mention | Timestamp | Emoji
Node: TypeAlias = Inline | Block


def plain_text(nodes: Sequence[Node], names: Mapping[str, str] | None = None) -> str:
    """The text without its markup, blocks on lines of their own.

    `names` has the names of users, roles and channels by id; one that is not there shows its id, as in Discord.
    """
    text = ""
    before: Node | None = None
    for node in nodes:
        shown = _block(node, names) if isinstance(node, Block) else _inline(node, names)
        if isinstance(before, Block) and not isinstance(node, Block):
            # The line that ends a code block is part of the text after it.
            text += "" if isinstance(before, CodeBlock) and shown.startswith("\n") else "\n"
        elif isinstance(node, Block) and text and not text.endswith("\n"):
            text += "\n"
        text += shown
        before = node
    return text


def _block(node: Block, names: Mapping[str, str] | None) -> str:
    match node:
        case CodeBlock(text=text):
            return text
        case List(start=start, items=items):
            marks = ["•" if start is None else f"{start + offset}." for offset in range(len(items))]
            return "\n".join(f"{mark} {plain_text(item, names)}" for mark, item in zip(marks, items, strict=True))
        case _:
            return plain_text(node.children, names)


def _inline(node: Inline, names: Mapping[str, str] | None) -> str:
    match node:
        case Text(text=text) | Code(text=text):
            return text
        case Styled(children=children) | Link(children=children):
            return plain_text(children, names)
        case Emoji(name=name, character=character):
            return character or f":{name}:"
        case Timestamp():
            return _moment(node)
        case Mention():
            return mention_text(node, names)


def mention_text(mention: Mention, names: Mapping[str, str] | None = None) -> str:
    known = (names or {}).get(mention.id)
    match mention.target:
        case Target.EVERYONE | Target.HERE:
            return f"@{mention.target}"
        case Target.COMMAND:
            return f"/{mention.name}"
        case Target.PAGE:
            return mention.name
        case Target.CHANNEL:
            return f"#{known or 'unknown'}"
        case Target.ROLE:
            return f"@{known or 'unknown-role'}"
        case Target.USER:
            return f"@{known}" if known else f"<@{mention.id}>"


def _moment(timestamp: Timestamp) -> str:
    """In UTC and without words, so that the same content always gives the same text."""
    try:
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=timestamp.seconds)
    except OverflowError:  # Discord's calendar is longer than Python's
        return f"<t:{timestamp.seconds}>"
    match timestamp.style:
        case "t":
            return f"{moment:%H:%M}"
        case "T":
            return f"{moment:%H:%M:%S}"
        case "d" | "D":
            return f"{moment:%Y-%m-%d}"
        case _:
            return f"{moment:%Y-%m-%d %H:%M}"
