"""Statements of a source become proposals about the rows that they mean, and about no others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from refresh_shapes import LATER, cited_by, genai_prices, litellm, litellm_of, models_dev, notices, openrouter, rents

from advisor.catalog.catalog import Catalog
from advisor.catalog.refresh.compare import proposals_of
from advisor.catalog.refresh.gather import read_source
from advisor.catalog.refresh.names import key_of_reference
from advisor.catalog.refresh.reasons import same_figure
from advisor.catalog.refresh.records import ROW, Proposal
from advisor.catalog.refresh.sources.registry import BY_NAME
from advisor.catalog.refresh.sources.source import Edition


def proposed(name: str, content: bytes, catalog: Catalog, day: date = LATER) -> list[Proposal]:
    """What one file of a source proposes on its own."""
    source = BY_NAME[name]
    document = source.parsed(content)
    assert source.looks_like(document.value)
    return proposals_of(source.read(document.value, catalog, day).statements, Edition(source, day), catalog)


def test_another_price_of_the_list_that_stands_is_a_change_in_a_later_edition(catalog: Catalog) -> None:
    """Old and new value, source and day of each, by how much, and why."""
    offer = cited_by(catalog, "litellm")
    found = proposed("litellm", litellm(litellm_of(offer, times=Decimal("1.5"))), catalog)
    changed = {p.field: p for p in found}
    proposal = changed["input_usd_per_mtok"]
    assert set(changed) == {"input_usd_per_mtok", "output_usd_per_mtok"}
    assert (proposal.table, proposal.key, proposal.kind, proposal.reason) == (
        "offers",
        offer.offer_id,
        "changed",
        "newer",
    )
    assert (proposal.stands_source, proposal.stands_on) == (offer.source, offer.priced_on.isoformat())
    assert proposal.proposed_source == f"litellm-{LATER}#{key_of_reference(offer.source)}"
    assert Decimal(proposal.proposed) == offer.input_usd_per_mtok * Decimal("1.5")
    assert proposal.relative == pytest.approx(0.5)
    assert proposal.blocked is None


def test_the_same_price_seen_later_is_confirmed(catalog: Catalog) -> None:
    """A price that still holds gets the later day and the later edition, and nothing else."""
    offer = cited_by(catalog, "litellm", second_source=None)
    (proposal,) = proposed("litellm", litellm(litellm_of(offer)), catalog)
    assert (proposal.kind, proposal.field, proposal.proposed) == ("confirmed", "priced_on", LATER.isoformat())
    assert proposal.cells == {"source": proposal.proposed_source, "second_source": ""}


def test_a_second_list_that_says_the_same_makes_the_price_agreed(catalog: Catalog) -> None:
    """Two independent lists within a tenth of a per cent: both are cited."""
    offer = cited_by(catalog, "litellm", agreement="single", provider="vercel")
    known = cited_by(catalog, "modelsdev", provider="vercel")
    prices = {"input": float(offer.input_usd_per_mtok or 0), "output": float(offer.output_usd_per_mtok or 0)}
    content = models_dev(
        {key_of_reference(known.source): {"cost": {"input": 1}}, f"vercel/{offer.model_id}": {"cost": prices}}
    )
    found = [p for p in proposed("models-dev", content, catalog) if p.kind == "confirmed"]
    assert [(p.key, p.cells["second_source"], p.cells["agreement"]) for p in found] == [
        (offer.offer_id, offer.source, "agreed")
    ]


def test_nothing_older_than_what_stands_is_proposed(catalog: Catalog) -> None:
    """An old file changes no price and confirms none."""
    offer = cited_by(catalog, "litellm")
    content = litellm(litellm_of(offer, times=2) | litellm_of(cited_by(catalog, "litellm", number=1)))
    assert proposed("litellm", content, catalog, day=date(2026, 1, 1)) == []


@pytest.mark.parametrize(("times", "reason"), [(10**6, "unit"), (1000, "unit"), (5, "newer")])
def test_a_change_that_large_waits_for_somebody(catalog: Catalog, times: int, reason: str) -> None:
    """By a power of ten that parts units, or by a factor above three, the change is not taken with all."""
    offer = cited_by(catalog, "litellm", provider="mistral")
    content = litellm(litellm_of(offer, times=Decimal(1) / times))
    found = [p for p in proposed("litellm", content, catalog) if p.field == "output_usd_per_mtok"]
    assert [(p.reason, p.blocked) for p in found] == [(reason, "suspicious")]


def test_a_price_above_any_price_is_refused_and_told(catalog: Catalog) -> None:
    """Prices per token taken for prices per 10^6 are no prices: the report says so, and nothing is proposed."""
    offer = cited_by(catalog, "litellm")
    source = BY_NAME["litellm"]
    value = source.parsed(litellm(litellm_of(offer, times=10**6))).value
    made, report = read_source(source, LATER, value, catalog)
    assert made == []
    assert "is no price" in report.refused[0]


def test_a_router_speaks_of_its_own_offers_alone(catalog: Catalog) -> None:
    """What OpenRouter takes for a model is never proposed for the vendor's offer."""
    offer = cited_by(catalog, "genai-prices", provider="openrouter")
    pricing = {"prompt": "0.0000123", "completion": "0.0000456"}
    found = proposed("openrouter", openrouter({offer.provider_model_key: pricing}), catalog)
    assert found
    assert {catalog_offer(catalog, p.key).provider_id for p in found if p.field != ROW} == {"openrouter"}


