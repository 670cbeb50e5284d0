"""The metrics of an evaluation in words: what each looks at, and its short name for tables and charts."""

from __future__ import annotations

from typing import Final

from advisor.trials.evaluation.metrics import Metric
from advisor.ui.words import later, say

LABELS: Final[dict[str, str]] = {
    "exact": later("Exact match (capitals and spaces do not matter)"),
    "contains": later("Contains the reference"),
    "regex": later("Matches a pattern"),
    "json_valid": later("Is valid JSON"),
    "json_schema": later("Fits a JSON schema"),
    "json_fields": later("Share of the reference's JSON fields that are right"),
    "numeric": later("First number within a tolerance"),
    "rouge_l": later("ROUGE-L (longest common run of words)"),
    "chrf": later("chrF (character n-grams, for translations)"),
    "judge": later("Judged by a model"),
}
_SHORT: Final[dict[str, str]] = {
    "exact": later("Exact match"),
    "contains": later("Contains the reference"),
    "regex": later("Matches a pattern"),
    "json_valid": later("JSON valid"),
    "json_schema": later("JSON schema"),
    "json_fields": later("JSON fields"),
    "numeric": later("Number"),
    "rouge_l": later("ROUGE-L"),
    "chrf": later("chrF"),
    "judge": later("Judged by a model"),
}


def metric_said(metric: Metric) -> str:
    """The metric in a word or two."""
    return say(_SHORT[metric.kind])
