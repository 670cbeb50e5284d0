"""Prices per million tokens as cells, and the rows that a list may make."""

from __future__ import annotations

from decimal import Decimal

import pytest

from advisor.catalog.catalog import Catalog
from advisor.catalog.refresh.sources.token_prices import offer_statement, plain, price_cell


@pytest.mark.parametrize(("number", "text"), [("2.50", "2.5"), ("3E+1", "30"), ("0.000000000123", "0"), ("100", "100")])
def test_numbers_are_written_plainly(number: str, text: str) -> None:
    """No exponent, no zeros behind, nine digits at most."""
    assert plain(Decimal(number)) == text


def test_what_is_no_price_is_told() -> None:
    """Below nothing, and beyond any price."""
    refused: list[str] = []
    assert [price_cell(Decimal(n), refused, "x") for n in (-1, 10**7)] == ["", ""]
    assert len(refused) == 2


def test_a_variant_makes_no_row(catalog: Catalog) -> None:
    """A name that means a preview, an effort or a free route is not the plain model's offer."""
    for name, whole in (("gpt-5", True), ("gpt-5-high", False)):
        statement, _lost = offer_statement(
            catalog,
            {"input_usd_per_mtok": "1"},
            scheme="modelsdev",
            key=f"openai/{name}",
            model_key=name,
            host="openai",
            provider_id="openai",
            zone="unspecified",
        )
        assert statement.whole is whole
