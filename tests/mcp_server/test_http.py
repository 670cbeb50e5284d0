"""``/mcp`` over HTTP: a client of the official package, tokens, scopes, limits, and another person's decision."""

from __future__ import annotations

import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx2
import pytest
import uvicorn
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from mcp_server.conftest import OnShipped
from mcp_server.test_server import recommended_explained_exported, text_of
from running import free_port, in_a_loop
from signed_in import signed_in
from starlette.applications import Starlette
from starlette.middleware import Middleware

from advisor.access.people import Person, Role
from advisor.access.rules import Right, Share
from advisor.api import asgi
from advisor.catalog.catalog import Catalog
from advisor.mcp_server.http import PATH, McpEndpoint
from advisor.questionnaire.answers import Answers, UseCase
from advisor.services.installed import Installed
from advisor.settings import Settings
from advisor.storage.decisions import Decisions
from advisor.storage.rights.known_people import KnownPeople
from advisor.storage.rights.ownership import Ownership
from advisor.storage.tokens.access_tokens import AccessTokens
from advisor.ui.guarded import Guarded

ANA, BEN = signed_in("ana", Role.EDITOR), signed_in("ben", Role.EDITOR)
READ = ("read", "assess", "report")


@dataclass(frozen=True)
class Served:
    """A server, and tokens for it."""

    url: str
    installed: Installed

    def token(self, person: Person, *scopes: str) -> str:
        """The text of a new token."""
        KnownPeople(self.installed.database()).saw(person)
        return AccessTokens(self.installed.database(), person=person).create("test", scopes or READ)[1]

    def ask(self, token: str, questions: Callable[[Client], Awaitable[Any]]) -> Any:
        """Ask as a client of the official package does; gives what the questions give."""

        async def ask() -> Any:
            async with (
                httpx2.AsyncClient(headers={"Authorization": f"Bearer {token}"}, timeout=60) as http,
                Client(streamable_http_client(self.url, http_client=http)) as client,
            ):
                return await questions(client)

        return in_a_loop(ask)


