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
    "semantic": later("Similar in meaning (cosine of embeddings)"),
    "tool_call": later("Tool call (name and arguments against the expected call)"),
    "context_precision": later("Context precision among the first k"),
    "context_recall": later("Context recall among the first k"),
    "context_overlap": later("Words of the answer that stand in the context"),
    "expression": later("Own expression"),
    "judge": later("Judged by a model"),
}
READS: Final[dict[str, str]] = {
    "semantic": later(
        "The cosine of two embeddings, below 0 as 0. Unrelated texts may have 0.5 or more: compare models, do not "
        "read it as a share of right answers. Each answer with a reference costs a further call."
    ),
    "tool_call": later(
        "The reference is the expected call as JSON: name and arguments, or a list of such. The name is worth half, "
        "the arguments that are right the rest; what goes beyond those expected counts against it. No call is made."
    ),
    "context_precision": later(
        "Of the first k passages retrieved, the share that is relevant. What the answer lists as its sources in JSON, "
        "else the column 'contexts', against the column 'relevant'."
    ),
    "context_recall": later(
        "Of the relevant passages, the share among the first k retrieved: the sources that the answer lists in JSON, "
        "else the column 'contexts', against the column 'relevant'."
    ),
    "context_overlap": later(
        "The share of the answer's longer words that stand in the column 'contexts'. A word that is missing there may "
        "be made up; words that are all there can still say something wrong."
    ),
    "expression": later(
        "Computed from answer and reference: true is 1, a number from 0 to 1 itself, all else is not scored. "
        "Functions: {functions}. No other code can run."
    ),
}
"""How a metric reads, where its name does not say it."""
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
    "semantic": later("Similar in meaning"),
    "tool_call": later("Tool call"),
    "context_precision": later("Context precision"),
    "context_recall": later("Context recall"),
    "context_overlap": later("Words in the context"),
    "expression": later("Own expression"),
    "judge": later("Judged by a model"),
}


def metric_said(metric: Metric) -> str:
    """The metric in a word or two."""
    return say(_SHORT[metric.kind])
