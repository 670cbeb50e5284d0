"""The first choice of every sample with its architecture and its kit, made once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from advisor.assessment import Assessment, assess
from advisor.catalog.catalog import Catalog
from advisor.guidance.architecture.records import Blueprint
from advisor.questionnaire.presets import load_sample, sample_paths
from advisor.report.beyond.architecture import architecture_of_record, kit_of_record


@dataclass(frozen=True)
class SampleKit:
    """A sample with what was made for it."""

    assessment: Assessment
    architecture: Blueprint
    files: Mapping[str, str]


@pytest.fixture(scope="session")
def kits(catalog: Catalog) -> dict[str, SampleKit]:
    """Kits by the name of their sample; few draws do, since the choice is what matters."""
    made = {}
    for path in sample_paths():
        assessment = assess(load_sample(path.stem), catalog, samples=500)
        architecture = architecture_of_record(assessment, catalog)
        assert architecture is not None, path.stem
        made[path.stem] = SampleKit(assessment, architecture, kit_of_record(assessment, catalog))
    return made
