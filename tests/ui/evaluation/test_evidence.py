"""An evaluation on own data reaches the ranking on screen."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from advisor.assessment import assess
from advisor.catalog.catalog import Catalog
from advisor.decision.records import EvidenceNote
from advisor.questionnaire.presets import load_sample
from advisor.ui.cached import decisions


def note(model_id: str, solved: float) -> EvidenceNote:
    """The result of 400 own prompts for a model."""
    return EvidenceNote(
        alternative_or_model=model_id,
        metric="exact match",
        estimate=solved,
        standard_error=0.005,
        prompts=400,
        dated="2026-11-20",
        effect="",
    )


def verdict(app: AppTest) -> str:
    """The sentence at the head of the recommendation page."""
    return str([*app.success, *app.info, *app.warning][0].value)


def test_evidence_of_the_open_decision_changes_its_ranking(
    app: AppTest, catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the choice fails nearly every prompt that others solve, it is the choice no longer."""
    found_before = assess(load_sample("contract-analyser"), catalog)
    models = {row.model_id: row.model_name for row in found_before.recommendations}
    chosen = next(row for row in found_before.recommendations if row.alternative_id == found_before.choice_id)
    first, others = chosen.model_id, [model for model in models if model != chosen.model_id][:2]
    app.button(key="start.sample.contract-analyser").click().run()
    assert f" {models[first]} " in verdict(app)
    found = (note(first, 0.01), *(note(other, 0.95) for other in others))
    monkeypatch.setattr(decisions, "evidence", lambda: found)
    app.run()
    assert not app.exception
    assert models[first] not in verdict(app)
    assert any(models[other] in verdict(app) for other in others)
