"""The playground's pages without a browser: what a person does, by key, and what comes of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from running import PATIENCE_S, until
from streamlit.testing.v1 import AppTest
from trials import servers

from advisor.kept_runs import save_run
from advisor.questionnaire.presets import load_sample
from advisor.storage.database import open_database
from advisor.storage.trials import TrialStore
from advisor.trials.costs import cost_of, price_for
from advisor.trials.library import Prompt
from advisor.trials.records import Connection, Run, TokenCounts
from advisor.trials.registry import TRIALS
from advisor.ui import cached, state
from advisor.ui.views.evaluation_evidence import evidence_of
from advisor.ui.views.evaluation_keep import job_of

ROOT = Path(__file__).resolve().parents[2]
TIMEOUT = 300


@pytest.fixture(scope="module")
def server() -> Iterator[Any]:
    """Our own server of chat completions."""
    with servers.running() as running:
        yield running


@pytest.fixture
def store(home: Path) -> Iterator[TrialStore]:
    """The database that the app of this test uses."""
    for cache in (cached.settings, cached.database):
        cache.clear()
    engine = open_database(f"sqlite:///{home / 'advisor.sqlite3'}")
    yield TrialStore(engine)
    engine.dispose()
    for cache in (cached.settings, cached.database):
        cache.clear()


def save(store: TrialStore, server: Any, name: str, model: str = "well", **changes: Any) -> None:
    """Save a connection to the server."""
    given = {"name": name, "base_url": server.url, "model": model, "scope": "loopback", "hosting": "on_prem"}
    connection = Connection.model_validate(given | {"max_data_class": "restricted"} | changes)
    store.save_connection(name, connection.model_dump_json())


def opened(page: str, sample: str | None = None) -> AppTest:
    """The app on a page, with a sample on the desk if one is named."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=TIMEOUT)
    if sample is not None:
        app.session_state["desk.open_decision"] = state.OpenDecision(decision_id=None, answers=load_sample(sample))
    app.run()
    app.switch_page(f"pages/{page}.py")
    return app.run()


def choose(app: AppTest, *names: str) -> AppTest:
    """Put connections into the panes."""
    for index, name in enumerate(names):
        app.selectbox(key=f"playground.pane.{index}.connection").set_value(name)
    return app.run()


def write(app: AppTest, text: str) -> AppTest:
    """Write the prompt."""
    app.text_area(key="playground.prompt").set_value(text)
    return app.run()


def finished(app: AppTest, store: TrialStore, count: int) -> tuple[Run, ...]:
    """Wait until so many runs are kept and no pane is at work, then draw again."""
    until(lambda: len(store.runs()) >= count and not any(trial.busy for trial in TRIALS.all()), "the kept runs")
    app.run()
    assert not app.exception
    return tuple(Run.model_validate_json(payload) for payload in store.runs())


def test_a_prompt_runs_on_two_panes_and_is_kept(store: TrialStore, server: Any) -> None:
    """Both answers are drawn with their figures and kept in the database."""
    save(store, server, "a")
    save(store, server, "b")
    app = write(choose(opened("playground"), "a", "b"), "What is the answer?")
    app.button(key="playground.run").click().run()
    runs = finished(app, store, 2)
    assert {run.connection for run in runs} == {"a", "b"}
    assert all(run.text == "The answer is forty-two." for run in runs)
    drawn = [element.value for element in app.markdown]
    assert sum("The answer is forty-two." in text for text in drawn) >= 2
    assert sum("Time to first token" in text for text in drawn) == 2


def test_a_failing_pane_explains_itself_beside_a_good_one(store: TrialStore, server: Any) -> None:
    """The error and its advice are shown; the other pane has its answer."""
    save(store, server, "bad", "reset_in_mid_stream")
    save(store, server, "good")
    app = write(choose(opened("playground"), "bad", "good"), "Hi")
    app.button(key="playground.run").click().run()
    finished(app, store, 2)
    assert any("What had arrived is kept" in error.value for error in app.error)
    assert any("The answer is forty-two." in element.value for element in app.markdown)


def test_data_of_a_higher_class_is_blocked_until_a_reason_is_recorded(store: TrialStore, server: Any) -> None:
    """The confidential sample cannot run on a public connection; a reason lifts it and is kept with the run."""
    save(store, server, "open", max_data_class="public")
    app = opened("playground", "eu-bank-customer-service")
    app.segmented_control(key="playground.panes").set_value(1).run()
    app = write(choose(app, "open"), "Hello")
    assert any("may receive public data at most" in error.value for error in app.error)
    assert app.button(key="playground.run").disabled
    app.text_input(key="playground.reason").set_value("Approved for a made-up text").run()
    assert not app.button(key="playground.run").disabled
    app.button(key="playground.run").click().run()
    (run,) = finished(app, store, 1)
    assert run.override is not None
    assert "Approved for a made-up text" in run.override
    assert run.decision_id is not None
    (override,) = store.overrides(run.decision_id)
    assert override.reason == "Approved for a made-up text"


