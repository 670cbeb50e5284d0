"""The citation behind a source cell."""

from __future__ import annotations

from advisor.catalog.browse.citation import cite
from advisor.catalog.catalog import Catalog


def test_a_reference_becomes_source_and_key(catalog: Catalog) -> None:
    """What stands behind the first # is the key under which the source lists the figure, whatever is in it."""
    source = catalog.sources[0]
    found = cite(catalog, f"{source.source_id}#a#b")
    assert (found.name, found.version, found.dated) == (source.name, source.version, source.dated)
    assert (found.link, found.licence, found.key) == (source.link, source.licence, "a#b")
    assert str(found) == f"{source.name} ({source.dated}), a#b"


def test_a_source_as_a_whole_has_no_key(catalog: Catalog) -> None:
    """Nothing is said behind its date."""
    source = catalog.sources[0]
    assert str(cite(catalog, source.source_id)) == f"{source.name} ({source.dated})"


def test_an_id_that_no_source_has_is_shown_as_it_stands(catalog: Catalog) -> None:
    """A user's own row may cite anything; its licence is unknown."""
    found = cite(catalog, "my-notes#page 3")
    assert (found.name, found.licence, found.link, found.key) == ("my-notes", "unknown", "", "page 3")
