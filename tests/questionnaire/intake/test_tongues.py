"""The language of a text is told by its little words or its script, or not at all."""

from __future__ import annotations

import pytest

from advisor.questionnaire.intake.tongues import language_of


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("What is the status of my order and how do I send it back?", "en"),
        ("Wie viele Tage Urlaub habe ich und wie beantrage ich die Tage?", "de"),
        ("Comment est-ce que je peux changer les dates de mes vacances avec vous ?", "fr"),
        ("¿Cuál es el estado de los pedidos y qué hago con la factura?", "es"),
        ("注文の状況を教えてください", "ja"),
        ("订单的状态是什么", "zh"),
        ("Каков статус моего заказа", "ru"),
        ("", None),
        ("def f(x): return x + 1", None),
        ("12345 67890", None),
    ],
)
def test_a_language_is_told(text: str, code: str | None) -> None:
    """Code and numbers have none."""
    assert language_of(text) == code
