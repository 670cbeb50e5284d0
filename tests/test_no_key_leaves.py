"""A key that endpoints quote in every way stands nowhere afterwards: exports, database, logs, error texts, commands."""

from __future__ import annotations

import base64
import io
import json
import logging
import subprocess
import zipfile
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import pymupdf
import pytest
from signed_in import signed_in
from trials import servers

from advisor.assessment import Assessment, assess
from advisor.catalog.catalog import Catalog
from advisor.errors import AdvisorError, InputError
from advisor.questionnaire.answers import Answers
from advisor.questionnaire.change import give
from advisor.questionnaire.load import dump_answers
from advisor.questionnaire.presets import TASK_PRESETS
from advisor.report.export import FORMS, export
from advisor.services.describe_by_model import planned, read_by_model
from advisor.services.kept_runs import save_run
from advisor.services.refresh import process
from advisor.services.refresh.own_files import OwnFiles
from advisor.storage.database import open_database
from advisor.storage.decisions import Decisions
from advisor.storage.lifecycle import Lifecycle
from advisor.storage.trials import TrialStore
from advisor.trials.network.keys import keys_from
from advisor.trials.playground.export import runs_csv, runs_jsonl
from advisor.trials.records import Connection, KeySource, Run

KEY: Final = "sk-canary-7f3aQ9x2Lm5Tz8Wc/+4u"
TEXT: Final = "Answer questions of 3,000 employees about HR rules, in German"
MODELS: Final = ("reads", "echo_key", "refuse_with_key", "encodes", "everywhere")