@pytest.fixture(scope="module")
def served(catalog: Catalog, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The route behind the checks of the app, on a port of its own."""
    installed = OnShipped(Settings(home=tmp_path_factory.mktemp("http") / "home", database_url=""), catalog)
    endpoint = McpEndpoint(installed)
    app = Starlette(routes=endpoint.routes(), lifespan=lambda _: endpoint.running(), middleware=[Middleware(Guarded)])
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error", ws="none"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield Served(f"http://127.0.0.1:{port}{PATH}", installed)
    server.should_exit = True
    thread.join(30)
    installed.database().dispose()


def test_an_assistant_elsewhere_goes_the_same_way(served: Served) -> None:
    """Recommend, explain, export, with a token that only reads."""
    found = served.ask(served.token(ANA), recommended_explained_exported)
    assert len(found["options"]) > 1
    assert "use_cases" in found["answers"]


def test_another_persons_decision_is_not_there(served: Served) -> None:
    """By no tool and no resource, with the words for an id that there is not; its owner is answered."""
    answers = Answers(title="Ana's", use_cases=(UseCase(task="translation"),))
    mine = Decisions(served.installed.database(), person=ANA).create(answers).decision_id

    async def other(client: Client) -> None:
        calls: tuple[tuple[str, dict[str, Any]], ...] = (
            ("explain", {"record": mine}),
            ("compare", {"record": mine, "options": ["gpt-5.1", "gpt-5.2"]}),
            ("export", {"record": mine}),
            ("recommend", {"record": mine, "answers": {"languages": ["fr"]}}),
            ("replay", {"decision": mine}),
        )
        for tool, given in calls:
            place = "decision" if "decision" in given else "record"
            known = await client.call_tool(tool, given)
            unknown = await client.call_tool(tool, given | {place: "0"})
            assert known.is_error, tool
            assert text_of(known).replace(mine, "0") == text_of(unknown), tool
        listed = await client.call_tool("list_decisions", {})
        assert listed.structured_content == {"total": 0, "decisions": []}

    async def owner(client: Client) -> None:
        listed = await client.call_tool("list_decisions", {})
        assert listed.structured_content is not None
        assert mine in {one["decision"] for one in listed.structured_content["decisions"]}
        assert not (await client.call_tool("explain", {"record": mine})).is_error

    served.ask(served.token(BEN), other)
    served.ask(served.token(ANA), owner)


@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR, Role.APPROVER])
@pytest.mark.parametrize("right", [None, Right.READ, Right.EDIT, Right.APPROVE])
def test_roles_and_rights_hold_for_every_verb(served: Served, role: Role, right: Right | None) -> None:
    """Whoever shares a decision reads it, a stranger finds none; readers keep nothing, whatever the token says."""
    mine = Decisions(served.installed.database(), person=ANA).create(
        Answers(title="Shared", use_cases=(UseCase(task="translation"),))
    )
    person = signed_in(f"{role}-{right}", role)
    token = served.token(person, *READ, "write")
    if right is not None:
        share = Share(kind="person", who=person.subject, right=right)
        Ownership(served.installed.database(), person=ANA).share(mine.decision_id, share)

    async def verbs(client: Client) -> dict[str, bool]:
        made = await client.call_tool("recommend", {"answers": {"task": "translation"}})
        assert made.structured_content is not None
        calls: dict[str, dict[str, Any]] = {
            "explain": {"record": mine.decision_id},
            "export": {"record": mine.decision_id, "form": "answers.yaml"},
            "keep": {"record": made.structured_content["record"]},
        }
        found = {name: not (await client.call_tool(name, given)).is_error for name, given in calls.items()}
        listed = await client.call_tool("list_decisions", {"search": "Shared"})
        assert listed.structured_content is not None
        ids = {one["decision"] for one in listed.structured_content["decisions"]}
        return found | {"list": mine.decision_id in ids}

    sees, makes = right is not None, role.covers(Role.EDITOR)
    assert served.ask(token, verbs) == {"explain": sees, "export": sees, "list": sees, "keep": makes}


def test_what_a_token_is_not_for_is_refused(served: Served) -> None:
    """It is not listed, and refused with who gives the scope; one for writing keeps a decision as its person's."""

    async def reads(client: Client) -> None:
        assert "keep" not in {tool.name for tool in (await client.list_tools()).tools}
        refused = await client.call_tool("keep", {"record": "r-1"})
        assert refused.is_error
        assert "advisor token create --scope" in text_of(refused)

    async def looks_up(client: Client) -> None:
        names = {tool.name for tool in (await client.list_tools()).tools}
        assert names == {"questions", "find_models", "show_model", "list_decisions"}
        assert (await client.call_tool("recommend", {"answers": {"task": "rag"}})).is_error

    async def writes(client: Client) -> None:
        made = await client.call_tool("recommend", {"answers": {"task": "translation"}})
        assert made.structured_content is not None
        kept = await client.call_tool("keep", {"record": made.structured_content["record"], "name": "By a token"})
        assert kept.structured_content is not None
        assert kept.structured_content["name"] == "By a token"

    served.ask(served.token(ANA), reads)
    served.ask(served.token(ANA, "read"), looks_up)
    served.ask(served.token(ANA, *READ, "write"), writes)
    assert "By a token" in {one.name for one in Decisions(served.installed.database(), person=ANA).all()}
    assert "By a token" not in {one.name for one in Decisions(served.installed.database(), person=BEN).all()}


def call(**headers: str) -> dict[str, Any]:
    """A request as a program without the package sends it."""
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    return {"json": body, "headers": {"Accept": "application/json, text/event-stream", **headers}}


def test_who_has_no_token_is_refused(served: Served) -> None:
    """None, a forged one, a revoked one, another scheme; nobody is told which it was."""
    token = served.token(ANA)
    tokens = AccessTokens(served.installed.database(), person=ANA)
    revoked = served.token(ANA)
    tokens.revoke(revoked.split("_")[1])
    for header in ("", f"Bearer {token[:-1]}x", f"Bearer {revoked}", f"Basic {token}", "Bearer"):
        found = httpx2.post(served.url, **call(Authorization=header))
        assert (found.status_code, found.headers["WWW-Authenticate"]) == (401, "Bearer"), header
    assert httpx2.post(served.url, **call(Authorization=f"Bearer {token}")).status_code == 200
    assert httpx2.get(served.url).status_code == 405


def test_another_sites_page_is_refused(served: Served) -> None:
    """Whatever token it has, and under a name that the installation does not go by."""
    bearer = {"Authorization": f"Bearer {served.token(ANA)}"}
    assert httpx2.post(served.url, **call(**bearer, Origin="https://elsewhere.example")).status_code == 403
    assert httpx2.post(served.url, **call(**bearer, Host="elsewhere.example")).status_code == 403


def test_who_asks_too_often_waits(catalog: Catalog, tmp_path_factory: pytest.TempPathFactory) -> None:
    """With how long; whoever has no token is counted by address, a token by itself, over MCP and REST together."""
    home = tmp_path_factory.mktemp("slow") / "home"
    installed = OnShipped(Settings(home=home, database_url="", api_requests_per_minute=1), catalog)
    token = AccessTokens(installed.database()).create("test", READ)[1]
    app = Starlette(routes=[*McpEndpoint(installed).routes(), *asgi.routes(installed)])

    async def ask() -> list[httpx2.Response]:
        transport = httpx2.ASGITransport(app=app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1") as http:
            nobody = [await http.post(PATH, **call()) for _ in range(2)]
            bearer = {"Authorization": f"Bearer {token}"}
            return [*nobody, await http.get("/api/v1/token", headers=bearer), await http.post(PATH, **call(**bearer))]

    found = in_a_loop(ask)
    assert [one.status_code for one in found] == [401, 429, 200, 429]
    assert 0 < int(found[1].headers["Retry-After"]) <= 60
    installed.database().dispose()
