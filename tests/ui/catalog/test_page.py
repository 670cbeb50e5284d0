"""The catalog's page: searched, filtered, compared, read and extended the way a person does it."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from advisor.catalog.catalog import Catalog
from advisor.catalog.load import load_catalog
from advisor.settings import Settings
from advisor.ui.catalog import page as view

PAGE = "pages/catalog.py"
LLAMA = "meta/llama-3.3-70b-instruct"


@pytest.fixture
def page(app: AppTest) -> AppTest:
    """The catalog's page, freshly opened."""
    return healthy(app.switch_page(PAGE).run())


def healthy(page: AppTest) -> AppTest:
    """The page after a run, which must not have failed."""
    assert not page.exception, page.exception
    return page


def tab(page: AppTest, name: str) -> AppTest:
    """The page with another tab opened."""
    page.session_state[view.TAB] = name
    return healthy(page.run())


def words(page: AppTest) -> str:
    """Everything the page says."""
    kinds = ("markdown", "caption", "info", "warning", "error", "success", "header", "subheader")
    return "\n".join(element.value for kind in kinds for element in page.get(kind))


def test_the_page_says_what_the_catalog_holds(page: AppTest, catalog: Catalog) -> None:
    """Models, offers, scores and date are counted, not claimed."""
    said = words(page)
    assert f"{len(catalog.models):,} models" in said
    assert f"{len(catalog.offers):,} priced offers" in said
    assert f"{len(catalog.models):,} of {len(catalog.models):,} models" in said


def test_searching_narrows_the_list(page: AppTest) -> None:
    """Two words leave the models that have both in a name; nonsense leaves none and says what to do."""
    page.text_input(key="catalog.search").set_value("llama 3.3")
    healthy(page.run())
    ids = page.dataframe[0].value["Id"].tolist()
    assert LLAMA in ids
    assert all("llama" in model_id for model_id in ids)
    page.text_input(key="catalog.search").set_value("no such model")
    assert "No model meets all of this" in words(healthy(page.run()))


def test_filters_combine(page: AppTest, catalog: Catalog) -> None:
    """Kind, openness, zone and context at once leave models that meet each of them."""
    page.multiselect(key="catalog.kinds").set_value(["code"])
    page.multiselect(key="catalog.openness").set_value(["open_weights"])
    page.multiselect(key="catalog.statuses").set_value(["current"])
    page.number_input(key="catalog.context_from").set_value(128_000)
    healthy(page.run())
    ids = page.dataframe[0].value["Id"].tolist()
    assert ids
    for model_id in ids:
        model = catalog.model[model_id]
        assert (model.kind, model.openness, model.status) == ("code", "open_weights", "current")
        assert (model.context_tokens or 0) >= 128_000


def test_sorting_by_price_puts_the_cheapest_first(page: AppTest) -> None:
    """Known prices rise down the list; unknown ones come last."""
    page.multiselect(key="catalog.kinds").set_value(["embedding"])
    page.selectbox(key="catalog.sort").set_value("price")
    healthy(page.run())
    prices = page.dataframe[0].value["Price from"]
    known = prices.dropna().tolist()
    assert known == sorted(known)
    assert prices.iloc[: len(known)].notna().all()


def test_filters_are_kept_between_the_tabs(page: AppTest) -> None:
    """The chart shows what was filtered in the table."""
    page.multiselect(key="catalog.vendors").set_value(["mistral"])
    healthy(page.run())
    tab(page, view.CHART)
    table = page.dataframe[0].value
    assert len(table) >= 5
    assert page.multiselect(key="catalog.vendors").value == ["mistral"]


def test_the_chart_has_a_front_and_a_table_twin(page: AppTest) -> None:
    """Nothing on the front is beaten on both price and estimate by any row of the table."""
    tab(page, view.CHART)
    assert len(page.get("plotly_chart")) == 1
    table = page.dataframe[0].value
    price, quality = next(c for c in table if c.startswith("Price")), next(c for c in table if c.endswith("(points)"))
    front = table[table["On the front"] == "yes"]
    assert 3 <= len(front) < len(table)
    for _, row in front.iterrows():
        better = table[(table[price] < row[price]) & (table[quality] > row[quality])]
        assert better.empty


