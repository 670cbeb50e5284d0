"""The filter over the catalog: search as you type, and what a model must be, permit, speak, hold, cost and run on."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

import streamlit as st

from advisor.catalog.browse.model_filter import CatalogFilter
from advisor.catalog.browse.model_table import PRICE_UNITS
from advisor.questionnaire.labels import CAPABILITIES, LANGUAGES, MODALITIES
from advisor.ui import state
from advisor.ui.cached import installation
from advisor.ui.catalog.address import ORDINARY, opened, put_into_address, take_from_address
from advisor.ui.catalog.code_labels import COMMERCIAL, ENGINES, KINDS, OPENNESS, RESIDENCY, SORTS, STATUSES, in_words
from advisor.ui.words import later, say, words

Range = tuple[float | None, float | None]
_NO_LIMIT: Final = later("no limit")


def show_filter() -> CatalogFilter:
    """Draw the filter and return what was asked; it is kept between tabs and pages, and in the address."""
    options = _options()
    take_from_address({name: tuple(words) for name, words in options.items()})
    left, middle, right = st.columns([3, 3, 2])
    with left:
        text = _show_search()
    with middle:
        kinds = _several(say("Kind"), KINDS, "kinds", say("What the model does. Leave empty for all kinds."))
    with right:
        sort = _one(
            say("Sort by"), SORTS, "sort", say("Unknown figures come last. A click on a column's head sorts by it.")
        )
    with st.expander(
        say("More filters: vendor, origin, licence, languages, size, context, price, estimate, zone, engine"),
        expanded=opened("more"),
    ):
        facts = _show_facts(options)
        figures = _show_figures()
    with st.expander(say("What runs on my GPUs"), expanded=opened("runs")):
        among = _show_runs_on()
    put_into_address()
    return CatalogFilter(text=text, kinds=kinds, sort=sort, among=among, **facts, **figures)


def _options() -> dict[str, dict[str, str]]:
    """The choices of every widget that chooses among some, with their words."""
    frame = installation.catalog_frame()
    catalog = installation.catalog()
    names = dict(sorted(zip(frame["licence_id"], frame["licence"], strict=True)))
    makers = {code: vendor.name for code, vendor in catalog.vendor.items()}
    vendors = {code: makers.get(code, code) for code in sorted(set(frame["vendor"]))}
    countries = {code: words().territory(code) for code in sorted(set(frame["country"].dropna()))}
    return {
        "kinds": KINDS,
        "sort": SORTS,
        "capability": CAPABILITIES,
        "vendors": vendors,
        "countries": dict(sorted(countries.items(), key=lambda item: item[1])),
        "openness": OPENNESS,
        "statuses": STATUSES,
        "licences": names,
        "commercial": COMMERCIAL,
        "modalities": MODALITIES,
        "zones": RESIDENCY,
        "languages": LANGUAGES,
        "engines": ENGINES,
        "run_gpu": {code: gpu.name for code, gpu in catalog.gpu.items()},
    }


def _show_search() -> str:
    text = st.text_input(
        say("Search"),
        key="catalog.search",
        type="search",
        live=True,
        placeholder=say("Name, vendor, family, Hub id or alias"),
        help=say(
            "Searches while you type. Every word must occur in one of the model's names; dots and dashes are alike."
        ),
        persist_state="session",
    )
    return text or ""


def _show_facts(options: dict[str, dict[str, str]]) -> dict[str, Any]:
    """What a model is, permits, speaks and is run by."""
    first, second, third = st.columns(3)
    found: dict[str, Any] = {}
    with first:
        found["vendors"] = _several(say("Vendor"), options["vendors"], "vendors", say("Who made the model."))
        found["countries"] = _several(
            say("Vendor's country"), options["countries"], "countries", say("Seat of its company.")
        )
        found["openness"] = _several(
            say("Openness"), OPENNESS, "openness", say("Open weights run on GPUs of your own choice.")
        )
        found["statuses"] = _several(
            say("Status"), STATUSES, "statuses", say("Retired models can no longer be called.")
        )
    with second:
        found["licences"] = _several(
            say("Licence"), options["licences"], "licences", say("Terms of the weights or of the API.")
        )
        found["commercial_use"] = _several(
            say("Business use"), COMMERCIAL, "commercial", say("What the licence says about it.")
        )
        found["languages"] = _several(
            say("Languages"), LANGUAGES, "languages", say("Stated by its vendor, or scored in public.")
        )
        found["languages_measured"] = _flag(
            say("Only languages with public scores"),
            "languages_measured",
            say("A statement alone is then no evidence."),
        )
    with third:
        found["modalities"] = _several(
            say("Takes or gives"), MODALITIES, "modalities", say("Every chosen one is required.")
        )
        found["zones"] = _several(
            say("Processed in"), RESIDENCY, "zones", say("Zones with an offer, or that can be pinned.")
        )
        found["engines"] = _several(say("Serving engine"), ENGINES, "engines", say("Known to run it; any will do."))
        found["own_only"] = _flag(say("Only your own"), "own_only", say("Models that you added or imported."))
    return found


def _show_figures() -> dict[str, Any]:
    """Ranges of size, context, price and estimate; either end may be open."""
    first, second, third, fourth = st.columns(4)
    with first:
        size = _range(
            say("Parameters (billion)"), "size_from", "size_to", 1.0, say("Total; few proprietary vendors say.")
        )
    with second:
        context = _range(
            say("Context (tokens)"), "context_from", "context_to", 1000, say("Tokens that fit into one request.")
        )
    with third:
        units = "; ".join(map(in_words, PRICE_UNITS.values()))
        price = _range(say("Price (USD)"), "price_from", "price", 0.5, say("Cheapest offer: {units}.", units=units))
    with fourth:
        score = _range(
            say("Estimate (points)"), "score_from", "score_to", 1.0, say("Of the ability chosen below, 0 to 100.")
        )
    capability = _one(
        say("Estimate shown and sorted by"), CAPABILITIES, "capability", say("From public scores, with an error.")
    )
    keep = _flag(say("Keep models whose figure is unknown"), "keep_unknown", say("A limit otherwise leaves them out."))
    return {
        "min_params_b": size[0],
        "max_params_b": size[1],
        "min_context": None if context[0] is None else int(context[0]),
        "max_context": None if context[1] is None else int(context[1]),
        "min_price": price[0],
        "max_price": price[1],
        "min_estimate": score[0],
        "max_estimate": score[1],
        "capability": capability,
        "keep_unknown": keep,
    }


def _show_runs_on() -> tuple[str, ...] | None:
    """The models that hold a load on GPUs, by the memory plan; None where no GPU is chosen."""
    gpus = installation.catalog().gpu
    first, second, third, fourth = st.columns([3, 1, 2, 2])
    with first:
        gpu = st.selectbox(
            say("GPU"),
            list(gpus),
            index=None,
            format_func=lambda code: f"{gpus[code].name} ({gpus[code].memory_gib:.0f} GiB)",
            key="catalog.run_gpu",
            placeholder=say("Any: not asked"),
            help=say("Models with published weights and a known shape whose weights and cache fit."),
            persist_state="session",
        )
    with second:
        count = _whole(say("GPUs"), "run_gpus", 1, 64, say("Of this kind, serving one copy together."))
    with third:
        tokens = _whole(say("Tokens per request"), "run_context", 1, 20_000_000, say("Input and output together."))
    with fourth:
        requests = _whole(say("Requests at once"), "run_requests", 1, 10_000, say("All of that length."))
    if gpu is None:
        return None
    found = installation.models_that_run(gpu, count, tokens, requests)
    precisions = ", ".join(
        say("{count} at {precision}", count=count, precision=name)
        for name, count in Counter(found.values()).most_common()
    )
    st.caption(
        say(
            "{n:,} models run, each at the most exact precision that fits ({precisions}); a model of unknown "
            "shape is left out. Memory is planned as for a deployment: weights, cache, activations and what "
            "serving reserves.",
            n=len(found),
            precisions=precisions or say("none"),
        )
    )
    return tuple(found)


def _several(label: str, words: dict[str, str], name: str, why: str) -> tuple[str, ...]:
    chosen = st.multiselect(
        label,
        list(words),
        format_func=lambda code: in_words(words.get(code) or code),
        key=f"catalog.{name}",
        help=why,
        placeholder=say("All"),
        persist_state="session",
    )
    return tuple(chosen)


def _one(label: str, words: dict[str, str], name: str, why: str) -> Any:
    return st.selectbox(
        label,
        list(words),
        format_func=lambda code: in_words(words[code]),
        key=f"catalog.{name}",
        help=why,
        persist_state="session",
    )


def _flag(label: str, name: str, why: str) -> bool:
    return st.toggle(label, key=f"catalog.{name}", help=why, persist_state="session")


def _range(label: str, low: str, high: str, step: float, why: str) -> Range:
    """Two numbers, either of which may be left open; turned ones are said and turned round."""
    least, most = (
        _end(say("{label} from", label=label), low, step, why),
        _end(say("{label} to", label=label), high, step, why),
    )
    if least is not None and most is not None and least > most:
        st.warning(
            say("From {least:,} to {most:,} holds nothing: turned round.", least=least, most=most),
            icon=":material/swap_vert:",
        )
        return most, least
    return least, most


def _end(label: str, name: str, step: float, why: str) -> float | None:
    found: float | None = st.number_input(
        label,
        value=None,
        min_value=type(step)(0),
        step=step,
        key=f"catalog.{name}",
        placeholder=say(_NO_LIMIT),
        help=why,
        persist_state="session",
    )
    return found


def _whole(label: str, name: str, least: int, most: int, why: str) -> int:
    key = f"catalog.{name}"
    if state.recall(key, None) is None:
        state.remember(key, ORDINARY[name])
    found = st.number_input(label, min_value=least, max_value=most, step=1, key=key, help=why, persist_state="session")
    return int(found)
