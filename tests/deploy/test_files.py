"""What is shipped to run the advisor with: against public schemas, and against what it promises."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from advisor.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
SCHEMAS = ROOT / "tests" / "data" / "schemas"
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
MANIFESTS: list[dict[str, Any]] = list(yaml.safe_load_all((DEPLOY / "kubernetes" / "advisor.yaml").read_text()))
DOCKERFILE = (DEPLOY / "Dockerfile").read_text()
OURS = ("app-one", "app-two")


def of(kind: str) -> dict[str, Any]:
    """The manifest of a kind."""
    (found,) = [one for one in MANIFESTS if one["kind"] == kind]
    return found


def settings_named() -> set[str]:
    """Every setting that a shipped file names, also in a comment."""
    text = "".join(path.read_text() for path in sorted(DEPLOY.rglob("*")) if path.is_file())
    return set(re.findall(r"\bADVISOR_([A-Z_]+)\b", text)) - {"IMAGE"}


def test_compose_keeps_to_the_specification() -> None:
    """The public schema of Compose finds nothing."""
    schema = json.loads((SCHEMAS / "compose-spec.json").read_text(encoding="utf-8"))
    assert list(Draft202012Validator(schema).iter_errors(COMPOSE)) == []


@pytest.mark.parametrize("manifest", MANIFESTS, ids=lambda one: one["kind"])
def test_manifests_keep_to_the_schema(manifest: dict[str, Any]) -> None:
    """Of Kubernetes 1.37, strictly: no field that it does not know."""
    definitions = json.loads((SCHEMAS / "kubernetes-1.37.json").read_text(encoding="utf-8"))
    checked = Draft202012Validator({"$ref": f"#/$defs/kind.{manifest['kind']}"} | definitions)
    assert [f"{error.json_path}: {error.message}" for error in checked.iter_errors(manifest)] == []


def test_a_wrong_manifest_is_found() -> None:
    """The schema of an ingress is not one that takes everything."""
    definitions = json.loads((SCHEMAS / "kubernetes-1.37.json").read_text(encoding="utf-8"))
    wrong = of("Ingress") | {"spec": of("Ingress")["spec"] | {"rule": []}}
    assert list(Draft202012Validator({"$ref": "#/$defs/kind.Ingress"} | definitions).iter_errors(wrong))


def test_every_setting_that_is_named_exists() -> None:
    """A misspelt one would be ignored in silence."""
    known = {name.upper() for name in Settings.model_fields}
    known |= {f"{name}_FILE" for name in ("DATABASE_URL", "COOKIE_SECRET")}
    assert settings_named() <= known


def test_nothing_runs_with_rights_or_writes_where_it_need_not() -> None:
    """No root, no capability, a root file system that is read-only, in the image, in compose and in Kubernetes."""
    assert re.search(r"^USER 10001:10001$", DOCKERFILE, re.MULTILINE)
    assert DOCKERFILE.index("USER 10001") < DOCKERFILE.index("\nCMD ")
    for name in (*OURS, "proxy"):
        service = COMPOSE["services"][name]
        assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
        assert service["security_opt"] == ["no-new-privileges:true"]
    pod = of("Deployment")["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    assert (pod["securityContext"]["runAsNonRoot"], pod["automountServiceAccountToken"]) == (True, False)
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    written = {one["mountPath"] for one in container["volumeMounts"] if not one.get("readOnly")}
    assert written == {"/tmp", "/var/lib/advisor"}  # noqa: S108 - of the container
    assert "memory" in container["resources"]["limits"]


def test_secrets_are_files_and_stand_nowhere() -> None:
    """No shipped file holds one, and none comes through the environment."""
    assert {one["file"] for one in COMPOSE["secrets"].values()} == {f"./secrets/{name}" for name in COMPOSE["secrets"]}
    assert not any(one["kind"] == "Secret" for one in MANIFESTS)
    (container,) = of("Deployment")["spec"]["template"]["spec"]["containers"]
    named = {one["name"]: one["value"] for one in container["env"]}
    named |= COMPOSE["services"]["app-one"]["environment"]
    assert all(value.startswith("/run/secrets/") for name, value in named.items() if name.endswith("_FILE"))
    assert not {"ADVISOR_DATABASE_URL", "ADVISOR_COOKIE_SECRET"} & named.keys()


def test_only_the_proxy_is_reached_and_the_database_by_the_app_alone() -> None:
    """The database's network leads nowhere else."""
    services = COMPOSE["services"]
    assert [name for name, one in services.items() if "ports" in one] == ["proxy"]
    assert COMPOSE["networks"]["back"] == {"internal": True}
    assert {name for name, one in services.items() if "back" in one["networks"]} == {*OURS, "database"}
    assert set(of("NetworkPolicy")["spec"]["policyTypes"]) == {"Ingress", "Egress"}


def test_one_replica_at_least_stays() -> None:
    """While a node is emptied, and while a new version comes; each is asked whether it lives and is ready."""
    assert of("PodDisruptionBudget")["spec"]["minAvailable"] == 1
    assert of("Deployment")["spec"]["strategy"]["rollingUpdate"] == {"maxUnavailable": 0, "maxSurge": 1}
    pod = of("Deployment")["spec"]["template"]["spec"]
    probes = {name: pod["containers"][0][f"{name}Probe"]["httpGet"]["path"] for name in ("liveness", "readiness")}
    assert probes == {"liveness": "/healthz", "readiness": "/readyz"}
    assert "/healthz" in DOCKERFILE
    assert pod["terminationGracePeriodSeconds"] == 60


def test_the_image_is_made_of_files_that_are_there() -> None:
    """And that reach the build: what is not named in .dockerignore does not."""
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    sources = [name for line in copied for name in line.split()]
    allowed = [line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]
    assert len(sources) > 8
    for source in sources:
        assert (ROOT / source).exists(), source
        assert any(source == name or source.startswith(f"{name}/") for name in allowed), source
    needed = re.findall(r"-r (requirements/\S+\.txt)", DOCKERFILE)
    assert set(needed) <= set(sources)
    assert DOCKERFILE.count("--require-hashes") == len(needed)
