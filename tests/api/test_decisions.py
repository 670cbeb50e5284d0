"""Decisions by REST: a person does what they may on a page, finds nothing that is not theirs, and loses no change."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from signed_in import signed_in
from starlette.testclient import TestClient
from typer.testing import CliRunner

from advisor.access.people import Person, Role
from advisor.access.rules import Right, Share
from advisor.cli import app
from advisor.questionnaire.answers import Answers, UseCase
from advisor.services.installed import Installed
from advisor.storage.audit_trail import verify
from advisor.storage.decisions import Decisions
from advisor.storage.rights.known_people import KnownPeople
from advisor.storage.rights.ownership import Ownership

ANSWERS = Answers(title="Search", use_cases=(UseCase(name="x", task="semantic_search"),))
BODY = json.loads(ANSWERS.model_dump_json(by_alias=True, exclude_defaults=True))
OTHER = {**BODY, "title": "Search again"}
AT = "/api/v1/decisions"
Asking = Callable[..., TestClient]


@pytest.fixture
def asking(bare: TestClient, here: Installed, token_of: Callable[..., str]) -> Asking:
    """Makes a client of somebody who has signed in, whose token may everything."""

    def made(person: Person, *scopes: str) -> TestClient:
        KnownPeople(here.database()).saw(person)
        client = TestClient(bare.app, base_url=str(bare.base_url), raise_server_exceptions=False)
        client.headers["Authorization"] = f"Bearer {token_of(person, *scopes)}"
        return client

    return made


def _made(client: TestClient) -> tuple[str, str]:
    answer = client.post(AT, json=BODY)
    assert answer.status_code == 201, answer.text
    assert answer.headers["location"] == f"{AT}/{answer.json()['decision_id']}"
    return answer.json()["decision_id"], answer.headers["etag"]


def test_a_decision_is_made_read_changed_and_binned(client: TestClient) -> None:
    """Each change is a version, and the bin gives it back."""
    key, etag = _made(client)
    assert client.get(f"{AT}/{key}").headers["etag"] == etag
    changed = client.put(f"{AT}/{key}?note=why", json=OTHER, headers={"If-Match": etag})
    assert (changed.status_code, changed.json()["revision"], changed.json()["answers"]["title"]) == (
        200,
        2,
        "Search again",
    )
    found = client.get(f"{AT}/{key}/versions").json()["items"]
    assert [(item["revision"], item["note"]) for item in found] == [(1, "created"), (2, "why")]
    renamed = client.patch(f"{AT}/{key}", json={"name": "Ours"}, headers={"If-Match": changed.headers["etag"]})
    assert renamed.json()["name"] == "Ours"
    assert client.delete(f"{AT}/{key}").status_code == 204
    assert key in {item["decision_id"] for item in client.get(f"{AT}?in_bin=true&limit=200").json()["items"]}
    assert client.patch(f"{AT}/{key}", json={"name": "x"}, headers={"If-Match": "*"}).status_code == 409
    assert client.post(f"{AT}/{key}/restore").json()["deleted_at"] is None
    copied = client.post(f"{AT}/{key}/copies")
    assert (copied.status_code, copied.json()["name"]) == (201, "Ours (copy)")


def test_nobody_overwrites_what_they_have_not_read(client: TestClient) -> None:
    """Without a revision 428, with one that stands no more 412, and nothing is stored."""
    key, etag = _made(client)
    assert client.put(f"{AT}/{key}", json=OTHER).status_code == 428
    assert client.put(f"{AT}/{key}", json=OTHER, headers={"If-Match": etag}).status_code == 200
    late = client.put(f"{AT}/{key}", json=BODY, headers={"If-Match": etag})
    assert (late.status_code, late.json()["type"]) == (412, "/api/v1/problems/changed-meanwhile")
    assert client.get(f"{AT}/{key}").json()["answers"]["title"] == "Search again"


def test_pages_hold_every_decision_once_while_others_are_made(asking: Asking) -> None:
    """One that is made or changed meanwhile moves no other."""
    client = asking(signed_in("paging", Role.EDITOR))
    keys = [_made(client) for _ in range(5)]
    first = client.get(f"{AT}?limit=2").json()
    _made(client)
    client.patch(f"{AT}/{keys[3][0]}", json={"name": "moved"}, headers={"If-Match": keys[3][1]})
    second = client.get(f"{AT}?limit=2&cursor={quote(first['next'])}").json()
    third = client.get(f"{AT}?limit=2&cursor={quote(second['next'])}").json()
    found = [item["decision_id"] for part in (first, second, third) for item in part["items"]]
    assert found[:5] == [key for key, _ in keys]
    assert (len(set(found)), third["next"]) == (6, None)


# What is asked, with which method and body, and the role and right that it takes on a shared decision.
VERBS: dict[str, tuple[str, str, dict[str, Any] | None]] = {
    "see": ("GET", "", None),
    "versions": ("GET", "/versions", None),
    "life": ("GET", "/life", None),
    "audit": ("GET", "/audit", None),
    "comment": ("POST", "/comments", {"text": "so it is"}),
    "seen": ("POST", "/readings", {}),
    "rename": ("PATCH", "", {"name": "y"}),
    "change": ("PUT", "", OTHER),
    "reject": ("POST", "/steps", {"to": "rejected", "reason": "no"}),
    "supersede": ("POST", "/steps", {"to": "superseded", "reason": "no"}),
    "shares": ("GET", "/shares", None),
    "share": ("POST", "/shares", {"kind": "team", "who": "board", "right": "read"}),
    "unshare": ("DELETE", "/shares?kind=team&who=board&right=read", None),
    "bin": ("DELETE", "", None),
    "restore": ("POST", "/restore", None),
    "copy": ("POST", "/copies", {"name": "mine"}),
    "assessment": ("GET", "/assessment", None),
    "report": ("GET", "/report?format=md", None),
    "replay": ("GET", "/replay?draws=50", None),
    "approve": ("POST", "/steps", {"to": "approved", "reason": "yes"}),
    "take back": ("POST", "/steps", {"to": "draft", "reason": "no"}),
}
READS = {"see", "versions", "life", "audit", "comment", "seen", "shares", "assessment", "report", "replay"}
OF_KEPT = {"replay"}
"""What a decision has none of before something was proposed."""
NEEDS: dict[str, tuple[Role, Right | None]] = {
    "rename": (Role.EDITOR, Right.EDIT),
    "change": (Role.EDITOR, Right.EDIT),
    "reject": (Role.APPROVER, Right.APPROVE),
    "supersede": (Role.EDITOR, Right.EDIT),
    "copy": (Role.EDITOR, None),
    "approve": (Role.APPROVER, Right.APPROVE),
    "take back": (Role.EDITOR, Right.EDIT),
    "share": (Role.EDITOR, Right.OWN),
    "unshare": (Role.EDITOR, Right.OWN),
    "bin": (Role.EDITOR, Right.OWN),
    "restore": (Role.EDITOR, Right.OWN),
}


@pytest.fixture(scope="module")
def owned(here: Installed) -> str:
    """A decision of somebody, shared for reading, editing and approval with three people of each role."""
    owner = signed_in("owner")
    key = Decisions(here.database(), person=owner).create(ANSWERS).decision_id
    for right in (Right.READ, Right.EDIT, Right.APPROVE):
        for role in (Role.READER, Role.EDITOR, Role.APPROVER):
            person = signed_in(f"{role}-{right}", role)
            KnownPeople(here.database()).saw(person)
            share = Share(kind="person", who=person.subject, right=right)
            Ownership(here.database(), person=owner).share(key, share)
    return key


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR, Role.APPROVER])
def test_a_stranger_finds_no_decision(asking: Asking, owned: str, verb: str, role: Role) -> None:
    """Whatever their role: the same words as for an id that nobody has."""
    client = asking(signed_in(f"stranger-{role}", role))
    method, path, body = VERBS[verb]
    found, none = (
        client.request(method, f"{AT}/{key}{path}", json=body, headers={"If-Match": "*"}) for key in (owned, "0" * 36)
    )
    assert (found.status_code, none.status_code) == (404, 404)
    assert found.json()["detail"].replace(owned, "") == none.json()["detail"].replace("0" * 36, "")
    assert owned not in client.get(AT).text


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR, Role.APPROVER])
@pytest.mark.parametrize("right", [Right.READ, Right.EDIT, Right.APPROVE])
def test_who_shares_a_decision_does_what_role_and_right_allow(
    asking: Asking, owned: str, verb: str, role: Role, right: Right
) -> None:
    """403 for what is seen and not allowed; what is allowed may still be impossible (a draft is not rejected)."""
    client = asking(signed_in(f"{role}-{right}", role))
    method, path, body = VERBS[verb]
    answer = client.request(method, f"{AT}/{owned}{path}", json=body, headers={"If-Match": "*"})
    least, needed = NEEDS.get(verb, (Role.READER, right))
    allowed = verb in READS or (role.covers(least) and needed in (right, None))
    possible = (200, 201, 204, 409, 422, *((404,) if verb in OF_KEPT else ()))
    assert (answer.status_code != 403) == allowed, answer.text
    assert answer.status_code in (possible if allowed else (403,))


def test_the_matrix_has_every_operation_on_a_decision(client: TestClient) -> None:
    """What is added to REST is tried for every role and right."""
    at = "/decisions/{decision_id}"
    offered = {
        (method.upper(), path.removeprefix(at))
        for path, methods in client.get("/api/v1/openapi.json").json()["paths"].items()
        for method in methods
        if path.startswith(at)
    }
    assert offered == {(method, path.partition("?")[0]) for method, path, _ in VERBS.values()}


def test_an_owner_shares_a_decision_with_somebody_by_their_address(asking: Asking, here: Installed) -> None:
    """Who then finds it and does what was given, until it is taken back; each step stands in the trail."""
    hers, his = asking(signed_in("shares", Role.EDITOR)), asking(signed_in("guest", Role.EDITOR))
    key, _ = _made(hers)
    assert his.get(f"{AT}/{key}").status_code == 404
    given = {"kind": "person", "who": "guest", "right": "read"}
    for right in ("read", "edit"):
        assert hers.post(f"{AT}/{key}/shares", json=given | {"right": right}).status_code == 201
    assert his.put(f"{AT}/{key}", json=OTHER, headers={"If-Match": "*"}).status_code == 200
    shared = his.get(f"{AT}/{key}/shares").json()
    assert (shared["owner"], [one["right"] for one in shared["shares"]]) == ("shares", ["edit", "read"])
    assert hers.delete(f"{AT}/{key}/shares", params=given | {"right": "edit"}).status_code == 204
    assert his.put(f"{AT}/{key}", json=BODY, headers={"If-Match": "*"}).status_code == 403
    assert hers.delete(f"{AT}/{key}/shares", params=given).status_code == 204
    assert his.get(f"{AT}/{key}").status_code == 404
    trail = [line["action"] for line in hers.get(f"{AT}/{key}/audit").json()["items"]]
    assert (trail.count("share"), trail.count("unshare")) == (2, 2)
    assert verify(here.database()).holds


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"kind": "person", "who": "nobody at all", "right": "read"}, 422),
        ({"kind": "person", "who": "shares", "right": "own"}, 422),
        ({"kind": "house", "who": "shares", "right": "read"}, 422),
        ({"kind": "team", "who": " ", "right": "read"}, 422),
    ],
)
def test_what_cannot_be_shared_is_refused(asking: Asking, body: dict[str, str], status: int) -> None:
    """With a person who never signed in, and a right that is no share; nothing is given."""
    hers = asking(signed_in("shares", Role.EDITOR))
    key, _ = _made(hers)
    assert hers.post(f"{AT}/{key}/shares", json=body).status_code == status
    assert hers.get(f"{AT}/{key}/shares").json()["shares"] == []


def test_a_reader_makes_no_decision(asking: Asking) -> None:
    """The role is the ceiling, whatever the token's scopes say."""
    answer = asking(signed_in("only-reads", Role.READER)).post(AT, json=BODY)
    assert (answer.status_code, answer.json()["type"]) == (403, "/api/v1/problems/not-allowed")


