"""What is known of each option before anything is drawn: money, waits, and whether it may be too weak."""

from __future__ import annotations

from typing import Any

import pytest

from advisor.decision.prepared import prepare
from advisor.decision.ranked import rank
from advisor.decision.scored_options import ScoredOptions
from advisor.hosting.records import Alternative, Deployment


def _scored(kit: Any, *, ttft: float = 500.0, **given: Any) -> ScoredOptions:
    """Two chat models at one provider: an able one for 2,000 dollars a month and a weaker one for 500."""
    models = [kit.model("able"), kit.model("weak")]
    offers = [kit.offer(one.model_id, "p") for one in models]
    abilities = {models[0].model_id: 60.0, models[1].model_id: 40.0}
    catalog = kit.catalog(models, offers=offers, providers=[kit.provider("p")], abilities=abilities)
    plans = kit.plans([kit.api(one) for one in offers], cost=[2_000.0, 500.0], ttft=[ttft, ttft])
    found: ScoredOptions = rank(prepare(kit.answers(**given), catalog, plans=plans), samples=0)
    return found


def _row(scored: ScoredOptions, name: str) -> int:
    return next(row for row in range(len(scored.matrix)) if scored.model_id(row) == f"vendor-{name}/{name}")


def test_a_row_gives_the_option_that_the_matrix_scores(kit: Any) -> None:
    """Cost in US dollars a month, its band, and the leader are those of the model in that row."""
    scored = _scored(kit)
    able, weak = _row(scored, "able"), _row(scored, "weak")
    assert (scored.cost_usd(able), scored.cost_usd(weak)) == (2_000.0, 500.0)
    band = scored.cost_band(able)
    assert band is not None
    assert band.p10 < band.p50 == 2_000.0 < band.p90
    assert scored.leader == max((able, weak), key=lambda row: scored.ranking.scores[row])


@pytest.mark.parametrize(("limit", "late"), [(501.0, False), (499.0, True)])
def test_an_option_is_late_where_its_middle_misses_a_limit_that_was_said(kit: Any, limit: float, *, late: bool) -> None:
    """At its best it keeps both limits, so that no gate has put it out."""
    scored = _scored(kit, use_case={"latency": {"ttft_p95_ms": limit}})
    assert scored.late(_row(scored, "able")) is late
    assert bool(scored.missed(_row(scored, "able"))) is late


@pytest.mark.parametrize(("asked", "doubtful"), [(0.50, False), (0.59, True)])
def test_an_option_may_fail_where_the_low_end_of_its_ability_is_below_what_is_asked(
    kit: Any, asked: float, *, doubtful: bool
) -> None:
    """Its middle of 60 points passes either way."""
    scored = _scored(kit, use_case={"minimum_fitness": asked})
    assert scored.least_fitness() == pytest.approx(100 * asked)
    assert scored.may_fail(_row(scored, "able")) is doubtful


def test_money_that_nobody_notices_is_less_where_the_cap_is_small(kit: Any) -> None:
    """A share of the cap, and never more than without one."""
    free, small = _scored(kit).ruled_by, _scored(kit, budget={"monthly_cap": 300}).ruled_by
    assert small["cost-free-below"] == pytest.approx(free["cheaper-by"] * 300)
    assert small["cost-free-below"] < free["cost-free-below"]


@pytest.mark.parametrize("where", ["api", "own"])
def test_on_own_machines_the_server_holds_a_silent_model_to_a_schema(kit: Any, where: str) -> None:
    """Tool calls are the model's own wherever it runs; what is not demanded is never in doubt."""
    model = kit.model("silent", openness="open_weights", licence_id="free", tools=None, structured_output=None)
    offer, licences, able = kit.offer(model.model_id, "p"), [kit.licence("free")], {model.model_id: 60.0}
    catalog = kit.catalog([model], offers=[offer], providers=[kit.provider("p")], licences=licences, abilities=able)
    own = Alternative(
        alternative_id="silent@own",
        model_id=model.model_id,
        deployment=Deployment(kind="on_prem", gpu="h100", gpu_count=1, replicas=1),
    )
    runs = kit.api(offer) if where == "api" else own
    both = kit.answers(use_case={"tools": True, "structured_output": True})
    found = [
        rank(prepare(asked, catalog, plans=kit.plans([runs], cost=[500.0])), samples=0).unstated(0)
        for asked in (both, kit.answers())
    ]
    assert found == [("tools", "structured_output") if where == "api" else ("tools",), ()]
