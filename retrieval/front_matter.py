"""The YAML at the head of a Markdown file, read as it is written and with the line of every field."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

import yaml
from frontmatter.default_handlers import SafeLoader, YAMLHandler

from retrieval.findings import Findings

_NULL_TAG = "tag:yaml.org,2002:null"
_MAXIMUM_SIZE = 16_384  # characters
_MAXIMUM_DEPTH = 8
_EXPECTED = "start the file with a line `---`, then `{}`, then another line `---`"
_CONTROL = {"Cc", "Cs", "Zl", "Zp"}  # control characters, surrogates, line and paragraph separators
_DIRECTION_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, slots=True)
class Field:
    """What stands in the file; `value` is None where it isn't text, which is among the findings already."""

    line: int
    value: str | None


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The fields by name; the Markdown below them begins on line `body_line` of the file."""

    fields: Mapping[str, Field]
    body: str
    body_line: int


class _UnreadableError(Exception):
    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def read_front_matter(text: str, known: frozenset[str], findings: Findings) -> FrontMatter | None:
    """Only fields that are known and plain text; None, with the error among the findings, if nothing can be read."""
    stripped = text.lstrip("\n ")
    skipped = text[: len(text) - len(stripped)].count("\n")
    example = "`, `".join(f"{name}: …" for name in sorted(known & {"title", "author", "language", "translator"}))
    handler = YAMLHandler()
    if not handler.detect(stripped):
        findings.error(skipped + 1, f"there is no front matter; {_EXPECTED.format(example)}")
        return None
    try:
        head, body = handler.split(stripped)
    except ValueError:
        findings.error(skipped + 1, f"the front matter isn't closed; {_EXPECTED.format(example)}")
        return None
    first_line = skipped + 1 + stripped[: stripped.index(head, 3)].count("\n")
    try:
        node = _compose(head)
    except _UnreadableError as error:
        findings.error(first_line + error.line, f"the front matter can't be read: {error}")
        return None
    if node is not None and not isinstance(node, yaml.MappingNode):
        findings.error(first_line + 1, f"the front matter isn't a list of fields; {_EXPECTED.format(example)}")
        return None
    fields = _fields(node, first_line, known, findings) if node is not None else {}
    return FrontMatter(fields, body, skipped + 1 + stripped[: len(stripped) - len(body)].count("\n"))


def required_text(front_matter: FrontMatter, name: str, maximum: int, findings: Findings) -> str:
    """A field's text, "" with the error among the findings if it is missing or not fit to be shown."""
    field = front_matter.fields.get(name)
    if field is None:
        findings.error(1, f"the front matter has no {name}; add a line `{name}: …`")
        return ""
    return shown_text(name, field.value, maximum, field.line, findings) if field.value is not None else ""


def shown_text(name: str, value: str, maximum: int, line: int, findings: Findings) -> str:
    """`value` if it may stand in a title or a source line, else "" and an error."""
    value = value.strip()
    if not any(map(str.isalnum, value)):
        findings.error(line, f"the {name} is empty; write one")
        return ""
    bad = next((c for c in value if unicodedata.category(c) in _CONTROL or c in _DIRECTION_OVERRIDES), None)
    if bad is not None:
        what = "has a line break" if bad == "\n" else f"has the control character U+{ord(bad):04X}"
        findings.error(line, f"the {name} {what}; write it as one line of plain text")
        return ""
    if len(value) > maximum:
        findings.error(line, f"the {name} has {len(value)} characters, {maximum} are allowed; shorten it")
        return ""
    return value


def _compose(head: str) -> yaml.Node | None:
    """YAML's tree, refusing what could blow up before it is built: aliases, deep nesting, sheer size."""
    if len(head) > _MAXIMUM_SIZE:
        raise _UnreadableError(1, f"it has {len(head)} characters, {_MAXIMUM_SIZE} are allowed; shorten it")
    try:
        depth = 0
        for event in yaml.parse(head, Loader=SafeLoader):
            if isinstance(event, yaml.AliasEvent):
                raise _UnreadableError(_line(event), "aliases (*name) are not allowed; write the value itself")
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _MAXIMUM_DEPTH:
                raise _UnreadableError(_line(event), "it is nested too deeply; write `field: text`")
        return yaml.compose(head, Loader=SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        mend = "put a value that holds a colon, # or quotation marks in quotation marks"
        raise _UnreadableError(mark.line if mark else 1, f"{error.problem}; {mend}") from error
    except yaml.YAMLError as error:
        raise _UnreadableError(1, f"{str(error).splitlines()[0]}; remove it") from error


def _line(event: yaml.Event) -> int:
    return event.start_mark.line if event.start_mark else 1


def _fields(node: yaml.MappingNode, first_line: int, known: frozenset[str], findings: Findings) -> dict[str, Field]:
    fields: dict[str, Field] = {}
    for key, value in node.value:
        line = first_line + key.start_mark.line
        name = key.value if isinstance(key, yaml.ScalarNode) else "?"
        if name not in known:
            findings.warning(
                line, f"the field {name!r} is not known and left out; known are {', '.join(sorted(known))}"
            )
        elif name in fields:
            findings.error(line, f"the field {name!r} stands twice; remove one")
        elif not isinstance(value, yaml.ScalarNode):
            findings.error(line, f"the field {name!r} isn't text; write `{name}: …` on one line")
            fields[name] = Field(line, None)
        else:
            fields[name] = Field(line, "" if value.tag == _NULL_TAG else value.value)
    return fields
