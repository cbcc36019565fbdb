"""Text made safe for Discord's markdown: what is shown is exactly the text, whatever it contains.

Discord reads a backslash before ASCII punctuation as "this character, literally", so nothing is added or lost for the
reader. What Discord takes for special is escaped, no more: some notifications show the backslashes.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

FIRST_STRONG_ISOLATE = "\u2068"
POP_ISOLATE = "\u2069"
POP_EMBEDDING = "\u202c"
_EMBEDDINGS = frozenset("\u202a\u202b\u202d\u202e")
_ISOLATES = frozenset("\u2066\u2067\u2068")
_DIRECTION_CONTROL = re.compile("[\u202a-\u202e\u2066-\u2069]")
# Letters and digits of scripts that run from right to left, and every mark or control that sets a direction.
_DIRECTED = re.compile(
    "[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefe"
    "\U00010800-\U00010fff\U0001e800-\U0001efff]"
)

_LONGEST_ADDRESS = 500  # a longer one would leave no room for the quote
_PLAIN_ADDRESS = re.compile(r"https?://[!-;=?-\[\]-~]+", re.IGNORECASE)  # ASCII without <, > and backslash
_ASCII_PUNCTUATION = r"!-/:-@\[-`{-~"

_LINE_BREAK = re.compile(r"\r\n?")
# Styles, code, spoilers, mentions, times, links, addresses, invitations ("/"), emoji by name (a colon before a word).
_SPECIAL_ANYWHERE = re.compile(r"[\\*_~|`<\[@/:](?!(?<=:)[ \n])")
# Headings, subtext, quotes and lists: only before a line's first word, where other characters may stand before them.
_LINE_OPENING = re.compile(r"[\n\u2028\u2029][^\w\n\u2028\u2029]*(?:[0-9]+[.)])?")
_SPECIAL_IN_OPENING = re.compile(r"[#>+=-]|[.)]\Z")
_ESCAPED = re.compile(rf"\\([{_ASCII_PUNCTUATION}])")


def escape(text: str) -> str:
    """Markdown that shows the text. A carriage return becomes the line break that Discord makes of it."""
    text = _LINE_BREAK.sub("\n", text)
    text = _SPECIAL_ANYWHERE.sub(r"\\\g<0>", text)
    return _LINE_OPENING.sub(_escape_opening, f"\n{text}")[1:]


def unescape(markdown: str) -> str:
    return _ESCAPED.sub(r"\1", markdown)


def bold(text: str) -> str:
    """The text, escaped and bold: line by line and without the white space at its edges, which Discord trips over."""
    lines = escape(text).split("\n")
    return "\n".join(line.replace(core, f"**{core}**", 1) if (core := line.strip()) else line for line in lines)


def block_quote(markdown: str) -> str:
    return "> " + markdown.replace("\n", "\n> ")


def isolate(text: str) -> str:
    """The text with a direction of its own: whatever controls it contains, what stands around it keeps its order.

    What the text leaves open is closed after it; for each closing control without an opening one an isolate is
    opened before it.
    """
    opened: list[str] = []
    strays = 0
    for control in _DIRECTION_CONTROL.findall(text):
        if control in _EMBEDDINGS or control in _ISOLATES:
            opened.append(control)
        elif control == POP_EMBEDDING and opened and opened[-1] in _EMBEDDINGS:
            opened.pop()
        elif control == POP_ISOLATE:
            while opened and opened[-1] in _EMBEDDINGS:
                opened.pop()
            if opened:
                opened.pop()
            else:
                strays += 1
    isolates = sum(control in _ISOLATES for control in opened)
    return FIRST_STRONG_ISOLATE * (1 + strays) + text + POP_ISOLATE * (1 + isolates)


def field(text: str) -> str:
    """A title, a name or a word for the middle of a line of ours: escaped, on one line, its direction its own."""
    line = escape(" ".join(text.split()))
    return isolate(line) if _DIRECTED.search(line) else line


def without_direction_controls(text: str) -> str:
    return _DIRECTION_CONTROL.sub("", text)


def address(url: str) -> str:
    """A link to the address without a preview; text where it is no plain web address; "" where it is over-long."""
    encoded = quote(url, safe="!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~ ")
    if len(encoded) > _LONGEST_ADDRESS:
        return ""
    if _PLAIN_ADDRESS.fullmatch(encoded) and _has_host(encoded):
        return f"<{encoded}>"
    return field(url)


def _has_host(url: str) -> bool:
    try:
        return bool(urlsplit(url).hostname)
    except ValueError:  # an unfinished IPv6 address
        return False


def _escape_opening(opening: re.Match[str]) -> str:
    return _SPECIAL_IN_OPENING.sub(r"\\\g<0>", opening[0])
