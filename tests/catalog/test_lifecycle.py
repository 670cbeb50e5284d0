"""How long a model stays where it is served, and how many migrations that makes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from advisor.catalog.catalog import Catalog
from advisor.catalog.lifecycle import end_of, expected_migrations, on_its_way_out, usual_life
from advisor.catalog.tables.schema import Model, Offer

TODAY = date(2026, 11, 1)


@pytest.fixture(scope="module")
def model(catalog: Catalog) -> Model:
    """A model that is released today and whose end nobody states."""
    some = next(one for one in catalog.models if one.vendor == "openai" and one.status == "current")
    return some.model_copy(update={"release_date": TODAY, "retires_on": None})


def offer_until(catalog: Catalog, day: date | None) -> Offer:
    """An offer that ends on a day."""
    return catalog.offers[0].model_copy(update={"retires_on": day})


def test_a_version_released_today_is_changed_once_per_usual_life(catalog: Catalog, model: Model) -> None:
    """Over a horizon of H months with a life of L there are H / L changes, fewest for the longest life."""
    found = expected_migrations(catalog, model, provider_id="openai", offer=None, as_of=TODAY, horizon_months=36)
    life = usual_life(catalog, "openai", model)
    assert life is not None
    assert found.basis == "observed"
    assert found.migrations == pytest.approx([36 / months for months in reversed(life.months)])
    assert found.first_months == pytest.approx(life.months)


def test_no_change_is_forced_before_the_least_that_is_left(catalog: Catalog, model: Model) -> None:
    """A job of two months on a version of two months pays for none; a stated end is not awaited before its day."""
    life = usual_life(catalog, "openai", model)
    assert life is not None
    young = model.model_copy(update={"release_date": TODAY - timedelta(days=54)})

    def changes(months: float, offer: Offer | None = None) -> tuple[float, float, float]:
        asked = {"provider_id": "openai", "as_of": TODAY, "horizon_months": months}
        return expected_migrations(catalog, young, offer=offer, **asked).migrations

    assert changes(2) == (0.0, 0.0, 0.0)
    assert changes(6, offer_until(catalog, date(2027, 11, 1))) == (0.0, 0.0, 0.0)
    assert changes(13, offer_until(catalog, date(2027, 11, 1)))[1] >= 1
    grown = [changes(float(months)) for months in range(1, 60)]
    assert all(fewest <= middle <= most for fewest, middle, most in grown)
    for each in zip(*grown, strict=True):
        assert list(each) == sorted(each)
    assert max(later[1] - sooner[1] for sooner, later in pairwise(grown)) < 0.3


def test_a_version_beyond_its_usual_life_stays_for_the_notice_that_is_promised(catalog: Catalog, model: Model) -> None:
    """It may end at any time, but not sooner."""
    old = model.model_copy(update={"release_date": date(2015, 1, 1)})
    found = expected_migrations(catalog, old, provider_id="openai", offer=None, as_of=TODAY, horizon_months=36)
    notice = next(row for row in catalog.lifecycle_policies_of["openai"] if row.scope == "default").minimum_notice_days
    assert notice is not None
    assert found.first_months == pytest.approx([notice / (365.25 / 12)] * 3)


def test_a_stated_end_is_taken_as_it_is(catalog: Catalog, model: Model) -> None:
    """One year away: the first change after twelve months, whatever is usual."""
    offer = offer_until(catalog, date(2027, 11, 1))
    found = expected_migrations(catalog, model, provider_id="openai", offer=offer, as_of=TODAY, horizon_months=36)
    assert found.basis == "dated"
    assert found.first_months == pytest.approx([12.0] * 3, abs=0.05)
    assert found.migrations[0] >= 1


def test_a_provider_that_states_nothing_has_the_usual_life_of_all(catalog: Catalog, model: Model) -> None:
    """Ignorance of one provider is neither an early end nor a promise."""
    assert usual_life(catalog, "nobody-knows-it", model) == usual_life(catalog, "mistral", model)


def test_a_stated_life_is_the_least(catalog: Catalog, model: Model) -> None:
    """A partner's model at Azure is promised twelve months: low and middle, with the high end of all providers."""
    partner = model.model_copy(update={"vendor": "mistral"})
    life = usual_life(catalog, "azure-foundry", partner)
    assert life is not None
    assert life.months[:2] == (12.0, 12.0)
    assert life.months[2] > 12


def test_without_a_table_of_lives_nothing_is_known(catalog: Catalog, model: Model) -> None:
    """From now to never."""
    bare = replace(catalog, lifecycle_policies=(), digest="bare")
    found = expected_migrations(bare, model, provider_id="openai", offer=None, as_of=TODAY, horizon_months=36)
    assert found.basis == "unknown"


@pytest.mark.parametrize(
    ("status", "vendor", "months", "offered", "out"),
    [
        ("current", "openai", 8, True, True),  # long replaced by its own vendor
        ("current", "openai", 8, False, True),  # on one's own machines too
        ("current", "openai", 3, True, False),  # its successor is young
        ("current", "google", 8, True, False),  # another vendor's model replaces nothing
        ("deprecated", "openai", 3, True, True),
        ("deprecated", "openai", 3, False, False),  # weights that one holds are withdrawn by nobody
    ],
)
def test_what_its_vendor_has_left_behind_is_on_its_way_out(
    catalog: Catalog, model: Model, *, status: str, vendor: str, months: int, offered: bool, out: bool
) -> None:
    """By facts of its life: marked as deprecated where it is served, or replaced by its own vendor for long enough."""
    after = model.model_copy(
        update={"model_id": "x/after", "vendor": vendor, "release_date": TODAY - timedelta(days=months * 31)}
    )
    old = model.model_copy(update={"status": status, "successor_id": "x/after", "release_date": date(2025, 1, 1)})
    known = replace(catalog, models=(*catalog.models, after), digest="after")
    offer = offer_until(catalog, None) if offered else None
    asked = {"as_of": TODAY, "horizon_months": 24.0, "succeeded_months": 6.0}
    assert on_its_way_out(known, old, offer, **asked) is out


@pytest.mark.parametrize(("year", "out"), [(2027, True), (2029, False)])
def test_what_ends_within_the_horizon_is_on_its_way_out(
    catalog: Catalog, model: Model, *, year: int, out: bool
) -> None:
    """By the day that is stated, where a provider serves it."""
    alone = model.model_copy(update={"successor_id": None})
    asked = {"as_of": TODAY, "horizon_months": 24.0, "succeeded_months": 6.0}
    assert on_its_way_out(catalog, alone, offer_until(catalog, date(year, 6, 1)), **asked) is out
    assert not on_its_way_out(catalog, alone, None, **asked)


@pytest.mark.parametrize("own", [date(2027, 4, 14), date(2026, 12, 31)])
def test_the_end_that_a_provider_states_is_its_own(catalog: Catalog, own: date) -> None:
    """Later or earlier than the vendor's, whose date stands in where the provider states none."""
    model = catalog.model["openai/gpt-4.1"]
    offer = next(one for one in catalog.offers_of[model.model_id] if one.provider_id == "azure-foundry")
    assert model.retires_on == date(2027, 1, 14)
    assert end_of(model, offer.model_copy(update={"retires_on": own})) == own
    assert end_of(model, offer.model_copy(update={"retires_on": None})) == model.retires_on
