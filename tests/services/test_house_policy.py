"""The policy of an installation: the named file, else the one in the home folder, else none; never half a one."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from shipped import shipped_catalog

from advisor.errors import PolicyError
from advisor.services.house_policy import governed, policy_of, policy_stamp, policy_today
from advisor.settings import Settings

SMALL = """
policy: 1
name: Ours
version: "1"
dated: 2026-11-01
rules:
  - id: place
    zones: [eu]
"""


def test_without_a_file_there_is_no_policy(tmp_path: Path) -> None:
    """The catalog is the very one that was loaded."""
    settings, catalog = Settings(home=tmp_path), shipped_catalog()
    assert policy_of(settings) is None
    assert policy_stamp(settings) == ()
    assert governed(catalog, settings) is catalog


def test_the_file_in_the_home_folder_counts_until_another_is_named(tmp_path: Path) -> None:
    """And what is named on the command line goes before both."""
    home, other, given = tmp_path / "policy.yaml", tmp_path / "other.yaml", tmp_path / "given.yaml"
    for path, name in ((home, "Home"), (other, "Other"), (given, "Given")):
        path.write_text(SMALL.replace("Ours", name))
    named = Settings(home=tmp_path, policy_file=other)
    found = [policy_of(Settings(home=tmp_path)), policy_of(named), policy_of(named, given)]
    assert [one.name for one in found if one] == ["Home", "Other", "Given"]


def test_a_changed_file_is_read_again_and_a_broken_one_decides_nothing(tmp_path: Path) -> None:
    """The stamp moves with the file; what cannot be used is an error, not a house without rules."""
    path, settings = tmp_path / "policy.yaml", Settings(home=tmp_path)
    path.write_text(SMALL)
    before = policy_stamp(settings)
    path.write_text(SMALL.replace("zones: [eu]", "zones: [nowhere]"))
    os.utime(path, ns=(1, 1))
    assert policy_stamp(settings) != before
    with pytest.raises(PolicyError, match=r"rules\[0\].zones\[0\]"):
        policy_today(settings, day=date(2026, 11, 20))
    with pytest.raises(PolicyError, match="cannot be read"):
        policy_of(Settings(home=tmp_path, policy_file=tmp_path / "absent.yaml"))
