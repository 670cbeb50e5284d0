"""Decisions with what an expert expected before the advisor was asked: would a competent architect sign the advice?

Each file in ``cases`` has the answers, the reason for the expectation, and loose expectations (ways of hosting, kinds
of vendors, a range of cost). They catch advice that an expert would refuse, not differences of taste.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date
from typing import Any, Final

import pytest
from casebook.decided import CASES, EVERYTHING, decided

from advisor.assessment import Assessment, UseCaseAssessment
from advisor.catalog.catalog import Catalog
from advisor.decision.alternatives.joined import countries_of
from advisor.decision.gates.origin import excluded
from advisor.decision.records import Recommendation
from advisor.hosting.planning.plan_facts import IDLE_BELOW

Case = Assessment | UseCaseAssessment


def _choice(case: Case) -> Recommendation:
    return next(item for item in case.recommendations if item.alternative_id == case.choice_id)


def _billed(found: Assessment) -> float:
    """What the choice's provider bills, as stated: neither the house's own work on changes of model, nor the rest."""
    choice = _choice(found)
    plan = next(one for one in found.hosting.plans if one.alternative.alternative_id == choice.alternative_id)
    return sum(part.usd_per_month for part in plan.components if part.component not in ("migration", "contingency"))


def _bought(found: Assessment) -> float:
    """GPUs that the choice buys over its horizon."""
    choice = _choice(found)
    plan = next(one for one in found.hosting.plans if one.alternative.alternative_id == choice.alternative_id)
    return sum(year.gpus_bought or 0.0 for year in plan.years)


def _usd(item: Recommendation) -> float:
    assert item.monthly_cost_usd is not None
    return item.monthly_cost_usd.p50


def _models(case: Case) -> list[Recommendation]:
    return list({item.model_id: item for item in reversed(case.recommendations)}.values())[::-1]


EXPECTATIONS: Final[dict[str, Callable[[Assessment, Any, Catalog], bool]]] = {
    "fits": lambda found, want, _: (found.verdict != "nothing fits") == want,
    "choice_hosting": lambda found, want, _: _choice(found).deployment.kind in want,
    "choice_provider": lambda found, want, _: _choice(found).deployment.provider in want,
    "choice_cost": lambda found, want, _: want[0] <= _usd(_choice(found)) <= want[1],
    "choice_bill": lambda found, want, _: want[0] <= _billed(found) <= want[1],
    "choice_zone": lambda found, want, _: _choice(found).deployment.zone in want,
    "choice_most_gpus": lambda found, want, _: (
        (_choice(found).deployment.gpu_count or 0) * (_choice(found).deployment.replicas or 0) <= want
    ),
    "choice_not_dearest": lambda found, want, _: (
        want == (_usd(_choice(found)) < max(_usd(item) for item in found.recommendations[:10]))
    ),
    "top_vendors_any": lambda found, want, _: bool({item.vendor for item in _models(found)[:5]} & set(want)),
    "ranked_hosting": lambda found, want, _: set(want) <= {item.deployment.kind for item in found.recommendations},
    "no_country": lambda found, want, catalog: (
        not any(catalog.vendor[item.vendor].country in want for item in found.recommendations)
    ),
    "verdict": lambda found, want, _: found.verdict in want,
    "choice_vendor": lambda found, want, _: _choice(found).vendor in want,
    "choice_gpu": lambda found, want, _: any(name in (_choice(found).deployment.gpu or "") for name in want),
    "choice_open_weights": lambda found, want, catalog: (
        want == (catalog.model[_choice(found).model_id].openness == "open_weights")
    ),
    "choice_params_b": lambda found, want, catalog: (
        want[0] <= (catalog.model[_choice(found).model_id].total_params_b or math.inf) <= want[1]
    ),
    "no_seat": lambda found, want, catalog: (
        not any(
            seat in want
            for item in found.recommendations
            if item.deployment.kind == "provider_api"
            for provider in (catalog.provider[item.deployment.provider or ""],)
            for seat in (provider.jurisdiction, provider.parent_country)
        )
    ),
    "shortlist": lambda found, want, _: want[0] <= len(found.shortlist) <= want[1],
    "shortlist_kinds": lambda found, want, _: len({item.deployment.kind for item in found.shortlist}) >= want,
    "shortlist_models_any": lambda found, want, _: any(
        name in item.model_id for item in found.shortlist for name in want
    ),
    "shortlist_models_none": lambda found, want, _: (
        not any(name in item.model_id for item in found.shortlist for name in want)
    ),
    "only_hosting": lambda found, want, _: {item.deployment.kind for item in found.recommendations} <= set(want),
    "shortlist_within_limits": lambda found, want, _: want == any("wait" not in item.told for item in found.shortlist),
    "choice_not_gpu": lambda found, want, _: (
        not any(name in (_choice(found).deployment.gpu or "").lower() for name in want)
    ),
    "top_models_any": lambda found, want, _: any(name in item.model_id for item in _models(found)[:5] for name in want),
    "top_models_none": lambda found, want, _: (
        not any(name in item.model_id for item in _models(found)[:5] for name in want)
    ),
    "choice_bought_gpus": lambda found, want, _: want[0] <= _bought(found) <= want[1],
    "portfolio_one_team": lambda found, want, _: (
        found.portfolio is not None and want[0] <= (found.portfolio.one_team_usd or 0.0) <= want[1]
    ),
    "portfolio_providers": lambda found, want, _: (
        found.portfolio is not None
        and {item.alternative_id.partition("@")[2].split(":")[1] for item in found.portfolio.assignments} <= set(want)
    ),
    "portfolio_cost": lambda found, want, _: (
        found.portfolio is not None and want[0] <= (found.portfolio.total_monthly_cost_usd or 0.0) <= want[1]
    ),
}


def _marked(name: str) -> Any:
    """A case; one that falls short of its expectation says why, and fails the day that it holds."""
    reason = CASES[name].get("falls_short")
    return pytest.param(name, marks=pytest.mark.xfail(strict=True, reason=reason)) if reason else name


@pytest.mark.parametrize("name", [_marked(name) for name in CASES])
def test_the_advice_is_what_an_expert_expected(name: str, catalog: Catalog) -> None:
    """Every expectation of the case holds; the message names those that do not, with the expert's reason."""
    found = decided(name)
    wrong = [verb for verb, want in CASES[name]["expect"].items() if not EXPECTATIONS[verb](found, want, catalog)]
    assert not wrong, (CASES[name]["why"], wrong, found.verdict_sentence)


