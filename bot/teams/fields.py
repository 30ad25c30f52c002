"""Reading JSON that came from outside: a missing field or one of another type reads as empty."""

import json
import re
from collections.abc import Mapping
from typing import TypeAlias, cast

from dialogs.core.turn import Json

JsonObject: TypeAlias = Mapping[str, Json]

_EMPTY: JsonObject = {}
# Escapes that may stand for NUL or half a surrogate pair: valid JSON, but no database and no UTF-8 can hold them.
_SUSPICIOUS = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")


def text_at(parent: JsonObject, name: str) -> str:
    """The string of that name."""
    value = parent.get(name)
    return value if isinstance(value, str) else ""


def object_at(parent: JsonObject, name: str) -> JsonObject:
    """The object of that name."""
    value = parent.get(name)
    return value if isinstance(value, dict) else _EMPTY


def objects_at(parent: JsonObject, name: str) -> list[JsonObject]:
    """The objects in the list of that name."""
    value = parent.get(name)
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def parse_object(body: bytes) -> JsonObject:
    """The JSON object, in characters that can be stored; ValueError if it is anything else."""
    try:
        text = body.decode("utf-8-sig")  # json.loads itself would let halves of surrogate pairs through
        document = json.loads(text, parse_constant=_refuse)
        if _SUSPICIOUS.search(text):
            document = _storable(document)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if not isinstance(document, dict):
        raise ValueError("not a JSON object")
    return cast(JsonObject, document)


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")


def _storable(value: Json) -> Json:
    match value:
        case str():
            return value.replace("\0", "").encode("utf-8", "replace").decode()
        case list():
            return [_storable(item) for item in value]
        case dict():
            return {cast(str, _storable(key)): _storable(item) for key, item in value.items()}
    return value
