"""Every kit of every sample's first choice against the public schemas of what it is written for."""

from __future__ import annotations

import ast
import json
import os
import subprocess
from pathlib import Path
from typing import Any

import promql_parser
import pytest
import yaml
from grafana_foundation_sdk.cog.plugins import register_default_plugins
from grafana_foundation_sdk.models.dashboard import Dashboard
from guidance.architecture.conftest import SampleKit
from jsonschema import Draft202012Validator

from advisor.catalog.catalog import Catalog
from advisor.guidance.architecture.kit.gateway import CALLED, FALLBACK_CALLED
from advisor.guidance.architecture.kit.kit_files import architecture_kit
from advisor.guidance.architecture.kit.kit_service import asked_of_the_environment
from advisor.questionnaire.presets import sample_paths

ROOT = Path(__file__).resolve().parents[4]
SCHEMAS = ROOT / "tests" / "data" / "schemas"
SAMPLES = [path.stem for path in sample_paths()]
COMPOSE = Draft202012Validator(json.loads((SCHEMAS / "compose-spec.json").read_text(encoding="utf-8")))
KUBERNETES = json.loads((SCHEMAS / "kubernetes-1.37.json").read_text(encoding="utf-8"))


def wrong_manifests(text: str) -> list[str]:
    """What the strict definitions of Kubernetes say against a file of manifests."""
    found = []
    for manifest in yaml.safe_load_all(text):
        kind = f"kind.{manifest['kind']}"
        assert kind in KUBERNETES["$defs"], kind
        checked = Draft202012Validator({"$ref": f"#/$defs/{kind}"} | KUBERNETES)
        found += [f"{manifest['kind']} {error.json_path}: {error.message}" for error in checked.iter_errors(manifest)]
    return found


@pytest.fixture(params=SAMPLES)
def kit(request: pytest.FixtureRequest, kits: dict[str, SampleKit]) -> SampleKit:
    """The kit of one sample after the other."""
    return kits[request.param]


def test_compose_keeps_to_the_specification(kit: SampleKit) -> None:
    """Also: nothing is published but on the loopback address, and every mounted file is in the kit."""
    compose = yaml.safe_load(kit.files["compose.yaml"])
    assert list(COMPOSE.iter_errors(compose)) == []
    services = compose["services"].values()
    assert all(port.startswith("127.0.0.1:") for service in services for port in service.get("ports", ()))
    mounted = [one for service in services for one in service.get("volumes", ()) if one.startswith("./")]
    assert mounted
    assert {one.split(":")[0].removeprefix("./") for one in mounted} <= set(kit.files)


def test_manifests_keep_to_the_schema(kit: SampleKit) -> None:
    """Of Kubernetes 1.37, strictly: no field that it does not know."""
    assert wrong_manifests(kit.files["kubernetes.yaml"]) == []


def test_a_wrong_manifest_is_found(kits: dict[str, SampleKit]) -> None:
    """A field that Kubernetes does not know, and a port that is no number."""
    text = kits["contract-analyser"].files["kubernetes.yaml"]
    assert wrong_manifests(text.replace("replicas:", "copies:", 1))
    assert wrong_manifests(text.replace("containerPort: 4000", "containerPort: many", 1))


def test_the_dashboard_is_one_that_grafana_knows(kit: SampleKit) -> None:
    """Grafana's own models read it and give back every field of it; its queries are PromQL."""
    register_default_plugins()
    written = json.loads(kit.files["grafana/dashboard.json"])
    read = json.loads(json.dumps(Dashboard.from_json(written), default=lambda part: part.to_json()))
    assert {name: read[name] for name in written if name != "panels"} == {
        name: value for name, value in written.items() if name != "panels"
    }
    assert [known(panel, back) for panel, back in zip(written["panels"], read["panels"], strict=True)] == written[
        "panels"
    ]
    for panel in written["panels"]:
        promql_parser.parse(panel["targets"][0]["expr"])


