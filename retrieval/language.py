"""Which of the supported languages a text is in."""

from __future__ import annotations

SUPPORTED_LANGUAGES = ("de", "en")


def detect_language(text: str, fallback: str | None = None) -> str | None:
    words = text.casefold().split()
    de = sum(w in {"der", "die", "das", "und", "wer", "wo", "ist", "von", "was", "wie", "wann", "warum"} for w in words)
    en = sum(w in {"the", "of", "and", "who", "where", "is", "what", "how", "when", "why", "did", "was"} for w in words)
    return "de" if de > en else "en" if en > de else fallback
