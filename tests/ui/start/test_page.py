"""The start page: samples, a new decision, saved decisions."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

from advisor.assessment import assess
from advisor.catalog.catalog import Catalog
from advisor.questionnaire.presets import load_sample, sample_paths
from advisor.services.sample_verdicts import kept_verdicts
from advisor.settings import Settings
from advisor.storage.database import open_database
from advisor.storage.decisions import Decisions
from advisor.storage.lifecycle import Lifecycle
from advisor.ui.frame.markdown import escaped
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


def test_a_description_begins_a_decision_and_is_read(app: AppTest) -> None:
    """Typed and left, it is kept; read, what it says is put up where the questions are, and nothing is taken yet."""
    text = "Answer questions of 3,000 employees about HR rules, in German."
    app.text_area(key="start.describe").set_value(text).run()
    begun = on_desk(app)
    assert begun.answers.use_cases[0].description == text
    assert begun.copy_id == app.query_params["draft"]
    app.button(key="start.read").click().run()
    assert app.title[0].value == "Requirements"
    assert on_desk(app).copy_id == begun.copy_id
    assert on_desk(app).answers.use_cases[0].task == "chat_assistant"
    assert [box for box in app.checkbox if "German" in box.label]
    app.button(key="requirements.take").click().run()
    assert on_desk(app).answers.use_cases[0].task == "rag"
    assert on_desk(app).answers.use_cases[0].languages == ("de",)


def test_nothing_is_read_where_nothing_was_said(app: AppTest) -> None:
    """The button says what is missing, and opens nothing."""
    app.button(key="start.read").click().run()
    assert "Say in a sentence" in app.error[0].value
    assert "desk.open_decision" not in app.session_state


def test_a_usual_case_is_one_click(app: AppTest) -> None:
    """What is usual of it is answered, and what was typed before stays its description."""
    app.text_area(key="start.describe").set_value("Tickets of our service desk").run()
    app.button_group(key="start.kind").set_value("routing").run()
    assert app.title[0].value == "Requirements"
    answers = on_desk(app).answers
    assert answers.use_cases[0].task == "classification_extraction"
    assert answers.use_cases[0].description == "Tickets of our service desk"


def test_every_card_says_what_its_sample_concludes(app: AppTest) -> None:
    """The model, where it runs, what it costs a month, and how sure that is."""
    shown = "\n".join(element.value for element in app.markdown)
    for name, verdict in kept_verdicts().items():
        assert all(escaped(model) in shown for model in verdict.models), name
    assert shown.count("a month · ") == len(kept_verdicts())


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
        who = "Grace" if step == "approved" else "Ada"
        found = assess(answers, catalog, samples=50)
        life.move(kept.decision_id, step, actor=who, reason="read", assessment=found)
    app.run()
    assert app.button(key=f"start.delete.{kept.decision_id}").disabled
    app.button(key=f"start.duplicate.{kept.decision_id}").click().run()
    assert sorted(found.status for found in stored().all()) == ["approved", "draft"]
