"""Look-ups in the catalog: what ``advisor catalog list`` and ``show`` print, by the page."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Query
from starlette.responses import JSONResponse, Response

from advisor.api.bodies import StrictRoute
from advisor.api.callers import Here, MayRead
from advisor.api.paging import Cursor, PageSize, page
from advisor.api.problems import ApiRefusal, documented
from advisor.catalog.tables.schema import Model, Offer
from advisor.errors import InputError
from advisor.hosting.sizing.model_sheet import ModelSheet, model_sheet
from advisor.units import Record
from advisor.words.written import written

router: Final = APIRouter(prefix="/catalog", tags=["catalog"], route_class=StrictRoute)


class CatalogSummary(Record):
    """What the catalog is, and how much is in it."""

    digest: str
    models: int
    offers: int
    providers: int
    gpus: int


class ListedModel(Model):
    """A model, and whether it is the user's own."""

    own: bool


class ModelPage(Record):
    """Models in the order of their ids; ``next`` is the cursor of the next page."""

    items: tuple[ListedModel, ...]
    next: str | None


class OfferPage(Record):
    """Offers in the order of their ids; ``next`` is the cursor of the next page."""

    items: tuple[Offer, ...]
    next: str | None


@router.get("", responses={200: {"model": CatalogSummary}, **documented()}, summary="What the catalog is")
def summary(here: Here, _: MayRead) -> Response:
    """The digest of the tables that every answer rests on, and how many rows they have."""
    catalog = here.catalog()
    found = CatalogSummary(
        digest=catalog.digest,
        models=len(catalog.models),
        offers=len(catalog.offers),
        providers=len(catalog.providers),
        gpus=len(catalog.gpus),
    )
    return JSONResponse(found.model_dump(mode="json"))


@router.get(
    "/models", responses={200: {"model": ModelPage}, **documented("request-refused")}, summary="Models by the page"
)
def models(
    here: Here,
    _: MayRead,
    *,
    kind: Annotated[str | None, Query(max_length=40, description="Only this kind, such as text or embedding.")] = None,
    search: Annotated[str | None, Query(max_length=100, description="Part of the id or the name.")] = None,
    limit: PageSize = 50,
    cursor: Cursor = "",
) -> Response:
    """Every model with the figures of its row, as `advisor catalog list --format json` prints them."""
    catalog = here.catalog()
    wanted = (search or "").casefold()
    found = sorted(
        (
            model
            for model in catalog.models
            if kind in (None, model.kind) and (wanted in model.model_id.casefold() or wanted in model.name.casefold())
        ),
        key=lambda model: model.model_id,
    )
    shown, following = page(found, lambda model: model.model_id, limit=limit, cursor=cursor)
    own = catalog.own_model_ids
    rows = [model.model_dump(mode="json") | {"own": model.model_id in own} for model in shown]
    return JSONResponse({"items": rows, "next": following})


@router.get(
    "/models/{model_id:path}",
    responses={200: {"model": ModelSheet}, **documented("not-found")},
    summary="One model with its offers, scores and sources",
)
def model(here: Here, _: MayRead, model_id: str) -> Response:
    """What is known of a model (catalog id, Hub id or alias), as `advisor catalog show --format json` prints it."""
    try:
        sheet = model_sheet(here.catalog(), model_id)
    except InputError as error:
        raise ApiRefusal("not-found", error.title, error.problems) from error
    return Response(written(sheet).model_dump_json(), media_type="application/json")


@router.get(
    "/offers", responses={200: {"model": OfferPage}, **documented("request-refused")}, summary="Offers by the page"
)
def offers(
    here: Here,
    _: MayRead,
    *,
    model: Annotated[str | None, Query(max_length=200, description="Only of this model (catalog id).")] = None,
    provider: Annotated[str | None, Query(max_length=100, description="Only by this provider (id).")] = None,
    zone: Annotated[str | None, Query(max_length=20, description="Only processed in this zone.")] = None,
    limit: PageSize = 50,
    cursor: Cursor = "",
) -> Response:
    """Dated prices at which providers serve models; each with its source and how well sources agree."""
    found = sorted(
        (
            offer
            for offer in here.catalog().offers
            if model in (None, offer.model_id) and provider in (None, offer.provider_id) and zone in (None, offer.zone)
        ),
        key=lambda offer: offer.offer_id,
    )
    shown, following = page(found, lambda offer: offer.offer_id, limit=limit, cursor=cursor)
    return JSONResponse({"items": [offer.model_dump(mode="json") for offer in shown], "next": following})
