"""The OpenAPI document is taken at its word: what it allows and forbids is sent, and every answer is as it says.

Here few examples of every operation, then the ways from one to another. By hand and longer, with all phases, against
``uvicorn --factory advisor.api.asgi:alone`` (with ``ADVISOR_API_REQUESTS_PER_MINUTE=1000000``)::

    st --config-file tests/api/schemathesis.toml run ADDRESS/api/v1/openapi.json -H "Authorization: Bearer TOKEN" \
        --checks all -n 50
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from running import ROOT, end, free_port, wait_for

from advisor.api.reference import document
from advisor.settings import Settings
from advisor.storage.database import open_database
from advisor.storage.tokens.access_tokens import SCOPES, AccessTokens

CONFIG = Path(__file__).with_name("schemathesis.toml")
SECONDS = 240
EXAMPLES = "2"
SEED = "20261129"


def test_nothing_is_found(tmp_path: Path) -> None:
    """By a fixed seed, so that what is sent is the same every time."""
    engine = open_database(Settings(home=tmp_path).resolved_database_url())
    token = AccessTokens(engine).create("schemathesis", SCOPES)[1]
    engine.dispose()
    port = free_port()
    environment = {**os.environ, "ADVISOR_HOME": str(tmp_path), "ADVISOR_API_REQUESTS_PER_MINUTE": "1000000"}
    command = [sys.executable, "-m", "uvicorn", "--factory", "advisor.api.asgi:alone", "--log-level", "warning"]
    process = subprocess.Popen(
        [*command, "--port", str(port)], cwd=ROOT, env=environment, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(f"{address}/readyz", process=process)
        found = subprocess.run(
            [
                *(str(Path(sys.executable).with_name("st")), "--config-file", str(CONFIG), "run"),
                *(f"{address}/api/v1/openapi.json", "-H", f"Authorization: Bearer {token}", "--no-color"),
                *("--checks", "all", "--phases", "fuzzing,stateful", "-n", EXAMPLES, "--seed", SEED),
                *("--continue-on-failure", "--warnings", "off"),
            ],
            cwd=tmp_path,  # where it keeps what it found
            env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
            capture_output=True,
            text=True,
            check=False,
            timeout=SECONDS,
        )
    finally:
        end(process)
    assert found.returncode == 0, found.stdout[-6_000:] + found.stderr[-1_000:]
    operations = sum(len(methods) for methods in document()["paths"].values())
    assert f"Tested: {operations}" in found.stdout, found.stdout[-3_000:]
