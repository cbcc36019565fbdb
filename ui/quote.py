"""A quoted paragraph with its source line and, for a reader of the translation's language, its translation."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from retrieval.model import Article, Hit, Passage, Sentence, TranslatedText
from ui.escape import address, field, isolate
from ui.excerpt import Excerpt, excerpt
from ui.limits import length
from ui.reply import Quote
from ui.texts import text

_SHORTEST_PAIR = 250  # room for a quote and its translation: in less only the quote stands
_RECENT = 256  # source lines that are kept: the same few articles are quoted again and again


class Block(NamedTuple):
    markdown: str
    quotes: tuple[Quote, ...]


def source_line(passage: Passage, language: str) -> str:
    """Author, title, number and address: the line under every quote, never cut."""
    article = passage.article
    return _line(
        language,
        "source.passage",
        article.author,
        article.title,
        article.url,
        number=passage.number,
        count=article.passage_count,
    )


def article_line(article: Article, language: str) -> str:
    """The source line of sentences from the whole article."""
    return _line(language, "source.article", article.author, article.title, article.url)


def translation_line(article: Article, language: str) -> str:
    """What marks the quote under it as a translation."""
    return _translation_line(language, article.translation.translator if article.translation else "")


def translation_for(passage: Passage, language: str) -> TranslatedText | None:
    """The passage's translation if it is in the reader's language and the original isn't."""
    translation = passage.translation
    if translation is None or translation.language != language or passage.article.language == language:
        return None
    return translation


def quote_block(
    shown: Hit | Passage, *, language: str, room: int, source: str | None = None, alone: bool = False
) -> Block:
    """Quote, source line and translation in at most `room`; `alone` quotes the best sentence only.

    Original and translation have half the room each; what one doesn't need goes to the other. Where there is little,
    the original has it all.
    """
    passage, best, translated_best = _parts(shown)
    source = source_line(passage, language) if source is None else source
    room -= length(source) + 1
    translation = translation_for(passage, language)
    label = translation_line(passage.article, language)
    if translation is None or room < length(label) + _SHORTEST_PAIR:
        original = excerpt(passage, best, room, alone=alone)
        return Block(f"{original.markdown}\n{source}", _quotes(passage, original))
    room -= length(label) + 2
    translated = excerpt(translation, translated_best, room // 2, alone=alone)
    original = excerpt(passage, best, room - length(translated.markdown), alone=alone)
    if translated.pieces != (translation.text,):
        translated = excerpt(translation, translated_best, room - length(original.markdown), alone=alone)
    return Block(
        f"{original.markdown}\n{source}\n{label}\n{translated.markdown}",
        _quotes(passage, original) + _quotes(passage, translated, translated=True),
    )


@lru_cache(_RECENT)
def _translation_line(language: str, translator: str) -> str:
    key = "translation.by" if translator else "translation.unsigned"
    return isolate(text(language, key, translator=field(translator)))


def _parts(shown: Hit | Passage) -> tuple[Passage, Sentence | None, Sentence | None]:
    if isinstance(shown, Hit):
        return shown.passage, shown.sentence, shown.translated_sentence
    return shown, None, None


def _quotes(passage: Passage, part: Excerpt, *, translated: bool = False) -> tuple[Quote, ...]:
    return (Quote(passage, part.pieces, translated=translated),) if part.pieces else ()


@lru_cache(_RECENT)
def _line(language: str, key: str, author: str, title: str, url: str | None, **numbers: int) -> str:
    """With the article's address; its direction is its own, whatever the quote above it contains."""
    line = text(language, key, author=field(author), title=field(title), **numbers)
    place = address(url) if url else ""
    return isolate(f"{line} · {place}" if place else line)
