"""The start page: samples, a new decision, saved decisions."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

from advisor.assessment import assess
from advisor.catalog.catalog import Catalog
from advisor.questionnaire.presets import load_sample, sample_paths
from advisor.settings import Settings
from advisor.storage.database import open_database
from advisor.storage.decisions import Decisions
from advisor.storage.lifecycle import Lifecycle
from advisor.ui.state import OpenDecision


def stored() -> Decisions:
    """The repository that the app under test writes to."""
    return Decisions(open_database(Settings().resolved_database_url()))


def test_the_page_says_what_it_is_and_what_it_knows(app: AppTest) -> None:
    """Somebody who has never heard of it reads the promise and the size of the catalog."""
    assert app.title[0].value == "Choose a model you can defend"
    metrics = {metric.label: metric.value for metric in app.metric}
    assert int(metrics["Models compared"].replace(",", "")) >= 260
    assert int(metrics["Priced offers"].replace(",", "")) >= 800


def test_the_page_says_what_has_grown_old_and_what_to_do(app: AppTest) -> None:
    """Half of the rents are past their sixty days: the page counts them and names the way to newer ones."""
    (said,) = [element.value for element in app.caption if "Older than their limit" in element.value]
    assert "rents of GPUs" in said
    assert "advisor catalog refresh" in said


def test_every_sample_has_a_card(app: AppTest) -> None:
    """Ten samples, ten buttons."""
    keys = {button.key for button in app.button if button.key and button.key.startswith("start.sample.")}
    assert keys == {f"start.sample.{path.stem}" for path in sample_paths()}


def on_desk(app: AppTest) -> OpenDecision:
    """The decision that the app holds open."""
    decision = app.session_state["desk.open_decision"]
    assert isinstance(decision, OpenDecision)
    return decision


def test_a_sample_goes_on_the_desk_unsaved(app: AppTest) -> None:
    """Opening a sample leads to its recommendation and stores nothing."""
    app.button(key="start.sample.marketing-images").click().run()
    assert app.title[0].value != "Choose a model you can defend"
    assert on_desk(app).answers == load_sample("marketing-images")
    assert not on_desk(app).saved
    assert not stored().all()


def test_deleting_can_be_undone(app: AppTest) -> None:
    """A decision goes to the bin and comes back."""
    kept = stored().create(load_sample("contract-analyser"))
    app.run()
    app.button(key=f"start.delete.{kept.decision_id}").click().run()
    assert not stored().all()
    app.button(key=f"start.restore.{kept.decision_id}").click().run()
    assert [decision.decision_id for decision in stored().all()] == [kept.decision_id]


def test_duplicating_and_renaming(app: AppTest) -> None:
    """A copy is made, and takes another name."""
    kept = stored().create(load_sample("contract-analyser"))
    app.run()
    app.button(key=f"start.duplicate.{kept.decision_id}").click().run()
    assert len(stored().all()) == 2
    app.text_input(key=f"start.name.{kept.decision_id}").set_value("Another name").run()
    app.button(key=f"start.rename.{kept.decision_id}").click().run()
    assert stored().get(kept.decision_id).name == "Another name"


def test_a_new_decision_starts_from_its_task(app: AppTest) -> None:
    """The chosen task fills the questionnaire with a typical load."""
    app.text_input(key="start.title").set_value("Invoices")
    app.selectbox(key="start.task").set_value("document_processing")
    app.button(key="start.begin").click().run()
    assert app.title[0].value == "Requirements"
    assert on_desk(app).answers.title == "Invoices"
    loads = [n.value for n in app.number_input if n.key and ".requests_per_day." in n.key]
    assert loads[0] == 2000


def test_a_link_opens_its_decision() -> None:
    """The address names the decision, so that a reload finds it again."""
    kept = stored().create(load_sample("contract-analyser"))
    app = AppTest.from_file(str(Path(__file__).resolve().parents[3] / "app.py"), default_timeout=300)
    app.query_params["decision"] = kept.decision_id
    app.run()
    assert kept.answers.title in [element.value for element in app.sidebar.markdown]
    assert on_desk(app).decision_id == kept.decision_id


def test_a_link_to_nothing_is_said() -> None:
    """An unknown decision in the address is a warning, not a crash."""
    app = AppTest.from_file(str(Path(__file__).resolve().parents[3] / "app.py"), default_timeout=300)
    app.query_params["decision"] = "nope"
    app.run()
    assert not app.exception
    assert "does not exist" in app.warning[0].value


def test_an_approved_decision_offers_no_other_name_and_no_bin(app: AppTest, catalog: Catalog) -> None:
    """The buttons that would be refused cannot be pressed; a copy can be made."""
    answers = load_sample("marketing-images")
    kept = stored().create(answers)
    life = Lifecycle(open_database(Settings().resolved_database_url()))
    for step in ("proposed", "approved"):
        life.move(kept.decision_id, step, actor="Ada", assessment=assess(answers, catalog, samples=50))
    app.run()
    assert app.button(key=f"start.delete.{kept.decision_id}").disabled
    app.button(key=f"start.duplicate.{kept.decision_id}").click().run()
    assert sorted(found.status for found in stored().all()) == ["approved", "draft"]
