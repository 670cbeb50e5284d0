"""The migration plan when an end is announced, on a planted retirement of the bank's choice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from advisor.assessment import Assessment, assess, choice_of
from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema_facts import Retirement
from advisor.questionnaire.presets import load_sample
from advisor.report.replay.migration import announced_end, migration_plan
from advisor.report.replay.replay import rerun
from advisor.report.replay.watch import WatchedDecision, watch
from advisor.units import Quantity

TODAY = date(2026, 11, 29)
ENDS = date(2027, 9, 1)


@pytest.fixture(scope="module")
def bank(catalog: Catalog) -> Assessment:
    """The bank's decision."""
    return assess(load_sample("eu-bank-customer-service"), catalog, samples=500)


@pytest.fixture(scope="module")
def later(catalog: Catalog, bank: Assessment) -> Catalog:
    """The catalog when its choice is announced to end, and a successor is named."""
    choice = choice_of(bank)
    assert choice is not None
    row = Retirement.model_validate(
        {
            "provider_id": "aws-bedrock",
            "provider_model_key": "eu.anthropic.claude-haiku-5-5",
            "model_id": choice.model_id,
            "released_on": None,
            "announced_on": TODAY,
            "retires_on": ENDS,
            "certainty": "firm",
            "ends_offer": True,
            "successor_key": "eu.anthropic.claude-sonnet-5-5",
            "dated": TODAY,
            "source": "planted",
            "note": None,
        }
    )
    return replace(catalog, retirements=(*catalog.retirements, row), digest="later")


def test_without_an_end_there_is_no_plan(bank: Assessment, catalog: Catalog) -> None:
    """Nor where own servers run the model."""
    assert migration_plan(bank, catalog, TODAY) is None
    assert announced_end(bank, catalog, "google/gemma-4-31b-it@on_prem:own:x") is None


def test_successors_are_ranked_under_the_same_answers(bank: Assessment, later: Catalog) -> None:
    """In the order of the decision run again, without what ends; each with its change of score and cost."""
    runs = []

    def run(before: Assessment, catalog: Catalog) -> Assessment:
        runs.append(rerun(before, catalog))
        return runs[-1]

    plan = migration_plan(bank, later, TODAY, run=run)
    assert plan is not None
    after = runs[0]
    choice = choice_of(bank)
    assert choice is not None
    ranked = list(dict.fromkeys(entry.model_id for entry in after.recommendations if entry.model_id != choice.model_id))
    assert [one.model_id for one in plan.successors[:5]] == ranked[:5]
    by_id = {entry.alternative_id: entry for entry in after.recommendations}
    mine = by_id[choice.alternative_id]
    for one in plan.successors[:5]:
        entry = by_id[one.alternative_id]
        assert one.score_change == pytest.approx((entry.score - mine.score) * 100, abs=0.06)
        assert entry.monthly_cost_usd is not None
        assert mine.monthly_cost_usd is not None
        assert one.usd_change == pytest.approx(entry.monthly_cost_usd.p50 - mine.monthly_cost_usd.p50, abs=0.01)
        assert one.prompts is not None
        assert one.prompts >= 30


def test_the_vendors_own_successor_is_marked(bank: Assessment, later: Catalog) -> None:
    """By the key under which the provider sells it."""
    plan = migration_plan(bank, later, TODAY)
    assert plan is not None
    named = [one for one in plan.successors if one.named]
    assert [one.model_id for one in named] == ["anthropic/claude-sonnet-5.5"]
    assert named[0].same_vendor
    assert named[0].same_place


def test_the_day_to_begin_leaves_the_answered_months(bank: Assessment, later: Catalog) -> None:
    """Six months before the end, and late once that day is past."""
    plan, past = (migration_plan(bank, later, day, run=lambda before, _: before) for day in (TODAY, date(2027, 8, 1)))
    assert plan is not None
    assert past is not None
    assert bank.answers.governance.migration_notice_months == 6
    assert (plan.ends_on, plan.begin_by, plan.firm, plan.source) == (ENDS, date(2027, 3, 2), True, "planted")
    assert (plan.late, past.late) == (False, True)
    steps = plan.told["steps"]
    assert isinstance(steps, tuple)
    assert [one.key.rpartition(".")[2] for one in steps] == ["baseline", "test", "decide", "canary", "switch", "remove"]


def test_what_has_ended_has_no_baseline_any_more(bank: Assessment, later: Catalog) -> None:
    """Days in the past are no days to do something on: a late plan begins today."""
    late, past = (
        migration_plan(bank, later, day, run=lambda before, _: before) for day in (date(2027, 8, 1), date(2027, 10, 1))
    )
    assert late is not None
    assert past is not None
    steps = late.told["steps"]
    assert isinstance(steps, tuple)
    assert steps[0].values["day"] == Quantity("date", "2027-08-01")
    gone = past.told["steps"]
    assert isinstance(gone, tuple)
    assert [one.key.rpartition(".")[2] for one in gone] == ["test", "switch"]
    assert [one.values["day"] for one in gone] == [Quantity("date", "2027-10-01")] * 2


def test_an_earliest_day_is_no_announcement(bank: Assessment, later: Catalog) -> None:
    """What a provider promises not to end before is told beside the version; nobody has to move because of it."""
    *others, row = later.retirements
    promised = replace(later, retirements=(*others, row.model_copy(update={"certainty": "not_before"})))
    assert migration_plan(bank, promised, TODAY, run=lambda before, _: before) is not None
    assert migration_plan(bank, promised, TODAY, firm=True, run=lambda before, _: before) is None


def test_the_watch_brings_the_plan_with_the_announcement(bank: Assessment, later: Catalog) -> None:
    """The same plan as on the page, in the language of whoever reads the notes; nothing without an announcement."""
    kept = WatchedDecision(decision_id="d", name="Bank", status="approved", assessment=bank)
    notes = {note.reason: note for note in watch([kept], later, TODAY, language="de")}
    note = notes["retires"]
    plan = migration_plan(bank, later, TODAY)
    assert plan is not None
    assert note.migration is not None
    assert "1. September 2027" in note.sentence
    assert [one.alternative_id for one in note.migration.successors] == [one.alternative_id for one in plan.successors]
    assert note.migration.steps[0].startswith("02.03.2027: ")
    assert {other.migration for reason, other in notes.items() if reason != "retires"} <= {None}
    *others, row = later.retirements
    promised = replace(later, retirements=(*others, row.model_copy(update={"certainty": "not_before"})))
    assert all(one.reason != "retires" for one in watch([kept], promised, TODAY))
