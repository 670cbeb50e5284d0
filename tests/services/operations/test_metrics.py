"""What is counted is counted once, under labels of few values."""

from __future__ import annotations

from advisor.services.operations.metrics import Counts


def test_each_is_counted_under_its_labels() -> None:
    """As Prometheus reads it."""
    counts = Counts()
    counts.request("GET", "/catalog", 200, 0.02)
    counts.assessment("rest")
    counts.assessment("rest")
    counts.report("page", "pdf")
    counts.sessions_from(lambda: 7)
    lines = counts.text().decode().splitlines()
    for line in (
        'advisor_requests_total{method="GET",route="/catalog",status="200"} 1.0',
        'advisor_request_duration_seconds_bucket{le="0.01",route="/catalog"} 0.0',
        'advisor_request_duration_seconds_bucket{le="0.05",route="/catalog"} 1.0',
        'advisor_assessments_total{surface="rest"} 2.0',
        'advisor_reports_total{form="pdf",surface="page"} 1.0',
        "advisor_sessions 7.0",
    ):
        assert line in lines
