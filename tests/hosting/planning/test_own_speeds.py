"""What the user's own trials measure of a provider's speed takes the place of what was known of it."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from advisor.assessment import prepare_with_evidence
from advisor.catalog.catalog import Catalog
from advisor.decision.records import EvidenceNote
from advisor.hosting.planning.own_speeds import OwnSpeed, with_own_speeds
from advisor.hosting.planning.planner import PlanTable, plan_alternatives
from advisor.hosting.speed.api_speeds import tail_factor
from advisor.questionnaire.answers import Answers

MODEL = "openai/gpt-oss-120b"
TODAY = date(2026, 11, 20)
ANSWERS = Answers.model_validate({"title": "t", "as_of": TODAY, "use_cases": [{"task": "chat_assistant"}]})


def _table(catalog: Catalog) -> PlanTable:
    return plan_alternatives([catalog.model[MODEL]], ANSWERS.use_cases[0], ANSWERS, catalog)


def _providers(table: PlanTable) -> list[str | None]:
    return [one.deployment.provider for one in table.alternatives]


def test_a_measured_wait_is_that_of_its_provider_alone(catalog: Catalog) -> None:
    """First token by the median and the usual tail, gap as measured; other providers and own servers stay."""
    before = _table(catalog)
    apis = len(before.offer_rows)
    provider = str(_providers(before)[0])
    after = with_own_speeds(before, [OwnSpeed(MODEL, provider, 20, TODAY, 321.0, 12.5)])
    mine = np.array([name == provider for name in _providers(before)[:apis]])
    assert after.ttft_ms[:apis][mine, 0] == pytest.approx(321.0 * tail_factor(catalog))
    assert after.itl_ms[:apis][mine, 0] == pytest.approx(12.5)
    assert {after.bases["ttft_ms"][row] for row in np.flatnonzero(mine)} == {"measured"}
    assert np.array_equal(after.itl_ms[:apis][~mine], before.itl_ms[:apis][~mine], equal_nan=True)
    assert np.array_equal(after.ttft_ms[apis:], before.ttft_ms[apis:], equal_nan=True)


def test_a_measurement_older_than_a_month_shares_its_weight_with_the_prior(catalog: Catalog) -> None:
    """Speeds drift: an old trial moves the wait, but not all the way."""
    before = _table(catalog)
    provider = str(_providers(before)[0])
    fresh, old = (
        with_own_speeds(before, [OwnSpeed(MODEL, provider, 20, day, 50.0, 2.0)]).itl_ms[0, 0]
        for day in (TODAY, date(2026, 6, 1))
    )
    assert fresh == pytest.approx(2.0)
    assert old > fresh


def test_an_evaluation_taken_as_evidence_moves_the_latency_of_its_provider(catalog: Catalog) -> None:
    """One model alone says nothing about fitness, yet its waits count, and the effect says so."""
    provider = str(_providers(_table(catalog))[0])
    note = EvidenceNote(
        alternative_or_model=MODEL,
        metric="exact",
        estimate=0.8,
        standard_error=0.05,
        prompts=60,
        dated=TODAY.isoformat(),
        effect="",
        provider=provider,
        ttft_ms=222.0,
        itl_ms=11.0,
        timed=60,
    )
    prepared, notes = prepare_with_evidence(ANSWERS, catalog, ANSWERS.use_cases[0], [note])
    rows = [
        row
        for row, context in enumerate(prepared.contexts)
        if context.model.model_id == MODEL and context.deployment.provider == provider
    ]
    assert rows
    assert prepared.plans.itl_ms[rows, 0] == pytest.approx(11.0)
    assert notes[0].told["effect"].key == "effect.timed"  # type: ignore[union-attr]