def test_up_to_five_models_are_compared(page: AppTest) -> None:
    """Two models stand side by side with their licences and estimates."""
    tab(page, view.COMPARE)
    page.multiselect(key="catalog.compared").set_value([LLAMA, "openai/gpt-4o"])
    healthy(page.run())
    table = page.dataframe[0].value
    assert list(table.columns) == ["Llama 3.3 70B Instruct", "GPT-4o"]
    assert table.loc["Licence", "Llama 3.3 70B Instruct"] == "Llama 3.3 Community License"
    assert "Weights at 4 bits" in table.index
    assert len(page.get("plotly_chart")) == 1


def test_an_address_opens_a_card(app: AppTest) -> None:
    """``?model=`` with any name of the model shows its card."""
    app.query_params["model"] = "Meta-Llama/Llama-3.3-70B-Instruct"
    page = healthy(app.switch_page(PAGE).run())
    said = words(page)
    assert "Llama 3.3 70B Instruct" in said
    assert "Free for business below 700 million monthly users" in said
    assert page.selectbox(key="catalog.model").value == LLAMA


def test_an_address_of_nobody_says_what_is_near(app: AppTest) -> None:
    """A misspelt model in the address gives a warning with near names, not a failure."""
    app.query_params["model"] = "meta/llama-3.3-70b-instrukt"
    page = healthy(app.switch_page(PAGE).run())
    assert LLAMA in words(page)


def test_a_card_cites_every_figure(page: AppTest) -> None:
    """Facts, offers and memory stand in tables; each known fact has a source and a date; unknown is said."""
    page.session_state["catalog.model"] = LLAMA
    tab(page, view.CARD)
    facts = next(frame.value for frame in page.dataframe if "Fact" in frame.value)
    known = facts[~facts["Value"].str.startswith("unknown")]
    assert len(known) >= 15
    assert (known["Source"] != "").all()
    assert known["As of"].notna().all()
    assert "unknown" in set(facts["Value"])
    memory = next(frame.value for frame in page.dataframe if "Bits" in frame.value)
    assert memory["Bits"].tolist() == [16, 8, 4]
    assert memory["Weights (GB)"].is_monotonic_decreasing
    offers = next(frame.value for frame in page.dataframe if "Agreement" in frame.value)
    assert offers["Priced on"].notna().all()


def test_a_card_says_where_the_model_comes_from_and_what_runs_it(page: AppTest) -> None:
    """The seat of the vendor stands in a sentence, the engines in a table that cites its sources."""
    page.session_state["catalog.model"] = "deepseek/deepseek-v3.2"
    tab(page, view.CARD)
    assert "seat in China, part of High-Flyer (China)." in words(page)
    engines = next(frame.value for frame in page.dataframe if "Engine" in frame.value)
    assert set(engines["Engine"]) >= {"vllm", "sglang"}
    assert (engines["Source"] != "").all()


def test_a_historical_card_names_its_successor(page: AppTest) -> None:
    """What replaced a retired model, and what it may still be good for."""
    page.session_state["catalog.model"] = "openai/gpt-3.5-turbo"
    said = words(tab(page, view.CARD))
    assert "Good for" in said
    assert "After it" in said
    assert "gpt-4o-mini" in said


def test_a_private_model_is_added_by_form_and_marked(page: AppTest, home: Path) -> None:
    """What is typed in is saved beside the shipped files and stands in the table as one's own."""
    tab(page, view.OWN)
    page.text_input(key="catalog.own.vendor").set_value("acme")
    page.text_input(key="catalog.own.slug").set_value("house-8b")
    page.text_input(key="catalog.own.name").set_value("House 8B")
    page.selectbox(key="catalog.own.licence").set_value("apache-2.0")
    page.number_input(key="catalog.own.total_params_b").set_value(8.0)
    page.button(key="catalog.own.save_model").click()
    healthy(page.run())
    assert "1 row saved" in words(page)
    assert load_catalog(overlay=Settings().overlay_dir).own_model_ids == {"acme/house-8b"}
    assert (home / "overlay" / "model_catalog.csv").is_file()
    tab(page, view.BROWSE)
    page.text_input(key="catalog.search").set_value("house 8b")
    healthy(page.run())
    assert page.dataframe[0].value["Model"].tolist() == ["House 8B (your own)"]


