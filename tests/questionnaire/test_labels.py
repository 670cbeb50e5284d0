"""The words shown for the codes in answers."""

from __future__ import annotations

from typing import get_args

import pytest

from advisor.geography import ZONES as ALL_ZONES
from advisor.questionnaire import answers
from advisor.questionnaire.labels import (
    CAPABILITIES,
    DATA_CLASSES,
    DEPLOYMENT_KINDS,
    LANGUAGE_ABILITIES,
    LANGUAGES,
    TASKS,
    ZONES,
)


@pytest.mark.parametrize(
    ("codes", "labels"),
    [
        (answers.Task, TASKS),
        (answers.DeploymentKind, DEPLOYMENT_KINDS),
        (answers.DataClass, DATA_CLASSES),
    ],
)
def test_every_code_has_one_label_and_every_label_a_code(codes: object, labels: dict[str, str]) -> None:
    """And no two codes are called the same."""
    assert set(get_args(codes)) == labels.keys()
    assert len(set(labels.values())) == len(labels)


def test_zones_are_zones_of_the_geography() -> None:
    """Those that nobody can demand have no label here."""
    assert ZONES.keys() <= set(ALL_ZONES)


def test_an_ability_per_language_is_called_like_the_language() -> None:
    """By its code."""
    assert LANGUAGE_ABILITIES["language_de"] == LANGUAGES["de"] == "German"
    assert not LANGUAGE_ABILITIES.keys() & CAPABILITIES.keys()
