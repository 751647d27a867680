"""The description of the API is served, names every route of it and every parameter, and real replies keep to it."""

from __future__ import annotations

import copy
import json
import re
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import quote

import jsonschema_rs
import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from index.errors import IndexMissing
from index.settings import Settings
from search.engine import Engine
from tests.web.replies import json_of
from web import parameters, paths
from web.site.app import create_app
from web.terminal.cli import main


@pytest.fixture(scope="module")
def description(reader: FlaskClient) -> Any:
    return json_of(reader.get("/api/openapi.json"))


class Schemas:
    """The structs of the description; nothing that they do not name may stand in a reply."""

    def __init__(self, description: Any) -> None:
        self._components = copy.deepcopy(description["components"])
        for schema in self._components["schemas"].values():
            if "properties" in schema:
                schema["additionalProperties"] = False

        self._checks: dict[str, Any] = {}

    def check(self, struct: str, value: Any) -> None:
        """Raises jsonschema_rs.ValidationError where `value` is not a `struct`."""
        if struct not in self._checks:
            schema = {"$ref": f"#/components/schemas/{struct}", "components": self._components}
            self._checks[struct] = jsonschema_rs.validator_for(schema)
        self._checks[struct].validate(value)


@pytest.fixture(scope="module")
def schemas(description: Any) -> Schemas:
    return Schemas(description)


def questions(reader: FlaskClient, count: int) -> list[dict[str, str]]:
    """Parameters of requests: words of the archive's texts, filters, and what means nothing."""
    rng = Random(2026)
    hits = json_of(reader.get("/api/search?per_page=100"))["hits"]
    texts = [json_of(reader.get(f"/api/article/{hit['id']}"))["text"] for hit in hits]
    words = sorted({word for text in texts for word in re.findall(r"\w+", text)})
    more = [
        {},
        {"sort": "newest"},
        {"language": "en"},
        {"-place": ""},
        {"page": "2"},
        {"colour": "red"},
        {"to": "2015"},
    ]
    fixed = [{"q": text} for text in ("", "zzyzx", "zymurgy", "in:removed cookies", "by:ann", '"peace talks"')]
    return fixed + [{"q": " ".join(rng.sample(words, rng.randint(1, 3)))} | rng.choice(more) for _ in range(count)]


def test_every_route_for_programs_is_described(reader: FlaskClient, description: Any) -> None:
    rules = {re.sub("<[^<>]+>", "{}", str(rule)) for rule in reader.application.url_map.iter_rules()}
    ours = {rule for rule in rules if rule.startswith(("/api/", "/health", "/ready", "/metrics", "/search."))}
    described = {re.sub(r"\{\w+\}", "{}", path) for path in description["paths"]}
    exports = {f"/search.{kind}" for kind in paths.EXPORTS} | {f"/article/{{}}.{kind}" for kind in paths.FILES}
    exports |= {"/chart.csv", "/table.csv"}
    assert described == ours - {"/search.{}"} | exports


def test_every_parameter_of_a_search_is_described_and_read(description: Any) -> None:
    described = description["paths"]["/api/search"]["get"]["parameters"]
    names = {each["name"] for each in described}
    assert names >= {
        "q",
        "from",
        "to",
        "undated",
        "all",
        "exact",
        "typed",
        "sort",
        "page",
        "per_page",
        "place",
        "-place",
    }
    for each in described:
        schema = each["schema"]
        value = str(schema.get("enum", [schema.get("default", "2015")])[0])
        assert parameters.read([(each["name"], value)])[1] == (), each["name"]


def test_the_description_says_how_to_give_the_token(description: Any) -> None:
    schemes = {name: each["scheme"] for name, each in description["components"]["securitySchemes"].items()}
    assert schemes == {"password": "basic", "token": "bearer"}
    assert {} in description["security"], "an archive without a token asks for none"


def test_real_replies_are_what_is_described(reader: FlaskClient, schemas: Schemas) -> None:
    for number, asked in enumerate(questions(reader, 300)):
        schemas.check("SearchReply", json_of(reader.get("/api/search", query_string=asked)))
        if number < 100:
            schemas.check("Export", json_of(reader.get("/search.json", query_string=asked)))
        schemas.check("Completions", json_of(reader.get("/api/complete", query_string=asked)))
    schemas.check("Health", json_of(reader.get("/health")))
    schemas.check("Ready", json_of(reader.get("/ready")))
    schemas.check("Status", json_of(reader.get("/api/status")))


