"""A model reads a description through a real connection on loopback; only what stands in the text is proposed."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from trials import servers

from advisor.catalog.catalog import Catalog
from advisor.errors import TrialError
from advisor.questionnaire.answers import Answers, DataAnswers, DataClass
from advisor.questionnaire.presets import TASK_PRESETS
from advisor.services.describe_by_model import PLACES, accepted, may_send, planned, read_by_model
from advisor.trials.network.keys import keys_from
from advisor.trials.records import Connection, Run

TEXT = "Answer questions of 3,000 employees about HR rules, in German; 900 francs a month"
REPLY = {
    "answers": [
        {"field": "task", "value": "rag", "words": "Answer questions"},
        {"field": "people", "value": "3000", "words": "3,000 employees"},
        {"field": "languages", "value": "de", "words": "in German"},
        {"field": "most_money_per_month", "value": "900", "words": "900 francs a month"},
        {"field": "currency", "value": "CHF", "words": "francs"},
        {"field": "health_data", "value": "yes", "words": "patients"},
        {"field": "sector", "value": "circus", "words": "HR rules"},
    ]
}
START = Answers(title="New", use_cases=(TASK_PRESETS["chat_assistant"],))


def answering(text: str) -> servers.Behaviour:
    """A model that says this."""
    return servers.streamed(servers.chunk(text), servers.chunk(finish="stop"), servers.USAGE)


@pytest.fixture(autouse=True)
def behaviours(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server knows a model that reads and one that chats."""
    monkeypatch.setitem(servers.BEHAVIOURS, "reads", answering(json.dumps(REPLY)))
    monkeypatch.setitem(servers.BEHAVIOURS, "chats", answering("I would love to help you!"))


def at(server: Any, model: str, *, max_data_class: DataClass = "internal") -> Connection:
    """A connection to our own server."""
    return Connection(name="own", base_url=server.url, model=model, scope="loopback", max_data_class=max_data_class)


def test_what_stands_in_the_text_is_proposed(catalog: Catalog) -> None:
    """Structured output is asked for; invented words and impossible values are dropped; the run is kept."""
    kept: list[Run] = []
    with servers.running() as server:
        pane = planned(TEXT, at(server, "reads"), catalog)
        found = read_by_model(pane, START, catalog, find_key=keys_from({}), on_run=kept.append)
        (body,) = server.seen.bodies
    assert {item.place: item.value for item in found} == {
        PLACES["task"]: "rag",
        PLACES["people"]: 3000,
        PLACES["languages"]: ("de",),
        PLACES["most_money_per_month"]: 900,
        PLACES["currency"]: "CHF",
    }
    assert all(str(item.why) in TEXT for item in found)
    assert body["response_format"]["json_schema"]["strict"] is True
    assert len(kept) == 1


def test_a_model_that_does_not_keep_to_the_structure_is_an_error(catalog: Catalog) -> None:
    """Nothing is guessed from prose."""
    with servers.running() as server:
        pane = planned(TEXT, at(server, "chats"), catalog)
        with pytest.raises(TrialError, match="structure"):
            read_by_model(pane, START, catalog, find_key=keys_from({}), on_run=lambda _: None)


def test_an_endpoint_that_refuses_is_an_error(catalog: Catalog) -> None:
    """With what it said."""
    with servers.running() as server:
        url = server.url
    pane = planned(TEXT, Connection(name="gone", base_url=url, model="m", scope="loopback"), catalog)
    with pytest.raises(TrialError):
        read_by_model(pane, START, catalog, find_key=keys_from({}), on_run=lambda _: None)


def test_the_class_of_the_data_decides_whether_it_may_be_sent(catalog: Catalog) -> None:
    """Confidential work is not described to a connection for public data."""
    pane = planned(TEXT, Connection(name="own", base_url="https://example.org", model="m"), catalog)
    public = START.model_copy(update={"data": DataAnswers(classification="public")})
    secret = START.model_copy(update={"data": DataAnswers(classification="confidential")})
    assert not may_send(pane, public, spent_today_usd=Decimal(0)).blocks
    assert [finding.subject for finding in may_send(pane, secret, spent_today_usd=Decimal(0)).blocks] == ["data_class"]


def test_norway_is_a_country(catalog: Catalog) -> None:
    """Its code reads like the word no, which is an answer only where yes is one."""
    said = [
        {"field": "country", "value": "NO", "words": "Norway"},
        {"field": "no_network", "value": "no", "words": "On"},
    ]
    found = accepted(json.dumps({"answers": said}), "On servers in Norway", START, catalog)
    assert {item.place: item.value for item in found} == {PLACES["country"]: "NO", PLACES["no_network"]: False}


@pytest.mark.parametrize("reply", ["", "{}", '{"answers": 5}', '{"answers": [1]}', "[" * 5000, '{"answers": [{}]}'])
def test_a_hostile_reply_is_an_error(reply: str, catalog: Catalog) -> None:
    """Whatever it is made of."""
    with pytest.raises(TrialError):
        accepted(reply, TEXT, START, catalog)
