"""What a record rests on, kept for the token that was given its name."""

from __future__ import annotations

from sqlalchemy import Engine, update
from sqlmodel import col, select

from advisor.storage.database import session
from advisor.storage.replicas.named_records import KEPT_S, NamedRecordContent, NamedRecords
from advisor.storage.replicas.tables_replicas import NamedRecordRow

CONTENT = NamedRecordContent('{"title": "T"}', "[]")


def records(engine: Engine, token: str) -> NamedRecords:
    """Those of one token of Ada's."""
    return NamedRecords(engine, token_id=token, owner="ada")


def test_a_record_is_found_by_its_token_alone(engine: Engine) -> None:
    """Kept again it is found as it was kept last."""
    mine = records(engine, "a")
    assert mine.find("r-1") is None
    mine.keep("r-1", CONTENT)
    later = NamedRecordContent("{}", '[["place", 1, "said"]]')
    mine.keep("r-1", later)
    assert mine.find("r-1") == later
    assert records(engine, "b").find("r-1") is None


def test_after_a_day_it_is_gone(engine: Engine) -> None:
    """Not found at once, and no row of it is left when the next is kept."""
    mine = records(engine, "a")
    mine.keep("r-1", CONTENT)
    with session(engine) as db:
        db.exec(update(NamedRecordRow).values(at_s=col(NamedRecordRow.at_s) - KEPT_S - 1))
    assert mine.find("r-1") is None
    mine.keep("r-2", CONTENT)
    with session(engine) as db:
        assert db.exec(select(NamedRecordRow.record)).all() == ["r-2"]
