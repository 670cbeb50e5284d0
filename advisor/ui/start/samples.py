"""The worked samples as cards: each with what it concluded, and one click from its ranking."""

from __future__ import annotations

import streamlit as st

from advisor.questionnaire.answers import Answers
from advisor.questionnaire.presets import load_sample, sample_paths
from advisor.services.sample_verdicts import SampleVerdict
from advisor.ui import state
from advisor.ui.cached import installation
from advisor.ui.frame.markdown import escaped
from advisor.ui.words import message, said, say, say_n
from advisor.units import told

_COLUMNS = 3


def show_samples() -> None:
    """The sample decisions as cards; one click leads to the ranking."""
    st.header(say("Or look at a worked sample"))
    st.caption(
        say(
            "Ten decisions, each with what it concludes on the catalog as shipped. Open one and change anything you "
            "like: the sample stays as it is."
        )
    )
    verdicts = installation.sample_verdicts()
    paths = sample_paths()
    for start in range(0, len(paths), _COLUMNS):
        for path, column in zip(paths[start : start + _COLUMNS], st.columns(_COLUMNS), strict=False):
            with column.container(border=True, height="stretch"):
                _show_sample(path.stem, load_sample(path.stem), verdicts.get(path.stem))


def _show_sample(name: str, answers: Answers, verdict: SampleVerdict | None) -> None:
    if st.button(
        f"**{message(answers.title)}**",
        key=f"start.sample.{name}",
        icon=":material/arrow_forward:",
        icon_position="right",
        width="stretch",
        help=say("Opens this sample with its ranking."),
    ):
        state.put_on_desk(answers)
        st.switch_page("pages/recommendation.py")
    st.caption(message(answers.question))
    if verdict is not None:
        st.markdown(verdict_line(verdict, len(answers.use_cases)))


def verdict_line(verdict: SampleVerdict, use_cases: int = 1) -> str:
    """The choice, where it runs and what it costs a month, as Markdown; the verdict's label ends it."""
    label = said(told(f"label.{verdict.verdict.replace(' ', '_')}"))
    if not verdict.models:
        return f":material/block: {label}"
    models = "**, **".join(escaped(model) for model in verdict.models)
    place = "" if verdict.place is None else f", {escaped(said(verdict.place))}"
    cost = "" if verdict.money is None else say("about {amount} a month", amount=escaped(said(verdict.money)))
    if use_cases > 1:
        cost = say_n("{n} use case, {cost}", "{n} use cases, {cost}", use_cases, cost=cost)
    return f"**{models}**{place}  \n" + " · ".join(part for part in (cost, label) if part)
