"""Random requests to a running server: whatever is asked, the reply is one that the description promises."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.web.outside import process

PATHS = [
    "/api/search",
    "/api/article/{id}",
    "/api/article/{id}/keep",
    "/api/articles",
    "/api/chart",
    "/api/table",
    "/chart.csv",
    "/table.csv",
    "/api/saved",
    "/api/saved/{id}",
    "/api/lists",
    "/api/lists/{id}",
    "/api/lists/{id}/articles",
    "/api/name/{type}/{value}",
    "/api/complete",
    "/health",
    "/ready",
    "/metrics",
    "/api/status",
    "/search.json",
    "/search.csv",
    "/search.atom",
    "/search.ris",
    "/search.bib",
    "/search.csl.json",
    "/api/compare",
    "/api/group/{id}",
    "/article/{id}.html",
    "/article/{id}.md",
    "/article/{id}.ris",
    "/article/{id}.bib",
    "/article/{id}.csl.json",
]
# Nothing there can be asked wrongly: any text may be an id.
WITHOUT_PARAMETERS = {"/health", "/ready", "/metrics", "/api/status", "/api/group/{id}", "/api/articles"}
WITHOUT_PARAMETERS |= {"/api/article/{id}/keep", "/api/saved", "/api/lists"}
EXAMPLES = 60
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@pytest.fixture(scope="module")
def address(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a server of the archive listens."""
    with process(archive, tmp_path_factory.mktemp("server") / "log") as server:
        yield f"http://127.0.0.1:{server.port}"


@pytest.fixture(scope="module")
def operations(address: str) -> dict[str, Any]:
    """The operations of the description that the server gives, by path."""
    description = schemathesis.openapi.from_url(f"{address}/api/openapi.json")
    results = [result for result in description.get_all_operations() if isinstance(result, Ok)]
    return {result.ok().path: result.ok() for result in results}


def test_every_operation_is_tried(operations: dict[str, Any]) -> None:
    assert sorted(operations) == sorted(PATHS)  # the tool leaves out the path that it has the description from


@pytest.mark.parametrize(
    ("path", "mode"),
    [
        (path, mode)
        for path in PATHS
        for mode in schemathesis.GenerationMode
        if mode is schemathesis.GenerationMode.POSITIVE or path not in WITHOUT_PARAMETERS
    ],
)
def test_a_reply_is_one_that_is_described(
    operations: dict[str, Any], path: str, mode: schemathesis.GenerationMode, request: pytest.FixtureRequest
) -> None:
    strategy = operations[path].as_strategy(generation_mode=mode)

    @seed(int(request.config.getoption("--seed")))
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=strategy)
    def ask(case: Any) -> None:
        case.call_and_validate(checks=CHECKS)

    ask()