def test_personal_data_is_shown_before_it_is_sent(store: TrialStore, server: Any) -> None:
    """A click that brings the finding with it sends nothing; the second click does."""
    save(store, server, "a")
    app = opened("playground")
    app.segmented_control(key="playground.panes").set_value(1).run()
    app = write(choose(app, "a"), "Hello")
    app.text_area(key="playground.prompt").set_value("Write to jane@example.com")
    app.button(key="playground.run").click().run()
    assert any("Nothing was sent yet" in warning.value for warning in app.warning)
    assert store.runs() == ()
    app.button(key="playground.run").click().run()
    assert len(finished(app, store, 1)) == 1


def test_the_cap_blocks_and_no_reason_lifts_it(store: TrialStore, server: Any) -> None:
    """A run that may cost more than the cap cannot be started."""
    priced = next(
        offer
        for offer in cached.catalog().offers
        if offer.tier == "standard" and offer.input_usd_per_mtok and (offer.output_usd_per_mtok or 0) > 1
    )
    save(
        store, server, "dear", hosting="provider_api", catalog_model_id=priced.model_id, provider_id=priced.provider_id
    )
    app = opened("playground")
    app.segmented_control(key="playground.panes").set_value(1).run()
    app = choose(app, "dear")
    app.number_input(key="playground.cap.run").set_value(0.0)
    app = write(app, "Hello")
    assert any("the cap per run" in error.value for error in app.error)
    assert app.button(key="playground.run").disabled
    assert not [one for one in app.text_input if one.key == "playground.reason"]


def test_a_blind_trial_hides_names_and_figures_until_the_vote(store: TrialStore, server: Any) -> None:
    """Before the vote neither names nor timings are drawn; after it they are, and the vote is kept."""
    save(store, server, "Secret-Alpha")
    save(store, server, "Secret-Beta")
    app = choose(opened("playground"), "Secret-Alpha", "Secret-Beta")
    app.toggle(key="playground.blind").set_value(True)
    app = write(app, "What is the answer?")
    app.button(key="playground.run").click().run()
    finished(app, store, 2)
    drawn = " ".join(element.value for element in [*app.markdown, *app.caption])
    assert "Secret-" not in drawn
    assert "Time to first token" not in drawn
    app.button(key="playground.vote.0").click().run()
    (vote,) = store.votes()
    assert vote.outcome == "win"
    assert vote.winner in ("Secret-Alpha", "Secret-Beta")
    assert any("Answer A was Secret-" in element.value for element in app.success)
    assert any("Time to first token" in element.value for element in app.markdown)


def test_the_conversation_goes_on_in_every_pane(store: TrialStore, server: Any) -> None:
    """The second turn is sent with each pane's own first answer."""
    save(store, server, "a")
    app = opened("playground")
    app.segmented_control(key="playground.panes").set_value(1).run()
    app = write(choose(app, "a"), "First")
    app.button(key="playground.run").click().run()
    finished(app, store, 1)
    app.text_input(key="playground.turn").set_value("Second")
    app.button(key="playground.send").click().run()
    runs = finished(app, store, 2)
    turns = max((run.request.messages for run in runs), key=len)
    assert [turn.text for turn in turns] == ["First", "The answer is forty-two.", "Second"]


def test_kept_runs_are_found_and_put_back(store: TrialStore, server: Any) -> None:
    """A kept trial is opened by its link, and its prompt can be put back into the form."""
    save(store, server, "a")
    app = opened("playground")
    app.segmented_control(key="playground.panes").set_value(1).run()
    app = write(choose(app, "a"), "A prompt worth keeping")
    app.button(key="playground.run").click().run()
    (run,) = finished(app, store, 1)
    again = AppTest.from_file(str(ROOT / "app.py"), default_timeout=TIMEOUT)
    again.query_params["trial"] = run.group_id
    again.run()
    again.switch_page("pages/playground.py")
    again.run()
    assert any("Trial of" in element.value for element in again.subheader)
    again.button(key="playground.again").click().run()
    assert again.text_area(key="playground.prompt").value == "A prompt worth keeping"


