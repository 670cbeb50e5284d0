"""The policy of a house: read whole or refused with every error, in force on a day, less what is excepted."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from advisor.errors import PolicyError
from advisor.policy.house import DEMANDS, GrantedException, HousePolicy, PolicyRule
from advisor.policy.in_force import in_force
from advisor.policy.load import load_policy, parse_policy
from advisor.policy.policy_facts import rule_told
from advisor.words.tell import tell

BAD = """
policy: 1
name: Ours
version: "1"
dated: 2026-11-01
rules:
  - id: place
    zones: [de]
  - id: slip
    vendrs_excluded: [x]
  - id: nothing
  - id: two
    zones: [eu]
    hosting: [on_prem]
agreements:
  - id: dear
    providers: [azure]
    percent: 120
    valid_from: 2026-01-01
    valid_until: 2026-12-31
    source: Contract 1
costs: {staff_usd_per_year: -1}
"""
MADE: dict[str, Any] = {
    "vendors_allowed": ["mistral"],
    "vendors_excluded": ["deepseek"],
    "vendor_countries_allowed": ["FR", "US"],
    "vendor_countries_excluded": ["CN"],
    "models_excluded": ["openai/gpt-4o"],
    "providers_allowed": ["azure-foundry"],
    "providers_excluded": ["openrouter"],
    "provider_countries_allowed": ["DE"],
    "provider_countries_excluded": ["CN"],
    "hosting": ["on_prem"],
    "zones": ["eu", "uk"],
    "certificates": ["iso27001"],
    "no_training": True,
    "max_retention_days": 1,
}


def policy(**given: Any) -> HousePolicy:
    """A small policy with what is given."""
    return HousePolicy.model_validate({"policy": 1, "name": "Ours", "version": "1", "dated": "2026-11-01"} | given)


def test_a_bad_file_tells_every_error_with_its_place() -> None:
    """Value, place and what is allowed, all at once."""
    with pytest.raises(PolicyError) as caught:
        parse_policy(BAD, name="policy.yaml")
    told = {problem.place: f"{problem.found} {problem.allowed}" for problem in caught.value.problems}
    assert set(told) == {
        "rules[0].zones[0]",
        "rules[1].vendrs_excluded",
        "rules[2]",
        "rules[3]",
        "agreements[0].percent",
        "costs.staff_usd_per_year",
    }
    assert "did you mean eu?" in told["rules[0].zones[0]"]
    assert "did you mean vendors_excluded?" in told["rules[1].vendrs_excluded"]
    assert "exactly one" in told["rules[3]"]


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"valid_until": "2025-12-31"}, "before it begins"),
        ({"percent": None}, "either percent or prices"),
        ({"input_usd_per_mtok": 2}, "either percent or prices"),
        ({"providers": []}, "covers nothing"),
        ({"covers": ["servers"], "models": ["a/b"]}, "covers servers"),
    ],
)
def test_an_agreement_that_cannot_be_meant_is_refused(change: dict[str, Any], what: str) -> None:
    """Ends before it begins, states no price or two, covers nothing."""
    agreed = {"id": "a", "providers": ["p"], "percent": 5, "valid_from": "2026-01-01", "valid_until": "2026-12-31"}
    with pytest.raises(ValueError, match=what):
        policy(agreements=[agreed | {"source": "Contract"} | change])


def test_a_rule_holds_for_its_classes_and_not_where_it_is_lifted() -> None:
    """Numbers stay those of the policy; an exception that has ended lifts nothing."""
    ours = policy(
        rules=[
            {"id": "all", "zones": ["eu"]},
            {"id": "secret", "data_classes": ["restricted"], "hosting": ["on_prem"]},
        ]
    )
    lifted = GrantedException(rule_id="all", number=0, reason="Pilot", until=date(2026, 12, 31))
    day = date(2026, 11, 1)
    assert [number for number, _ in in_force(ours, day).rules("internal")] == [1]
    assert [number for number, _ in in_force(ours, day).rules("restricted")] == [1, 2]
    assert [number for number, _ in in_force(ours, day, (lifted,)).rules("restricted")] == [2]
    assert in_force(ours, date(2027, 1, 1), (lifted,)).note.exceptions == ()


def test_what_is_in_force_changes_with_an_agreement_and_not_every_day() -> None:
    """So the same answers give the same bytes today and tomorrow."""
    agreed = {"id": "a", "providers": ["p"], "percent": 5, "valid_from": "2026-01-01", "valid_until": "2026-12-31"}
    ours = policy(agreements=[agreed | {"source": "Contract"}])
    first, second, after = (in_force(ours, day) for day in (date(2026, 2, 1), date(2026, 12, 31), date(2027, 1, 1)))
    assert first.digest == second.digest != after.digest
    assert (first.running, after.ended) == (("a",), ("a",))


@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_every_demand_is_said_in_every_language(language: str) -> None:
    """A new kind of demand has its sentence and translations."""
    assert set(MADE) == set(DEMANDS)
    rules = [PolicyRule.model_validate({"id": "r", name: value}) for name, value in MADE.items()]
    said = [tell(rule_told(rule), language) for rule in rules]
    assert len(set(said)) == len(DEMANDS)
    assert all(text.endswith(".") and "{" not in text for text in said)


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("logo.png", b"GIF89a", "no PNG"),
        ("logo.svg", b"<html/>", "an SVG file"),
        ("logo.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "shapes and text alone"),
        ("logo.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><path onclick="x"/></svg>', "shapes and text alone"),
        ("logo.svg", b'<!DOCTYPE svg [<!ENTITY a "a">]><svg xmlns="http://www.w3.org/2000/svg"/>', "without one"),
    ],
)
def test_a_logo_that_is_none_or_does_something_is_refused(tmp_path: Path, name: str, content: bytes, what: str) -> None:
    """PNG or SVG by content and not by name; nothing in it runs or loads."""
    (tmp_path / name).write_bytes(content)
    (tmp_path / "policy.yaml").write_text(
        f"policy: 1\nname: Ours\nversion: '1'\ndated: 2026-11-01\nreport: {{logo: {name}}}\n"
    )
    with pytest.raises(PolicyError, match=what):
        load_policy(tmp_path / "policy.yaml")
