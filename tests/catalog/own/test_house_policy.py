"""Agreed prices and the house's own figures: list and own price, from when to when, and no trace without a policy."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from shipped import shipped_catalog

from advisor.catalog.catalog import Catalog
from advisor.catalog.own.house_policy import agreement_of, ended_agreement_of, under_policy, unknown_names
from advisor.hosting.assumptions import assumptions_of
from advisor.policy.house import HousePolicy
from advisor.policy.in_force import in_force

DAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    """The catalog as shipped."""
    return shipped_catalog()


def policy(**given: Any) -> HousePolicy:
    """A policy with what is given."""
    return HousePolicy.model_validate({"policy": 1, "name": "Ours", "version": "1", "dated": "2026-11-01"} | given)


def agreed(**given: Any) -> HousePolicy:
    """A policy with one agreement, a tenth off whatever Mistral sells itself."""
    usual = {"id": "frame", "providers": ["mistral"], "valid_from": "2026-01-01", "valid_until": "2027-06-30"}
    terms = given or {"percent": 10}
    return policy(agreements=[usual | {"source": "Contract 4711"} | terms])


def of_mistral(catalog: Catalog) -> Any:
    """An offer of Mistral's with a price that an announcement does not move."""
    announced = {row.announced_offer_id for row in catalog.announced_prices}
    return next(
        offer
        for offer in catalog.offers
        if offer.provider_id == "mistral" and offer.output_usd_per_mtok and offer.offer_id not in announced
    )


def test_without_a_policy_nothing_is_touched(catalog: Catalog) -> None:
    """The very same catalog."""
    assert under_policy(catalog, None) is catalog


def test_a_percentage_comes_off_every_price_and_ends_on_its_day(catalog: Catalog) -> None:
    """Own and list price stand side by side, and the horizon goes back to the list price on the day after."""
    listed = of_mistral(catalog)
    held = under_policy(catalog, in_force(agreed(), DAY))
    own = held.offer[listed.offer_id]
    assert own.output_usd_per_mtok == listed.output_usd_per_mtok * Decimal("0.9")
    assert (own.source, own.second_source) == ("house-policy#frame", listed.source)
    found = agreement_of(held, own)
    assert found is not None
    assert (found[0].id, found[1]) == ("frame", listed)
    (after,) = [row for row in held.announced_prices if row.announced_offer_id == listed.offer_id]
    assert (after.valid_from, after.output_usd_per_mtok) == (date(2027, 7, 1), listed.output_usd_per_mtok)
    assert held.digest != catalog.digest
    others = {offer.offer_id for offer in catalog.offers if offer.provider_id != "mistral"}
    assert all(held.offer[name] is catalog.offer[name] for name in others)


def test_an_agreed_price_replaces_what_it_states_alone(catalog: Catalog) -> None:
    """The rest stays as listed; what sources disagreed on is settled by the contract."""
    listed = of_mistral(catalog)
    held = under_policy(catalog, in_force(agreed(models=[listed.model_id], output_usd_per_mtok=0.5), DAY))
    own = held.offer[listed.offer_id]
    assert (own.output_usd_per_mtok, own.input_usd_per_mtok) == (Decimal("0.5"), listed.input_usd_per_mtok)
    assert own.agreement == "agreed"


def test_an_agreement_that_has_ended_leaves_the_list_price_and_is_named(catalog: Catalog) -> None:
    """Stale: the price is the list's, and the offer knows by which agreement it was lower."""
    listed = of_mistral(catalog)
    held = under_policy(catalog, in_force(agreed(), date(2027, 7, 1)))
    assert held.offer[listed.offer_id] is listed
    ended = ended_agreement_of(held, listed)
    assert ended is not None
    assert ended.id == "frame"
    assert agreement_of(held, listed) is None


def test_rented_servers_are_cheaper_where_the_agreement_covers_them(catalog: Catalog) -> None:
    """Rents move, what is bought does not."""
    rents = [offer for offer in catalog.gpu_offers if offer.commitment == "on_demand" and offer.usd_per_gpu_hour]
    ours = policy(
        agreements=[
            {"id": "gpus", "providers": [rents[0].provider_id], "percent": 20, "covers": ["servers"]}
            | {"valid_from": "2026-01-01", "valid_until": "2027-06-30", "source": "Contract 2"}
        ]
    )
    held = {offer.offer_id: offer for offer in under_policy(catalog, in_force(ours, DAY)).gpu_offers}
    assert held[rents[0].offer_id].usd_per_gpu_hour == rents[0].usd_per_gpu_hour * Decimal("0.8")
    assert under_policy(catalog, in_force(ours, DAY)).offers == catalog.offers


def test_the_houses_own_figures_count_as_the_users_own(catalog: Catalog) -> None:
    """A cost of staff that the house states holds in every country; what the user changes goes before it."""
    held = under_policy(
        catalog, in_force(policy(costs={"staff_usd_per_year": 90_000, "colocation_usd_per_kw": 150}), DAY)
    )
    usual = assumptions_of(held)
    assert usual("staff_usd_per_year") == 90_000
    assert "staff_usd_per_year" in dict(usual.changed)
    assert usual("colocation_usd_per_kw") == 150
    assert assumptions_of(held, changed={"staff_usd_per_year": 70_000})("staff_usd_per_year") == 70_000
    assert assumptions_of(catalog).changed == ()


def test_names_that_the_catalog_lacks_are_told_with_the_nearest(catalog: Catalog) -> None:
    """Vendors, providers, certificates and cost components."""
    ours = policy(
        rules=[
            {"id": "a", "vendors_excluded": ["deepsek"]},
            {"id": "b", "providers_allowed": ["azure-foundry"]},
            {"id": "c", "certificates": ["iso27002"]},
            {"id": "d", "vendor_countries_excluded": ["CN"]},
        ],
        costs={"staff": 1},
    )
    found = {problem.place: problem.allowed for problem in unknown_names(ours, catalog)}
    assert found.keys() == {"rules[0].vendors_excluded", "rules[2].certificates", "costs"}
    assert found["rules[0].vendors_excluded"] == "did you mean deepseek?"
