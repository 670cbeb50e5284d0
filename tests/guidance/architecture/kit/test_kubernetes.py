"""Services as manifests."""

from __future__ import annotations

from advisor.guidance.architecture.kit.kit_service import SECRETS, KitService, KitSetting
from advisor.guidance.architecture.kit.kubernetes import manifests


def test_what_keeps_data_is_a_stateful_set_and_secrets_are_no_values() -> None:
    """The file that is mounted is the kit's own; several copies may lose one at a time."""
    asked = {"KEY": KitSetting(asked="KEY", required=True), "PORT": KitSetting(value="1")}
    plain = KitService(name="plain", image="i", port=1, environment=asked, files={"/etc/x.yaml": "x.yaml"}, replicas=2)
    kept = KitService(name="kept", image="i", port=2, kept={"database": "/data"})
    found = manifests((plain, kept), {"x.yaml": "text"})
    assert [one["kind"] for one in found] == [
        "ConfigMap",
        "Deployment",
        "Service",
        "PodDisruptionBudget",
        "StatefulSet",
        "Service",
    ]
    assert found[0]["data"] == {"etc.x.yaml": "text"}
    key, port = found[1]["spec"]["template"]["spec"]["containers"][0]["env"]
    assert key["valueFrom"]["secretKeyRef"] == {"name": SECRETS, "key": "KEY", "optional": False}
    assert port == {"name": "PORT", "value": "1"}


def test_the_server_is_asked_by_the_gateway_alone() -> None:
    """And read by Prometheus."""
    server, gateway = (KitService(name=name, image="i", port=1) for name in ("server", "gateway"))
    policy = manifests((server, gateway), {})[-1]
    allowed = [
        one["podSelector"]["matchLabels"]["app.kubernetes.io/name"] for one in policy["spec"]["ingress"][0]["from"]
    ]
    assert (policy["kind"], allowed) == ("NetworkPolicy", ["gateway", "prometheus"])
    assert all(one["kind"] != "NetworkPolicy" for one in manifests((server,), {}))
