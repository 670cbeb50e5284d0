"""Several sources of one cell: two that agree count as two, two that disagree are for somebody to decide."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from refresh_shapes import LATER, TODAY, cited_by, genai_prices, litellm, litellm_of, openrouter

from advisor.catalog.catalog import Catalog
from advisor.catalog.refresh.conflicts import confirmations_held, reconciled
from advisor.catalog.refresh.gather import SourceFile, gathered, recognised_files
from advisor.catalog.refresh.names import key_of_reference
from advisor.catalog.refresh.records import Proposal
from advisor.catalog.tables.schema import Offer


def both(catalog: Catalog) -> tuple[Offer, str]:
    """An offer that two lists have, litellm first, with the key of the other."""
    offer = next(
        o
        for o in catalog.offers
        if o.source.startswith("litellm")
        and (o.second_source or "").startswith("genai-prices")
        and o.tier == "standard"
        and o.input_usd_per_mtok
        and o.output_usd_per_mtok
        and catalog.provider[o.provider_id].kind == "model_vendor"
        and not o.conflict
    )
    return offer, key_of_reference(offer.second_source)


def of_genai(key: str, offer: Offer, times: Decimal) -> bytes:
    """The offer in the second list, prices multiplied."""
    prices = {
        "input_mtok": float((offer.input_usd_per_mtok or 0) * times),
        "output_mtok": float((offer.output_usd_per_mtok or 0) * times),
    }
    return genai_prices({key: prices})


def proposals(catalog: Catalog, *contents: bytes) -> tuple[Proposal, ...]:
    """What the files propose together."""
    files = [SourceFile(f"file{number}.json", content, LATER) for number, content in enumerate(contents)]
    return gathered(recognised_files(files), catalog).proposals


def main_price(found: Iterable[Proposal], offer: Offer) -> list[Proposal]:
    """The proposals about the input price of an offer."""
    return [p for p in found if p.key == offer.offer_id and p.field == "input_usd_per_mtok"]


def test_two_lists_with_one_new_price_are_one_agreed_proposal(catalog: Catalog) -> None:
    """Both are cited, each in its place, and the price counts as agreed."""
    offer, key = both(catalog)
    times = Decimal("1.25")
    found = main_price(proposals(catalog, litellm(litellm_of(offer, times=times)), of_genai(key, offer, times)), offer)
    assert [(p.blocked, p.cells["agreement"]) for p in found] == [(None, "agreed")]
    cited = {(p.cells["source"].partition("#")[0], p.cells["second_source"].partition("#")[0]) for p in found}
    assert cited == {(f"litellm-{LATER}", f"genai-prices-{LATER}")}


def test_two_lists_with_two_new_prices_are_a_conflict(catalog: Catalog) -> None:
    """Each is proposed, against the other, and no average is made."""
    offer, key = both(catalog)
    contents = litellm(litellm_of(offer, times=Decimal("1.2"))), of_genai(key, offer, Decimal("1.4"))
    found = main_price(proposals(catalog, *contents), offer)
    assert {p.blocked for p in found} == {"conflict"}
    stands = offer.input_usd_per_mtok or Decimal(0)
    assert {Decimal(p.proposed) for p in found} == {stands * Decimal("1.2"), stands * Decimal("1.4")}
    assert all(len(p.against) == 1 for p in found)


def test_a_list_that_still_has_the_old_price_disagrees_with_one_that_has_a_new(catalog: Catalog) -> None:
    """The change waits, and so does the confirmation: neither is taken with all."""
    offer, key = both(catalog)
    contents = litellm(litellm_of(offer, times=Decimal("1.2"))), of_genai(key, offer, Decimal(1))
    found = [p for p in proposals(catalog, *contents) if p.key == offer.offer_id]
    assert {p.kind for p in found} == {"changed", "confirmed"}
    assert {p.blocked for p in found} == {"conflict"}


def test_a_list_that_has_nothing_new_still_says_what_stands_of_it(catalog: Catalog) -> None:
    """What was taken from an edition is not changed by another list while that very edition lies beside it."""
    offer, key = both(catalog)
    cited = f"litellm-{LATER}#{key_of_reference(offer.source)}"
    taken = offer.model_copy(update={"source": cited, "second_source": None, "priced_on": LATER})
    others = tuple(taken if o is offer else o for o in catalog.offers)
    later = replace(catalog, offers=others, digest="taken from an edition")
    beside = SourceFile("a.json", litellm(litellm_of(offer)), LATER)
    newer = SourceFile("b.json", of_genai(key, offer, Decimal("1.25")), TODAY)
    apart = main_price(gathered(recognised_files([newer]), later).proposals, offer)
    assert [p.blocked for p in apart] == [None]
    together = main_price(gathered(recognised_files([beside, newer]), later).proposals, offer)
    assert [(p.blocked, p.against[0].endswith(f"({cited})")) for p in together] == [("conflict", True)]


def test_a_list_is_not_against_what_it_changes_itself(catalog: Catalog) -> None:
    """A new end beside the same price is a change of one cell: the list does not still say the end before."""
    offer = next(
        o
        for o in catalog.offers
        if o.retires_on and o.retires_on > LATER and o.source.startswith("litellm") and o.tier == "standard"
    )
    key = key_of_reference(offer.source)
    entries = litellm_of(offer)
    entries[key] |= {"deprecation_date": "2031-01-01"}
    found = {p.field: p for p in proposals(catalog, litellm(entries)) if p.key == offer.offer_id}
    assert (found["retires_on"].blocked, found["retires_on"].against) == (None, ())
    assert found["priced_on"].blocked is None
    assert "retires_on" not in found["priced_on"].repeats


def test_a_confirmation_waits_only_while_its_conflict_does(catalog: Catalog) -> None:
    """Without the refused change the other list's confirmation is one to accept."""
    offer, key = both(catalog)
    contents = litellm(litellm_of(offer, times=Decimal("1.2"))), of_genai(key, offer, Decimal(1))
    about = [p for p in proposals(catalog, *contents) if p.key == offer.offer_id]
    left = confirmations_held([p for p in about if p.kind != "changed"])
    assert [(p.kind, p.blocked) for p in left] == [("confirmed", None)]


