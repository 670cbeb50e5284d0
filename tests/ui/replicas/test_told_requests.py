"""What is told of requests and pages."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from advisor.telemetry.lines import EVENTS, JsonLines
from advisor.ui.replicas.told_requests import ToldRequests, told_page

WRITTEN = "the-secret-plan"


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Callable[[], list[dict[str, object]]]:
    """The lines that were told."""
    caplog.set_level(logging.INFO, logger=EVENTS)
    return lambda: [json.loads(JsonLines().format(record)) for record in caplog.records if record.name == EVENTS]


def test_a_request_is_told_without_what_somebody_wrote(lines: Callable[[], list[dict[str, object]]]) -> None:
    """Its number comes from the proxy or is made here, and goes back; what fails is told as well."""

    async def page(request: Request) -> PlainTextResponse:
        assert len(request.state.request_id) >= 8
        if request.url.path == "/report":
            raise ValueError(WRITTEN)
        return PlainTextResponse("here")

    routes = [Route("/{path:path}", page, methods=["GET", "POST"])]
    client = TestClient(ToldRequests(Starlette(routes=routes), replica="one"), raise_server_exceptions=False)
    given = {"x-request-id": "0123456789abcdef", "authorization": f"Bearer {WRITTEN}"}
    answer = client.post(f"/api/v1/decisions/{WRITTEN}?title={WRITTEN}", content=WRITTEN, headers=given)
    assert answer.headers["x-request-id"] == "0123456789abcdef"
    assert client.get("/report", headers={"x-request-id": "bad\t<number>"}).status_code == 500
    client.get("/healthz")
    first, failed = lines()
    assert WRITTEN not in json.dumps(lines())
    assert (first["route"], first["status"], first["request"]) == ("/api/v1/decisions/*", 200, "0123456789abcdef")
    assert (first["replica"], first["person"]) == ("one", None)
    assert (failed["route"], failed["status"]) == ("/report", 500)


def test_a_page_is_told_with_how_it_ended(lines: Callable[[], list[dict[str, object]]]) -> None:
    """A fault by its class."""

    def broken() -> None:
        raise ValueError(WRITTEN)

    told_page("", lambda: None, person="0123456789abcdef")
    with pytest.raises(ValueError, match=WRITTEN):
        told_page("report", broken, person=None)
    first, failed = lines()
    assert (first["page"], first["outcome"], first["person"]) == ("start", "drawn", "0123456789abcdef")
    assert (failed["page"], failed["outcome"]) == ("report", "ValueError")
    assert WRITTEN not in json.dumps(lines())