def test_a_token_falls_with_its_person(asking: Asking, here: Installed) -> None:
    """Whoever was an administrator when it was made and is a reader now only reads with it."""
    person = signed_in("fallen", Role.ADMINISTRATOR)
    client = asking(person)
    key, _ = _made(client)
    KnownPeople(here.database()).saw(person.model_copy(update={"role": Role.READER}))
    assert client.get(f"{AT}/{key}").status_code == 200
    assert client.delete(f"{AT}/{key}").status_code == 403
    assert client.post(AT, json=BODY).status_code == 403


def test_approval_takes_its_scope_and_a_second_person(asking: Asking, here: Installed) -> None:
    """A token does not make two people of one; the trail says which token it was."""
    ada, bob = signed_in("ada", Role.APPROVER, "team"), signed_in("bob", Role.APPROVER, "team")
    hers = asking(ada)
    key, _ = _made(hers)
    Ownership(here.database(), person=ada).give_to_team(key, "team")
    proposed = hers.post(f"{AT}/{key}/steps", json={"to": "proposed"})
    assert (proposed.status_code, proposed.json()["status"]) == (200, "proposed"), proposed.text
    step = {"to": "approved", "reason": "tested", "conditions": "watch it", "review_on": "2027-05-01"}
    assert asking(bob, "read", "write").post(f"{AT}/{key}/steps", json=step).status_code == 403
    own = hers.post(f"{AT}/{key}/steps", json=step)
    assert own.status_code == 403, own.text
    approved = asking(bob).post(f"{AT}/{key}/steps", json=step)
    assert (approved.status_code, approved.json()["status"]) == (200, "approved"), approved.text
    assert hers.put(f"{AT}/{key}", json=OTHER, headers={"If-Match": "*"}).status_code == 409
    trail = hers.get(f"{AT}/{key}/audit").json()["items"]
    assert (trail[0]["action"], trail[0]["actor"]) == ("approved", "bob")
    assert all(line["detail"].endswith("(by token test)") for line in trail if line["action"] != "team"), trail
    assert verify(here.database()).holds


