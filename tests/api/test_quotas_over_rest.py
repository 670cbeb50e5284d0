"""What one person may have in a day, asked over REST."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.testclient import TestClient

from advisor.access.people import LOCAL
from advisor.api import asgi
from advisor.services.installed import Installed
from advisor.settings import Settings
from advisor.storage.tokens.access_tokens import AccessTokens


def test_one_too_many_is_told_when_it_begins_anew(tmp_path: Path) -> None:
    """A problem by its name, with the setting that says so; nothing is worked out for it."""
    here = Installed(Settings(home=tmp_path, assessments_a_day=0, reports_a_day=0))
    token = AccessTokens(here.database(), person=LOCAL).create("test", ("assess", "report"))[1]
    client = TestClient(Starlette(routes=asgi.routes(here)), base_url="http://127.0.0.1:8501")
    given = {"title": "T", "use_cases": [{"name": "U", "task": "summarisation"}]}
    for path, setting in (("assessments", "ADVISOR_ASSESSMENTS_A_DAY"), ("reports", "ADVISOR_REPORTS_A_DAY")):
        answer = client.post(f"/api/v1/{path}", json=given, headers={"Authorization": f"Bearer {token}"})
        told: dict[str, Any] = answer.json()
        assert (answer.status_code, told["type"]) == (429, "/api/v1/problems/too-many-requests"), told
        assert re.search(setting, told["detail"])
        assert 0 < int(answer.headers["Retry-After"]) <= 86_400
    here.database().dispose()
