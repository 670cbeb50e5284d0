"""Audit rules on hardware as it is sold, on rents that have grown old, and on tariffs of electricity by consumption."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from advisor.catalog.audit.finding import Finding
from advisor.catalog.catalog import Catalog
from advisor.geography import ZONES

GPU_PRICE: Final = (100.0, 120_000.0)
"""US dollars per GPU of whatever is sold with it."""


def hardware_findings(catalog: Catalog, *, as_of: date) -> Iterator[Finding]:
    """Prices outside their own range or per GPU in another unit, unknown zones, prices of the future, broken bands."""
    for item in catalog.hardware_offers:
        each, (least, most) = item.usd / item.gpu_count, GPU_PRICE
        rules = (
            ("usd", item.usd_low <= item.usd <= item.usd_high, f"{item.usd_low:g} to {item.usd_high:g}, its range"),
            ("usd", least <= each <= most, f"{least:g} to {most:g} per GPU"),
            ("priced_on", item.priced_on <= as_of, f"not after {as_of}"),
            ("sold_in", {*item.sold_in, *item.not_sold_in} <= set(ZONES), "zones"),
            ("gpu_count", item.form != "card" or item.gpu_count == 1, "1 for a card"),
            (
                "lead_weeks_high",
                (item.lead_weeks_low or 0) <= (item.lead_weeks_high or 0),
                "at least lead_weeks_low",
            ),
        )
        for column, holds, allowed in rules:
            if not holds:
                yield Finding(
                    file="hardware_offers.csv",
                    row=item.hardware_id,
                    column=column,
                    value=str(getattr(item, column)),
                    allowed=allowed,
                    rule="contradiction",
                )
    for rows in catalog.electricity_tariffs_of.values():
        ends = [0.0, *(row.mwh_to or float("inf") for row in rows)]
        for row, (end, _) in zip(rows, pairwise([*ends, float("inf")]), strict=False):
            if row.mwh_from != end:
                yield Finding(
                    file="electricity_tariffs.csv",
                    row=row.tariff_id,
                    column="mwh_from",
                    value=f"{row.mwh_from:g}",
                    allowed=f"{end:g}, where the band before it ends",
                    rule="contradiction",
                )


def rent_notes(catalog: Catalog, *, as_of: date) -> Iterator[str]:
    """How many rents are stale, and which GPUs have no recent one at all."""
    days = next((row.days for row in catalog.age_limits if row.table == "gpu_offers"), None)
    if days is None:
        return
    oldest = as_of - timedelta(days=days)
    rents = [offer for offer in catalog.gpu_offers if offer.commitment != "purchase"]
    stale = [offer for offer in rents if offer.priced_on < oldest]
    if stale:
        recent = {offer.gpu_id for offer in rents if offer.priced_on >= oldest}
        old = sorted({offer.gpu_id for offer in stale} - recent)
        yield f"{len(stale)} of {len(rents)} rents of GPUs are older than {days} days"
        yield f"no rent of the last {days} days: {', '.join(old)}"
