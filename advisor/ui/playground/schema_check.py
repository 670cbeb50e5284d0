"""Whether an answer has the form that was asked for: checked here, whatever the endpoint promises."""

from __future__ import annotations

import json

import streamlit as st
from jsonschema.exceptions import SchemaError
from referencing.exceptions import Unresolvable

from advisor.trials.evaluation.json_schemas import check_schema, first_misfit
from advisor.trials.evaluation.kinds.json_values import parsed_json
from advisor.trials.evaluation.metrics import LONGEST_TEXT, PATTERN_TIMEOUT_S
from advisor.trials.records import Run
from advisor.ui.frame.markdown import escaped
from advisor.ui.words import say


def show_schema_check(run: Run) -> None:
    """Say whether the answer fits the schema that was asked for, and where it does not; nothing without a schema."""
    schema = run.request.parameters.json_schema
    if schema is None or not run.text:
        return
    problem = misfit(schema, run.text)
    if problem is None:
        st.caption(say(":material/check_circle: Fits the JSON schema that was asked for."))
    else:
        st.warning(say("Does not fit the JSON schema: {problem}", problem=escaped(problem)), icon=":material/rule:")


def misfit(schema: str, answer: str) -> str | None:
    """Why an answer does not have the form of a schema, in words; None where it has."""
    try:
        value = parsed_json(answer[:LONGEST_TEXT])
    except ValueError:
        return say("the answer is no JSON")
    try:
        wanted = json.loads(schema)
        check_schema(wanted)
        return first_misfit(wanted, value, timeout_s=PATTERN_TIMEOUT_S)
    except (ValueError, SchemaError, Unresolvable, RecursionError):
        return say("the schema itself cannot be used")
    except TimeoutError:
        return say("checking it takes too long")
