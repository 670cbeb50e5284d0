"""Traces, against a collector on loopback that reads OpenTelemetry's own messages."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

PROGRAM = """
import os, sys
from advisor.telemetry.spans import SPANS
assert SPANS.start(version="1", replica="one")
with SPANS.span("assess", use_cases=2, samples=10000) as told:
    told["title"] = "the secret plan"
try:
    with SPANS.span("trial.call", hosting="provider_api"):
        raise ValueError("the secret plan")
except ValueError:
    pass
SPANS.stop()
"""
Collected = list[ExportTraceServiceRequest]


@pytest.fixture
def collector() -> Iterator[tuple[str, Collected]]:
    """A collector's address, and what it was sent."""
    collected: Collected = []

    class Collector(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            assert self.path == "/v1/traces"
            collected.append(ExportTraceServiceRequest.FromString(body))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Collector)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", collected
    server.shutdown()
    thread.join()
    server.server_close()


def test_spans_carry_numbers_and_ids_alone(collector: tuple[str, Collected]) -> None:
    """What is raised is told by its class, what somebody wrote not at all."""
    url, collected = collector
    environment = {"OTEL_EXPORTER_OTLP_ENDPOINT": url, "PYTHONPATH": ":".join(sys.path)}
    subprocess.run([sys.executable, "-c", PROGRAM], check=True, env=environment)
    assert b"secret" not in b"".join(one.SerializeToString() for one in collected)
    (resource,) = [one for request in collected for one in request.resource_spans]
    named = {pair.key: pair.value.string_value for pair in resource.resource.attributes}
    assert (named["service.name"], named["service.instance.id"]) == ("model-advisor", "one")
    spans = {span.name: span for scope in resource.scope_spans for span in scope.spans}
    assessed = {pair.key: pair.value for pair in spans["assess"].attributes}
    assert assessed["advisor.use_cases"].int_value == 2
    assert assessed["advisor.title"].string_value == "withheld"
    failed = {pair.key: pair.value.string_value for pair in spans["trial.call"].attributes}
    assert failed["advisor.error"] == "ValueError"
    assert list(spans["trial.call"].events) == []
    assert spans["trial.call"].end_time_unix_nano > spans["trial.call"].start_time_unix_nano


def test_without_an_exporter_nothing_is_imported() -> None:
    """Neither at the start nor at a span."""
    program = (
        "import json, sys\nfrom advisor.telemetry.spans import SPANS\nstarted = SPANS.start({})\n"
        "with SPANS.span('assess', samples=1) as told:\n    told['more'] = 1\n"
        "print(json.dumps([started, any(name.startswith('opentelemetry') for name in sys.modules)]))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == [False, False]