def forms() -> dict[str, str]:
    """The key as it may stand somewhere: as it is, encoded, reversed, and the longer parts of it."""
    plain = KEY.encode()
    within = {
        f"base64 within a text, {shift} bytes on": base64.b64encode(b"x" * shift + plain + b":").decode()
        for shift in range(3)
    }
    return {
        "plain": KEY,
        "reversed": KEY[::-1],
        "base64": base64.b64encode(plain).decode().rstrip("="),
        "base64 of URLs": base64.urlsafe_b64encode(plain).decode().rstrip("="),
        **{name: packed[4:36] for name, packed in within.items()},
        "base32": base64.b32encode(plain).decode().rstrip("="),
        "hexadecimal": plain.hex(),
        "hexadecimal, apart": plain.hex(" "),
        "hexadecimal, in capitals with colons": plain.hex(":").upper(),
        "URL": quote(KEY, safe=""),
        "URL in small letters": quote(KEY, safe="").replace("%2F", "%2f").replace("%2B", "%2b"),
        "URL, every byte": "".join(f"%{byte:02x}" for byte in plain),
        "JSON": json.dumps(KEY).replace("/", "\\/").strip('"'),
        "JSON, every letter": "".join(f"\\u{byte:04x}" for byte in plain),
        "HTML, every letter": "".join(f"&#{byte};" for byte in plain),
        "capitals": KEY.upper(),
        "small letters": KEY.lower(),
        "head": KEY[: len(KEY) * 2 // 3],
        "tail": KEY[len(KEY) // 3 :],
        "middle": KEY[len(KEY) // 6 : -len(KEY) // 6],
    }


def found_in(place: str, content: bytes | str) -> list[str]:
    """The forms in which the key stands in a content, however it is packed."""
    texts = [content if isinstance(content, str) else content.decode("utf-8", errors="replace")]
    if isinstance(content, bytes) and zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            texts += [name + archive.read(name).decode("utf-8", errors="replace") for name in archive.namelist()]
    if isinstance(content, bytes) and content.startswith(b"%PDF"):
        with pymupdf.open(stream=content) as document:
            texts += [page.get_text() for page in document] + [json.dumps(document.metadata)]
    return [f"{place}: {form}" for form, text in forms().items() if any(text in one for one in texts)]


@dataclass
class Trail:
    """What an installation leaves after its endpoints quoted the key: texts by the place where they stand."""

    places: dict[str, bytes | str] = field(default_factory=dict)
    answers: Answers | None = None
    assessment: Assessment | None = None


def quotes(handler: servers.Handler, _: dict[str, Any]) -> None:
    """A reading of a description, of which every value and one of the words are the caller's key."""
    key = handler.headers.get("authorization", "").removeprefix("Bearer ")
    said = [
        {"field": "people", "value": "3000", "words": "3,000 employees"},
        {"field": "sector", "value": key, "words": "HR rules"},
        {"field": "languages", "value": f"de,{key}", "words": "in German"},
        {"field": "task", "value": "rag", "words": key},
    ]
    servers.streamed(servers.chunk(json.dumps({"answers": said})), servers.chunk(finish="stop"), servers.USAGE)(
        handler, {}
    )


def encodes(handler: servers.Handler, _: dict[str, Any]) -> None:
    """The key in every form, one after another."""
    servers.streamed(*(servers.chunk(f"{form} . ") for form in forms().values()), servers.chunk(finish="stop"))(
        handler, {}
    )


def everywhere(handler: servers.Handler, _: dict[str, Any]) -> None:
    """A stream of which every text is the caller's key, wherever the protocol has one."""
    key = handler.headers.get("authorization", "").removeprefix("Bearer ")
    call = {"index": 0, "id": key, "type": key, "function": {"name": key, "arguments": json.dumps({key: key})}}
    said = {"role": key, "content": key, "reasoning_content": key, "refusal": key, "tool_calls": [call]}
    named = {"id": key, "object": key, "model": key, "system_fingerprint": key, "service_tier": key}
    end = {"index": 0, "delta": {}, "finish_reason": key, "native_finish_reason": key, "stop_reason": key}
    servers.streamed(
        {**named, "choices": [{"index": 0, "delta": said, "finish_reason": None}]},
        {**named, "choices": [end], "usage": {"prompt_tokens": 7, "completion_tokens": 6, key: key}},
    )(handler, {})


def lists(handler: servers.Handler) -> None:
    """A list of models that are named after the caller's key."""
    key = handler.headers.get("authorization", "").removeprefix("Bearer ")
    handler.send_json(200, {"object": "list", "data": [{"id": f"m/{form}"} for form in (key, key[::-1])]})


@pytest.fixture(scope="module")
def trail(catalog: Catalog, tmp_path_factory: pytest.TempPathFactory) -> Trail:
    """Everything that is kept and said after descriptions, refusals and a refresh from the user's own endpoints."""
    logged, home = io.StringIO(), tmp_path_factory.mktemp("home")
    handler, everything = logging.StreamHandler(logged), logging.getLogger()
    level = everything.level
    everything.addHandler(handler)
    everything.setLevel(logging.DEBUG)
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setitem(servers.BEHAVIOURS, "reads", quotes)
        monkeypatch.setitem(servers.BEHAVIOURS, "encodes", encodes)
        monkeypatch.setitem(servers.BEHAVIOURS, "everywhere", everywhere)
        monkeypatch.setattr(servers.Handler, "do_GET", lists)
        monkeypatch.setenv("ADVISOR_KEY_CANARY", KEY)
        left = left_by(catalog, home, monkeypatch)
    everything.removeHandler(handler)
    everything.setLevel(level)
    left.places["logs"] = logged.getvalue()
    left.places |= {path.name: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    return left


def left_by(catalog: Catalog, home: Path, monkeypatch: pytest.MonkeyPatch) -> Trail:
    """What is left when every endpoint was asked."""
    left = Trail()
    engine = open_database(f"sqlite:///{home / 'advisor.sqlite3'}")
    store, start = TrialStore(engine), Answers(title="New", use_cases=(TASK_PRESETS["chat_assistant"],))
    runs: list[Run] = []
    given: dict[str, Any] = {}
    with servers.running() as server:
        monkeypatch.setenv("ADVISOR_KEY_CANARY_FOR", server.url)
        for model in MODELS:
            connection = Connection(
                name=model,
                base_url=server.url,
                model=model,
                scope="loopback",
                max_data_class="internal",
                key=KeySource(kind="env", name="ADVISOR_KEY_CANARY"),
            )
            store.save_connection(model, connection.model_dump_json())
            pane = planned(TEXT, connection, catalog)
            try:
                read = read_by_model(pane, start, catalog, find_key=keys_from({}), on_run=runs.append)
                given |= {item.place: item.value for item in read}
                left.places[f"what {model} read"] = repr(read)
            except AdvisorError as error:
                left.places[f"the error of {model}"] = str(error)
        said: list[str] = []
        files, problems = OwnFiles(store, date(2026, 11, 29)).files(
            (), lambda name, text: said.append(f"{name} {text}")
        )
        assert all(f"Bearer {KEY}" == headers["authorization"] for headers in server.seen.headers)
    left.places |= {f"the refresh's {file.name}": file.content for file in files}
    left.places["the refresh's words"] = repr((problems, said))
    for run in runs:
        save_run(store, run)
    left.places |= {"runs as JSONL": runs_jsonl(runs), "runs as CSV": runs_csv(runs), "runs": repr(runs)}
    left.answers = give(start, given, numbers=catalog.usual_numbers).answers
    kept = Decisions(engine).create(left.answers)
    left.assessment = assess(left.answers, catalog, samples=64)
    Lifecycle(engine, person=signed_in("ada")).move(
        kept.decision_id, "proposed", reason="all read", assessment=left.assessment
    )
    engine.dispose()
    assert any(run.text for run in runs)
    return left


def test_nothing_that_is_kept_or_said_has_it(trail: Trail) -> None:
    """Answers read by a model, errors, proposals of a refresh, runs and their exports, the database, the logs."""
    found = [form for place, content in trail.places.items() for form in found_in(place, content)]
    assert found == []
    assert {"what reads read", "the error of refuse_with_key", "advisor.sqlite3", "logs"} <= trail.places.keys()


@pytest.mark.parametrize("form", [form for form in FORMS if form != "pdf-archive"])
def test_no_export_has_it(form: str, trail: Trail, catalog: Catalog) -> None:
    """Of the decision that a model's reading began."""
    assert trail.assessment is not None
    content = export(trail.assessment, catalog, form=form)
    assert found_in(form, content) == []
    assert len(content) > 500


def test_the_file_of_answers_has_it_not(trail: Trail) -> None:
    """As it is downloaded."""
    assert trail.answers is not None
    assert found_in("YAML", dump_answers(trail.answers)) == []


def test_no_command_names_it(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The refresh of a page is a command of its own, which needs the keys: they are in no argument of it."""
    monkeypatch.setenv("ADVISOR_KEY_CANARY", KEY)
    commands: list[str] = []

    def noted(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        commands.append(" ".join(command))
        return subprocess.CompletedProcess(command, 1, "", f"Incorrect API key provided: {KEY}")

    monkeypatch.setattr(process.subprocess, "run", noted)
    with pytest.raises(InputError) as raised:
        process.refresh_in_a_process(None, accept=("all",))
    assert found_in("argv", commands[0]) == []
    assert found_in("what the command said", str(raised.value)) == []
