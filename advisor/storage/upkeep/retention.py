"""What is removed by rule: prompts and answers of trials, decisions in the bin, drafts that nobody touched.

What a decision rests on stays: runs and evaluations of a decision that was proposed, approved, rejected or superseded
are spared however old they are, and nothing locked is ever in the bin. Each purge is one unit of work; the audit trail
keeps how much went, never what, and a line for each decision that left the bin, by which the database lets it go.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Engine, MetaData, Table, func
from sqlalchemy.orm import Mapped
from sqlmodel import Session, SQLModel, col, delete, exists, select

from advisor.storage import audit_trail
from advisor.storage.database import session
from advisor.storage.storable import stored_moment
from advisor.storage.tables import AuditRow, DecisionRow, WorkingCopyRow
from advisor.storage.tables_trials import EvaluationAnswerRow, EvaluationRow, OverrideRow, RunRow
from advisor.storage.upkeep import schema
from advisor.storage.working_copies import KEPT_DAYS
from advisor.units import Record

_NEVER: Final = frozenset({str(AuditRow.__tablename__), str(OverrideRow.__tablename__), "decision"})
"""Tables with a decision's id that keep what was done; the decision itself goes last."""
_SPARED: Final = ("proposed", *sorted(audit_trail.LOCKED))
_RUNNING: Final = "running"


class RetentionRules(Record):
    """After how many days something goes; None keeps it until somebody removes it."""

    trials_days: int | None = None
    bin_days: int | None = None
    drafts_days: int = KEPT_DAYS

    @property
    def asked(self) -> bool:
        """Whether the house has set any."""
        return self.trials_days is not None or self.bin_days is not None


class Purged(Record):
    """What went (or would go), by kind; ``spared`` are old runs and evaluations on which a decision rests."""

    dry_run: bool
    runs: int = 0
    evaluations: int = 0
    answers: int = 0
    drafts: int = 0
    decisions: int = 0
    spared: int = 0

    @property
    def gone(self) -> dict[str, int]:
        """How much of each kind, where there was any."""
        kinds = ("runs", "evaluations", "answers", "drafts", "decisions")
        return {kind: count for kind in kinds if (count := getattr(self, kind))}

    def to_text(self) -> str:
        """One line."""
        gone = ", ".join(f"{count:,} {kind}" for kind, count in self.gone.items()) or "nothing"
        spared = f"; {self.spared:,} old runs and evaluations stay: decisions rest on them" if self.spared else ""
        return f"{'Would be removed' if self.dry_run else 'Removed'}: {gone}{spared}."


def purge(engine: Engine, rules: RetentionRules, *, now: datetime, actor: str = "", dry_run: bool = False) -> Purged:
    """Remove what the rules no longer keep, all of it or nothing; with ``dry_run`` it is only counted."""
    with session(engine) as db:
        binned = _binned(db, rules, now)
        runs, evaluations, spared = _old_trials(db, rules, now, binned)
        drafts = col(WorkingCopyRow.updated_at) < now - timedelta(days=rules.drafts_days)
        found = Purged(
            dry_run=dry_run,
            runs=_count(db, RunRow, runs),
            evaluations=len(evaluations),
            answers=_count(db, EvaluationAnswerRow, col(EvaluationAnswerRow.evaluation_id).in_(evaluations)),
            drafts=_count(db, WorkingCopyRow, drafts),
            decisions=len(binned),
            spared=spared,
        )
        if dry_run or not found.gone:
            return found
        db.exec(delete(RunRow).where(runs))
        db.exec(delete(WorkingCopyRow).where(drafts))
        tables = schema.tables_in(db.connection())
        remove_evaluations(db, tables, evaluations)
        for decision_id in binned:
            _remove(db, decision_id, belonging(tables, "decision_id"), now=now, actor=actor)
        said = ", ".join(f"{count} {kind}" for kind, count in found.gone.items())
        audit_trail.append(
            db, at=now, actor=actor, action=audit_trail.PURGE, decision_id=None, detail=_told(said, rules)
        )
    return found


