"""Logs as lines of JSON."""

from __future__ import annotations

import json
import subprocess
import sys

PROGRAM = """
import logging, warnings
logging.getLogger("library.made.before").addHandler(logging.StreamHandler())
from advisor.telemetry.lines import tell, use_json_lines
use_json_lines()
tell("request", route="/api/v1/assess", status=200, seconds=0.25, person=None, note="the secret plan")
logging.getLogger("library.made.before").warning("could not read %s", "the secret plan")
logging.getLogger("library.made.later").error(f"could not read {'the secret plan'}")
try:
    raise ValueError("the secret plan")
except ValueError:
    logging.getLogger("advisor.ui").exception("A page stopped: %s", "the secret plan")
warnings.warn("the secret plan")
tell("page", page="report", seconds=1)
"""


def test_no_text_that_somebody_wrote_is_told() -> None:
    """Every line is JSON; events keep their facts, a library's message its template and place, a fault its class."""
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert "secret" not in done.stdout + done.stderr
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    first, before, later, stopped, warned, last = lines
    assert (first["event"], first["route"], first["status"], first["note"]) == (
        "request",
        "/api/v1/assess",
        200,
        "withheld",
    )
    assert (before["template"], later.get("template")) == ("could not read %s", None)
    assert later["at"].startswith("<string>:")
    assert (stopped["template"], stopped["error"]) == ("A page stopped: %s", "ValueError")
    assert (warned["logger"], last["page"]) == ("py.warnings", "report")
    assert all(line["time"].endswith("+00:00") for line in lines)


def test_without_the_setting_an_event_costs_nothing() -> None:
    """Nobody hears of it."""
    program = "from advisor.telemetry.lines import tell; tell('page', page='report')"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout + done.stderr == ""
