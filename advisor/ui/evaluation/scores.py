"""The scores of one metric as a table, and the comparison of each column with the best in words."""

from __future__ import annotations

import streamlit as st

from advisor.trials.evaluation.job import Written
from advisor.trials.evaluation.kinds.agreement import UNMARKED, Agreement, agreement
from advisor.trials.evaluation.plan import Plan
from advisor.trials.evaluation.results import MetricResult, judge_pairs, prompts_to_decide, result_rows
from advisor.ui.evaluation.metric_words import metric_said
from advisor.ui.frame import figures
from advisor.ui.frame.markdown import escaped
from advisor.ui.tables import show_rows
from advisor.ui.words import say


def show_scores(plan: Plan, found: Written, one: MetricResult) -> None:
    """Draw the table and say what the differences are worth."""
    show_rows(
        [_row(row, repeated=plan.repeats > 1) for row in result_rows([one])],
        hide_index=True,
        alt=say("Scores: {metric_name}", metric_name=metric_said(one.metric)),
    )
    _tests(plan, one)
    if one.metric.kind == "judge":
        _agreement(agreement(judge_pairs(plan, found, plan.metrics.index(one.metric))))


def _agreement(found: Agreement | None) -> None:
    """How far the judge can be believed: over the answers that a person marked too."""
    if found is None:
        st.caption(
            say(
                "Nobody has marked a judged answer yet: mark some, drawn by chance and not only those that look wrong, "
                "and the judge's agreement with you stands here. About {wanted} would tell it to within ± 10%.",
                wanted=UNMARKED,
            )
        )
        return
    told = say(
        "The judge agrees with {agreed} of your {count} marks on whether an answer is good ({share:.0%}, {low:.0%} to "
        "{high:.0%}).",
        agreed=found.agreed,
        count=found.count,
        share=found.share,
        low=found.low,
        high=found.high,
    )
    if found.kappa is not None and found.kappa_low is not None and found.kappa_high is not None:
        told += " " + say(
            "Cohen's kappa {kappa:.2f} ({low:.2f} to {high:.2f}): 1 is full agreement, 0 that of chance.",
            kappa=found.kappa,
            low=found.kappa_low,
            high=found.kappa_high,
        )
    if found.more:
        told += " " + say("About {more} marks more would tell the share to within ± 10%.", more=found.more)
    st.caption(escaped(told))


def _row(row: dict[str, object], *, repeated: bool) -> dict[str, str]:
    """A column's figures as a row of the table."""

    def share(name: str) -> str:
        value = row[name]
        return f"{value:.1%}" if isinstance(value, float) else figures.unknown()

    cost, seconds = row["cost_usd"], row["median_total_s"]
    return {
        say("Connection"): str(row["connection"]),
        say("Score"): share("mean"),
        say("95% interval"): say("{share} to {share2}", share=share("low_95"), share2=share("high_95")),
        say("Prompts"): str(row["prompts"]),
        **_repeats(row, repeated=repeated),
        say("Failed"): str(row["failures"]),
        say("Corrected by hand"): str(row["marked_by_hand"]),
        say("Cost"): figures.dollars(cost),  # type: ignore[arg-type]
        say("Median time"): figures.seconds(seconds if isinstance(seconds, float) else None),
    }


def _repeats(row: dict[str, object], *, repeated: bool) -> dict[str, str]:
    """What repeats tell, where there are some."""
    if not repeated:
        return {}
    spread = row["spread_within_prompt"]
    told = f"± {spread:.2f}" if isinstance(spread, float) else figures.unknown()
    return {say("Spread of repeats"): told, say("Prompts answered unsteadily"): str(row["prompts_unsteady"])}


def _tests(plan: Plan, one: MetricResult) -> None:
    for test in one.tests:
        sure = test.p_adjusted < 0.05  # noqa: PLR2004 - the usual level
        found: dict[str, float | str] = {
            "first": test.first,
            "second": test.second,
            "difference": test.difference,
            "low": test.low,
            "high": test.high,
            "count": test.count,
            "p_adjusted": test.p_adjusted,
            "method": test.method,
            "sure": say("a real difference") if sure else say("could be chance"),
        }
        if plan.stop is None:
            told = say(
                "{first} against {second}: {difference:+.1%} ({low:+.1%} to {high:+.1%}, {count} "
                "prompts); p = {p_adjusted:.3f} ({method}, Holm-adjusted): {sure}.",
                **found,
            )
        else:
            told = say(
                "{first} against {second}: {difference:+.1%} ({low:+.1%} to {high:+.1%}, {count} prompts; holds at "
                "every look and for all pairs); p = {p_adjusted:.3f} ({method}): {sure}.",
                **found,
            )
        needed = None if sure else prompts_to_decide(one, test)
        if needed is not None and needed > test.count:
            told += " " + say("About {needed} prompts would show a difference of this size.", needed=f"{needed:,}")
        st.caption(escaped(told))
