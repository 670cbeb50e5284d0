"""Guards: money, class of data, personal data, images; what blocks, what warns, what lifts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from advisor.trials.guards.before_sending import Caps, PlannedPane, check
from advisor.trials.measures.costs import Price
from advisor.trials.records import Connection, Message, Parameters, TrialRequest, embedded_connection

PRICE = Price("o", Decimal("0.00001"), Decimal("0.000001"), Decimal("0.00003"), "2026-11-01")


def planned(text: str = "Hello", *, price: Price | None = PRICE, max_tokens: int = 1000, **changes: Any) -> PlannedPane:
    """A pane to look at."""
    connection = Connection.model_validate({"name": "c", "base_url": "https://x/v1", "model": "m"} | changes)
    request = TrialRequest(messages=(Message(role="user", text=text),), parameters=Parameters(max_tokens=max_tokens))
    return PlannedPane(connection, request, price)


def look(*panes: PlannedPane, **given: Any) -> Any:
    """Check with sensible defaults."""
    defaults = {"data_class": "public", "caps": Caps(), "spent_today_usd": Decimal(0)}
    return check(panes, **(defaults | given))


def test_nothing_to_say_about_a_harmless_run() -> None:
    """A cheap public prompt to a public connection passes without a word."""
    verdict = look(planned())
    assert verdict.findings == ()
    assert verdict.may_run()
    assert verdict.estimate_usd == Decimal("0.00001") + 1000 * Decimal("0.00003")


def test_the_cap_per_run_counts_repetitions_and_panes() -> None:
    """Ten panes' worth of tokens pass the cap that one stays under; an override does not lift it."""
    assert look(planned(), caps=Caps(run_usd=Decimal("0.05"))).may_run()
    verdict = look(planned(), planned(), caps=Caps(run_usd=Decimal("0.05")), repetitions=5)
    assert [finding.subject for finding in verdict.blocks] == ["cost_run"]
    assert not verdict.may_run(override_reason="because I really want to")


def test_the_cap_per_day_counts_what_was_spent() -> None:
    """What was spent today counts towards the day's cap."""
    verdict = look(planned(), spent_today_usd=Decimal("9.99"))
    assert [finding.subject for finding in verdict.blocks] == ["cost_day"]


def test_a_free_run_passes_a_used_up_day() -> None:
    """The embedded model costs nothing, so the day's cap does not stop it."""
    pane = PlannedPane(embedded_connection(), TrialRequest(messages=(Message(role="user", text="Hi"),)), None)
    assert look(pane, spent_today_usd=Decimal(100)).may_run()


def test_an_unknown_price_is_said() -> None:
    """A provider's pane without a price warns but does not block."""
    verdict = look(planned(price=None))
    assert [(finding.subject, finding.severity) for finding in verdict.findings] == [("cost_unknown", "warning")]


CLASSES = ["public", "internal", "confidential", "restricted"]


@pytest.mark.parametrize("of_data", CLASSES)
@pytest.mark.parametrize("of_connection", CLASSES)
def test_data_never_goes_to_a_lower_class_without_an_override(of_data: str, of_connection: str) -> None:
    """The block appears exactly where the data's class is higher, and only a reasoned override lifts it."""
    verdict = look(planned(max_data_class=of_connection), data_class=of_data)
    higher = CLASSES.index(of_data) > CLASSES.index(of_connection)
    assert verdict.may_run() is not higher
    assert not (higher and verdict.may_run(override_reason="short"))
    assert verdict.may_run(override_reason="Approved by the data protection officer")


def test_personal_data_warns() -> None:
    """A prompt with an address warns and names the kind, not the address."""
    verdict = look(planned("Write to jane@example.com"))
    (finding,) = verdict.findings
    assert (finding.subject, finding.severity) == ("personal_data", "warning")
    assert "e-mail address" in finding.message
    assert "jane" not in finding.message


def test_personal_data_blocks_restricted_decisions_until_overridden() -> None:
    """With restricted data the warning is a block that a recorded reason lifts."""
    verdict = look(planned("IBAN GB82WEST12345698765432", max_data_class="restricted"), data_class="restricted")
    assert not verdict.may_run()
    assert verdict.may_run(override_reason="Test data from the bank's manual")


def test_personal_data_that_stays_here_does_not_block() -> None:
    """For the embedded model nothing leaves the machine."""
    request = TrialRequest(messages=(Message(role="user", text="jane@example.com"),))
    verdict = look(PlannedPane(embedded_connection(), request, None), data_class="restricted")
    assert verdict.may_run()
    assert "Nothing leaves this machine" in verdict.findings[0].message


def test_the_system_prompt_is_looked_at_too() -> None:
    """Personal data hidden in the system prompt is found."""
    request = TrialRequest(
        messages=(Message(role="user", text="Hi"),), parameters=Parameters(system="Ask jane@example.com")
    )
    assert look(PlannedPane(planned().connection, request, PRICE)).personal


def test_images_go_only_where_they_are_taken() -> None:
    """A connection that is not set up for images blocks, and no override changes that."""
    message = Message.model_validate(
        {"role": "user", "text": "See", "images": [{"name": "a", "media_type": "image/png", "data": "aGk="}]}
    )
    request = TrialRequest(messages=(message,))
    verdict = look(PlannedPane(planned().connection, request, PRICE))
    assert not verdict.may_run(override_reason="please, please, please")
    assert look(PlannedPane(planned(accepts_images=True).connection, request, PRICE)).may_run()