def _told(said: str, rules: RetentionRules) -> str:
    days = {"trials": rules.trials_days, "bin": rules.bin_days, "drafts": rules.drafts_days}
    return f"{said} (kept for: " + ", ".join(f"{name} {count} days" for name, count in days.items() if count) + ")"


def _binned(db: Session, rules: RetentionRules, now: datetime) -> Sequence[str]:
    """Decisions that lay in the bin for long enough; none that is locked can."""
    if rules.bin_days is None:
        return ()
    old = col(DecisionRow.deleted_at) < now - timedelta(days=rules.bin_days)
    status = col(DecisionRow.status).not_in(audit_trail.LOCKED)
    found = select(DecisionRow.decision_id).where(old, status).order_by(DecisionRow.decision_id)
    return db.exec(found.with_for_update()).all()  # nobody takes one out of the bin meanwhile


def _old_trials(
    db: Session, rules: RetentionRules, now: datetime, binned: Sequence[str]
) -> tuple[ColumnElement[bool], Sequence[str], int]:
    """Which runs and which evaluations go, and how many old ones stay because a decision rests on them."""
    run, plan, answer = RunRow, EvaluationRow, EvaluationAnswerRow
    of_binned_run, of_binned = col(run.decision_id).in_(binned), col(plan.decision_id).in_(binned)
    if rules.trials_days is None:
        return of_binned_run, db.exec(select(plan.evaluation_id).where(of_binned)).all(), 0
    before = now - timedelta(days=rules.trials_days)
    old_run, rests_run = col(run.started_at) < before, rests_on(col(run.decision_id))
    answered_since = exists().where(col(answer.evaluation_id) == plan.evaluation_id, col(answer.updated_at) >= before)
    old = (col(plan.updated_at) < before) & ~answered_since & (col(plan.status) != _RUNNING)
    rests = rests_on(col(plan.decision_id))
    spared = _count(db, run, old_run & rests_run & ~of_binned_run) + _count(db, plan, old & rests & ~of_binned)
    evaluations = db.exec(select(plan.evaluation_id).where((old & ~rests) | of_binned)).all()
    return (old_run & ~rests_run) | of_binned_run, evaluations, spared


def rests_on(decision_id: Mapped[str | None]) -> ColumnElement[bool]:
    """Whether something belongs to a decision that was at least proposed."""
    return exists().where(col(DecisionRow.decision_id) == decision_id, col(DecisionRow.status).in_(_SPARED))


def _count(db: Session, table: type[SQLModel], where: ColumnElement[bool]) -> int:
    return db.exec(select(func.count()).select_from(table).where(where)).one()


def remove_evaluations(db: Session, tables: MetaData, evaluations: Sequence[str]) -> None:
    """Take evaluations out with their answers, and whatever else is kept of them."""
    for table in belonging(tables, "evaluation_id"):
        db.connection().execute(table.delete().where(table.columns["evaluation_id"].in_(evaluations)))


def belonging(tables: MetaData, key: str) -> list[Table]:
    """Every table whose rows go with what this key names, those first that others do not refer to."""
    return [table for table in reversed(tables.sorted_tables) if key in table.columns and table.name not in _NEVER]


def _remove(db: Session, decision_id: str, tables: Sequence[Table], *, now: datetime, actor: str) -> None:
    """Take a decision out of the bin for good, with all that belongs to it but the lines of the trail."""
    row = db.get(DecisionRow, decision_id)
    in_bin = stored_moment(row.deleted_at).date().isoformat() if row is not None and row.deleted_at else "-"
    audit_trail.append(
        db,
        at=now,
        actor=actor,
        action=audit_trail.PURGE,
        decision_id=decision_id,
        detail=f"removed for good; in the bin since {in_bin}",
    )
    for table in tables:
        db.connection().execute(table.delete().where(table.columns["decision_id"] == decision_id))
    db.exec(delete(DecisionRow).where(col(DecisionRow.decision_id) == decision_id))
    db.expire_all()