def known(written: Any, read: Any) -> Any:
    """Of what was written, what came back."""
    if isinstance(written, dict):
        return {name: known(value, read[name]) for name, value in written.items() if name in read}
    if isinstance(written, list):
        return [known(value, back) for value, back in zip(written, read, strict=True)]
    return read


def test_alerts_are_promql_with_the_stated_limits(kit: SampleKit) -> None:
    """Every expression parses; a stated wait and cap stand in one, and what was not stated in none."""
    rules = yaml.safe_load(kit.files["prometheus/alerts.yml"])["groups"][0]["rules"]
    for rule in rules:
        promql_parser.parse(rule["expr"])
        assert set(rule) == {"alert", "expr", "for", "labels", "annotations"}
        assert set(rule["annotations"]) == {"summary", "action"}
    answers = kit.assessment.answers
    named = {rule["alert"] for rule in rules}
    through = kit.architecture.needs("gateway")
    assert ("FirstTokenTooLate" in named) == (through and answers.use_cases[0].latency.ttft_p95_ms is not None)
    assert ("SpendsBeyondTheCap" in named) == (through and answers.budget.monthly_cap is not None)
    assert ("TheServerIsGone" in named) == bool(kit.architecture.frameworks)


def test_litellm_loads_every_gateway(kits: dict[str, SampleKit], tmp_path: Path) -> None:
    """By its own classes; it knows each provider, and a model at none is asked by the OpenAI protocol."""
    files = []
    for name, kit in kits.items():
        if "gateway/config.yaml" in kit.files:
            files.append(tmp_path / f"{name}.yaml")
            files[-1].write_text(kit.files["gateway/config.yaml"], encoding="utf-8")
    program = ROOT / ".venv-litellm" / "bin" / "python"
    python = Path(os.environ.get("ADVISOR_LITELLM", program)).with_name("python")
    assert python.exists(), f"{python} is missing: run make test, which installs it"
    loads = Path(__file__).parents[1] / "litellm_loads.py"
    quiet = {"LITELLM_LOCAL_MODEL_COST_MAP": "True", "PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    done = subprocess.run([python, loads, *files], capture_output=True, text=True, env=quiet, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    providers = {Path(file).stem: found for file, found in json.loads(done.stdout.splitlines()[-1]).items()}
    assert len(providers) == len(files) == len(SAMPLES) - 1  # a device has none
    assert providers["eu-bank-customer-service"] == ["bedrock", "openai"]
    assert providers["hospital-note-summariser"] == ["openai"]


def test_the_readme_names_what_is_pinned(kits: dict[str, SampleKit], catalog: Catalog) -> None:
    """The id of the version that was chosen, where one is known."""
    kit = kits["contract-analyser"]
    answers = kit.assessment.answers
    files = architecture_kit(kit.architecture, answers, answers.use_cases[0], catalog, pinned="gpt-6.1-terra-2026")
    assert "pin the model (gpt-6.1-terra-2026)" in files["README.md"]


def test_no_key_stands_in_a_file(kit: SampleKit) -> None:
    """Keys come from the environment, and each that the gateway asks for is given to its container."""
    config = yaml.safe_load(kit.files.get("gateway/config.yaml", "model_list: []"))
    services = yaml.safe_load(kit.files["compose.yaml"])["services"]
    assert set(asked_of_the_environment(config)) <= set(services.get("gateway", {}).get("environment", {}))
    both = [CALLED, FALLBACK_CALLED] if kit.architecture.fallback else [CALLED]
    called = [entry["model_name"] for entry in config["model_list"]]
    assert called == (both if kit.architecture.needs("gateway") else [])
    keys = [entry["litellm_params"].get("api_key", "os.environ/") for entry in config["model_list"]]
    assert all(key.startswith("os.environ/") for key in keys)
    ast.parse(kit.files["smoke_test.py"])
