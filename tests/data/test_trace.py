"""Every figure can be traced: its source is listed, dated and linked, and the key within that source is given.

The source files themselves are not in the repository, so agreement with them cannot be tested here; what is checked
where is told in ``docs/catalog.md``. Agreement of prices with an independent list is tested in ``test_prices``.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from advisor.catalog.browse.citation import cite
from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.cells import Row
from advisor.catalog.tables.every_table import ALL_TABLES

# Tables of figures whose sources list many things, so that a citation must name which.
KEYED = ("models", "offers", "price_history", "benchmarks", "gpu_offers", "gpus", "licences", "grids")
# Sources that are one page about one thing: the page is the key.
SINGLE_PAGES = ("web-", "policy-")
SAMPLE = 100
SEED = 20_261_121


def citations(catalog: Catalog, table: str) -> Iterator[tuple[Row, str, str]]:
    """Every source cell of a table: row, column, reference."""
    for row in getattr(catalog, table):
        for column, value in row:
            if isinstance(value, str) and (column == "source" or column.endswith("_source")):
                yield row, column, value


@pytest.fixture(scope="module")
def every(catalog: Catalog) -> list[tuple[Row, str, str]]:
    """All source cells of the tables of figures."""
    return [citation for table in KEYED for citation in citations(catalog, table)]


def test_a_hundred_cells_drawn_at_random_lead_to_their_source(
    catalog: Catalog, every: list[tuple[Row, str, str]]
) -> None:
    """Each names a listed source with version, date, licence and link, and the key there."""
    for _, _, reference in random.Random(SEED).sample(every, SAMPLE):
        citation = cite(catalog, reference)
        assert citation.source_id in catalog.source
        assert citation.version
        assert citation.licence
        assert citation.link.startswith("http") or citation.source_id.startswith("own-")
        assert citation.key or citation.source_id.startswith(SINGLE_PAGES)


def test_no_citation_leaves_out_its_key(every: list[tuple[Row, str, str]]) -> None:
    """What holds for the sample holds for all: tens of thousands of cells, each with a key unless it cites one page."""
    assert len(every) > 20_000
    bare = [r for _, _, r in every if "#" not in r and not r.startswith((*SINGLE_PAGES, "own-"))]
    assert bare == []


def test_no_figure_is_newer_than_its_source_was_read(catalog: Catalog) -> None:
    """A price is dated no later than the list that it comes from."""
    late = [
        offer.offer_id
        for offer in catalog.offers
        if offer.priced_on > catalog.source[offer.source.partition("#")[0]].dated
    ]
    assert late == []


def test_a_reviewed_name_means_one_model(catalog: Catalog) -> None:
    """Whatever source uses it, an alias leads to the same model, so any name can be looked up without its source."""
    meant: dict[str, set[str]] = {}
    for alias in catalog.aliases:
        meant.setdefault(alias.alias.lower(), set()).add(alias.model_id)
    assert {name: models for name, models in meant.items() if len(models) > 1} == {}


def test_every_source_is_used(catalog: Catalog) -> None:
    """The list of sources holds no leftovers beyond a handful that only prose cites."""
    used = {
        reference.partition("#")[0]
        for table in ("models", *ALL_TABLES.keys() - {"model_catalog", "sources"})
        for _, _, reference in citations(catalog, table)
    }
    assert len(set(catalog.source) - used) <= len(catalog.source) * 0.1
