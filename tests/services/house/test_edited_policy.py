"""The policy as a page edits it: tables and back, every problem with its place, the file and those before it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from unittest.mock import Mock

import pytest

from advisor.catalog.catalog import Catalog
from advisor.errors import ConflictError, PolicyError, StorageError
from advisor.policy.house import HousePolicy
from advisor.policy.load import load_policy, parse_policy
from advisor.services.house import edited_policy
from advisor.services.house.edited_policy import (
    agreement_cells,
    agreements_of,
    checked_policy,
    earlier_policies,
    policy_place,
    policy_text,
    rule_cells,
    rules_of,
    save_policy,
)
from advisor.settings import Settings

DATA = {
    "name": "Ours",
    "version": "1",
    "dated": "2026-11-02",
    "owner": "AI board",
    "rules": [
        {"id": "place", "zones": ["eu"], "data_classes": ["confidential", "restricted"], "why": "Decided."},
        {"id": "training", "no_training": True},
        {"id": "days", "max_retention_days": 30},
        {"id": "seats", "vendor_countries_excluded": ["CN", "RU"]},
    ],
    "agreements": [
        {
            "id": "frame",
            "providers": ["mistral"],
            "covers": ["tokens", "servers"],
            "percent": 12.5,
            "valid_from": "2026-01-01",
            "valid_until": "2027-12-31",
            "source": "Contract 1",
        },
        {
            "id": "fixed",
            "providers": ["aws-bedrock"],
            "input_usd_per_mtok": 0.4,
            "valid_from": "2026-01-01",
            "valid_until": "2027-12-31",
            "source": "Form 8",
        },
    ],
    "costs": {"staff_usd_per_year": 90000.0},
    "weights": {"fitness": 30.0, "cost": 20.0},
    "report": {"classification": "Internal"},
}
POLICY = HousePolicy.model_validate({"policy": 1, **DATA})
LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 3"><rect width="9" height="3"/></svg>'


def test_tables_give_back_the_policy_that_they_were_made_of(catalog: Catalog) -> None:
    """And so does its file."""
    typed = DATA | {
        "rules": rules_of([rule_cells(rule) for rule in POLICY.rules]),
        "agreements": agreements_of([agreement_cells(one) for one in POLICY.agreements]),
    }
    assert checked_policy(typed, catalog, POLICY) == (POLICY, ())
    assert parse_policy(policy_text(POLICY), name="policy.yaml") == POLICY


def test_rows_in_which_nothing_stands_are_left_out() -> None:
    """As a table has them that was just made longer; a cell that is missing is not a value."""
    nan = float("nan")
    assert rules_of([{"id": None, "demand": None, "names": nan, "data_classes": [], "why": ""}]) == []
    assert agreements_of([{"id": None, "percent": nan, "providers": "", "valid_from": None}]) == []
    assert agreements_of([{"id": "a", "percent": 3.0, "providers": "x, y;z", "valid_from": date(2026, 1, 1)}]) == [
        {"id": "a", "percent": 3.0, "providers": ["x", "y", "z"], "valid_from": "2026-01-01"}
    ]


def test_every_problem_is_told_with_its_place(catalog: Catalog) -> None:
    """What has no form first; then names that the catalog has not, and a version that is in force already."""
    rows = [
        {"id": "a", "demand": "zones", "names": "nowhere"},
        {"id": "b", "demand": "max_retention_days", "names": "x"},
    ]
    policy, problems = checked_policy(DATA | {"name": "", "rules": rules_of(rows)}, catalog, None)
    assert policy is None
    assert {one.place.partition("[")[0].partition(".")[0] for one in problems} == {"name", "rules"}
    assert any("rules[0]" in one.place for one in problems)
    assert any("rules[1]" in one.place for one in problems)
    policy, problems = checked_policy(DATA | {"rules": [{"id": "a", "vendors_excluded": ["openia"]}]}, catalog, POLICY)
    assert policy is None
    assert [one.place for one in problems] == ["rules[0].vendors_excluded", "version"]


def test_a_policy_is_put_in_place_and_the_one_before_is_kept(home: Path) -> None:
    """With its logo; who was drawn from another is refused, and nothing is written."""
    settings = Settings(home=home)
    home.mkdir(parents=True)
    noted: list[str] = []
    place = save_policy(settings, POLICY, before=None, note=noted.append)
    assert load_policy(place) == POLICY
    styled = HousePolicy.model_validate({"policy": 1, **DATA, "version": "2", "report": {"logo": "logo.svg"}})
    save_policy(settings, styled, before=POLICY, note=noted.append, logo=("logo.svg", LOGO))
    assert load_policy(place) == styled
    assert earlier_policies(settings) == (POLICY,)
    with pytest.raises(ConflictError, match="changed elsewhere"):
        save_policy(settings, POLICY, before=POLICY, note=noted.append)
    with pytest.raises(PolicyError, match="logo"):
        save_policy(settings, POLICY, before=styled, note=noted.append, logo=("logo.png", LOGO))
    assert load_policy(place) == styled
    assert [line.rpartition(", ")[2] for line in noted] == [POLICY.digest, styled.digest]


def test_no_policy_is_in_force_without_its_line(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The line comes first; where the file then cannot be written, another says that it is not in force."""
    settings = Settings(home=home)
    home.mkdir(parents=True)
    place = policy_place(settings)
    there: list[tuple[str, bool]] = []
    full = OSError(28, "No space left on device")
    monkeypatch.setattr(edited_policy, "write_whole", Mock(side_effect=full))
    with pytest.raises(StorageError, match="No space left"):
        save_policy(settings, POLICY, before=None, note=lambda line: there.append((line, place.exists())))
    named = f"{POLICY.name}, {POLICY.version}, {POLICY.digest}"
    assert there == [(named, False), (f"{named}: not put in force, its file could not be written", False)]
