"""What bought hardware fetches later."""

from __future__ import annotations

import pytest

from advisor.catalog.catalog import Catalog
from advisor.hosting.assumptions import assumptions_of
from advisor.hosting.costs.purchase import kept_share, resale_share


def test_resale_falls_with_age_and_not_within_the_first_year(catalog: Catalog) -> None:
    """0.65 after a year and before, 0.4225 after two, 0.274625 after three."""
    assume = assumptions_of(catalog)
    assert resale_share(1, assume) == resale_share(12, assume) == pytest.approx(0.65)
    assert resale_share(36, assume) == pytest.approx(0.274625)
    assert kept_share(6, assume) == pytest.approx(0.65**0.5)
