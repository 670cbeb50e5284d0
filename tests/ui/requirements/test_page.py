"""The questionnaire on screen: answers are kept, errors are all shown, nothing is lost."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from advisor.questionnaire.questions import SECTIONS


@pytest.fixture
def page(app: AppTest) -> AppTest:
    """The requirements page with a sample on the desk."""
    app.button(key="start.sample.eu-bank-customer-service").click().run()
    return app.switch_page("pages/requirements.py").run()


def field(page: AppTest, kind: str, part: str) -> object:
    """The first widget of a kind whose key contains ``part``."""
    return next(widget for widget in getattr(page, kind) if widget.key and part in widget.key)


def test_without_a_decision_the_page_says_what_to_do(app: AppTest) -> None:
    """No decision open: a hint, no error."""
    app.switch_page("pages/requirements.py").run()
    assert not app.exception
    assert "No decision is open" in app.info[0].value


def test_every_question_is_asked(page: AppTest) -> None:
    """Each question of each section has a widget with its help."""
    assert not page.exception
    kinds = ("text_input", "text_area", "number_input", "selectbox", "multiselect", "toggle", "slider", "button_group")
    widgets = [widget for kind in kinds for widget in getattr(page, kind)]
    keys = " ".join(str(widget.key) for widget in widgets)
    for section in SECTIONS:
        for question in section.questions:
            assert f"{question.path}." in keys, question.path


def test_a_changed_answer_is_kept(page: AppTest) -> None:
    """Applying the load form changes the answers on the desk, which are then unsaved."""
    field(page, "number_input", ".workload.output_tokens.").set_value(777)  # type: ignore[attr-defined]
    page.button(key="requirements.apply_essentials").click().run()
    page.switch_page("pages/requirements.py").run()
    assert field(page, "number_input", ".workload.output_tokens.").value == 777  # type: ignore[attr-defined]
    decision = page.session_state["desk.open_decision"]
    assert decision.answers.use_cases[0].workload.output_tokens == 777
    assert not decision.saved


def test_every_error_is_shown_and_nothing_changes(page: AppTest) -> None:
    """Two impossible answers give two lines, and the typed values stay in their fields."""
    field(page, "number_input", "essentials.use_cases.0.workload.requests_per_day.").set_value(-5)  # type: ignore[attr-defined]
    field(page, "number_input", "essentials.budget.monthly_cap.").set_value(-1)  # type: ignore[attr-defined]
    page.button(key="requirements.apply_essentials").click().run()
    assert "Nothing was changed" in page.error[0].value
    table = page.dataframe[0].value
    assert len(table) == 2
    assert set(table["Answer"]) == {"Requests per day (use case 1)", "Most it may cost per month"}
    assert field(page, "number_input", "essentials.budget.monthly_cap.").value == -1  # type: ignore[attr-defined]


def test_another_task_brings_its_typical_load(page: AppTest) -> None:
    """Choosing another task replaces the load by that task's typical one."""
    field(page, "selectbox", "essentials.use_cases.0.task.").set_value("transcription")  # type: ignore[attr-defined]
    page.button(key="requirements.apply_essentials").click().run()
    page.switch_page("pages/requirements.py").run()
    assert field(page, "number_input", ".workload.audio_minutes_per_request.").value == 6  # type: ignore[attr-defined]


def test_use_cases_can_be_added_and_removed(page: AppTest) -> None:
    """A second use case comes and goes."""
    page.button(key="requirements.add").click().run()
    assert not page.exception
    page.button(key="requirements.remove").click().run()
    assert not page.exception
    assert not [button for button in page.button if button.key == "requirements.remove"]


def test_only_what_was_moved_is_a_stated_importance(page: AppTest) -> None:
    """The sliders start at what the answers reveal; applying states only the one that was moved."""
    page.button(key="requirements.derive_priorities").click().run()
    assert page.session_state["desk.open_decision"].answers.priorities == {}
    energy = field(page, "select_slider", ".energy.")
    assert energy.value == 1  # type: ignore[attr-defined]
    energy.set_value(5)  # type: ignore[attr-defined]
    page.button(key="requirements.apply_priorities").click().run()
    assert not page.exception
    assert page.session_state["desk.open_decision"].answers.priorities == {"energy": 5}


def test_codes_may_be_typed_in_any_case(page: AppTest) -> None:
    """A country and a currency in small letters are what they mean, not an error."""
    field(page, "text_input", "money.hosting.country.").set_value("fr")  # type: ignore[attr-defined]
    field(page, "text_input", "money.budget.currency.").set_value("eur ")  # type: ignore[attr-defined]
    page.button(key="requirements.apply_money").click().run()
    assert not page.error
    answers = page.session_state["desk.open_decision"].answers
    assert (answers.hosting.country, answers.budget.currency) == ("FR", "EUR")


def test_what_is_there_already_is_kept(page: AppTest) -> None:
    """Agreements that are chosen in the closed part reach the answers."""
    field(page, "multiselect", ".hosting.contracts.").set_value(["azure-foundry"])  # type: ignore[attr-defined]
    page.button(key="requirements.apply_exclusions").click().run()
    assert not page.exception
    assert page.session_state["desk.open_decision"].answers.hosting.contracts == ("azure-foundry",)
