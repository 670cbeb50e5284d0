"""Rules on identity: what stands twice, names nobody, or has no source."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from advisor.catalog.audit.check_references import bad_sources, dangling, key_of, reference_findings
from advisor.catalog.catalog import Catalog


def rules(catalog: Catalog, **tables: Any) -> set[tuple[str, str, str]]:
    """Rule, file and column of what is found."""
    return {(one.rule, one.file, one.column) for one in reference_findings(replace(catalog, **tables))}


def test_a_row_is_named_by_its_keys(catalog: Catalog) -> None:
    """By the first column where its table names none."""
    row = catalog.capabilities[0]
    assert key_of(row, "capabilities") == f"{row.model_id}/{row.capability}"
    speed = catalog.measured_speeds[0]
    assert key_of(speed, "measured_speeds") == str(next(iter(speed.model_dump().values())))


def test_an_identity_that_stands_twice_is_found(catalog: Catalog) -> None:
    """Whatever else differs."""
    twin = catalog.providers[0].model_copy(update={"name": "Another"})
    assert ("duplicate", "providers.csv", "provider_id") in rules(catalog, providers=(*catalog.providers, twin))


def test_a_reference_to_nobody_is_found_in_its_column(catalog: Catalog) -> None:
    """Blank cells name nobody, and are none."""
    offer = catalog.offers[0]
    lost = offer.model_copy(update={"model_id": "nobody/nothing", "provider_id": "nobody"})
    assert {one.column for one in dangling("offers", [lost], catalog)} == {"model_id", "provider_id"}
    assert list(dangling("offers", [offer], catalog)) == []


def test_a_source_is_known_by_what_stands_before_its_mark(catalog: Catalog) -> None:
    """The key within the source is the source's own."""
    offer = catalog.offers[0]
    source = offer.source.partition("#")[0]
    sound, hearsay = (offer.model_copy(update={"source": text}) for text in (f"{source}#anything", "hearsay#1"))
    assert list(bad_sources("offers", [sound], catalog)) == []
    assert [one.value for one in bad_sources("offers", [hearsay], catalog)] == ["hearsay#1"]


def test_a_figure_without_a_source_is_found(catalog: Catalog) -> None:
    """In the column that should have named it."""
    place = next(at for at, model in enumerate(catalog.models) if model.total_params_b and model.params_source)
    models = list(catalog.models)
    models[place] = models[place].model_copy(update={"params_source": None})
    found = rules(catalog, models=tuple(models)) - rules(catalog)
    assert {file for _, file, _ in found} == {"model_catalog.csv"}
    assert {column for *_, column in found} <= {"params_source", "total_params_b"}