def test_a_bad_form_says_every_fault_and_saves_nothing(page: AppTest) -> None:
    """An id that is none is named with what is allowed."""
    tab(page, view.OWN)
    page.text_input(key="catalog.own.vendor").set_value("ACME Corp")
    page.button(key="catalog.own.save_model").click()
    healthy(page.run())
    assert "cannot be saved" in words(page)
    assert not Settings().overlay_dir.exists()


def test_a_price_of_ones_own_is_added_and_removed(page: AppTest) -> None:
    """A negotiated price appears in the card, marked; removing it takes it out again."""
    page.session_state["catalog.own.tab"] = "Add a price"
    tab(page, view.OWN)
    page.selectbox(key="catalog.own.price_model").set_value(LLAMA)
    page.selectbox(key="catalog.own.price_provider").set_value("scaleway")
    page.number_input(key="catalog.own.input_usd_per_mtok").set_value(0.11)
    page.number_input(key="catalog.own.output_usd_per_mtok").set_value(0.22)
    page.button(key="catalog.own.save_price").click()
    healthy(page.run())
    (offer_id,) = load_catalog(overlay=Settings().overlay_dir).own_offer_ids
    page.selectbox(key="catalog.own.pick.offers").set_value(offer_id)
    healthy(page.run())
    page.button(key="catalog.own.remove.offers").click()
    healthy(page.run())
    assert load_catalog(overlay=Settings().overlay_dir).own_offer_ids == frozenset()


def test_a_file_is_taken_in_with_its_bad_rows_told(page: AppTest) -> None:
    """Of two rows one is sound: it can be saved, the other is listed with place and reason."""
    page.session_state["catalog.own.tab"] = "From a file"
    tab(page, view.OWN)
    content = b"model_id,name,kind,openness\nacme/good,Good,text,proprietary\nacme/bad,Bad,chatbot,proprietary\n"
    page.get("file_uploader")[0].set_value(("ours.csv", content, "text/csv"))
    healthy(page.run())
    assert "1 row can be saved" in words(page)
    problems = next(frame.value for frame in page.dataframe if "Allowed" in frame.value)
    assert "acme/bad" in problems["Where"].iloc[0]
    page.button(key="catalog.own.save").click()
    healthy(page.run())
    assert load_catalog(overlay=Settings().overlay_dir).own_model_ids == {"acme/good"}


def test_what_runs_on_a_card_is_asked_in_one_line(page: AppTest, catalog: Catalog) -> None:
    """One GPU of 48 GB, 32,768 tokens, ten requests: open models that the memory plan holds, and nothing else."""
    page.selectbox(key="catalog.run_gpu").set_value("l40s-48gb")
    page.number_input(key="catalog.run_context").set_value(32_768)
    page.number_input(key="catalog.run_requests").set_value(10)
    healthy(page.run())
    ids = page.dataframe[0].value["Id"].tolist()
    assert "models run, each at the most exact precision" in words(page)
    assert 50 < len(ids) < len(catalog.models)
    assert all(catalog.model[one].openness == "open_weights" for one in ids)


def test_what_is_asked_stands_in_the_address(page: AppTest) -> None:
    """Only what differs from the beginning; taken back, it goes out of the address."""
    page.multiselect(key="catalog.countries").set_value(["FR"])
    page.number_input(key="catalog.size_to").set_value(30.0)
    healthy(page.run())
    assert dict(page.query_params) == {"countries": "FR", "size_to": "30.0"}
    page.multiselect(key="catalog.countries").set_value([])
    healthy(page.run())
    assert dict(page.query_params) == {"size_to": "30.0"}


def test_an_address_opens_what_it_asks(app: AppTest, catalog: Catalog) -> None:
    """The widgets stand as the address says, their fold open; a country and a price that are none are left out."""
    app.query_params["countries"] = ["FR", "Atlantis"]
    app.query_params["size_to"] = "30.0"
    app.query_params["price"] = "cheap"
    page = healthy(app.switch_page(PAGE).run())
    assert page.multiselect(key="catalog.countries").value == ["FR"]
    assert [fold.proto.expanded for fold in page.expander[:2]] == [True, False]
    models = [catalog.model[one] for one in page.dataframe[0].value["Id"]]
    assert models
    assert all(catalog.vendor[model.vendor].country == "FR" for model in models)
    assert all((model.total_params_b or 99) <= 30 for model in models)


