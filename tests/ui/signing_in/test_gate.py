"""Pages by role: what each opens and closes, as the claims of a sign-in make somebody."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from running import PATIENCE_S
from signed_in import signed_in
from streamlit.testing.v1 import AppTest

from advisor.access.rules import Right, Share
from advisor.questionnaire.presets import load_sample
from advisor.storage.decisions import Decisions
from advisor.storage.rights.ownership import Ownership
from advisor.ui.cached import installation
from advisor.ui.signing_in import who

APP = Path(__file__).resolve().parents[3] / "app.py"
ISSUER = "https://id.example.org"
SETTINGS = {
    "PUBLIC_URL": "https://advisor.example.org",
    "SIGN_IN_METADATA_URL": f"{ISSUER}/.well-known/openid-configuration",
    "SIGN_IN_CLIENT_ID": "advisor",
    "SIGN_IN_CLIENT_SECRET": "s",
    "SIGN_IN_READERS": "readers",
    "SIGN_IN_EDITORS": "readers of code; editors",
    "SIGN_IN_APPROVERS": "approvers",
    "SIGN_IN_ADMINISTRATORS": "administrators",
}


def claims(group: str, **changed: Any) -> dict[str, Any]:
    """What the cookie of somebody of this group says."""
    said = {"iss": ISSUER, "aud": "advisor", "sub": f"of {group}", "name": f"Of {group}", "groups": [group]}
    return said | {"iat": datetime.now(UTC).timestamp(), "is_logged_in": True} | changed


@pytest.fixture(autouse=True)
def sign_in_is_set_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody signs in."""
    for name, value in SETTINGS.items():
        monkeypatch.setenv(f"ADVISOR_{name}", value)


def opened(monkeypatch: pytest.MonkeyPatch, said: dict[str, Any]) -> AppTest:
    """The start page for whoever this is."""
    monkeypatch.setattr(who, "claims", lambda: said)
    page = AppTest.from_file(str(APP), default_timeout=PATIENCE_S).run()
    assert not page.exception
    return page


def closed(page: AppTest) -> bool:
    """Whether the page says that the role does not open it."""
    return any("this takes the role" in info.value for info in page.info)


@pytest.mark.parametrize(
    ("group", "shut"),
    [
        ("readers", {"playground", "evaluation", "connections", "own", "refresh"}),
        ("editors", {"own", "refresh"}),
        ("approvers", {"own", "refresh"}),
        ("administrators", set()),
    ],
)
def test_a_role_opens_what_it_may(monkeypatch: pytest.MonkeyPatch, group: str, shut: set[str]) -> None:
    """The name and the role stand at the side."""
    page = opened(monkeypatch, claims(group))
    role = {"readers": "reader", "editors": "editor", "approvers": "approver"}.get(group, "administrator")
    assert any(f"Signed in as **Of {group}** ({role})" in caption.value for caption in page.sidebar.caption)
    found = {
        name
        for name in ("playground", "evaluation", "connections")
        if closed(page.switch_page(f"pages/{name}.py").run())
    }
    for tab, name in (("Your own", "own"), ("Refresh", "refresh")):
        page.session_state["catalog.tab"] = tab
        found |= {name} if closed(page.switch_page("pages/catalog.py").run()) else set()
    assert (found, list(page.exception)) == (shut, [])


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({}, "Sign in with your company's account"),
        (claims("canteen"), "none of your groups may use this installation"),
        (claims("administrators", iss="https://id.example.com"), "not one of this installation"),
        (claims("administrators", iat=0), "You were signed out"),
    ],
)
def test_whoever_is_nobody_here_is_told_why_and_sees_nothing(
    monkeypatch: pytest.MonkeyPatch, said: dict[str, Any], told: str
) -> None:
    """No page is drawn beneath it."""
    page = opened(monkeypatch, said)
    shown = [one.value for kind in (page.markdown, page.info, page.warning) for one in kind]
    assert any(told in value for value in shown)
    assert [title.value for title in page.title] == ["Model advisor"]
    assert len(page.header) == 0


def test_an_owner_shares_a_decision_on_its_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a person who has signed in, who then finds it; and takes it back."""
    said = {group: claims(group) for group in ("readers", "approvers", "editors")}
    pages = {group: opened(monkeypatch, one) for group, one in said.items()}
    page = pages["editors"]
    made = Decisions(installation.database(), person=installation.person()).create(load_sample("marketing-images"))
    page.run().button(key=f"start.open.{made.decision_id}").click().run()
    page.switch_page("pages/report.py")
    page.session_state["report.tabs"] = "Sharing"
    page.run()
    assert any("Owner: **Of editors**" in one.value for one in page.markdown)
    page.selectbox(key="report.share_with").select_index(1)  # by name: those who approve, those who read
    page.button(key="report.share").click().run()
    assert not page.exception
    found = []
    for group in ("readers", "approvers"):
        monkeypatch.setattr(who, "claims", lambda group=group: said[group])
        found.append([one.name for one in installation.decisions().all()])
    assert found == [[made.name], []]
    monkeypatch.setattr(who, "claims", lambda: said["editors"])
    page.button(key="report.unshare.0").click().run()
    assert installation.ownership().belonging(made.decision_id).shares == ()


@pytest.mark.parametrize(
    ("group", "right"), [("readers", "own"), ("editors", "own"), ("editors", "edit"), ("approvers", "approve")]
)
def test_the_page_lets_the_owner_share_and_nobody_else(monkeypatch: pytest.MonkeyPatch, group: str, right: str) -> None:
    """By role and right, as over REST; whoever may not is told who does."""
    page = opened(monkeypatch, claims(group))
    person, owner = installation.person(), signed_in("owner")
    installation.known_people().saw(owner)
    made = Decisions(installation.database(), person=owner).create(load_sample("marketing-images"))
    ownership = Ownership(installation.database(), person=owner)
    if right == "own":
        ownership.give_to(made.decision_id, person.subject)
    else:
        ownership.share(made.decision_id, Share(kind="person", who=person.subject, right=Right(right)))
    page.run().button(key=f"start.open.{made.decision_id}").click().run()
    page.switch_page("pages/report.py")
    page.session_state["report.tabs"] = "Sharing"
    page.run()
    assert not page.exception
    offered = any(one.key == "report.share_with" for one in page.selectbox)
    assert offered == (right == "own" and group != "readers")
    assert offered != any("Its owner and the administrator share it." in one.value for one in page.caption)
