"""Is this message meant for the bot, and what does it ask? Plain facts in, a decision out."""

import re
from dataclasses import dataclass
from enum import Enum, auto

from cogs.questions import asks, asks_bot, asks_for_help, has_question_mark, is_worth_a_search, words
from retrieval.framing import addresses_someone
from ui import limits

# Addresses, and Discord's markup for members, roles, channels, emoji, timestamps and commands: no words to search for.
_MARKUP = re.compile(
    r"https?://\S+|<(?:@[!&]?\d+|#\d+|a?:\w+:\d+|t:-?\d+(?::\w)?|/[^:<>]+:\d+|id:\w+)>|@(?:everyone|here)\b"
)


class Place(Enum):
    """Where a message stands, as far as it matters here."""

    DIRECT = auto()
    GUILD = auto()
    ANSWER_CHANNEL = auto()  # questions are answered there without a mention


class Action(Enum):
    """What to do about a message."""

    IGNORE = auto()
    ASK = auto()
    VOLUNTEER = auto()  # ask, and speak only if there is an answer: nobody called
    HELP = auto()
    ROLE_HINT = auto()  # "mention me, not my role"
    WITHHELD_HINT = auto()  # Discord keeps the text of this reply from the bot


@dataclass(frozen=True, slots=True)
class Incoming:
    """What Discord tells about a message.

    `title` is set for the message that opens a forum post. `replied_author_id` is None without a reply, and also
    where Discord doesn't say whom it answers. `has_attachments` counts stickers, polls and forwarded messages in.
    """

    content: str
    bot_id: int
    place: Place
    from_member: bool = True  # no bot, webhook or system message
    mentioned_ids: frozenset[int] = frozenset()
    mentions_bot_role: bool = False
    mentions_group: bool = False  # another role, @everyone or @here
    is_reply: bool = False
    replied_author_id: int | None = None
    has_attachments: bool = False
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """`question` is the text to search, set where something is asked."""

    action: Action
    question: str = ""


_IGNORED = Decision(Action.IGNORE)


def decide(message: Incoming) -> Decision:
    if not message.from_member:
        return _IGNORED
    question = question_text(message.content, message.title)
    if message.place is Place.DIRECT:
        return Decision(Action.ASK, question) if is_worth_a_search(question) else Decision(Action.HELP)
    if message.bot_id in message.mentioned_ids:
        mention = re.search(f"<@!?{message.bot_id}>", message.content)
        return _decide_mention(message, question, mention) if mention else _decide_pinging_reply(message, question)
    if message.mentions_bot_role:
        return Decision(Action.ROLE_HINT)
    return _decide_unaddressed(message, question)


def question_text(content: str, title: str | None = None) -> str:
    """A message's words without its mentions, after its forum post's title, cut to what is searched."""
    text = " ".join(f"{title or ''} {_MARKUP.sub(' ', content)}".split())
    return limits.cut(text.lstrip(" ,:;"), limits.QUESTION)


def _decide_mention(message: Incoming, question: str, mention: re.Match[str]) -> Decision:
    if not words(question):
        bare = not question or has_question_mark(question)  # "@Bot" and "@Bot ???", not "@Bot 👍"
        return Decision(Action.HELP) if bare else _IGNORED
    if asks_for_help(question):
        return Decision(Action.HELP)
    before, after = message.content[: mention.start()], message.content[mention.end() :]
    if message.title is not None or asks_bot(_MARKUP.sub(" ", before), _MARKUP.sub(" ", after)):
        return Decision(Action.ASK, question)
    return _IGNORED


def _decide_pinging_reply(message: Incoming, question: str) -> Decision:
    """A reply with its ping switched on, to one of the bot's messages: only that mentions the bot without its name."""
    if not message.content:
        return _IGNORED if message.has_attachments else Decision(Action.WITHHELD_HINT)
    if message.mentioned_ids == {message.bot_id} and asks_bot("", question):
        return Decision(Action.ASK, question)
    return _IGNORED


def _decide_unaddressed(message: Incoming, question: str) -> Decision:
    to_someone_else = (
        message.mentioned_ids
        or message.mentions_group
        or (message.is_reply and message.replied_author_id != message.bot_id)
        or addresses_someone(question)
    )
    if message.place is Place.ANSWER_CHANNEL and not to_someone_else and is_worth_a_search(question) and asks(question):
        return Decision(Action.VOLUNTEER, question)
    return _IGNORED
