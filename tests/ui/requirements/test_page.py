"""The questionnaire on screen: answers are kept, errors are all shown, nothing is lost."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from shipped import shipped_catalog
from streamlit.testing.v1 import AppTest
from trials import servers
from ui.requirements.desk_app import field, new_session, on_desk, open_sample, open_tab

from advisor.questionnaire.answers import Answers
from advisor.questionnaire.intake.said import said_of
from advisor.questionnaire.questions import SECTIONS, needed_for
from advisor.storage.trials import TrialStore
from advisor.trials.records import Connection

CATALOG = shipped_catalog()
NUMBERS = CATALOG.usual_numbers


@pytest.fixture
def page() -> AppTest:
    """The requirements page with a sample on the desk."""
    return open_sample(new_session(), "eu-bank-customer-service")


def test_without_a_decision_the_page_says_what_to_do(app: AppTest) -> None:
    """No decision open: a hint, no error."""
    app.switch_page("pages/requirements.py").run()
    assert not app.exception
    assert "No decision is open" in app.info[0].value


def test_every_question_is_asked(page: AppTest) -> None:
    """Each question of each section that the task needs has a widget; what says nothing of the task does not exist."""
    keys = " ".join(key for place in range(len(page.tabs)) for key in fields(open_tab(page, place)))
    assert not page.exception
    asked = [question.path for section in SECTIONS for question in section.questions]
    for path in asked:
        assert (f"{path}." in keys) == needed_for(path, "chat_assistant"), path


def fields(page: AppTest) -> list[str]:
    """The keys of what stands on the page to be answered."""
    kinds = ("text_input", "text_area", "number_input", "selectbox", "multiselect", "toggle", "slider", "button_group")
    return [str(widget.key) for kind in kinds for widget in getattr(page, kind)]


def test_a_question_has_one_field_in_sight(page: AppTest) -> None:
    """Two would be two values of one answer in the browser, of which the older could come back as if it were given."""
    asked = [question.path for section in SECTIONS for question in section.questions]
    for place in range(len(page.tabs)):
        keys = fields(open_tab(page, place))
        twice = [path for path in asked if sum(f".{path}." in key for key in keys) > 1]
        assert not twice, place


def answers(page: AppTest) -> Answers:
    """The answers on the desk."""
    return on_desk(page).answers


def test_an_answer_is_kept_as_it_is_given(page: AppTest) -> None:
    """Without any button, under an address that opens it again, and beside its twin in another tab."""
    field(page, "number_input", "assumed.use_cases.0.workload.output_tokens.").set_value(777).run()
    assert answers(page).use_cases[0].workload.output_tokens == 777
    assert field(page, "number_input", "load.use_cases.0.workload.output_tokens.").value == 777
    assert not on_desk(page).saved
    reloaded = new_session(page.query_params["draft"])
    assert field(reloaded, "number_input", "assumed.use_cases.0.workload.output_tokens.").value == 777


def test_each_answer_is_a_step_to_go_back_to(page: AppTest) -> None:
    """Two answers, undone one by one, and done again."""
    before = answers(page)
    field(page, "number_input", "load.use_cases.0.workload.output_tokens.").set_value(777).run()
    field(page, "text_area", "problem.question.").set_value("Why now?").run()
    after = answers(page)
    page.button(key="desk.undo").click().run()
    assert answers(page).question == before.question
    assert field(page, "text_area", "problem.question.").value == before.question
    page.button(key="desk.undo").click().run()
    assert answers(page) == before
    page.button(key="desk.redo").click().run()
    page.button(key="desk.redo").click().run()
    assert answers(page) == after


def test_nothing_is_lost_by_another_page_language_or_decision(page: AppTest) -> None:
    """One good and one refused entry, both there whichever way one comes back."""
    good, bad = "essentials.budget.monthly_cap.", "load.use_cases.0.workload.requests_per_day."
    field(page, "number_input", good).set_value(4321.0).run()
    field(page, "number_input", bad).set_value(-5.0).run()
    copy_id = str(on_desk(page).copy_id)

    def both() -> tuple[float, float]:
        return field(page, "number_input", good).value, field(page, "number_input", bad).value

    page.toggle(key="shown").set_value(False).run()
    page.toggle(key="shown").set_value(True).run()
    assert both() == (4321, -5)
    page.selectbox(key="frame.language").set_value("de").run()
    assert both() == (4321, -5)
    assert [text for text in page.markdown if "Anfragen am Tag: -5 gilt nicht. Erlaubt: mehr als 0" in text.value]
    page.selectbox(key="frame.language").set_value("en").run()
    open_sample(page, "contract-analyser")
    page.text_input(key="copy").set_value(copy_id)
    page.button(key="continue").click().run().run()
    assert both() == (4321, -5)


def test_a_refused_entry_stays_with_its_reason_and_the_last_good_answer_counts(page: AppTest) -> None:
    """Value, place and what is allowed stand at the field; a second mistake has its own line."""
    before = answers(page)
    field(page, "number_input", "load.use_cases.0.workload.requests_per_day.").set_value(-5.0).run()
    field(page, "number_input", "essentials.budget.monthly_cap.").set_value(-1.0).run()
    assert answers(page) == before
    told = [text.value for text in page.markdown if "does not count" in text.value]
    assert any("Requests per day: -5 does not count. Allowed: more than 0" in text for text in told)
    assert any("Most it may cost per month: -1 does not count. Allowed: 0 or more" in text for text in told)
    assert field(page, "number_input", "money.budget.monthly_cap.").value == -1
    field(page, "number_input", "essentials.budget.monthly_cap.").set_value(10.0).run()
    assert answers(page).budget.monthly_cap == 10
    assert not [text for text in page.markdown if "Most it may cost per month: " in text.value]


def test_a_currency_waits_for_its_rate(page: AppTest) -> None:
    """A new currency is an answer only together with its rate; typed first, it is not lost."""
    open_sample(page, "marketing-images")
    field(page, "text_input", "money.budget.currency.").set_value("usd").run()
    field(page, "number_input", "money.budget.usd_per_unit.").set_value(1.0).run()
    field(page, "text_input", "money.budget.currency.").set_value("sek").run()
    assert answers(page).budget.currency == "USD"
    assert field(page, "text_input", "money.budget.currency.").value == "SEK"
    field(page, "number_input", "money.budget.usd_per_unit.").set_value(0.1).run()
    assert (answers(page).budget.currency, answers(page).budget.usd_per_unit) == ("SEK", 0.1)


def test_another_task_brings_its_typical_load_and_keeps_what_was_answered(page: AppTest) -> None:
    """Choosing another task replaces what was usual for the old one, and nothing else."""
    field(page, "number_input", "load.use_cases.0.workload.requests_per_day.").set_value(4242.0).run()
    field(page, "selectbox", "essentials.use_cases.0.task.").set_value("transcription").run()
    field(page, "button", "requirements.preset").click().run()
    assert field(page, "number_input", ".workload.audio_minutes_per_request.").value == 6
    page.button(key="desk.undo").click().run()
    assert answers(page).use_cases[0].workload.requests_per_day == 4242


def test_use_cases_can_be_added_and_removed(page: AppTest) -> None:
    """A second use case comes and goes."""
    field(page, "button", "requirements.add").click().run()
    assert not page.exception
    field(page, "button", "requirements.remove").click().run()
    assert not page.exception
    assert not [button for button in page.button if button.key == "requirements.remove"]


def test_only_what_was_moved_is_a_stated_importance(page: AppTest) -> None:
    """The sliders start at what the answers reveal; applying states only the one that was moved."""
    field(page, "button", "requirements.derive_priorities").click().run()
    assert answers(page).priorities == {}
    energy = field(page, "select_slider", ".energy.")
    assert energy.value == 1
    energy.set_value(5).run()
    assert not page.exception
    assert answers(page).priorities == {"energy": 5}


def test_codes_may_be_typed_in_any_case(page: AppTest) -> None:
    """A country and a currency in small letters are what they mean, not an error."""
    field(page, "text_input", "money.hosting.country.").set_value("fr").run()
    field(page, "text_input", "money.budget.currency.").set_value("eur ").run()
    assert not page.error
    assert (answers(page).hosting.country, answers(page).budget.currency) == ("FR", "EUR")
    assert field(page, "text_input", "money.hosting.country.").value == "FR"


def test_what_is_there_already_is_kept(page: AppTest) -> None:
    """Agreements that are chosen in the closed part reach the answers."""
    field(page, "multiselect", ".hosting.contracts.").set_value(["azure-foundry"]).run()
    assert not page.exception
    assert answers(page).hosting.contracts == ("azure-foundry",)


def test_what_was_edited_in_a_table_is_not_undone_by_coming_back(page: AppTest) -> None:
    """GPUs that the answers name are shown again after another page, and stay in the answers."""
    with_gpus = answers(page).model_dump() | {"hosting": {"gpus_owned": ({"gpu": "h100-sxm", "count": 4},)}}
    assert with_gpus["hosting"]
    page.toggle(key="shown").set_value(False).run()
    page.session_state["desk.open_decision"] = replace(on_desk(page), answers=Answers.model_validate(with_gpus))
    page.run()
    page.toggle(key="shown").set_value(True).run()
    assert not page.exception
    assert [owned.count for owned in answers(page).hosting.gpus_owned] == [4]


def test_how_much_work_there_is_sets_the_load(page: AppTest) -> None:
    """People give requests, pages give tokens; what somebody set stays as it is; all of it is shown with its reason."""
    field(page, "selectbox", "essentials.use_cases.0.task.").set_value("summarisation").run()
    field(page, "button", "requirements.preset").click().run()
    field(page, "number_input", "assumed.use_cases.0.workload.output_tokens.").set_value(321).run()
    field(page, "number_input", "essentials.use_cases.0.usage.documents_per_day.").set_value(40.0).run()
    field(page, "number_input", "essentials.use_cases.0.usage.pages_per_document.").set_value(10.0).run()
    load = answers(page).use_cases[0].workload
    assert (load.requests_per_day, load.input_tokens, load.output_tokens) == (40, 6_500, 321)
    captions = " ".join(caption.value for caption in page.caption)
    assert "10 pages of about 600 tokens, and 500 tokens of instructions." in captions
    assert "Yours. Usual for" in captions
    field(page, "button", "requirements.usual.workload.output_tokens").click().run()
    assert answers(page).use_cases[0].workload.output_tokens == 500


def test_a_country_brings_its_currency_at_a_dated_rate(page: AppTest) -> None:
    """Where none was chosen yet; a chosen one stays."""
    open_sample(page, "marketing-images")
    field(page, "selectbox", "essentials.budget.currency.").set_value("USD").run()
    field(page, "selectbox", "essentials.hosting.country.").set_value("SE").run()
    budget = answers(page).budget
    assert (budget.currency, budget.usd_per_unit) == ("SEK", CATALOG.rate["SEK"].usd_per_unit)
    assert budget.rate_date == CATALOG.rate["SEK"].dated
    field(page, "selectbox", "essentials.hosting.country.").set_value("FR").run()
    assert (answers(page).hosting.country, answers(page).budget.currency) == ("FR", "SEK")


def test_the_first_ranking_stands_beside_the_questions(page: AppTest) -> None:
    """Three lines with money, which move with an answer; the bar says what is said."""

    def lines() -> list[str]:
        return [text.value for text in page.markdown if text.value.startswith(("**1. ", "**2. ", "**3. "))]

    before = lines()
    assert len(before) == 3
    assert all("a month" in line for line in before)
    field(page, "number_input", "load.use_cases.0.workload.requests_per_day.").set_value(4_000_000.0).run()
    assert lines() != before


def test_what_another_answer_would_move_is_worked_out_when_asked(page: AppTest) -> None:
    """What is assumed stands there at once; a button orders it by what it moves, until the answers are others."""
    field(page, "button_group", "requirements.archetype.").set_value("translation").run()
    page.button(key="requirements.take").click().run()
    shown = [text.value for text in page.markdown if "How much work there is" in text.value]
    assert not shown
    page.button(key="requirements.sharpen").click().run()
    assert not page.exception
    (told,) = [text.value for text in page.markdown if text.value.startswith("- **")]
    assert len(told.splitlines()) == len([name for name, said in said_of(answers(page), NUMBERS).items() if not said])
    assert "requirements.sharpen" not in {button.key for button in page.button}
    field(page, "toggle", "essentials.data.health_data.").set_value(True).run()
    assert "requirements.sharpen" in {button.key for button in page.button}


def test_what_is_read_from_a_sentence_is_taken_only_where_it_is_ticked(page: AppTest) -> None:
    """Every line has its words; unticked ones change nothing; one step takes all of it back."""
    field(page, "button", "requirements.preset").click().run()
    text = "Answer questions of 3,000 employees about HR rules, in German and French; personal data, 900 CHF a month"
    field(page, "text_area", "requirements.describe.").set_value(text).run()
    before = answers(page)
    assert before.use_cases[0].description == text
    page.button(key="requirements.read").click().run()
    assert answers(page) == before
    boxes = {
        box.key.removeprefix("requirements.understood."): box for box in page.checkbox if "understood" in str(box.key)
    }
    assert "from “3,000 employees”" in boxes["use_cases.0.usage.people.3000"].label
    assert all(box.value for box in boxes.values())
    boxes["data.personal_data.True"].uncheck()
    page.button(key="requirements.take").click().run()
    after = answers(page)
    assert after.use_cases[0].usage.people == 3000
    assert after.use_cases[0].workload.requests_per_day == 6000
    assert after.use_cases[0].description == text
    assert (after.budget.currency, after.budget.monthly_cap) == ("CHF", 900)
    assert after.data.personal_data == before.data.personal_data
    page.button(key="desk.undo").click().run()
    assert answers(page) == before


def test_a_kind_of_work_is_looked_at_before_it_is_taken(page: AppTest) -> None:
    """Picking one changes nothing yet."""
    before = answers(page)
    field(page, "button_group", "requirements.archetype.").set_value("translation").run()
    assert answers(page) == before
    page.button(key="requirements.take").click().run()
    first = answers(page).use_cases[0]
    assert (first.task, first.usage.documents_per_day, first.usage.pages_per_document) == ("translation", 200, 2)


def test_a_sentence_without_any_answer_says_so(page: AppTest) -> None:
    """And cannot be taken."""
    field(page, "text_area", "requirements.describe.").set_value("Let us go to the seaside").run()
    page.button(key="requirements.read").click().run()
    assert page.button(key="requirements.take").disabled
    page.button(key="requirements.let_be").click().run()
    assert "requirements.take" not in {button.key for button in page.button}


def test_a_log_is_measured_and_looked_at_before_it_is_taken(page: AppTest) -> None:
    """A file that is none says so and changes nothing."""
    before = answers(page)
    lines = "\n".join(f'{{"prompt_tokens": {tokens}, "completion_tokens": 30}}' for tokens in (800, 1000))
    field(page, "file_uploader", "requirements.log.").set_value(("pilot.jsonl", lines.encode(), "text/plain")).run()
    assert answers(page) == before
    assert any("Measured (n = 2)" in str(box.label) for box in page.checkbox)
    page.button(key="requirements.take").click().run()
    load = answers(page).use_cases[0].workload
    assert (load.input_tokens, load.output_tokens) == (900, 30)
    field(page, "file_uploader", "requirements.log.").set_value(("other.jsonl", b"{broken", "text/plain")).run()
    assert "other.jsonl is no log that can be read here" in page.error[0].value


def test_a_model_reads_where_there_is_a_connection_and_the_data_may_go_there(
    page: AppTest, store: TrialStore, server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a connection nothing is offered; a block keeps the button shut; what was read is looked at first."""
    assert "requirements.read_by_model" not in {button.key for button in page.button}
    reply = {"answers": [{"field": "people", "value": "40", "words": "40 lawyers"}]}
    said = servers.streamed(servers.chunk(json.dumps(reply)), servers.chunk(finish="stop"), servers.USAGE)
    monkeypatch.setitem(servers.BEHAVIOURS, "reads", said)
    one = Connection(name="own", base_url=server.url, model="reads", scope="loopback", max_data_class="public")
    store.save_connection(one.name, one.model_dump_json())
    field(page, "text_area", "requirements.describe.").set_value("A chat for 40 lawyers").run()
    assert page.button(key="requirements.read_by_model").disabled
    store.save_connection(one.name, one.model_copy(update={"max_data_class": "restricted"}).model_dump_json())
    page.run()
    page.button(key="requirements.read_by_model").click().run()
    before = answers(page)
    page.button(key="requirements.take").click().run()
    assert before.use_cases[0].usage.people is None
    assert answers(page).use_cases[0].usage.people == 40


