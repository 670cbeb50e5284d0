"""The services of a kit as Kubernetes manifests: deployments, and stateful sets for what keeps data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from advisor.guidance.architecture.kit.kit_service import SECRETS, KitService, KitSetting

_STORAGE: Final = {"model-cache": "200Gi", "vectors": "100Gi", "database": "20Gi", "measurements": "20Gi"}
_USUAL_STORAGE: Final = "5Gi"
_SLOW_START: Final = 120
"""Tries of ten seconds until a server is given up: weights of hundreds of gigabytes take their time."""


def manifests(services: Sequence[KitService], files: Mapping[str, str]) -> list[dict[str, Any]]:
    """Manifests of every service; ``files`` are the texts of the kit that are mounted, by their name in it."""
    found: list[dict[str, Any]] = []
    for service in services:
        if service.files:
            found.append(_config_map(service, files))
        found += [_workload(service), _service(service)]
        if service.replicas > 1:
            found.append(_disruption_budget(service))
    if any(service.name == "server" for service in services) and any(one.name == "gateway" for one in services):
        found.append(_only_the_gateway())
    return found


def _labels(name: str) -> dict[str, str]:
    return {"app.kubernetes.io/name": name, "app.kubernetes.io/part-of": "model-kit"}


def _meta(name: str) -> dict[str, Any]:
    return {"name": name, "labels": _labels(name)}


def _config_map(service: KitService, files: Mapping[str, str]) -> dict[str, Any]:
    data = {_key(place): files[source] for place, source in service.files.items()}
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": _meta(f"{service.name}-files"), "data": data}


def _key(place: str) -> str:
    return place.strip("/").replace("/", ".")


def _workload(service: KitService) -> dict[str, Any]:
    """A deployment, or a stateful set with a claim for each folder that outlives the container."""
    labels = _labels(service.name)
    spec: dict[str, Any] = {
        "replicas": service.replicas,
        "selector": {"matchLabels": labels},
        "template": {"metadata": {"labels": labels}, "spec": _pod(service)},
    }
    if not service.kept:
        return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": _meta(service.name), "spec": spec}
    spec |= {"serviceName": service.name, "volumeClaimTemplates": [_claim(name) for name in service.kept]}
    return {"apiVersion": "apps/v1", "kind": "StatefulSet", "metadata": _meta(service.name), "spec": spec}


def _claim(name: str) -> dict[str, Any]:
    wanted = {"requests": {"storage": _STORAGE.get(name, _USUAL_STORAGE)}}
    return {"metadata": {"name": name}, "spec": {"accessModes": ["ReadWriteOnce"], "resources": wanted}}


def _pod(service: KitService) -> dict[str, Any]:
    volumes: list[dict[str, Any]] = []
    if service.files:
        volumes.append({"name": "files", "configMap": {"name": f"{service.name}-files"}})
    if service.gpus:
        volumes.append({"name": "shared-memory", "emptyDir": {"medium": "Memory", "sizeLimit": "16Gi"}})
    pod: dict[str, Any] = {"automountServiceAccountToken": False, "containers": [_container(service)]}
    return pod | ({"volumes": volumes} if volumes else {})


def _container(service: KitService) -> dict[str, Any]:
    mounts = [{"name": "files", "mountPath": place, "subPath": _key(place)} for place in service.files]
    mounts += [{"name": name, "mountPath": place} for name, place in service.kept.items()]
    if service.gpus:
        mounts.append({"name": "shared-memory", "mountPath": "/dev/shm"})  # noqa: S108 - the container's own
    container: dict[str, Any] = {
        "name": service.name,
        "image": service.image,
        "ports": [{"name": "main", "containerPort": service.port}],
    }
    if service.command:
        container["command" if service.entrypoint else "args"] = list(service.command)
    if service.environment:
        container["env"] = [{"name": name, **_value(setting)} for name, setting in service.environment.items()]
    if mounts:
        container["volumeMounts"] = mounts
    if service.gpus:
        container["resources"] = {"limits": {"nvidia.com/gpu": service.gpus}}
    if service.health:
        probe = {"httpGet": {"path": service.health, "port": service.port}, "periodSeconds": 10}
        container["readinessProbe"] = probe | {"failureThreshold": _SLOW_START if service.gpus else 6}
    return container


def _value(setting: KitSetting) -> dict[str, Any]:
    if not setting.asked or setting.value:
        return {"value": setting.value}
    return {"valueFrom": {"secretKeyRef": {"name": SECRETS, "key": setting.asked, "optional": not setting.required}}}


def _service(service: KitService) -> dict[str, Any]:
    port = {"name": "main", "port": service.port, "targetPort": service.port}
    spec = {"selector": _labels(service.name), "ports": [port]}
    return {"apiVersion": "v1", "kind": "Service", "metadata": _meta(service.name), "spec": spec}


def _disruption_budget(service: KitService) -> dict[str, Any]:
    """One pod at a time may go while a node is emptied."""
    spec = {"maxUnavailable": 1, "selector": {"matchLabels": _labels(service.name)}}
    return {
        "apiVersion": "policy/v1",
        "kind": "PodDisruptionBudget",
        "metadata": _meta(service.name),
        "spec": spec,
    }


def _only_the_gateway() -> dict[str, Any]:
    """The model server is asked by the gateway and read by Prometheus, by nobody else."""
    may = [{"podSelector": {"matchLabels": _labels(name)}} for name in ("gateway", "prometheus")]
    spec = {
        "podSelector": {"matchLabels": _labels("server")},
        "policyTypes": ["Ingress"],
        "ingress": [{"from": may}],
    }
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": _meta("server"),
        "spec": spec,
    }
