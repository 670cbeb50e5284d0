"""The planner: every alternative, its problems, its latency and its energy."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from advisor.catalog.catalog import Catalog
from advisor.hosting.comparison.hosting_view import cheapest_of_each, hosting_view
from advisor.hosting.planning.planner import plan_alternatives
from advisor.words.tell import recorded
from tests.hosting.conftest import GPT_OSS, LLAMA, Planner, decision


def test_ids_are_unique_and_stable(catalog: Catalog) -> None:
    """Planning twice gives the same ids in the same order, none twice."""
    answers = decision()
    first, second = (plan_alternatives(catalog.models, answers.use_cases[0], answers, catalog) for _ in range(2))
    ids = [alternative.alternative_id for alternative in first.alternatives]
    assert len(ids) > 1000
    assert len(set(ids)) == len(ids)
    assert ids == [alternative.alternative_id for alternative in second.alternatives]
    np.testing.assert_array_equal(first.cost_usd, second.cost_usd)


def test_every_way_of_hosting_is_planned_for_open_weights(planner: Planner) -> None:
    """An open model has offers, rented, own and edge plans."""
    kinds = {alternative.deployment.kind for alternative in planner(LLAMA).alternatives}
    assert kinds == {"provider_api", "cloud_gpu", "on_prem", "edge"}


def test_a_model_of_unknown_shape_cannot_be_sized(catalog: Catalog) -> None:
    """Its rows carry the problem and no figure."""
    stripped = catalog.model[LLAMA].model_copy(update={"layers": None})
    models = tuple(stripped if model.model_id == LLAMA else model for model in catalog.models)
    changed = replace(catalog, models=models, digest="stripped")
    answers = decision()
    table = plan_alternatives([stripped], answers.use_cases[0], answers, changed)
    failed = [i for i, problem in enumerate(table.problems) if problem]
    assert {recorded(table.problems[i]) for i in failed} == {f"cannot size: layers of {LLAMA} is unknown"}
    assert np.isnan(table.cost_usd[failed]).all()
    assert table.record(failed[0]).ttft_ms.basis == "unknown"


def test_the_record_shows_every_component_with_its_source(planner: Planner) -> None:
    """The components of a plan add up to its stated cost, each with a basis and a source."""
    table = planner(GPT_OSS)
    for index in cheapest_of_each(table):
        record = table.record(index)
        total = sum(part.usd_per_month for part in record.components)
        expected = (record.fixed_usd_per_month or 0) + (record.usd_per_request or 0) * table.load.requests_per_month
        assert total == pytest.approx(expected)
        assert all(part.source and part.low <= part.usd_per_month <= part.high for part in record.components)


def test_peak_load_and_spare_decide_the_replicas(planner: Planner) -> None:
    """More load needs more replicas, and a spare is one more of them."""

    def replicas(**changes: object) -> int:
        table = planner(LLAMA, **changes)
        index = next(i for i, item in enumerate(table.alternatives) if item.deployment.kind == "on_prem")
        return table.alternatives[index].deployment.replicas or 0

    assert replicas(load={"requests_per_day": 5_000_000}) > replicas(load={"requests_per_day": 100_000})
    assert replicas(hosting={"high_availability": False}, load={"requests_per_day": 100}) == 1
    assert replicas(load={"requests_per_day": 100}) == 2


def test_an_slo_is_kept_where_it_can_be(planner: Planner) -> None:
    """Plans that can keep the SLO are planned so that they do."""
    table = planner(LLAMA, use_case={"latency": {"ttft_p95_ms": 1500, "itl_ms": 60}})
    own = table.candidates
    offset = len(table.offer_rows)
    kept = np.flatnonzero(own.meets_slo)
    assert kept.size
    assert (table.ttft_ms[offset + kept, 0] <= 1500 * 1.001).all()
    assert (table.itl_ms[offset + kept, 0] <= 60 * 1.001).all()


def test_a_context_that_fits_nowhere_is_said(planner: Planner) -> None:
    """A million tokens on small GPUs is a problem with its reason."""
    table = planner("alibaba/qwen3-32b", use_case={"context_tokens": 1_000_000})
    problems = [problem for problem in table.problems if problem]
    assert problems
    assert any(problem.key == "unfit.cache" for problem in problems)


def test_energy_of_apis_has_a_range_and_says_estimated(planner: Planner) -> None:
    """EcoLogits' figure is the upper end; a saturated server is the lower."""
    table = planner(GPT_OSS)
    low, value, high = table.energy_kwh[0, 1], table.energy_kwh[0, 0], table.energy_kwh[0, 2]
    assert low < value <= high
    assert table.bases["energy_kwh"][0] == "estimated"


