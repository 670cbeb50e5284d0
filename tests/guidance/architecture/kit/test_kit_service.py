"""What a kit starts."""

from __future__ import annotations

import pytest
import yaml
from guidance.architecture.conftest import SampleKit

from advisor.errors import SizingError
from advisor.guidance.architecture.kit.kit_service import asked_of_the_environment, engine_of
from advisor.guidance.architecture.records import FrameworkVerdict


def verdict(framework_id: str, kind: str) -> FrameworkVerdict:
    """What was said of one framework."""
    fields = {"framework_id": framework_id, "name": "n", "verdict": kind, "state": "maintained", "source": "s"}
    return FrameworkVerdict.model_validate(fields)


def test_the_best_framework_that_a_kit_can_start_is_started() -> None:
    """The chosen one, else the next that is possible; where none is, the message names what a kit starts."""
    assert engine_of((verdict("sglang", "chosen"), verdict("vllm", "possible"))) == "sglang"
    assert engine_of((verdict("triton", "chosen"), verdict("vllm", "possible"))) == "vllm"
    with pytest.raises(SizingError, match="vllm, sglang, llamacpp, ollama"):
        engine_of((verdict("triton", "chosen"), verdict("vllm", "out")))


def test_what_a_configuration_takes_from_the_environment_is_found() -> None:
    """However deep it stands, each name once."""
    found = asked_of_the_environment({"a": ["os.environ/B", {"c": "os.environ/D"}], "e": "os.environ/B", "f": 1})
    assert found == ("B", "D")


@pytest.mark.parametrize(
    ("sample", "services"),
    [
        ("factory-edge-device", {"server", "postgres", "prometheus", "grafana"}),
        (
            "eu-bank-customer-service",
            {"gateway", "postgres", "cache", "analyzer", "anonymizer", "prometheus", "grafana"},
        ),
        ("semantic-search-20m", {"gateway", "postgres", "cache", "vectors", "prometheus", "grafana"}),
        (
            "hospital-note-summariser",
            {"server", "gateway", "postgres", "analyzer", "anonymizer", "prometheus", "grafana"},
        ),
    ],
)
def test_a_kit_starts_the_parts_of_its_architecture(
    kits: dict[str, SampleKit], sample: str, services: set[str]
) -> None:
    """And nothing else."""
    assert set(yaml.safe_load(kits[sample].files["compose.yaml"])["services"]) == services
