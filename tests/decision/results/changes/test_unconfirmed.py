"""Who would be on the shortlist by a letter, and who would not."""

from __future__ import annotations

from typing import Any

import pytest

from advisor.decision.prepared import prepare
from advisor.decision.ranked import Ranked, rank
from advisor.decision.results.changes.unconfirmed import unconfirmed_told
from advisor.decision.results.shortlist import shortlist_of
from advisor.words.tell import tell


def _ranked(
    kit: Any, silent: float, said: dict[str, Any], data: dict[str, Any] | None = None, zones: tuple[str, ...] = ()
) -> Ranked:
    """Models of 60, 62 and 64 points at providers that say all, one of ``silent`` points at one that says less."""
    models = [kit.model(name) for name in ("a", "b", "c", "s")]
    providers = [kit.provider(name, residency_zones=zones) for name in ("pa", "pb", "pc")] + [
        kit.provider("ps", **said)
    ]
    offers = [kit.offer(model.model_id, one.provider_id) for model, one in zip(models, providers, strict=True)]
    points = dict(zip((model.model_id for model in models), (60.0, 62.0, 64.0, silent), strict=True))
    catalog = kit.catalog(models, offers=offers, providers=providers, abilities=points)
    plans = kit.plans([kit.api(one) for one in offers], cost=[100, 100, 100, 100])
    return rank(prepare(kit.answers(data=data or {}), catalog, plans=plans), samples=200)


def test_the_ablest_is_named_with_what_its_provider_is_to_be_asked(kit: Any) -> None:
    """It would lead: the reader of the list is told so, and what it takes."""
    ranked = _ranked(kit, 90.0, {"training_default": None})
    (told,) = unconfirmed_told(ranked, shortlist_of(ranked))
    assert tell(told) == (
        "S on Ps would be on this list if its provider confirmed what it does not state: ask Ps whether it "
        "trains on what it is sent."
    )


@pytest.mark.parametrize(
    ("points", "said"),
    [(90.0, {}), (90.0, {"training_default": "trains"}), (20.0, {"training_default": None})],
)
def test_nobody_is_named_who_is_in_or_stays_out(kit: Any, points: float, said: dict[str, Any]) -> None:
    """Neither who says all, nor who trains, nor who would not be among the three anyway."""
    ranked = _ranked(kit, points, said)
    assert unconfirmed_told(ranked, shortlist_of(ranked)) == ()


def test_where_nothing_fits_there_is_no_list_to_stand_beside(kit: Any) -> None:
    """The relaxations say it then."""
    model = kit.model("m")
    offer = kit.offer(model.model_id, "p")
    providers = [kit.provider("p", training_default=None)]
    catalog = kit.catalog([model], offers=[offer], providers=providers, abilities={model.model_id: 50.0})
    ranked = rank(prepare(kit.answers(), catalog, plans=kit.plans([kit.api(offer)], cost=[100])), samples=200)
    assert unconfirmed_told(ranked, shortlist_of(ranked)) == ()


@pytest.mark.parametrize(("seat", "named"), [("SE", 1), ("KR", 0), (None, 0)])
def test_a_place_is_asked_for_where_the_answer_may_well_be_yes(kit: Any, seat: str | None, named: int) -> None:
    """Of a host in Sweden whether it processes in the Union; not of one in Korea, nor of nobody knows where."""
    ranked = _ranked(kit, 90.0, {"jurisdiction": seat}, {"residency": ["eu"]}, ("eu",))
    told = unconfirmed_told(ranked, shortlist_of(ranked))
    assert len(told) == named
    assert all("where it processes it (wanted: European Union)" in tell(one) for one in told)
