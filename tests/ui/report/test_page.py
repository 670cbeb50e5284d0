"""The report's page: composed, previewed, downloaded, proposed, approved and replayed the way a person does it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from running import PATIENCE_S
from streamlit.testing.v1 import AppTest

from advisor.assessment import assess
from advisor.catalog.catalog import Catalog
from advisor.report.export import content_hash
from advisor.storage.database import open_database
from advisor.storage.decisions import Decisions
from advisor.storage.lifecycle import Lifecycle
from advisor.ui.cached import documents, installation
from advisor.ui.state import OpenDecision

PAGE = "pages/report.py"
PERSON = "Ada"
"""Who types their name; the page takes no notice of the address that Streamlit's test runner gives everybody."""


def healthy(page: AppTest) -> AppTest:
    """The page after a run, which must not have failed."""
    assert not page.exception, page.exception
    return page


def words(page: AppTest) -> str:
    """Everything the page says."""
    kinds = ("markdown", "caption", "info", "warning", "error", "success", "header", "subheader")
    return "\n".join(element.value for kind in kinds for element in page.get(kind))


def in_tables(page: AppTest) -> str:
    """Every cell of the page's tables, without the marks that keep what was typed from being Markdown."""
    cells = [str(cell) for table in page.table for row in table.value.to_numpy() for cell in row]
    return "\n".join(cells).replace("\\", "")


@pytest.fixture
def page(app: AppTest) -> AppTest:
    """The report's page with a sample on the desk."""
    healthy(app.button(key="start.sample.marketing-images").click().run())
    return healthy(app.switch_page(PAGE).run())


@pytest.fixture
def saved(page: AppTest) -> AppTest:
    """The same with the sample saved."""
    current: OpenDecision = page.session_state["desk.open_decision"]
    kept = Decisions(open_database(installation.settings().resolved_database_url())).create(current.answers)
    page.session_state["desk.open_decision"] = replace(
        current, decision_id=kept.decision_id, revision=kept.revision, saved=True
    )
    return healthy(page.run())


def tab(page: AppTest, name: str) -> AppTest:
    """The page with another tab opened."""
    page.session_state["report.tabs"] = name
    return healthy(page.run())


def lifecycle() -> Lifecycle:
    """The life of decisions in the app's own database."""
    return Lifecycle(open_database(installation.settings().resolved_database_url()))


def decision_id() -> str:
    """The one saved decision."""
    return Decisions(open_database(installation.settings().resolved_database_url())).all()[0].decision_id


def test_without_a_decision_the_page_says_where_to_go(app: AppTest) -> None:
    """Nothing open is no error."""
    page = healthy(app.switch_page(PAGE).run())
    assert "No decision is open" in words(page)


def test_the_page_shows_page_one_and_the_hash_of_the_file(page: AppTest) -> None:
    """Preview and download belong together."""
    said = words(page)
    assert "Page 1 of" in said
    assert "SHA-256" in said


def test_language_and_paper_change_the_file(page: AppTest) -> None:
    """Another language is another file."""
    before = [caption.value for caption in page.caption if "SHA-256" in caption.value]
    page.session_state["report.language"] = "de"
    after = [caption.value for caption in healthy(page.run()).caption if "SHA-256" in caption.value]
    assert before != after


def test_fewer_sections_give_fewer_pages(page: AppTest) -> None:
    """Only the fixed sections are left when all others are switched off."""
    page.session_state["report.sections"] = []
    said = words(healthy(page.run()))
    assert "Page 1 of 3" in said or "Page 1 of 2" in said


def test_an_annex_that_is_asked_for_adds_pages(page: AppTest) -> None:
    """Nothing is added unasked; what was paid is offered only where usage was kept."""
    annexes = page.button_group(key="report.annexes")
    assert annexes.value == []
    assert len(annexes.options) == 4
    plain = int(re.findall(r"Page 1 of (\d+)", words(page))[0])
    page.session_state["report.annexes"] = ["adaptation", "register"]
    assert int(re.findall(r"Page 1 of (\d+)", words(healthy(page.run())))[0]) > plain


def test_every_form_is_offered_with_its_size(page: AppTest) -> None:
    """Each form of the selectbox gives a file."""
    box = page.selectbox(key="report.form")
    for form in list(box.options):
        healthy(page.selectbox(key="report.form").select(form).run())
        assert "SHA-256" in words(page)


def test_an_unsaved_decision_cannot_be_proposed(page: AppTest) -> None:
    """Only what is stored can be approved."""
    assert "Save the decision first" in words(tab(page, "Life of the decision"))


def named(page: AppTest, field: str, name: str = PERSON) -> AppTest:
    """Say who takes a step."""
    page.text_input(key=field).set_value(name)
    return page


