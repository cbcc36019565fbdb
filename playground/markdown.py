"""A message's content as Discord's desktop client reads it: text to a small tree.

The client tries its rules in a fixed order at one place after the other; whether a line begins there it asks of
the text that it took just before. That is modelled here, its odd sides included: an empty pair of asterisks is
text, a masked link that is refused shows its backslashes, "2025. " at the beginning of a line is a list.
Not modelled: links to Discord's own channels and media, and paragraphs inside list items.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TypeAlias

from playground import markdown_grammar as grammar
from playground.markdown_tree import (
    Code,
    CodeBlock,
    Emoji,
    Heading,
    Link,
    List,
    Mention,
    Node,
    Quote,
    Style,
    Styled,
    Subtext,
    Text,
    Timestamp,
    plain_text,
)

_DEEPEST = 40  # nested deeper than anybody writes: taken as text, so that no input exhausts the stack
_DEEPEST_LIST = 11
_HIGHEST_START = 1_000_000_000
_LAST_SECOND = 8_640_000_000_000  # where JavaScript's calendar ends, in both directions
_LINK_SCHEMES = frozenset({"http", "https", "discord", "tel", "sms", "mailto"})


@dataclass(slots=True)
class _State:
    """Where the parser stands; `before` is the text that the last rule took, "" at the very beginning."""

    rules: tuple[tuple[str, _Rule], ...]
    before: str = ""
    depth: int = 0
    in_quote: bool = False
    list_depth: int = 0
    headings: bool = True
    subtexts: bool = True
    in_label: bool = False


_Nodes: TypeAlias = tuple[Node, ...]
_Found: TypeAlias = tuple[int, _Nodes]  # the place after it, and what it is
_Rule: TypeAlias = Callable[[str, int, _State], _Found | None]


def parse(content: str) -> _Nodes:
    text = content.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "").replace("\t", "    ")
    return _parse(text, _State(_RULES))


def to_plain(content: str, names: Mapping[str, str] | None = None) -> str:
    """The text a reader sees, without markup; `names` as in `plain_text`."""
    return plain_text(parse(content), names)


def _parse(source: str, state: _State) -> _Nodes:
    if state.depth > _DEEPEST:
        return (Text(source),) if source else ()
    state.depth += 1
    nodes: list[Node] = []
    at = 0
    while at < len(source):
        found = next(
            (hit for first, rule in state.rules if source[at] in first and (hit := rule(source, at, state))), None
        )
        end, new = found or _text(source, at)
        nodes += new
        state.before = source[at:end]
        at = end
    state.depth -= 1
    return _joined(nodes)


def _text(source: str, at: int) -> _Found:
    match = grammar.TEXT.match(source, at)
    end = match.end() if match else len(source)
    return end, (Text(source[at:end]),)


def _joined(nodes: Sequence[Node]) -> _Nodes:
    """Neighbouring texts as one."""
    joined: list[Node] = []
    for node in nodes:
        last = joined[-1] if joined else None
        if isinstance(node, Text) and isinstance(last, Text):
            joined[-1] = Text(last.text + node.text)
        else:
            joined.append(node)
    return tuple(joined)


def _heading(source: str, at: int, state: _State) -> _Found | None:
    if not state.headings or (state.before and not state.before.endswith("\n")):
        return None
    if not (match := grammar.HEADING.match(source, at)):
        return None
    return match.end(), (Heading(len(match[1]), _parse(match[2].strip(grammar.SPACES), state)),)


def _subtext(source: str, at: int, state: _State) -> _Found | None:
    if not state.subtexts or (state.before and not state.before.endswith("\n")):
        return None
    if not (match := grammar.SUBTEXT.match(source, at)):
        return None
    return match.end(), (Subtext(_parse(match[1].strip(grammar.SPACES), replace(state, subtexts=False))),)


def _code_block(source: str, at: int, _: _State) -> _Found | None:
    match = grammar.CODE_BLOCK.match(source, at)
    return (match.end(), (CodeBlock(match[2], match[1] or ""),)) if match else None


def _quote(source: str, at: int, state: _State) -> _Found | None:
    if state.in_quote or (state.before and not grammar.QUOTE_PLACE.search(state.before)):
        return None
    if not (match := grammar.QUOTE.match(source, at)):
        return None
    if mark := grammar.LONG_QUOTE_MARK.match(match[0]):
        inner = match[0][mark.end() :]
    else:  # the line's end belongs to the quote, but a reader sees no empty line for it
        inner = grammar.QUOTE_MARK.sub("", match[0]).removesuffix("\n")
    state.in_quote = True
    children = _parse(inner, state)
    state.in_quote = False
    return match.end(), (Quote(children),)


def _list(source: str, at: int, state: _State) -> _Found | None:
    if state.list_depth >= _DEEPEST_LIST:
        return None
    if state.before and not ((place := grammar.LIST_PLACE.search(state.before)) and "\n" in place[0]):
        return None
    if not (match := grammar.LIST.match(source, at)):
        return None
    indent, bullet = len(match[1]), match[2]
    margin = f" {{{indent},{indent + 1}}}"
    item = grammar.pattern(rf"{margin}{grammar.BULLET} +[^\n]*(?:\n(?!{margin}{grammar.BULLET} )[^\n]*)*(?:\n|\Z)")
    mark = grammar.ITEM_MARK.match(match[0])
    indented = grammar.pattern(rf"{grammar.LINE} {{1,{mark.end() if mark else 1}}}")
    items = tuple(_item(indented.sub("", found[0]), state) for found in item.finditer(match[0]))
    start = None if bullet in "*-" else min(max(int(bullet[:-1]), 1), _HIGHEST_START)
    return match.end(), (List(start, items),)


def _item(source: str, state: _State) -> _Nodes:
    mark = grammar.ITEM_MARK.match(source)
    text = re.sub(r" *\n\Z", "", source[mark.end() :] if mark else source)
    nodes = _parse(text, replace(state, headings=False, list_depth=state.list_depth + 1))
    ending = grammar.pattern(rf"\n+[{grammar.S}]*\Z")
    return tuple(Text(ending.sub("", node.text)) if isinstance(node, Text) else node for node in nodes)


def _escape(source: str, at: int, state: _State) -> _Found | None:
    match = None if state.in_label else grammar.ESCAPE.match(source, at)
    return (match.end(), (Text(match[1]),)) if match else None


def _angle_link(source: str, at: int, _: _State) -> _Found | None:
    """`<https://…>`, `<mail@…>`, `<+49…>`; an address that Discord doesn't link loses its brackets all the same."""
    if match := grammar.ANGLE_LINK.match(source, at):
        return match.end(), (_linked(match[1]),)
    if match := grammar.MAIL.match(source, at):
        target = match[1] if match[1].startswith("mailto:") else f"mailto:{match[1]}"
        return match.end(), (Link(target, (Text(match[1]),)),)
    if match := grammar.PHONE.match(source, at):
        number = re.sub(r"[ /]+", "-", match[1])
        return match.end(), (Link(number if number[0] in "ts" else f"tel:{number}", (Text(match[1]),)),)
    return None


