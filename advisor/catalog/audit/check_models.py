"""Audit rules on models: contradictions, impossible values, and models that nobody can run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Final

from advisor.catalog.audit.finding import Finding
from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema import LANGUAGE_KINDS, Model

FIRST_YEAR: Final = 2015
NO_OFFER: Final = "no public offer"
NO_LICENCE: Final = "licence unknown"
NO_RETIREMENT: Final = "retirement date unknown"
"""What the note of a model says where the fact was looked for and not found; gates fail closed on it."""
_OUTPUT: Final = {
    "embedding": "embedding",
    "rerank": "score",
    "speech_to_text": "text",
    "text_to_speech": "audio",
    "image": "image",
}
_ENDING: Final = "a model that is deprecated or retired"
LONG_LIST: Final = 20
"""Languages from which on a list is long enough to have been cut."""
SAME_LENGTH: Final = 0.9
"""Lists that differ end at one length from this share of the longest on: codes that mean the same fall together."""
CUT_LISTS: Final = 5
"""So many different lists of one source do not end at one length by chance."""
ModelRule = tuple[str, str, Callable[[Model], bool]]


def model_findings(catalog: Catalog, *, as_of: date) -> Iterator[Finding]:
    """Every contradiction within a model's row, between a model and its relatives, and unreachable models."""
    for model in catalog.models:
        for column, allowed, broken in _rules(as_of):
            if broken(model):
                yield _finding(model, column, allowed, rule="contradiction")
        yield from _family(model, catalog)
        yield from _unreachable(model, catalog)
    yield from _successor_cycles(catalog)
    yield from _cut_languages(catalog)


def impossible_cells(model: Model, *, as_of: date) -> Iterator[tuple[str, str]]:
    """Columns of one model that cannot be true on a day, with what is allowed.

    What an audit asks of a shipped row besides, that a licence or an end be looked up, is nobody's private duty.
    """
    for column, allowed, broken in _rules(as_of):
        if broken not in (_unlicensed, _undated_end, _wrong_output, _takes_nothing) and broken(model):
            yield column, allowed


def _more(one: float | None, other: float | None) -> bool:
    return one is not None and other is not None and one > other


def _later(one: date | None, other: date | None) -> bool:
    return one is not None and other is not None and one > other


def _rules(as_of: date) -> tuple[ModelRule, ...]:
    return (
        ("active_params_b", "at most total_params_b", lambda m: _more(m.active_params_b, m.total_params_b)),
        ("max_input_tokens", "at most context_tokens", lambda m: _more(m.max_input_tokens, m.context_tokens)),
        ("max_output_tokens", "at most context_tokens", lambda m: _more(m.max_output_tokens, m.context_tokens)),
        ("kv_heads", "at most attention_heads", lambda m: _more(m.kv_heads, m.attention_heads)),
        ("attention_layers", "at most layers", lambda m: _more(m.attention_layers, m.layers)),
        ("global_layers", "at most layers", lambda m: _more(m.global_layers, m.attention_layers or m.layers)),
        ("experts_per_token", "at most experts", lambda m: _more(m.experts_per_token, m.experts)),
        ("sliding_window", "at most context_tokens", lambda m: _more(m.sliding_window, m.context_tokens)),
        ("retires_on", "not before release_date", lambda m: _later(m.release_date, m.retires_on)),
        ("knowledge_cutoff", "not after release_date", lambda m: _later(m.knowledge_cutoff, m.release_date)),
        ("release_date", f"from {FIRST_YEAR} to {as_of}", lambda m: _outside(m.release_date, as_of)),
        ("retires_on", "after the day of judgement, for a model that is not retired", lambda m: _gone(m, as_of)),
        ("retires_on", "not after the day of judgement, for a retired model", lambda m: _not_yet(m, as_of)),
        ("retires_on", f"a date, for {_ENDING}, or a note that says: {NO_RETIREMENT}", _undated_end),
        ("licence_id", f"a licence row, for open weights, or a note that says: {NO_LICENCE}", _unlicensed),
        ("architecture", "mixture_of_experts only with fewer active than total parameters", _dense_experts),
        ("modalities_out", "what its kind produces", _wrong_output),
        ("modalities_in", "at least one", _takes_nothing),
        ("model_id", "vendor/slug with the row's vendor", lambda m: m.model_id.partition("/")[0] != m.vendor),
        ("total_params_b", "within a factor of 3 of what the shape gives", _off_shape),
        ("context_tokens", "64 to 20,000,000", lambda m: _beyond(m.context_tokens, 64, 20_000_000)),
        ("embedding_dim", "16 to 16,384", lambda m: _beyond(m.embedding_dim, 16, 16_384)),
        ("layers", "1 to 300", lambda m: _beyond(m.layers, 1, 300)),
        ("hidden_size", "64 to 65,536", lambda m: _beyond(m.hidden_size, 64, 65_536)),
        ("head_dim", "16 to 1,024", lambda m: _beyond(m.head_dim, 16, 1_024)),
        ("vocab_size", "100 to 2,000,000", lambda m: _beyond(m.vocab_size, 100, 2_000_000)),
        ("checked_on", f"not after {as_of}", lambda m: m.checked_on > as_of),
    )


