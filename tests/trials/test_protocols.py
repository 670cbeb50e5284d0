"""The other flavours over the real client libraries: responses, Azure OpenAI, Hugging Face."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import huggingface_hub.constants
import pytest
from huggingface_hub.utils import get_session

from advisor.trials.clients import hugging_face as hub_client
from advisor.trials.records import Connection, Run, TrialRequest

RunAll = Callable[..., tuple[Run, ...]]


@pytest.fixture(scope="session")
def protocols() -> Iterator[Any]:
    """The server of the other protocols."""
    import importlib.util  # noqa: PLC0415 - one use
    import sys  # noqa: PLC0415
    from pathlib import Path  # noqa: PLC0415

    spec = importlib.util.spec_from_file_location("trials_protocols", Path(__file__).with_name("protocols.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    with module.running() as found:
        yield found


def connection(root: str, flavour: str, model: str = "m", path: str = "/v1", **changes: Any) -> Connection:
    """A connection to the server."""
    address = {} if flavour == "hf_provider" else {"base_url": root + path}
    given = {
        "name": "c",
        "flavour": flavour,
        "model": model,
        "scope": "loopback",
        "hosting": "on_prem",
        "deadline_s": 600,
    }
    return Connection.model_validate(given | address | changes)


def test_responses_stream_with_reasoning_apart(protocols: Any, run_all: RunAll) -> None:
    """Deltas, the reasoning summary, usage with reasoning and cached tokens; nothing is stored at the endpoint."""
    root, seen = protocols
    request = TrialRequest.model_validate(
        {
            "messages": [
                {"role": "user", "text": "Hi"},
                {"role": "assistant", "text": "Yes"},
                {"role": "user", "text": "So"},
            ],
            "parameters": {"system": "Be brief", "max_tokens": 77, "reasoning_effort": "high", "json_schema": "{}"},
        }
    )
    (run,) = run_all(connection(root, "openai_responses"), request=request, key="sk-123456789")
    assert run.whole, run.failure
    assert (run.text, run.reasoning) == ("Hello responses", "Hm.")
    assert (run.tokens.input_tokens, run.tokens.cached_input_tokens) == (9, 2)
    assert (run.tokens.output_tokens, run.tokens.reasoning_tokens) == (12, 10)
    body = seen.bodies[-1]
    assert seen.paths[-1] == "/v1/responses"
    assert body["store"] is False
    assert (body["instructions"], body["max_output_tokens"], body["reasoning"]) == ("Be brief", 77, {"effort": "high"})
    assert [turn["content"][0]["type"] for turn in body["input"]] == ["input_text", "output_text", "input_text"]


@pytest.mark.parametrize(
    ("model", "text", "kind", "finish"),
    [
        ("whole", "Hello whole", None, "stop"),
        ("incomplete", "Hello responses", "cut", "max_output_tokens"),
        ("fails", "Hello responses", "server_error", None),
    ],
)
def test_other_ends_of_a_response(
    protocols: Any, run_all: RunAll, *, model: str, text: str, kind: str | None, finish: str | None
) -> None:
    """In one piece, cut at the maximum, and failed in mid-answer."""
    (run,) = run_all(connection(protocols[0], "openai_responses", model))
    assert run.text == text
    assert (run.failure.kind if run.failure else None) == kind
    assert run.finish_reason == finish


def test_azure_calls_its_deployment(protocols: Any, run_all: RunAll) -> None:
    """The deployment stands in the path, the version in the query, the key in Azure's own header."""
    root, seen = protocols
    (run,) = run_all(
        connection(root, "azure_chat", "my-deployment", path="", api_version="2024-10-21"), key="azure-key-1234"
    )
    assert run.whole, run.failure
    assert seen.paths[-1] == "/openai/deployments/my-deployment/chat/completions?api-version=2024-10-21"
    assert seen.headers[-1]["api-key"] == "azure-key-1234"


def test_azure_responses(protocols: Any, run_all: RunAll) -> None:
    """The responses API of Azure."""
    root, seen = protocols
    (run,) = run_all(connection(root, "azure_responses", "dep", path="", api_version="preview"), key="azure-key-1234")
    assert run.text == "Hello responses"
    assert seen.paths[-1] == "/openai/responses?api-version=preview"
    assert seen.bodies[-1]["model"] == "dep"