def _url(source: str, at: int, _: _State) -> _Found | None:
    if not (match := grammar.URL.match(source, at)):
        return None
    address = match[0]
    closing = len(address) - len(address.rstrip(")"))
    if closing > address.count("("):  # one closing parenthesis too many is the sentence's, not the address's
        address = address[:-1]
    return at + len(address), (_linked(address),)


def _linked(address: str) -> Node:
    return Link(address, (Text(address),)) if _is_linkable(address) else Text(address)


def _is_linkable(address: str) -> bool:
    """Whether the client links it: browsers must take it as an address, and Discord allow its scheme."""
    scheme, _, rest = address.partition(":")
    if scheme.lower() not in _LINK_SCHEMES:
        return False
    return not scheme.lower().startswith("http") or grammar.AUTHORITY.match(rest) is not None


def _masked_link(source: str, at: int, state: _State) -> _Found | None:
    if not (match := grammar.MASKED_LINK.match(source, at)):
        return None
    label, title = match[1], match[3] or ""
    target = re.sub(rf"\\([^0-9A-Za-z{grammar.S}])", r"\1", match[2])
    if state.in_label:
        return match.end(), (Link(target, ()),)
    inside = replace(state, in_label=True)
    if not (_is_linkable(target) and label.strip(grammar.SPACES) and _is_mere_text(_parse(label, inside), inside)):
        return match.end(), (Text(match[0]),)
    return match.end(), (Link(target, _parse(label, replace(inside, rules=_LABEL_RULES)), title),)


