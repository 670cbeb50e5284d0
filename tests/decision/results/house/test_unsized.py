"""Abler models that cannot be sized are told, and only those that nothing else rules out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from advisor.catalog.catalog import Catalog
from advisor.decision.prepared import prepare
from advisor.decision.ranked import Ranked, rank
from advisor.decision.results.house.unsized import UNSTATED, unsized_told
from advisor.questionnaire.answers import Answers
from advisor.words.tell import tell


def _ranked(catalog: Catalog, *excluded: str, allowed: str = "on_prem") -> Ranked:
    """A code assistant of a house that excludes some countries."""
    answers: dict[str, Any] = {
        "title": "Code",
        "use_cases": [{"task": "code", "tools": True, "workload": {"requests_per_day": 5_000}}],
        "data": {"classification": "restricted"},
        "hosting": {"allowed": [allowed], "country": "US", "operations_skills": "strong"},
        "origin": {"countries_excluded": list(excluded)},
    }
    return rank(prepare(Answers.model_validate(answers), catalog), samples=100)


def test_abler_models_that_cannot_be_sized_are_named(catalog: Catalog) -> None:
    """With what they are thought to do against the choice; not those whose country is excluded as well."""
    ranked = _ranked(catalog, "CN")
    told = unsized_told(ranked)
    assert told is not None
    said, choice = tell(told), ranked.finding.choice
    assert choice is not None
    assert f"the choice has {ranked.fitness(choice).points:.0f} of 100" in said
    out = {
        context.model.model_id
        for context, problem in zip(ranked.whole.contexts, ranked.whole.plans.problems, strict=True)
        if problem is not None and problem.key == UNSTATED
    }
    named = [name for name in out if catalog.model[name].name in said]
    assert named
    vendors = {vendor.vendor_id: vendor.country for vendor in catalog.vendors}
    for name in named:
        assert vendors[catalog.model[name].vendor] != "CN"
        assert ranked.whole.fitness[name].points > ranked.fitness(choice).points


def test_nothing_is_told_where_all_abler_ones_are_sized(catalog: Catalog) -> None:
    """Nor where nobody runs anything, nor of models that are had in another way."""
    sized = replace(catalog, models=tuple(one for one in catalog.models if one.layers), digest="sized")
    assert unsized_told(_ranked(sized, "CN")) is None
    assert unsized_told(_ranked(catalog, allowed="provider_api")) is None
    assert unsized_told(_ranked(catalog, allowed="edge")) is None
