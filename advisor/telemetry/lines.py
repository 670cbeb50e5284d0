"""Logs as lines of JSON, one per event, for a collector to read (``ADVISOR_LOG=json``).

Of what libraries and the program write in prose only the template is told, where it takes values, and the place it
comes from: a finished sentence may quote a prompt, an answer, a key or a title.
"""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from advisor.telemetry.facts import Tellable, harmless

EVENTS: Final = "advisor.events"
_FACTS: Final = "advisor_facts"


def tell(event: str, **facts: Tellable) -> None:
    """Tell an event of the program with its facts; nowhere unless lines of JSON are wanted."""
    logger = logging.getLogger(EVENTS)
    if logger.isEnabledFor(logging.INFO):
        logger.info(event, extra={_FACTS: harmless(facts)})


class JsonLines(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Time, level and what may be told."""
        line: dict[str, Tellable] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
        }
        facts = getattr(record, _FACTS, None)
        if facts is not None:
            return json.dumps(line | {"event": str(record.msg)} | facts)
        line |= {"event": "message", "logger": record.name, "at": f"{Path(record.pathname).name}:{record.lineno}"}
        if record.args:
            line["template"] = str(record.msg)[:300]
        if isinstance(record.exc_info, tuple) and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
        return json.dumps(line)


def use_json_lines() -> None:
    """Have everything that is logged in this process come as lines of JSON on its error output."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    handler.addFilter(lambda record: record.name != "uvicorn.access")  # requests are told as events
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger(EVENTS).setLevel(logging.INFO)
    for name in [*logging.Logger.manager.loggerDict]:
        logger = logging.getLogger(name)
        logger.handlers[:] = []
        logger.propagate = True
    logging.captureWarnings(capture=True)
