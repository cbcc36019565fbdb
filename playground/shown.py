"""A message as a reader sees it, for a terminal: markup as colours and bars, buttons with their numbers."""

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.text import Text

from playground import markdown
from playground.markdown_tree import (
    Block,
    CodeBlock,
    Emoji,
    Heading,
    Link,
    List,
    Mention,
    Node,
    Quote,
    Styled,
    Subtext,
    mention_text,
    plain_text,
)
from playground.markdown_tree import Style as Markup
from playground.model import Button

_BAR = "▌ "
_STYLES = {
    Markup.BOLD: "bold",
    Markup.ITALIC: "italic",
    Markup.UNDERLINE: "underline",
    Markup.STRIKETHROUGH: "strike",
    Markup.SPOILER: "reverse",
}
_BUTTON_STYLES = {1: "bold white on blue", 3: "bold white on green", 4: "bold white on red"}


class Screen:
    """Prints on a console; where it is no terminal, the same as plain text with unbroken lines."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def line(self, text: str, style: str = "") -> None:
        self._console.print(Text(text, style), soft_wrap=True)

    def content(self, content: str, names: Mapping[str, str]) -> None:
        for line, quoted in _lines(markdown.parse(content), names):
            self._print(line, _BAR if quoted else "")

    def buttons(self, numbered: Sequence[tuple[int | None, Button]]) -> None:
        """Without a number: links and disabled ones."""
        row = Text()
        for number, button in numbered:
            words = " ".join(part for part in (button.emoji, button.label, button.url) if part)
            style = "dim" if button.disabled else _BUTTON_STYLES.get(button.style, "reverse")
            row.append(f"[{number or '-'}]", "bold").append(" ").append(words, style).append("  ")
        row.rstrip()
        self._console.print(row, soft_wrap=not self._console.is_terminal)

    def _print(self, line: Text, bar: str) -> None:
        if not self._console.is_terminal:
            self._console.print(Text.assemble(bar, line), soft_wrap=True)
            return
        for part in line.wrap(self._console, self._console.width - len(bar)) or [Text()]:
            self._console.print(Text.assemble((bar, "dim"), part), soft_wrap=True)


def _lines(nodes: Sequence[Node], names: Mapping[str, str]) -> list[tuple[Text, bool]]:
    """Lines, each with whether it stands in a block quote; a block begins and ends one."""
    lines: list[tuple[Text, bool]] = []
    open_line: Text | None = None
    for node in nodes:
        if isinstance(node, Block):
            if open_line is not None and open_line.plain:
                lines.append((open_line, False))
            open_line = None
            lines += _block(node, names)
            continue
        pieces = list(_inline(node, names).split("\n", allow_blank=True))
        open_line = pieces[0] if open_line is None else open_line + pieces[0]
        for piece in pieces[1:]:
            lines.append((open_line, False))
            open_line = piece
    if open_line is not None and open_line.plain:
        lines.append((open_line, False))
    return lines


def _block(node: Block, names: Mapping[str, str]) -> list[tuple[Text, bool]]:
    match node:
        case Quote(children=children):
            return [(line, True) for line, _ in _lines(children, names)]
        case Heading(children=children):
            return [(_styled(line, "bold underline"), False) for line, _ in _lines(children, names)]
        case Subtext(children=children):
            return [(_styled(line, "dim"), False) for line, _ in _lines(children, names)]
        case CodeBlock(text=text):
            return [(Text(line, "cyan"), False) for line in text.split("\n")]
        case List():
            return [(Text(line), False) for line in plain_text((node,), names).split("\n")]


def _inline(node: Node, names: Mapping[str, str]) -> Text:
    match node:
        case Styled(style=style, children=children):
            return _styled(_joined(children, names), _STYLES[style])
        case Link(target=target, children=children):
            return _styled(_joined(children, names), f"underline link {target}")
        case Mention():
            return Text(mention_text(node, names), "bold blue")
        case Emoji():
            return Text(plain_text((node,), names))
        case _:
            return Text(plain_text((node,), names))


def _joined(children: Sequence[Node], names: Mapping[str, str]) -> Text:
    return Text().join(_inline(child, names) for child in children)


def _styled(text: Text, style: str) -> Text:
    text.stylize(style)
    return text