def catalog_offer(catalog: Catalog, key: str) -> Any:
    """The offer of an id."""
    return next(offer for offer in catalog.offers if offer.offer_id == key)


def test_a_computed_price_is_no_lists_to_change(catalog: Catalog) -> None:
    """An offer whose price was derived from a list price is left alone by the list."""
    offer = next(o for o in catalog.offers if (o.conflict or "").startswith("derived") and o.input_usd_per_mtok)
    assert all(p.key != offer.offer_id for p in proposed("litellm", litellm(litellm_of(offer, times=2)), catalog))


def test_a_price_of_a_vendors_own_page_is_not_overruled_unasked(catalog: Catalog) -> None:
    """Where a vendor's page stands, a list's other figure waits for a decision."""
    offer = cited_by(catalog, "litellm")
    vendor = next(s.source_id for s in catalog.sources if s.kind == "vendor")
    better = offer.model_copy(update={"source": f"{vendor}#price", "second_source": offer.source})
    changed = replace(catalog, offers=tuple(better if o is offer else o for o in catalog.offers))
    found = proposed("litellm", litellm(litellm_of(offer, times=Decimal("1.2"))), changed)
    assert {p.blocked for p in found} == {"weaker_source"}


def test_a_yuan_price_is_seen_as_another_currency(catalog: Catalog) -> None:
    """In the Chinese zone a factor of seven is the exchange rate."""
    offer = cited_by(catalog, "modelsdev", zone="cn")
    cost = {"input": float((offer.input_usd_per_mtok or 0) * 7), "output": float((offer.output_usd_per_mtok or 0) * 7)}
    found = proposed("models-dev", models_dev({key_of_reference(offer.source): {"cost": cost}}), catalog)
    assert {p.reason for p in found} == {"currency"}


def test_the_end_of_a_version_is_a_new_row_and_the_end_of_its_offers(catalog: Catalog) -> None:
    """A notice enters the table of retirements, and the offers that are called by the version's name end with it."""
    offer = cited_by(catalog, "litellm", provider="openai", retires_on=None)
    key = offer.provider_model_key
    found = proposed("retirements", notices({"model_id": key, "shutdown_date": "2027-06-30"}), catalog)
    assert {(p.table, p.field, p.proposed) for p in found if p.table == "offers"} >= {
        ("offers", "retires_on", "2027-06-30")
    }
    row = next(p for p in found if p.table == "retirements")
    assert (row.cells["ends_offer"], row.cells["retires_on"], row.cells["certainty"]) == ("yes", "2027-06-30", "firm")


def test_a_notice_that_ends_on_its_own_day_is_taken_for_no_end(catalog: Catalog) -> None:
    """A list that repeats the day of the notice as the end says nothing of the end."""
    source = BY_NAME["retirements"]
    content = notices({"model_id": "gpt-5", "shutdown_date": "2026-10-01"})
    made, report = read_source(source, LATER, source.parsed(content).value, catalog)
    assert made == []
    assert "notice" in report.refused[0]


def test_rents_follow_the_listing_that_they_cite(catalog: Catalog) -> None:
    """A later rent of the listing that a row cites is a change of that row, dated by the entry."""
    offer = next(o for o in catalog.gpu_offers if o.source.startswith("gpu-pricing") and o.commitment == "on_demand")
    rent = float((offer.usd_per_gpu_hour or 0) * Decimal("1.1"))
    entry = {"id": key_of_reference(offer.source), "provider_id": offer.provider_id, "gpu_model": "x", "vram_gb": 80}
    found = proposed("gpu-rents", rents(entry | {"price_usd_hour": rent}), catalog)
    assert [(p.key, p.field, p.cells["priced_on"]) for p in found] == [
        (offer.offer_id, "usd_per_gpu_hour", LATER.isoformat())
    ]


