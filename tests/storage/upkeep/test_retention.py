"""What goes by rule, what stays because a decision rests on it, and what the trail says of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from filled_tables import assessment, fill
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from advisor.questionnaire.presets import load_sample
from advisor.storage.audit_trail import entries, verify
from advisor.storage.database import as_it_stands, open_database
from advisor.storage.decisions import Decisions
from advisor.storage.lifecycle import Lifecycle
from advisor.storage.trial_parts.records import RunKey
from advisor.storage.trials import TrialStore
from advisor.storage.upkeep import schema
from advisor.storage.upkeep.contents import row_counts
from advisor.storage.upkeep.retention import RetentionRules, purge
from advisor.storage.working_copies import WorkingCopies

NOW = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=40)
RULES = RetentionRules(trials_days=30, bin_days=30)
ANSWERS = load_sample("marketing-images")


def decided(engine: Engine, *steps: str) -> str:
    """The id of a decision that took these steps."""
    kept = Decisions(engine).create(ANSWERS)
    for step in steps:
        who = "Grace" if step == "approved" else "Ada"
        Lifecycle(engine).move(kept.decision_id, step, actor=who, reason="why", assessment=assessment())  # type: ignore[arg-type]
    return kept.decision_id


def tried(engine: Engine, name: str, decision_id: str | None, at: datetime) -> None:
    """A run and an evaluation with an answer, of a decision or of none."""
    store = TrialStore(engine, clock=lambda: at)
    key = RunKey(name, "g", decision_id, "", at, "c", "m", whole=True, cost_usd=Decimal(1), searched="secret")
    store.save_run(key, '{"prompt": "secret"}')
    store.save_evaluation(name, decision_id=decision_id, name=name, status="done", payload="{}")
    store.save_answer(name, 0, "c", state="done", payload='{"text": "secret"}')


def left(engine: Engine) -> tuple[set[str], set[str], int]:
    """The runs and evaluations that are there, by name, and how many answers."""
    with engine.connect() as connection:
        runs = {row[0] for row in connection.execute(text("SELECT run_id FROM trial_run"))}
        plans = {row[0] for row in connection.execute(text("SELECT evaluation_id FROM trial_evaluation"))}
        answers = connection.execute(text("SELECT count(*) FROM trial_evaluation_answer")).scalar_one()
    return runs, plans, answers


def test_old_prompts_and_answers_go_unless_a_decision_rests_on_them(engine: Engine) -> None:
    """Those of no decision and of a draft go; those of one that was proposed or approved stay, and young ones."""
    tried(engine, "loose", None, LONG_AGO)
    tried(engine, "draft", decided(engine), LONG_AGO)
    tried(engine, "proposed", decided(engine, "proposed"), LONG_AGO)
    tried(engine, "approved", decided(engine, "proposed", "approved"), LONG_AGO)
    tried(engine, "young", None, NOW - timedelta(days=29))
    found = purge(engine, RULES, now=NOW)
    stay = {"proposed", "approved", "young"}
    assert left(engine) == (stay, stay, 3)
    assert (found.gone, found.spared) == ({"runs": 2, "evaluations": 2, "answers": 2}, 4)


def test_an_evaluation_that_goes_on_stays(engine: Engine) -> None:
    """Running, or with an answer that is young."""
    tried(engine, "answered", None, LONG_AGO)
    TrialStore(engine, clock=lambda: NOW).save_answer("answered", 1, "c", state="done", payload="{}")
    running = TrialStore(engine, clock=lambda: LONG_AGO)
    running.save_evaluation("running", decision_id=None, name="r", status="running", payload="{}")
    assert purge(engine, RULES, now=NOW).gone == {"runs": 1}
    assert left(engine)[1] == {"answered", "running"}


def test_a_dry_run_counts_and_removes_nothing(engine: Engine) -> None:
    """The same numbers as the purge after it."""
    tried(engine, "loose", None, LONG_AGO)
    before = left(engine)
    counted = purge(engine, RULES, now=NOW, dry_run=True)
    assert left(engine) == before
    assert entries(engine) == ()
    assert purge(engine, RULES, now=NOW).gone == counted.gone
    assert counted.to_text() == "Would be removed: 1 runs, 1 evaluations, 1 answers."


def test_without_rules_only_drafts_that_nobody_touched_go(engine: Engine) -> None:
    """After ninety days, which is stated elsewhere."""
    tried(engine, "loose", None, NOW - timedelta(days=4000))
    for days in (89, 91):
        made = NOW - timedelta(days=days)
        WorkingCopies(engine, clock=lambda made=made: made).begin(ANSWERS)  # type: ignore[misc]
    assert purge(engine, RetentionRules(), now=NOW).gone == {"drafts": 1}
    assert left(engine)[0] == {"loose"}


def test_the_trail_keeps_how_much_went_and_never_what(engine: Engine) -> None:
    """One line with the counts and the rules; nothing of a prompt."""
    tried(engine, "loose", None, LONG_AGO)
    purge(engine, RULES, now=NOW, actor="scheduler")
    line = entries(engine)[0]
    assert (line.action, line.actor, line.decision_id) == ("purge", "scheduler", None)
    assert line.detail == "1 runs, 1 evaluations, 1 answers (kept for: trials 30 days, bin 30 days, drafts 90 days)"
    purge(engine, RULES, now=NOW)
    assert len(entries(engine)) == 1


@pytest.fixture
def full(url: str) -> Iterator[Engine]:
    """A database with a row in every table."""
    with as_it_stands(url, writing=True, make=True) as connection:
        schema.move(connection, "head")
        fill(connection, schema.tables_in(connection), "one")
    opened = open_database(url)
    yield opened
    opened.dispose()


def test_what_lay_long_enough_in_the_bin_goes_with_all_that_belongs_to_it(full: Engine) -> None:
    """Steps, exports and entries too, from every table; the trail holds, says so, and keeps the lines of before."""
    Decisions(full, clock=lambda: LONG_AGO).delete("draft-one")
    Decisions(full, clock=lambda: NOW - timedelta(days=29)).delete(decided(full))
    with full.connect() as connection:
        before = row_counts(connection, schema.tables_in(connection))
    found = purge(full, RetentionRules(bin_days=30), now=NOW)
    with full.connect() as connection:
        tables = schema.tables_in(connection)
        of_it = {
            name: connection.execute(text(f"SELECT count(*) FROM {name} WHERE decision_id = 'draft-one'")).scalar()  # noqa: S608
            for name, table in tables.tables.items()
            if "decision_id" in table.columns
        }
        after = row_counts(connection, tables)
    check = verify(full)
    assert {name for name, rows in of_it.items() if rows} == {"audit", "trial_override"}
    assert (found.decisions, check.problems) == (1, ())
    assert after["audit"] == before["audit"] + 2
    assert after["decision"] == before["decision"] - 1


@pytest.mark.parametrize("table", ["decision_event", "decision_export", "decision_entry"])
def test_what_is_in_the_bin_goes_only_by_a_line_of_the_trail(full: Engine, table: str) -> None:
    """Whoever gets past the program is refused as before."""
    Decisions(full).delete("draft-one")
    remove = text(f"DELETE FROM {table} WHERE decision_id = 'draft-one'")  # noqa: S608 - named above
    with pytest.raises(IntegrityError, match="only ever added"), full.begin() as connection:
        connection.execute(remove)


def test_a_line_of_the_trail_removes_nothing_of_what_was_approved(full: Engine) -> None:
    """Its steps stay, whatever somebody writes there."""
    line = "SELECT at, '', 'purge', 'approved-one', '', '', 'x', 'y' FROM audit LIMIT 1"
    columns = "at, actor, action, decision_id, detail, sealed, previous_hash, row_hash"
    with full.begin() as connection:
        connection.execute(text(f"INSERT INTO audit ({columns}) {line}"))
    with pytest.raises(IntegrityError, match="only ever added"), full.begin() as connection:
        connection.execute(text("DELETE FROM decision_event WHERE decision_id = 'approved-one'"))
