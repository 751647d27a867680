"""`docs/api.md`: what can a program ask for, and what does it get?

Beside it stands the list of the fields of replies, to which new ones are added and from which none is taken: a field
that goes or changes its type fails a test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from tools.docs.markdown import table
from web.api_replies import PLACE
from web.openapi import document

Object = dict[str, Any]
Types = dict[str, dict[str, str]]


def text() -> str:
    """The document: requests, replies and their fields."""
    described = document()
    schemas: Object = described["components"]["schemas"]
    paths: Object = described["paths"]
    common = _common([of_one["responses"] for methods in paths.values() for of_one in methods.values()])
    parts = [
        "# The API",
        "<!-- Made by `make docs` from web/openapi.py and web/reply/: what is changed here is lost. -->",
        described["info"]["description"].replace("\n", " "),
        "The same in OpenAPI 3.1, for programs: `/api/openapi.json`.",
        "Where the archive has a token (`CUTTINGS_TOKEN`), it goes with every request: as the password of HTTP Basic, "
        "with any user name, or as `Authorization: Bearer`.",
        "## Requests",
        *(
            part
            for path, methods in paths.items()
            for method, operation in methods.items()
            for part in _request(f"{method.upper()} {path}", operation, common)
        ),
        "### Errors",
        "Any request may get them, as a [Problem](#problem) where JSON was asked for, else as a page.",
        table(("status", "what"), common.items()),
        "## Fields",
        "Also those of a line of `cuttings extract --jsonl` (`ExtractLine`) and of what `cuttings reindex --json` "
        "(`Report`), `backup --json` and `restore --json` (`CopyReport`), `salvage --json` (`SalvageReport`) and "
        "`repair --json` (`RepairReport`) print.",
        *(part for name, schema in schemas.items() for part in _struct(name, schema)),
    ]
    return "\n\n".join(parts) + "\n"


def _common(replies: list[Object]) -> dict[str, str]:
    """What each status means that means the same to every request."""
    first, *others = [{status: each["description"] for status, each in of_one.items()} for of_one in replies]
    return {status: what for status, what in first.items() if all(each.get(status) == what for each in others)}


def _request(line: str, operation: Object, common: Iterable[str]) -> Iterator[str]:
    yield f"### `{line}`"
    yield f"{operation['summary']}."
    if operation["parameters"]:
        rows = ((f"`{each['name']}`", _type(each["schema"]), each["description"]) for each in operation["parameters"])
        yield table(("parameter", "type", "what"), rows)
    if "requestBody" in operation:
        yield table(("body", "part", "what"), _bodies(operation["requestBody"]["content"]))
    rest = {status: response for status, response in operation["responses"].items() if status not in common}
    yield table(("status", "reply", "what"), _replies(rest))


def _bodies(content: Object) -> Iterator[tuple[str, ...]]:
    """A line for each part of a form; of other bodies one."""
    for media_type, body in content.items():
        schema = body["schema"]
        if "description" in schema:
            fields = ", ".join(f"`{name}`" for name in schema["properties"])
            yield f"`{media_type}`", "", f"{schema['description']} Among them {fields}"
            continue
        for name, part in schema["properties"].items():
            yield f"`{media_type}`", f"`{name}`", part["description"]


def _replies(responses: Object) -> Iterator[tuple[str, ...]]:
    for status, response in responses.items():
        media_type, content = next(iter(response.get("content", {"": {"schema": {}}}).items()))
        kind = _linked(content["schema"]) if "json" in media_type and content["schema"] else media_type
        yield status, kind, response["description"]


def _struct(name: str, schema: Object) -> Iterator[str]:
    yield f"### {name}"
    yield " ".join(schema["description"].split())
    if "enum" in schema:
        yield "One of " + ", ".join(f"`{value}`" for value in schema["enum"]) + "."
        return
    rows = ((f"`{field}`", _linked(each), each.get("description", "")) for field, each in schema["properties"].items())
    yield table(("field", "type", "what"), rows)


def _linked(schema: Object) -> str:
    """The type, with a link to the struct that it names."""
    return _type(schema, lambda name: f"[{name}](#{name.lower()})")


def _type(schema: Object, name: Callable[[str], str] = str) -> str:
    """A JSON Schema in words: `array of Hit`, `string or null`."""
    if "$ref" in schema:
        return name(schema["$ref"].removeprefix(PLACE))
    if "anyOf" in schema:
        return " or ".join(_type(kind, name) for kind in schema["anyOf"])
    if "enum" in schema:
        return " or ".join(f"`{value}`" for value in schema["enum"])
    if "prefixItems" in schema:
        return f"[{', '.join(_type(kind, name) for kind in schema['prefixItems'])}]"
    if schema["type"] == "array":
        return f"array of {_type(schema['items'], name)}"
    if "additionalProperties" in schema:
        return f"object of {_type(schema['additionalProperties'], name)}"
    kind: str = schema["type"]
    return kind


def field_types() -> Types:
    """The type of each field of each struct, `?` behind that of one that may be absent; the values of an enumeration
    are fields of the type `value`."""
    schemas: Object = document()["components"]["schemas"]
    return {name: dict(_types(schema)) for name, schema in schemas.items()}


def _types(schema: Object) -> Iterator[tuple[str, str]]:
    for value in schema.get("enum", ()):
        yield value, "value"
    for field, each in schema.get("properties", {}).items():
        yield field, _type(each) + ("" if field in schema["required"] else "?")


def extended(pinned: Types, present: Types) -> Types:
    """`pinned` with what is new in `present`; what stands there stays as it is."""
    names = [*pinned, *(name for name in present if name not in pinned)]
    return {name: present.get(name, {}) | pinned.get(name, {}) for name in names}
