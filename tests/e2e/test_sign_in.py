"""Sign-in against a real OpenID Connect server, in a real browser: who comes in, who does not, and what each then may.

``ADVISOR_OIDC`` names the Python of an environment with Canaille, where it is not ``.venv-oidc``.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect
from running import ROOT, end, free_port, patient_context, running, wait_for
from signed_in import signed_in
from sqlalchemy import Engine, text
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from tabs import open_tab

from advisor.access.people import Role
from advisor.assessment import assess
from advisor.catalog.load import load_catalog
from advisor.questionnaire.presets import load_sample
from advisor.storage.database import open_database
from advisor.storage.decisions import Decisions
from advisor.storage.lifecycle import Lifecycle
from advisor.storage.rights.known_people import KnownPeople
from advisor.storage.rights.ownership import Ownership
from advisor.ui.signing_in.auth_section import CALLBACK, KEPT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.browser
COOKIE = "_streamlit_user"
SECRET = "the-secret-of-the-tests"  # noqa: S105 - of a server that lives for a minute
IDLE_MINUTES = 10


@dataclass(frozen=True)
class Company:
    """The app with sign-in, and what a test needs to look behind it."""

    url: str
    issuer: str
    secret: str
    engine: Engine
    decision_id: str


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    """Canaille and the app on loopback; Ada has proposed a decision of the team "board"."""
    home, app_port, directory_port = tmp_path_factory.mktemp("company"), free_port(), free_port()
    url, issuer = f"http://127.0.0.1:{app_port}", f"http://127.0.0.1:{directory_port}"
    python = Path(os.environ.get("ADVISOR_OIDC", ROOT / ".venv-oidc" / "bin" / "python"))
    assert python.exists(), f"{python} is missing: run make test, which installs it"
    script = Path(__file__).with_name("canaille_server.py")
    engine = open_database(f"sqlite:///{home / 'advisor.sqlite3'}")
    settings = {
        "ADVISOR_PUBLIC_URL": url,
        "ADVISOR_SIGN_IN_METADATA_URL": f"{issuer}/.well-known/openid-configuration",
        "ADVISOR_SIGN_IN_CLIENT_ID": "advisor",
        "ADVISOR_SIGN_IN_CLIENT_SECRET": SECRET,
        "ADVISOR_SIGN_IN_SCOPES": "openid profile email groups",
        "ADVISOR_SIGN_IN_READERS": "readers",
        "ADVISOR_SIGN_IN_EDITORS": "science",
        "ADVISOR_SIGN_IN_APPROVERS": "board",
        "ADVISOR_SIGN_IN_ADMINISTRATORS": "it",
        "ADVISOR_SIGN_IN_IDLE_MINUTES": str(IDLE_MINUTES),
    }
    command = [sys.executable, "-m", "advisor.cli", "serve", "--port", str(app_port)]
    with tempfile.TemporaryFile() as log:
        directory = subprocess.Popen(
            [str(python), str(script), str(directory_port), url + CALLBACK],
            stdout=log,
            stderr=log,
            cwd=home,
            start_new_session=True,
        )
        try:
            with running(command, port=app_port, home=home, settings=settings):
                wait_for(settings["ADVISOR_SIGN_IN_METADATA_URL"], process=directory)
                secret = (home / KEPT).read_text(encoding="ascii")
                yield Company(url, issuer, secret, engine, proposed(engine, issuer))
        finally:
            end(directory)
            engine.dispose()


def proposed(engine: Engine, issuer: str) -> str:
    """Ada's decision, proposed by her and given to the board."""
    subject = f"{issuer} ada"
    ada = signed_in("ada@example.org", Role.EDITOR, "science").model_copy(update={"subject": subject})
    KnownPeople(engine).saw(ada)
    made = Decisions(engine, person=ada).create(load_sample("marketing-images"), name="Ada's").decision_id
    Ownership(engine, person=ada).give_to_team(made, "board")
    assessment = assess(load_sample("marketing-images"), load_catalog())
    Lifecycle(engine, person=ada).move(made, "proposed", assessment=assessment)
    return made


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[[], BrowserContext]]:
    """A browser that was never here; closed after the test."""
    opened: list[BrowserContext] = []

    def arrive() -> BrowserContext:
        opened.append(patient_context(browser, viewport={"width": 1400, "height": 1000}))
        return opened[-1]

    yield arrive
    for context in opened:
        context.close()


