"""The playground's pages without a browser: what a person does, by key, and what comes of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from running import PATIENCE_S, until
from streamlit.testing.v1 import AppTest
from ui.playground_app import choose, finished, opened, reason, save, write

from advisor.services.kept_runs import save_run
from advisor.storage.trials import TrialStore
from advisor.trials.clients.embedded import ENGINE
from advisor.trials.measures.costs import cost_of, price_for
from advisor.trials.playground.prompt_library import Prompt
from advisor.trials.playground.registry import TRIALS
from advisor.trials.records import EMBEDDED_NAME, Connection, TokenCounts
from advisor.ui.cached import installation

ROOT = Path(__file__).resolve().parents[3]
TIMEOUT = 300


def answered_once(store: TrialStore, server: Any, prompt: str = "First") -> AppTest:
    """The playground with one pane that has answered its first prompt."""
    save(store, server, "a")
    app = opened("playground")
    app.segmented_control(key="playground.panes").set_value(1).run()
    app = write(choose(app, "a"), prompt)
    app.button(key="playground.run").click().run()
    finished(app, store, 1)
    return app


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


def test_every_pane_has_its_place_before_anything_ran(store: TrialStore, server: Any) -> None:
    """Four panes stand in two rows, and each says which model will answer there."""
    save(store, server, "a")
    app = opened("playground")
    app.segmented_control(key="playground.panes").set_value(4).run()
    assert sum("Its answer will stand here" in caption.value for caption in app.caption) == 4


def test_a_failing_pane_explains_itself_beside_a_good_one(store: TrialStore, server: Any) -> None:
    """The error and its advice are shown; the other pane has its answer."""
    save(store, server, "bad", "reset_in_mid_stream")
    save(store, server, "good")
    app = write(choose(opened("playground"), "bad", "good"), "Hi")
    app.button(key="playground.run").click().run()
    finished(app, store, 2)
    assert any("What had arrived is kept" in error.value for error in app.error)
    assert any("The answer is forty-two." in element.value for element in app.markdown)


def badges(app: AppTest) -> list[str]:
    """What the panes say of themselves."""
    return [one.value for one in app.markdown if "-badge[" in one.value]


def test_a_cut_answer_looks_cut(store: TrialStore, server: Any) -> None:
    """Not like a whole one, nor like one that never came: its badge says so, and the text that there is stays."""
    save(store, server, "cut", "finish_length")
    save(store, server, "whole")
    app = write(choose(opened("playground"), "cut", "whole"), "Hi")
    app.button(key="playground.run").click().run()
    cut, whole = sorted(finished(app, store, 2), key=lambda run: run.connection)
    assert not cut.whole
    assert cut.text
    assert whole.whole
    told = badges(app)
    assert [("Cut off" in one, "Done" in one) for one in told] == [(True, False), (False, True)]
    assert any("marked partial" in error.value for error in app.error)
    assert any(cut.text in one.value for one in app.markdown)


def test_a_queued_pane_says_that_it_waits(store: TrialStore, server: Any) -> None:
    """While another call has the embedded model, a pane of it waits for its turn, and is not called failed or slow."""
    save(store, server, "own", "well")
    app = write(choose(opened("playground"), EMBEDDED_NAME, "own"), "Hi")
    app.text_area(key="playground.prompt").set_value("Say hi.")
    with ENGINE.turn:
        app.button(key="playground.run").click().run()
        trial = TRIALS.all()[-1]
        until(lambda: not trial.snapshots()[1].busy, "the other pane's end")
        app.run()
        assert [("Waiting for its turn" in one, "Done" in one) for one in badges(app)] == [(True, False), (False, True)]
        trial.stop()
    assert trial.wait(PATIENCE_S)


def test_panes_stand_in_their_order(store: TrialStore, server: Any) -> None:
    """With more panes than columns, too: a narrow screen shows them one below the other."""
    save(store, server, "a")
    app = opened("playground")
    app.segmented_control(key="playground.panes").set_value(5).run()
    labels = [box.label for box in app.selectbox if box.label.startswith("Pane ")]
    assert labels == [f"Pane {number}" for number in range(1, 6)]


def test_a_pane_without_an_answer_is_neither_voted_best_nor_rated(store: TrialStore, server: Any) -> None:
    """Its button is off in the blind vote; after the vote only the answer that came can be rated."""
    save(store, server, "refusing", "status_401")
    save(store, server, "good")
    app = opened("playground")
    app.toggle(key="playground.blind").set_value(True).run()
    app = write(choose(app, "refusing", "good"), "Hi")
    app.button(key="playground.run").click().run()
    runs = finished(app, store, 2)
    votes = [app.button(key=f"playground.vote.{place}") for place in range(4)]
    assert sorted(vote.disabled for vote in votes[:2]) == [False, True]
    assert not votes[2].disabled
    next(vote for vote in votes[:2] if not vote.disabled).click().run()
    (vote,) = store.votes()
    assert (vote.outcome, vote.winner) == ("win", "good")
    (answer,) = (run for run in runs if run.text)
    rated = [field.key for field in app.text_input if field.key and field.key.startswith("playground.note.")]
    assert rated == [f"playground.note.{answer.run_id}"]


def test_data_of_a_higher_class_is_blocked_until_a_reason_is_recorded(store: TrialStore, server: Any) -> None:
    """The confidential sample cannot run on a public connection; a reason lifts it and is kept with the run."""
    save(store, server, "open", max_data_class="public")
    app = opened("playground", "eu-bank-customer-service")
    app.segmented_control(key="playground.panes").set_value(1).run()
    app = write(choose(app, "open"), "Hello")
    assert any("may receive public data at most" in error.value for error in app.error)
    assert app.button(key="playground.run").disabled
    reason(app).set_value("Approved for a made-up text").run()
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
        for offer in installation.catalog().offers
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
    assert not [one for one in app.text_input if str(one.key).startswith("playground.reason")]


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
    app = answered_once(store, server)
    app.text_input(key="playground.turn").set_value("Second")
    app.button(key="playground.send").click().run()
    runs = finished(app, store, 2)
    turns = max((run.request.messages for run in runs), key=len)
    assert [turn.text for turn in turns] == ["First", "The answer is forty-two.", "Second"]


def test_kept_runs_are_found_and_put_back(store: TrialStore, server: Any) -> None:
    """A kept trial is opened by its link, and its prompt can be put back into the form."""
    (run,) = finished(answered_once(store, server, "A prompt worth keeping"), store, 1)
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


def test_a_second_price_stands_beside_the_cost(store: TrialStore, server: Any) -> None:
    """Where another price list differs by more than 1%, the pane's figures say so."""
    offer = next(
        offer
        for offer in installation.catalog().offers
        if offer.provider_id == "openai" and offer.tier == "standard" and (offer.output_usd_per_mtok or 0) > 5
    )
    given = {"catalog_model_id": offer.model_id, "provider_id": "openai", "hosting": "provider_api"}
    save(store, server, "a", **given)
    counts = TokenCounts(input_tokens=1000, output_tokens=1000, basis="reported")
    connection = Connection.model_validate_json(store.connections()[0]).model_copy(update={"model": "gpt-4o-mini"})
    cost = cost_of(connection, counts, price_for(connection, installation.catalog()))
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
    app = answered_once(store, server)
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
    reason(app).set_value("Approved for a made-up text").run()
    app.button(key="playground.run").click().run()
    finished(app, store, 1)
    app.text_input(key="playground.turn").set_value("And then? Write to jane@example.com")
    app.button(key="playground.send").click().run()
    assert len(store.runs()) == 1
    assert app.button(key="playground.turn_anyway").disabled
    reason(app, "playground.turn_reason").set_value("The address is invented too").run()
    app.button(key="playground.turn_anyway").click().run()
    assert len(finished(app, store, 2)) == 2
    assert [one.reason for one in store.overrides()] == ["The address is invented too", "Approved for a made-up text"]


def test_a_retry_keeps_to_the_caps(store: TrialStore, server: Any) -> None:
    """A pane runs again on demand, until what it may cost passes the day's cap."""
    offer = next(
        offer
        for offer in installation.catalog().offers
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
