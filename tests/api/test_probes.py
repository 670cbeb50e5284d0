"""What machines ask: it lives, it is ready, it counts; the last for those alone who may know."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from signed_in import signed_in
from starlette.applications import Starlette
from starlette.testclient import TestClient

from advisor.access.people import LOCAL, Role
from advisor.api import asgi
from advisor.services.installed import Installed
from advisor.settings import Settings
from advisor.storage.rights.known_people import KnownPeople


def test_a_process_that_lives_says_so(bare: TestClient) -> None:
    """And touches nothing for it."""
    assert bare.get("/healthz").json() == {"status": "alive"}


def test_it_is_ready_when_database_and_catalog_answer(bare: TestClient) -> None:
    """A scheduler sends requests from then on."""
    assert bare.get("/readyz").json() == {"status": "ready"}


@pytest.mark.parametrize("broken", ["database", "catalog"])
def test_it_is_not_ready_without_one_of_them(tmp_path: Path, broken: str) -> None:
    """503 with the time after which to ask again, and no word of where it looked."""
    given = {"database_url": "sqlite:////proc/none/x.sqlite3"} if broken == "database" else {"catalog_dir": tmp_path}
    installed = Installed(Settings(home=tmp_path / "home", **given))
    answer = TestClient(Starlette(routes=asgi.routes(installed))).get("/readyz")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert answer.json()["type"] == "/api/v1/problems/not-ready"
    assert broken in answer.json()["detail"]
    assert answer.json()["problems"] == [{"place": broken, "found": "not ready", "allowed": "ready"}]
    assert str(tmp_path) not in answer.text


def test_all_that_is_missing_is_named_at_once(tmp_path: Path) -> None:
    """Whoever mends the database need not come back for the catalog."""
    installed = Installed(
        Settings(home=tmp_path / "home", database_url="sqlite:////proc/none/x.sqlite3", catalog_dir=tmp_path)
    )
    answer = TestClient(Starlette(routes=asgi.routes(installed))).get("/readyz")
    assert [one["place"] for one in answer.json()["problems"]] == ["database", "catalog"]


def _from(here: Installed, address: str, host: str = "127.0.0.1:8501") -> TestClient:
    app = Starlette(routes=asgi.routes(here))
    return TestClient(app, base_url=f"http://{host}", client=(address, 5000))


@pytest.mark.parametrize(
    ("address", "host", "headers"),
    [
        ("10.0.0.7", "127.0.0.1", {}),
        ("127.0.0.1", "advisor.example.com", {}),
        ("127.0.0.1", "127.0.0.1", {"x-forwarded-for": "10.0.0.7"}),
        ("127.0.0.1", "127.0.0.1", {"forwarded": "for=10.0.0.7"}),
    ],
)
def test_metrics_from_elsewhere_need_a_token_for_them(
    here: Installed, token_of: Callable[..., str], address: str, host: str, headers: dict[str, str]
) -> None:
    """From another machine, or through a proxy on this one."""
    client = _from(here, address, host)
    assert client.get("/metrics", headers=headers).status_code == 401
    other = {**headers, "Authorization": f"Bearer {token_of(LOCAL, 'read')}"}
    assert client.get("/metrics", headers=other).status_code == 403
    right = {**headers, "Authorization": f"Bearer {token_of(LOCAL, 'metrics')}"}
    assert client.get("/metrics", headers=right).status_code == 200


def test_figures_for_operators_are_given_to_administrators(here: Installed, token_of: Callable[..., str]) -> None:
    """Whoever was one when the token was made and is none now is refused."""
    person = signed_in("operator", Role.ADMINISTRATOR)
    KnownPeople(here.database()).saw(person)
    header = {"Authorization": f"Bearer {token_of(person, 'metrics')}"}
    assert _from(here, "10.0.0.7").get("/metrics", headers=header).status_code == 200
    KnownPeople(here.database()).saw(person.model_copy(update={"role": Role.EDITOR}))
    refused = _from(here, "10.0.0.7").get("/metrics", headers=header)
    assert (refused.status_code, refused.json()["type"]) == (403, "/api/v1/problems/not-allowed")


def test_every_figure_says_its_unit(here: Installed) -> None:
    """As Prometheus asks: what is counted ends in total, a time in seconds; the number of open sessions has no unit."""
    found = _from(here, "127.0.0.1").get("/metrics").text
    kinds = dict(line.split()[2:] for line in found.splitlines() if line.startswith("# TYPE"))
    named = {name: kind for name, kind in kinds.items() if not name.endswith("_created")}
    assert {name for name, kind in named.items() if kind == "gauge"} == {"advisor_sessions"}
    assert {name.rpartition("_")[2] for name, kind in named.items() if kind == "counter"} == {"total"}
    assert {name.rpartition("_")[2] for name, kind in named.items() if kind == "histogram"} == {"seconds"}


def test_metrics_count_by_pattern_and_name_nobody(here: Installed, client: TestClient) -> None:
    """The route stands in a label, and neither what was asked for nor with which token."""
    client.get("/api/v1/catalog/models/qwen/qwen3-8b")
    found = _from(here, "127.0.0.1").get("/metrics").text
    assert 'advisor_requests_total{method="GET",route="/catalog/models/{model_id:path}",status="200"}' in found
    assert "qwen" not in found
    assert client.headers["Authorization"].partition(" ")[2] not in found
