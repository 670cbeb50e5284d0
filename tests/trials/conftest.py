"""What the tests of trials share: servers of our own, connections to them, and the third-party server."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from running import PATIENCE_S, free_port, wait_for
from trials import servers as own_servers

from advisor.trials.clients.embedded import gguf_path
from advisor.trials.network.keys import Key
from advisor.trials.playground.fanout import PaneJob, Trial
from advisor.trials.records import Connection, Message, Parameters, Run, TrialRequest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def servers() -> ModuleType:
    """The module of our own servers."""
    return own_servers


@pytest.fixture(scope="session")
def server(servers: ModuleType) -> Iterator[Any]:
    """A server that plays every fault, at full speed."""
    with servers.running() as running:
        yield running


@pytest.fixture(scope="session")
def steady(servers: ModuleType) -> Iterator[Any]:
    """A server that answers well, one word per 20 ms."""
    with servers.running(speed_s=0.02) as running:
        yield running


Connect = Callable[..., Connection]


@pytest.fixture
def connect() -> Connect:
    """Make a connection to a loopback server."""

    def make(server: Any, model: str = "well", **changes: Any) -> Connection:
        given = {"name": model, "base_url": server.url, "model": model, "scope": "loopback", "hosting": "on_prem"}
        return Connection.model_validate(given | {"deadline_s": 600} | changes)

    return make


@pytest.fixture
def ask() -> TrialRequest:
    """A short request."""
    return TrialRequest(
        messages=(Message(role="user", text="What is the answer?"),), parameters=Parameters(max_tokens=32)
    )


class Clock:
    """A clock that a test sets forward, so that a deadline passes when the test says so."""

    def __init__(self) -> None:
        self.ahead_s = 0.0

    def __call__(self) -> float:
        """Seconds, as the process's own clock counts them, and those it was set forward."""
        return time.monotonic() + self.ahead_s


@pytest.fixture
def clock() -> Clock:
    """A clock to set forward."""
    return Clock()


@pytest.fixture
def run_all(ask: TrialRequest) -> Callable[..., tuple[Run, ...]]:
    """Run connections side by side to their end and give the runs in their order."""

    def run(*connections: Connection, request: TrialRequest = ask, key: str = "", **given: Any) -> tuple[Run, ...]:
        trial = Trial([PaneJob(one, request) for one in connections], find_key=lambda _: Key(key), **given).start()
        assert trial.wait(PATIENCE_S)
        return trial.runs()

    return run


@pytest.fixture(scope="session")
def llama_url() -> Iterator[str]:
    """llama.cpp's own server, from an environment of its own, serving the packaged GGUF file."""
    python = Path(os.environ.get("ADVISOR_LLAMA_PYTHON", ROOT / ".venv-llama" / "bin" / "python"))
    assert python.exists(), f"{python} is missing: run make test, which installs it"
    model = gguf_path()
    assert model is not None
    port = free_port()
    command = [str(python), str(Path(__file__).parent / "llama_server.py"), str(model), str(port)]
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            wait_for(f"http://127.0.0.1:{port}/v1/models", process=process)
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            process.terminate()
            process.wait(PATIENCE_S)


GATEWAY_KEY = "sk-of-the-gateway"
GATEWAY = """
model_list:
{models}
litellm_settings: {{num_retries: 0, request_timeout: 60}}
router_settings: {{num_retries: 0, disable_cooldowns: true}}
general_settings: {{master_key: {key}}}
"""
BEHIND = {
    "well": "well",
    "broken": "status_503_loading",
    "cut": "finish_length",
    "too-long": "status_400_llamacpp_context",
}
"""Models of the gateway, and what the server behind it plays for each."""


@pytest.fixture(scope="session")
def gateway(server: Any) -> Iterator[str]:
    """LiteLLM's proxy, from an environment of its own, before our own server; its address."""
    program = Path(os.environ.get("ADVISOR_LITELLM", ROOT / ".venv-litellm" / "bin" / "litellm"))
    assert program.exists(), f"{program} is missing: run make test, which installs it"
    entry = "  - {{model_name: {0}, litellm_params: {{model: openai/{1}, api_base: '{2}', api_key: none}}}}"
    models = "\n".join(entry.format(name, plays, server.url) for name, plays in BEHIND.items())
    port = free_port()
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as log:
        config = Path(folder) / "config.yaml"
        config.write_text(GATEWAY.format(models=models, key=GATEWAY_KEY))
        command = [str(program), "--config", str(config), "--host", "127.0.0.1", "--port", str(port)]
        quiet = {"LITELLM_LOCAL_MODEL_COST_MAP": "True", "LITELLM_MODE": "PRODUCTION", "DISABLE_ADMIN_UI": "True"}
        process = subprocess.Popen(
            command, stdout=log, stderr=log, cwd=folder, env=quiet | {"PATH": os.environ["PATH"], "HOME": folder}
        )
        try:
            wait_for(f"http://127.0.0.1:{port}/health/liveliness", process=process)
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            process.terminate()
            process.wait(PATIENCE_S)
