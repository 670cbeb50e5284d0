"""The hosting page as a person meets it."""

from __future__ import annotations

from pathlib import Path

import pytest
from shipped import shipped_catalog
from streamlit.testing.v1 import AppTest

from advisor.assessment import assess, deployments_of
from advisor.questionnaire.presets import load_sample
from advisor.ui import state
from advisor.ui.charts.hosting import HOSTING_NAMES
from advisor.ui.frame.markdown import escaped
from advisor.words.language import words_in
from advisor.words.names import Names

ROOT = Path(__file__).resolve().parents[3]


def hosting(sample: str | None = "eu-bank-customer-service", tab: str = "Costs") -> AppTest:
    """The page with a sample on the desk, one of its tabs open."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=300)
    if sample is not None:
        app.session_state["desk.open_decision"] = state.OpenDecision(decision_id=None, answers=load_sample(sample))
    app.session_state["hosting.tabs"] = tab
    app.run()
    return app.switch_page("pages/hosting.py").run()


def monthly(app: AppTest) -> dict[str, float]:
    """The headline costs as numbers, by the way of hosting that they stand for."""
    return {metric.label: float(metric.value.split()[0].replace(",", "")) for metric in app.metric}


def test_without_a_decision_it_points_to_the_start() -> None:
    """Nothing is computed for nobody."""
    app = hosting(None)
    assert not app.exception
    assert "No decision is open" in app.info[0].value


@pytest.mark.parametrize("sample", ["eu-bank-customer-service", "semantic-search-20m"])
def test_the_page_opens_on_the_recommended_plan(sample: str) -> None:
    """The choice by its name with its cost in euros; then its model elsewhere, or why it runs nowhere else."""
    answers, catalog = load_sample(sample), shipped_catalog()
    decided = assess(answers, catalog)
    view = decided.hosting
    chosen = view.plan(view.chosen_id)
    assert chosen is not None
    assert chosen.monthly_cost_usd is not None
    name = Names(deployments_of(decided), catalog, words_in("en")).alternative(chosen.alternative.alternative_id)
    money = f"{chosen.monthly_cost_usd.p50 / answers.budget.usd_per_unit:,.0f} {answers.budget.currency}"
    app = hosting(sample)
    assert not app.exception
    assert app.subheader[0].value == f"{escaped(name)}: {money} a month"
    ways = [HOSTING_NAMES[way.kind] for way in view.same_model if way.alternative_id]
    assert [metric.label for metric in app.metric][: len(ways)] == ways
    assert app.metric[ways.index(HOSTING_NAMES[chosen.alternative.deployment.kind])].value == money
    reasons = {way.reason for way in view.same_model if way.alternative_id is None}
    assert all(any(escaped(reason) in item.value for item in app.markdown) for reason in reasons)


def test_results_stand_above_the_controls() -> None:
    """The first heading of the page is the recommended plan, that of the controls comes after it."""
    headings = [item.value for item in hosting().subheader]
    assert headings.index("What if") > 0


def test_more_volume_costs_more_at_once() -> None:
    """The volume slider answers in the same run; plans are chosen by the figure that they show."""
    app = hosting()
    before = monthly(app)
    app.select_slider(key="hosting.volume").set_value(10.0).run()
    assert not app.exception
    after = monthly(app)
    provider = next(label for label in before if label.startswith("Model provider"))
    assert after[provider] > before[provider] * 3
    kept = before.keys() & after.keys()
    assert {label: (before[label], after[label]) for label in kept if after[label] < before[label]} == {}


def test_cheaper_tokens_lower_the_provider_alone() -> None:
    """Token prices at a half move the API and nothing else."""
    app = hosting()
    before = monthly(app)
    app.slider(key="hosting.token_prices").set_value(50).run()
    after = monthly(app)
    moved = {label for label in before.keys() & after.keys() if after[label] != before[label]}
    assert moved
    assert all(label.startswith("Model provider") for label in moved)
    assert all(after[label] < before[label] for label in moved)


def test_no_model_chosen_asks_for_one() -> None:
    """An empty comparison says what to do."""
    app = hosting()
    app.multiselect(key="hosting.models").set_value([]).run()
    assert not app.exception
    assert any("Choose at least one model" in item.value for item in app.info)


def test_a_quote_is_judged() -> None:
    """A quote far above the estimate is called so."""
    app = hosting(tab="Quote and files")
    app.number_input(key="hosting.quote").set_value(1_000_000.0).run()
    assert not app.exception
    assert any("above the middle of the estimate" in item.value for item in app.info)


def test_the_trade_off_can_be_read_as_bars() -> None:
    """The plain form shows the same values."""
    app = hosting(tab="Trade-off")
    app.segmented_control(key="hosting.tradeoff_form").set_value("Bars").run()
    assert not app.exception


def test_a_speech_decision_shows_every_way() -> None:
    """Transcription is planned at providers, on rented and on own GPUs."""
    app = hosting("call-centre-transcription")
    assert not app.exception
    shown = {metric.label.removesuffix(", cheapest") for metric in app.metric}
    assert shown == {"Model provider", "Cloud GPUs", "On-premises"}


def test_plans_that_the_decision_rules_out_are_flagged_with_the_gate() -> None:
    """The bank's answers rule plans out: a warning says which and why, and the table names the gates."""
    app = hosting()
    app.multiselect(key="hosting.models").set_value(["deepseek/deepseek-v3.1", "openai/gpt-5"]).run()
    assert not app.exception
    warned = [item.value for item in app.warning if "fail" in item.value and "gate of this decision" in item.value]
    assert warned
    plans = next(frame.value for frame in app.dataframe if "Gates" in frame.value.columns)
    failing = [text for text in plans["Gates"] if text.startswith("fails: ")]
    assert failing
    assert all(line.startswith("- ") for line in warned[0].split("\n\n")[1].split("\n"))
    assert len(failing) == len(warned[0].split("\n\n")[1].split("\n"))


