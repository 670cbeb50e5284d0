"""The evaluation page: what it begins with, a run, and its use as evidence."""

from __future__ import annotations

from typing import Any

import pytest
from running import PATIENCE_S
from ui.playground_app import opened, save

from advisor.questionnaire.presets import load_sample
from advisor.services.kept_evaluations import evidence_of
from advisor.storage.trials import TrialStore
from advisor.trials.playground.prompt_library import Prompt
from advisor.ui.cached import decisions, installation
from advisor.ui.evaluation.jobs import job_of


def test_an_evaluation_begins_with_what_stands_in_for_the_shortlist(store: TrialStore, server: Any) -> None:
    """Evidence takes two models or more: all of the shortlist that have a connection are chosen, and no other."""
    ranked = decisions.assessment(load_sample("eu-bank-customer-service")).recommendations
    first, second = list(dict.fromkeys(entry.model_id for entry in ranked))[:2]
    save(store, server, "one", catalog_model_id=first)
    save(store, server, "two", catalog_model_id=second)
    save(store, server, "other")
    app = opened("evaluation", "eu-bank-customer-service")
    assert set(app.multiselect(key="evaluation.connections").value) == {"one", "two"}


def test_an_evaluation_runs_and_becomes_evidence(store: TrialStore, server: Any) -> None:
    """Prompts of the library on two connections: scored, compared, and used for the decision when asked."""
    models = sorted(installation.catalog().model)[:2]
    save(store, server, "right", catalog_model_id=models[0])
    save(store, server, "wrong", "comments_between", catalog_model_id=models[1])
    for number in range(3):
        prompt = Prompt(prompt_id=f"p{number}", name=str(number), text="Q?", reference="forty-two")
        store.save_prompts([(prompt.prompt_id, None, prompt.name, prompt.model_dump_json())])
    app = opened("evaluation", "eu-bank-customer-service")
    app.radio(key="evaluation.source").set_value("The decision's prompt library").run()
    app.multiselect(key="evaluation.connections").set_value(["right", "wrong"]).run()
    app.button(key="evaluation.start").click().run()
    (head,) = store.evaluations()
    job = job_of(head.evaluation_id)
    assert job is not None
    assert job.wait(PATIENCE_S)
    assert len(store.answers(head.evaluation_id)) == 6
    app.run()
    assert not app.exception
    assert any("The choice" in note.value for note in app.markdown)
    key = f"evaluation.{head.evaluation_id}.matrix"
    assert app.segmented_control(key=f"{key}.filter").value == "all"
    app.text_input(key=f"{key}.0.0.wrong.reason").set_value("Hi is fine here").run()
    app.slider(key=f"{key}.0.0.wrong.score").set_value(1.0).run()
    app.button(key=f"{key}.0.0.wrong.keep").click().run()
    assert any("Hi is fine here" in note.value for note in app.caption)
    app.toggle(key=f"evaluation.{head.evaluation_id}.evidence").set_value(True).run()
    found = {note.alternative_or_model: note.estimate for note in evidence_of(installation.trials(), head.decision_id)}
    assert found == {models[0]: 1.0, models[1]: pytest.approx(1 / 3)}
