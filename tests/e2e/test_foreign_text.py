"""Hostile text in every field of a decision, on every page: it stays text, and nothing is asked of anybody."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect
from running import app_running, patient_context
from signed_in import signed_in

from advisor.questionnaire.answers import Answers
from advisor.questionnaire.presets import load_sample
from advisor.storage.database import open_database
from advisor.storage.decisions import Decisions
from advisor.storage.lifecycle import Lifecycle
from advisor.storage.working_copies import WorkingCopies

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]
HOSTILE = (
    "![p](http://evil.test/p.png) [click](http://evil.test/l) <img src=//evil.test/i> http://evil.test/bare"
    " :red[red] $\\frac{1}{2}$ # *b* `c` :material/bug_report:"
)
ADDRESSES = (
    "1http://evil.test _www.evil.test &#104;ttp://evil.test http&colon;//evil.test me&commat;evil.test"
    " http\\://evil.test www\\.evil.test"
)
LINES = f"# {HOSTILE}\n\n> {HOSTILE}\n\n{ADDRESSES}\n===\n\n- {ADDRESSES}"
LEAKS = "[src*='evil.test'], [href*='evil.test'], [style*='evil.test'], .katex, [data-testid=stMarkdownColoredText]"
PAGES = (
    "",
    "requirements",
    "recommendation",
    "hosting",
    "guidance",
    "report",
    "playground",
    "evaluation",
    "connections",
    "catalog",
    "register",
)


def hostile(value: Any, field: str = "") -> Any:
    """The answers with every text in the person's own words replaced."""
    if isinstance(value, dict):
        return {key: hostile(inner, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [hostile(inner, field) for inner in value]
    return HOSTILE if field in ("title", "question", "owner", "notes", "name", "description") else value


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home whose decisions, comments, working copies and bin are hostile throughout; its first decision's id."""
    engine = open_database(f"sqlite:///{tmp_path / 'home' / 'advisor.sqlite3'}")
    plain = load_sample("contract-analyser").model_dump(mode="json", by_alias=True)
    answers = Answers.model_validate(hostile(plain))
    repository = Decisions(engine, person=signed_in(HOSTILE))
    kept = repository.create(answers)
    Lifecycle(engine, person=signed_in(HOSTILE[:190])).comment(kept.decision_id, LINES)
    repository.change(kept.decision_id, answers.model_copy(update={"notes": f"{HOSTILE} {LINES}"}), note=HOSTILE)
    repository.delete(repository.duplicate(kept.decision_id).decision_id)
    WorkingCopies(engine).begin(answers)
    engine.dispose()
    (tmp_path / "id").write_text(kept.decision_id)
    return tmp_path / "home"


def looked_at(page: Page, where: str, found: dict[str, list[str]]) -> None:
    """Note what of the hostile text became more than text."""
    for element in page.locator(LEAKS).all():
        markup = str(element.evaluate("element => element.outerHTML.slice(0, 200)"))
        found.setdefault(where, []).append(markup)


def test_it_stays_text_on_every_page(browser: Browser, home: Path) -> None:
    """No image, link, formula, colour or request comes of it: on the pages, their tabs, and in the help of buttons."""
    decision_id = (home.parent / "id").read_text()
    asked: list[str] = []
    found: dict[str, list[str]] = {}
    with app_running(home) as (url, _):
        context = patient_context(browser, viewport={"width": 1400, "height": 2000})
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        for name in PAGES:
            page.goto(f"{url}/{name}?decision={decision_id}")
            expect(page.get_by_role("heading", level=1).first).to_be_visible()
            expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
            looked_at(page, name, found)
            for tab in page.get_by_role("tab").all():
                tab.click(delay=60)
                expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
                looked_at(page, f"{name} {tab.inner_text()}", found)
            if name == "":
                for button in page.locator("[class*=st-key-start-open], [class*=st-key-start-continue]").all():
                    button.hover()
                    page.wait_for_timeout(800)
                    looked_at(page, "help of a button", found)
        context.close()
    assert found == {}
    hosts = {urlsplit(address).hostname for address in asked if not address.startswith(("data:", "blob:"))}
    assert hosts == {"127.0.0.1"}
