"""The risk register: filled from facts, written over by people, never losing either."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from advisor.catalog.catalog import Catalog
from advisor.guidance.governance.records import RegisterRisk
from advisor.guidance.governance.risk_register import (
    RegisterEdits,
    edits_of,
    gravest_first,
    key_of,
    read_edits,
    register_of,
    with_edits,
)
from advisor.guidance.governance.whole import governance_of
from advisor.guidance.risks import risks_of
from advisor.hosting.records import Deployment
from advisor.questionnaire.presets import load_sample
from advisor.units import Band
from advisor.words.language import LANGUAGES
from advisor.words.written import said, written

DAY = date(2026, 11, 20)
API = Deployment(kind="provider_api", provider="openai", zone="eu")


def filled(catalog: Catalog, sample: str = "eu-bank-customer-service", **given: Any) -> tuple[RegisterRisk, ...]:
    """The register of a sample, in English."""
    answers = load_sample(sample)
    notes = risks_of(answers, answers.use_cases[0], catalog, DAY, model_id="openai/gpt-5.2", deployment=API)
    duties = governance_of(answers, catalog, DAY, choice=None, notes=notes).duties
    return written(register_of(duties, notes, answers, catalog.judgement, DAY, **given))


def rows(risks: tuple[RegisterRisk, ...]) -> list[dict[str, Any]]:
    """As an editor shows them."""
    return [risk.model_dump(exclude={"told"}) for risk in risks]


def test_it_is_filled_from_the_facts_with_everything_a_register_asks_for(catalog: Catalog) -> None:
    """Cause, effect, likelihood, impact, mitigation, owner, day and a dated source, gravest first."""
    register = filled(catalog)
    assert {"supervision", "workers_de", "lock_in", "personal_data", "data_rights"} <= {
        risk.risk_id for risk in register
    }
    assert [risk.level for risk in register] == sorted((risk.level for risk in register), reverse=True)
    for risk in register:
        assert all((risk.cause, risk.effect, risk.mitigation, risk.owner, risk.due)), risk
        assert catalog.source[risk.source.partition("#")[0]].dated, risk
        for name in ("cause", "effect", "mitigation", "owner"):
            assert len({said(risk, name, language) for language in LANGUAGES}) == len(LANGUAGES), (risk.risk_id, name)


def test_a_duty_that_begins_later_is_due_on_its_day(catalog: Catalog) -> None:
    """The others within the days of the judgement."""
    due = {risk.risk_id: risk.due for risk in filled(catalog, "hospital-note-summariser")}
    assert due["deployer"] == date(2027, 12, 2)
    assert due["personal_data"] == date(2026, 12, 20)


def test_what_the_choice_brings_is_in_it(catalog: Catalog) -> None:
    """A cost that may pass the cap with its figure, and an ability that nobody scored."""
    over = {risk.risk_id: risk for risk in filled(catalog, cost=Band(p10=50e3, p50=60e3, p90=92e3), inferred=True)}
    assert "80,000 EUR" in over["cost"].cause
    assert "cap is 60,000" in over["cost"].cause
    assert "test_first" in over
    assert not {"cost", "test_first"} & {risk.risk_id for risk in filled(catalog, cost=Band(p10=1, p50=2, p90=3))}


def test_sensitive_data_makes_a_leak_worse(catalog: Catalog) -> None:
    """One step of impact more than for internal data."""
    of_bank = next(risk for risk in filled(catalog) if risk.risk_id == "personal_data")
    of_city = next(risk for risk in filled(catalog, "city-administration-rag") if risk.risk_id == "personal_data")
    assert of_bank.impact == of_city.impact + 1


def test_only_what_was_written_over_is_kept_and_the_rest_follows_the_facts(catalog: Catalog) -> None:
    """A changed cell stays, its neighbours still speak the reader's language, a removed line stays away."""
    register = filled(catalog)
    shown = rows(register)
    first, second = register[0].risk_id, register[1].risk_id
    shown[0] |= {"owner": "Zoë 你好", "likelihood": 1, "due": date(2027, 1, 31), "status": "done"}
    edits = edits_of(register, shown[:1] + shown[2:])
    assert edits.edits == {first: {"owner": "Zoë 你好", "likelihood": 1, "due": "2027-01-31", "status": "done"}}
    assert edits.removed == (second,)
    again = with_edits(register, read_edits(edits.model_dump_json()))
    assert (again[0].owner, again[0].due, again[0].level) == ("Zoë 你好", date(2027, 1, 31), register[0].impact)
    assert second not in {risk.risk_id for risk in again}
    assert said(again[0], "owner", "de") == "Zoë 你好"
    assert said(again[0], "cause", "de") != said(again[0], "cause", "en")
    assert edits_of(register, rows(again)) == edits


def test_an_untouched_register_has_no_edits(catalog: Catalog) -> None:
    """So that it follows later facts whole."""
    register = filled(catalog)
    assert edits_of(register, rows(register)) == RegisterEdits()
    assert with_edits(register, RegisterEdits()) == register


def test_a_risk_of_ones_own_is_kept_beside_them(catalog: Catalog) -> None:
    """With the middle of the scale where nothing was chosen; an empty line is none."""
    register = filled(catalog)
    edits = edits_of(register, [*rows(register), {"cause": "The vendor is bought", "owner": "Ada"}, {"owner": None}])
    (own,) = with_edits(register, edits)[-1:]
    assert (own.risk_id, own.cause, own.level, own.owner) == ("own-1", "The vendor is bought", 9, "Ada")
    assert len(edits.own) == 1
    assert edits_of(register, rows(with_edits(register, edits))) == edits


@pytest.mark.parametrize("content", [None, "{}", '{"edits": 3}', '{"other": 1}'])
def test_what_cannot_be_read_changes_nothing(content: str | None) -> None:
    """Another version's content is left where it is."""
    assert read_edits(content) == RegisterEdits()


def test_a_note_is_known_by_its_key(catalog: Catalog) -> None:
    """That of the rule that makes it."""
    answers = load_sample("eu-bank-customer-service")
    keys = {key_of(note) for note in risks_of(answers, answers.use_cases[0], catalog, DAY)}
    assert {"literacy", "workers_de"} <= keys
    assert gravest_first(()) == ()
