"""The register's page: decisions in one table, the policy in words, and exceptions from it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from advisor.assessment import assess
from advisor.catalog.catalog import Catalog
from advisor.policy.load import load_policy, parse_policy
from advisor.questionnaire.presets import load_sample
from advisor.services.house.exceptions import exceptions_of, granted_for
from advisor.storage.database import open_database
from advisor.storage.decisions import Decisions
from advisor.storage.entries import Entries
from advisor.storage.lifecycle import Lifecycle

PAGE = "pages/register.py"
POLICY = """
policy: 1
name: Ours <b>
version: "1"
dated: 2026-11-02
rules:
  - id: place
    zones: [eu]
    why: Decided on *12 October*.
agreements:
  - {id: frame, providers: [mistral], percent: 10, valid_from: 2026-01-01, valid_until: 2026-02-01, source: Contract 1}
costs: {staff_usd_per_year: 90000}
report: {classification: Internal}
"""


def healthy(page: AppTest) -> AppTest:
    """The page after a run, which must not have failed."""
    assert not page.exception, page.exception
    return page


def said(page: AppTest) -> str:
    """Everything the page says, without the marks that keep text from being obeyed."""
    return raw(page).replace("\\", "")


def raw(page: AppTest) -> str:
    """The same with those marks."""
    kinds = ("markdown", "caption", "info", "warning", "error", "subheader")
    return "\n".join(element.value for kind in kinds for element in page.get(kind))


def tab(page: AppTest, name: str) -> AppTest:
    """The page with another tab opened."""
    page.session_state["register.tabs"] = name
    return healthy(page.run())


@pytest.fixture
def decision_id(home: Path, catalog: Catalog) -> str:
    """A proposed decision in the database of the app."""
    engine = open_database(f"sqlite:///{home / 'advisor.sqlite3'}")
    answers = load_sample("marketing-images")
    made = Decisions(engine).create(answers, name="Pictures").decision_id
    Lifecycle(engine).move(made, "proposed", actor="A", reason="ready", assessment=assess(answers, catalog, samples=50))
    engine.dispose()
    return made


def test_without_decisions_and_policy_the_page_says_what_to_do(app: AppTest) -> None:
    """Nothing is empty without a word."""
    page = healthy(app.switch_page(PAGE).run())
    assert "No decision is saved yet." in said(page)
    assert "This installation has no policy" in said(tab(page, "House policy"))
    assert "There is no policy" in said(tab(page, "Exceptions"))


def test_a_decision_stands_in_the_table_with_files_for_an_inventory(decision_id: str, app: AppTest) -> None:
    """Filters narrow it; what needs attention is told with the way to it."""
    page = healthy(app.switch_page(PAGE).run())
    table = page.dataframe[0].value
    assert table["System"].tolist() == ["Pictures"]
    assert table["Status"].tolist() == ["proposed"]
    assert len(page.get("download_button")) == 3
    page.multiselect(key="register.filter.status").set_value(["proposed"])
    assert "1 decision" in said(healthy(page.run()))
    page.toggle(key="register.filter.attention").set_value(True)
    assert "0 decisions" in said(healthy(page.run()))


def test_the_policy_is_shown_in_words_and_marks_in_it_stay_text(home: Path, app: AppTest) -> None:
    """Rules with their numbers and reasons, agreements with their state, own figures."""
    (home / "policy.yaml").write_text(POLICY)
    page = tab(healthy(app.switch_page(PAGE).run()), "House policy")
    text = said(page)
    assert "1. Processing in European Union alone. Decided on *12 October*." in text
    assert r"\*12 October\*" in raw(page)
    assert "Cost of one full-time equivalent: 90,000" in text
    assert r"Ours \<b\>" in raw(page)
    assert "(Contract 1): has ended: the list price is reckoned" in text


def test_a_policy_that_cannot_be_read_stops_with_every_error(home: Path, app: AppTest) -> None:
    """Nothing is decided as if there were none."""
    (home / "policy.yaml").write_text(POLICY.replace("zones: [eu]", "zones: [nowhere]"))
    page = app.switch_page(PAGE).run()
    assert "zones" in said(page) + "".join(str(one.value) for one in page.exception)


def test_an_exception_is_asked_for_and_granted_by_another(home: Path, decision_id: str, app: AppTest) -> None:
    """Two names, a reason and a day; the next assessment of the decision says so."""
    opened = healthy(app.button(key=f"start.open.{decision_id}").click().run())
    (home / "policy.yaml").write_text(POLICY)
    page = tab(healthy(opened.switch_page(PAGE).run()), "Exceptions")
    page.text_area(key="register.exception.reason").set_value("Pilot")
    page.text_input(key="register.exception.form.name").set_value("A. Ada")
    page.date_input(key="register.exception.until").set_value(date(2099, 1, 1))
    healthy(next(one for one in page.button if one.label == "Ask for the exception").click().run())
    assert "asked for, not decided yet: A. Ada" in said(page)
    page.text_input(key="register.exception.place.name").set_value("A. Ada")
    page.button(key="register.exception.place.grant").click()
    assert "another person decides" in said(healthy(page.run()))
    page.text_input(key="register.exception.place.name").set_value("B. Ben")
    page.button(key="register.exception.place.grant").click()
    assert "Decided by B. Ben" in said(healthy(page.run()))
    engine = open_database(f"sqlite:///{home / 'advisor.sqlite3'}")
    entries = Entries(engine)
    assert exceptions_of(entries, decision_id)["place"].state == "granted"
    assert [one.granted_by for one in granted_for(entries, decision_id)] == ["B. Ben"]
    engine.dispose()
    shown = said(healthy(page.switch_page("pages/recommendation.py").run()))
    assert "with 1 exception granted" in shown
    assert "Exception from rule 1 until" in shown


def test_an_administrator_edits_the_policy_and_a_new_version_counts(home: Path, app: AppTest) -> None:
    """What was not changed stays; what is wrong is said at its place, and then there is nothing to save it with."""
    (home / "policy.yaml").write_text(POLICY)
    page = tab(healthy(app.switch_page(PAGE).run()), "House policy")
    page.toggle(key="policy.edit").set_value(True)
    healthy(page.run())
    (version,) = [one for one in page.text_input if one.label == "Version"]
    assert version.value == "2"
    version.set_value("1")
    (footer,) = [one for one in page.text_input if one.label == "Footer"]
    footer.set_value("Example Bank")
    text = said(healthy(page.run()))
    assert "version: 1 is the one in force" in text
    assert not [one for one in page.button if one.key == "policy.save"]
    version = next(one for one in page.text_input if one.label == "Version")
    version.set_value("2")
    healthy(page.run())
    healthy(page.button(key="policy.save").click().run())
    saved = load_policy(home / "policy.yaml")
    before = parse_policy(POLICY, name="policy.yaml")
    assert (saved.version, saved.report.footer) == ("2", "Example Bank")
    assert (saved.rules, saved.agreements, saved.costs) == (before.rules, before.agreements, before.costs)
    assert "1 earlier version" in [one.label for one in page.expander]
    engine = open_database(f"sqlite:///{home / 'advisor.sqlite3'}")
    assert [(one.action, saved.digest in one.detail) for one in Decisions(engine).audit()] == [("policy", True)]
    engine.dispose()


def test_without_a_policy_one_is_made_on_the_page(home: Path, app: AppTest) -> None:
    """A name is all that it needs."""
    page = tab(healthy(app.switch_page(PAGE).run()), "House policy")
    page.toggle(key="policy.edit").set_value(True)
    healthy(page.run())
    assert "must be mended" in said(page)
    next(one for one in page.text_input if one.label == "Name").set_value("First")
    healthy(page.run())
    healthy(page.button(key="policy.save").click().run())
    assert load_policy(home / "policy.yaml").name == "First"
    assert "“First”, version 1" in said(page)
