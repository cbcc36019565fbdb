"""Judges message bodies as Discord does: every limit, each error at its path."""

from collections.abc import Sequence
from typing import Any

from playground.components import check_components
from playground.errors import FormErrors
from playground.model import Json

Path = Sequence[str | int]

CONTENT = 2000  # in code points, as Discord counts
NONCE = 25
EMBEDS = 10
EMBED_TOTAL = 6000
EMBED_FIELDS = 25
MENTIONED = 100  # ids in a list of allowed_mentions
_EMBED_TEXTS = {"title": 256, "description": 4096}
_EMBED_PARTS = {("footer", "text"): 2048, ("author", "name"): 256}
_FIELD_TEXTS = {"name": 256, "value": 1024}
_PARSED = ("roles", "users", "everyone")


def check_message(errors: FormErrors, body: Json, path: Path = ()) -> None:
    """Content, embeds, components, allowed mentions, nonce and flags; what is absent is not judged."""
    _check_content(errors, body.get("content"), (*path, "content"))
    _check_embeds(errors, body.get("embeds"), (*path, "embeds"))
    check_components(errors, body.get("components"), (*path, "components"))
    _check_allowed_mentions(errors, body.get("allowed_mentions"), (*path, "allowed_mentions"))
    _check_nonce(errors, body.get("nonce"), (*path, "nonce"))
    if not isinstance(body.get("flags") or 0, int):
        errors.wrong_type((*path, "flags"), "int")


def _check_content(errors: FormErrors, content: Any, path: Path) -> None:
    if content is None:
        return
    if not isinstance(content, str):
        errors.wrong_type(path, "string")
    elif len(content) > CONTENT:
        errors.too_long(path, CONTENT)


def _check_nonce(errors: FormErrors, nonce: Any, path: Path) -> None:
    if nonce is not None and len(str(nonce)) > NONCE:
        errors.too_long(path, NONCE)


def _check_allowed_mentions(errors: FormErrors, allowed: Any, path: Path) -> None:
    if allowed is None:
        return
    if not isinstance(allowed, dict):
        errors.wrong_type(path, "dict")
        return
    parsed = allowed.get("parse") or []
    for index, kind in enumerate(parsed):
        if kind not in _PARSED:
            errors.not_one_of((*path, "parse", index), _PARSED)
    for kind in ("users", "roles"):
        ids = allowed.get(kind) or []
        if len(ids) > MENTIONED:
            errors.add((*path, kind), "BASE_TYPE_MAX_LENGTH", f"Must be {MENTIONED} or fewer in length.")
        if ids and kind in parsed:
            message = f"parse:[{kind!r}] and {kind}: [ids...] are mutually exclusive."
            errors.add(path, "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", message)


def _check_embeds(errors: FormErrors, embeds: Any, path: Path) -> None:
    if embeds is None:
        return
    if not isinstance(embeds, list):
        errors.wrong_type(path, "list")
        return
    if len(embeds) > EMBEDS:
        errors.too_long(path, EMBEDS)
    total = sum(_check_embed(errors, embed, (*path, index)) for index, embed in enumerate(embeds))
    if total > EMBED_TOTAL:
        message = f"Embed size exceeds maximum size of {EMBED_TOTAL}"
        errors.add(path, "MAX_EMBED_SIZE_EXCEEDED", message)


def _check_embed(errors: FormErrors, embed: Any, path: Path) -> int:
    """Returns its characters, which count towards the total."""
    if not isinstance(embed, dict):
        errors.wrong_type(path, "dict")
        return 0
    texts = [((*path, name), embed.get(name), limit) for name, limit in _EMBED_TEXTS.items()]
    for (part, name), limit in _EMBED_PARTS.items():
        texts.append(((*path, part, name), (embed.get(part) or {}).get(name), limit))
    fields = embed.get("fields") or []
    if len(fields) > EMBED_FIELDS:
        errors.too_long((*path, "fields"), EMBED_FIELDS)
    for index, entry in enumerate(fields):
        for name, limit in _FIELD_TEXTS.items():
            where = (*path, "fields", index, name)
            if not entry.get(name):
                errors.required(where)
            texts.append((where, entry.get(name), limit))
    for where, text, limit in texts:
        if text is not None and len(text) > limit:
            errors.too_long(where, limit)
    return sum(len(text) for _, text, _ in texts if text)
