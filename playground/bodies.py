"""Judges message bodies as Discord does: every limit, each error at its path."""

from typing import Any

from playground.components import check_components
from playground.forms import FormErrors, Path
from playground.model import Json

CONTENT = 2000
NONCE = 25
EMBEDS = 10
EMBED_TOTAL = 6000
EMBED_FIELDS = 25
MENTIONED = 100  # ids in a list of allowed_mentions
_EMBED_TEXTS = {"title": 256, "description": 4096}
_EMBED_PARTS = {("footer", "text"): 2048, ("author", "name"): 256}
_FIELD_TEXTS = {"name": 256, "value": 1024}
_PARSED = ("roles", "users", "everyone")
_FLAGS = (1 << 31) - 1


def check_message(errors: FormErrors, body: Json, path: Path = ()) -> None:
    """Content, embeds, components, allowed mentions, nonce and flags; what is absent is not judged."""
    errors.text((*path, "content"), body.get("content"), CONTENT)
    _check_embeds(errors, body.get("embeds"), (*path, "embeds"))
    check_components(errors, body.get("components"), (*path, "components"))
    _check_allowed_mentions(errors, body.get("allowed_mentions"), (*path, "allowed_mentions"))
    nonce = body.get("nonce")
    errors.text((*path, "nonce"), str(nonce) if isinstance(nonce, int) else nonce, NONCE)
    errors.integer((*path, "flags"), body.get("flags"), 0, _FLAGS)


def _check_allowed_mentions(errors: FormErrors, value: Any, path: Path) -> None:
    allowed = errors.mapping(path, value)
    parsed = errors.listing((*path, "parse"), allowed.get("parse"), len(_PARSED))
    for index, kind in enumerate(parsed):
        errors.one_of((*path, "parse", index), kind, _PARSED)
    for kind in ("users", "roles"):
        ids = errors.listing((*path, kind), allowed.get(kind), MENTIONED)
        for index, number in enumerate(ids):
            errors.snowflake((*path, kind, index), number)
        if ids and kind in parsed:
            message = f"parse:[{kind!r}] and {kind}: [ids...] are mutually exclusive."
            errors.add(path, "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", message)


def _check_embeds(errors: FormErrors, value: Any, path: Path) -> None:
    total = sum(_check_embed(errors, embed, where) for where, embed in errors.objects(path, value, EMBEDS))
    if total > EMBED_TOTAL:
        errors.add(path, "MAX_EMBED_SIZE_EXCEEDED", f"Embed size exceeds maximum size of {EMBED_TOTAL}")


def _check_embed(errors: FormErrors, embed: Json, path: Path) -> int:
    """Returns its characters, which count towards the total."""
    texts = [errors.text((*path, name), embed.get(name), limit) for name, limit in _EMBED_TEXTS.items()]
    for (part, name), limit in _EMBED_PARTS.items():
        texts.append(errors.text((*path, part, name), errors.mapping((*path, part), embed.get(part)).get(name), limit))
    for where, entry in errors.objects((*path, "fields"), embed.get("fields"), EMBED_FIELDS):
        for name, limit in _FIELD_TEXTS.items():
            if not entry.get(name):
                errors.required((*where, name))
            else:
                texts.append(errors.text((*where, name), entry[name], limit))
    return sum(len(text) for text in texts if text)
