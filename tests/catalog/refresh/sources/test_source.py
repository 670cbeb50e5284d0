"""An entry of the registry: names of files, editions."""

from __future__ import annotations

from refresh_shapes import LATER

from advisor.catalog.refresh.names import family_of
from advisor.catalog.refresh.sources.registry import BY_NAME, SOURCES
from advisor.catalog.refresh.sources.source import RefreshSource


def test_files_are_known_by_name_whatever_their_case_and_packing() -> None:
    """A date or a version in the name does not matter."""
    source: RefreshSource = BY_NAME["litellm"]
    assert source.named("Model_Prices_and_Context_Window.json")
    assert source.named("litellm-2026-11-20.json.gz")
    assert not source.named("genai-prices.json")


def test_the_family_of_an_edition_is_the_source_again() -> None:
    """What an accepted row cites leads back to the list."""
    assert [family_of(source.edition(LATER)) for source in SOURCES] == [source.family for source in SOURCES]
    assert BY_NAME["litellm"].source_row(LATER).dated == LATER