def test_every_article_is_what_is_described(reader: FlaskClient, schemas: Schemas) -> None:
    ids = [hit["id"] for hit in json_of(reader.get("/api/search?per_page=100"))["hits"]]
    assert len(ids) > 20
    for article in ids:
        schemas.check("Article", json_of(reader.get(f"/api/article/{article}?q=the+zymurgy")))


def test_every_name_is_what_is_described(reader: FlaskClient, schemas: Schemas) -> None:
    facets = json_of(reader.get("/api/search"))["facets"]
    kinds = {"person": "person", "organisation": "organisation", "place": "mentioned_place"}
    names = [(kind, value["value"]) for kind, facet in kinds.items() for value in facets[facet][:10] if value["value"]]
    assert len(names) > 20
    for kind, value in names:
        schemas.check("NameReply", json_of(reader.get(f"/api/name/{kind}/{quote(value, safe='')}")))
    schemas.check("Problem", json_of(reader.get(f"/api/name/person/{names[0][1][:-1]}x")))


def test_every_group_is_what_is_described(reader: FlaskClient, schemas: Schemas) -> None:
    hits = json_of(reader.get("/api/search?per_page=100"))["hits"]
    for hit in hits:
        reply = reader.get(f"/api/group/{hit['id']}")
        assert (reply.status_code == 200) == (hit["group"] is not None)
        schemas.check("GroupReply" if hit["group"] else "Problem", json_of(reply))


def test_every_comparison_is_what_is_described(reader: FlaskClient, schemas: Schemas) -> None:
    ids = [hit["id"] for hit in json_of(reader.get("/api/search?per_page=100"))["hits"]]
    for first, second in pairwise(ids):
        schemas.check("Comparison", json_of(reader.get(f"/api/compare?a={first}&b={second}")))
    for behind in ("", f"?a={ids[0]}", f"?a={ids[0]}&b=x"):
        schemas.check("Problem", json_of(reader.get(f"/api/compare{behind}")))


def test_what_a_comparison_requires_is_said(description: Any) -> None:
    described = description["paths"]["/api/compare"]["get"]["parameters"]
    assert [(each["name"], each["required"]) for each in described] == [("a", True), ("b", True)]


def test_errors_are_what_is_described(schemas: Schemas) -> None:
    def missing() -> Engine:
        raise IndexMissing("There is no index in var/index.")

    client = create_app(missing, Settings(token="a secret of more than 16 letters")).test_client()
    basic = {"auth": ("any", "a secret of more than 16 letters")}
    replies = [client.get("/health", **basic), client.get("/api/nowhere", **basic), client.get("/api/search")]
    replies.append(client.post("/api/search", **basic))
    assert [reply.status_code for reply in replies] == [503, 404, 401, 405]
    for reply in replies:
        schemas.check("Problem", json_of(reply))


def test_lines_and_reports_are_what_is_described(tmp_path: Path, schemas: Schemas, seeds: Path) -> None:
    sources = [*sorted(seeds.iterdir()), *sorted(path for path in (seeds.parent / "tests/corpus/articles").iterdir())]
    done = CliRunner().invoke(main, ["extract", "--jsonl", *map(str, sources)])
    lines = done.stdout.splitlines()
    assert len(lines) > 60
    for line in lines:
        schemas.check("ExtractLine", json.loads(line))
    (tmp_path / "a.jsonl").write_text('{"id": "a", "text": "One.", "tags": 1}\n{bad\n')
    (tmp_path / "corrections.yaml").write_text("- by: {id: a}\n  set: {title: One}\n")
    done = CliRunner().invoke(main, ["reindex", "--json", "--dry-run", "--index", str(tmp_path / "i"), str(tmp_path)])
    report = json.loads(done.stdout)
    assert report["skipped"] and report["unread"] and report["corrections"]
    schemas.check("Report", report)


def test_a_reply_with_another_field_or_type_is_noticed(schemas: Schemas) -> None:
    whole = {"error": "No.", "status": 404, "command": ""}
    schemas.check("Problem", whole)
    for wrong in ({**whole, "more": 1}, {**whole, "status": "404"}, {"error": "No.", "status": 404}):
        with pytest.raises(jsonschema_rs.ValidationError):
            schemas.check("Problem", wrong)
