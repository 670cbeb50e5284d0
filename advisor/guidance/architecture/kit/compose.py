"""The services of a kit as a compose file, for one server."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from advisor.guidance.architecture.kit.kit_service import KitService, KitSetting


def compose_file(services: Sequence[KitService]) -> dict[str, Any]:
    """A compose file: what people open is published on the loopback address alone."""
    kept: dict[str, dict[str, str]] = {name: {} for service in services for name in service.kept}
    return {
        "name": "model-kit",
        "services": {service.name: _service(service) for service in services},
        "volumes": kept,
    }


def _service(service: KitService) -> dict[str, Any]:
    written: dict[str, Any] = {"image": service.image, "restart": "unless-stopped"}
    if service.command:
        written["entrypoint" if service.entrypoint else "command"] = list(service.command)
    if service.published:
        written["ports"] = [f"127.0.0.1:{service.port}:{service.port}"]
    if service.environment:
        written["environment"] = {name: _value(setting) for name, setting in service.environment.items()}
    mounts = [f"./{source}:{place}:ro" for place, source in service.files.items()]
    mounts += [f"{name}:{place}" for name, place in service.kept.items()]
    if mounts:
        written["volumes"] = mounts
    if service.after:
        written["depends_on"] = list(service.after)
    if service.gpus:
        device = {"driver": "nvidia", "count": service.gpus, "capabilities": ["gpu"]}
        written["ipc"] = "host"
        written["deploy"] = {"resources": {"reservations": {"devices": [device]}}}
    return written


def _value(setting: KitSetting) -> str:
    """A fixed value, or what the file ``.env`` must or may say."""
    if not setting.asked:
        return setting.value
    return f"${{{setting.asked}:?}}" if setting.required else f"${{{setting.asked}:-{setting.value}}}"
