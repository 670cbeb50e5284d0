"""Every source says everything about itself, once."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from advisor.catalog.refresh.sources.registry import BY_NAME, SOURCES
from advisor.catalog.refresh.sources.source import RefreshSource


def test_names_and_families_are_distinct() -> None:
    """No two sources share a name or the beginning of their editions' ids."""
    assert len(BY_NAME) == len({source.family for source in SOURCES}) == len(SOURCES)


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_a_source_is_whole(source: RefreshSource) -> None:
    """Licence, attribution and link; an address is https, and a folder can hold its file."""
    assert source.licence
    assert source.attribution
    assert source.files
    assert not source.address or urlsplit(source.address).scheme == "https"
    assert set(source.copied_by) <= {other.family for other in SOURCES}
