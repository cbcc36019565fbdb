"""Articles and hostile texts for the tests of what people see."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from itertools import accumulate, pairwise

from hypothesis import strategies as st

from playground.markdown import parse
from playground.markdown_tree import Quote, Style, Styled, plain_text
from retrieval.model import (
    Answer,
    Article,
    Hit,
    Passage,
    Section,
    Sentence,
    TranslatedText,
    Translation,
    Verdict,
)

ASKER = 2**64 - 1
LEFT_OUT = "[…]"

HOSTILE_FRAGMENTS = (
    "**", "*", "_", "__", "~~", "||", "`", "```", "\\", "> ", ">>> ", "# ", "### ", "-# ", "- ", "* ", "+ ",
    "1. ", "12) ", "2025. ", "<@123>", "<@&1>", "<#5>", "<:a:1>", "<t:1:R>", "</ask:1>", "<id:home>",
    "@everyone", "@here", ":smile:", ":", "://", "https://example.org/a_b_c", "http://x", "<https://x.y>",
    "[a](https://x.y)", "](https://evil.example)", "[", "]", "(", ")", "discord.gg/abc", "mail@example.org",
    "¯\\_(ツ)_/¯", "\n", "\n\n", "\r", "\r\n", "  \n", "\t", "\f", "\v", "\u2028", "\x85", " ", "  ", "\xa0",
    "\u200b", "\ufeff", "\u200d", "\u202e", "\u202b", "\u202c", "\u2066", "\u2067", "\u2068", "\u2069",
    "שלום", "مرحبا", "e\u0301", "👩‍👩‍👧", "👍🏽", "🇩🇪", "𝔘", "„Wort“", "…", LEFT_OUT, "Wort", "und",
    "7", "ß", ". ", "! ", "{count}", "%s",
)  # fmt: skip

hostile = st.lists(
    st.one_of(st.sampled_from(HOSTILE_FRAGMENTS), st.text(st.characters(exclude_categories=["Cs"]), max_size=6)),
    max_size=24,
).map("".join)
hostile_line = hostile.map(lambda text: text[:100])


def article(**changes: object) -> Article:
    plain = Article(
        slug="probe",
        title="Ein Titel",
        author="Ada Beispiel",
        language="de",
        sections=(Section("", 1, 1), Section("Anfang", 2, 3), Section("Ende", 4, 4)),
        passage_count=4,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]  # the names are Article's


def translated_article(**changes: object) -> Article:
    return article(translation=Translation("en", "A title", "Tess Sample", ("", "Beginning", "End")), **changes)


def passage(
    sentences: list[str], *, number: int = 2, of: Article | None = None, translated: list[str] | None = None
) -> Passage:
    """A passage whose sentences stand one after the other as given, white space included."""
    text = "".join(sentences)
    return Passage(
        article=of or article(),
        number=number,
        heading="Anfang",
        text=text,
        sentences=_spans(sentences),
        digest=hashlib.sha256(text.encode()).hexdigest()[:12],
        translation=None if translated is None else TranslatedText("en", "".join(translated), _spans(translated)),
    )


def hit(shown: Passage, best: int = 0) -> Hit:
    translated = shown.translation.sentences if shown.translation else ()
    counterpart = translated[min(best, len(translated) - 1)] if translated else None
    return Hit(shown, 1.0, shown.sentences[best], counterpart)


def answer(*hits: Hit, verdict: Verdict = Verdict.ANSWER, unknown_words: tuple[str, ...] = ()) -> Answer:
    return Answer("Frage?", verdict, hits, "de", unknown_words, "abc123")


def _spans(sentences: list[str]) -> tuple[Sentence, ...]:
    ends = [0, *accumulate(map(len, sentences))]
    return tuple(Sentence(start, end, text) for (start, end), text in zip(pairwise(ends), sentences, strict=True))


def as_displayed(text: str) -> str:
    """The text in the white space that Discord's client makes of it before it reads any markdown."""
    text = re.sub(r"\r\n?", "\n", text).replace("\f", "").replace("\t", "    ")
    return re.sub(r" {2,}\n", "\n", text)


def quotes(content: str) -> list[str]:
    """The text of each block quote, as a reader sees it."""
    return [plain_text(node.children) for node in parse(content) if isinstance(node, Quote)]


def bold_parts(content: str) -> list[list[str]]:
    """For each block quote what is bold in it."""
    return [
        [plain_text(part.children) for part in node.children if isinstance(part, Styled) and part.style is Style.BOLD]
        for node in parse(content)
        if isinstance(node, Quote)
    ]


def bold_lines(sentence: str) -> list[str]:
    """A sentence's lines without the white space around them: what bold has to cover."""
    lines = re.sub(r"\r\n?", "\n", sentence).split("\n")
    return [as_displayed(line.strip()) for line in lines if line.strip()]
