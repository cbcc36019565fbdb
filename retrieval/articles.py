"""Article files → articles: title, author and blocks of text, from Markdown or as pasted, and translations."""

from __future__ import annotations

import re
import string
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from urllib.parse import quote

from retrieval.findings import Findings
from retrieval.front_matter import FrontMatter, read_front_matter, required_text, shown_text
from retrieval.language import SUPPORTED_LANGUAGES, detect_language
from retrieval.markdown import Block, read_markdown
from retrieval.pasted import read_pasted

MAXIMUM_TITLE = 200  # characters
MAXIMUM_AUTHOR = 100
MAXIMUM_SOURCE = 200
MAXIMUM_URL = 500  # characters, others than ASCII's as they are encoded

_ARTICLE_FIELDS = frozenset({"title", "author", "language", "published", "url", "source"})
_TRANSLATION_FIELDS = frozenset({"title", "translator", "language"})
_ENDS_LIKE_A_SENTENCE = re.compile(r"[.!?…:][“”\"'’‘«»‹›)\]]*$")
_SURE_OF_LANGUAGE = 20  # words
_NUMBER = re.compile(r"\d+(?:[.,'’\u00a0\u202f]\d{3}(?!\d))*")
_CLOCK = {str(hour + 12): str(hour) for hour in range(1, 13)}  # „17 Uhr", "5 pm"
_URL = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)


class ArticleText(NamedTuple):
    """An article as its file has it: every heading among the blocks has a paragraph under it."""

    title: str
    author: str
    language: str
    blocks: tuple[Block, ...]
    published: str | None = None
    url: str | None = None
    source: str | None = None


class TranslationText(NamedTuple):
    """A translation as its file has it."""

    title: str
    translator: str
    blocks: tuple[Block, ...]


def read_article(name: str, text: str, findings: Findings) -> ArticleText | None:
    """None, with the errors among the findings, if the article can't be served."""
    article = _read_text(text, findings) if name.endswith(".txt") else _read_markdown(text, findings)
    if article is None:
        return None
    blocks = _without_empty_sections(_without_title(article.blocks, article.title, findings), findings)
    if not blocks:
        findings.error(None, "no_paragraph")
    _report_unended(blocks, findings)
    return article._replace(blocks=blocks) if not findings.has_errors else None


def read_translation(text: str, language: str, original: ArticleText, findings: Findings) -> TranslationText | None:
    """None, with the reason among the findings, if it isn't aligned with the original one to one.

    `language` is the one in the file's name; the front matter needn't repeat it.
    """
    front_matter = read_front_matter(text, _TRANSLATION_FIELDS, findings)
    if front_matter is None:
        return None
    title = required_text(front_matter, "title", MAXIMUM_TITLE, findings)
    translator = required_text(front_matter, "translator", MAXIMUM_AUTHOR, findings)
    if "language" in front_matter.fields and _language(front_matter, findings) not in {language, ""}:
        line = front_matter.fields["language"].line
        findings.error(line, "language_differs", language=language)
    blocks = read_markdown(front_matter.body, front_matter.body_line, findings)
    blocks = _without_empty_sections(_without_title(blocks, title, findings), findings)
    _report_unended(blocks, findings)
    for block in blocks:
        if found := _other_language(block.text, language):
            findings.warning(block.line, "paragraph_in_other_language", language=language, found=found)
    _check_alignment(original.blocks, blocks, findings)
    if findings.has_errors:
        return None
    _check_numbers(original.blocks, blocks, findings)
    return TranslationText(title, translator, blocks)


def _read_markdown(text: str, findings: Findings) -> ArticleText | None:
    front_matter = read_front_matter(text, _ARTICLE_FIELDS, findings)
    if front_matter is None:
        return None
    article = ArticleText(
        title=required_text(front_matter, "title", MAXIMUM_TITLE, findings),
        author=required_text(front_matter, "author", MAXIMUM_AUTHOR, findings),
        language=_language(front_matter, findings),
        blocks=read_markdown(front_matter.body, front_matter.body_line, findings),
        published=_published(front_matter, findings),
        url=_url(front_matter, findings),
        source=_source(front_matter, findings),
    )
    found = _other_language("\n".join(block.text for block in article.blocks), article.language)
    if article.language and found:
        line = front_matter.fields["language"].line
        findings.warning(line, "language_mistaken", language=article.language, found=found)
    return article


def _read_text(text: str, findings: Findings) -> ArticleText | None:
    pasted = read_pasted(text, findings)
    title = shown_text("title", pasted.title, MAXIMUM_TITLE, pasted.title_line, findings)
    author = ""
    if pasted.author_line is not None:
        author = shown_text("author", pasted.author, MAXIMUM_AUTHOR, pasted.author_line, findings)
    language = detect_language("\n".join(block.text for block in pasted.blocks))
    if language is None and pasted.blocks:
        findings.error(None, "language_unclear", supported=_supported())
    elif language is not None:
        findings.note(None, "language_taken", language=language)
    return ArticleText(title, author, language or "", pasted.blocks)


