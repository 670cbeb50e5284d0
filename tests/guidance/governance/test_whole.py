"""Governance of a decision as a whole."""

from __future__ import annotations

from advisor.assessment import assess, choice_of
from advisor.catalog.catalog import Catalog
from advisor.guidance.governance.records import Duty, PublicEvidence, RegisterRisk
from advisor.guidance.governance.whole import governance_of
from advisor.questionnaire.presets import load_sample


def test_it_is_bound_to_the_choice(catalog: Catalog) -> None:
    """What a provider brings goes where own servers are chosen; the register holds every grave note of the record."""
    answers = load_sample("eu-bank-customer-service")
    record = assess(answers, catalog, samples=50)
    choice = choice_of(record)
    assert choice is not None
    whole = governance_of(answers, catalog, catalog.dated, choice=choice, notes=record.risks)
    assert {type(row) for row in (*whole.duties, *whole.evidence, *whole.register_lines)} == {
        Duty,
        PublicEvidence,
        RegisterRisk,
    }
    assert len({row.source.partition("#")[0] for row in whole.duties}) > 10
    own = choice.model_copy(
        update={"deployment": choice.deployment.model_copy(update={"kind": "on_prem", "provider": None})}
    )
    alone = governance_of(answers, catalog, catalog.dated, choice=own, notes=())
    assert not any(row.matter == "indemnification" for row in alone.evidence)
    assert "supervision_own" in {row.rule_id for row in alone.duties}
    noted = sum(note.severity in ("duty", "high") for note in record.risks)
    assert len(whole.register_lines) >= noted
