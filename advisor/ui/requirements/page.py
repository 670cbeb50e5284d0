"""The questionnaire on screen: one form per section, all errors at once, nothing lost when something is wrong."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from advisor.decision.scoring.weights import DerivedWeight, derive_weights
from advisor.errors import AnswersError, Problem
from advisor.questionnaire.answers import Answers, CriterionId
from advisor.questionnaire.labels import IMPORTANCE, TASKS
from advisor.questionnaire.load import check_answers, dump_answers
from advisor.questionnaire.presets import TASK_PRESETS
from advisor.questionnaire.questions import (
    DECISION_SECTIONS,
    USE_CASE_SECTIONS,
    FormSection,
    Question,
    essential_for,
    question_at,
)
from advisor.ui import state
from advisor.ui.cached import installation
from advisor.ui.frame.markdown import option
from advisor.ui.frame.widgets import ask
from advisor.ui.words import message, said, say
from advisor.words.sentences.criteria import CRITERIA_TITLES

_MAX_USE_CASES = 20
Fields = dict[str, Any]


def show(decision: state.OpenDecision) -> None:
    """Draw the whole questionnaire for the decision on the desk."""
    fields = decision.answers.model_dump()
    essential, work, rest, importance, limits, file = st.tabs(
        [
            say("Essentials"),
            say("Work and load"),
            say("Data, money, governance"),
            say("What matters most"),
            say("Exclusions"),
            say("File"),
        ]
    )
    with essential:
        _show_essentials(fields, decision)
    with work:
        _show_use_cases(fields, decision)
    with rest:
        for section in DECISION_SECTIONS:
            _show_section(section, fields, decision)
    with importance:
        _show_priorities(fields, decision)
    with limits:
        _show_exclusions(fields, decision)
    with file:
        _show_file(decision)


def _show_essentials(fields: Fields, decision: state.OpenDecision) -> None:
    first, several = fields["use_cases"][0], len(fields["use_cases"]) > 1
    asked = essential_for(first["task"])
    whose = (
        say(" The work and the load are those of the first use case, {name}.", name=first["name"]) if several else ""
    )
    st.caption(
        say(
            "These {count} answers are enough for a first ranking; the other tabs refine it.{whose}",
            count=len(asked),
            whose=whose,
        )
    )
    with st.form(f"requirements.essentials.{decision.token}"):
        answers: Fields = {}
        for question, column in _side_by_side([_in_currency(question, fields) for question in asked]):
            place = _place(question, 0)
            with column:
                answers[place] = ask(question, _get(fields, place), key=_key("essentials", place, decision))
        if st.form_submit_button(say("Apply and rank"), type="primary", key="requirements.apply_essentials"):
            if answers["use_cases.0.task"] != _get(fields, "use_cases.0.task"):
                _start_from_preset(fields, 0, answers["use_cases.0.task"])
                answers = {p: v for p, v in answers.items() if not p.startswith("use_cases.0.workload")}
            _apply(fields, answers, then="pages/recommendation.py", refresh=True)


def _show_use_cases(fields: Fields, decision: state.OpenDecision) -> None:
    names = [f"{index + 1}. {use_case['name']}" for index, use_case in enumerate(fields["use_cases"])]
    chosen = st.segmented_control(
        say("Use case"),
        range(len(names)),
        default=0,
        format_func=lambda index: option(names[index]),
        key=f"requirements.use_case.{decision.token}.{len(names)}",
        help=say("Several use cases are decided each for itself, and together in the portfolio."),
        required=True,
    )
    index = int(chosen or 0)
    _show_use_case_buttons(fields, index)
    for section in USE_CASE_SECTIONS:
        _show_section(section, fields, decision, use_case=index)


def _show_use_case_buttons(fields: Fields, index: int) -> None:
    row = st.container(horizontal=True)
    task = fields["use_cases"][index]["task"]
    if row.button(
        say("Fill in a typical load for “{tasks}”", tasks=message(TASKS[task])),
        key="requirements.preset",
        help=say("Replaces the load, the wait and the needs of this use case by typical ones."),
    ):
        _start_from_preset(fields, index, task)
        _apply(fields, {}, refresh=True)
    if len(fields["use_cases"]) < _MAX_USE_CASES and row.button(
        say("Add a use case"),
        key="requirements.add",
        icon=":material/add:",
        help=say("Up to 20 use cases in one decision."),
    ):
        added = TASK_PRESETS["rag"].model_dump()
        fields["use_cases"] = (
            *fields["use_cases"],
            {**added, "name": say("Use case {count}", count=len(fields["use_cases"]) + 1)},
        )
        _apply(fields, {}, refresh=True)
    if len(fields["use_cases"]) > 1 and row.button(
        say("Remove this use case"),
        key="requirements.remove",
        icon=":material/remove:",
        help=say("Takes it out of the decision."),
    ):
        fields["use_cases"] = tuple(u for i, u in enumerate(fields["use_cases"]) if i != index)
        _apply(fields, {}, refresh=True)


def _show_section(
    section: FormSection, fields: Fields, decision: state.OpenDecision, use_case: int | None = None
) -> None:
    with st.form(f"requirements.{section.key}.{use_case}.{decision.token}"):
        st.header(message(section.title))
        st.caption(message(section.intro))
        answers: Fields = {}
        for question, column in _side_by_side([_in_currency(question, fields) for question in section.questions]):
            place = question.path if use_case is None else f"use_cases.{use_case}.{question.path}"
            with column:
                answers[place] = ask(question, _get(fields, place), key=_key(section.key, place, decision))
        if st.form_submit_button(say("Apply"), key=f"requirements.apply_{section.key}"):
            _apply(fields, answers)


def _show_priorities(fields: Fields, decision: state.OpenDecision) -> None:
    st.caption(
        say(
            "Importance sets the weights. Where you state none it follows from what you said about data, load "
            "and skills; what you move here stays as you set it. You can fine-tune the weights on the "
            "recommendation page."
        )
    )
    answers = decision.answers.model_copy(update={"weights": None})
    derived = derive_weights(answers, answers.use_cases[0], installation.catalog().judgement)
    with st.form(f"requirements.priorities.{decision.token}"):
        chosen: dict[str, int] = {}
        names = {level: message(name) for level, name in IMPORTANCE.items()}
        criteria = [(str(name), message(CRITERIA_TITLES[name])) for name in derived]
        for start in range(0, len(criteria), 2):
            for (criterion, name), column in zip(criteria[start : start + 2], st.columns(2), strict=False):
                note = derived[cast("CriterionId", criterion)]
                chosen[criterion] = column.select_slider(
                    name,
                    list(IMPORTANCE),
                    note.importance,
                    format_func=names.__getitem__,
                    key=_key("priorities", criterion, decision),
                    help=say(
                        "How much {name} counts against the other criteria. Now: {reason}.",
                        name=name.lower(),
                        reason=said(note.reason),
                    ),
                )
        row = st.container(horizontal=True)
        applied = row.form_submit_button(say("Apply"), key="requirements.apply_priorities")
        again = row.form_submit_button(
            say("Derive all again"), key="requirements.derive_priorities", help=say("Forget the stated importances.")
        )
    if applied:
        stated = {name: value for name, value in chosen.items() if _stated(name, value, fields, derived)}
        fields["priorities"], fields["weights"] = stated, None
        _apply(fields, {}, refresh=True)
    if again:
        fields["priorities"], fields["weights"] = {}, None
        _apply(fields, {}, refresh=True)


def _stated(name: str, value: int, fields: Fields, derived: Mapping[CriterionId, DerivedWeight]) -> bool:
    """Whether the user set this importance: before, or by moving it away from the derived one."""
    return name in fields["priorities"] or value != derived[cast("CriterionId", name)].importance


def _show_exclusions(fields: Fields, decision: state.OpenDecision) -> None:
    catalog = installation.catalog()
    vendors = sorted({model.vendor for model in catalog.models})
    providers = {provider.provider_id: provider.name for provider in catalog.providers}
    with st.form(f"requirements.exclusions.{decision.token}"):
        st.caption(say("Who is out whatever the ranking says, and what you already have."))
        answers: Fields = {}
        for place, label, options, why in (
            (
                "governance.vendors_excluded",
                say("Vendors that are out"),
                vendors,
                say("Models of these vendors are eliminated."),
            ),
            (
                "governance.jurisdictions_excluded",
                say("Provider seats that are out"),
                sorted({p.jurisdiction for p in catalog.providers if p.jurisdiction}),
                say("Providers seated in these countries are eliminated."),
            ),
            (
                "hosting.providers_excluded",
                say("Providers that are out"),
                list(providers),
                say("Their offers are eliminated."),
            ),
            (
                "hosting.providers_allowed",
                say("Only these providers"),
                list(providers),
                say("Empty allows every provider; otherwise all others are eliminated."),
            ),
        ):
            question = Question(place, label, why, "choices", {o: providers.get(o, o) for o in options})
            answers[place] = ask(question, _get(fields, place), key=_key("exclusions", place, decision))
        with st.expander(say("What you already have"), expanded=_has_something(fields)):
            answers |= _ask_what_is_there(fields, decision, providers)
        if st.form_submit_button(say("Apply"), key="requirements.apply_exclusions"):
            _apply(fields, answers)


def _has_something(fields: Fields) -> bool:
    hosting = fields["hosting"]
    return bool(hosting["gpus_owned"] or hosting["contracts"] or hosting["committed"])


def _ask_what_is_there(fields: Fields, decision: state.OpenDecision, providers: Mapping[str, str]) -> Fields:
    """Agreements, committed spend and GPUs that are there, whatever is decided."""
    hosting, currency = fields["hosting"], fields["budget"]["currency"]
    place = "hosting.contracts"
    why = say("Saves the procurement and the wait for it. Prices are the list's all the same.")
    asked = Question(place, say("Agreements in place"), why, "choices", dict(providers))
    answers: Fields = {place: ask(asked, _get(fields, place), key=_key("exclusions", place, decision))}
    st.markdown(
        say("Spend that is committed already ({currency} a month); no cap is held against it", currency=currency)
    )
    committed = st.data_editor(
        [{"provider": row["provider"], "monthly": float(row["monthly"])} for row in hosting["committed"]]
        or [{"provider": None, "monthly": None}],
        num_rows="dynamic",
        column_config={
            "provider": st.column_config.SelectboxColumn(say("Provider"), options=sorted(providers)),
            "monthly": st.column_config.NumberColumn(say("{currency} a month", currency=currency), min_value=0.01),
        },
        key=_key("exclusions", "committed", decision),
    )
    answers["hosting.committed"] = tuple(row for row in committed if row.get("provider") and row.get("monthly"))
    st.markdown(say("GPUs you own"))
    owned = st.data_editor(
        [dict(row) for row in hosting["gpus_owned"]] or [{"gpu": None, "count": None}],
        num_rows="dynamic",
        column_config={
            "gpu": st.column_config.SelectboxColumn(say("GPU"), options=sorted(installation.catalog().gpu)),
            "count": st.column_config.NumberColumn(say("How many"), min_value=1, step=1),
        },
        key=_key("exclusions", "gpus_owned", decision),
    )
    answers["hosting.gpus_owned"] = tuple(row for row in owned if row.get("gpu") and row.get("count"))
    return answers


def _show_file(decision: state.OpenDecision) -> None:
    st.markdown(say("The same answers run on the command line: **advisor assess FILE**."))
    text = dump_answers(decision.answers)
    st.download_button(
        say("Download the answers (YAML)"),
        text,
        file_name="answers.yaml",
        mime="application/yaml",
        key="requirements.download",
        help=say("A text file that this page and the command line read."),
    )
    st.code(text, language=None)


def _apply(fields: Fields, answers: Fields, *, then: str | None = None, refresh: bool = False) -> None:
    """Check the changed answers; put them on the desk, or list every error and change nothing."""
    changed = copy.deepcopy(fields)
    for place, value in answers.items():
        _set(changed, place, value)
    try:
        checked = check_answers(changed, name="The answers")
    except AnswersError as error:
        _show_problems(error.problems)
        return
    _keep(checked, refresh=refresh)
    if then:
        st.switch_page(then)
    st.toast(say("Applied"), icon=":material/check:")
    if refresh:
        st.rerun()


def _keep(answers: Answers, *, refresh: bool) -> None:
    current = state.open_decision()
    state.change_answers(answers)
    if refresh and current is not None:
        state.restart_widgets()


def _show_problems(problems: tuple[Problem, ...]) -> None:
    st.error(say("Nothing was changed. Please correct:"), icon=":material/error:")
    st.dataframe(
        [
            {say("Answer"): _in_words(p.place), say("Found"): p.found, say("What is allowed"): p.allowed}
            for p in problems
        ],
        hide_index=True,
        width="stretch",
        key="requirements.problems",
    )


def _in_words(place: str) -> str:
    """A field's place as the label of its question: "Requests per day (use case 1)"."""
    found = re.match(r"use_cases\[(\d+)\]\.(.+)", place)
    path = re.sub(r"\[\d+\]$", "", found[2] if found else place)
    question = question_at(path)
    label = message(question.label) if question else place
    return say("{label} (use case {found})", label=label, found=int(found[1]) + 1) if found and question else label


