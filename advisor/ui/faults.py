"""What goes wrong in a run of a page is explained on the page, and noted in one line on the terminal.

Streamlit calls ``explain`` with whatever a page, a callback or a fragment let through. What the program raises on
purpose says itself what is wrong; of anything else the page says where the maintainers find it.
"""

from __future__ import annotations

import logging
import traceback
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from advisor.errors import AdvisorError, DailyQuota, QuotaError, StorageError, TooHeavy, TooHeavyError
from advisor.settings import Settings
from advisor.trials.network.keys import installed_keys, redact
from advisor.ui.frame.markdown import escaped
from advisor.ui.playground.store import session_keys
from advisor.ui.words import later, say
from advisor.whole_files import keep_inside, private_file

STREAMLIT_LOGGER: Final = "streamlit.error_util"
FILE: Final = "faults.log"
_MOST_BYTES: Final = 2_000_000
_FAULTS: Final = {
    "newer": later("A newer version of the advisor made this database. Install that one, or use another."),
    "full": later("The disk of the database is full, and nothing was saved. Free some room, then do it again."),
    "read-only": later("The database cannot be written, and nothing was saved. Allow it, then do it again."),
    "locked": later("Another program holds the database, and nothing was saved. Do it again in a moment."),
    "gone": later(
        "The database cannot be reached. When it is back, look whether the last step was saved, or do it again."
    ),
    "damaged": later("The file of the database is damaged. Put a backup in its place."),
    "unreadable": later("This cannot be read: it is damaged, or was made by another version. The rest can be used."),
}
_TOO_HEAVY: Final[Mapping[TooHeavy, str]] = {
    "time": later(
        "This was given up after {limit:,.0f} seconds; nothing of yours is lost. Try again when less is going on; an "
        "administrator moves the limit with ADVISOR_ASIDE_SECONDS."
    ),
    "memory": later(
        "This was given up: it needs more than {limit:,.0f} MB of memory. Nothing of yours is lost; an administrator "
        "moves the limit with ADVISOR_ASIDE_MEGABYTES."
    ),
    "died": later(
        "The process that worked on this has died, as it may where more than {limit:,.0f} MB of memory are needed. "
        "Nothing of yours is lost: try again. An administrator moves the limit with ADVISOR_ASIDE_MEGABYTES."
    ),
    "busy": later("Others are still being worked on after {limit:,.0f} seconds: try again in a moment."),
}


_QUOTAS: Final[Mapping[DailyQuota, str]] = {
    "assessments": later(
        "This was not begun: one person may have {limit:,.0f} assessments a day here, and you have had them. It begins "
        "anew at 00:00 UTC; an administrator moves the limit with ADVISOR_ASSESSMENTS_A_DAY."
    ),
    "reports": later(
        "This was not begun: one person may have {limit:,.0f} reports a day here, and you have had them. It begins "
        "anew at 00:00 UTC; an administrator moves the limit with ADVISOR_REPORTS_A_DAY."
    ),
    "trial_usd": later(
        "This was not begun: one person may spend {limit:,.2f} US dollars a day on trials here, and you have spent "
        "them. It begins anew at 00:00 UTC; an administrator moves the limit with ADVISOR_TRIAL_USD_A_DAY."
    ),
}


def explain(error: Exception) -> bool:
    """Say on the page what went wrong; gives True, so that nothing else is drawn about it."""
    with st.container(key="page_broken"):
        if isinstance(error, StorageError) and error.fault:
            st.error(say(_FAULTS[error.fault]), icon=":material/database_off:")
            st.caption(escaped(str(error)))
        elif isinstance(error, AdvisorError):
            st.error(said_of_fault(error))
        else:
            number = noted(error)
            st.error(
                say(
                    "Something went wrong that should not. What you answered is kept. Note {number} in {file} tells "
                    "the maintainers what happened.",
                    number=number,
                    file=FILE,
                ),
                icon=":material/bug_report:",
            )
        st.button(say("Try again"), key="page_broken.again")
    return True


def said_of_fault(error: AdvisorError) -> str:
    """What an error on purpose says, as Markdown; of work that was given up in the language of the session."""
    if isinstance(error, QuotaError):
        return say(_QUOTAS[error.quota], limit=error.limit)
    if isinstance(error, TooHeavyError) and error.why:
        return say(_TOO_HEAVY[error.why], limit=error.limit)
    return escaped(str(error))


def quiet_terminal() -> None:
    """Have Streamlit's report of an error be one line on the terminal instead of a traceback."""
    logger = logging.getLogger(STREAMLIT_LOGGER)
    if not any(isinstance(one, _OneLine) for one in logger.filters):
        logger.addFilter(_OneLine())


class _OneLine(logging.Filter):
    """Takes the traceback out of a record and says in one line what it was."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, in one line."""
        error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
        if error is not None:
            said = _without_keys(str(error)).strip().splitlines() or [""]
            record.msg, record.args = "A page stopped: %s: %s", (type(error).__name__, said[0][:200])
        record.exc_info, record.exc_text = None, None
        return True


def noted(error: Exception) -> str:
    """Write the whole of an unexpected error to a file in the home folder; gives the number of the note."""
    number = uuid.uuid4().hex[:8]
    path = Settings().home / FILE
    told = _without_keys("".join(traceback.format_exception(error, limit=-30)))[-20_000:]
    try:
        keep_inside(path, path.parent)
        _let_go(path)
        private_file(path)
        with path.open("a", encoding="utf-8", errors="backslashreplace") as file:
            file.write(f"{datetime.now(UTC).isoformat(timespec='seconds')} {number}\n{told}\n")
    except OSError:
        logging.getLogger(__name__).warning("Note %s cannot be written: %s", number, type(error).__name__)
    return number


def _without_keys(text: str) -> str:
    """A text without any key of the installation or of this browser session: an error may quote what was sent."""
    typed = session_keys().values() if get_script_run_ctx(suppress_warning=True) else ()
    return redact(text, (*installed_keys(), *typed))


def _let_go(path: Path) -> None:
    """Start the file anew where it has grown large, so that a fault in every run fills no disk."""
    if path.exists() and path.stat().st_size > _MOST_BYTES:
        path.replace(path.with_suffix(".old.log"))
