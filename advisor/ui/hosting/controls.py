"""The what-if controls of the hosting page; they change a copy of the answers, never the answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from advisor.catalog.catalog import Catalog
from advisor.hosting.assumptions import Assumptions, assumptions_of
from advisor.hosting.records import WAYS_TO_HOST, Deployment
from advisor.questionnaire.answers import Answers, DeploymentKind, UseCase
from advisor.questionnaire.labels import ZONES
from advisor.ui import state
from advisor.ui.charts.hosting import HOSTING_NAMES
from advisor.ui.frame import what_if
from advisor.ui.frame.markdown import option
from advisor.ui.hosting.plan_names import COMMITMENT_NAMES
from advisor.ui.words import message, say, words

ANY = "any"


@dataclass(frozen=True, slots=True)
class Scenario:
    """What the controls say: the changed answers, the assumptions and which plans to show."""

    answers: Answers
    use_case: UseCase
    assume: Assumptions
    models: tuple[str, ...]
    kinds: tuple[DeploymentKind, ...]
    gpu: str
    commitment: str
    every_model: bool
    currency: str
    rate: float

    def admits(self, deployment: Deployment) -> bool:
        """Whether a deployment is of the chosen GPU and commitment (APIs always are)."""
        if deployment.kind == "provider_api":
            return True
        right_gpu = self.gpu in {ANY, deployment.gpu}
        rented = deployment.kind == "cloud_gpu"
        return right_gpu and (not rented or self.commitment in {ANY, deployment.commitment})


@dataclass(frozen=True, slots=True)
class HostingChoice:
    """Where and how: ways of hosting, GPU, commitment, country and rate."""

    kinds: tuple[DeploymentKind, ...]
    gpu: str
    commitment: str
    country: str
    zone: str
    spare: bool
    every_model: bool
    rate: float


def controls(
    answers: Answers,
    models: Sequence[str],
    catalog: Catalog,
    changed: tuple[Mapping[str, bool], Mapping[str, float]],
) -> Scenario:
    """Draw the controls and return the scenario; ``changed`` are the cost components as ``components`` has them."""
    switched, values = changed
    case = _use_case(answers)
    load = _load(case)
    with st.expander(say("Prices and rate"), icon=":material/payments:"):
        prices, rate = _prices(), _rate(answers)
    with st.expander(say("Models, machines and places"), icon=":material/dns:"):
        chosen = _models(models, catalog)
        place = _place(answers, catalog, rate)
    what_if.note()
    if what_if.changes():
        st.button(
            say("Back to the answers"),
            key="hosting.back",
            icon=":material/undo:",
            on_click=what_if.forget,
            width="stretch",
            help=say("Puts every control where the answers have it."),
        )
    return Scenario(
        answers=_answers(answers, place),
        use_case=load,
        assume=assumptions_of(catalog, changed={**values, **prices}, switched=switched),
        models=tuple(chosen),
        kinds=place.kinds,
        gpu=place.gpu,
        commitment=place.commitment,
        every_model=place.every_model,
        currency=answers.budget.currency,
        rate=place.rate,
    )


def _answers(answers: Answers, place: HostingChoice) -> Answers:
    """The answers with the place of the controls."""
    hosting = answers.hosting.model_copy(
        update={"country": None if place.country == ANY else place.country, "high_availability": place.spare}
    )
    zones = () if place.zone == ANY else (place.zone,)
    data = answers.data.model_copy(update={"residency": zones})
    budget = answers.budget.model_copy(update={"usd_per_unit": place.rate})
    return answers.model_copy(update={"hosting": hosting, "data": data, "budget": budget})


def _use_case(answers: Answers) -> UseCase:
    if len(answers.use_cases) == 1:
        return answers.use_cases[0]
    names = [case.name for case in answers.use_cases]
    picked = st.selectbox(
        say("Use case"),
        range(len(names)),
        format_func=names.__getitem__,
        key=what_if.start("use_case", 0),
        help=say("Whose load is costed."),
    )
    return answers.use_cases[picked]


def _models(models: Sequence[str], catalog: Catalog) -> list[str]:
    return st.multiselect(
        say("Models to compare"),
        sorted(catalog.model, key=lambda name: catalog.model[name].name),
        format_func=lambda name: catalog.model[name].name,
        key=what_if.start("models", list(models)),
        help=say("At first the models of the decision's best plans."),
    )


def _load(case: UseCase) -> UseCase:
    """Volume, growth and peak, around the answers."""
    load = case.workload
    factor = st.select_slider(
        say("Volume"),
        options=what_if.VOLUMES,
        format_func=lambda value: f"× {words().exact(value)}",
        key=what_if.start("volume", 1.0),
        help=say("Times the stated {requests_per_day:,.0f} requests a day.", requests_per_day=load.requests_per_day),
    )
    growth = what_if.start("growth", max(-50, round(100 * load.growth_per_year)))
    more = st.slider(
        say("Growth per year (%)"),
        -50,
        max(300, round(100 * load.growth_per_year), state.recall(growth, 0)),
        step=10,
        key=growth,
        help=say("Growth of the volume over the horizon."),
    )
    peak = what_if.start("peak", float(load.peak_factor))
    top = st.slider(
        say("Peak over mean load"),
        1.0,
        max(20.0, float(load.peak_factor), state.recall(peak, 1.0)),
        step=0.5,
        key=peak,
        help=say("The utilisation of own and reserved GPUs is about 1 over this: they are paid for the peak."),
    )
    changed = load.model_copy(
        update={
            "requests_per_day": min(load.requests_per_day * factor, 1e9),
            "growth_per_year": more / 100,
            "peak_factor": top,
        }
    )
    return case.model_copy(update={"workload": changed})


def _prices() -> dict[str, float]:
    """Factors on token and GPU prices."""
    token = st.slider(
        say("Token prices against today's (%)"),
        20,
        200,
        step=5,
        key=what_if.start("token_prices", 100),
        help=say("Moves every offer."),
    )
    gpu = st.slider(
        say("GPU prices against today's (%)"),
        20,
        200,
        step=5,
        key=what_if.start("gpu_prices", 100),
        help=say("Moves rents and hardware."),
    )
    return {"token_price_factor": token / 100, "gpu_price_factor": gpu / 100}


def _rate(answers: Answers) -> float:
    """The rate of exchange."""
    return st.number_input(
        say("US dollars per 1 {currency}", currency=answers.budget.currency),
        what_if.LOWEST_RATE,
        1000.0,
        format="%.6g",
        key=what_if.start("rate", float(answers.budget.usd_per_unit)),
        help=say(
            "Rate of {isoformat}.",
            isoformat=answers.budget.rate_date.isoformat() if answers.budget.rate_date else say("no stated date"),
        ),
    )


def _place(answers: Answers, catalog: Catalog, rate: float) -> HostingChoice:
    """Ways of hosting, GPU, commitment and place."""
    kinds = st.pills(
        say("Ways of hosting"),
        list(WAYS_TO_HOST),
        format_func={kind: option(say(HOSTING_NAMES[kind])) for kind in WAYS_TO_HOST}.__getitem__,
        selection_mode="multi",
        wrap=True,
        key=what_if.start("kinds", list(answers.hosting.allowed)),
        help=say("At first those that the answers allow."),
    )
    return HostingChoice(
        kinds=tuple(kinds),
        gpu=_gpu(catalog),
        commitment=_commitment(),
        zone=_zone(answers),
        country=_country(answers, catalog),
        spare=st.toggle(
            say("High availability"),
            key=what_if.start("spare", answers.hosting.high_availability),
            help=say("Another server than the load needs, so that the service survives the failure of one."),
        ),
        every_model=st.toggle(
            say("Show every model"),
            value=False,
            key="hosting.every",
            help=say("One plan per model and way, not only the cheapest."),
        ),
        rate=rate,
    )


def _gpu(catalog: Catalog) -> str:
    return st.selectbox(
        say("GPU"),
        [ANY, *sorted({offer.gpu_id for offer in catalog.gpu_offers if offer.gpu_id in catalog.gpu})],
        format_func=({name: gpu.name for name, gpu in catalog.gpu.items()} | {ANY: say("Any")}).__getitem__,
        key=what_if.start("gpu", ANY),
        help=say("Any: the cheapest that carries the load."),
    )


def _commitment() -> str:
    return st.selectbox(
        say("Commitment"),
        [ANY, "on_demand", "reserved_1y", "reserved_3y"],
        format_func=(
            {term: say(text).capitalize() for term, text in COMMITMENT_NAMES.items()} | {ANY: say("Any")}
        ).__getitem__,
        key=what_if.start("commitment", ANY),
        help=say("Of rented GPUs. On-demand ones follow the load; reserved ones are paid around the clock."),
    )


def _zone(answers: Answers) -> str:
    zones = [ANY, *ZONES]
    return st.selectbox(
        say("Region of rented GPUs"),
        zones,
        format_func=({name: message(text) for name, text in ZONES.items()} | {ANY: say("Any")}).__getitem__,
        key=what_if.start("zone", answers.data.residency[0] if answers.data.residency else ANY),
        help=say(
            "Prices in this region come first; where none is known, the cheapest other one is shown with its region."
        ),
    )


def _country(answers: Answers, catalog: Catalog) -> str:
    countries = [ANY, *sorted(catalog.grid)]
    own = answers.hosting.country if answers.hosting.country in catalog.grid else ANY
    return st.selectbox(
        say("Country of own servers"),
        countries,
        format_func=_countries(catalog).__getitem__,
        key=what_if.start("country", own or ANY),
        help=say("Sets the electricity tariff and the carbon of the grid."),
    )


def components(catalog: Catalog) -> tuple[dict[str, bool], dict[str, float]]:
    """Every component as a row that can be switched and changed; returns what was changed."""
    shown = [row for row in catalog.cost_defaults if row.component not in {"token_price_factor", "gpu_price_factor"}]
    frame = pd.DataFrame(
        {
            say("On"): [row.enabled == "yes" for row in shown],
            say("Component"): [message(row.label) for row in shown],
            say("Value"): [row.default for row in shown],
            say("Range"): [say("{low:g} to {high:g}", low=row.low, high=row.high) for row in shown],
            say("Unit"): [message(row.unit) for row in shown],
            say("Default is"): [row.basis for row in shown],
            say("Source"): [row.source for row in shown],
            say("Note"): [row.note or "" for row in shown],
        }
    )
    edited = st.data_editor(
        frame,
        hide_index=True,
        disabled=[say("Component"), say("Range"), say("Unit"), say("Default is"), say("Source"), say("Note")],
        key="hosting.assumptions",
    )
    switched = {
        row.component: bool(on)
        for row, on in zip(shown, edited[say("On")], strict=True)
        if bool(on) != (row.enabled == "yes")
    }
    values = {
        row.component: float(value)
        for row, value in zip(shown, edited[say("Value")], strict=True)
        if not pd.isna(value) and float(value) != row.default
    }
    return switched, values


def _countries(catalog: Catalog) -> dict[str, str]:
    """The names of the countries whose electricity is known; in English as the catalog has them."""
    told = words()
    names = {
        code: grid.name if told.language == "en" else told.territory(code.upper())
        for code, grid in catalog.grid.items()
    }
    return names | {ANY: say("Not stated")}