def _is_mere_text(nodes: _Nodes, state: _State) -> bool:
    """Whether a masked link may show this: no other link, no mention, nor any hidden in code."""
    for node in nodes:
        match node:
            case Text() | Timestamp() | Emoji():
                inner: _Nodes = ()
            case Code(text=text):
                inner = _parse(text, replace(state))
            case Styled() | Quote() | Heading() | Subtext():
                inner = node.children
            case List(items=items):
                inner = tuple(part for item in items for part in item)
            case _:
                return False
        if not _is_mere_text(inner, state):
            return False
    return True


def _emphasis(source: str, at: int, state: _State) -> _Found | None:
    found = ((pattern.match(source, at), style) for style, pattern in grammar.EMPHASES[source[at]])
    matches = [(match, style) for match, style in found if match]
    if not matches:
        return None
    match, style = max(matches, key=lambda either: either[0].end())
    return match.end(), (Styled(style, _parse(match[1], state)),)


def _code(source: str, at: int, _: _State) -> _Found | None:
    match = grammar.CODE.match(source, at)
    return (match.end(), (Code(grammar.CODE_MARGIN.sub(r"\1", match[2])),)) if match else None


def _line_break(source: str, at: int, _: _State) -> _Found | None:
    match = grammar.LINE_BREAK.match(source, at)
    return (match.end(), (Text("\n"),)) if match else None


def _timestamp(source: str, at: int, _: _State) -> _Found | None:
    if not (match := grammar.TIMESTAMP.match(source, at)):
        return None
    seconds = int(match[1])
    return match.end(), (Timestamp(seconds, match[2] or "f") if abs(seconds) <= _LAST_SECOND else Text(match[0]),)


def _spoiler(source: str, at: int, state: _State) -> _Found | None:
    match = grammar.SPOILER.match(source, at)
    return (match.end(), (Styled(Style.SPOILER, _parse(match[1], state)),)) if match else None


def _mention(source: str, at: int, _: _State) -> _Found | None:
    for target, pattern in grammar.MENTIONS:
        if match := pattern.match(source, at):
            return match.end(), (Mention(target, **match.groupdict()),)
    return None


def _emoji(source: str, at: int, _: _State) -> _Found | None:
    if match := grammar.GUILD_EMOJI.match(source, at):
        return match.end(), (Emoji(match["name"], id=match["id"], animated=bool(match["animated"])),)
    if (match := grammar.SHORTCODE.match(source, at)) and (character := _shortcodes().get(match[1])):
        return match.end(), (Emoji(match[1], character),)
    return None


@cache
def _shortcodes() -> dict[str, str]:
    """Some of Discord's names for emojis; the page reads the same file."""
    text = (Path(__file__).parent / "page" / "shortcodes.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


def _shrug(source: str, at: int, _: _State) -> _Found | None:
    match = grammar.SHRUG.match(source, at)
    return (match.end(), (Text(match[0]),)) if match else None


# In the client's order; a rule is tried only where one of its first characters stands.
_RULES: tuple[tuple[str, _Rule], ...] = (
    (" #", _heading),
    ("-", _subtext),
    ("`", _code_block),
    (" >", _quote),
    (" *-0123456789", _list),
    ("\\", _escape),
    ("<", _angle_link),
    ("hs", _url),
    ("[", _masked_link),
    ("*_~", _emphasis),
    ("`", _code),
    (" ", _line_break),
    ("<", _timestamp),
    ("|", _spoiler),
    ("<@", _mention),
    ("<:", _emoji),
    ("¯", _shrug),
)
_LABEL_RULES: tuple[tuple[str, _Rule], ...] = tuple(
    entry for entry in _RULES if entry[1] in {_emphasis, _code, _line_break, _timestamp, _spoiler, _emoji}
)