def _in_currency(question: Question, fields: Fields) -> Question:
    """The cap on the budget names its currency."""
    return replace(question, unit=fields["budget"]["currency"]) if question.path == "budget.monthly_cap" else question


def _start_from_preset(fields: Fields, index: int, task: str) -> None:
    kept = fields["use_cases"][index]
    preset = TASK_PRESETS[task].model_dump()
    names = {*TASKS.values(), "Main use case"}
    name = preset["name"] if kept["name"] in names else kept["name"]
    fresh = {**preset, "name": name, "description": kept["description"], "importance": kept["importance"]}
    fields["use_cases"] = tuple(fresh if i == index else u for i, u in enumerate(fields["use_cases"]))


def _side_by_side(questions: Sequence[Question]) -> Iterator[tuple[Question, DeltaGenerator]]:
    """Two questions a row, so that their fields stand level."""
    for start in range(0, len(questions), 2):
        yield from zip(questions[start : start + 2], st.columns(2), strict=False)


def _place(question: Question, use_case: int) -> str:
    in_use_case = any(question in section.questions for section in USE_CASE_SECTIONS)
    return f"use_cases.{use_case}.{question.path}" if in_use_case else question.path


def _key(section: str, place: str, decision: state.OpenDecision) -> str:
    return f"requirements.{section}.{place}.{decision.token}"


def _get(fields: Any, place: str) -> Any:
    for part in place.split("."):
        fields = fields[int(part)] if part.isdigit() else fields[part]
    return fields


def _set(fields: Fields, place: str, value: Any) -> None:
    *path, last = place.split(".")
    here: Any = fields
    for part in path:
        here = here[int(part)] if part.isdigit() else here[part]
    here[last] = value
