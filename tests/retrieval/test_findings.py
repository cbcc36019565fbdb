"""Every problem of a corpus can be told in every language, and every one that can be told is found somewhere."""

from __future__ import annotations

import ast
import string
import tomllib
from collections.abc import Iterator
from pathlib import Path

import retrieval
from retrieval.findings import Findings
from retrieval.language import SUPPORTED_LANGUAGES
from ui.texts import LANGUAGES

ENGINE = Path(retrieval.__file__).parent
TEXTS: dict[str, dict[str, str]] = tomllib.loads((ENGINE / "languages" / "problems.toml").read_text(encoding="utf-8"))


def values(template: str) -> set[tuple[str, str | None, str | None]]:
    """The names of the values, each with how it is shown."""
    return {(name, form, quoting) for _, name, form, quoting in string.Formatter().parse(template) if name is not None}


def names(key: str) -> set[str]:
    return {name for name, _, _ in values(TEXTS[key]["en"])}


def code() -> Iterator[ast.AST]:
    for path in ENGINE.glob("*.py"):
        yield from ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def keys_in(expression: ast.expr) -> set[str]:
    """Those that it names; of an f-string all that begin as it does."""
    match expression:
        case ast.Constant(value=str(key)):
            return {key}
        case ast.IfExp(body=one, orelse=other):
            return keys_in(one) | keys_in(other)
        case ast.JoinedStr(values=[ast.Constant(value=str(opening)), *_]):
            return {key for key in TEXTS if key.startswith(opening)}
    return set()


def told() -> Iterator[tuple[set[str], set[str]]]:
    """Of every problem that the code tells: the keys that it may have, the names of its details."""
    for node in code():
        match node:
            case ast.Call(
                func=ast.Attribute(attr="error" | "warning" | "note") | ast.Name(id="_UnreadableError"), args=[_, key]
            ) if keys_in(key):
                yield keys_in(key), {detail.arg for detail in node.keywords if detail.arg is not None}


def test_every_problem_has_a_text_in_every_language_with_the_same_values() -> None:
    assert set(SUPPORTED_LANGUAGES) == set(LANGUAGES)
    assert {key for key, texts in TEXTS.items() if texts.keys() != set(LANGUAGES)} == set()
    assert {key for key, texts in TEXTS.items() if values(texts["de"]) != values(texts["en"])} == set()


def test_both_languages_say_how_to_mend_it_or_neither_does() -> None:
    assert {key for key, texts in TEXTS.items() if (";" in texts["de"]) is not (";" in texts["en"])} == set()


def test_every_problem_that_the_code_tells_has_a_text_that_names_its_details() -> None:
    problems = list(told())
    assert len(problems) > 50
    for keys, details in problems:
        assert keys <= TEXTS.keys()
        assert set().union(*map(names, keys)) == details, keys


def test_every_text_is_told_somewhere() -> None:
    strings = {node.value for node in code() if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    assert TEXTS.keys() - strings - set().union(*(keys for keys, _ in told())) == set()


def test_a_detail_stands_in_every_language_as_it_is() -> None:
    findings = Findings("a.md")
    findings.error(2, "field_unknown", name="{name}", known="title")
    (problem,) = findings.problems
    assert str(problem) == "a.md:2: the field '{name}' is not known and left out; known are title"
    assert problem.messages["de"] == "das Feld '{name}' ist unbekannt und bleibt weg; bekannt sind title"
