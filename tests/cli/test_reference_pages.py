"""The reference pages of the docs are those that the commands and the questions of today make."""

from __future__ import annotations

import pytest

from advisor.cli.reference_pages import FOLDER, PAGES, every_field


@pytest.mark.parametrize("name", PAGES)
def test_no_page_is_stale(name: str) -> None:
    """Else: python -m advisor.cli.reference_pages."""
    assert (FOLDER / name).read_text(encoding="utf-8") == PAGES[name](), "python -m advisor.cli.reference_pages"


def test_every_field_of_a_file_of_answers_is_named() -> None:
    """Those that no question asks for too, with what they take; records in lists by their own fields."""
    fields = {place: (holds, usual) for place, holds, usual in every_field()}
    assert fields["governance.jurisdictions_excluded"] == ("list of string", "`[]`")
    assert fields["hosting.gpus_owned[].servers"][0] == "integer from 1 to 100,000"
    assert fields["use_cases[].latency.total_s"] == ("number above 0 to 86,400", "")
    assert fields["data.classification"][0].startswith("`public`, `internal`")
    assert "weights" in fields
    assert "priorities" in fields
