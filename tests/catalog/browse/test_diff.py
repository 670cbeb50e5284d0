"""What differs between two catalogs is said, in words and as a record."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from advisor.catalog.browse.diff import CatalogDiff, diff_catalogs
from advisor.catalog.catalog import Catalog


@pytest.fixture
def changed(catalog: Catalog) -> Catalog:
    """The shipped catalog with one model less, one more, one retired, one price halved and one fact learnt."""
    models = list(catalog.models)
    gone = next(model for model in models if not catalog.offers_of.get(model.model_id))
    current = next(model for model in models if model.status == "current" and model is not gone)
    unknown = next(model for model in models if model.tools is None and model not in (gone, current))
    models = [model for model in models if model not in (gone, current, unknown)]
    models += [
        current.model_copy(update={"status": "retired"}),
        unknown.model_copy(update={"tools": True}),
        gone.model_copy(update={"model_id": f"{gone.model_id}-2"}),
    ]
    priced = next(offer for offer in catalog.offers if offer.input_usd_per_mtok)
    halved = priced.model_copy(update={"input_usd_per_mtok": (priced.input_usd_per_mtok or Decimal(0)) / 2})
    offers = tuple(halved if offer is priced else offer for offer in catalog.offers)
    return replace(catalog, models=tuple(models), offers=offers, digest="changed")


def test_a_catalog_does_not_differ_from_itself(catalog: Catalog) -> None:
    """No change is said as such."""
    same = diff_catalogs(catalog, catalog)
    assert same.empty
    assert not same.facts_changed
    assert not same.prices_changed
    assert "the same" in same.to_text()


def test_each_change_is_found_and_nothing_else(catalog: Catalog, changed: Catalog) -> None:
    """One model added, one removed, one retired, one price changed, two facts changed."""
    found = diff_catalogs(catalog, changed)
    assert len(found.models_added) == len(found.models_removed) == len(found.models_retired) == 1
    assert found.models_added[0] == f"{found.models_removed[0]}-2"
    assert [change.share for change in found.prices_changed] == [-0.5]
    assert {(change.fact, change.before, change.after) for change in found.facts_changed} == {
        ("status", "current", "retired"),
        ("tools", None, "yes"),
    }


def test_the_way_back_is_the_reverse(catalog: Catalog, changed: Catalog) -> None:
    """Swapping the catalogs swaps added and removed, before and after."""
    there, back = diff_catalogs(catalog, changed), diff_catalogs(changed, catalog)
    assert there.models_added == back.models_removed
    assert there.prices_changed[0].before == back.prices_changed[0].after
    assert back.models_retired == ()


def test_words_name_the_model_the_price_and_the_unknown(catalog: Catalog, changed: Catalog) -> None:
    """The text tells what a reader needs: id, both prices, the share, and unknown for what was blank."""
    found = diff_catalogs(catalog, changed)
    text = found.to_text()
    assert found.models_retired[0] in text
    assert "-50%" in text
    assert "tools unknown -> yes" in text
    assert "1 models added" in text


def test_long_lists_are_cut_and_say_so(catalog: Catalog) -> None:
    """A catalog without models lost all of them; the text shows some and counts the rest."""
    empty = replace(catalog, models=(), digest="empty")
    text = diff_catalogs(catalog, empty).to_text(shown=3)
    assert f"and {len(catalog.models) - 3:,} more" in text


def test_the_record_survives_json(catalog: Catalog, changed: Catalog) -> None:
    """JSON gives the same record back."""
    found = diff_catalogs(catalog, changed)
    assert CatalogDiff.model_validate_json(found.model_dump_json()) == found
    assert json.loads(found.model_dump_json())["prices_changed"][0]["unit"] == "USD per million input tokens"


def test_the_part_about_one_model(catalog: Catalog, changed: Catalog) -> None:
    """A replay asks only about the model it chose."""
    found = diff_catalogs(catalog, changed)
    retired = found.models_retired[0]
    assert {change.row for change in found.about(retired).facts_changed} == {retired}
    assert found.about("nobody/nothing").models_retired == ()
