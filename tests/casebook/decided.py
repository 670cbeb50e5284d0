"""The casebook's decisions and the samples, each worked out once for all that is asked of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import yaml
from shipped import shipped_catalog

from advisor.assessment import Assessment, assess
from advisor.questionnaire.answers import Answers
from advisor.questionnaire.presets import load_sample, sample_paths

CASES: Final[dict[str, dict[str, Any]]] = {
    path.stem: yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
    for path in sorted((Path(__file__).parent / "cases").glob("*"))
}
EVERYTHING: Final = (*CASES, *(path.stem for path in sample_paths()))
SAMPLES: Final = 2_000
_KNOWN: Final[dict[str, Assessment]] = {}


def decided(name: str) -> Assessment:
    """The assessment of a case or of a sample on the shipped catalog, from ``SAMPLES`` draws."""
    if name not in _KNOWN:
        answers = Answers.model_validate(CASES[name]["answers"]) if name in CASES else load_sample(name)
        _KNOWN[name] = assess(answers, shipped_catalog(), samples=SAMPLES)
    return _KNOWN[name]
