"""Names for the pairs."""

from __future__ import annotations

from advisor.trials.fairness.given_names import GIVEN_NAMES


def test_every_gender_has_every_origin_and_no_name_stands_twice() -> None:
    """A name changes one thing at a time: there is a group for each pair of gender and origin."""
    for groups in GIVEN_NAMES.values():
        genders, origins = ({getattr(group, part) for group in groups} for part in ("gender", "origin"))
        assert {(group.gender, group.origin) for group in groups} == {(a, b) for a in genders for b in origins}
        names = [name for group in groups for name in group.names]
        assert len(set(names)) == len(names)
        assert {len(group.names) for group in groups} == {6}
