"""The steps of a decision's life: which may follow which, what each needs, and what a person must be allowed for it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from advisor.access.rules import Verb
from advisor.assessment import Assessment, DecisionStatus, choice_of
from advisor.errors import StorageError
from advisor.storage.tables import DecisionRow

STEPS: Final[Mapping[DecisionStatus, tuple[DecisionStatus, ...]]] = MappingProxyType(
    {
        "draft": ("proposed",),
        "proposed": ("approved", "rejected", "draft"),
        "approved": ("superseded",),
        "rejected": ("superseded",),
        "superseded": (),
    }
)
NEEDS_REASON: Final = frozenset({"rejected", "superseded", "draft"})
NEEDS_ASSESSMENT: Final = frozenset({"proposed", "approved"})
ACTOR_LIMIT: Final = 200


def verb_of(to: DecisionStatus) -> Verb:
    """What a person must be allowed to take this step."""
    return Verb.APPROVE if to in ("approved", "rejected") else Verb.CHANGE


def refuse_nobody(who: str, what: str) -> None:
    """Raise StorageError where no name is given."""
    if not who:
        raise StorageError(f"nobody is named {what}: a name of 1 to {ACTOR_LIMIT} characters is needed")


def refuse_binned(row: DecisionRow) -> None:
    """Raise StorageError for what is in the bin."""
    if row.deleted_at is not None:
        raise StorageError(f"“{row.name}” is in the bin; restore it to go on")


def check_successor(row: DecisionRow, successor: DecisionRow) -> None:
    """Raise StorageError where a decision cannot take the place of another."""
    if successor.decision_id == row.decision_id:
        raise StorageError(f"“{row.name}” cannot supersede itself: name another decision, or none")
    if successor.deleted_at is not None or successor.status in ("rejected", "superseded"):
        stands = "in the bin" if successor.deleted_at is not None else successor.status
        raise StorageError(f"“{successor.name}” is {stands}: a successor is a decision that stands")


def check_step(row: DecisionRow, to: DecisionStatus, *, who: str, reason: str, assessment: Assessment | None) -> None:
    """Raise StorageError where the step is not allowed or lacks who, why or the assessment."""
    refuse_binned(row)
    allowed = STEPS.get(row.status, ())  # type: ignore[call-overload]
    if to not in allowed:
        ways = ", ".join(allowed) or "no step"
        raise StorageError(f"“{row.name}” is {row.status} and cannot become {to}: {ways} is allowed")
    refuse_nobody(who, f"for the step to {to}")
    if to in NEEDS_REASON and not reason.strip():
        raise StorageError(f"no reason is given for the step to {to}: say why in a sentence")
    if to not in NEEDS_ASSESSMENT:
        return
    if assessment is None:
        raise StorageError(f"no assessment is given for the step to {to}: run it first")
    if assessment.answers.model_dump_json(by_alias=True) != row.answers_json:
        raise StorageError(f"the assessment is not of revision {row.revision} of “{row.name}”: save and run it again")


def chosen_of(assessment: Assessment | None, chosen_id: str | None) -> str | None:
    """The alternative of a step, by default the verdict's choice; raises StorageError for one that is not ranked."""
    ranked = [entry.alternative_id for entry in assessment.recommendations] if assessment else []
    if chosen_id is None:
        first = None if assessment is None else choice_of(assessment)
        return None if first is None else first.alternative_id
    if chosen_id not in ranked:
        raise StorageError(f"{chosen_id} is not in the ranking: one of its {len(ranked)} alternatives is allowed")
    return chosen_id