def test_a_copy_of_a_list_says_nothing_beside_the_list_itself(catalog: Catalog) -> None:
    """Of OpenRouter's own list and the lists that copy it only the own one speaks."""
    offer = cited_by(catalog, "genai-prices", provider="openrouter")
    pricing = {"prompt": "0.0000011", "completion": "0.0000022"}
    copy = of_genai(key_of_reference(offer.source), offer, Decimal(1))
    found = proposals(catalog, openrouter({offer.provider_model_key: pricing}), copy)
    about = [p for p in found if p.key == offer.offer_id]
    assert about
    assert {p.source for p in about} == {"openrouter"}


def test_proposals_of_different_cells_do_not_meet(catalog: Catalog) -> None:
    """One list alone is never in conflict with itself."""
    found = proposals(catalog, litellm(litellm_of(cited_by(catalog, "litellm"), times=Decimal("1.2"))))
    assert reconciled(found) == found


def test_a_third_list_takes_no_citation_from_the_two_that_the_row_has(catalog: Catalog) -> None:
    """The row stays cited by its own lists, on the newest day of the three."""
    offer, key = both(catalog)
    contents = litellm(litellm_of(offer)), of_genai(key, offer, Decimal(1))
    files = [SourceFile(f"file{number}.json", content, LATER) for number, content in enumerate(contents)]
    alone = [
        p for file in files for p in gathered(recognised_files([file]), catalog).proposals if p.key == offer.offer_id
    ]
    update = {"source": "models-dev", "proposed_on": str(TODAY), "proposed": str(TODAY)}
    third = alone[0].model_copy(update=update | {"proposed_source": f"modelsdev-{TODAY}#somebody/{key}"})
    (found,) = reconciled([third, *alone])
    assert (found.kind, found.proposed) == ("confirmed", str(TODAY))
    assert (found.cells["source"], found.cells["second_source"]) == (
        f"litellm-{LATER}#{key_of_reference(offer.source)}",
        f"genai-prices-{LATER}#{key}",
    )
