"""Shipped token prices against an independent list, and how the price rule is kept."""

from __future__ import annotations

from decimal import Decimal

from advisor.catalog.audit.check import audit
from advisor.catalog.audit.reference_prices import PROVIDERS, price_checks
from advisor.catalog.catalog import Catalog


def test_prices_agree_with_the_independent_list(catalog: Catalog) -> None:
    """At least 95% of the current models that genai-prices carries too have its prices within one per cent."""
    checks = price_checks(catalog)
    models: dict[str, bool] = {}
    for check in checks:
        models[check.model_id] = models.get(check.model_id, True) and check.agrees
    assert len(models) >= 100
    assert sum(models.values()) / len(models) >= 0.95


def test_prices_from_other_sources_agree_with_it_too(catalog: Catalog) -> None:
    """The agreement is not that of the list with itself: it holds for offers shipped from another source."""
    checks = [check for check in price_checks(catalog) if check.independent]
    assert len(checks) >= 100
    assert sum(check.agrees for check in checks) / len(checks) >= 0.95


def test_the_audit_names_every_disagreement(catalog: Catalog) -> None:
    """Each offer that differs stands in the notes with both prices."""
    notes = " ".join(audit(catalog).notes)
    for check in price_checks(catalog):
        assert (str(check) in notes) is not check.agrees


def test_a_price_off_by_a_factor_is_seen(catalog: Catalog) -> None:
    """The comparison is no formality: a doubled price disagrees."""
    check = next(check for check in price_checks(catalog) if check.agrees)
    assert not check.model_copy(update={"input_usd_per_mtok": check.input_usd_per_mtok * 2}).agrees
    assert check.model_copy(update={"input_usd_per_mtok": check.input_usd_per_mtok * Decimal("1.009")}).agrees


def test_the_list_is_asked_for_providers_of_the_catalog(catalog: Catalog) -> None:
    """Every provider in the translation exists."""
    assert set(PROVIDERS) <= set(catalog.provider)


def test_agreed_offers_name_two_sources_and_conflicts_name_both_figures(catalog: Catalog) -> None:
    """Agreement rests on two lists; a conflict is listed, never averaged."""
    agreed = [offer for offer in catalog.offers if offer.agreement == "agreed"]
    conflicts = [offer for offer in catalog.offers if offer.agreement == "conflict"]
    assert len(agreed) >= 500
    assert conflicts
    for offer in agreed:
        assert offer.second_source is not None
        assert offer.second_source.partition("#")[0] != offer.source.partition("#")[0]
    assert all(any(character.isdigit() for character in offer.conflict or "") for offer in conflicts)


def test_a_paid_product_is_never_free(catalog: Catalog) -> None:
    """A price of zero from a list is unknown, not free."""
    assert [offer.offer_id for offer in catalog.offers if offer.input_usd_per_mtok == 0] == []
