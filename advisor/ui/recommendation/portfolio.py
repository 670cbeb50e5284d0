"""Several use cases together: the limits they must keep to, the best assignment, and what other limits would cost."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import streamlit as st

from advisor.assessment import AnyUseCase
from advisor.decision.ranked import Ranked
from advisor.decision.records import Portfolio, PortfolioAssignment
from advisor.decision.results.portfolio.record import portfolio_of
from advisor.questionnaire.answers import Answers, BudgetAnswers, PortfolioAnswers
from advisor.ui import state
from advisor.ui.cached import decisions, installation
from advisor.ui.frame.keep_buttons import KeepButton, show_keep
from advisor.ui.frame.markdown import escaped
from advisor.ui.recommendation import routing as recommendation_routing
from advisor.ui.recommendation.shared_figures import money_columns, monthly
from advisor.ui.tables import show_rows
from advisor.ui.words import say, say_n, spoken

NO_LIMIT = 0


def show(answers: Answers, case: AnyUseCase) -> None:
    """The portfolio of all use cases, then routing for the chosen one."""
    _show_portfolio(answers)
    recommendation_routing.show(answers, case)


@st.fragment
def _show_portfolio(answers: Answers) -> None:
    """Limits on the left in force at once, the assignment that keeps to them below."""
    st.subheader(say("Best for each use case, together"))
    rankings = decisions.rankings(answers)
    tried = _limits(answers)
    _show_keep(answers, tried)  # above what changes height with each limit
    found = spoken(portfolio_of(rankings, tried))
    if found is None:
        empty = [case.name for case, ranked in zip(answers.use_cases, rankings, strict=True) if ranked.leader is None]
        st.warning(
            say("Nothing fits {list}: relax its constraints first.", list=", ".join(empty)), icon=":material/block:"
        )
        return
    _show_found(found, tried.budget)
    _show_choices(rankings, tried)


def _limits(answers: Answers) -> Answers:
    """The answers with the limits as the widgets have them."""
    token, asked, count = _token(), answers.portfolio, len(answers.use_cases)
    no_limit = say("No limit")
    with st.container(border=True):
        left, middle, right = st.columns(3)
        vendors = left.selectbox(
            say("Vendors at most"),
            [NO_LIMIT, *range(1, count + 1)],
            index=min(asked.max_vendors or NO_LIMIT, count),
            format_func=[no_limit, *map(str, range(1, count + 1))].__getitem__,
            key=f"recommendation.max_vendors.{token}",
            help=say("Fewer vendors mean fewer contracts and audits, but a second choice somewhere."),
        )
        cap = middle.number_input(
            say("Total a month at most ({currency})", currency=answers.budget.currency),
            min_value=0.0,
            value=None if asked.monthly_cap is None else float(asked.monthly_cap),
            step=500.0,
            format="%.10g",
            placeholder=_usual_cap(answers),
            key=f"recommendation.total_cap.{token}",
            help=say("For all use cases together. Empty: the monthly cap of the budget."),
        )
        with right:
            share = st.toggle(
                say("Use cases may share GPUs"),
                asked.share_hardware,
                key=f"recommendation.share_hardware.{token}",
                help=say("Two use cases on the same model and hardware use one pool of replicas with one spare."),
            )
            owned = st.toggle(
                say("Buy no GPUs beyond those owned"),
                asked.owned_gpus_only,
                key=f"recommendation.owned_only.{token}",
                help=say("Own servers count only as far as the GPUs named under Exclusions reach."),
            )
        floors = _floors(answers, token)
    limits = PortfolioAnswers(
        max_vendors=vendors or None,
        monthly_cap=None if cap is None else Decimal(str(cap)),
        share_hardware=share,
        owned_gpus_only=owned,
    )
    cases = tuple(
        case.model_copy(update={"minimum_score": floor}) for case, floor in zip(answers.use_cases, floors, strict=True)
    )
    return answers.model_copy(update={"portfolio": limits, "use_cases": cases})


def _floors(answers: Answers, token: int) -> list[float]:
    st.caption(say("Lowest score that each use case accepts, in points of 100 (0 accepts any)."))
    columns = st.columns(min(len(answers.use_cases), 4))
    return [
        columns[place % len(columns)].number_input(
            case.name,
            0,
            100,
            round(case.minimum_score * 100),
            step=5,
            key=f"recommendation.floor.{place}.{token}",
            help=say("An alternative below it is not assigned to this use case, however much it saves elsewhere."),
        )
        / 100
        for place, case in enumerate(answers.use_cases)
    ]


def _usual_cap(answers: Answers) -> str:
    cap = answers.budget.monthly_cap
    return say("no limit") if cap is None else say("{cap:,.0f}, the budget's cap", cap=float(cap))


def _token() -> int:
    current = state.open_decision()
    return current.token if current else 0


def _show_found(found: Portfolio, budget: BudgetAnswers) -> None:
    if not found.assignments:
        st.warning(escaped(found.sentence), icon=":material/block:")
        st.markdown("\n".join(f"- {way}" for way in found.ways_out))
        return
    st.markdown(escaped(found.sentence))
    if found.limits:
        st.caption(say("Within: {list}.", list="; ".join(found.limits)))
    show_rows(
        _table(found.assignments, budget, found.one_team_usd, found.total_monthly_cost_usd),
        hide_index=True,
        width="stretch",
        column_config=money_columns(budget),
        key="recommendation.portfolio",
    )
    if found.single:
        with st.expander(say("The same with one model for all"), icon=":material/join:"):
            show_rows(
                _table(found.single, budget, found.single_one_team_usd, found.single_monthly_cost_usd),
                hide_index=True,
                width="stretch",
                column_config=money_columns(budget),
                key="recommendation.portfolio_single",
            )


def _table(
    assignments: tuple[PortfolioAssignment, ...], budget: BudgetAnswers, team: float | None, total: float | None
) -> pd.DataFrame:
    """Each use case with people of its own, what one team for all costs less, and the sum."""
    sums = [(say("Together"), total)]
    if team:
        sums.insert(0, (say("One team for all"), -team))
    texts = (say("Alternative"), say("Shares hardware with"), say("Second source"), say("Effort to switch"))
    last: list[dict[str, object]] = [
        {**dict.fromkeys(texts, ""), say("Use case"): name, monthly(budget): _amount(usd, budget)} for name, usd in sums
    ]
    rows: list[dict[str, object]] = [
        {
            say("Use case"): item.use_case,
            say("Alternative"): item.name or item.alternative_id,
            say("Score"): round(item.score * 100, 1),
            monthly(budget): _amount(item.monthly_cost_usd, budget),
            say("Shares hardware with"): ", ".join(item.shares_with) or say("nobody"),
            say("Second source"): item.second_source or item.second_source_id or say("none"),
            say("Effort to switch"): item.switching_effort,
        }
        for item in assignments
    ]
    return pd.DataFrame(rows + last)


def _amount(usd: float | None, budget: BudgetAnswers) -> float | None:
    return None if usd is None else round(usd / budget.usd_per_unit, 2)


def _show_choices(rankings: tuple[Ranked, ...], tried: Answers) -> None:
    """What the number of vendors costs: the same limits with every number of vendors, and one model for all."""
    rows: list[dict[str, object]] = []
    for most in range(len(tried.use_cases), 0, -1):
        limits = tried.portfolio.model_copy(update={"max_vendors": most})
        found = spoken(portfolio_of(rankings, tried.model_copy(update={"portfolio": limits})))
        if found is None:
            continue
        name = say_n("{n} vendor at most", "{n} vendors at most", most)
        rows.append(_choice(name, found.assignments, found.total_monthly_cost_usd, tried))
        if most == len(tried.use_cases):
            rows.append(_choice(say("One model for all"), found.single, found.single_monthly_cost_usd, tried))
    st.markdown(say("**What fewer vendors cost**"))
    show_rows(
        pd.DataFrame([*rows[:1], *rows[2:], *rows[1:2]]),
        hide_index=True,
        width="stretch",
        column_config=money_columns(tried.budget),
        key="recommendation.portfolio_choices",
    )


def _choice(
    name: str, assignments: tuple[PortfolioAssignment, ...], total: float | None, tried: Answers
) -> dict[str, object]:
    if not assignments:
        return {
            say("Choice"): name,
            say("Score"): None,
            monthly(tried.budget): None,
            say("Models"): say("none keeps to the limits"),
        }
    weights = {case.name: case.importance for case in tried.use_cases}
    mean = sum(weights[item.use_case] * item.score for item in assignments) / sum(weights.values())
    return {
        say("Choice"): name,
        say("Score"): round(mean * 100, 1),
        monthly(tried.budget): _amount(total, tried.budget),
        say("Models"): ", ".join(dict.fromkeys(_model(item) for item in assignments)),
    }


def _model(item: PortfolioAssignment) -> str:
    model_id = item.alternative_id.partition("@")[0]
    found = installation.catalog().model.get(model_id)
    return found.name if found else model_id


def _show_keep(answers: Answers, tried: Answers) -> None:
    keep = KeepButton(
        say("Keep these limits"),
        "recommendation.keep_limits",
        say("Stores them with the decision; the report then shows this portfolio."),
        tried,
    )
    back = KeepButton(
        say("Back to the kept limits"), "recommendation.reset_limits", say("Forget what was tried here."), answers
    )
    show_keep(answers, keep, back if tried != answers else None)
