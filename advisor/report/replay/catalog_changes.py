"""What differs between two catalogs, as changes that can be made one at a time."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any, Final

from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.cells import Row
from advisor.catalog.tables.schema import KEYS, Gpu, GpuOffer, Licence, Model, Offer, Provider
from advisor.report.replay.field_names import moved
from advisor.report.replay_record import CauseKind
from advisor.units import Told, told
from advisor.words.sentences.catalog_changes import TABLES

_READ: Final[Mapping[str, tuple[str, ...]]] = {
    "models": KEYS["model_catalog"],
    **{table: KEYS[table] for table in ("offers", "providers", "licences", "gpus", "gpu_offers")},
    **{table: KEYS[table] for table in ("capabilities", "benchmarks", "boards", "grids")},
    **dict.fromkeys(("measured_speeds", "speed_constants", "cost_defaults"), ()),
}
"""The tables that are compared, with what tells their rows apart."""
_BOOKKEEPING: Final = frozenset(
    {"checked_on", "priced_on", "source", "second_source", "note", "agreement", "conflict", "dated", "scored_on"}
    | {"identity_source", "params_source", "shape_source", "limits_source", "features_source", "licence_source"}
    | {"good_for", "memory_source", "tariff_source", "policy_url", "link", "attribution", "plain_words"}
)
_ENDS: Final = frozenset({"status", "retires_on"})


@dataclasses.dataclass(frozen=True, slots=True)
class Edit:
    """One row that was added, removed or changed in a table."""

    table: str
    old: Any
    new: Any

    @property
    def row(self) -> Any:
        """The row as it is now, or as it was where it is gone."""
        return self.new if self.new is not None else self.old

    @property
    def fields(self) -> frozenset[str]:
        """The fields that differ, bookkeeping apart; all of them for an added or removed row."""
        if self.old is None or self.new is None:
            return frozenset(type(self.row).model_fields) - _BOOKKEEPING
        old, new = self.old, self.new
        return (
            frozenset(name for name in type(new).model_fields if getattr(old, name) != getattr(new, name))
            - _BOOKKEEPING
        )


@dataclasses.dataclass(frozen=True, slots=True)
class CatalogChange:
    """Edits that belong together, with what they are called; ``before`` is None where only one thing is to be said."""

    kind: CauseKind
    subject_id: str
    subject: Told
    before: Told | None
    after: Told
    source: str
    edits: tuple[Edit, ...]


def edits_between(old: Catalog, new: Catalog) -> tuple[Edit, ...]:
    """Every row that differs in a table the engine reads."""
    found: list[Edit] = []
    for table, key in _READ.items():
        before, after = _by_key(getattr(old, table), key), _by_key(getattr(new, table), key)
        for name in dict.fromkeys([*before, *after]):
            edit = Edit(table, before.get(name), after.get(name))
            if edit.old != edit.new and edit.fields:
                found.append(edit)
    return tuple(found)


def _by_key(rows: Sequence[Row], key: tuple[str, ...]) -> dict[tuple[Any, ...], Row]:
    return {_key(row, key): row for row in rows}


def _key(row: Row, key: tuple[str, ...]) -> tuple[Any, ...]:
    """What a row is told apart by; the row itself in a table without a key."""
    return tuple(getattr(row, name) for name in key) if key else (row,)


def apply(catalog: Catalog, change: CatalogChange, *, digest: str) -> Catalog:
    """The older catalog with this change alone; ``digest`` names it, because caches are keyed by it."""
    tables: dict[str, Any] = {"digest": digest}
    for table in dict.fromkeys(edit.table for edit in change.edits):
        edits = [edit for edit in change.edits if edit.table == table]
        key = _READ[table]
        replaced = {_key(edit.old, key): edit.new for edit in edits if edit.old is not None}
        rows = [replaced.get(_key(row, key), row) for row in getattr(catalog, table)]
        tables[table] = (*(row for row in rows if row is not None), *(edit.new for edit in edits if edit.old is None))
    return dataclasses.replace(catalog, **tables)


def changes_between(old: Catalog, new: Catalog) -> tuple[CatalogChange, ...]:
    """The differences grouped by cause: a model with its offers and scores, a price, an end, a policy, ..."""
    edits = edits_between(old, new)
    newcomers = {edit.new.model_id for edit in edits if edit.table == "models" and edit.old is None}
    groups: dict[tuple[CauseKind, str], list[Edit]] = {}
    for edit in edits:
        for part in _parts(edit):
            groups.setdefault(_group(part, newcomers), []).append(part)
    return tuple(_change(kind, subject, parts, old, new) for (kind, subject), parts in groups.items())


def _parts(edit: Edit) -> tuple[Edit, ...]:
    """An edit of both an end and something else counts as two changes, one after the other."""
    ends = edit.fields & _ENDS
    if edit.old is None or edit.new is None or not ends or ends == edit.fields:
        return (edit,)
    middle = edit.old.model_copy(update={name: getattr(edit.new, name) for name in ends})
    return (Edit(edit.table, edit.old, middle), Edit(edit.table, edit.old, _without(edit, ends)))


def _without(edit: Edit, ends: frozenset[str]) -> Any:
    return edit.new.model_copy(update={name: getattr(edit.old, name) for name in ends})


def _group(edit: Edit, newcomers: set[str]) -> tuple[CauseKind, str]:
    row = edit.row
    model_id = getattr(row, "model_id", None)
    if model_id in newcomers:
        return "new model", model_id
    ends = edit.new is None or bool(edit.old is not None and edit.fields & _ENDS)
    group: tuple[CauseKind, str]
    match row:
        case Model():
            group = "retirement" if ends else "fact", row.model_id
        case Offer() if ends:
            group = "retirement", row.offer_id
        case Offer():
            group = "price", f"{row.model_id}@{row.provider_id}"
        case GpuOffer():
            group = "price", row.gpu_id
        case Provider():
            group = "policy", row.provider_id
        case Licence():
            group = "licence", row.licence_id
        case Gpu():
            group = "fact", row.gpu_id
        case _:
            group = ("fact", model_id) if model_id else ("assumption", edit.table)
    return group


def _change(kind: CauseKind, subject_id: str, edits: list[Edit], old: Catalog, new: Catalog) -> CatalogChange:
    before, after = _wording(kind, edits)
    row = edits[0].row
    source = getattr(row, "source", None) or getattr(row, "identity_source", None) or ""
    return CatalogChange(
        kind, subject_id, _subject(subject_id, edits[0], old, new), before, after, source, tuple(edits)
    )


def _subject(subject_id: str, edit: Edit, old: Catalog, new: Catalog) -> Told:
    row = edit.row
    if isinstance(row, Offer):
        model = new.model.get(row.model_id) or old.model.get(row.model_id)
        provider = new.provider.get(row.provider_id) or old.provider.get(row.provider_id)
        return told(
            "subject.model_at",
            model=model.name if model else row.model_id,
            provider=provider.name if provider else row.provider_id,
        )
    if isinstance(row, (Model, Provider, Licence, Gpu)):
        return told("subject", name=row.name)
    if isinstance(row, GpuOffer):
        gpu = new.gpu.get(row.gpu_id)
        return told("subject", name=gpu.name if gpu else row.gpu_id)
    named = new.model.get(getattr(row, "model_id", "")) or old.model.get(getattr(row, "model_id", ""))
    return told("subject", name=named.name if named else ("label", TABLES.get(subject_id, subject_id)))


def _wording(kind: CauseKind, edits: list[Edit]) -> tuple[Told | None, Told]:
    first = edits[0]
    if kind == "new model":
        return None, told("listed.new")
    if first.new is None:
        return None, told("listed.gone")
    if first.old is None:
        return None, told("listed.newly")
    if kind == "retirement":
        return _end(first.old), _end(first.new)
    fields = sorted(first.fields, key=list(type(first.new).model_fields).index)
    return moved(first.old, first.new, fields)


def _end(row: Any) -> Told:
    status = getattr(row, "status", None)
    parts = [told("ends.status", status=("label", status))] if status else []
    if row.retires_on:
        parts.append(told("ends.on", day=("date", row.retires_on)))
    return told("ends", parts=parts) if parts else told("ends.never")
