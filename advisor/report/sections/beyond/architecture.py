"""The reference architecture of the choice, drawn, with what serves it and how its versions change: half a page."""

from __future__ import annotations

from typing import Any, Final

from advisor.guidance.architecture.records import Blueprint, BlueprintPart, PartId
from advisor.guidance.versions.canary import canary_plan
from advisor.guidance.versions.pinned import pinned_version
from advisor.report.beyond.architecture import architecture_of_record
from advisor.report.document.blocks import Drawing, Facts, Inline, Para, Section, SectionBlock, Text
from advisor.report.document.context import Context
from advisor.report.replay.migration import migration_plan
from advisor.words.written import all_said, said

_PLACES: Final[dict[PartId, tuple[int, int]]] = {
    "review": (0, 0),
    "guardrails": (1, 0),
    "observability": (2, 0),
    "application": (0, 1),
    "gateway": (1, 1),
    "model": (2, 1),
    "retrieval": (0, 2),
    "cache": (1, 2),
    "fallback": (2, 2),
}
"""Column and row of each part: what people see on the left, the model on the right, the way between them."""
_LONGEST: Final = 60


def architecture(context: Context) -> Section | None:
    """The section; None where nothing fits."""
    blueprint = architecture_of_record(context.assessment, context.catalog)
    if blueprint is None:
        return None
    say = context.words.say
    blocks: list[SectionBlock] = [_drawing(context, blueprint), Facts(tuple(_facts(context, blueprint)))]
    plan = migration_plan(context.assessment, context.catalog, context.dated, run=lambda before, _: before)
    if plan is not None:
        blocks.append(Para(Text(said(plan, "sentence", context.words.language), refs=context.cites.refs(plan.source))))
    return Section("architecture", say("Architecture and versions"), tuple(blocks))


def _drawing(context: Context, blueprint: Blueprint) -> Drawing:
    say, language = context.words.say, context.words.language
    boxes: list[dict[str, Any]] = [
        {
            "at": _PLACES[part.part],
            "label": said(part, "name", language),
            "product": _product(context, blueprint, part),
            "advised": part.need == "advised",
        }
        for part in blueprint.parts
        if part.need != "not_needed"
    ]
    lines = [{"start": _PLACES[link.start], "end": _PLACES[link.end]} for link in blueprint.links]
    named = ", ".join(f"{box['label']} ({box['product']})" if box["product"] else box["label"] for box in boxes)
    caption = say("Reference architecture of the choice; dashed is advised")
    return Drawing("blueprint", {"boxes": boxes, "lines": lines}, caption, say("Parts: {parts}.", parts=named))


def _product(context: Context, blueprint: Blueprint, part: BlueprintPart) -> str:
    """What could fill a part, cut where it is too long for its box; the model as it is named elsewhere."""
    name = part.product
    if part.part == "model":
        name = context.names.model(blueprint.alternative.model_id) + name.removeprefix(blueprint.model_name)
    elif part.part == "fallback" and blueprint.fallback is not None:
        name = context.name(blueprint.fallback.alternative_id)
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…"


def _facts(context: Context, blueprint: Blueprint) -> list[tuple[str, Inline]]:
    """Why the parts are there, what serves the model, which version is pinned and how the next is let in."""
    say, language = context.words.say, context.words.language
    rows: list[tuple[str, Inline]] = [
        (said(part, "name", language), " ".join(all_said(part, "reasons", language)))
        for part in blueprint.parts
        if part.need == "needed" and part.part not in ("application", "model", "observability")
    ]
    chosen = next((one for one in blueprint.frameworks if one.verdict == "chosen"), None)
    if chosen is not None:
        why = "; ".join(all_said(chosen, "reasons", language))
        served = Text(f"{chosen.name}: {why}", refs=context.cites.refs(chosen.source))
        rows.append((say("What serves the model"), served))
    pinned = pinned_version(blueprint.alternative, context.catalog)
    if pinned is not None:
        refs = context.cites.refs(pinned.sources[0])
        rows.append((say("Version"), Text(said(pinned, "sentence", language), refs=refs)))
    canary = canary_plan(context.assessment.answers, context.use_case)
    rows.append((say("The next version"), said(canary, "sentence", language)))
    return rows
