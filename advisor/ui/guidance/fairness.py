"""Fairness on own data: a table of cases, the groups of an evaluation, and counterfactual pairs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from advisor.assessment import Assessment
from advisor.errors import AdvisorError, InputError
from advisor.guidance.measured_fairness import FairnessEvidence, MeasuredFairness
from advisor.services.guidance.fairness import (
    evidence_of_groups,
    evidence_of_pairs,
    keep_fairness,
    kept_fairness,
)
from advisor.services.kept_evaluations import kept_evaluations
from advisor.trials.evaluation.job import written
from advisor.trials.evaluation.results import results
from advisor.trials.fairness.given_names import GIVEN_NAMES, PairLanguage
from advisor.trials.fairness.of_tags import groups_of, references_of
from advisor.trials.fairness.pairs import has_pairs, make_pairs
from advisor.trials.fairness.tables import CaseColumns, CaseTable, fairness_of_table, read_cases
from advisor.trials.playground.prompt_library import Prompt, to_jsonl
from advisor.ui import state
from advisor.ui.cached import installation
from advisor.ui.cached.uploads import ask_file, read_once
from advisor.ui.faults import said_of_fault
from advisor.ui.frame import figures
from advisor.ui.frame.language_choice import LANGUAGE_NAMES
from advisor.ui.frame.markdown import escaped, option
from advisor.ui.frame.readable import readable
from advisor.ui.tables import show_rows
from advisor.ui.words import later, say, words

_MEASURES = {
    "demographic_parity": later("Demographic parity: how often a group gets the favourable answer"),
    "equal_opportunity": later("Equal opportunity: how often those of a group do whose right answer it is"),
}
_SWAPS = {
    "name": later("Another name, nothing else"),
    "gender": later("Another gender"),
    "origin": later("Another origin"),
}


def show(assessment: Assessment) -> None:
    """The tab."""
    del assessment  # what is measured is the data, whichever model was chosen
    st.subheader(say("Are groups treated alike?"))
    st.caption(
        say(
            "A difference counts where its interval, held to 95% for all comparisons together, leaves out zero: a fair "
            "table is accused in at most one of twenty cases. No difference found is no proof of fairness."
        )
    )
    decision = state.open_decision()
    saved = decision.decision_id if decision is not None else None
    _show_table(saved)
    _show_evaluations(saved)
    _show_pairs(saved)
    _show_kept(saved)


def _show_table(decision_id: str | None) -> None:
    st.subheader(say("A table of cases"))
    upload = ask_file(
        say("Table of cases (CSV)"),
        types=("csv", "tsv", "txt"),
        key="guidance.fairness.file",
        help=say("A row a case: its group, what was predicted and, where you know it, what was right. No row is kept."),
    )
    if upload is None:
        return
    try:
        table = read_once(
            upload, partial(read_cases, upload.getvalue(), name=upload.name), key="guidance.fairness.read"
        )
    except InputError as error:
        st.error(said_of_fault(error))
        return
    columns = _columns(table)
    try:
        with st.spinner(say("Comparing the groups")):
            found = fairness_of_table(table, columns, name=upload.name)
    except InputError as error:
        st.error(said_of_fault(error))
        return
    _show_evidence(found)
    _keep_button(decision_id, (found,), "table")


def _columns(table: CaseTable) -> CaseColumns:
    """Which columns say what, as they are chosen."""
    none = say("(not known)")
    row = st.columns(4)
    help_group = say("What the people of a row have in common: gender, age, origin, language.")
    group = row[0].selectbox(say("Group"), table.columns, key="guidance.fairness.group", help=help_group)
    predicted = row[1].selectbox(
        say("Prediction"),
        table.columns,
        index=min(1, len(table.columns) - 1),
        key="guidance.fairness.predicted",
        help=say("What the model said."),
    )
    true = row[2].selectbox(
        say("Right answer"),
        [none, *table.columns],
        key="guidance.fairness.true",
        help=say("Without it there is no equal opportunity to measure."),
    )
    favourable = row[3].selectbox(
        say("Favourable answer"),
        table.kinds(predicted),
        key="guidance.fairness.favourable",
        help=say("Getting it is an advantage: granted, invited, escalated."),
    )
    return CaseColumns(
        group=group, predicted=predicted, true=None if true == none else true, favourable=favourable or ""
    )


def _show_evaluations(decision_id: str | None) -> None:
    """The groups and pairs of the evaluations that were run."""
    for plan, _ in kept_evaluations(installation.trials(), decision_id):
        groups = len(groups_of(plan)) > 1
        if not groups and not has_pairs(plan):
            continue
        st.subheader(say("Evaluation: {name}", name=escaped(plan.name)))
        found = written(installation.trials(), plan.evaluation_id)
        one = results(plan, found, scored=installation.scores().known(plan, found, metrics=plan.metrics))[0]
        evidence: tuple[FairnessEvidence, ...] = ()
        if groups:
            favourable = st.selectbox(
                say("Favourable answer"),
                references_of(plan),
                key=f"guidance.fairness.favourable.{plan.evaluation_id}",
                help=say("Getting it is an advantage: granted, invited, escalated."),
            )
            evidence += evidence_of_groups(plan, one, favourable=favourable or "")
        if has_pairs(plan):
            evidence += evidence_of_pairs(plan, found, one)
        for part in evidence:
            _show_evidence(part)
        _keep_button(decision_id, evidence, plan.evaluation_id)


def _keep_button(decision_id: str | None, evidence: Sequence[FairnessEvidence], key: str) -> None:
    if decision_id is None:
        st.caption(say("Save the decision to keep this with it."))
        return
    if evidence and st.button(
        say("Keep as evidence"),
        key=f"guidance.fairness.keep.{key}",
        help=say("The figures, with the decision and in its report; no row of the data."),
    ):
        try:
            for one in evidence:
                keep_fairness(installation.entries(), decision_id, one)
        except AdvisorError as error:
            st.error(said_of_fault(error))


def _show_evidence(evidence: FairnessEvidence) -> None:
    if evidence.subject:
        st.markdown(f"**{escaped(evidence.subject)}**")
    if evidence.suspicious:
        st.warning(say("Groups are treated differently by more than chance."), icon=":material/balance:")
    else:
        st.success(say("No difference beyond chance was found in {rows} cases.", rows=evidence.rows))
    for measure in evidence.measures:
        _show_measure(measure)
    if evidence.pairs:
        show_rows(
            [
                {
                    say("Exchange"): say(_SWAPS[pair.swap]),
                    say("Compared"): f"{pair.first} − {pair.second}",
                    say("Pairs"): pair.pairs,
                    say("Difference in score"): _interval(pair.difference, pair.low, pair.high),
                    say("Beyond chance"): say("yes") if pair.found else say("no"),
                    say("Answers that changed"): f"{pair.changed} / {pair.answered}",
                }
                for pair in evidence.pairs
            ],
            hide_index=True,
            alt=say("Counterfactual pairs with the difference in score"),
        )


def _show_measure(measure: MeasuredFairness) -> None:
    st.caption(say(_MEASURES[measure.measure]))
    rates = [
        {say("Group"): escaped(rate.group), say("Cases"): rate.count, say("Share"): _percent(rate.rate)}
        for rate in measure.rates
    ]
    show_rows(rates, hide_index=True, alt=say("Share of the favourable answer by group"))
    shown = [
        {
            say("Compared"): f"{escaped(pair.first)} − {escaped(pair.second)}",
            say("Difference"): _interval(pair.difference, pair.low, pair.high),
            say("Beyond chance"): say("yes") if pair.found else say("no"),
        }
        for pair in measure.pairs[:10]
    ]
    if shown:
        show_rows(shown, hide_index=True, alt=say("Differences between groups with their intervals"))
    else:
        st.caption(say("Too few cases of two groups to compare them."))


def _percent(share: float | None) -> str:
    return figures.unknown() if share is None else words().percent(share)


def _interval(middle: float | None, low: float | None, high: float | None) -> str:
    if middle is None or low is None or high is None:
        return figures.unknown()
    shown = [words().signed_percent(share) for share in (middle, low, high)]
    return say("{middle} ({low} to {high})", middle=shown[0], low=shown[1], high=shown[2])


def _show_pairs(decision_id: str | None) -> None:
    """Pairs out of the prompt library, to be run as an evaluation."""
    st.subheader(say("Counterfactual pairs"))
    st.caption(
        say(
            "The same prompt twice, with another name, gender or origin. Prompts need the variable {variable} or a "
            "given name that is known; run the pairs as an evaluation, and the differences are shown here.",
            variable="“{{name}}”",
        )
    )
    prompts = tuple(readable(Prompt, installation.trials().prompts(decision_id)))
    language = st.segmented_control(
        say("Language of the prompts"),
        list(GIVEN_NAMES),
        default="en",
        required=True,
        format_func=lambda code: option(LANGUAGE_NAMES[code]),
        key="guidance.fairness.language",
        help=say("Whose given names are put in."),
    )
    chosen: PairLanguage = next(code for code in GIVEN_NAMES if code == language)
    _offer_pairs(prompts, chosen)


def _offer_pairs(prompts: Sequence[Prompt], language: PairLanguage) -> None:
    """The pairs of these prompts as a file, and how many could not be made."""
    made = make_pairs(prompts, language=language)
    if not made.prompts:
        st.info(say("No prompt of the library has the variable or a known name: keep one in the playground first."))
        return
    st.markdown(
        say(
            "{pairs} pairs out of {prompts} prompts; {left} could not be made.",
            pairs=len(made.prompts) // 2,
            prompts=len(prompts),
            left=len(made.left_out),
        )
    )
    st.download_button(
        say("Pairs as a prompt file (JSONL)"),
        to_jsonl(made.prompts),
        "pairs.jsonl",
        "application/jsonl",
        key="guidance.fairness.pairs",
        on_click="ignore",
        help=say("Choose it under Evaluation as the file of prompts; tags say which belong together."),
    )


def _show_kept(decision_id: str | None) -> None:
    kept = kept_fairness(installation.entries(), decision_id) if decision_id else ()
    if not kept:
        return
    st.subheader(say("Evidence that is kept"))
    show_rows(
        [
            {
                say("Data"): escaped(one.name),
                say("Of"): escaped(one.subject) or say("A table of cases"),
                say("Cases"): one.rows,
                say("Beyond chance"): say("yes") if one.suspicious else say("no"),
            }
            for one in kept
        ],
        hide_index=True,
        alt=say("Evidence of fairness kept with the decision"),
    )
