"""Six rows of the kinds that once stood in the tables, planted in sound ones: the audit names each, and fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from advisor.catalog.audit.check import audit
from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema import Model, Offer

TODAY = date(2026, 11, 30)


def with_offer(catalog: Catalog, fits: Callable[[Offer], bool], **cells: Any) -> tuple[Catalog, str]:
    """The catalog with cells of the first fitting offer changed, and that offer's id."""
    offer = next(o for o in catalog.offers if not o.conflict and o.tier == "standard" and fits(o))
    bad = offer.model_copy(update=cells)
    return replace(catalog, offers=tuple(bad if o is offer else o for o in catalog.offers)), offer.offer_id


def current(catalog: Catalog) -> Callable[[Offer], bool]:
    """Whether an offer is of a model that is current, with prices from two lists."""
    return lambda o: catalog.model[o.model_id].status == "current" and o.agreement == "agreed"


def stale(catalog: Catalog) -> tuple[Catalog, str]:
    """A price of three quarters of a year ago."""
    old = TODAY - timedelta(days=271)
    released = {m.model_id for m in catalog.models if m.release_date and m.release_date < old}
    return with_offer(catalog, lambda o: current(catalog)(o) and o.model_id in released, priced_on=old)


def contradictory(catalog: Catalog) -> tuple[Catalog, str]:
    """A price on which two sources are said to agree, with one source."""
    return with_offer(catalog, current(catalog), second_source=None)


def shut(catalog: Catalog) -> tuple[Catalog, str]:
    """An offer of a version that its provider has ended, without the day."""
    ended = {(r.provider_id, r.model_id) for r in catalog.retirements if r.ends_offer and r.certainty == "firm"}
    over = {(o.provider_id, o.model_id) for o in catalog.offers if o.retires_on and o.retires_on < TODAY}
    return with_offer(catalog, lambda o: (o.provider_id, o.model_id) in ended & over, retires_on=None)


def mis_zoned(catalog: Catalog) -> tuple[Catalog, str]:
    """A cloud's European price in the row of the United States."""
    return with_offer(catalog, lambda o: o.provider_id == "aws-bedrock" and "#eu." in o.source, zone="us")


def router_priced(catalog: Catalog) -> tuple[Catalog, str]:
    """What a router takes, as its vendor's price."""
    return with_offer(
        catalog, lambda o: o.provider_id == "openrouter" and "#openrouter:" in o.source, provider_id="mistral"
    )


def mis_sized(catalog: Catalog) -> tuple[Catalog, str]:
    """Ten times the parameters that the shape has room for."""

    def fits(m: Model) -> bool:
        return bool(m.layers and m.hidden_size and m.total_params_b and not m.experts and m.kind == "text")

    model = next(m for m in catalog.models if fits(m))
    big = (model.total_params_b or 0) * 10
    bad = model.model_copy(update={"total_params_b": big, "active_params_b": big})
    return replace(catalog, models=tuple(bad if m is model else m for m in catalog.models)), model.model_id


PLANTED = [stale, contradictory, shut, mis_zoned, router_priced, mis_sized]


@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: plant.__name__)
def test_a_planted_row_fails_the_audit(catalog: Catalog, plant: Callable[[Catalog], tuple[Catalog, str]]) -> None:
    """It is named by its row; the sound tables do not name it."""
    planted, row = plant(catalog)
    before, after = audit(catalog, as_of=TODAY), audit(planted, as_of=TODAY)
    assert row not in {finding.row for finding in before.findings}
    assert row in {finding.row for finding in after.findings}
    assert not after.sound


def test_a_price_past_its_limit_is_told_and_fails_the_strict_audit(catalog: Catalog) -> None:
    """Age comes with time: it warns first."""
    planted, row = with_offer(catalog, current(catalog), priced_on=TODAY - timedelta(days=100))
    found = audit(planted, as_of=TODAY)
    assert row in {finding.row for finding in found.stale}
    assert row in {finding.row for finding in found.strict().findings}


def test_tables_that_nobody_refreshes_are_no_longer_sound_after_a_year(catalog: Catalog) -> None:
    """The audit judges by today."""
    assert audit(catalog, as_of=TODAY).sound
    assert not audit(catalog, as_of=TODAY + timedelta(days=365)).sound
