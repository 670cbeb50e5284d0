"""Thinking tokens and cache writes follow from what the catalog states of models and offers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from advisor.catalog.catalog import Catalog
from advisor.hosting.assumptions import assumptions_of
from advisor.hosting.costs.draws import draws_of
from advisor.hosting.planning.planner import PlanTable
from advisor.hosting.speed.thinking_tokens import ALWAYS, NEVER, SOMETIMES, before_first_word, habits

ALWAYS_THINKS = "deepseek/deepseek-r1"
CAN_THINK = "openai/gpt-5"
NEVER_THINKS = "meta/llama-3.3-70b-instruct"
ONLY_THINKS = "alibaba/qwen3-vl-8b-thinking"
HAS_LEVELS = "openai/gpt-oss-120b"
HAS_A_SWITCH = "zai/glm-4.5"
Planner = Callable[..., PlanTable]


def api_row(table: PlanTable, model_id: str) -> int:
    """The first priced API row of a model."""
    return next(
        i
        for i, alternative in enumerate(table.alternatives)
        if alternative.model_id == model_id
        and alternative.deployment.kind == "provider_api"
        and not np.isnan(table.cost_usd[i, 1])
    )


def test_habits_follow_kind_and_features(catalog: Catalog) -> None:
    """Kind ``reasoning`` always thinks, a model with the feature sometimes, any other never."""
    models = [catalog.model[name] for name in (ALWAYS_THINKS, CAN_THINK, NEVER_THINKS)]
    assert habits(models, catalog).tolist() == [ALWAYS, SOMETIMES, NEVER]


def test_a_model_without_another_mode_always_thinks_whatever_its_kind(catalog: Catalog) -> None:
    """One that reads images is of another kind, and thinks no less."""
    model = catalog.model[ONLY_THINKS]
    assert model.kind == "vision"
    assert habits([model], catalog).tolist() == [ALWAYS]


def test_what_cannot_be_left_out_is_thought_before_the_first_word(catalog: Catalog) -> None:
    """All of it without another mode, the least effort where there are levels, nothing where it can be switched off."""
    assume = assumptions_of(catalog)
    models = [catalog.model[name] for name in (ONLY_THINKS, HAS_LEVELS, HAS_A_SWITCH, NEVER_THINKS)]
    assert [catalog.model[name].kind for name in (HAS_LEVELS, HAS_A_SWITCH)] == ["reasoning", "reasoning"]
    full, least, spared, none = before_first_word(models, catalog, assume).tolist()
    assert full == pytest.approx(assume.value("reasoning"))
    assert least == pytest.approx(full * assume.defaults["reasoning_effort"].low)
    assert (spared, none) == (0.0, 0.0)
    off = assumptions_of(catalog, switched={"reasoning": False})
    assert not before_first_word(models, catalog, off).any()


def test_a_reasoning_model_of_which_nothing_is_stated_is_waited_for(catalog: Catalog) -> None:
    """Unknown is no switch."""
    bare = replace(catalog, thinking_modes=())
    assert before_first_word([catalog.model[HAS_A_SWITCH]], bare, assumptions_of(catalog))[0] > 0


@pytest.mark.parametrize(("model_id", "factor"), [(ALWAYS_THINKS, 2.3), (CAN_THINK, 2.3 * 0.25), (NEVER_THINKS, 0.0)])
def test_thinking_tokens_cost_their_share_of_output(planner: Planner, model_id: str, factor: float) -> None:
    """Thinking costs the factor times the visible output at the stated inputs."""
    table = planner(model_id)
    parts = table.components(api_row(table, model_id))
    assert parts["reasoning_tokens"][0, 0] == pytest.approx(factor * parts["output_tokens"][0, 0])


def test_low_effort_thinks_less(planner: Planner, catalog: Catalog) -> None:
    """Half the effort, half the thinking tokens."""
    cost = []
    for effort in (1.0, 0.5):
        table = planner(ALWAYS_THINKS, assume=assumptions_of(catalog, changed={"reasoning_effort": effort}))
        cost.append(table.components(api_row(table, ALWAYS_THINKS))["reasoning_tokens"][0, 0])
    assert cost[1] == pytest.approx(cost[0] / 2)


def test_draws_cover_the_published_range(planner: Planner) -> None:
    """The 5th to 95th percentile of the drawn factor is about as wide as the range of the default."""
    table = planner(ALWAYS_THINKS)
    row = api_row(table, ALWAYS_THINKS)
    drawn = table.components(row, draws_of(table.case.assume))
    ratio = drawn["reasoning_tokens"][0] / drawn["output_tokens"][0]
    low, high = np.quantile(ratio, [0.05, 0.95])
    default = table.case.assume.defaults["reasoning"]
    assert low < default.default < high
    assert high / low == pytest.approx(default.high / default.low, rel=0.2)


def test_own_gpus_generate_the_thinking_tokens_too(planner: Planner, catalog: Catalog) -> None:
    """With thinking switched off, one replica of a thinking model carries more requests."""
    off = assumptions_of(catalog, switched={"reasoning": False})
    with_it, without = planner(ALWAYS_THINKS), planner(ALWAYS_THINKS, assume=off)
    ids = {alternative.alternative_id: i for i, alternative in enumerate(without.candidates.alternatives)}
    shared = [
        (i, ids[alternative.alternative_id])
        for i, alternative in enumerate(with_it.candidates.alternatives)
        if alternative.alternative_id in ids
    ]
    assert shared
    for i, j in shared:
        assert with_it.candidates.fleet.capacity[i] < without.candidates.fleet.capacity[j]


def test_cache_writes_cost_only_where_the_provider_charges_more_than_for_reads(
    planner: Planner, catalog: Catalog
) -> None:
    """The price of writing above reading, for the share of cached tokens that is written anew."""
    today = assumptions_of(catalog, switched={"price_decline_api": False})
    load = {"requests_per_day": 20_000, "cached_input_share": 0.5}
    table = planner("anthropic/claude-opus-5", load=load, assume=today)
    row = api_row(table, "anthropic/claude-opus-5")
    offer = table.offers.offers[int(table.offer_rows[row])]
    assert offer.cache_write_usd_per_mtok is not None
    assert offer.cached_input_usd_per_mtok is not None
    extra = float(offer.cache_write_usd_per_mtok - offer.cached_input_usd_per_mtok)
    tokens = table.load.cached_input_tokens * 0.05 * table.load.requests_per_month * table.case.token_overhead
    assert table.components(row)["cache_writes"][0, 0] == pytest.approx(tokens * extra / 1e6)
    off = planner("anthropic/claude-opus-5", load={"requests_per_day": 20_000, "cached_input_share": 0.0})
    assert off.components(row)["cache_writes"][0, 0] == 0.0
    assert catalog.model["anthropic/claude-opus-5"].reasoning
