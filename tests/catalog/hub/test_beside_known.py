"""An import of a model that the catalog already has."""

from __future__ import annotations

from advisor.catalog.catalog import Catalog
from advisor.catalog.hub.beside_known import GROUPS, beside_known, cells_of
from advisor.catalog.tables.schema import Model


def llama(catalog: Catalog, **changes: object) -> Model:
    """A curated model but for what is given."""
    return catalog.model["meta/llama-3.1-8b-instruct"].model_copy(update=changes)


def test_what_was_curated_stays_and_the_difference_is_said(catalog: Catalog) -> None:
    """A repository's other number is told, not taken."""
    known = llama(catalog)
    row, notes, filled = beside_known({"context_tokens": "4096"}, known, catalog)
    assert row["context_tokens"] == str(known.context_tokens)
    assert any("says 4096 for context_tokens" in note for note in notes)
    assert not filled


def test_numbers_within_two_in_a_hundred_say_the_same(catalog: Catalog) -> None:
    """Rounding is nothing to tell."""
    known = llama(catalog, total_params_b=8.0)
    assert len(beside_known({"total_params_b": "8.03"}, known, catalog)[1]) == 1
    assert len(beside_known({"total_params_b": "9"}, known, catalog)[1]) == 2


def test_what_was_blank_is_filled_and_named(catalog: Catalog) -> None:
    """The blank cell of a curated row takes the import's value."""
    row, notes, filled = beside_known({"layers": "32"}, llama(catalog, layers=None), catalog)
    assert row["layers"] == "32"
    assert notes[1] == "Filled: layers."
    assert filled


def test_what_an_earlier_import_gave_is_renewed(catalog: Catalog) -> None:
    """Its whole group: the source covers all of it."""
    known = llama(catalog, shape_source="hub-import#meta/llama@old", layers=30)
    row, _, _ = beside_known({"layers": "32", "shape_source": "hub-import#meta/llama@new"}, known, catalog)
    assert (row["layers"], row["shape_source"]) == ("32", "hub-import#meta/llama@new")


def test_cells_read_back_are_the_row_and_groups_name_columns(catalog: Catalog) -> None:
    """A row as texts, blanks left out, validates to the row; every column that a source covers is one."""
    for model in catalog.models[:50]:
        assert Model.model_validate(dict.fromkeys(Model.model_fields) | cells_of(model)) == model
    assert {name for source, names in GROUPS.items() for name in (source, *names)} <= Model.model_fields.keys()
