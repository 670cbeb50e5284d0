"""The recommendation page through AppTest: the overview, every tab, the sliders, and keeping weights."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from advisor.assessment import assess
from advisor.catalog.catalog import Catalog
from advisor.decision.prepared import prepare
from advisor.decision.ranked import rank
from advisor.decision.results.recommendations import leading_models
from advisor.decision.scoring.weights import rank_order_centroid
from advisor.questionnaire.answers import Answers
from advisor.questionnaire.load import load_answers
from advisor.questionnaire.presets import SAMPLES
from advisor.ui.cached import decisions, installation
from advisor.ui.state import OpenDecision
from advisor.words.written import all_said

APP = str(Path(__file__).resolve().parents[3] / "app.py")
TABS = {
    "Ranking": "Show every figure of",
    "Why not": "A model that is out wherever it runs has one entry",
    "Weights": "they are scaled to 100% together",
    "Prices of a point": "Read each sentence as a question",
    "Fitness": "The abilities behind it",
    "Compare": "Choose up to three",
    "Robustness": "Weights and uncertain facts are varied together",
    "What would change it": "One weight at a time",
    "Cost": "The front:",
    "Stakeholders": "No stakeholder has weights of their own yet",
    "Portfolio": "Best for each use case, together",
}
"""Something that only this tab says."""


def _page(answers: Answers, tab: str | None = None) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=300).run()
    app.session_state["desk.open_decision"] = OpenDecision(decision_id=None, answers=answers)
    if tab is not None:
        app.session_state["recommendation.tabs"] = tab
    return app.switch_page("pages/recommendation.py").run()


def _sample(name: str) -> Answers:
    return load_answers(SAMPLES / f"{name}.yaml")


def _text(app: AppTest) -> str:
    return "\n".join(str(item.value) for item in (*app.markdown, *app.caption))


def test_without_a_decision_it_says_where_to_start() -> None:
    """An empty desk leads to the start page."""
    app = AppTest.from_file(APP, default_timeout=300).run().switch_page("pages/recommendation.py").run()
    assert not app.exception
    assert "No decision is open" in app.info[0].value


def test_the_overview_shows_the_verdict_the_shortlist_and_what_speaks_for_it(catalog: Catalog) -> None:
    """One screen: the sentence, each choice with role, money, what it gives up and its test, and three short lists."""
    answers = _sample("contract-analyser")
    case = assess(answers, catalog)
    app = _page(answers)
    assert not app.exception
    (verdict,) = (*app.success, *app.info, *app.warning)
    assert case.verdict_sentence in _unescaped(verdict.value)
    shown = _unescaped(_text(app))
    assert 1 <= len(case.shortlist) <= 3
    for choice in case.shortlist:
        assert f"### {choice.model_name}" in shown
        assert choice.deciding_test in shown
        assert choice.reason.partition(";")[0].rstrip(".") in shown
    assert "USD a month" in shown
    assert all(f"**{title}**" in shown for title in ("Why not others", "What it hangs on", "What your weights say"))
    assert "is worth about" in shown
    chosen = next(item for item in case.recommendations if item.alternative_id == case.choice_id)
    warnings = all_said(chosen, "warnings", "en")
    assert warnings
    assert all(warning in shown for warning in warnings), "what to settle is seen, not opened"
    others = [choice for choice in case.shortlist if not choice.chosen]
    assert len(app.get("plotly_chart")) == len(others) + 1, "the others say what separates them from the choice"


def _unescaped(text: str) -> str:
    """Text without the marks that keep Markdown from reading it."""
    return re.sub(r"\\([\\`*_\[\]<>$~|#!:])", r"\1", text)


def test_the_statistics_stand_behind_a_click() -> None:
    """The verdict has no percentage; an expander that starts closed has them."""
    app = _page(_sample("marketing-images"))
    (verdict,) = (*app.success, *app.info, *app.warning)
    assert "%" not in verdict.value
    assert "draws" not in verdict.value
    (expander,) = [one for one in app.expander if one.label == "How sure this is"]
    assert not expander.proto.expanded
    assert "First in (%)" in expander.dataframe[0].value.columns


@pytest.mark.parametrize(("step", "page"), [("host", "Hosting"), ("report", "Report")])
def test_the_next_step_is_a_button(step: str, page: str) -> None:
    """Each leads to the page that it names, with the decision on the desk."""
    app = _page(_sample("marketing-images"))
    app.button(key=f"recommendation.next.{step}").click().run()
    assert not app.exception
    assert app.title[0].value == page


def test_money_stands_in_the_currency_of_the_decision() -> None:
    """A decision in euro names no dollar on its first screen."""
    app = _page(_sample("eu-bank-customer-service"))
    shown = _text(app)
    assert "EUR a month" in shown
    table = next(frame.value for frame in app.dataframe if "Option" in frame.value.columns and "Score" in frame.value)
    assert "EUR a month" in table.columns


def test_an_option_opens_its_variants() -> None:
    """A row is a model on one way of hosting; its other places and machines open below."""
    app = _page(_sample("eu-bank-customer-service"), "Ranking")
    case = decisions.assessment(_sample("eu-bank-customer-service"))
    option = next(item for item in case.recommendations if item.variants)
    app.toggle(key="recommendation.grouped").set_value(False)
    app.slider(key="recommendation.rows").set_value(40).run()
    chooser = app.selectbox(key="recommendation.figures_of")
    chooser.set_value(next(name for name in chooser.options if name == option.name)).run()
    table = next(frame.value for frame in app.dataframe if list(frame.value.columns)[:1] == ["Place"])
    assert table["Place"].tolist() == [each.place for each in option.variants]


@pytest.mark.parametrize("method", ["Sliders", "Swing", "Pairwise"])
def test_opening_a_way_to_set_weights_moves_nothing(method: str) -> None:
    """Looking is no answer: each stands at the very weights in force, unrounded, until something is answered."""
    answers = _sample("contract-analyser")
    case = decisions.assessment(answers)
    app = _page(answers, "Weights")
    app.button_group(key="recommendation.method").set_value(method).run()
    table = next(frame.value for frame in app.dataframe if "Before" in frame.value.columns)
    assert table["Rank"].tolist() == table["Before"].tolist()
    assert any(item.value.startswith("**Still the choice") for item in app.markdown)
    app.button(key="recommendation.use_weights").click().run()
    kept = _answers(app).weights
    assert kept is not None
    assert {name: weight / 100 for name, weight in kept.items()} == pytest.approx(dict(case.weights), abs=1e-5)


def test_another_price_sets_the_weights_that_imply_it() -> None:
    """Half the price of a point of ability: kept, the decision says exactly that price, and the others as before."""
    answers = _sample("contract-analyser")
    before = decisions.assessment(answers).prices_of_a_point
    app = _page(answers, "Prices of a point")
    field = _keyed(app, "number_input", "recommendation.price.fitness.")
    wanted = round(field.value / 2)
    field.set_value(float(wanted)).run()
    assert not app.exception
    app.button(key="recommendation.use_weights").click().run()
    case = decisions.assessment(_answers(app))
    ratio = {name: case.weights[name] / case.weights["cost"] for name in case.weights}
    old = decisions.assessment(answers).weights
    moved = ratio["fitness"] / (old["fitness"] / old["cost"])
    assert moved == pytest.approx(wanted / before["fitness"].usd_per_month, rel=1e-3)
    for name in ("latency", "data_control", "lifecycle"):
        assert ratio[name] == pytest.approx(old[name] / old["cost"], rel=1e-3)


def test_a_price_that_nobody_would_pay_is_asked_about() -> None:
    """With hardly any weight on money everything is dear: the page says that nobody would pay that."""
    weights = {"fitness": 50.0, "cost": 0.2, "data_control": 49.8}
    app = _page(_sample("contract-analyser").model_copy(update={"weights": weights}), "Prices of a point")
    assert any("Nobody would pay that" in _unescaped(item.value) for item in app.warning)
    usual = _page(_sample("contract-analyser"), "Prices of a point")
    assert not any("Nobody would pay that" in _unescaped(item.value) for item in usual.warning)


def test_what_is_enough_is_a_sentence_and_a_slider() -> None:
    """The sentence follows the slider, models name both ends, and the answer is kept or taken back."""
    app = _page(_sample("city-administration-rag"), "Fitness")
    slider = _keyed(app, "slider", "recommendation.enough.")
    assert f"ability beyond {slider.value} of 100 points brings little" in _unescaped(_text(app))
    assert "About enough" in _text(app)
    assert "About the least" in _text(app)
    slider.set_value(50).run()
    assert "ability beyond 50 of 100 points brings little" in _unescaped(_text(app))
    app.button(key="recommendation.use_shares").click().run()
    assert _answers(app).use_cases[0].enough_fitness == 0.5
    app.button(key="recommendation.usual_shares").click().run()
    assert _answers(app).use_cases[0].enough_fitness is None


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_draws(tab: str) -> None:
    """Each tab opens without an error and shows something of its own."""
    app = _page(_sample("insurer-claims-portfolio"), tab)
    assert not app.exception
    said = _text(app) + "\n".join(f"{item.label} {item.help}" for item in (*app.selectbox, *app.multiselect))
    said += "\n".join(item.value for item in app.subheader)
    assert TABS[tab] in said
    assert not any(TABS[other] in said for other in TABS if other != tab)


def test_routing_draws_for_a_single_use_case() -> None:
    """A decision of one use case has routing in place of a portfolio: a small model first, a large one behind it."""
    app = _page(_sample("contract-analyser"), "Routing")
    assert not app.exception
    assert len(app.selectbox) >= 2
    assert app.get("plotly_chart")
    assert any("Escalated (%)" in frame.value.columns for frame in app.dataframe)


def test_a_slider_ranks_anew_and_the_weights_can_be_kept() -> None:
    """All weight on cost: the cheapest feasible model leads, and the decision keeps the weights."""
    app = _slide(_page(_sample("marketing-images"), "Weights"), "cost")
    assert not app.exception
    table = next(frame.value for frame in app.dataframe if "Before" in frame.value.columns)
    assert table["Score"].is_monotonic_decreasing
    app.button(key="recommendation.use_weights").click().run()
    kept = app.session_state["desk.open_decision"].answers.weights
    assert kept["cost"] == pytest.approx(100.0)
    assert kept["fitness"] == 0.0


def _slide(app: AppTest, criterion: str) -> AppTest:
    """Give one criterion all the weight, or none to any."""
    for slider in app.slider:
        if slider.key and slider.key.startswith("recommendation.weight."):
            slider.set_value(100 if f".{criterion}." in slider.key else 0)
    return app.run()


def test_the_words_tell_what_the_table_shows() -> None:
    """The headline is of the weights as they stand now, not as they stood one move before: a row with its score."""
    app = _page(_sample("marketing-images"), "Weights")
    for criterion in ("cost", "fitness", "transparency"):
        _slide(app, criterion)
        table = next(frame.value for frame in app.dataframe if "Before" in frame.value.columns)
        headline = next(item.value for item in app.markdown if "choice: " in item.value)
        rows = zip(table["Alternative"], table["Score"], strict=True)
        assert any(headline.endswith(f": {name}** ({score:.1f} of 100 points)") for name, score in rows)


def test_no_weight_at_all_counts_alike_and_says_so() -> None:
    """All sliders at 0 are allowed: every criterion then counts alike."""
    app = _slide(_page(_sample("marketing-images"), "Weights"), "nothing")
    assert not app.exception
    assert any("All weights are 0" in item.value for item in app.warning)
    assert any("choice: " in item.value for item in app.markdown)


def test_an_order_alone_samples_all_weights_in_that_order(catalog: Catalog) -> None:
    """The shares are those over all weights that agree with the order, which are others than around its centroid."""
    answers = _sample("marketing-images")
    app = _page(answers, "Weights")
    app.segmented_control(key="recommendation.method").set_value("Order only").run()
    chosen = app.multiselect[0].value
    weights = dict(zip(chosen, rank_order_centroid(len(chosen)).tolist(), strict=True))
    table = next(frame.value for frame in app.dataframe if "Before" in frame.value.columns)
    shares = {}
    for known in ("order", "around"):
        ranked = rank(prepare(answers, catalog), weights, samples=1_000, knowledge=known)  # type: ignore[arg-type]
        shares[known] = [round(item.first_rank_share * 100, 1) for item in leading_models(ranked, 6)]
    assert table["First in (%)"].tolist() == shares["order"] != shares["around"]


def test_nothing_fits_shows_what_to_relax() -> None:
    """Without a feasible alternative the page leads with the cheapest constraint to relax."""
    answers = _sample("contract-analyser")
    poor = Answers.model_validate(answers.model_dump(mode="json", by_alias=True) | {"budget": {"monthly_cap": 1}})
    app = _page(poor)
    assert not app.exception
    assert "Nothing fits" in app.error[0].value
    assert any("relax" in item.value for item in app.subheader)


def _answers(app: AppTest) -> Answers:
    decision = app.session_state["desk.open_decision"]
    assert isinstance(decision, OpenDecision)
    return decision.answers


def _keyed(app: AppTest, kind: str, part: str) -> Any:
    """The first widget of a kind whose key contains ``part``."""
    return next(widget for widget in getattr(app, kind) if widget.key and part in widget.key)


def _frame(app: AppTest, column: str) -> Any:
    """The first table that has a column of this name."""
    return next(frame.value for frame in app.dataframe if column in frame.value.columns)


def test_warnings_name_languages_and_not_their_codes() -> None:
    """A model of which nobody says that it knows German, or only of a sibling, is to be tried in it, not in "de"."""
    app = _page(_sample("eu-bank-customer-service"), "Compare")
    chooser = app.multiselect(key="recommendation.compare")
    coded = "Languages: "
    case = assess(_sample("eu-bank-customer-service"), installation.catalog())
    unlisted = next(item for item in case.recommendations if any(one.startswith(coded) for one in item.warnings))
    chooser.set_value([unlisted.alternative_id]).run()
    table = _frame(app, "Figure").set_index("Figure")
    (said,) = table.loc["To settle first"]
    assert "German" in said
    assert not re.search(r"\bde\b", said)


def test_the_heat_map_and_the_tables_name_the_same_things() -> None:
    """The map's rows are the table's alternatives, place and all; by model the shares of its places add up."""
    app = _page(_sample("eu-bank-customer-service"), "Robustness")
    by_place, by_model = _frame(app, "Alternative"), _frame(app, "Best place")
    drawn = [json.loads(chart.proto.spec)["data"][0] for chart in app.get("plotly_chart")]
    (heat_map,) = [trace for trace in drawn if trace["type"] == "heatmap"]
    rows = [row.replace("<br>", " ") for row in heat_map["y"]]
    assert rows == [f"{rank}. {name}" for rank, name in zip(by_place["Rank"], by_place["Alternative"], strict=True)]
    assert (by_model["First in (%), any place"] >= by_model["First in (%), there"]).all()
    single = by_model[by_model["Places"] == 1]
    assert (single["First in (%), any place"] == single["First in (%), there"]).all()
    first = dict(zip(by_place["Alternative"], by_place["Rank 1 (%)"], strict=True))
    leader = by_model.sort_values("Its rank").iloc[0]
    assert first[f"{leader['Model']} on {leader['Best place']}"] == leader["First in (%), there"]


def test_a_relaxation_is_applied_by_a_click() -> None:
    """Where nothing fits, the cheapest change that answers can make is one button, and then something fits."""
    data = _sample("contract-analyser").model_dump(mode="json", by_alias=True)
    data["budget"]["monthly_cap"] = 1
    app = _page(Answers.model_validate(data))
    _keyed(app, "button", "recommendation.relax.").click().run()
    assert not app.exception
    assert not any("Nothing fits" in item.value for item in app.error)
    cap = _answers(app).budget.monthly_cap
    assert cap is not None
    assert cap > 1


def test_limits_on_the_portfolio_answer_at_once_and_are_kept() -> None:
    """One vendor, a floor and a cap: the assignment keeps to them before and after they are kept."""
    app = _page(_sample("insurer-claims-portfolio"), "Portfolio")
    _keyed(app, "selectbox", "recommendation.max_vendors.").set_value(1)
    _keyed(app, "number_input", "recommendation.total_cap.").set_value(6000.0)
    _keyed(app, "number_input", "recommendation.floor.1.").set_value(60).run()
    assert not app.exception
    assert any("at most 1 vendor" in item.value for item in app.caption)
    table = _frame(app, "Second source")
    assert list(table["Use case"][3:]) == ["Together"]
    assert table["Score"][1] >= 60
    assert table["EUR a month"][:3].sum() == pytest.approx(table["EUR a month"][3], abs=0.015)
    assert table["EUR a month"][3] <= 6000
    app.button(key="recommendation.keep_limits").click().run()
    kept = _answers(app)
    assert kept.portfolio.max_vendors == 1
    assert kept.portfolio.monthly_cap == 6000
    assert [case.minimum_score for case in kept.use_cases] == [0.0, 0.6, 0.0]


def test_limits_that_nothing_keeps_to_say_the_way_out() -> None:
    """A total of one euro: the page says so and names the least that an assignment costs."""
    app = _page(_sample("insurer-claims-portfolio"), "Portfolio")
    _keyed(app, "number_input", "recommendation.total_cap.").set_value(1.0).run()
    assert any("No assignment keeps" in item.value for item in app.warning)
    assert "possible for at least" in _text(app)


def test_the_proportions_of_fitness_are_changed_and_reset() -> None:
    """All weight on code: the ranking says so at once; kept with the decision, and back to the usual by a button."""
    app = _page(_sample("city-administration-rag"), "Fitness")
    before = _frame(app, "Where it runs")["Fitness"].tolist()
    for slider in app.slider:
        if slider.key and slider.key.startswith("recommendation.share."):
            slider.set_value(50 if ".code." in slider.key else 0)
    app.run()
    assert not app.exception
    assert _frame(app, "Where it runs")["Fitness"].tolist() != before
    assert any("Code (100%)" in frame.value.columns for frame in app.dataframe)
    app.button(key="recommendation.use_shares").click().run()
    assert _answers(app).use_cases[0].capability_shares == {"code": 1.0}
    app.button(key="recommendation.usual_shares").click().run()
    assert _answers(app).use_cases[0].capability_shares is None


def test_contradictory_comparisons_name_the_worst_pair() -> None:
    """A over B, B over C, C over A: the ratio is beyond ten per cent and the worst pair is named."""
    app = _page(_sample("marketing-images"), "Weights")
    app.button_group(key="recommendation.method").set_value("Pairwise").run()
    pairs = [box for box in app.selectbox if box.key and box.key.startswith("recommendation.pair.")]
    assert len(pairs) == 6
    for place, value in ((0, 9.0), (1, 1 / 9), (3, 9.0)):
        pairs[place].set_value(value)
    app.run()
    assert not app.exception
    ratio = next(metric for metric in app.metric if metric.label == "Consistency ratio")
    assert float(ratio.value.rstrip("%")) > 10
    assert any(item.value.startswith("Worst pair: ") for item in app.warning)


def test_stakeholders_are_kept_compared_averaged_and_removed() -> None:
    """Two stakeholders: their difference is shown, their mean decides, and one can be taken out again."""
    sides = ({"cost": 100.0}, {"fitness": 60.0, "data_control": 40.0})
    people = [{"name": f"Side {place}", "weights": weights} for place, weights in enumerate(sides)]
    data = _sample("marketing-images").model_dump(mode="json", by_alias=True)
    app = _page(Answers.model_validate(data | {"stakeholders": people}), "Stakeholders")
    table = _frame(app, "Difference")
    assert table["Difference"].is_monotonic_decreasing
    assert table["Criterion"].iloc[0] == "Cost"
    orders = _frame(app, "Place")
    assert not orders["Side 0"].duplicated().any()
    app.button(key="recommendation.use_mean").click().run()
    assert _answers(app).weights == {"cost": 50.0, "fitness": 30.0, "data_control": 20.0}
    app.button(key="recommendation.remove_stakeholder").click().run()
    assert [person.name for person in _answers(app).stakeholders] == ["Side 1"]
