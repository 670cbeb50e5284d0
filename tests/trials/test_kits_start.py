"""Kits of the samples that start here: llama.cpp as the server, LiteLLM with the kit's own configuration before it.

Where a kit asks for GPUs or a provider's key, llama.cpp with a small model stands where its server would; everything
else is the kit's own: configuration, environment, guardrails, the smoke test and what Prometheus reads.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import httpx2
import pytest
import yaml
from running import PATIENCE_S, free_port, wait_for

from advisor.assessment import assess
from advisor.catalog.catalog import Catalog
from advisor.guidance.architecture.kit.kit_service import asked_of_the_environment
from advisor.questionnaire.presets import load_sample
from advisor.report.beyond.architecture import kit_of_record

ROOT = Path(__file__).resolve().parents[2]
KEY = "sk-of-the-kit"
NOBODY = "http://127.0.0.1:9/v1"
"""An address at which nothing listens."""


def kit_of(sample: str, catalog: Catalog) -> dict[str, str]:
    """The kit of a sample's first choice."""
    return kit_of_record(assess(load_sample(sample), catalog, samples=500), catalog)


class Analyzer(BaseHTTPRequestHandler):
    """Stands where Presidio would, and finds nothing to mask."""

    asked: ClassVar[list[str]] = []

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_POST(self) -> None:
        """No personal data in any text."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        type(self).asked.append(body["text"])
        told = json.dumps([]).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)


@pytest.fixture
def analyzer() -> Iterator[str]:
    """The address of the analyzer's stand-in."""
    Analyzer.asked.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Analyzer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@contextmanager
def started(files: Mapping[str, str], environment: Mapping[str, str]) -> Iterator[str]:
    """The kit's gateway, from its own configuration; what it asks of the environment and is not told is a word."""
    program = Path(os.environ.get("ADVISOR_LITELLM", ROOT / ".venv-litellm" / "bin" / "litellm"))
    assert program.exists(), f"{program} is missing: run make test, which installs it"
    port = free_port()
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as log:
        config = Path(folder) / "config.yaml"
        config.write_text(files["gateway/config.yaml"], encoding="utf-8")
        quiet = {"LITELLM_LOCAL_MODEL_COST_MAP": "True", "LITELLM_MODE": "PRODUCTION", "DISABLE_ADMIN_UI": "True"}
        asked = dict.fromkeys(asked_of_the_environment(yaml.safe_load(files["gateway/config.yaml"])), "none")
        process = subprocess.Popen(
            [str(program), "--config", str(config), "--host", "127.0.0.1", "--port", str(port)],
            stdout=log,
            stderr=log,
            cwd=folder,
            env=quiet | asked | {"PATH": os.environ["PATH"], "HOME": folder, "LITELLM_MASTER_KEY": KEY} | environment,
        )
        try:
            wait_for(f"http://127.0.0.1:{port}/health/liveliness", process=process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(PATIENCE_S)
            log.seek(0)
            sys.stderr.write(log.read().decode(errors="replace")[-6000:])


def smoke_test(files: Mapping[str, str], url: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the kit's own smoke test against an address."""
    script = folder / "smoke_test.py"
    script.write_text(files["smoke_test.py"], encoding="utf-8")
    given = {"KIT_URL": f"{url}/v1", "KIT_KEY": KEY, "KIT_TIMEOUT_S": "120", "PATH": os.environ["PATH"]}
    return subprocess.run([sys.executable, script], env=given, capture_output=True, text=True, check=False)


def test_the_kit_of_a_device_answers(catalog: Catalog, llama_url: str, tmp_path: Path) -> None:
    """The factory's device has no gateway: the smoke test asks llama.cpp itself, by the way that the kit starts it."""
    files = kit_of("factory-edge-device", catalog)
    server = yaml.safe_load(files["compose.yaml"])["services"]["server"]
    assert "llama.cpp" in server["image"]
    assert "gateway/config.yaml" not in files
    done = smoke_test(files, llama_url.removesuffix("/v1"), tmp_path)
    assert done.returncode == 0, done.stderr
    assert "nothing" not in done.stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sample", "gone"),
    [("city-administration-rag", True), ("hospital-note-summariser", False)],
    ids=["fallback", "own"],
)
def test_a_kit_answers_by_its_server_or_by_its_fallback(
    catalog: Catalog, llama_url: str, analyzer: str, tmp_path: Path, *, sample: str, gone: bool
) -> None:
    """The city's host is gone: its gateway asks the fallback. The hospital's own server answers.

    Prometheus reads from either what the dashboard shows.
    """
    files = kit_of(sample, catalog)
    given = {"MODEL_BASE_URL": NOBODY, "FALLBACK_BASE_URL": llama_url} if gone else {"MODEL_BASE_URL": llama_url}
    guarded = {"PRESIDIO_ANALYZER_API_BASE": analyzer, "PRESIDIO_ANONYMIZER_API_BASE": analyzer}
    with started(files, given | guarded) as url:
        done = smoke_test(files, url, tmp_path)
        assert done.returncode == 0, done.stderr
        counted = httpx2.get(f"{url}/metrics/").text
    panels = json.loads(files["grafana/dashboard.json"])["panels"]
    shown = {name for panel in panels for name in re.findall(r"litellm_\w+", panel["targets"][0]["expr"])}
    missing = {
        name for name in shown if f"\n{name}" not in counted and f"# TYPE {name.removesuffix('_bucket')}" not in counted
    }
    assert missing == set()


@pytest.mark.slow
def test_the_kit_of_an_api_masks_and_answers(catalog: Catalog, llama_url: str, analyzer: str, tmp_path: Path) -> None:
    """The city's prompts pass the guardrail before they go to the provider."""
    files = kit_of("city-administration-rag", catalog)
    given = {"MODEL_BASE_URL": llama_url, "REDIS_HOST": "127.0.0.1", "REDIS_PORT": "9"}
    guarded = {"PRESIDIO_ANALYZER_API_BASE": analyzer, "PRESIDIO_ANONYMIZER_API_BASE": analyzer}
    with started(files, given | guarded) as url:
        done = smoke_test(files, url, tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Say hello in one sentence." in Analyzer.asked
