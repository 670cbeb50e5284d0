"""What is accepted and refused, and what that may not be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from refresh_shapes import TODAY

from advisor.catalog.catalog import Catalog
from advisor.catalog.refresh.choose import (
    by_rule,
    decide,
    decision_sheet,
    on_a_sheet,
    refused_by_maintainers,
    without_refused,
)
from advisor.catalog.refresh.records import Proposal, identity_of
from advisor.errors import InputError


def proposal(key: str = "a", proposed: str = "2", **values: Any) -> Proposal:
    """A proposal about one price."""
    plain: dict[str, Any] = {
        "proposal_id": identity_of("offers", key, "input_usd_per_mtok", proposed, values.get("source", "litellm")),
        "source": "litellm",
        "table": "offers",
        "key": key,
        "field": "input_usd_per_mtok",
        "kind": "changed",
        "reason": "newer",
        "stands": "1",
        "stands_source": "litellm-1#x",
        "stands_on": "2026-11-01",
        "proposed": proposed,
        "proposed_source": "litellm-2#x",
        "proposed_on": "2026-11-25",
        "cells": {},
        "relative": 1.0,
    }
    return Proposal(**(plain | values))


def test_all_leaves_out_what_waits_for_a_decision() -> None:
    """Conflicts, weaker sources and suspicious changes are accepted by name alone."""
    plain, torn = proposal("a"), proposal("b", blocked="conflict")
    assert decide([plain, torn], ["all"]).accepted == (plain,)
    assert decide([plain, torn], [torn.proposal_id]).accepted == (torn,)


def test_of_two_values_for_a_cell_one_is_accepted() -> None:
    """Accepting both is an error that names them."""
    one, other = proposal("a", "2", blocked="conflict"), proposal("a", "3", blocked="conflict", source="genai-prices")
    with pytest.raises(InputError, match=other.proposal_id):
        decide([one, other], [one.proposal_id, other.proposal_id])


def test_a_refusal_counts_against_an_acceptance() -> None:
    """All but one: the one is refused with its reason."""
    one, other = proposal("a"), proposal("b")
    decided = decide([one, other], ["all"], [f"{one.proposal_id}=a promotion until Christmas"])
    assert decided.accepted == (other,)
    assert [r.reason for r in decided.refusals([one, other], TODAY)] == ["a promotion until Christmas"]
    assert without_refused([one, other], decided.refusals([one, other], TODAY)) == (other,)


def test_refusing_what_is_not_there_is_an_error() -> None:
    """A typing error is not remembered as a refusal."""
    with pytest.raises(InputError, match="--refuse"):
        decide([proposal()], [], ["0123456789ab=no"])


def test_a_sheet_is_safe_to_open(tmp_path: Path) -> None:
    """Foreign text that a spreadsheet would take for a formula is text, and the sheet comes back as decisions."""
    hostile = proposal('=HYPERLINK("http://evil")')
    text = decision_sheet([hostile])
    assert "'=HYPERLINK" in text
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(text.replace("\n,,", "\nrefuse,hostile,"))
    assert decide([hostile], [str(sheet)]).refused == {hostile.proposal_id: "hostile"}


def test_rules_take_what_came_later_and_names_do_not() -> None:
    """A rule holds for what a first round made possible; an id names a proposal of its own run, a blocked one waits."""
    plain, torn = proposal("a"), proposal("b", blocked="conflict")
    assert by_rule([plain, torn], ["all"]) == (plain,)
    assert by_rule([plain], ["litellm"]) == (plain,)
    assert by_rule([plain], [plain.proposal_id]) == ()
    assert by_rule([plain], ["filled"]) == ()


def test_rules_take_none_of_two_values_for_one_cell() -> None:
    """Nobody is there to be asked which of them is meant."""
    assert by_rule([proposal("a", "2"), proposal("a", "3", source="genai-prices")], ["all"]) == ()


def test_what_follows_from_another_line_is_no_line_of_the_sheet() -> None:
    """That a row was seen again is decided with its conflict; alone it is a line."""
    torn = proposal("a", blocked="conflict")
    follows = proposal("a", kind="confirmed", field="priced_on", blocked="conflict")
    alone = proposal("b", kind="confirmed", field="priced_on")
    assert on_a_sheet([torn, follows, alone]) == (torn, alone)
    assert decision_sheet([torn, follows, alone]).count("\n") == 3


def test_what_the_catalog_itself_refuses_is_not_proposed_at_that_value(catalog: Catalog) -> None:
    """Each row holds for its list, cell and value alone: another price, or another list, is looked at again."""
    refused = refused_by_maintainers(catalog)
    assert refused
    for known in refused:
        same = proposal(
            known.key, known.proposed, source=known.source, table=known.table, field=known.field, kind="new", stands=""
        )
        dearer = same.model_copy(update={"proposed": f"{known.proposed}1"})
        elsewhere = same.model_copy(update={"source": "openrouter"})
        assert without_refused([same, dearer, elsewhere], refused) == (dearer, elsewhere)


def test_what_the_catalog_refuses_does_not_stand_in_it(catalog: Catalog) -> None:
    """A whole row that is refused is not shipped: the two would contradict one another."""
    rows = {offer.offer_id for offer in catalog.offers}
    whole = {row.row_key for row in catalog.refused_proposals if row.column_name is None}
    assert whole
    assert not whole & rows