def test_carbon_follows_the_grid(planner: Planner) -> None:
    """The same servers emit more on a dirtier grid."""

    def carbon(country: str) -> float:
        table = planner(LLAMA, hosting={"country": country})
        index = next(i for i, item in enumerate(table.alternatives) if item.deployment.kind == "on_prem")
        return float(table.co2_kg[index, 0] / table.energy_kwh[index, 0])

    assert carbon("PL") > carbon("FR")


def test_media_kinds_are_priced_by_their_unit(catalog: Catalog) -> None:
    """Transcription is charged by the minute, and twice the minutes cost twice as much."""
    speech = [model for model in catalog.models if model.kind == "speech_to_text"]

    def costs(minutes: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        answers = decision(task="transcription", load={"audio_minutes_per_request": minutes})
        table = plan_alternatives(speech, answers.use_cases[0], answers, catalog, kinds=["provider_api"])
        return np.array([table.components(i)["media"][0, 0] for i in range(len(table))])

    one, two = costs(1.0), costs(2.0)
    priced = ~np.isnan(one)
    assert priced.sum() > 5
    np.testing.assert_allclose(two[priced], 2 * one[priced])


def test_self_hosted_speech_is_planned_where_its_speed_was_measured(catalog: Catalog) -> None:
    """Models with a published speed have a plan and a cost; of the others it is said what is unknown."""
    speech = [model for model in catalog.models if model.kind == "speech_to_text" and model.openness == "open_weights"]
    answers = decision(task="transcription", load={"audio_minutes_per_request": 5})
    table = plan_alternatives(speech, answers.use_cases[0], answers, catalog, kinds=["on_prem"])
    measured = {row.model_id for row in catalog.measured_transcription}
    planned = {one.model_id for one, problem in zip(table.alternatives, table.problems, strict=True) if problem is None}
    told = {one.model_id for one, problem in zip(table.alternatives, table.problems, strict=True) if problem}
    assert planned == measured & {model.model_id for model in speech if model.total_params_b}
    assert {model.model_id for model in speech} == planned | told


def test_the_trade_off_explains_every_spoke(planner: Planner) -> None:
    """Every way of hosting and the hybrid have all seven factors, in range, with facts."""
    table = planner(GPT_OSS)
    view = hosting_view(table, cheapest_of_each(table), decision())
    hostings = {spoke.hosting for spoke in view.tradeoff}
    assert hostings == {"provider_api", "cloud_gpu", "on_prem", "edge", "hybrid"} & hostings
    assert {"provider_api", "on_prem", "hybrid"} <= hostings
    assert len(view.tradeoff) == 7 * len(hostings)
    assert all(spoke.told["facts"] for spoke in view.tradeoff)
    assert all(spoke.value is None or 0 <= spoke.value <= 1 for spoke in view.tradeoff)
    control = {spoke.hosting: spoke.value for spoke in view.tradeoff if spoke.factor == "data_control"}
    assert control["on_prem"] == 1.0
    assert (control["provider_api"] or 0) < 1.0


def test_the_devices_of_a_fleet_are_all_of_its_name(planner: Planner) -> None:
    """Forty places and two spare ones are 42 devices, not those that carry the peak together."""
    table = planner(GPT_OSS, hosting={"edge_devices": 40, "high_availability": True, "allowed": ["edge"]})
    counts = {
        one.deployment.replicas for one in table.alternatives if one.deployment.kind == "edge" and one.deployment.gpu
    }
    assert counts
    assert min(count or 0 for count in counts) >= 42


def test_fewer_rented_servers_never_cost_more(planner: Planner) -> None:
    """What half and a quarter of on-demand servers would do is rented over the active hours too."""
    table = planner(GPT_OSS, LLAMA, load={"requests_per_day": 60_000, "active_hours_per_day": 8}, hosting={})
    seen = 0
    for row in range(len(table)):
        where = table.alternatives[row].deployment
        if (
            where.kind != "cloud_gpu"
            or where.commitment != "on_demand"
            or table.cost_usd[row, 1] != table.cost_usd[row, 1]
        ):
            continue
        plan = table.record(row)
        for less in plan.smaller:
            seen += 1
            assert less.usd_per_month <= (plan.stated_usd_per_month or 0.0) + 1e-6
    assert seen
