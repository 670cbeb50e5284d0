"""All use cases together begin with what each verdict chose."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from advisor.decision.prepared import prepare
from advisor.decision.ranked import Ranked, rank
from advisor.decision.results.portfolio.assign import Assignment, Option, PortfolioLimits
from advisor.decision.results.portfolio.from_verdicts import ToAssign, assigned
from advisor.decision.results.portfolio.one_team import OneTeam


@pytest.fixture
def two(kit: Any) -> list[Ranked]:
    """Two use cases with the same three models, each choosing the one that is level in score and a little dearer."""
    models = [kit.model(name) for name in ("chosen", "cheap", "weak")]
    offers = [kit.offer(one.model_id, "p") for one in models]
    abilities = {models[0].model_id: 70.0, models[1].model_id: 70.0, models[2].model_id: 50.0}
    catalog = kit.catalog(models, offers=offers, providers=[kit.provider("p")], abilities=abilities)
    plans = kit.plans([kit.api(one) for one in offers], cost=[1_000.0, 990.0, 400.0])
    found = []
    for _ in range(2):
        ranked = rank(prepare(kit.answers(), catalog, plans=plans), samples=100)
        row = next(row for row in range(len(ranked.matrix)) if ranked.model_id(row) == models[0].model_id)
        ranked.__dict__["finding"] = replace(ranked.finding, choice=row)
        found.append(ranked)
    return found


def _best(two: list[Ranked], **limits: Any) -> Assignment | None:
    team = OneTeam.__new__(OneTeam)
    return assigned(ToAssign(two, [1.0, 1.0], PortfolioLimits(**limits), team, share=True)).best


def _names(found: Assignment | None) -> list[str]:
    assert found is not None
    return [one.model_id.partition("/")[2] for one in found.options]


def test_what_the_verdicts_chose_stays_where_another_saves_next_to_nothing(two: list[Ranked]) -> None:
    """Ten dollars a month are no reason to advise another model together than alone."""
    assert _names(_best(two)) == ["chosen", "chosen"]


def test_a_limit_is_a_reason_to_leave_them(two: list[Ranked]) -> None:
    """The cap of both holds, whatever was chosen alone."""
    found = _best(two, total_usd=1_985.0)
    assert found is not None
    assert found.total_usd <= 1_985.0
    assert "cheap" in _names(found)


def test_what_was_taken_for_its_ability_stays_whatever_another_would_save(two: list[Ranked]) -> None:
    """Its verdict weighed that money already; a limit of the whole is another matter."""
    two[0].prepared.plans.cost_usd[0] *= 3  # the plans of both are the same
    assert _names(_best(two)) == ["cheap", "cheap"]
    for ranked in two:
        ranked.__dict__["finding"] = replace(ranked.finding, spared=1)
    assert _names(_best(two)) == ["chosen", "chosen"]
    assert _names(_best(two, total_usd=1_985.0)) == ["cheap", "cheap"]


def test_a_question_about_the_origin_is_not_taken_for_money(two: list[Ranked], monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor where it saves a sum that counts; only where nothing else keeps to the limits."""
    real = Ranked.origin
    monkeypatch.setattr(
        Ranked, "origin", lambda one, row: "asks" if "chosen" not in one.model_id(row) else real(one, row)
    )
    assert _names(_best(two)) == ["chosen", "chosen"]
    assert "chosen" not in _names(_best(two, total_usd=1_000.0))


def test_options_are_told_apart_by_their_use_case(two: list[Ranked]) -> None:
    """The same alternative for two use cases is two options."""
    found = _best(two)
    assert found is not None
    assert [one.use_case for one in found.options] == [0, 1]
    assert all(isinstance(one, Option) for one in found.options)
