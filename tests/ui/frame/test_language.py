"""The screens in three languages: chosen at the side, kept in the address, nothing left in English."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from running import PATIENCE_S
from streamlit.testing.v1 import AppTest
from ui.conftest import APP

from advisor.ui import state
from advisor.ui.catalog.code_labels import in_words
from advisor.words.update_locale import read_catalog

SAID = ("title", "header", "subheader", "caption", "markdown", "info", "success", "warning", "metric")
"""Elements whose value is what people read."""
ASKED = (
    *("button", "text_input", "text_area", "number_input", "selectbox", "multiselect", "toggle", "slider", "radio"),
    *("checkbox", "select_slider", "tabs", "expander", "button_group"),
)
"""Elements whose value is an answer: a code, or the user's own words."""
PAGES = (
    "start",
    "requirements",
    "recommendation",
    "hosting",
    "guidance",
    "report",
    "playground",
    "evaluation",
    "connections",
    "catalog",
    "register",
)
"""Pages whose texts are all said in the session's language."""
RAW_KEY = re.compile(r"\b[a-z]+(_[a-z0-9]+)+\b")


def in_language(language: str, sample: str | None = None, page: str = "start") -> AppTest:
    """A page in a language, with a sample on the desk if one is named."""
    app = AppTest.from_file(str(APP), default_timeout=PATIENCE_S)
    app.query_params["lang"] = language
    app.run()
    if sample is not None:
        app.button(key=f"start.sample.{sample}").click().run()
        app.switch_page(f"pages/{page}.py").run()
    assert not app.exception
    return app


def shown(page: AppTest) -> Iterator[str]:
    """Every text that a page shows: titles, labels, options, helps, cells."""
    for kind in (*SAID, *ASKED):
        for element in getattr(page, kind):
            for name in ("label", "help", "placeholder", *(("value",) if kind in SAID else ())):
                text = getattr(element, name, None)
                if isinstance(text, str):
                    yield text
            for option in getattr(element, "options", ()) or ():
                yield str(getattr(option, "content", option))
    for table in (*page.dataframe, *page.table):
        yield from (str(column) for column in table.value.columns)


def english(language: str) -> frozenset[str]:
    """Messages without placeholders that no translation in the language reads like."""
    pairs = [(entry.id, entry.string) for entry in read_catalog(language) if isinstance(entry.id, str)]
    own = {text for _, text in pairs if isinstance(text, str)}
    return frozenset(message for message, _ in pairs if message and "{" not in message and message not in own)


@pytest.mark.parametrize("language", ["de", "fr"])
@pytest.mark.parametrize("page", PAGES)
def test_no_page_leaves_a_text_in_english(page: str, language: str) -> None:
    """What a translation is known of is shown in it, labels, options and helps as well."""
    told = english(language)
    opened = in_language(language, "eu-bank-customer-service", page)
    assert not {text for text in shown(opened) if text in told or text.strip("*") in told}


@pytest.mark.parametrize("page", PAGES)
def test_no_page_shows_a_key(page: str) -> None:
    """Codes are said in words."""
    texts = [text for text in shown(in_language("de", "eu-bank-customer-service", page)) if " " in text]
    assert not [text for text in texts if RAW_KEY.search(text) and "material" not in text]


def test_the_address_names_the_language() -> None:
    """A link with ``lang`` opens in it; an unknown one opens in English."""
    assert in_language("fr").title[0].value == "Choisir un modèle que vous pouvez défendre"
    assert in_language("xx").title[0].value == "Choose a model you can defend"


def test_another_language_is_chosen_at_the_side_and_stays(app: AppTest) -> None:
    """The next page is in it too, and its numbers are written its way."""
    app.selectbox(key=state.LANGUAGE).set_value("de").run()
    assert app.title[0].value == "Ein Modell wählen, das Sie vertreten können"
    assert "." in app.metric[1].value
    app.switch_page("pages/requirements.py").run()
    assert app.title[0].value == "Anforderungen"


def test_a_change_of_language_keeps_the_answers_on_the_desk(app: AppTest) -> None:
    """The decision is the same, said in another language."""
    app.button(key="start.sample.eu-bank-customer-service").click().run()
    app.switch_page("pages/requirements.py").run()
    before = app.session_state["desk.open_decision"].answers
    app.switch_page("app.py").run()
    app.selectbox(key=state.LANGUAGE).set_value("fr").run()
    assert not app.exception
    assert app.session_state["desk.open_decision"].answers == before
    app.switch_page("pages/requirements.py").run()
    assert app.title[0].value == "Exigences"


def test_a_label_of_the_catalog_is_said_and_a_name_is_not() -> None:
    """A blank stays blank: gettext would answer it with the head of its file."""
    assert in_words("") == ""
    assert in_words("Apache License 2.0") == "Apache License 2.0"
    assert in_words("Current") == "Current"