def test_steps_of_a_price_become_the_prices_of_long_inputs(catalog: Catalog) -> None:
    """Base and first step of a price in steps are the plain and the long price, with where it begins."""
    offer = cited_by(catalog, "genai-prices", long_input_usd_per_mtok=None, provider="mistral")
    base = float(offer.input_usd_per_mtok or 0)
    prices = {
        "input_mtok": {"base": base, "tiers": [{"start": 200000, "price": base * 2}]},
        "output_mtok": float(offer.output_usd_per_mtok or 0),
    }
    found = proposed("genai-prices", genai_prices({key_of_reference(offer.source): prices}), catalog)
    filled = {p.field: p.proposed for p in found if p.kind == "filled"}
    assert filled["long_context_above_tokens"] == "200000"
    assert same_figure(filled["long_input_usd_per_mtok"], str(base * 2))


def test_a_price_from_a_day_on_counts_from_that_day(catalog: Catalog) -> None:
    """Of prices with a start the last that has begun is in force."""
    offer = cited_by(catalog, "genai-prices", provider="mistral")
    old, new = float(offer.input_usd_per_mtok or 0), float(offer.input_usd_per_mtok or 0) * 1.5
    rest = {"output_mtok": float(offer.output_usd_per_mtok or 0)}
    steps: Any = [
        {"prices": {"input_mtok": old, **rest}},
        {"constraint": {"start_date": "2026-11-24"}, "prices": {"input_mtok": new, **rest}},
        {"constraint": {"start_date": "2027-01-01"}, "prices": {"input_mtok": 99.0, **rest}},
    ]
    found = proposed("genai-prices", genai_prices({key_of_reference(offer.source): steps}), catalog)
    assert [p.field for p in found] == ["input_usd_per_mtok"]
    assert same_figure(found[0].proposed, str(new))


def test_facts_of_a_model_come_from_its_own_vendor_alone(catalog: Catalog) -> None:
    """A host's limit is that of its service: only the vendor's own entry says something of the model."""
    model = next(m for m in catalog.models if m.vendor == "mistral" and m.context_tokens and m.status == "current")
    slug = model.model_id.partition("/")[2]
    entry = {"limit": {"context": 4096}, "modalities": {"input": ["text"]}}
    host = proposed("models-dev", models_dev({f"groq/{slug}": entry}), catalog)
    assert [p for p in host if p.table == "model_catalog"] == []


def test_zero_is_no_price(catalog: Catalog) -> None:
    """A list's price of nothing for a paid product fills and changes nothing."""
    offer = cited_by(catalog, "litellm")
    zero = litellm({key_of_reference(offer.source): {"input_cost_per_token": 0, "output_cost_per_token": 0.0}})
    assert proposed("litellm", zero, catalog) == []


def test_a_dated_version_is_heard_only_where_none_names_the_model(catalog: Catalog) -> None:
    """The end of a snapshot is not the end of the model's own entry."""
    offer = next(
        o
        for o in catalog.offers
        if o.provider_id == "openai" and o.tier == "standard" and o.model_id == "openai/gpt-4.1"
    )
    bare = replace(
        catalog,
        offers=tuple(
            o.model_copy(update={"source": "own-entry", "second_source": None, "retires_on": None})
            if (o.model_id, o.provider_id) == (offer.model_id, offer.provider_id)
            else o
            for o in catalog.offers
        ),
    )
    prices = {
        "litellm_provider": "openai",
        "input_cost_per_token": float((offer.input_usd_per_mtok or 0) * Decimal("1.1") / 10**6),
    }
    dated = {"gpt-4.1-2025-04-14": {**prices, "input_cost_per_token": 0.00007, "deprecation_date": "2030-01-14"}}
    known = litellm_of(cited_by(bare, "litellm", provider="openai"), litellm_provider="openai")
    both = proposed("litellm", litellm({"gpt-4.1": prices} | dated | known), bare)
    alone = proposed("litellm", litellm(dated | known), bare)
    assert {p.proposed_source.partition("#")[2] for p in both if p.key == offer.offer_id} == {"gpt-4.1"}
    assert {p.proposed_source.partition("#")[2] for p in alone if p.key == offer.offer_id} == {"gpt-4.1-2025-04-14"}


