"""The YAML at the head of a Markdown file, read as it is written and with the line of every field."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

import yaml
from frontmatter.default_handlers import SafeLoader, YAMLHandler

from retrieval.findings import Findings

_NULL_TAG = "tag:yaml.org,2002:null"
_SHOWN = frozenset({"title", "author", "translator", "source"})  # to members, as they stand
_IN_CURLY_QUOTES = re.compile("[„“”«»][^„“”«»]*[„“”«»]")
_MAXIMUM_SIZE = 16_384  # characters
_MAXIMUM_DEPTH = 8
_NOTICED_LATER = {"while scanning a simple key", "while scanning a quoted scalar"}  # libyaml, on a line below
_CONTROL = {"Cc", "Cs", "Zl", "Zp"}  # control characters, surrogates, line and paragraph separators
_DIRECTION_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class Field(NamedTuple):
    """What stands in the file; `value` is None where it isn't text, which is among the findings already."""

    line: int
    value: str | None


class FrontMatter(NamedTuple):
    """The fields by name; the Markdown below them begins on line `body_line` of the file."""

    fields: Mapping[str, Field]
    body: str
    body_line: int


class _UnreadableError(Exception):
    def __init__(self, line: int, key: str, /, **details: str | int) -> None:
        super().__init__(key)
        self.line = line
        self.key = key
        self.details = details


def read_front_matter(text: str, known: frozenset[str], findings: Findings) -> FrontMatter | None:
    """Only fields that are known and plain text; None, with the error among the findings, if nothing can be read."""
    stripped = text.lstrip("\n ")
    skipped = text[: len(text) - len(stripped)].count("\n")
    example = "`, `".join(f"{name}: …" for name in sorted(known & {"title", "author", "language", "translator"}))
    handler = YAMLHandler()
    if not handler.detect(stripped):
        findings.error(skipped + 1, "front_matter_missing", example=example)
        return None
    try:
        head, body = handler.split(stripped)
    except ValueError:
        findings.error(skipped + 1, "front_matter_open", example=example)
        return None
    first_line = skipped + 1 + stripped[: stripped.index(head, 3)].count("\n")
    try:
        node = _compose(head, known)
    except _UnreadableError as error:
        findings.error(first_line + error.line, error.key, **error.details)
        return None
    if node is not None and not isinstance(node, yaml.MappingNode):
        findings.error(first_line + 1, "front_matter_no_fields", example=example)
        return None
    fields = _fields(node, head, first_line, known, findings) if node is not None else {}
    return FrontMatter(fields, body, skipped + 1 + stripped[: len(stripped) - len(body)].count("\n"))


def required_text(front_matter: FrontMatter, name: str, maximum: int, findings: Findings) -> str:
    """A field's text, "" with the error among the findings if it is missing or not fit to be shown."""
    field = front_matter.fields.get(name)
    if field is None:
        findings.error(1, "field_missing", name=name)
        return ""
    return shown_text(name, field.value, maximum, field.line, findings) if field.value is not None else ""


def shown_text(name: str, value: str, maximum: int, line: int, findings: Findings) -> str:
    """`value` if it may stand in a title or a source line, else "" and an error."""
    value = value.strip()
    if not any(map(str.isalnum, value)):
        findings.error(line, "field_empty", name=name)
        return ""
    bad = next((c for c in value if unicodedata.category(c) in _CONTROL or c in _DIRECTION_OVERRIDES), None)
    if bad is not None:
        findings.error(line, "field_line_break" if bad == "\n" else "field_control_character", name=name, code=ord(bad))
        return ""
    if len(value) > maximum:
        findings.error(line, "field_too_long", name=name, length=len(value), maximum=maximum)
        return ""
    return value


def _compose(head: str, known: frozenset[str]) -> yaml.Node | None:
    """YAML's tree, refusing what could blow up before it is built: aliases, deep nesting, sheer size."""
    if len(head) > _MAXIMUM_SIZE:
        raise _UnreadableError(1, "front_matter_too_long", length=len(head), maximum=_MAXIMUM_SIZE)
    if (field := re.search(rf"^({'|'.join(sorted(known))}):\S", head, re.MULTILINE)) is not None:
        raise _UnreadableError(head.count("\n", 0, field.start()), "field_without_space", name=field[1])
    try:
        depth = 0
        for event in yaml.parse(head, Loader=SafeLoader):
            if isinstance(event, yaml.AliasEvent):
                raise _UnreadableError(_line(event), "front_matter_alias")
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _MAXIMUM_DEPTH:
                raise _UnreadableError(_line(event), "front_matter_deep")
        return yaml.compose(head, Loader=SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.context_mark if error.context in _NOTICED_LATER else error.problem_mark
        raise _UnreadableError(mark.line if mark else 1, "front_matter_no_yaml", reason=str(error.problem)) from error
    except yaml.YAMLError as error:
        raise _UnreadableError(1, "front_matter_unreadable", reason=str(error).splitlines()[0]) from error


def _line(event: yaml.Event) -> int:
    return event.start_mark.line if event.start_mark else 1


def _fields(
    node: yaml.MappingNode, head: str, first_line: int, known: frozenset[str], findings: Findings
) -> dict[str, Field]:
    lines = head.split("\n")
    fields: dict[str, Field] = {}
    for key, value in node.value:
        line = first_line + key.start_mark.line
        name = key.value if isinstance(key, yaml.ScalarNode) else "?"
        if name not in known:
            findings.warning(line, "field_unknown", name=name, known=", ".join(sorted(known)))
        elif name in fields:
            findings.error(line, "field_twice", name=name)
        elif not isinstance(value, yaml.ScalarNode):
            findings.error(line, "field_not_text", name=name)
            fields[name] = Field(line, None)
        else:
            if name in _SHOWN and not value.style:  # without straight quotation marks
                rest = lines[value.end_mark.line][value.end_mark.column :].strip()
                if rest.startswith("#"):
                    findings.warning(line, "field_cut", name=name, rest=rest)
                if _IN_CURLY_QUOTES.fullmatch(value.value):
                    findings.warning(line, "field_in_curly_quotes", name=name)
            fields[name] = Field(line, "" if value.tag == _NULL_TAG else value.value)
    return fields
