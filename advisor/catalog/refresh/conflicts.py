"""Where several sources speak of one cell: they agree and count as two, or they disagree and somebody must decide.

Nothing is averaged. Lists that copy one another are one source: of those, only the original speaks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from advisor.catalog.refresh.compare import AGREES
from advisor.catalog.refresh.names import family_of
from advisor.catalog.refresh.reasons import same_figure
from advisor.catalog.refresh.records import ROW, Proposal
from advisor.catalog.refresh.sources.registry import BY_NAME

_PRICE_TABLES = frozenset({"offers", "gpu_offers"})


def reconciled(proposals: Sequence[Proposal], read: Collection[str] = ()) -> tuple[Proposal, ...]:
    """The proposals of all sources: agreeing ones joined, disagreeing ones marked with what they are against.

    ``read`` are the editions that were read with them (``litellm-2026-11-12``): what stands of one of these is still
    said, also where that list has nothing new to propose.
    """
    by_cell: defaultdict[tuple[str, str, str], list[Proposal]] = defaultdict(list)
    for proposal in _without_copies(proposals):
        by_cell[proposal.cell].append(proposal)
    confirmed = _confirming(by_cell)
    return confirmations_held([kept for cell in by_cell.values() for kept in _of_cell(cell, confirmed, read)])


def confirmations_held(proposals: Sequence[Proposal]) -> tuple[Proposal, ...]:
    """The proposals, where a row of prices is only confirmed once no figure of it is in conflict any more."""
    torn = {(p.table, p.key) for p in proposals if _disputes(p)}
    return tuple(
        proposal.model_copy(update={"blocked": "conflict" if (proposal.table, proposal.key) in torn else None})
        if proposal.kind == "confirmed" and proposal.blocked in (None, "conflict")
        else proposal
        for proposal in proposals
    )


def _disputes(proposal: Proposal) -> bool:
    return proposal.blocked == "conflict" and proposal.table in _PRICE_TABLES and proposal.kind != "confirmed"


def _without_copies(proposals: Sequence[Proposal]) -> list[Proposal]:
    """Leave out what a list says about a row that the list it copies speaks of itself."""
    original = {
        (p.table, p.key, family) for p in proposals for family in BY_NAME[p.source].copied_by if p.source in BY_NAME
    }
    return [p for p in proposals if (p.table, p.key, BY_NAME[p.source].family) not in original]


def _confirming(by_cell: Mapping[tuple[str, str, str], list[Proposal]]) -> Mapping[tuple[str, str], list[Proposal]]:
    """The proposals that say of a whole row that it still holds, by table and row."""
    found: defaultdict[tuple[str, str], list[Proposal]] = defaultdict(list)
    for proposals in by_cell.values():
        for proposal in proposals:
            if proposal.kind == "confirmed":
                found[proposal.table, proposal.key].append(proposal)
    return found


def _of_cell(
    proposals: Sequence[Proposal], confirmed: Mapping[tuple[str, str], list[Proposal]], read: Collection[str]
) -> Iterable[Proposal]:
    first = proposals[0]
    if first.kind == "confirmed":
        return [_agreeing(proposals)]
    groups: list[list[Proposal]] = []
    for proposal in proposals:
        group = next((g for g in groups if _same(g[0], proposal)), None)
        if group is None:
            groups.append([proposal])
        else:
            group.append(proposal)
    still = _still_said(proposals, confirmed, read) if first.kind == "changed" else []
    found = []
    for group in groups:
        against = [
            f"{other[0].proposed} ({other[0].proposed_source})" for other in groups if other is not group
        ] + still
        proposal = _agreeing(group)
        if against:
            every = tuple(dict.fromkeys((*proposal.against, *against)))
            proposal = proposal.model_copy(update={"blocked": "conflict", "against": every})
        found.append(proposal)
    return found


def _still_said(
    proposals: Sequence[Proposal], confirmed: Mapping[tuple[str, str], list[Proposal]], read: Collection[str]
) -> list[str]:
    """Who says what stands in a cell that others would change: lists that confirm it, and the one that it is of."""
    first = proposals[0]
    speakers = [p.proposed_source for p in confirmed.get((first.table, first.key), []) if first.field in p.repeats]
    own = first.stands_source
    changing = {family_of(p.proposed_source) for p in proposals}
    if not speakers and own.partition("#")[0] in read and family_of(own) not in changing:
        speakers = [own]
    return [f"{first.stands} ({speaker})" for speaker in speakers]


def _same(one: Proposal, other: Proposal) -> bool:
    if one.field != ROW:
        return same_figure(one.proposed, other.proposed, AGREES)
    names = ("input_usd_per_mtok", "output_usd_per_mtok", "usd_per_gpu_hour", "score", "retires_on")
    both = [(one.cells.get(n, ""), other.cells.get(n, "")) for n in names]
    return all(same_figure(first, second, AGREES) for first, second in both if first and second)


def _agreeing(group: Sequence[Proposal]) -> Proposal:
    """One proposal of those that say the same: the newest, with what the others know besides, and a second source."""
    proposal = max(group, key=lambda p: p.proposed_on)
    independent = [p for p in group if p.source != proposal.source]
    if not independent:
        return proposal
    cells = dict(proposal.cells)
    if proposal.kind == "new":
        for other in independent:
            cells = {**other.cells, **cells}
    whole = proposal.kind != "filled" and proposal.field != "retires_on"
    if proposal.table == "offers" and whole and cells.get("agreement") != "conflict":
        first, second = _cited(proposal, independent)
        cells |= {"source": first, "second_source": second, "agreement": "agreed"}
    blocked = None if proposal.blocked == "suspicious" and proposal.reason == "value" else proposal.blocked
    return proposal.model_copy(update={"cells": cells, "blocked": blocked})


def _cited(proposal: Proposal, independent: Sequence[Proposal]) -> tuple[str, str]:
    """Which two of the lists that agree the row cites: those that it cites already come first.

    The key that a row cites says which row a later edition of that list means; a row that changed its citations with
    each refresh would be taken for another one by the list that lost its place.
    """
    stated = [proposal.proposed_source, *(other.proposed_source for other in independent)]
    known = [family_of(proposal.stands_source), family_of(proposal.stands_second_source)]
    first, second, *_ = sorted(
        {family_of(name): name for name in reversed(stated)}.values(),
        key=lambda name: (
            known.index(family_of(name)) if family_of(name) in known else len(known),
            stated.index(name),
        ),
    )
    return first, second
