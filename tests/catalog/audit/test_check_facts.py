"""The audit of the facts of adoption: sound as shipped, and each kind of damage is named with its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from shipped import shipped_catalog

from advisor.catalog.audit.check_facts import fact_findings
from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema_facts import FACT_KEYS, FACT_TABLES

Pick = Callable[[Any], bool]
EARLY: dict[str, object] = {"dated": date(2026, 8, 20)}
EARLY_PRICE: dict[str, object] = {"priced_on": date(2026, 8, 20)}
STREAMED = "streamed_usd_per_audio_minute"
AFTER = timedelta(days=1)


@pytest.fixture(scope="module")
def shipped() -> Catalog:
    """The shipped catalog."""
    return shipped_catalog()


def damaged(catalog: Catalog, table: str, pick: Pick, **cells: object) -> tuple[Catalog, Any]:
    """The catalog with cells of the first row that ``pick`` accepts changed, and the row as it became."""
    rows = list(getattr(catalog, table))
    place = next(i for i, row in enumerate(rows) if pick(row))
    rows[place] = rows[place].model_copy(update=cells)
    return replace(catalog, **{table: tuple(rows)}), rows[place]


def columns(catalog: Catalog, as_of: date | None = None) -> set[tuple[str, str]]:
    """File and column of every finding."""
    return {(found.file, found.column) for found in fact_findings(catalog, as_of=as_of or catalog.dated)}


def test_the_shipped_facts_are_sound(shipped: Catalog) -> None:
    """No rule on the facts finds anything in the tables as shipped."""
    assert list(fact_findings(shipped, as_of=shipped.dated)) == []


def test_every_table_of_facts_has_rows_and_an_identity(shipped: Catalog) -> None:
    """No table of facts is an empty promise, and each says which columns make a row one."""
    assert {name for name in FACT_TABLES if not getattr(shipped, name)} == set()
    assert FACT_KEYS.keys() == FACT_TABLES.keys()


DAMAGES: list[tuple[str, str, Pick, dict[str, object], str]] = [
    ("vendor that no table has", "models", lambda r: r.vendor == "mistral", {"vendor": "nobody"}, "vendor"),
    (
        "base of no vendor",
        "model_bases",
        lambda r: r.base_vendor == "alibaba",
        {"base_vendor": "nobody"},
        "base_vendor",
    ),
    (
        "covered vendor of no table",
        "providers",
        lambda r: r.indemnified_vendors,
        {"indemnified_vendors": ("nobody",)},
        "indemnified_vendors",
    ),
    (
        "cover of nothing",
        "providers",
        lambda r: r.indemnified_vendors,
        {"indemnification": None},
        "indemnified_vendors",
    ),
    ("base of its own", "model_bases", lambda r: r.model_id[:5] == "jina/", {"base_vendor": "jina"}, "base_vendor"),
    ("known vendor called unknown", "vendors", lambda r: r.country == "FR", {"certainty": "unknown"}, "certainty"),
    (
        "unknown vendor called known",
        "vendors",
        lambda r: r.certainty == "unknown",
        {"certainty": "stated"},
        "certainty",
    ),
    ("parent of no country", "vendors", lambda r: r.parent, {"parent_country": None}, "parent_country"),
    ("country of no parent", "providers", lambda r: r.parent, {"parent": None}, "parent_country"),
    ("more points than there are", "vendor_disclosures", lambda r: r.topic == "all", {"points": 999}, "points"),
    (
        "life without its middle",
        "lifecycle_policies",
        lambda r: r.lives,
        {"life_months_median": None, "lives": None},
        "life_months_median",
    ),
    (
        "life beyond its bounds",
        "lifecycle_policies",
        lambda r: r.lives,
        {"life_months_median": 200.0},
        "life_months_median",
    ),
    ("observed by nobody", "lifecycle_policies", lambda r: r.lives, {"observed_source": None}, "observed_source"),
    ("a price before its model came", "offers", lambda r: r.model_id == "openai/gpt-6-luna", EARLY_PRICE, "priced_on"),
    ("a limit before its model came", "api_limits", lambda r: r.model_id == "openai/gpt-6-luna", EARLY, "dated"),
    ("released after its end", "retirements", lambda _: True, {"released_on": date(2031, 1, 1)}, "released_on"),
    ("announced after its end", "retirements", lambda _: True, {"announced_on": date(2031, 1, 1)}, "announced_on"),
    (
        "release of another day",
        "models",
        lambda r: r.model_id == "openai/o3-mini",
        {"release_date": date(2024, 12, 20)},
        "release_date",
    ),
    (
        "speed without a figure",
        "api_speeds",
        lambda _: True,
        {"ttft_ms_p50": None, "output_tokens_per_s_p50": None},
        "ttft_ms_p50",
    ),
    ("measured tomorrow", "api_speeds", lambda _: True, {"measured_to": date(2031, 1, 1)}, "measured_to"),
    ("tail before the middle", "api_speeds", lambda r: r.ttft_ms_p95, {"ttft_ms_p95": 1.0}, "ttft_ms_p90"),
    (
        "slowest above the middle",
        "api_speeds",
        lambda r: r.output_tokens_per_s_p5,
        {"output_tokens_per_s_p5": 1e6},
        "output_tokens_per_s_p5",
    ),
    ("a stream of text", "speech_streaming", lambda _: True, {"model_id": "openai/gpt-6-luna"}, "model_id"),
    ("a stream of nobody", "speech_streaming", lambda r: r.provider_id, {"provider_id": "ai21"}, "provider_id"),
    ("a price of what streams not", "speech_streaming", lambda r: r.price_source, {"streams": False}, STREAMED),
    ("a price without a source", "speech_streaming", lambda r: r.price_source, {"price_source": None}, STREAMED),
    ("a price per hour", "speech_streaming", lambda r: r.price_source, {STREAMED: Decimal(36)}, STREAMED),
    ("claim of nobody", "api_speeds", lambda r: r.statistic == "vendor_claim", {"provider_id": None}, "provider_id"),
    ("prior beyond its bounds", "api_speed_priors", lambda _: True, {"median": 1e9}, "median"),
    (
        "class of open weights",
        "api_speed_classes",
        lambda _: True,
        {"model_id": "mistral/mistral-large-4"},
        "class_id",
    ),
]


@pytest.mark.parametrize(("table", "pick", "cells", "column"), [d[1:] for d in DAMAGES], ids=[d[0] for d in DAMAGES])
def test_damage_is_found_where_it_was_done(
    shipped: Catalog, table: str, pick: Pick, cells: dict[str, object], column: str
) -> None:
    """A damaged cell is reported under its file and column."""
    broken, _ = damaged(shipped, table, pick, **cells)
    file = "model_catalog.csv" if table == "models" else f"{table}.csv"
    assert (file, column) in columns(broken)


def test_an_offer_past_its_vendors_shutdown_must_say_so(shipped: Catalog) -> None:
    """An offer of a version that its provider has ended, without a date of its end, is stale."""
    ended = next(row for row in shipped.retirements if row.ends_offer and row.provider_id == "mistral")
    broken, offer = damaged(
        shipped,
        "offers",
        lambda r: (r.provider_id, r.model_id) == (ended.provider_id, ended.model_id),
        retires_on=None,
    )
    found = [f for f in fact_findings(broken, as_of=ended.retires_on) if f.file == "offers.csv"]
    assert [(f.row, f.column, f.rule) for f in found] == [(offer.offer_id, "retires_on", "stale")]


def test_an_offer_may_stand_until_the_day_of_its_shutdown(shipped: Catalog) -> None:
    """Before the shutdown nothing is stale: the same offer without a date is sound the day before."""
    ended = next(row for row in shipped.retirements if row.ends_offer and row.provider_id == "mistral")
    broken, _ = damaged(
        shipped,
        "offers",
        lambda r: (r.provider_id, r.model_id) == (ended.provider_id, ended.model_id),
        retires_on=None,
    )
    before = replace(broken, api_speeds=())
    assert ("offers.csv", "retires_on") not in columns(before, ended.retires_on - AFTER)


def test_a_served_closed_language_model_without_a_speed_class_is_reported(shipped: Catalog) -> None:
    """Its speed would otherwise have no prior."""
    classes = tuple(row for row in shipped.api_speed_classes if row.model_id != "openai/gpt-6.2-sol")
    found = list(fact_findings(replace(shipped, api_speed_classes=classes), as_of=shipped.dated))
    assert [(f.file, f.row, f.column) for f in found] == [("model_catalog.csv", "openai/gpt-6.2-sol", "model_id")]


def test_the_row_for_providers_that_state_nothing_may_not_be_missing(shipped: Catalog) -> None:
    """Without it the life of a version at most providers would be unknown altogether."""
    named = tuple(row for row in shipped.lifecycle_policies if row.provider_id)
    assert columns(replace(shipped, lifecycle_policies=named)) == {("lifecycle_policies.csv", "provider_id")}


def test_every_class_of_speed_has_both_priors(shipped: Catalog) -> None:
    """A class without a prior of one of the two speeds is reported by its name."""
    rest = tuple(row for row in shipped.api_speed_priors if (row.class_id, row.quantity) != ("closed_small", "ttft_ms"))
    found = list(fact_findings(replace(shipped, api_speed_priors=rest), as_of=shipped.dated))
    assert [(f.file, f.row) for f in found] == [("api_speed_priors.csv", "closed_small")]


def test_a_catalog_without_the_tables_of_facts_still_stands(shipped: Catalog) -> None:
    """A folder of an older edition has none of them: nothing is asked of its models then."""
    older = replace(shipped, **dict.fromkeys(FACT_TABLES, ()))
    assert list(fact_findings(older, as_of=older.dated)) == []


def test_no_offer_that_is_over_passes_for_current(shipped: Catalog) -> None:
    """Every offer of the shut list of November 2026 carries a date in the past."""
    over_by = shipped.dated
    firm = [row for row in shipped.retirements if row.ends_offer and row.certainty == "firm"]
    ended = {(row.provider_id, row.model_id) for row in firm if row.retires_on <= over_by}
    over = [o for o in shipped.offers if (o.provider_id, o.model_id) in ended and o.zone != "gov"]
    assert len(over) > 60
    assert [o.offer_id for o in over if o.retires_on is None] == []
