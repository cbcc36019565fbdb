"""Discord's own OpenAPI document as a judge of requests and replies. It is not part of the project."""

import json
import os
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jsonschema_rs import Draft202012Validator, Registry

from playground.record import Entry, Exchange

VARIABLE = "DISCORD_OPENAPI"
_REPLIES, _REQUESTS = "urn:discord:replies", "urn:discord:requests"
_FIELD_ERROR = {
    "type": "object",
    "properties": {"code": {"type": "string"}, "message": {"type": "string"}},
    "required": ["code", "message"],
}


class Document:
    """Validators are built when an operation is first met."""

    def __init__(self, path: Path) -> None:
        text = path.read_text(encoding="utf-8")
        self._document: dict[str, Any] = json.loads(text)
        replies, requests = self._document, json.loads(text)
        # Discord documents and sends the codes of a form's fields as text; the document takes them for numbers.
        replies["components"]["schemas"]["InnerErrors"]["properties"]["_errors"]["items"] = _FIELD_ERROR
        # It takes ids as numbers too, as discord.py sends some.
        requests["components"]["schemas"]["SnowflakeType"] = {"type": ["string", "integer"]}
        self._registry = Registry([(_REPLIES, replies), (_REQUESTS, requests)])
        self._validators: dict[str, Draft202012Validator] = {}
        # The more of a path is written out, the better it fits: "@me" before "{user_id}".
        templates = sorted(self._document["paths"], key=lambda template: template.count("{"))
        self._templates = [(re.compile(re.sub(r"\{[^}]+\}", "[^/]+", template)), template) for template in templates]

    def problems(self, entries: Iterable[Entry]) -> Iterator[str]:
        """What the document disagrees with; the body of a request that was refused is not judged."""
        for entry in entries:
            if isinstance(entry, Exchange):
                for problem in self._judge(entry):
                    yield f"{entry.method} {entry.path} {entry.status}: {problem}"

    def _judge(self, exchange: Exchange) -> Iterator[str]:
        template = next((name for pattern, name in self._templates if pattern.fullmatch(exchange.path)), None)
        operation = self._document["paths"].get(template, {}).get(exchange.method.lower())
        if template is None or operation is None:
            if exchange.status != 404:
                yield "no such operation"
            return
        pointer = f"/paths/{template.replace('~', '~0').replace('/', '~1')}/{exchange.method.lower()}"
        accepted = exchange.status < 400
        if accepted and exchange.request is not None:
            yield from self._errors(
                f"{_REQUESTS}#{pointer}/requestBody/content/application~1json/schema", exchange.request
            )
        if accepted:
            known = {parameter["name"] for parameter in operation.get("parameters", ())}
            yield from (f"unknown query parameter {name}" for name in exchange.query if name not in known)
        status = self._status(operation, exchange.status)
        if status is None:
            if exchange.status < 500:
                yield "no such status"
        elif "content" in self._resolved(operation["responses"][status]):
            response = operation["responses"][status]
            base = f"{pointer}/responses/{status}" if "$ref" not in response else response["$ref"].removeprefix("#")
            yield from self._errors(f"{_REPLIES}#{base}/content/application~1json/schema", exchange.reply)
        elif exchange.reply is not None:
            yield "a reply where there is none"

    def _resolved(self, response: dict[str, Any]) -> dict[str, Any]:
        if "$ref" not in response:
            return response
        found: Any = self._document
        for step in response["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        return dict(found)

    @staticmethod
    def _status(operation: dict[str, Any], status: int) -> str | None:
        candidates = (str(status), f"{status // 100}XX", "default")
        return next((name for name in candidates if name in operation["responses"]), None)

    def _errors(self, reference: str, value: Any) -> Iterator[str]:
        validator = self._validators.get(reference)
        if validator is None:
            validator = Draft202012Validator({"$ref": quote(reference, safe=":#/~")}, registry=self._registry)
            self._validators[reference] = validator
        for error in validator.iter_errors(value):
            yield f"{'.'.join(map(str, error.instance_path))}: {error.message[:300]}"


@cache
def document() -> Document | None:
    """The one that the environment names, None without."""
    path = os.environ.get(VARIABLE)
    return Document(Path(path)) if path else None
