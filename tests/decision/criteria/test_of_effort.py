"""Effort and future: work, agreements in place, and time without a forced change."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from advisor.catalog.lifecycle import Stay, UsualLife
from advisor.catalog.load import shipped_judgements
from advisor.decision.criteria.of_effort import lifecycle, operations
from advisor.words.tell import tell

JUDGED = {row.judgement: row.value for row in shipped_judgements()}
TODAY = date(2026, 11, 20)


@pytest.mark.parametrize("kind", ["provider_api", "cloud_gpu"])
def test_an_agreement_in_place_spares_its_procurement(kit: Any, kind: Any) -> None:
    """The provider with a contract is less work than the same one without, by the judgement, and says why."""
    answers = kit.answers(hosting={"contracts": ["p"]})
    there = operations(kind, 2, answers, sellers=("p",), judged=JUDGED)
    elsewhere = operations(kind, 2, answers, sellers=("q",), judged=JUDGED)
    assert there.middle - elsewhere.middle == JUDGED["operations-contract"]
    assert any("agreement" in tell(fact, "en") for fact in there.facts())
    assert not any("agreement" in tell(fact, "en") for fact in elsewhere.facts())


def _points(kit: Any, stay: Stay | None, **model: Any) -> Any:
    one = kit.model("m", **model)
    return lifecycle(one, stay, others=0, horizon_months=36, as_of=TODAY, judged=JUDGED)


def test_permanence_follows_the_usual_life_of_versions_at_the_provider(kit: Any) -> None:
    """A version with a longer usual life stays longer; the likeliest is the middle life, not the middle of the ends."""
    short, long = (
        _points(kit, Stay(None, TODAY, UsualLife((low, low + 4, 3 * low), "observed", "s"), 2.0, "s"))
        for low in (8.0, 14.0)
    )
    assert long.middle > short.middle
    assert short.middle == pytest.approx(JUDGED["permanence-month-share"] * 12 / 36)
    assert short.low < short.middle < short.high


def test_a_stated_end_is_sure_and_says_how_many_changes_follow(kit: Any) -> None:
    """One year of three, and the reasons count the changes over the horizon."""
    stay = Stay(date(2027, 11, 20), None, UsualLife((10.0, 12.0, 20.0), "observed", "s"), 0.0, "s")
    points = _points(kit, stay)
    assert points.low == pytest.approx(points.high)
    assert points.middle == pytest.approx(JUDGED["permanence-month-share"] / 3, rel=0.01)
    assert any("about 3.0 forced changes" in tell(fact, "en") for fact in points.facts())


def test_nobody_forces_a_change_of_weights_in_hand(kit: Any) -> None:
    """On machines of one's own choice the model stays as long as one likes."""
    assert _points(kit, None).middle == 100
