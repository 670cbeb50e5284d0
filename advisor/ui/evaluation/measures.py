"""What an evaluation measures by: its metrics with what each needs, a judge, an embedder, declared tools."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

import streamlit as st
from pydantic import ValidationError

from advisor.errors import refusal_of
from advisor.trials.evaluation.kinds.expression import FUNCTIONS
from advisor.trials.evaluation.kinds.expression import LONGEST as LONGEST_EXPRESSION
from advisor.trials.evaluation.metrics import Metric
from advisor.trials.records import EMBEDS, Connection
from advisor.trials.tools import ToolDeclaration, declarations
from advisor.ui.evaluation.metric_words import LABELS, READS
from advisor.ui.frame.markdown import escaped
from advisor.ui.words import say

_TAKES: Final[dict[str, str]] = {
    "regex": "pattern",
    "json_schema": "json_schema",
    "numeric": "tolerance",
    "expression": "expression",
    "context_precision": "first",
    "context_recall": "first",
}
"""The field of a metric that somebody fills."""


@dataclass(frozen=True, slots=True)
class Measures:
    """What was chosen; no metric where one of the fields is wrong, which is said."""

    metrics: tuple[Metric, ...] = ()
    judge: Connection | None = None
    embedder: Connection | None = None
    tools: tuple[ToolDeclaration, ...] = ()


def ask_metrics(connections: Sequence[Connection]) -> Measures:
    """The fields of the metrics; the first metric becomes the evidence."""
    kinds = st.multiselect(
        say("Metrics"),
        list(LABELS),
        default=["contains"],
        format_func={kind: say(label) for kind, label in LABELS.items()}.__getitem__,
        max_selections=6,
        key="evaluation.metrics",
        help=say("The first one becomes the evidence for the ranking."),
    )
    for kind in (kind for kind in kinds if kind in READS):
        functions = ", ".join(sorted(FUNCTIONS))
        st.caption(f"**{say(LABELS[kind])}:** {escaped(say(READS[kind], functions=functions))}")
    fields = _fields(kinds)
    judge = _judge(connections) if "judge" in kinds else None
    embedder = _embedder(connections) if "semantic" in kinds else None
    tools = _tools() if "tool_call" in kinds else ()
    if tools is None or ("semantic" in kinds and embedder is None):
        return Measures()
    metrics = []
    for kind in kinds:
        wanted = _TAKES.get(kind)
        given = {wanted: fields[wanted]} if wanted is not None else {}
        try:
            metrics.append(Metric(kind=cast("Any", kind), **given))
        except ValidationError as error:
            st.error(escaped(f"{say(LABELS[kind])}: {refusal_of(error.errors()[0])}"))
            return Measures()
    return Measures(tuple(metrics), judge, embedder, tools)


def _fields(kinds: Sequence[str]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    if "regex" in kinds:
        fields["pattern"] = st.text_input(say("Pattern"), key="evaluation.pattern", help=say("A regular expression."))
    if "json_schema" in kinds:
        fields["json_schema"] = st.text_area(
            say("JSON schema"), key="evaluation.schema", help=say("Of a right answer.")
        )
    if "numeric" in kinds:
        share = st.slider(
            say("Tolerance (%)"), 0.0, 20.0, 1.0, key="evaluation.tolerance", help=say("Relative to the reference.")
        )
        fields["tolerance"] = share / 100
    if "expression" in kinds:
        fields["expression"] = st.text_input(
            say("Expression"),
            key="evaluation.expression",
            max_chars=LONGEST_EXPRESSION,
            placeholder="contains(answer, reference) and words(answer) <= 20",
            help=say("What a right answer gives 1 for."),
        )
    if "context_precision" in kinds or "context_recall" in kinds:
        fields["first"] = st.number_input(
            say("First passages (k)"), 1, 100, 5, key="evaluation.passages", help=say("So many of the best count.")
        )
    return fields


def _judge(connections: Sequence[Connection]) -> Connection | None:
    names = {one.name: one for one in connections}
    name = st.selectbox(
        say("Judge"),
        list(names),
        key="evaluation.judge",
        help=say("Should be another and stronger model than those it judges; its calls cost too."),
    )
    return names.get(name)


def _embedder(connections: Sequence[Connection]) -> Connection | None:
    names = {one.name: one for one in connections if one.flavour in EMBEDS}
    if not names:
        st.error(say("Likeness in meaning needs a connection to an endpoint that embeds texts (OpenAI's API)."))
        return None
    name = st.selectbox(
        say("Embeddings by"),
        list(names),
        key="evaluation.embedder",
        help=say("A connection whose model embeds texts, for instance text-embedding-3-small or bge-m3."),
    )
    return names.get(name)


def _tools() -> tuple[ToolDeclaration, ...] | None:
    """The functions that every model is offered; none where the field is empty, None where it is wrong."""
    text = st.text_area(
        say("Tools (JSON)"),
        key="evaluation.tools",
        max_chars=200_000,
        placeholder='[{"name": "weather", "parameters": {"properties": {"city": {"type": "string"}}}}]',
        help=say("Functions that the models are offered; their calls are compared and shown, never made."),
    )
    if not text.strip():
        return ()
    try:
        return declarations(text)
    except ValidationError as error:
        st.error(escaped(f"{say('Tools (JSON)')}: {refusal_of(error.errors()[0])}"))
    except ValueError as error:
        st.error(escaped(f"{say('Tools (JSON)')}: {error}"))
    return None
