"""Traces by OpenTelemetry, where an exporter is configured; otherwise nothing is imported and nothing is measured.

Spans carry numbers and ids alone. What is raised is told by the name of its class: OpenTelemetry's own way would send
the message and the traceback, and both may quote a prompt or a key.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from advisor.telemetry.facts import Tellable, harmless

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.trace import Span, Tracer

ENDPOINTS: Final = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
"""Standard settings of OpenTelemetry: its exporter reads them, and those for headers and time-outs, itself."""


class Spans:
    """The traces of this process: none until they are started."""

    def __init__(self) -> None:
        self._provider: TracerProvider | None = None
        self._tracer: Tracer | None = None

    def start(self, environ: Mapping[str, str] = os.environ, *, version: str = "", replica: str = "") -> bool:
        """Send spans to where the environment says; False, and nothing done, where it says nothing."""
        if not any(environ.get(name) for name in ENDPOINTS) or environ.get("OTEL_SDK_DISABLED", "").lower() == "true":
            return False
        # Half a second of imports, for those alone who want traces.
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor

        named = {"service.name": "model-advisor", "service.version": version, "service.instance.id": replica or "one"}
        self._provider = TracerProvider(resource=Resource.create(named))
        self._provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
        self._tracer = self._provider.get_tracer("advisor")
        return True

    def stop(self) -> None:
        """Send what was not sent yet, and no more."""
        if self._provider is not None:
            self._provider.shutdown()
        self._provider = self._tracer = None

    @contextmanager
    def span(self, name: str, **facts: Tellable) -> Iterator[dict[str, Tellable]]:
        """Measure what is done within; facts that are known at its end are put into what this gives."""
        found: dict[str, Tellable] = {}
        if self._tracer is None:
            yield found
            return
        with self._tracer.start_as_current_span(name, record_exception=False, set_status_on_exception=False) as span:
            try:
                yield found
            except BaseException as error:
                found["error"] = type(error).__name__
                raise
            finally:
                _describe(span, facts | found)


def _describe(span: Span, facts: Mapping[str, Tellable]) -> None:
    for key, value in harmless(facts).items():
        if value is not None:
            span.set_attribute(f"advisor.{key}", value)
    if "error" in facts:
        from opentelemetry.trace import Status, StatusCode

        span.set_status(Status(StatusCode.ERROR))


SPANS: Final = Spans()
"""Those of this process."""
