"""The reference pages of the docs are those that the commands and the questions of today make."""

from __future__ import annotations

import pytest

from advisor.cli.reference_pages import FOLDER, PAGES


@pytest.mark.parametrize("name", PAGES)
def test_no_page_is_stale(name: str) -> None:
    """Else: python -m advisor.cli.reference_pages."""
    assert (FOLDER / name).read_text(encoding="utf-8") == PAGES[name](), "python -m advisor.cli.reference_pages"