def _takes_nothing(model: Model) -> bool:
    return not model.modalities_in


def _beyond(value: float | None, low: float, high: float) -> bool:
    return value is not None and not low <= value <= high


def _outside(day: date | None, as_of: date) -> bool:
    return day is not None and not date(FIRST_YEAR, 1, 1) <= day <= as_of


def _unlicensed(model: Model) -> bool:
    return model.openness == "open_weights" and not model.licence_id and NO_LICENCE not in (model.note or "").lower()


def _gone(model: Model, as_of: date) -> bool:
    return model.status != "retired" and model.retires_on is not None and model.retires_on < as_of


def _not_yet(model: Model, as_of: date) -> bool:
    return model.status == "retired" and model.retires_on is not None and model.retires_on > as_of


def _undated_end(model: Model) -> bool:
    ends = model.status in {"deprecated", "retired"}
    return ends and model.retires_on is None and NO_RETIREMENT not in (model.note or "").lower()


def _dense_experts(model: Model) -> bool:
    active, total = model.active_params_b, model.total_params_b
    return model.architecture == "mixture_of_experts" and active is not None and active == total


def _wrong_output(model: Model) -> bool:
    if not model.modalities_out:
        return False
    expected = "text" if model.kind in LANGUAGE_KINDS else _OUTPUT[model.kind]
    return expected not in model.modalities_out


def _off_shape(model: Model) -> bool:
    """Whether a dense decoder's stated size is far from 12 x layers x hidden^2 plus its embeddings."""
    if model.architecture != "decoder" or not (model.layers and model.hidden_size and model.total_params_b):
        return False
    body = 12 * model.layers * model.hidden_size**2
    head = 2 * (model.vocab_size or 0) * model.hidden_size
    return not (body / 3 <= model.total_params_b * 1e9 <= (body + head) * 3)


def _family(model: Model, catalog: Catalog) -> Iterator[Finding]:
    for column in ("predecessor_id", "successor_id"):
        other = catalog.model.get(getattr(model, column) or "")
        if other is None:
            continue
        older, newer = (other, model) if column == "predecessor_id" else (model, other)
        if other is model:
            yield _finding(model, column, "another model", rule="contradiction")
        elif _later(older.release_date, newer.release_date):
            yield _finding(model, column, "predecessors are released first", rule="contradiction")
        if column == "successor_id" and model.status == other.status == "current":
            yield _finding(model, "status", f"legacy, since its successor {other.model_id} is current", rule="status")


def _unreachable(model: Model, catalog: Catalog) -> Iterator[Finding]:
    """A current model needs an offer, or weights of a known size, or a note that says why it has neither."""
    if model.status not in {"current", "preview"} or catalog.offers_of.get(model.model_id):
        return
    own = model.openness == "open_weights" and model.total_params_b is not None
    if not own and NO_OFFER not in (model.note or ""):
        allowed = f"an offer, open weights of known size, or a note that says: {NO_OFFER}"
        yield _finding(model, "model_id", allowed, rule="unreachable")


def _successor_cycles(catalog: Catalog) -> Iterator[Finding]:
    for model in catalog.models:
        seen = {model.model_id}
        step = model.successor_id
        while step and step in catalog.model:
            if step in seen:
                if step == model.model_id:
                    yield _finding(model, "successor_id", "a chain that ends", rule="contradiction")
                break
            seen.add(step)
            step = catalog.model[step].successor_id


def _cut_languages(catalog: Catalog) -> Iterator[Finding]:
    """Lists of languages of one source that differ and yet all end at the same length: somebody has cut them."""
    lists: dict[str, dict[frozenset[str], list[Model]]] = {}
    for model in catalog.models:
        named = frozenset(model.languages) - {"multi"}
        if len(named) >= LONG_LIST:
            edition = (model.features_source or "").partition("#")[0]
            lists.setdefault(edition, {}).setdefault(named, []).append(model)
    for edition, found in lists.items():
        longest = max(map(len, found))
        ending = [models for named, models in found.items() if len(named) >= SAME_LENGTH * longest]
        if len(ending) >= CUT_LISTS:
            allowed = f"the whole list of {edition}, of which {len(ending)} others end here too, at {longest} or less"
            yield from (_finding(models[0], "languages", allowed, rule="cut") for models in ending)


def _finding(model: Model, column: str, allowed: str, *, rule: str) -> Finding:
    value = getattr(model, column)
    shown = "blank" if value in (None, ()) else str(value)
    return Finding(file="model_catalog.csv", row=model.model_id, column=column, value=shown, allowed=allowed, rule=rule)