def test_a_decision_called_after_its_task_takes_its_name_from_the_description(page: AppTest) -> None:
    """One that somebody named keeps its name."""
    field(page, "text_area", "requirements.describe.").set_value("A chat for 40 lawyers").run()
    named = answers(page).title
    page.button(key="requirements.read").click().run()
    page.button(key="requirements.take").click().run()
    assert answers(page).title == named
    field(page, "text_input", "essentials.title.").set_value("Chat assistant").run()
    page.button(key="requirements.read").click().run()
    page.button(key="requirements.take").click().run()
    assert answers(page).title == "A chat for 40 lawyers"


def test_what_was_read_for_one_decision_is_not_shown_with_another(page: AppTest) -> None:
    """And a description that was typed and never read is kept in any language."""
    field(page, "text_area", "requirements.describe.").set_value("A chat for 40 lawyers").run()
    page.selectbox(key="frame.language").set_value("de").run()
    assert field(page, "text_area", "requirements.describe.").value == "A chat for 40 lawyers"
    page.button(key="requirements.read").click().run()
    assert "requirements.take" in {button.key for button in page.button}
    open_sample(page, "contract-analyser").run()
    assert "requirements.take" not in {button.key for button in page.button}


def test_a_city_brings_its_currency_and_its_language_for_somebody_to_look_at(page: AppTest) -> None:
    """A sentence that names Munich and no money is not ranked in dollars and English without a word."""
    field(page, "button", "requirements.preset").click().run()
    text = "HR assistant for 400 staff in Munich that answers questions from our works agreements"
    field(page, "text_area", "requirements.describe.").set_value(text).run()
    page.button(key="requirements.read").click().run()
    labels = [box.label for box in page.checkbox if "understood" in str(box.key)]
    assert any("Your country: **Germany**" in label and "from “Munich”" in label for label in labels)
    assert sum("not said, but usual in “Munich”" in label for label in labels) == 2
    page.button(key="requirements.take").click().run()
    after = answers(page)
    assert (after.hosting.country, after.budget.currency) == ("DE", "EUR")
    assert after.use_cases[0].languages == ("de",)