def test_a_dedicated_endpoint_through_huggingface_hub(protocols: Any, run_all: RunAll) -> None:
    """The hub's own client streams from a dedicated endpoint."""
    root, seen = protocols
    (run,) = run_all(connection(root, "hf_endpoint", "tgi", path=""), key="hf_secret_token_1")
    assert run.whole, run.failure
    assert run.text == "Hello from loopback"
    assert (run.tokens.basis, run.tokens.output_tokens) == ("reported", 3)
    assert seen.headers[-1]["authorization"] == "Bearer hf_secret_token_1"
    assert run.versions["huggingface_hub"]


def test_an_inference_provider_through_huggingface_hub(
    protocols: Any, run_all: RunAll, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The hub's client looks the provider up and calls the router; both on loopback here."""
    root, seen = protocols
    monkeypatch.setattr(huggingface_hub.constants, "ENDPOINT", root)
    monkeypatch.setattr(huggingface_hub.constants, "INFERENCE_PROXY_TEMPLATE", root + "/{provider}")
    monkeypatch.setattr("huggingface_hub.hf_api.api.endpoint", root)
    monkeypatch.setattr(
        "huggingface_hub.inference._providers.hf_inference.constants.INFERENCE_PROXY_TEMPLATE", root + "/{provider}"
    )
    from huggingface_hub.inference._providers.hf_inference import HFInferenceConversational  # noqa: PLC0415

    monkeypatch.setattr(HFInferenceConversational, "_prepare_base_url", lambda *_: root)
    (run,) = run_all(connection(root, "hf_provider", "acme/tiny", hf_provider="hf-inference"), key="hf_secret_token_1")
    assert run.whole, run.failure
    assert run.text == "Hello from loopback"
    assert seen.headers[-1]["authorization"] == "Bearer hf_secret_token_1"


def test_a_local_hugging_face_token_is_not_sent_unasked(
    protocols: Any, run_all: RunAll, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A token that another tool left on this machine never goes to a connection without a key."""
    monkeypatch.setenv("HF_TOKEN", "hf_of_another_tool")
    root, seen = protocols
    (run,) = run_all(connection(root, "hf_endpoint", "tgi", path=""))
    assert run.whole, run.failure
    assert "authorization" not in seen.headers[-1]


def test_hub_errors_are_explained_without_the_token(protocols: Any, run_all: RunAll) -> None:
    """A refused token and a model that is still loading, each in words; the token is masked."""
    root, _ = protocols
    (refused,) = run_all(connection(root, "hf_endpoint", "bad-key", path=""), key="hf_secret_token_1")
    (loading,) = run_all(connection(root, "hf_endpoint", "hf-error", path=""), key="hf_secret_token_1")
    assert refused.failure is not None
    assert loading.failure is not None
    assert (refused.failure.kind, loading.failure.kind) == ("unauthorised", "overloaded")
    assert "hf_secret" not in refused.model_dump_json()


def test_the_hubs_client_is_kept_to_its_host(protocols: Any, run_all: RunAll) -> None:
    """The same refusals hold for the hub's client: a public connection never reaches loopback."""
    root, seen = protocols
    before = len(seen.paths)
    (run,) = run_all(connection(root.replace("http:", "https:"), "hf_endpoint", "tgi", path="", scope="public"))
    assert run.failure is not None
    assert run.failure.kind == "address_refused"
    assert len(seen.paths) == before


def test_other_uses_of_the_hub_keep_the_ordinary_way(protocols: Any) -> None:
    """Outside a trial the hub's shared client works as ever."""
    hub_client._install()
    answer = get_session().get(protocols[0] + "/api/models/acme/tiny")
    assert answer.json()["id"] == "acme/tiny"


def test_a_replaced_client_of_the_hub_is_guarded_again(protocols: Any, run_all: RunAll) -> None:
    """When other code closes or replaces the hub's shared client, the next trial is still kept to its host."""
    import httpx2  # noqa: PLC0415 - only here
    from huggingface_hub import set_client_factory  # noqa: PLC0415

    root, seen = protocols
    get_session().close()
    (first,) = run_all(connection(root, "hf_endpoint", "tgi", path=""))
    assert first.whole, first.failure
    set_client_factory(lambda: httpx2.Client(follow_redirects=True))
    before = len(seen.paths)
    (second,) = run_all(connection(root.replace("http:", "https:"), "hf_endpoint", "tgi", path="", scope="public"))
    assert second.failure is not None
    assert second.failure.kind == "address_refused"
    assert len(seen.paths) == before
