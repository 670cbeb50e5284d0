"""Between the playground's records and the database, which does not know them: JSON in, JSON out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from advisor.errors import StorageError
from advisor.services.kept_runs import save_run
from advisor.storage.trial_parts.records import Vote
from advisor.trials.clients.embedded import available
from advisor.trials.network.keys import Key
from advisor.trials.playground.prompt_library import Prompt
from advisor.trials.records import Connection, Run, embedded_connection
from advisor.ui import state
from advisor.ui.cached import installation
from advisor.ui.frame.readable import readable

_KEYS = "connections.keys"


def connections() -> tuple[Connection, ...]:
    """The embedded model, where it is installed, and every saved connection."""
    saved = readable(Connection, installation.trials().connections())
    return ((embedded_connection(),) if available() else ()) + saved


def session_keys() -> dict[str, Key]:
    """The keys that were typed into this browser session, by connection; they live in memory only."""
    return state.recall(_KEYS, {})


def keep_session_key(connection: str, key: Key | None) -> None:
    """Keep or drop a key for this browser session."""
    keys = {name: value for name, value in session_keys().items() if name != connection}
    state.remember(_KEYS, keys if key is None else {**keys, connection: key})


def saver() -> Callable[[Run], None]:
    """A function that keeps runs, free of the screen's context so that a pane's thread may call it."""
    store = installation.trials()
    return lambda run: save_run(store, run)


def rate(run: Run, *, rating: int | None, note: str) -> None:
    """Keep a rating and a note with a run."""
    save_run(installation.trials(), run.model_copy(update={"rating": rating, "note": note}))


def runs(
    *, decision_id: str | None = None, group_id: str | None = None, search: str = "", limit: int = 200, key: str = ""
) -> tuple[Run, ...]:
    """Kept runs, latest first; with a ``key``, what cannot be read of them can be downloaded."""
    found = installation.trials().runs(decision_id=decision_id, group_id=group_id, search=search, limit=limit)
    return readable(Run, found, key=key)


def run_again(run_id: str) -> Run | None:
    """One kept run as it is now, or None when it is gone."""
    try:
        return Run.model_validate_json(installation.trials().run(run_id))
    except StorageError:
        return None


def votes(decision_id: str | None) -> tuple[Vote, ...]:
    """Blind votes of a decision (all of them without one)."""
    return installation.trials().votes(decision_id=decision_id)


def prompts(decision_id: str | None) -> tuple[Prompt, ...]:
    """The library: the decision's prompts and those kept for all."""
    return readable(Prompt, installation.trials().prompts(decision_id))


def spent_usd(period: timedelta) -> Decimal:
    """What runs cost within the period that ends now."""
    return installation.trials().spent_usd(since=datetime.now(UTC) - period)
