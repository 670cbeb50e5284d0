"""What goes wrong has a name, whatever it is; and the document says what there is."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from advisor.api.problems import MEDIA_TYPE, TYPES
from advisor.services.installed import Installed

TRUE_NUMBER = b'{"title": "x", "use_cases": [{"task": "rag", "importance": true}]}'
JSON = {"content-type": "application/json"}


@pytest.mark.parametrize(
    ("method", "path", "content", "headers", "name"),
    [
        ("GET", "nowhere", b"", {}, "not-found"),
        ("GET", "catalog/models/nobody/nothing", b"", {}, "not-found"),
        ("DELETE", "catalog", b"", {}, "method-not-allowed"),
        ("GET", "catalog/models?limit=0", b"", {}, "request-refused"),
        ("GET", "catalog/models?kind=" + "x" * 41, b"", {}, "request-refused"),
        ("GET", "catalog/models/a%0Ab", b"", {}, "not-found"),
        ("GET", "catalog/models", b"", {"origin": "http://evil.example"}, "foreign-page"),
        ("GET", "catalog/models", b"", {"sec-fetch-site": "cross-site"}, "foreign-page"),
        ("POST", "assessments", b"{", JSON, "not-json"),
        ("POST", "assessments", b"", JSON, "not-json"),
        ("POST", "assessments", b'{"title": "a", "title": "b"}', JSON, "not-json"),
        ("POST", "assessments", b'{"title": NaN}', JSON, "not-json"),
        ("POST", "assessments", b"[" * 100_000, JSON, "not-json"),
        ("POST", "assessments", b"\xff", JSON, "not-json"),
        ("POST", "sizes", b'{"gpus": Infinity}', JSON, "not-json"),
        ("POST", "sizes", b"[]", JSON, "request-refused"),
        ("POST", "assessments", b"[]", JSON, "answers-refused"),
        (
            "POST",
            "assessments",
            b'{"title": "x", "use_cases": [{"task": "rag", "importance": true}]}',
            JSON,
            "answers-refused",
        ),
        ("POST", "assessments", b"{}", {"content-type": "text/plain"}, "not-json-type"),
        ("POST", "assessments", b" " * 1_000_001, JSON, "too-large"),
        ("POST", "sizes", b" " * 1_000_001, JSON, "too-large"),
    ],
)
def test_every_refusal_is_a_named_problem(
    client: TestClient, *, method: str, path: str, content: bytes, headers: dict[str, str], name: str
) -> None:
    """Its status, its name and a title; never the plain text of a framework."""
    answer = client.request(method, f"/api/v1/{path}", content=content, headers=headers)
    assert answer.headers["content-type"] == MEDIA_TYPE
    told = answer.json()
    assert (told["type"], answer.status_code) == (f"/api/v1/problems/{name}", TYPES[name].status)
    assert (told["status"], told["title"]) == (answer.status_code, TYPES[name].title)


def test_a_body_that_comes_in_pieces_is_cut_off_too(client: TestClient) -> None:
    """Without a length said beforehand."""
    answer = client.post("/api/v1/assessments", content=iter([b" " * 400_000] * 3), headers=JSON)
    assert (answer.status_code, answer.json()["type"]) == (413, "/api/v1/problems/too-large")


def test_every_error_of_answers_is_listed(client: TestClient) -> None:
    """As the command line lists them: place, what was found, what is allowed."""
    answer = client.post("/api/v1/assessments", json={"title": 1, "use_cases": [{"task": "dancing", "nme": "x"}]})
    told = answer.json()
    assert answer.status_code == 422
    assert {item["place"] for item in told["problems"]} >= {"title", "use_cases[0].task", "use_cases[0].nme"}
    assert "did you mean name?" in next(item["allowed"] for item in told["problems"] if "nme" in item["place"])


def test_a_fault_tells_nothing_of_the_program(
    client: TestClient, here: Installed, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """500 with a name; the log has the kind of fault and the route, and no value."""

    def broken() -> None:
        raise ZeroDivisionError("the secret of the house")

    monkeypatch.setattr(here, "catalog", broken)
    answer = client.get("/api/v1/catalog")
    assert (answer.status_code, answer.json()["type"]) == (500, "/api/v1/problems/failed")
    assert "ZeroDivisionError in GET /catalog" in caplog.text
    assert "secret" not in answer.text + caplog.text


def test_foreign_text_comes_back_as_json_alone(client: TestClient) -> None:
    """Nothing that a browser would read as a page, and nothing that it may keep."""
    answer = client.get("/api/v1/catalog/models/<script>alert(1)</script>")
    assert answer.headers["content-type"] == MEDIA_TYPE
    assert (answer.headers["x-content-type-options"], answer.headers["cache-control"]) == ("nosniff", "no-store")


def test_problems_explain_themselves(bare: TestClient) -> None:
    """At the address that each names, without a token."""
    listed = bare.get("/api/v1/problems").json()["items"]
    assert [item["name"] for item in listed] == list(TYPES)
    assert [bare.get(TYPES[item["name"]].uri).json() for item in listed] == listed
    assert bare.get("/api/v1/problems/none").status_code == 404


def test_the_document_says_what_is_asked_and_answered(bare: TestClient) -> None:
    """OpenAPI 3.1; each operation with a summary, a description, its scope and its problems."""
    found = bare.get("/api/v1/openapi.json").json()
    assert found["openapi"].startswith("3.1")
    assert found["servers"] == [{"url": "/api/v1"}]
    for path, method, operation in _operations(found):
        assert operation["summary"], path
        assert operation["description"], path
        if not path.startswith("/problems"):
            assert operation["security"], f"{method} {path}"
            assert {"401", "403", "429", "500", "503"} <= operation["responses"].keys()
    assert not _dangling(found)


def test_no_page_loads_what_stands_elsewhere(client: TestClient) -> None:
    """There is no page of documentation with scripts of another site."""
    assert {client.get(f"/api/v1/{path}").status_code for path in ("docs", "redoc")} == {404}


def _operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [(path, method, one) for path, item in document["paths"].items() for method, one in item.items()]


def _dangling(document: dict[str, Any]) -> set[str]:
    """References to a schema that the document has not."""
    named = {part.partition('"')[0] for part in json.dumps(document).split('"#/components/schemas/')[1:]}
    return named - document["components"]["schemas"].keys()


def test_pages_of_a_list_have_every_entry_once(client: TestClient) -> None:
    """Whatever their size, in one order."""
    whole: list[str] = []
    cursor = ""
    pages = 0
    while pages < 30:
        answer = client.get(f"/api/v1/catalog/models?limit=40&kind=embedding{cursor}").json()
        whole += [item["model_id"] for item in answer["items"]]
        pages += 1
        if answer["next"] is None:
            break
        cursor = "&" + urlencode({"cursor": answer["next"]})
    assert pages > 1
    assert whole == sorted(set(whole))
    catalog: Callable[[], Any] = client.get("/api/v1/catalog/models?limit=200&kind=embedding").json
    assert whole[:200] == [item["model_id"] for item in catalog()["items"]]


def test_a_refused_method_names_all_that_are_taken(client: TestClient) -> None:
    """Each is a route of its own to the framework."""
    answer = client.options(f"/api/v1/decisions/{'0' * 36}")
    assert (answer.status_code, answer.headers["allow"]) == (405, "DELETE, GET, PATCH, PUT")