def test_plans_of_the_recommendation_pass() -> None:
    """The models of the recommendation are shown first, and at least one of their plans passes every gate."""
    plans = next(frame.value for frame in hosting().dataframe if "Gates" in frame.value.columns)
    assert "passes" in set(plans["Gates"])


def test_other_ways_to_buy_stand_beside_the_plans() -> None:
    """Rented GPUs are shown with what spot prices would make of them, and its risk."""
    ways = next(frame.value for frame in hosting().dataframe if "Way to buy" in frame.value.columns)
    spot = ways[ways["Way to buy"].str.startswith("Spot")]
    assert len(spot)
    assert spot["In words"].str.contains("short notice").all()


def test_hardware_that_idles_is_named_with_what_less_would_do() -> None:
    """The hospital's servers are used by a few per cent: one warning says so, and what one server would cost."""
    app = hosting("hospital-note-summariser")
    assert not app.exception
    warned = [item.value for item in app.warning if "of what runs is used" in item.value]
    assert len(warned) == 1
    assert "instead of" in warned[0]
    assert "of the peak" in warned[0]


def test_one_way_of_hosting_draws_no_break_even_and_says_why() -> None:
    """Lines of one way over one another show nothing: a sentence stands where two ways would meet."""
    why = "Only one way of hosting is shown"
    both = hosting(tab="Break-even")
    assert not any(why in item.value for item in both.info)
    alone = both.button_group(key="hosting.kinds").set_value(["provider_api"]).run()
    assert not alone.exception
    assert any(why in item.value for item in alone.info)


def test_an_api_that_nobody_runs_still_takes_own_work_at_changes() -> None:
    """As the verdict says of the same money: what is no bill is named beside "nobody to run it"."""
    app = hosting()
    view = assess(load_sample("eu-bank-customer-service"), shipped_catalog()).hosting
    chosen = view.plan(view.chosen_id)
    assert chosen is not None
    assert chosen.unpaid_usd_per_month
    own = chosen.unpaid_usd_per_month / load_sample("eu-bank-customer-service").budget.usd_per_unit
    first = next(caption.value for caption in app.caption if "nobody to run it" in caption.value)
    assert f"{own:,.0f} of it own work at changes of model" in first
