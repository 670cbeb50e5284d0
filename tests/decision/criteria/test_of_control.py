"""Control: exposure, disclosure, adaptation, and a preferred origin."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema_facts import Vendor
from advisor.decision.criteria.of_control import customisation, data_control, origin, transparency
from advisor.decision.prepared import prepare
from advisor.decision.ranked import rank


def _vendor(name: str, country: str) -> Vendor:
    return Vendor.model_validate(
        {
            "vendor_id": name,
            "name": name,
            "kind": "company",
            "country": country,
            "parent": None,
            "parent_country": None,
            "certainty": "stated",
            "checked_on": date(2026, 11, 1),
            "source": "made-up",
            "note": None,
        }
    )


@pytest.mark.parametrize(
    ("countries", "low", "high"),
    [(("FR",), 100, 100), (("US",), 0, 0), (("FR", "US"), 50, 50), ((), 0, 100)],
)
def test_a_preferred_origin_counts_seat_and_parent_and_an_unknown_one_may_be_either(
    countries: tuple[str, ...], low: float, high: float
) -> None:
    """A vendor that belongs to a company elsewhere is half preferred; nobody's word is neither point nor loss."""
    points = origin(countries, ("FR",))
    assert (points.low, points.high) == (low, high)


def test_of_two_equal_models_the_preferred_one_leads_and_no_other_moves(kit: Any) -> None:
    """The preference adds a criterion; without it there is none, and the two stay equal."""
    models = [kit.model("a"), kit.model("b")]
    offers = [kit.offer(one.model_id, "p") for one in models]
    catalog = kit.catalog(
        models, offers=offers, providers=[kit.provider("p")], abilities={one.model_id: 60.0 for one in models}
    )
    catalog = replace(catalog, vendors=(_vendor("vendor-a", "US"), _vendor("vendor-b", "FR")))
    plans = kit.plans([kit.api(one) for one in offers], cost=[500.0, 500.0])
    plain = rank(prepare(kit.answers(), catalog, plans=plans), samples=0)
    asked = rank(prepare(kit.answers(origin={"countries_preferred": ["FR"]}), catalog, plans=plans), samples=0)
    assert "origin" not in plain.matrix.criteria
    assert plain.ranking.scores[0] == pytest.approx(plain.ranking.scores[1])
    assert asked.leader is not None
    assert asked.model_id(asked.leader) == "vendor-b/b"
    gap = abs(float(asked.ranking.scores[0] - asked.ranking.scores[1]))
    assert gap == pytest.approx(float(asked.weights[asked.matrix.criteria.index("origin")]))
    assert gap < 0.05, "a preference settles near-equals; it does not decide alone"


def test_what_the_index_does_not_cover_is_as_wide_as_the_index() -> None:
    """A vendor outside the index is neither better nor worse than those within it."""
    known, unknown = transparency(41.0), transparency(None)
    assert known.low == known.high == 41.0
    assert unknown.low < 41.0 < unknown.high
    assert unknown.middle == pytest.approx(41.0)


def test_whether_a_model_can_be_tuned_elsewhere_is_its_licences_word(kit: Any) -> None:
    """At a provider the licence brings the points, not the openness, which counts as permanence."""
    model = kit.model("a", openness="open_weights", fine_tuning=False)
    allowed = customisation("provider_api", model, kit.licence("l"))
    forbidden = customisation("provider_api", model, kit.licence("l", derivatives="no"))
    closed = customisation("provider_api", model.model_copy(update={"openness": "proprietary"}), kit.licence("l"))
    assert allowed.middle > forbidden.middle
    assert allowed.middle == closed.middle


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ({"retention_default": "none"}, "keeps_nothing"),
        ({"retention_days": 0}, "keeps_nothing"),
        ({"retention_default": "abuse_monitoring", "zero_retention_route": True}, "keeps_nothing_if_agreed"),
        ({"retention_default": "abuse_monitoring"}, "keeps_for_abuse"),
    ],
)
def test_what_is_kept_by_default_and_on_agreement_are_told_apart(
    catalog: Catalog, kit: Any, stated: dict[str, Any], said: str
) -> None:
    """A route to zero retention counts, and nobody reads that it is taken already."""
    blank = {"retention_default": None, "retention_days": None, "zero_retention_route": None}
    provider = kit.provider("p", **blank | stated)
    points = data_control("provider_api", provider, pinned=True, public=False, judged=catalog.judgement)
    assert f"'scale.{said}'" in str(points.facts())