def test_a_kept_decision_replays_and_lives_as_on_the_command_line(
    client: TestClient, here: Installed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same JSON; what was never kept has no replay."""
    key, _ = _made(client)
    assert client.get(f"{AT}/{key}/replay").status_code == 404
    assert client.post(f"{AT}/{key}/steps", json={"to": "proposed", "name": "Ada"}).status_code == 200
    monkeypatch.setenv("ADVISOR_HOME", str(here.settings.home))
    replayed = CliRunner().invoke(app, ["replay", key, "--format", "json"])
    assert client.get(f"{AT}/{key}/replay").json() == json.loads(replayed.stdout)
    lived = CliRunner().invoke(app, ["decision", "life", key, "--format", "json"])
    assert client.get(f"{AT}/{key}/life").json()["items"] == json.loads(lived.stdout)
    kept = client.get(f"{AT}/{key}/assessment?kept=true").json()
    assert kept == client.get(f"{AT}/{key}/assessment").json()


def test_a_report_that_is_handed_out_is_kept(client: TestClient, here: Installed) -> None:
    """With the hash of its bytes, and the token that asked."""
    key, _ = _made(client)
    answer = client.get(f"{AT}/{key}/report?form=md&language=de")
    assert answer.headers["content-type"] == "text/markdown; charset=utf-8"
    line = client.get(f"{AT}/{key}/audit").json()["items"][0]
    assert (line["action"], line["detail"].startswith("md de a4 ")) == ("export", True)
    assert verify(here.database()).holds
