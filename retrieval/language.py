"""Which of the supported languages a text is in, told by common words and typical letter sequences."""

from __future__ import annotations

import functools
import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path

SUPPORTED_LANGUAGES = ("de", "en")

_TABLES = Path(__file__).with_name("languages") / "detection.toml"
_SAMPLE = 4_000  # characters of a text that are looked at
_THRESHOLD = 1.0  # a lead over the next language that is smaller tells nothing
_WORD_WEIGHT = 2.0
_MILD_WORD_WEIGHT = 1.0
_FIRST_WORD_WEIGHT = 0.8
_CLEAR_SEQUENCE_WEIGHT = 1.2
_SEQUENCE_WEIGHT = 0.6
_MOST_SEQUENCES = 3  # counted in one word

_WORD = re.compile(r"[^\W\d_]+")


def detect_language(text: str, fallback: str | None = None) -> str | None:
    """One of SUPPORTED_LANGUAGES, or `fallback` where the words don't tell, as with names alone."""
    return detect_words(folded_words(fold(text[:_SAMPLE])), fallback)


def fold(text: str) -> str:
    """In composed form and without letter case; many lines at once take a fraction of the time."""
    return unicodedata.normalize("NFC", text).casefold()


def folded_words(folded: str) -> list[str]:
    """What stands between spaces, without a question's marks behind it."""
    return folded.rstrip("?!. ").split()


def detect_words(folded: Sequence[str], fallback: str | None) -> str | None:
    """`detect_language` of `folded_words`.

    Nearly always only one language has any of them. Else the listed words are weighed, and where they leave it open,
    the others' letter sequences.
    """
    met = [language for language, listed in _listed_words().items() if not listed.isdisjoint(folded)]
    return met[0] if len(met) == 1 else _detect_by_words(_WORD.findall(" ".join(folded))) or fallback


def _detect_by_words(words: Sequence[str]) -> str | None:
    if not words:
        return None
    evidence = [0.0] * len(SUPPORTED_LANGUAGES)
    for i, weight in filter(None, map(_weights().get, words)):
        evidence[i] += weight
    first = _first_words().get(words[0])
    if first is not None:
        evidence[first] += _FIRST_WORD_WEIGHT
    if (language := _leader(evidence)) is not None:
        return language
    for word in words:
        if word in _weights():
            continue
        for i, (clear, typical) in enumerate(_sequence_patterns()):
            evidence[i] += _CLEAR_SEQUENCE_WEIGHT * bool(clear.search(word))
            evidence[i] += _SEQUENCE_WEIGHT * min(len(typical.findall(word)), _MOST_SEQUENCES)
    return _leader(evidence)


def _leader(evidence: list[float]) -> str | None:
    *_, second, best = sorted(evidence)
    return SUPPORTED_LANGUAGES[evidence.index(best)] if best - second >= _THRESHOLD else None


@functools.cache
def _tables() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(_TABLES.read_text(encoding="utf-8"))


@functools.cache
def _weights() -> Mapping[str, tuple[int, float]]:
    """Of every listed word, for which of SUPPORTED_LANGUAGES and how much."""
    weights: dict[str, tuple[int, float]] = {}
    for table, weight in (("words", _WORD_WEIGHT), ("mild_words", _MILD_WORD_WEIGHT)):
        for i, language in enumerate(SUPPORTED_LANGUAGES):
            weights |= dict.fromkeys(_tables()[language][table].casefold().split(), (i, weight))
    return weights


@functools.cache
def _listed_words() -> Mapping[str, frozenset[str]]:
    return {
        language: frozenset(word for word, (i, _) in _weights().items() if i == place)
        for place, language in enumerate(SUPPORTED_LANGUAGES)
    }


@functools.cache
def _first_words() -> Mapping[str, int]:
    return {
        word: i for i, language in enumerate(SUPPORTED_LANGUAGES) for word in _tables()[language]["first_words"].split()
    }


@functools.cache
def _sequence_patterns() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    tables = [_tables()[language] for language in SUPPORTED_LANGUAGES]
    return tuple((_any_of(table["clear_sequences"]), _any_of(table["sequences"])) for table in tables)


def _any_of(sequences: str) -> re.Pattern[str]:
    """Longer sequences first, so that one place in a word counts once."""
    return re.compile("|".join(sorted(sequences.split(), key=len, reverse=True)))