def signed(company: Company, context: BrowserContext, name: str) -> Page:
    """Somebody at the app, through the company's own pages."""
    page = context.new_page()
    page.goto(company.url)
    through_the_company(page, name)
    return page


def through_the_company(page: Page, name: str) -> None:
    """From the door to the company's own pages and back."""
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("textbox", name="Login").fill(name)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("textbox", name="Password").fill(name)
    page.get_by_role("button", name="Sign in").click()


def expect_door(page: Page) -> None:
    """Only the way in is there: no page of the app, no way to one."""
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Catalog")).to_have_count(0)
    expect(page.get_by_text("Ada's")).to_have_count(0)


def test_nobody_sees_a_page_before_signing_in(company: Company, visit: Callable[[], BrowserContext]) -> None:
    """Whichever address is asked for."""
    page = visit().new_page()
    for path in ("", "/catalog", f"/report?decision={company.decision_id}", "/connections"):
        page.goto(company.url + path)
        expect_door(page)


def test_a_second_person_of_the_team_approves_and_signs_out_for_good(
    company: Company, visit: Callable[[], BrowserContext]
) -> None:
    """Their name is asked nowhere and stands as verified; who keeps their cookie comes in no more."""
    context = visit()
    page = signed(company, context, "grace")
    expect(page.get_by_text("Signed in as Grace Example (approver)")).to_be_visible()
    page.goto(f"{company.url}/report?decision={company.decision_id}")
    open_tab(page, "Life of the decision")
    expect(page.get_by_text("signed in (verified)").first).to_be_visible()
    expect(page.get_by_label("Your name")).to_have_count(0)
    page.get_by_label("Why", exact=True).fill("read it all")
    page.get_by_role("button", name="Approve and lock").click()
    expect(page.get_by_text("This decision is locked")).to_be_visible()
    life = Lifecycle(company.engine).life(company.decision_id)
    assert [(one.actor, one.status_to, one.verified) for one in life] == [
        ("ada@example.org", "proposed", True),
        ("grace@example.org", "approved", True),
    ]
    trail = Decisions(company.engine).audit(company.decision_id)[0]
    assert trail.detail.endswith(f"Signed in: Grace Example ({company.issuer} grace)")
    kept = context.cookies()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Logout", exact=False).or_(
        page.get_by_role("button", name="Sign in")
    ).first.wait_for()
    again = visit()
    again.add_cookies([cookie for cookie in kept if cookie["name"].startswith("_streamlit")])
    page = again.new_page()
    page.goto(company.url)
    expect(page.get_by_text("You were signed out")).to_be_visible()
    expect_door(page)


def test_another_persons_decision_is_not_there_and_a_role_closes_pages(
    company: Company, visit: Callable[[], BrowserContext]
) -> None:
    """By its address, in the list and in the search; a reader calls no model and connects none."""
    page = signed(company, visit(), "rita")
    expect(page.get_by_text("Signed in as Rita Example (reader)")).to_be_visible()
    expect(page.get_by_text("None yet.")).to_be_visible()
    page.goto(f"{company.url}/report?decision={company.decision_id}")
    expect(page.get_by_text("The decision named in the address does not exist here.")).to_be_visible()
    page.get_by_role("link", name="Connections").click()
    expect(page.get_by_text("this takes the role editor")).to_be_visible()
    expect(page.get_by_role("button", name="Save connection")).to_have_count(0)