def test_entries_of_one_list_that_disagree_say_nothing_though_one_says_what_stands(catalog: Catalog) -> None:
    """Neither a change nor a confirmation follows."""
    offer = cited_by(catalog, "modelsdev", provider="vercel")
    bare = replace(
        catalog, offers=tuple(o.model_copy(update={"source": "own-entry"}) if o is offer else o for o in catalog.offers)
    )
    known = cited_by(catalog, "modelsdev", provider="vercel", number=1)
    same = {"input": float(offer.input_usd_per_mtok or 0), "output": float(offer.output_usd_per_mtok or 0)}
    key, again = f"vercel/{offer.model_id}", f"vercel/other/{offer.model_id.partition('/')[2]}"
    of_known = {key_of_reference(known.source): {"cost": {"input": 1}}}
    agreeing = models_dev(of_known | {key: {"cost": same}})
    torn = models_dev(of_known | {key: {"cost": same}, again: {"cost": {**same, "output": same["output"] * 2}}})
    assert [p.kind for p in proposed("models-dev", agreeing, bare) if p.key == offer.offer_id] == ["confirmed"]
    assert [p.kind for p in proposed("models-dev", torn, bare) if p.key == offer.offer_id] == []


def test_a_price_per_token_does_not_confirm_what_is_paid_by_the_picture(catalog: Catalog) -> None:
    """The list says nothing of the price that counts."""
    offer = cited_by(catalog, "litellm")
    drawn = offer.model_copy(update={"usd_per_image": Decimal("0.04")})
    changed = replace(catalog, offers=tuple(drawn if o is offer else o for o in catalog.offers))
    assert proposed("litellm", litellm(litellm_of(offer)), changed) == []


def test_a_list_that_the_row_cannot_cite_fills_nothing(catalog: Catalog) -> None:
    """A row cites two lists; a third one's figure would stand without its source."""
    offer = cited_by(catalog, "litellm", provider="openai", cached_input_usd_per_mtok=None)
    full = offer.model_copy(update={"source": "genai-prices-0.2.3#x", "second_source": "modelsdev-2026-09-28#y"})
    content = litellm(litellm_of(offer, cache_read_input_token_cost=0.0000001, litellm_provider="openai"))
    third = replace(catalog, offers=tuple(full if o is offer else o for o in catalog.offers))

    def filled(of: Catalog) -> set[str]:
        return {p.field for p in proposed("litellm", content, of) if p.kind == "filled"}

    assert filled(catalog) == {"cached_input_usd_per_mtok"}
    assert filled(third) == set()


def test_what_a_weaker_source_fills_waits_with_what_it_would_overrule(catalog: Catalog) -> None:
    """One source stands for the whole row: taking half of it would claim the other half."""
    vendor = next(s.source_id for s in catalog.sources if s.kind == "vendor")
    row = next(r for r in catalog.retirements if r.provider_id == "openai" and r.retires_on)
    sure = row.model_copy(update={"source": f"{vendor}#x", "announced_on": None, "dated": date(2026, 1, 1)})
    changed = replace(catalog, retirements=tuple(sure if r is row else r for r in catalog.retirements))
    notice = {"model_id": row.provider_model_key, "shutdown_date": "2031-01-01", "announcement_date": "2026-02-02"}
    found = [p for p in proposed("retirements", notices(notice), changed) if p.table == "retirements"]
    assert {(p.field, p.blocked) for p in found} == {
        ("retires_on", "weaker_source"),
        ("announced_on", "weaker_source"),
    }


def test_a_list_makes_no_new_row_of_an_offer_that_stands(catalog: Catalog) -> None:
    """A derived price has the id that a list's own row would have: it stays, and nothing takes its place."""
    derived = next(
        o
        for o in catalog.offers
        if o.derived
        and o.zone == "unspecified"
        and o.tier == "standard"
        and catalog.model[o.model_id].status == "current"
        and o.source.startswith("litellm")
        and o.offer_id == f"{o.provider_id}:{o.model_id.partition('/')[2]}:unspecified"
    )
    key = key_of_reference(derived.source)
    entry = litellm_of(derived)[key] | {"input_cost_per_token": 1e-6}
    found = proposed("litellm", litellm({f"{key}@default": entry, **litellm_of(cited_by(catalog, "litellm"))}), catalog)
    assert [p for p in found if p.key == derived.offer_id] == []