def test_variables_of_a_library_prompt_are_filled(store: TrialStore, server: Any) -> None:
    """A prompt from the library is put into the form, and its variable into the request."""
    save(store, server, "a")
    prompt = Prompt(prompt_id="p1", name="Greet", text="Greet {{who}}.")
    store.save_prompts([(prompt.prompt_id, None, prompt.name, prompt.model_dump_json())])
    app = opened("playground")
    app.segmented_control(key="playground.panes").set_value(1).run()
    app = choose(app, "a")
    app.selectbox(key="playground.library").set_value("p1").run()
    app.button(key="playground.use").click().run()
    app.text_input(key="playground.variable.who").set_value("Ada").run()
    app.button(key="playground.run").click().run()
    (run,) = finished(app, store, 1)
    assert run.request.prompt == "Greet Ada."


def test_a_connection_is_added_tested_and_removed(store: TrialStore, server: Any) -> None:
    """The form saves it, the test says that it works, and removing forgets it."""
    app = opened("connections")
    app.text_input(key="connections.new.name").set_value("ours")
    app.text_input(key="connections.new.base_url").set_value(server.url)
    app.text_input(key="connections.new.model").set_value("well")
    app.button(key="connections.new.save").click().run()
    (payload,) = store.connections()
    assert Connection.model_validate_json(payload).scope == "loopback"
    app.button(key="connections.ours.test").click().run()
    assert any("The answer streams" in element.value for element in app.success)
    app.button(key="connections.ours.remove").click().run()
    assert store.connections() == ()


def test_a_bad_connection_is_refused_in_words(store: TrialStore) -> None:
    """An address with a password in it is not saved."""
    app = opened("connections")
    app.text_input(key="connections.new.name").set_value("bad")
    app.text_input(key="connections.new.base_url").set_value("https://user:secret@host/v1")
    app.button(key="connections.new.save").click().run()
    assert any("keys go elsewhere" in error.value for error in app.error)
    assert store.connections() == ()


def test_an_evaluation_runs_and_becomes_evidence(store: TrialStore, server: Any) -> None:
    """Prompts of the library on two connections: scored, compared, and used for the decision when asked."""
    models = sorted(cached.catalog().model)[:2]
    save(store, server, "right", catalog_model_id=models[0])
    save(store, server, "cut", "close_without_finish", catalog_model_id=models[1])
    for number in range(3):
        prompt = Prompt(prompt_id=f"p{number}", name=str(number), text="Q?", reference="forty-two")
        store.save_prompts([(prompt.prompt_id, None, prompt.name, prompt.model_dump_json())])
    app = opened("evaluation", "eu-bank-customer-service")
    app.radio(key="evaluation.source").set_value("The decision's prompt library").run()
    app.multiselect(key="evaluation.connections").set_value(["right", "cut"]).run()
    app.button(key="evaluation.start").click().run()
    (head,) = store.evaluations()
    job = job_of(head.evaluation_id)
    assert job is not None
    assert job.wait(PATIENCE_S)
    assert len(store.answers(head.evaluation_id)) == 6
    app.run()
    assert not app.exception
    app.toggle(key=f"evaluation.{head.evaluation_id}.evidence").set_value(True).run()
    found = {note.alternative_or_model: note.estimate for note in evidence_of(head.decision_id)}
    assert found == {models[0]: 1.0, models[1]: 0.0}


def test_a_listed_model_is_picked_for_a_new_connection(store: TrialStore, server: Any) -> None:
    """Listing models asks the endpoint; choosing one fills the field, and the saved form is empty for the next."""
    app = opened("connections")
    app.text_input(key="connections.new.name").set_value("ours")
    app.text_input(key="connections.new.base_url").set_value(server.url)
    app.button(key="connections.new.list").click().run()
    assert app.selectbox(key="connections.new.listed").options == ["other", "well"]
    app.selectbox(key="connections.new.listed").set_value("well").run()
    assert app.text_input(key="connections.new.model").value == "well"
    app.button(key="connections.new.save").click().run()
    (payload,) = store.connections()
    assert Connection.model_validate_json(payload).model == "well"
    assert [app.text_input(key=f"connections.new.{field}").value for field in ("name", "base_url", "model")] == [""] * 3


def test_an_endpoint_that_lists_nothing_says_so(store: TrialStore, server: Any) -> None:
    """Listing fails in words, and what was typed stays."""
    app = opened("connections")
    app.text_input(key="connections.new.base_url").set_value(server.url.replace("http:", "https:"))
    app.button(key="connections.new.list").click().run()
    assert any("Not available" in warning.value for warning in app.warning)
    assert app.text_input(key="connections.new.base_url").value.startswith("https:")


