"""What it costs to change the model where its provider shuts a version down: how often, and the work of each time.

Nobody forces a change of weights that one holds oneself.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import Final

import numpy as np

from advisor.arrays import Z_90, Floats
from advisor.catalog.catalog import Catalog
from advisor.catalog.derived import derived
from advisor.catalog.lifecycle import expected_migrations
from advisor.catalog.tables.schema import Offer
from advisor.hosting.costs.case import Case, Draws
from advisor.hosting.costs.staffing import paid_time, usd_per_person
from advisor.hosting.prices.token_prices import offer_table
from advisor.hosting.workload import Workload
from advisor.units import DAYS_PER_MONTH

WORKDAYS: Final = 220.0
"""Days that a full-time equivalent works in a year: 52 weeks of 5 less leave, holidays and sick days."""

LEAST_SHARE: Final = 0.1
MOST_SHARE: Final = 2.0
TOKENS_PER_MINUTE: Final = 1_000
TOKENS_PER_IMAGE: Final = 1_000
CHARACTERS_PER_TOKEN: Final = 4


@derived(keep=8)
def forced_changes(catalog: Catalog, as_of: date, horizon_months: int) -> Floats:
    """Expected changes of model over the horizon for every row of the offer table (n, 3): middle, fewest, most."""
    return changes_of_offers(catalog, offer_table(catalog).offers, as_of, horizon_months)


def changes_of_offers(catalog: Catalog, offers: Sequence[Offer], as_of: date, horizon_months: int) -> Floats:
    """The same for given offers; none where no source says how long a version lives."""
    rows = []
    for offer in offers:
        found = expected_migrations(
            catalog,
            catalog.model[offer.model_id],
            provider_id=offer.provider_id,
            offer=offer,
            as_of=as_of,
            horizon_months=horizon_months,
        )
        fewest, middle, most = (0.0, 0.0, 0.0) if found.basis == "unknown" else found.migrations
        rows.append((middle, fewest, most))
    return np.array(rows, dtype=np.float64).reshape(-1, 3)


def share_of_days(load: Workload, usual_tokens: float) -> float:
    """How much of the stated days a change takes for this load: the root of its daily work over the usual, bounded.

    A small job is asked the same questions again in an hour; a large one has more kinds of them, and more to lose.
    """
    per_month = load.requests_per_month * (load.input_tokens + load.output_tokens)
    per_month += TOKENS_PER_MINUTE * load.audio_minutes_per_month + TOKENS_PER_IMAGE * load.images_per_month
    per_month += load.characters_per_month / CHARACTERS_PER_TOKEN
    share = math.sqrt(per_month / DAYS_PER_MONTH / usual_tokens)
    return min(max(share, LEAST_SHARE), MOST_SHARE)


def days_of_a_change(case: Case) -> float:
    """Person-days that one change of model takes for this load, at the middle."""
    return case.assume("migration_days") * share_of_days(case.load, case.assume("migration_usual_tokens"))


def migration_usd(forced: Floats, case: Case, draws: Draws) -> Floats:
    """US dollars per month of the horizon for expected changes (n, 3); (n, draws).

    People who are there do them beside, after what a provider's service takes of them anyway (``paid_time``).
    """
    middle, fewest, most = (forced[:, column, None] for column in range(3))
    reach = np.where(draws.life_z > 0, most - middle, middle - fewest) / Z_90
    count = np.maximum(middle + reach * draws.life_z, 0.0)
    row = case.assume.defaults["migration_days"]
    sigma = math.log(row.high / row.low) / (2 * Z_90)
    days = days_of_a_change(case) * np.exp(sigma * draws.migration_z)
    time, besides = count * (days / WORKDAYS * 12 / case.horizon_months), np.array(case.assume("staff_api"))
    paid = paid_time(case.team, time + besides) - paid_time(case.team, besides)
    return np.asarray(paid * (usd_per_person(case.team, case.assume) / 12) * draws.staff)