def test_who_is_in_no_group_that_counts_is_told_so(company: Company, visit: Callable[[], BrowserContext]) -> None:
    """They are who they say, and have no business here."""
    page = signed(company, visit(), "mallory")
    expect(page.get_by_text("none of your groups may use this installation")).to_be_visible()
    expect(page.get_by_role("link", name="Catalog")).to_have_count(0)


def test_a_page_left_open_shows_nothing_once_its_time_is_over(
    company: Company, visit: Callable[[], BrowserContext]
) -> None:
    """Without a click; the way back in is there."""
    page = signed(company, visit(), "ada")
    expect(page.get_by_role("button", name="Open “Ada's”").or_(page.get_by_text("Ada's").first).first).to_be_visible()
    over_for(company, "ada")
    expect(page.get_by_text("You were signed out")).to_be_visible()
    expect_door(page)


def over_for(company: Company, name: str) -> None:
    """Nothing was done by this person for longer than a sign-in lasts."""
    with company.engine.begin() as connection:
        idle, subject = datetime.now(UTC) - timedelta(minutes=IDLE_MINUTES + 1), f"{company.issuer} {name}"
        told = text("UPDATE sign_in SET last_seen_at = :idle WHERE subject = :subject")
        connection.execute(told, {"idle": idle, "subject": subject})


def test_a_shared_link_is_where_one_comes_out(company: Company, visit: Callable[[], BrowserContext]) -> None:
    """The page and the decision that it names, the first time and again after the sign-in was over."""
    page = visit().new_page()
    page.goto(f"{company.url}/report?decision={company.decision_id}")
    expect_door(page)
    through_the_company(page, "ada")
    there = re.compile(rf"{re.escape(company.url)}/report\?decision={company.decision_id}")
    expect(page).to_have_url(there)
    expect(page.get_by_role("tab", name="Life of the decision")).to_be_visible()
    expect(page.get_by_text(load_sample("marketing-images").title).first).to_be_visible()
    over_for(company, "ada")
    expect(page.get_by_text("You were signed out")).to_be_visible()
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Ada Example").click()  # the company still knows them
    expect(page.get_by_role("tab", name="Life of the decision")).to_be_visible()
    expect(page).to_have_url(there)


def claims(company: Company, **changed: Any) -> dict[str, Any]:
    """What the cookie of an administrator would say."""
    now = datetime.now(UTC).timestamp()
    return {
        "iss": company.issuer,
        "aud": ["advisor"],
        "sub": "root",
        "iat": int(now),
        "exp": int(now) + 3600,
        "name": "Root",
        "groups": ["it"],
        "origin": company.url,
        "is_logged_in": True,
        "provider": "default",
        **changed,
    }


@pytest.mark.parametrize("forged", ["another secret", "changed", "issuer", "audience", "expired", "origin", "none"])
def test_a_cookie_that_is_forged_foreign_or_expired_opens_nothing(
    company: Company, visit: Callable[[], BrowserContext], forged: str
) -> None:
    """Though everything else about it is right, as the last one shows, with which nothing is wrong."""
    long_ago = int(datetime.now(UTC).timestamp()) - 11 * 3600
    said = {
        "issuer": claims(company, iss="https://id.example.com"),
        "audience": claims(company, aud=["another program"]),
        "expired": claims(company, iat=long_ago, exp=long_ago + 3600),
        "origin": claims(company, origin="http://127.0.0.1:1"),
    }.get(forged, claims(company))
    secret = "guessed" if forged == "another secret" else company.secret
    value = create_signed_value(secret, COOKIE, json.dumps(said)).decode()
    if forged == "changed":  # the words of one cookie under the signature of another
        of_a_reader = create_signed_value(company.secret, COOKIE, json.dumps(claims(company, sub="rita"))).decode()
        value = value.rpartition(".")[0] + "." + of_a_reader.rpartition(".")[2]
    context = visit()
    context.add_cookies([{"name": COOKIE, "value": value, "url": company.url}])
    page = context.new_page()
    page.goto(company.url)
    if forged == "none":
        expect(page.get_by_text("Signed in as Root (administrator)")).to_be_visible()
        return
    expect_door(page)