def test_a_saved_connection_is_pointed_to_another_listed_model(store: TrialStore, server: Any) -> None:
    """After a test the listed models can be chosen in the form that changes the connection."""
    save(store, server, "ours")
    app = opened("connections")
    app.button(key="connections.ours.test").click().run()
    app.selectbox(key="connections.ours.edit.listed").set_value("other").run()
    app.button(key="connections.ours.edit.save").click().run()
    (payload,) = store.connections()
    assert Connection.model_validate_json(payload).model == "other"


def test_a_second_price_stands_beside_the_cost(store: TrialStore, server: Any) -> None:
    """Where another price list differs by more than 1%, the pane's figures say so."""
    offer = next(
        offer
        for offer in cached.catalog().offers
        if offer.provider_id == "openai" and offer.tier == "standard" and (offer.output_usd_per_mtok or 0) > 5
    )
    given = {"catalog_model_id": offer.model_id, "provider_id": "openai", "hosting": "provider_api"}
    save(store, server, "a", **given)
    counts = TokenCounts(input_tokens=1000, output_tokens=1000, basis="reported")
    connection = Connection.model_validate_json(store.connections()[0]).model_copy(update={"model": "gpt-4o-mini"})
    cost = cost_of(connection, counts, price_for(connection, cached.catalog()))
    assert cost.disagreement is not None
    app = opened("playground")
    app.segmented_control(key="playground.panes").set_value(1).run()
    app = write(choose(app, "a"), "What is the answer?")
    app.button(key="playground.run").click().run()
    (run,) = finished(app, store, 1)
    assert not any("genai-prices" in element.value for element in app.caption)
    save_run(store, run.model_copy(update={"cost": cost}))
    app.query_params["trial"] = run.group_id
    app.session_state["playground.tabs"] = "Kept runs"
    app.run()
    assert any("by the price list genai-prices" in element.value for element in app.caption)


def test_the_next_turn_is_guarded_like_the_first(store: TrialStore, server: Any) -> None:
    """Personal data in a follow-up is shown before it is sent; it goes out when asked again, and can be dropped."""
    save(store, server, "a")
    app = opened("playground")
    app.segmented_control(key="playground.panes").set_value(1).run()
    app = write(choose(app, "a"), "First")
    app.button(key="playground.run").click().run()
    finished(app, store, 1)
    for word, count in (("playground.turn_drop", 1), ("playground.turn_anyway", 2)):
        app.text_input(key="playground.turn").set_value("Write to jane@example.com")
        app.button(key="playground.send").click().run()
        assert any("e-mail address" in warning.value for warning in app.warning)
        assert len(store.runs()) == 1
        app.button(key=word).click().run()
        assert len(finished(app, store, count)) == count


def test_an_override_of_the_first_turn_lifts_nothing_new(store: TrialStore, server: Any) -> None:
    """What a follow-up brings anew needs a reason of its own, although the first turn ran under an override."""
    save(store, server, "open", max_data_class="public")
    app = opened("playground", "eu-bank-customer-service")
    app.segmented_control(key="playground.panes").set_value(1).run()
    app = write(choose(app, "open"), "Hello")
    app.text_input(key="playground.reason").set_value("Approved for a made-up text").run()
    app.button(key="playground.run").click().run()
    finished(app, store, 1)
    app.text_input(key="playground.turn").set_value("And then? Write to jane@example.com")
    app.button(key="playground.send").click().run()
    assert len(store.runs()) == 1
    assert app.button(key="playground.turn_anyway").disabled
    app.text_input(key="playground.turn_reason").set_value("The address is invented too").run()
    app.button(key="playground.turn_anyway").click().run()
    assert len(finished(app, store, 2)) == 2
    assert [one.reason for one in store.overrides()] == ["The address is invented too", "Approved for a made-up text"]


def test_a_retry_keeps_to_the_caps(store: TrialStore, server: Any) -> None:
    """A pane runs again on demand, until what it may cost passes the day's cap."""
    offer = next(
        offer
        for offer in cached.catalog().offers
        if offer.tier == "standard" and offer.input_usd_per_mtok and (offer.output_usd_per_mtok or 0) > 1
    )
    given = {"catalog_model_id": offer.model_id, "provider_id": offer.provider_id, "hosting": "provider_api"}
    save(store, server, "dear", **given)
    app = opened("playground")
    app.segmented_control(key="playground.panes").set_value(1).run()
    app = write(choose(app, "dear"), "Hello")
    app.button(key="playground.run").click().run()
    finished(app, store, 1)
    app.button(key="playground.retry.0").click().run()
    finished(app, store, 2)
    app.number_input(key="playground.cap.day").set_value(0.0).run()
    app.button(key="playground.retry.0").click().run()
    assert any("Not run again" in error.value for error in app.error)
    assert len(store.runs()) == 2
