"""The one clock that processes on one database agree on: the clocks of two machines differ."""

from __future__ import annotations

from sqlmodel import Session


def now_s(db: Session) -> float:
    """Seconds since 1970 by the database's clock."""
    kind = db.connection().dialect.name
    clock = "extract(epoch FROM clock_timestamp())" if kind == "postgresql" else "(julianday('now')-2440587.5)*86400.0"
    return float(db.connection().exec_driver_sql(f"SELECT {clock}").scalar_one())
