"""Usage beside a decision: held against its kept plan, noted by the watch, and replayed with the measured load."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from signed_in import signed_in
from sqlalchemy import Engine

from advisor.assessment import Assessment, assess
from advisor.catalog.catalog import Catalog
from advisor.guidance.after_go_live.planned import PlannedUsage
from advisor.hosting.records import HostingPlan
from advisor.questionnaire.intake.usage.months import Usage, read_usage
from advisor.questionnaire.presets import load_sample
from advisor.services.guidance.after_go_live import (
    forget_file,
    keep_usage,
    kept_usage,
    measured_answers,
    planned_of,
    review_usage,
)
from advisor.services.kept_decisions import watch_decisions
from advisor.storage.decisions import Decisions
from advisor.storage.entries import Entries
from advisor.storage.lifecycle import Lifecycle

SAMPLE = "eu-bank-customer-service"


@pytest.fixture(scope="module")
def assessment(catalog: Catalog) -> Assessment:
    """An API is the choice."""
    return assess(load_sample(SAMPLE), catalog, samples=50)


@pytest.fixture(scope="module")
def chosen(assessment: Assessment) -> HostingPlan:
    """The plan of the API that is ranked best, taken as the choice."""
    plans = {plan.alternative.alternative_id: plan for plan in assessment.hosting.plans}
    ranked = (one for one in assessment.recommendations if one.deployment.kind == "provider_api")
    return next(plans[one.alternative_id] for one in ranked if one.alternative_id in plans)


@pytest.fixture(scope="module")
def spelt(chosen: HostingPlan, catalog: Catalog) -> str:
    """How its provider spells the model."""
    return next(
        one for one in catalog.offers if one.offer_id == chosen.alternative.deployment.offer_id
    ).provider_model_key


def usage_at(plan: PlannedUsage | None, *, times: float, model: str) -> Usage:
    """Two months of usage as planned, but so many times the requests, each of them a thousand in one line."""
    assert plan is not None
    assert plan.prices is not None
    each = plan.prices.per_request(plan.input_tokens, plan.cached_share, plan.output_tokens)
    head = "start_time,num_model_requests,model,input_tokens,output_tokens,input_cached_tokens\n"
    count = plan.requests_per_month * times * 31 / 30.4375
    lines = [
        f"{datetime(2026, month, day, tzinfo=UTC).isoformat()},{count / 2:.0f},{model},"
        f"{count / 2 * plan.input_tokens:.0f},{count / 2 * plan.output_tokens:.0f},"
        f"{count / 2 * plan.input_tokens * plan.cached_share:.0f}"
        for month in (7, 8)
        for day in (1, 31)
    ]
    logged = read_usage((head + "\n".join(lines)).encode(), name="usage.csv")
    bill = "start_time,amount_value,amount_currency,line_item\n" + "\n".join(
        f'2026-{month:02}-01T00:00:00+00:00,{count * each},usd,"{model}, input"' for month in (7, 8)
    )
    billed = read_usage(bill.encode(), name="bill.csv")
    return Usage(
        months=tuple(mine + theirs for mine, theirs in zip(logged.months, billed.months, strict=True)),
        files=logged.files,
    )


def test_names_of_a_gateway_are_known_and_as_planned_is_as_planned(
    assessment: Assessment, catalog: Catalog, chosen: HostingPlan, spelt: str
) -> None:
    """Under the name that the gateway spells, usage as planned has no cause but the first months' growth."""
    chosen_id = chosen.alternative.alternative_id
    usage = usage_at(planned_of(assessment, catalog, chosen_id=chosen_id), times=1.0, model=spelt)
    found = review_usage(assessment, usage, catalog, chosen_id=chosen_id)
    assert found is not None
    assert (found.unknown_models, found.drifts) == ((), ())
    assert {cause.cause for cause in found.causes} <= {"volume"}
    assert found.actual_usd == pytest.approx(found.planned_usd, rel=0.05)


def test_drifted_usage_marks_the_decision_until_its_file_is_taken_back(
    assessment: Assessment, catalog: Catalog, engine: Engine, chosen: HostingPlan, spelt: str
) -> None:
    """Three times the load lies beyond the band; the note says so, and the measured load can be decided again."""
    life, entries, chosen_id = (
        Lifecycle(engine, person=signed_in("ada")),
        Entries(engine),
        chosen.alternative.alternative_id,
    )
    saved = Decisions(engine).create(load_sample(SAMPLE), name="Bank")
    life.move(saved.decision_id, "proposed", actor="Ada", reason="ready", assessment=assessment, chosen_id=chosen_id)
    usage = usage_at(planned_of(assessment, catalog, chosen_id=chosen_id), times=3.0, model=spelt)
    keep_usage(entries, saved.decision_id, usage)
    keep_usage(entries, saved.decision_id, usage)
    assert kept_usage(entries, saved.decision_id) == usage

    def reasons() -> list[str]:
        notes, _ = watch_decisions(life, catalog, date(2026, 8, 31), entries=entries)
        return [note.sentence for note in notes if note.reason == "usage drifted"]

    (sentence,) = reasons()
    assert "2026-08" in sentence
    assert "above the plan's range" in sentence
    found = review_usage(assessment, usage, catalog, chosen_id=chosen_id)
    assert found is not None
    again = measured_answers(assessment.answers, found, catalog)
    planned = assessment.answers.use_cases[0].workload
    assert again.use_cases[0].workload.requests_per_day == pytest.approx(3 * planned.requests_per_day, rel=0.01)
    assert again.use_cases[0].workload.output_tokens == pytest.approx(planned.output_tokens, abs=1)
    forget_file(entries, saved.decision_id, usage.files[0].sha256)
    assert (kept_usage(entries, saved.decision_id), reasons()) == (None, [])


def test_other_models_are_a_cause_of_their_own(assessment: Assessment, catalog: Catalog) -> None:
    """Requests that another listed model answered count at its list price; an unknown name is said."""
    other = next(one for one in catalog.offers if one.model_id == "openai/gpt-5-mini" and one.tier == "standard")
    rows = [
        {"startTime": f"2026-07-{day:02}T08:00:00Z", "model": name, "prompt_tokens": 1000, "completion_tokens": 100}
        for day in (1, 31)
        for name in (other.provider_model_key, "no-such-model-anywhere")
    ]
    usage = read_usage("\n".join(map(json.dumps, rows)).encode(), name="log")
    found = review_usage(assessment, usage, catalog)
    assert found is not None
    assert found.unknown_models == ("no-such-model-anywhere",)
    assert not found.months[0].priced
