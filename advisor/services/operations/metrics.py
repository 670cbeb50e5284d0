"""What is counted for an operator, as Prometheus reads it: how often, how long; never who, or what about.

Every label has few values, all of them ours: methods, routes by their pattern, status codes, surfaces, forms.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

CONTENT_TYPE: Final = CONTENT_TYPE_PLAIN_0_0_4
Surface = Literal["page", "rest", "mcp"]
_SECONDS: Final = (0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)


class Counts:
    """The counters of one process; several processes are added up by whoever reads them."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "advisor_requests_total",
            "Requests to REST and to the probes.",
            ("method", "route", "status"),
            registry=self._registry,
        )
        self._durations = Histogram(
            "advisor_request_duration_seconds",
            "How long a request took.",
            ("route",),
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._assessments = Counter(
            "advisor_assessments_total", "Assessments that were worked out.", ("surface",), registry=self._registry
        )
        self._reports = Counter(
            "advisor_reports_total", "Reports that were made.", ("surface", "form"), registry=self._registry
        )
        self._sessions = Gauge(
            "advisor_sessions", "Sessions of the pages that are open in this process.", registry=self._registry
        )

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request by the pattern of its route."""
        self._requests.labels(method, route, str(status)).inc()
        self._durations.labels(route).observe(seconds)

    def assessment(self, surface: Surface) -> None:
        """Count an assessment that was asked for."""
        self._assessments.labels(surface).inc()

    def report(self, surface: Surface, form: str) -> None:
        """Count a report; ``form`` is one of ``advisor.report.export.FORMS``."""
        self._reports.labels(surface, form).inc()

    def sessions_from(self, count: Callable[[], float]) -> None:
        """Have the open sessions counted whenever the metrics are read."""
        self._sessions.set_function(count)

    def text(self) -> bytes:
        """Everything counted, as Prometheus reads it."""
        return generate_latest(self._registry)


COUNTS: Final = Counts()
"""What this process counts."""