def _language(front_matter: FrontMatter, findings: Findings) -> str:
    """The code without its region: `de-AT` is German."""
    written = required_text(front_matter, "language", MAXIMUM_SOURCE, findings)
    code = re.split("[-_]", written.lower())[0]
    if written and code not in SUPPORTED_LANGUAGES:
        line = front_matter.fields["language"].line
        findings.error(line, "language_not_supported", language=written, supported=_supported())
        return ""
    return code


def _other_language(text: str, language: str) -> str | None:
    """The one that a text of some length is surely in, if that isn't `language`."""
    found = detect_language(text)
    return found if found != language and len(text.split()) >= _SURE_OF_LANGUAGE else None


def _published(front_matter: FrontMatter, findings: Findings) -> str | None:
    field = front_matter.fields.get("published")
    if field is None or not field.value:
        return None
    try:
        return datetime.fromisoformat(field.value.strip()).date().isoformat()
    except ValueError:
        findings.warning(field.line, "published_left_out")
        return None


def _url(front_matter: FrontMatter, findings: Findings) -> str | None:
    field = front_matter.fields.get("url")
    if field is None or not field.value:
        return None
    url = field.value.strip()
    if _URL.fullmatch(url) and url.isprintable() and len(quote(url, safe=string.punctuation)) <= MAXIMUM_URL:
        return url
    findings.warning(field.line, "url_left_out", maximum=MAXIMUM_URL)
    return None


def _source(front_matter: FrontMatter, findings: Findings) -> str | None:
    field = front_matter.fields.get("source")
    if field is None or not field.value:
        return None
    return shown_text("source", field.value, MAXIMUM_SOURCE, field.line, findings) or None


def _without_title(blocks: Sequence[Block], title: str, findings: Findings) -> tuple[Block, ...]:
    """Without a first heading that only repeats the title."""
    if blocks and blocks[0].is_heading and blocks[0].text == title:
        findings.note(blocks[0].line, "heading_repeats_title")
        return tuple(blocks[1:])
    return tuple(blocks)


def _without_empty_sections(blocks: Sequence[Block], findings: Findings) -> tuple[Block, ...]:
    kept: list[Block] = []
    for block, following in zip(blocks, [*blocks, None][1:], strict=True):
        if block.is_heading and not block.text:
            findings.warning(block.line, "heading_empty")
        elif block.is_heading and (following is None or following.is_heading):
            findings.warning(block.line, "heading_without_text", text=block.text)
        else:
            kept.append(block)
    return tuple(kept)


def _report_unended(blocks: Sequence[Block], findings: Findings) -> None:
    """A note on what may be a website's („Kommentare (37)“), a heading, or a paragraph that lost its end."""
    for block in blocks:
        if not (block.is_heading or block.is_item or _ENDS_LIKE_A_SENTENCE.search(block.text)):
            findings.note(block.line, "paragraph_unended", opening=_opening(block))


def _check_alignment(original: Sequence[Block], translation: Sequence[Block], findings: Findings) -> None:
    paragraphs = 0
    for ours, theirs in zip(original, translation, strict=False):
        if ours.is_heading is not theirs.is_heading:
            findings.error(
                theirs.line,
                "heading_for_paragraph" if theirs.is_heading else "paragraph_for_heading",
                paragraph=paragraphs,
                theirs=_opening(theirs),
                ours=_opening(ours),
                line=ours.line,
            )
            return
        paragraphs += not ours.is_heading
    if len(original) > len(translation):
        more = original[len(translation)]
        findings.error(
            translation[-1].line if translation else None,
            "original_goes_on_with_heading" if more.is_heading else "original_goes_on_with_paragraph",
            paragraph=paragraphs,
            opening=_opening(more),
            line=more.line,
        )
    elif len(original) < len(translation):
        more = translation[len(original)]
        findings.error(
            more.line,
            "translation_goes_on_with_heading" if more.is_heading else "translation_goes_on_with_paragraph",
            paragraph=paragraphs,
            opening=_opening(more),
        )


def _check_numbers(original: Sequence[Block], translation: Sequence[Block], findings: Findings) -> None:
    """A warning where each has a number that the other lacks. If only one has, the other may well spell it out."""
    for ours, theirs in zip(original, translation, strict=True):
        here, there = _numbers(theirs.text), _numbers(ours.text)
        added = ", ".join(written for number, written in here.items() if number not in there)
        missing = ", ".join(written for number, written in there.items() if number not in here)
        if added and missing:
            findings.warning(theirs.line, "numbers_differ", theirs=added, ours=missing, line=ours.line)


def _numbers(text: str) -> dict[str, str]:
    """As written, by what is the same in both languages: 1,800 is 1.800."""
    by_digits = {re.sub(r"\D", "", written).lstrip("0"): written for written in _NUMBER.findall(text)}
    return {_CLOCK.get(digits, digits): written for digits, written in by_digits.items()}


def _opening(block: Block) -> str:
    words = block.text.split()
    return " ".join(words[:4]) + (" …" if len(words) > 4 else "")  # noqa: PLR2004 - enough to find it


def _supported() -> str:
    return ", ".join(SUPPORTED_LANGUAGES)