@pytest.mark.parametrize("name", EVERYTHING)
def test_every_advice_is_a_clear_choice_or_a_shortlist_with_a_choice(name: str) -> None:
    """Somebody who must decide today finds one option marked, and nobody leads who is hardly ever near the best."""
    whole = decided(name)
    for case in (whole, *whole.other_use_cases):
        assert case.verdict in ("clear choice", "equivalent set", "test first")
        assert sum(choice.chosen for choice in case.shortlist) == 1
        assert "If you must decide today" in case.verdict_sentence


@pytest.mark.parametrize("name", EVERYTHING)
def test_no_advice_rests_on_what_is_no_longer_served(name: str, catalog: Catalog) -> None:
    """No ranked offer is past its end on the day of the decision."""
    whole = decided(name)
    today = whole.answers.as_of or date(2026, 11, 20)
    for case in (whole, *whole.other_use_cases):
        for item in case.recommendations:
            offer = catalog.offer.get(item.deployment.offer_id or "")
            assert offer is None or offer.retires_on is None or offer.retires_on > today


@pytest.mark.parametrize("name", EVERYTHING)
def test_no_model_of_an_excluded_country_is_ranked(name: str, catalog: Catalog) -> None:
    """Neither of the vendor's seat nor of the company above it."""
    whole = decided(name)
    out = excluded(whole.answers)
    for case in (whole, *whole.other_use_cases):
        for item in case.recommendations:
            assert not out.intersection(countries_of(catalog.model[item.model_id], catalog)), item.model_id


@pytest.mark.parametrize("name", EVERYTHING)
def test_a_choice_uses_its_hardware_or_says_that_it_idles(name: str) -> None:
    """A tenth of it at least, or the plan carries the warning."""
    whole = decided(name)
    for case in (whole, *whole.other_use_cases):
        plan = next(one for one in case.hosting.plans if one.alternative.alternative_id == case.choice_id)
        said = any(fact.code == "low_utilisation" for fact in plan.facts)
        assert plan.utilisation is None or plan.utilisation >= IDLE_BELOW or said
