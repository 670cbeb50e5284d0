"""The hosting page as a person meets it."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

from advisor.questionnaire.presets import load_sample
from advisor.ui import state

ROOT = Path(__file__).resolve().parents[2]


def hosting(sample: str | None = "eu-bank-customer-service") -> AppTest:
    """The page with a sample on the desk."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    if sample is not None:
        app.session_state["desk.open_decision"] = state.OpenDecision(decision_id=None, answers=load_sample(sample))
    app.run()
    return app.switch_page("pages/hosting.py").run()


def monthly(app: AppTest) -> list[float]:
    """The headline costs as numbers."""
    return [float(metric.value.split()[0].replace(",", "")) for metric in app.metric]


def test_without_a_decision_it_points_to_the_start() -> None:
    """Nothing is computed for nobody."""
    app = hosting(None)
    assert not app.exception
    assert "No decision is open" in app.info[0].value


def test_each_way_of_hosting_has_its_cost_in_the_currency_of_the_answers() -> None:
    """Three ways are allowed, three headline figures are shown, in euros."""
    app = hosting()
    assert not app.exception
    assert [metric.label for metric in app.metric] == ["Model provider", "Cloud GPUs", "On-premises"]
    assert all(metric.value.endswith("EUR") for metric in app.metric)


def test_more_volume_costs_more_at_once() -> None:
    """The volume slider answers in the same run."""
    app = hosting()
    before = monthly(app)
    app.select_slider(key="hosting.volume").set_value(10.0).run()
    assert not app.exception
    after = monthly(app)
    assert after[0] > before[0] * 3
    assert all(new >= old for old, new in zip(before, after, strict=True))


def test_cheaper_tokens_lower_the_provider_alone() -> None:
    """Token prices at a half move the API and nothing else."""
    app = hosting()
    before = monthly(app)
    app.slider(key="hosting.token_prices").set_value(50).run()
    after = monthly(app)
    assert after[0] < before[0]
    assert after[1:] == before[1:]


def test_no_model_chosen_asks_for_one() -> None:
    """An empty comparison says what to do."""
    app = hosting()
    app.multiselect(key="hosting.models").set_value([]).run()
    assert not app.exception
    assert any("Choose at least one model" in item.value for item in app.info)


def test_a_quote_is_judged() -> None:
    """A quote far above the estimate is called so."""
    app = hosting()
    app.number_input(key="hosting.quote").set_value(1_000_000.0).run()
    assert not app.exception
    assert any("above the middle of the estimate" in item.value for item in app.info)


def test_the_trade_off_can_be_read_as_bars() -> None:
    """The plain form shows the same values."""
    app = hosting()
    app.segmented_control(key="hosting.tradeoff_form").set_value("Bars").run()
    assert not app.exception


def test_a_speech_decision_shows_the_providers() -> None:
    """Transcription has API plans; own servers cannot be sized and are left out."""
    app = hosting("call-centre-transcription")
    assert not app.exception
    assert [metric.label for metric in app.metric] == ["Model provider"]