def test_a_range_that_is_turned_round_is_said(page: AppTest) -> None:
    """From more to less means the same models, with a word on it."""
    page.number_input(key="catalog.price_from").set_value(5.0)
    page.number_input(key="catalog.price").set_value(1.0)
    healthy(page.run())
    assert "turned round" in words(page)
    assert page.dataframe[0].value["Price from"].between(1.0, 5.0).all()


def saved_model(page: AppTest, **numbers: float) -> AppTest:
    """The page after a model was typed in and saved."""
    tab(page, view.OWN)
    page.text_input(key="catalog.own.vendor").set_value("acme")
    page.text_input(key="catalog.own.slug").set_value("house-8b")
    for name, value in numbers.items():
        page.number_input(key=f"catalog.own.{name}").set_value(value)
    page.button(key="catalog.own.save_model").click()
    return healthy(page.run())


def test_a_model_of_ones_own_is_changed(page: AppTest) -> None:
    """The saved row opens in the form; what is changed is saved, what the form does not show stays."""
    saved_model(page, total_params_b=8.0, context_tokens=32_768)
    page.selectbox(key="catalog.own.pick.model_catalog").set_value("acme/house-8b")
    healthy(page.run())
    page.button(key="catalog.own.change.model_catalog").click()
    healthy(page.run())
    assert "You are changing acme/house-8b" in words(page)
    assert page.number_input(key="catalog.own.total_params_b").value == 8.0
    page.number_input(key="catalog.own.total_params_b").set_value(9.0)
    page.text_input(key="catalog.own.slug").set_value("house-9b")
    page.button(key="catalog.own.save_model").click()
    healthy(page.run())
    own = load_catalog(overlay=Settings().overlay_dir)
    assert own.own_model_ids == {"acme/house-9b"}
    assert (own.model["acme/house-9b"].total_params_b, own.model["acme/house-9b"].context_tokens) == (9.0, 32_768)


def test_impossible_figures_are_refused_in_the_forms_own_words(page: AppTest) -> None:
    """No context of nothing, no negative size; the field is called what it is called on the screen."""
    saved_model(page, context_tokens=0, total_params_b=-8.0)
    problems = next(frame.value for frame in page.dataframe if "Allowed" in frame.value)
    assert set(problems["Where"]) == {"Context window (tokens)", "Parameters (billion)"}
    assert not Settings().overlay_dir.exists()


def test_a_price_of_ones_own_is_changed(page: AppTest) -> None:
    """A price opens in its form, and the changed one takes its place."""
    page.session_state["catalog.own.tab"] = "Add a price"
    tab(page, view.OWN)
    page.selectbox(key="catalog.own.price_model").set_value(LLAMA)
    page.selectbox(key="catalog.own.price_provider").set_value("scaleway")
    page.number_input(key="catalog.own.input_usd_per_mtok").set_value(0.11)
    page.number_input(key="catalog.own.output_usd_per_mtok").set_value(0.22)
    page.button(key="catalog.own.save_price").click()
    healthy(page.run())
    (offer_id,) = load_catalog(overlay=Settings().overlay_dir).own_offer_ids
    page.selectbox(key="catalog.own.pick.offers").set_value(offer_id)
    healthy(page.run())
    page.button(key="catalog.own.change.offers").click()
    healthy(page.run())
    page.selectbox(key="catalog.own.price_zone").set_value("eu")
    page.number_input(key="catalog.own.output_usd_per_mtok").set_value(0.3)
    page.button(key="catalog.own.save_price").click()
    healthy(page.run())
    own = load_catalog(overlay=Settings().overlay_dir)
    (changed,) = own.own_offer_ids
    assert (own.offer[changed].zone, str(own.offer[changed].output_usd_per_mtok)) == ("eu", "0.3")


def test_a_stale_price_says_its_age_on_the_card(
    page: AppTest, catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Past its ninety days a price is marked as stale, with its days."""
    model_id = next(o.model_id for o in catalog.offers if catalog.model[o.model_id].status == "current")
    monkeypatch.setattr("advisor.ui.catalog.card.days_past_limit", lambda *_args, **_named: 120)
    page.session_state["catalog.model"] = model_id
    tab(page, view.CARD)
    ages = [cell for frame in page.dataframe if "Age" in frame.value.columns for cell in frame.value["Age"]]
    assert set(ages) == {"stale: 120 days"}
