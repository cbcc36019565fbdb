"""The patterns by which Discord's desktop client reads markdown, for `playground.markdown`."""

from __future__ import annotations

import re

from playground.markdown_tree import Style, Target

# The client's patterns are JavaScript's: \w, \d and \b are ASCII, white space is this and not Python's.
SPACES = "\t\n\v\f\r \u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff" + "".join(map(chr, range(0x2000, 0x200B)))
S = re.escape(SPACES)
LINE = r"(?:^|(?<=[\n\r\u2028\u2029]))"
BULLET = r"(?:[*-]|\d+\.)"


def pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.ASCII)


HEADING = pattern(rf" *(#{{1,3}})[{S}]+((?!#)[^\n]+?)#*[{S}]*(?:\n|\Z)")
SUBTEXT = pattern(r"-# +((?!-#)[^\n]+)(?:\n|\Z)")
CODE_BLOCK = re.compile(r"```(?:([a-z0-9_+\-.#]+?)\n)?\n*([^\n][\s\S]*?)\n*```", re.ASCII | re.IGNORECASE)
QUOTE = pattern(r" *(?:>>> +[\s\S]*|>(?!>>) +[^\n]*(?:\n *>(?!>>) +[^\n]*)*\n?)")
LONG_QUOTE_MARK = pattern(r" *>>> ?")
QUOTE_MARK = pattern(rf"{LINE} *> ?")
QUOTE_PLACE = pattern(r"\n *\Z")
LIST = pattern(rf"( *)({BULLET}) [\s\S]+?(?:\n(?! )(?!\1{BULLET} )|\Z)")
LIST_PLACE = pattern(r"(?:^|\n) *\Z")
ITEM_MARK = pattern(rf"( *)({BULLET}) +")
ESCAPE = pattern(rf"\\([^0-9A-Za-z{S}])")
ANGLE_LINK = pattern(r"<([^: >]+:/[^ >]+)>")
MAIL = pattern(rf"<([^{S}<>@]+@[^{S}<>@]+\.[^{S}<>@]+)>")
PHONE = pattern(r"<((?:(?:tel|sms):\+?|\+)(?:\d|\(\d+\))(?:[- ./]?(?:\d|\(\d+\)))+)>")
URL = pattern(rf"(?:https?|steam)://[^{S}<]+[^<.,:;\"'\]{S}]")
MASKED_LINK = pattern(
    r"\[((?:\[[^\]]*\]|[^\[\]]|\](?=[^\[]*\]))*)\]"
    rf"\([{S}]*<?((?:\([^)]*\)|[^{S}\\]|\\[^\n\r\u2028\u2029])*?)>?(?:[{S}]+['\"]([\s\S]*?)['\"])?[{S}]*\)"
)
# Of http and https, as browsers read it: no character that they refuse in a host, no number that is no address.
AUTHORITY = pattern(
    r"[/\\]*(?:[^/\\?#]*@)?"
    r"(?:\d+(?:\.\d+){3}|(?![^:/\\?#]*\.\d+\.?(?:[:/\\?#]|\Z))[^\x00- <>^|%\[\]\x7f:@/\\?#]+|\[[\da-fA-F:.]+\])"
    r"(?::\d{0,4})?(?:[/\\?#]|\Z)"
)
STARRED = rf"\*(?=[^{S}])((?:\*\*|\\[\s\S]|[{S}]+(?:\\[\s\S]|[^{S}*\\]|\*\*)|[^{S}*\\])+?)"
# Of those that match, the longest wins; where two are as long, the earlier.
EMPHASES: dict[str, tuple[tuple[Style, re.Pattern[str]], ...]] = {
    "*": (
        (Style.ITALIC, pattern(rf"{STARRED}\*(?!\*)")),
        (Style.ITALIC, pattern(rf"{STARRED} {{1,2}}\*(?!\*)")),
        (Style.BOLD, pattern(r"\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)")),
    ),
    "_": (
        (Style.ITALIC, pattern(r"_((?:__|\\[\s\S]|[^\\_])+?)_\b")),
        (Style.UNDERLINE, pattern(r"__((?:\\[\s\S]|[^\\])+?)__(?!_)")),
    ),
    "~": ((Style.STRIKETHROUGH, pattern(r"~~([\s\S]+?)~~(?!_)")),),
}
CODE = pattern(r"(`+)([\s\S]*?[^`])\1(?!`)")
CODE_MARGIN = pattern(r"^ (?= *`)|(` *) \Z")
LINE_BREAK = pattern(r" {2,}\n")
TIMESTAMP = pattern(r"<t:(-?\d{1,17})(?::([tTdDfFR]))?>")
SPOILER = pattern(r"\|\|([\s\S]+?)\|\|")
MENTIONS: tuple[tuple[Target, re.Pattern[str]], ...] = (
    (Target.USER, pattern(r"<@!?(?P<id>\d+)>")),
    (Target.ROLE, pattern(r"<@&(?P<id>\d+)>")),
    (Target.CHANNEL, pattern(r"<#(?P<id>\d+)>")),
    (Target.COMMAND, re.compile(r"</(?P<name>[-\w]{1,32}(?: [-\w]{1,32}){0,2}):(?P<id>\d+)>")),
    (Target.PAGE, pattern(r"<id:(?P<name>home|browse|customize|guide|linked-roles)>")),
    (Target.EVERYONE, pattern(r"@everyone")),
    (Target.HERE, pattern(r"@here")),
)
GUILD_EMOJI = pattern(r"<(?P<animated>a?):(?P<name>\w+):(?P<id>\d+)>")
SHORTCODE = pattern(rf":([^{S}:]+?(?:::skin-tone-\d)?):")
SHRUG = pattern(r"¯\\_\(ツ\)_/¯")
# Text goes on to the next place where a rule may begin; it is never empty.
TEXT = pattern(
    rf"[\s\S]+?(?=[^0-9A-Za-z{S}\u00c0-\U0010ffff]|\n\n| {{2,}}\n|\w+:[^{S}]|\d+\.|\Z)",
)