def propose_as(name: str) -> None:
    """Propose the decision on the desk as somebody else, past the page."""
    saved = installation.decisions().get(decision_id())
    life = Lifecycle(open_database(installation.settings().resolved_database_url()))
    life.move(saved.decision_id, "proposed", actor=name, assessment=assess(saved.answers, installation.catalog()))


def test_a_decision_is_proposed_approved_and_locked(saved: AppTest) -> None:
    """Approved under one name, as another has proposed it; then the page says that it is locked."""
    propose_as("Grace")
    page = tab(saved, "Life of the decision")
    page.radio(key="report.step.proposed").set_value("approved")
    healthy(page.run())
    page.text_area(key="report.reason.approved").set_value("agreed in the board")
    page.text_area(key="report.conditions").set_value("only in Germany")
    healthy(named(page, "report.actor.1").button(key="report.submit.approved").click().run())
    assert "This decision is locked" in words(page)
    assert "Grace (not verified)" in in_tables(page)
    assert "Conditions: only in Germany" in in_tables(page)
    steps = lifecycle().life(decision_id())
    assert [(step.status_to, step.actor, step.verified) for step in steps] == [
        ("proposed", "Grace", False),
        ("approved", PERSON, False),
    ]
    assert steps[-1].review_on is not None


def test_who_proposed_cannot_approve_on_the_page(saved: AppTest) -> None:
    """Where the verdict is not clear the page says so before, and the service refuses it after."""
    page = named(tab(saved, "Life of the decision"), "report.actor.0")
    healthy(page.button(key="report.submit.proposed").click().run())
    assert lifecycle().has_catalog(installation.catalog().digest)
    page.radio(key="report.step.proposed").set_value("approved")
    assert "a second person approves" in words(healthy(page.run()))
    page.text_area(key="report.reason.approved").set_value("I like it")
    named(page, "report.actor.1").button(key="report.submit.approved").click().run()
    assert "a second person approves it, under another name" in page.error[0].value
    assert lifecycle().life(decision_id())[-1].status_to == "proposed"


def test_that_somebody_has_seen_a_version_is_kept(saved: AppTest) -> None:
    """With the version, in the table of what happened."""
    page = tab(saved, "Life of the decision")
    healthy(named(page, "report.seen_actor.0").button(key="report.seen").click().run())
    assert [(entry.kind, entry.revision) for entry in lifecycle().life(decision_id())] == [("seen", 1)]
    assert "seen, version 1" in in_tables(page)


def test_a_comment_is_kept_as_typed(saved: AppTest) -> None:
    """Markup in a comment stays text in the table."""
    page = tab(saved, "Life of the decision")
    page.text_area(key="report.comment").set_value("<b>why</b> *not*?")
    healthy(page.button(key="report.add_comment").click().run())
    assert lifecycle().life(decision_id())[0].text == "<b>why</b> *not*?"


def test_a_replay_needs_a_kept_assessment_and_then_finds_nothing_changed(saved: AppTest) -> None:
    """Before proposing there is nothing to compare with; on the same catalog nothing changed."""
    assert "No assessment was kept yet" in words(tab(saved, "Replay"))
    page = named(tab(saved, "Life of the decision"), "report.actor.0")
    healthy(page.button(key="report.submit.proposed").click().run())
    said = words(tab(page, "Replay"))
    assert "Still right" in said
    assert "No change of the catalog touches this decision." in said


def test_a_download_is_kept_with_its_hash(saved: AppTest, catalog: Catalog) -> None:
    """The history names form, language and the SHA-256 of the very bytes."""
    healthy(saved.download_button(key="report.download").click().run())
    exports = lifecycle().exports(decision_id())
    assert [entry.form for entry in exports] == ["pdf"]
    assert len(exports[0].sha256) == len(content_hash(b""))
    assert exports[0].catalog_digest == catalog.digest


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation on which nothing may take longer than a moment."""
    monkeypatch.setenv("ADVISOR_ASIDE_SECONDS", "0.001")
    installation.settings.clear()
    documents.known.clear()  # what another test has made is known


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize(
    ("language", "told", "below"), [("en", "given up after", "before"), ("fr", "abandonné", "Déjà remis")]
)
def test_a_report_that_takes_too_long_is_explained(language: str, told: str, below: str) -> None:
    """In the place of the pages and of the download, in the language of the session; the rest of the page is there."""
    page = AppTest.from_file(str(Path(__file__).parents[3] / "app.py"), default_timeout=PATIENCE_S)
    page.query_params["lang"] = language
    healthy(page.run())
    healthy(page.button(key="start.sample.marketing-images").click().run())
    healthy(page.switch_page(PAGE).run())
    assert sum(told in box.value for box in page.error) == 1
    assert below in words(page)
