"""How does a struct become JSON? The one encoder of whatever leaves the program as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from index.wellformed import well_formed

_ENCODER = msgspec.json.Encoder()


def encoded(value: msgspec.Struct | Mapping[str, Any]) -> bytes:
    """`value` as JSON in one line of UTF-8; a lone surrogate becomes a question mark."""
    try:
        return _ENCODER.encode(value)
    except UnicodeEncodeError:
        return _ENCODER.encode(_sound(msgspec.to_builtins(value)))


def indented(value: msgspec.Struct) -> bytes:
    """The same over several lines, for people."""
    return msgspec.json.format(encoded(value), indent=2)


def schemas(structs: Sequence[type[msgspec.Struct]], place: str) -> dict[str, Any]:
    """The JSON Schema of each of `structs` and of whatever they hold, by name; `place` begins the references."""
    return msgspec.json.schema_components(structs, ref_template=f"{place}{{name}}")[1]


def _sound(value: Any) -> Any:
    if isinstance(value, str):
        return well_formed(value)
    if isinstance(value, dict):
        return {_sound(key): _sound(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_sound(item) for item in value]
    return value
