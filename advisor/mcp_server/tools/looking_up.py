"""The tools that look things up: models, one model with its sources, and the questions that can be answered."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from pydantic import Field

from advisor.catalog.browse.card_records import CardOffer, ModelCard
from advisor.catalog.browse.citation import Citation
from advisor.catalog.browse.find_model import find_model, fold, near_matches
from advisor.catalog.browse.model_table import blended
from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema import Model
from advisor.errors import InputError, Problem
from advisor.hosting.sizing.model_sheet import model_sheet
from advisor.mcp_server.tool import Arguments, McpTool
from advisor.mcp_server.tool_context import ToolContext
from advisor.questionnaire.fields import every_field
from advisor.questionnaire.questions import ESSENTIAL, SECTIONS, USE_CASE_SECTIONS, question_at
from advisor.units import Record
from advisor.words.model_sheet_text import sheet_text
from advisor.words.written import written

_MOST: Final = 50
_OFFERS: Final = 8
_GENERAL: Final = "language_"
OF_A_CASE: Final = "use_cases[]."


class ToFind(Arguments):
    """What to look for."""

    query: str = Field("", description="Part of a name, id, family or vendor; every model if absent")
    kind: str | None = Field(None, description="text, embedding, rerank, image, speech_to_text, text_to_speech ...")
    open_weights: bool | None = Field(None, description="Only models whose weights are published, or only others")
    current_only: bool = Field(True, description="Leave out what is deprecated or retired")
    limit: int = Field(15, ge=1, le=_MOST)
    offset: int = Field(0, ge=0)


class ToShow(Arguments):
    """Which model to show."""

    model: str = Field(description="Catalog id, Hub id, alias or name")


class ToAsk(Arguments):
    """Which questions to list."""

    topic: str = Field(
        "", description="A word such as budget, residency, tokens, licence or team; the first questions if absent"
    )


class ModelFound(Record):
    """A model in a line."""

    model: str
    name: str
    kind: str
    status: str
    open_weights: bool
    context_tokens: int | None = None
    usd_per_million_tokens: float | None = Field(
        None, description="Cheapest standard offer, at three input tokens to one output token"
    )
    providers: int


class ModelsFound(Record):
    """The models that were found, newest first."""

    total: int
    models: tuple[ModelFound, ...]
    near: tuple[str, ...] = Field((), description="Ids that look like the query, where nothing contains it")
    next_offset: int | None = None


class OfferShown(Record):
    """A price as it is published; ``agreement`` says whether sources agree."""

    provider: str
    zone: str
    prices: dict[str, float] = Field(description="US dollars, each for what its name says")
    priced_on: str
    agreement: str
    source: str


class ModelShown(Record):
    """What the catalog knows about a model, each figure with its source; what is missing nobody states."""

    model: str
    name: str
    vendor: str
    kind: str
    status: str
    good_for: str | None = None
    facts: dict[str, str]
    unknown: tuple[str, ...] = ()
    licence: str
    abilities: dict[str, str] = Field(
        default_factory=dict, description="Points of 100 with the 90% interval, and fitted or inferred from relatives"
    )
    offers: tuple[OfferShown, ...] = Field((), description="Standard tier, the cheapest first")
    more_offers: int = 0
    newer: tuple[str, ...] = ()
    sources: dict[str, str] = Field(description="Name, date and link of each source id named above")
    whole: str = Field(description="Resource with every offer, score and source")
    whole_bytes: int


class QuestionShown(Record):
    """A question and how it is answered."""

    place: str = Field(description="Key for the argument answers of recommend")
    question: str
    why: str | None = None
    takes: str
    usual: str | None = Field(None, description="What stands there where nobody answers, before the task is known")


class QuestionsShown(Record):
    """Questions of the questionnaire."""

    questions: tuple[QuestionShown, ...]
    topics: dict[str, str] = Field(default_factory=dict, description="Sections by topic; each can be asked for")


def find_models(context: ToolContext, given: ToFind) -> ModelsFound:
    """The models of the catalog that match."""
    catalog = context.catalog
    kinds = sorted({model.kind for model in catalog.models})
    if given.kind is not None and given.kind not in kinds:
        raise InputError("There is no such kind of model:", [Problem("kind", repr(given.kind), ", ".join(kinds))])
    found = [model for model in catalog.models if _matches(model, given)]
    found.sort(key=lambda model: (model.release_date is None, -_day(model), model.model_id))
    end = given.offset + given.limit
    return ModelsFound(
        total=len(found),
        models=tuple(_line(model, catalog) for model in found[given.offset : end]),
        near=near_matches(catalog, given.query) if given.query and not found else (),
        next_offset=end if end < len(found) else None,
    )


def _day(model: Model) -> int:
    return model.release_date.toordinal() if model.release_date else 0


def _matches(model: Model, given: ToFind) -> bool:
    names = (model.model_id, model.name, model.family, model.vendor, model.hub_id or "")
    wanted = fold(given.query)
    return (
        (not wanted or any(wanted in fold(name) for name in names))
        and given.kind in (None, model.kind)
        and given.open_weights in (None, model.openness == "open_weights")
        and not (given.current_only and model.status in ("deprecated", "retired"))
    )


def _line(model: Model, catalog: Catalog) -> ModelFound:
    offers = [offer for offer in catalog.offers_of.get(model.model_id, ()) if offer.tier == "standard"]
    prices = [price for offer in offers if (price := blended(offer, model.kind))]
    return ModelFound(
        model=model.model_id,
        name=model.name,
        kind=model.kind,
        status=model.status,
        open_weights=model.openness == "open_weights",
        context_tokens=model.context_tokens,
        usd_per_million_tokens=round(min(prices), 4) if prices else None,
        providers=len({offer.provider_id for offer in offers}),
    )


def show_model(context: ToolContext, given: ToShow) -> ModelShown:
    """One model with its sources, in short."""
    catalog = context.catalog
    card = written(model_sheet(catalog, given.model))
    offers = sorted((offer for offer in card.offers if offer.tier == "standard"), key=_dearness)
    shown = offers[:_OFFERS]
    cited = [fact.source for fact in card.facts] + [offer.source for offer in shown] + [card.licence.source]
    return ModelShown(
        model=card.model_id,
        name=card.name,
        vendor=card.vendor,
        kind=card.kind,
        status=card.status,
        good_for=card.good_for,
        facts={fact.name: _fact(fact.value, fact.unit, fact.source) for fact in card.facts if fact.value},
        unknown=card.unknown,
        licence=" ".join((card.licence.plain_words, *card.licence.conditions)),
        abilities=dict(_abilities(card)),
        offers=tuple(_offer(offer) for offer in shown),
        more_offers=len(card.offers) - len(shown),
        newer=card.successors,
        sources={one.source_id: f"{one.name} ({one.dated}) {one.link}".strip() for one in cited if one is not None},
        whole=f"advisor://catalog/{card.model_id}",
        whole_bytes=len(model_text(catalog, card.model_id).encode()),
    )


def model_text(catalog: Catalog, name: str) -> str:
    """The whole sheet of a model as text, as ``advisor catalog show`` prints it."""
    return sheet_text(written(model_sheet(catalog, find_model(catalog, name).model_id)))


def _fact(value: str | None, unit: str, source: Citation | None) -> str:
    shown = " ".join(part for part in (value, unit) if part)
    return f"{shown} [{source.source_id}]" if source else shown


def _abilities(card: ModelCard) -> Iterator[tuple[str, str]]:
    for row in card.estimates:
        if not row.capability.startswith(_GENERAL):
            yield row.capability, f"{row.estimate:.0f} ({row.low:.0f} to {row.high:.0f}), {row.basis}"


def _dearness(offer: CardOffer) -> tuple[Decimal, str]:
    return min(offer.prices.values(), default=Decimal("Infinity")), offer.offer_id


def _offer(offer: CardOffer) -> OfferShown:
    return OfferShown(
        provider=offer.provider,
        zone=offer.zone,
        prices={name: float(price) for name, price in offer.prices.items()},
        priced_on=offer.priced_on.isoformat(),
        agreement=offer.agreement,
        source=offer.source.source_id,
    )


def questions(context: ToolContext, given: ToAsk) -> QuestionsShown:
    """The first questions, or those on a topic; raises InputError with the topics where none is on it."""
    del context
    topics = {section.key: section.title for section in SECTIONS}
    wanted = given.topic.strip().lower()
    if not wanted:
        first = {question.path for question in ESSENTIAL}
        return QuestionsShown(questions=tuple(one for one in _all() if one.place in first), topics=topics)
    places = {
        question.path
        for section in SECTIONS
        if wanted in (section.key, section.title.lower())
        for question in section.questions
    }
    found = tuple(one for one in _all() if one.place in places or wanted in _searched(one))
    if not found:
        allowed = f"a word of a question, or one of {', '.join(topics)}"
        raise InputError("No question is on that:", [Problem("topic", repr(given.topic), allowed)])
    return QuestionsShown(questions=found[:_MOST])


def _searched(one: QuestionShown) -> str:
    return f"{one.place} {one.question} {one.why or ''}".lower()


def _all() -> Iterator[QuestionShown]:
    """Every field with its question, those of the first use case without its place."""
    of_cases = {question.path for section in USE_CASE_SECTIONS for question in section.questions}
    for place, takes, usual, _ in every_field():
        short = place.removeprefix(OF_A_CASE)
        asked = question_at(short) if short == place or short in of_cases or short.startswith("usage.") else None
        yield QuestionShown(
            place=short,
            question=asked.label if asked else short.replace("_", " ").replace(".", ": "),
            why=asked.why if asked else None,
            takes=takes.replace("`", ""),
            usual=usual.strip("`") or None,
        )


FIND_MODELS: Final = McpTool(
    name="find_models",
    title="Find models in the catalog",
    description=(
        "Searches the catalog by name, vendor, family or kind, newest first, with the cheapest published price. To "
        "choose a model for a piece of work use recommend: a price per token says little about what work costs."
    ),
    takes=ToFind,
    gives=ModelsFound,
    work=find_models,
    scope="read",
)
SHOW_MODEL: Final = McpTool(
    name="show_model",
    title="Show a model with its sources",
    description=(
        "What the catalog knows about one model: limits, licence, abilities, published prices per provider, what "
        "nobody states, and the source and date of each. Quote a figure together with its source and date."
    ),
    takes=ToShow,
    gives=ModelShown,
    work=show_model,
    scope="read",
)
QUESTIONS: Final = McpTool(
    name="questions",
    title="List the questions that can be answered",
    description=(
        "Which answers recommend takes: the place of each, what it takes, why it is asked and what is usual. Without "
        "a topic the first questions; look here before you give answers by place."
    ),
    takes=ToAsk,
    gives=QuestionsShown,
    work=questions,
    scope="read",
)
