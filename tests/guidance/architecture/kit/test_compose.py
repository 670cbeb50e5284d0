"""Services as a compose file."""

from __future__ import annotations

from advisor.guidance.architecture.kit.compose import compose_file
from advisor.guidance.architecture.kit.kit_service import KitService, KitSetting


def test_what_is_asked_is_required_or_has_its_usual_value() -> None:
    """A secret must be told, an address may be; only what people open is published, on the loopback address."""
    asked = {
        "KEY": KitSetting(asked="KEY", required=True),
        "URL": KitSetting(asked="URL", value="http://server:8000/v1"),
        "PORT": KitSetting(value="6379"),
    }
    kept = KitService(name="a", image="i", port=1, environment=asked, kept={"data": "/data"}, gpus=2)
    opened = KitService(name="b", image="i", port=3000, published=True, files={"/etc/x": "x.yaml"}, after=("a",))
    written = compose_file((kept, opened))
    first, second = written["services"]["a"], written["services"]["b"]
    assert first["environment"] == {"KEY": "${KEY:?}", "URL": "${URL:-http://server:8000/v1}", "PORT": "6379"}
    assert "ports" not in first
    assert first["deploy"]["resources"]["reservations"]["devices"][0]["count"] == 2
    assert second["ports"] == ["127.0.0.1:3000:3000"]
    assert second["volumes"] == ["./x.yaml:/etc/x:ro"]
    assert written["volumes"] == {"data": {}}
