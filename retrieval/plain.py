"""Answers and summaries as plain text: what the bot says in Discord, for a terminal. The words are data."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from pathlib import Path

from retrieval.model import Answer, Article, Hit, Passage, Sentence, Summary, Verdict

_LANGUAGES = Path(__file__).with_name("languages")
_FALLBACK = "en"  # where a question's language can't be told


def reply(answer: Answer) -> str:
    """In the question's language; a translation into it follows the quote."""
    texts = _texts(answer.language or _FALLBACK)
    if answer.verdict is Verdict.ARTICLE and answer.article is not None:
        return _card(answer.article, answer.lead, texts)
    if answer.verdict is Verdict.NONE:
        return _refusal(answer.unknown_words, texts)
    quote = _quote(answer.hits[0], answer.language, texts)
    return f"{texts['unsure']}\n{quote}" if answer.verdict is Verdict.UNSURE else quote


def sentences(summary: Summary) -> str:
    """Each with its paragraph's number, and the source; under a line that says so where they aren't on the topic."""
    head = [_texts(summary.language or _FALLBACK)["off_topic"]] if summary.is_off_topic else []
    lines = [f"> {chosen.sentence.text} [{chosen.passage.number}]" for chosen in summary.sentences]
    return "\n".join([*head, *lines, f"— {summary.article.author}, {summary.article.title}"])


def _refusal(unknown_words: tuple[str, ...], texts: Mapping[str, str]) -> str:
    if not unknown_words:
        return texts["none_known"]
    named = ", ".join(texts["word"].format(word=word) for word in unknown_words)
    return texts["none_unknown_one" if len(unknown_words) == 1 else "none_unknown_other"].format(words=named)


def _quote(hit: Hit, language: str | None, texts: Mapping[str, str]) -> str:
    passage, translation = hit.passage, hit.passage.translation
    lines = [f"> {_marked(passage.text, hit.sentence)}", _source(passage, texts)]
    if translation is not None and translation.language == language and passage.article.translation is not None:
        lines.append(texts["translation"].format(translator=passage.article.translation.translator))
        lines.append(f"> {_marked(translation.text, hit.translated_sentence)}")
    return "\n".join(lines)


def _marked(text: str, sentence: Sentence | None) -> str:
    """With the best sentence between asterisks."""
    if sentence is None:
        return text
    return f"{text[: sentence.start]}**{sentence.text}**{text[sentence.end :]}"


def _source(passage: Passage, texts: Mapping[str, str]) -> str:
    article = passage.article
    source = texts["source"].format(
        author=article.author, title=article.title, number=passage.number, count=article.passage_count
    )
    return f"{source} {article.url}" if article.url else source


def _card(article: Article, lead: Hit | None, texts: Mapping[str, str]) -> str:
    headings = [section.heading for section in article.sections if section.heading]
    facts = [article.title, texts["author"].format(author=article.author), *(f"- {heading}" for heading in headings)]
    facts += [value for value in (article.published, article.source, article.url) if value]
    if lead is not None:
        facts.append(f"> {lead.sentence.text}")
    return "\n".join(facts)


@functools.cache
def _texts(language: str) -> Mapping[str, str]:
    texts: Mapping[str, str] = tomllib.loads((_LANGUAGES / f"{language}.toml").read_text(encoding="utf-8"))["reply"]
    return texts
