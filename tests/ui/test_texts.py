from __future__ import annotations

import ast
import re
import string
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import ui
from ui.limits import BUTTON_LABEL, COMMAND_DESCRIPTION, COMMAND_NAME, CONTENT
from ui.texts import LANGUAGES, enumeration, language_of, text

LOCALE = Path(ui.__file__).parent / "locale"


def tables() -> dict[str, dict[str, str]]:
    return {language: dict(_flat(tomllib.loads(_read(language)))) for language in LANGUAGES}


def _read(language: str) -> str:
    return (LOCALE / f"{language}.toml").read_text(encoding="utf-8")


def _flat(table: dict[str, Any], path: str = "") -> Iterator[tuple[str, str]]:  # TOML's values are anything
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{path}{key}.")
        else:
            yield f"{path}{key}", value


def _placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def test_the_languages_are_the_files() -> None:
    assert sorted(path.stem for path in LOCALE.glob("*.toml")) == sorted(LANGUAGES)


def test_both_languages_have_the_same_keys_and_placeholders() -> None:
    german, english = tables()["de"], tables()["en"]
    assert german.keys() == english.keys()
    different = {key for key in german if _placeholders(german[key]) != _placeholders(english[key])}
    assert not different


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_plural_has_both_forms_and_names_its_count(language: str) -> None:
    table = tables()[language]
    singulars = {key.removesuffix(".one") for key in table if key.endswith(".one")}
    plurals = {key.removesuffix(".other") for key in table if key.endswith(".other")}
    assert singulars == plurals


@pytest.mark.parametrize("language", LANGUAGES)
def test_sections_and_keys_are_sorted(language: str) -> None:
    headings = [line.strip("[]") for line in _read(language).splitlines() if line.startswith("[")]
    assert headings == sorted(headings)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty_or_too_long_for_a_message(language: str) -> None:
    assert not [key for key, value in tables()[language].items() if not value.strip() or len(value) > CONTENT - 100]


@pytest.mark.parametrize("language", LANGUAGES)
def test_command_names_keep_discords_rules(language: str) -> None:
    table = tables()[language]
    names = {key: value for key, value in table.items() if key.startswith("commands.") and key.endswith(".name")}
    menu = names.pop("commands.menu.name")
    assert 1 <= len(menu) <= COMMAND_NAME
    for name in names.values():
        assert 1 <= len(name) <= COMMAND_NAME
        assert name == name.lower()
        assert all(character.isalnum() or character in "-_" for character in name)


@pytest.mark.parametrize("language", LANGUAGES)
def test_descriptions_and_labels_fit(language: str) -> None:
    for key, value in tables()[language].items():
        if key.endswith(".description"):
            assert 1 <= len(value) <= COMMAND_DESCRIPTION, key
        if key.startswith("button."):
            assert 1 <= len(value) <= BUTTON_LABEL - 20, key


def test_command_names_are_those_that_members_know() -> None:
    known = {
        "ask": ("ask", "frage"),
        "summary": ("summary", "zusammenfassung"),
        "sources": ("sources", "quellen"),
        "help": ("help", "hilfe"),
        "corpus": ("corpus", "corpus"),
        "menu": ("Ask the article", "Im Artikel nachschlagen"),
    }
    for key, (english, german) in known.items():
        assert text("en", f"commands.{key}.name") == english
        assert text("de", f"commands.{key}.name") == german


def _named_keys() -> Iterator[str]:
    """The keys that the code names literally."""
    project = Path(ui.__file__).parent.parent
    for path in (*project.glob("ui/*.py"), *project.glob("cogs/*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="text"), args=[_, ast.Constant(value=str(key))]):
                    yield key


def test_every_key_that_the_code_names_has_a_text() -> None:
    texts = {key.removesuffix(".one") for key in tables()["de"]}
    named = set(_named_keys())
    assert len(named) > 30
    assert named <= texts


def _strings() -> Iterator[str]:
    """The code's strings; an f-string's up to its first value."""
    project = Path(ui.__file__).parent.parent
    for path in (*project.glob("ui/*.py"), *project.glob("cogs/*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Constant(value=str(value)) | ast.JoinedStr(values=[ast.Constant(value=str(value)), *_]):
                    yield value


def test_every_text_is_said_somewhere() -> None:
    strings = set(_strings())
    families = tuple(string for string in strings if re.fullmatch(r"\w[\w.]*\.", string))
    keys = {re.sub(r"\.(one|other)$", "", key) for key in tables()["de"]}
    assert not {key for key in keys if key not in strings and not key.startswith(families)}


def test_a_count_chooses_singular_or_plural() -> None:
    assert text("de", "card.paragraphs", count=1) == "1 Absatz"
    assert text("de", "card.paragraphs", count=2) == "2 Absätze"
    assert text("en", "card.paragraphs", count=0) == "0 paragraphs"


@pytest.mark.parametrize("key", ["answer", "answer.no_such_text", "answer.unsure.deeper", ""])
def test_an_unknown_key_is_a_key_error(key: str) -> None:
    with pytest.raises(KeyError):
        text("de", key)


def test_an_unknown_language_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        text("../de", "answer.unsure")


@pytest.mark.parametrize(
    ("locale", "language"), [("de", "de"), ("en-GB", "en"), ("en-US", "en"), ("fr", "de"), ("", "de")]
)
def test_a_locale_has_a_language_or_the_default(locale: str, language: str) -> None:
    assert language_of(locale, "de") == language


def test_items_are_enumerated_as_the_language_does() -> None:
    assert enumeration("de", ["a"]) == "a"
    assert enumeration("de", ["a", "b"]) == "a und b"
    assert enumeration("en", ["a", "b", "c"]) == "a, b and c"
