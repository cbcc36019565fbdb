"""Text → terms: one Analyzer a language. What a language's words are is data, in retrieval/languages."""

from __future__ import annotations

import functools
import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, TypeAlias

import Stemmer

from retrieval.language import SUPPORTED_LANGUAGES

_WORD = re.compile(r"[^\W_]{1,80}")  # no word is longer, and what is made of one is kept
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")  # where a word may or may not break
_SHORTEST_PART = 4  # letters of a part of a compound
_CACHED_WORDS = 1 << 13  # bounded: members may type anything
_LANGUAGES = Path(__file__).with_name("languages")


Phrases: TypeAlias = Mapping[str, Sequence[tuple[str, ...]]]
"""Normalised words, by the first one of each phrase; longer phrases first."""


def words(text: str) -> list[str]:
    """The words as they are written: runs of letters and digits, so „F-22-Kampfjets" are three."""
    return _WORD.findall(composed(text))


def composed(text: str) -> str:
    """Without what is invisible, and each letter with its marks as one character."""
    return text if text.isascii() else unicodedata.normalize("NFC", _INVISIBLE.sub("", text))


def word_spans(composed: str) -> list[tuple[int, int]]:
    """Where the words of a composed text begin and end."""
    return [match.span() for match in _WORD.finditer(composed)]


def _normalise(text: str, folds: Iterable[tuple[re.Pattern[str], str]], foldable: re.Pattern[str]) -> str:
    """Case folded (ß → ss) and without marks: umlauts as the language folds them, every other accent dropped."""
    text = text.casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    if foldable.search(text):
        for pattern, replacement in folds:
            text = pattern.sub(replacement, text)
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKD", text)
    for mark in filter(unicodedata.combining, set(text)):
        text = text.replace(mark, "")
    return text


class Analyzer:
    """Normalisation of umlauts and accents, Snowball stems, n-grams within words, function words."""

    def __init__(self, language: str) -> None:
        # tomllib returns Any: the files are ours and tested
        data: dict[str, Any] = tomllib.loads((_LANGUAGES / f"{language}.toml").read_text(encoding="utf-8"))
        self.language = language
        self.compound_links: tuple[str, ...] = tuple(data["compound_links"])
        folds = tuple((re.compile(pattern), replacement) for pattern, replacement in data["folds"])
        foldable = re.compile("|".join(pattern.pattern for pattern, _ in folds))
        self._normalise = functools.partial(_normalise, folds=folds, foldable=foldable)
        self.normalise = functools.lru_cache(_CACHED_WORDS)(self._normalise)
        stemmer = Stemmer.Stemmer(data["stemmer"], 0)  # its cache takes longer than stemming
        self.stem_normalised: Callable[[str], str] = stemmer.stemWord
        self.stem_all_normalised: Callable[[Sequence[str]], list[str]] = stemmer.stemWords
        self.stem = functools.lru_cache(_CACHED_WORDS)(self._stem)
        self.function_words = self._words_in(data["function_words"])
        self._function_words_by_initial = {
            initial: tuple(found) for initial, found in groupby(sorted(self.function_words), itemgetter(0))
        }
        self.misspelt: Mapping[str, str] = {
            self.normalise(typed): self.normalise(meant)
            for meant, *misspelt in map(str.split, data["misspelt"].strip().split("\n"))
            for typed in misspelt
        }
        self.lead_ups = self._phrases(data["lead_ups"])
        self.openings = self._phrases(data["openings"] + data["lead_ups"])
        self.closings = self._phrases(data["closings"], backwards=True)
        self.particles = self._words_in(data["particles"])
        self._address_words = self._words_in(data["address_words"])
        self._polite_words = self._words_in(data["polite_words"])
        # Not by their stems: "reported" and "reporters" don't ask about the report.
        self.concerning_words = self._words_in(data["article"]["concerning"])
        self.describing_words = self._words_in(data["article"]["describing"])
        self.pointing_words = self._words_in(data["article"]["pointing"])
        self.article_names = self._words_in(data["article"]["naming"])
        self.numbered_names = self._words_in(data["article"]["numbered"])
        self.article_words = self._words_in(data["article"]["telling"])
        self.article_companions = self._words_in(data["article"]["allowed"])
        self.words_on_articles = self.article_words | self.article_names

    def normalise_all(self, typed: Sequence[str]) -> list[str]:
        """Many words at once, none empty: a tenth of the time that one by one takes."""
        return self._normalise("\n".join(typed)).split("\n") if typed else []

    def _stem(self, word: str) -> str:
        return self.stem_normalised(self.normalise(word))

    def stems(self, text: str) -> list[str]:
        return [self.stem(word) for word in words(text)]

    def is_function_word(self, word: str) -> bool:
        return self.normalise(word) in self.function_words

    def function_words_from(self, initial: str) -> Sequence[str]:
        """The normalised ones with this first letter, in alphabetical order."""
        return self._function_words_by_initial.get(initial, ())

    def addresses_bot(self, normalised: Sequence[str]) -> bool:
        """Whether "you" stands among a question's normalised words, but for „kannst du …" and the like."""
        return not self._address_words.isdisjoint(normalised) and any(
            word in self._address_words and (place == 0 or normalised[place - 1] not in self._polite_words)
            for place, word in enumerate(normalised)
        )

    def _words_in(self, text: str) -> frozenset[str]:
        return frozenset(self._normalise(text).split())

    def _phrases(self, lines: str, *, backwards: bool = False) -> Phrases:
        found: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
        for line in self._normalise(lines).strip().split("\n"):
            phrase = tuple(line.split())[:: -1 if backwards else 1]
            found[phrase[0]].append(phrase)
        return {first: sorted(phrases, key=len, reverse=True) for first, phrases in found.items()}

    def is_common(self, word: str) -> bool:
        """Whether it is an everyday word of the language, so no slip of the pen."""
        return word.casefold() in _common_words(self.language)


@functools.cache
def _common_words(language: str) -> Mapping[str, float]:
    """Some 30,000 words. Imported late: it takes longer than the rest of the engine, and few questions need it."""
    import wordfreq  # noqa: PLC0415

    frequencies: Mapping[str, float] = wordfreq.get_frequency_dict(language, wordlist="small")
    return frequencies


@functools.cache
def analyzers() -> dict[str, Analyzer]:
    """The Analyzer of every supported language."""
    return {language: Analyzer(language) for language in SUPPORTED_LANGUAGES}


def split_compound(analyzer: Analyzer, word: str, known: Container[str]) -> tuple[str, ...]:
    """The two stems that a normalised compound is made of, or nothing. `known` holds the corpus's stems.

    The longest first part wins, and both have to be known: Sicherheit-s-berater where the corpus has Sicherheit and
    Berater.
    """
    stem = analyzer.stem_normalised
    for cut in range(len(word) - _SHORTEST_PART, _SHORTEST_PART - 1, -1):
        second = stem(word[cut:])
        if second not in known:
            continue
        for link in analyzer.compound_links:
            first = word[:cut].removesuffix(link)
            if len(first) + len(link) == cut and len(first) >= _SHORTEST_PART and stem(first) in known:
                return stem(first), second
    return ()
