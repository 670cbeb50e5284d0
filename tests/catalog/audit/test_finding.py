"""How a finding and an audit are said."""

from __future__ import annotations

from datetime import date

from advisor.catalog.audit.finding import Audit, Finding

WRONG = Finding(file="a.csv", row="r", column="c", value="-1", allowed="0 or more", rule="unit")


def audit(*findings: Finding) -> Audit:
    """An audit of two tables."""
    return Audit(
        as_of=date(2026, 11, 28), findings=findings, notes=("look here",), counts={"models": 1_234, "offers": 5}
    )


def test_a_finding_names_place_value_and_what_is_allowed() -> None:
    """On one line."""
    assert str(WRONG) == "a.csv row r column c: -1 (0 or more)"


def test_an_audit_is_sound_without_findings() -> None:
    """And says as of when."""
    assert audit().sound
    assert not audit(WRONG).sound
    assert audit().to_text().splitlines() == ["models: 1,234", "offers: 5", "note: look here", "sound as of 2026-11-28"]


def test_findings_are_counted_and_listed() -> None:
    """After counts and notes."""
    assert audit(WRONG, WRONG).to_text().splitlines()[-3:] == ["2 findings", f"  {WRONG}", f"  {WRONG}"]
