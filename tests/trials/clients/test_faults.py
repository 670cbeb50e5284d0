"""Every endpoint misbehaviour by name: a clear message, what had arrived kept, and the pane beside it untouched."""

from __future__ import annotations

import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from types import ModuleType
from typing import Any, get_args

import pytest
from running import PATIENCE_S, until

from advisor.trials.clients.faults import ADVICE, explain
from advisor.trials.clients.openai_base import model_names
from advisor.trials.network.keys import Key, keys_from
from advisor.trials.network.leash import Control, StoppedError
from advisor.trials.playground.fanout import PaneJob, Trial
from advisor.trials.records import Connection, FailureKind, Run, TrialRequest

KEY = "canary-key-5f3a9c"
# fault: (kind of failure, a word of the message, what had arrived)
FAULTS: dict[str, tuple[str, str, str]] = {
    "status_400": ("bad_request", "temperature must be lower", ""),
    "status_401": ("unauthorised", "does not accept the key", ""),
    "status_403": ("forbidden", "forbids", ""),
    "status_404_model": ("model_not_found", "no model 'status_404_model'", ""),
    "status_404_path": ("wrong_path", "nothing at this address", ""),
    "status_405": ("wrong_path", "nothing at this address", ""),
    "status_413": ("too_long", "too long", ""),
    "status_422": ("bad_request", "refuses the request", ""),
    "status_429": ("rate_limited", "wait 7 s", ""),
    "status_429_quota": ("unpaid", "quota", ""),
    "status_500": ("server_error", "failed (status 500)", ""),
    "status_502_html": ("overloaded", "status 502", ""),
    "status_503_loading": ("overloaded", "Loading model", ""),
    "context_too_long": ("too_long", "too long", ""),
    "content_filter_prompt": ("filtered", "content filter", ""),
    "content_filter_answer": ("filtered", "content filter ended", "The"),
    "wrong_flavour": ("wrong_flavour", "another API flavour", ""),
    "error_in_mid_stream": ("server_error", "CUDA out of memory", "The"),
    "reset_at_once": ("disconnected", "broke", ""),
    "reset_in_mid_stream": ("disconnected", "broke", "The answer"),
    "close_without_finish": ("disconnected", "without a finish", "The answer"),
    "broken_chunked": ("disconnected", "before the answer was complete", "The"),
    "short_body": ("disconnected", "before the answer was complete", "The"),
    "not_http": ("disconnected", "closed the connection", ""),
    "silent": ("deadline", "deadline of 600 s", ""),
    "silent_in_mid_stream": ("deadline", "deadline of 600 s", "The"),
    "drip": ("deadline", "deadline of 600 s", ""),
    "endless": ("too_large", "more than 16,777,216 bytes", "again and again"),
    "endless_comments": ("deadline", "deadline of 600 s", ""),
    "line_of_1_mb": ("malformed", "not valid JSON", "The"),
    "line_of_2_mb": ("line_too_long", "a line of more than", "The"),
    "endless_line": ("line_too_long", "a line of more than", "The"),
    "gzip_bomb": ("encoded", "packed as 'gzip'", ""),
    "bad_json": ("malformed", "not valid JSON", "The"),
    "json_of_other_form": ("empty", "without a word", ""),
    "numbers_as_text": ("empty", "without a word", ""),
    "html_page": ("wrong_path", "web page", ""),
    "empty_stream": ("empty", "without a word", ""),
    "no_words": ("empty", "without a word", ""),
    "nothing_at_all": ("empty", "without a word", ""),
    "json_error_200": ("overloaded", "model overloaded", ""),
    "bad_json_whole": ("malformed", "not valid JSON", ""),
    "json_array_whole": ("malformed", "not an object", ""),
    "redirect_elsewhere": ("redirected", "not the connection's own host", ""),
    "redirect_metadata": ("redirected", "169.254.169.254", ""),
    "redirect_in_circles": ("redirected", "circles", ""),
    "echo_key": ("unauthorised", "Incorrect API key provided: [key]", "Your key is [key]."),
    "refuse_with_key": ("unauthorised", "Incorrect API key provided: [key]", ""),
    "finish_error": ("server_error", "with an error (error)", "The ans"),
    "finish_network_error": ("server_error", "(network_error)", "The ans"),
    "finish_no_resource": ("server_error", "(insufficient_system_resource)", "The ans"),
    "finish_abort": ("server_error", "(abort)", "The ans"),
    "finish_sensitive": ("filtered", "content filter ended the answer (sensitive)", "The ans"),
    "finish_safety_in_capitals": ("filtered", "(SAFETY)", "The ans"),
    "finish_refusal": ("filtered", "(refusal)", "The ans"),
    "finish_guardrail": ("filtered", "(guardrail_intervened)", "The ans"),
    "finish_length": ("cut", "cut at the maximum of 32 tokens (length)", "The ans"),
    "finish_max_tokens_in_capitals": ("cut", "(MAX_TOKENS)", "The ans"),
    "finish_context": ("cut", "(model_context_window_exceeded)", "The ans"),
    "finish_null_as_word": ("disconnected", "without a finish", "The ans"),
    "length_without_a_word": ("cut", "before the answer began (length)", ""),
    "error_as_text": ("overloaded", "upstream overloaded", "The"),
    "error_first_too_long": ("too_long", "maximum context length", ""),
    "error_rate_in_stream": ("rate_limited", "slow down", ""),
    "error_object": ("server_error", "CUDA out of memory", ""),
    "error_object_later": ("server_error", "CUDA out of memory", "The"),
    "error_beside_finish": ("overloaded", "Provider disconnected", "The"),
    "base_resp": ("unauthorised", "login fail: bad token", ""),
    "json_error_model": ("model_not_found", "No endpoints found", ""),
    "status_402": ("unpaid", "no credit or quota is left (402)", ""),
    "status_400_credit": ("unpaid", "credit balance is too low", ""),
    "status_429_date": ("rate_limited", "wait until 2026-10-21 07:28 UTC", ""),
    "status_429_ms": ("rate_limited", "wait 1.5 s", ""),
    "status_429_odd_date": ("rate_limited", "too many requests (429). It says: slow", ""),
    "status_400_gemini_key": ("unauthorised", "does not accept the key (400). It says: API key not valid", ""),
    "status_400_llamacpp_context": ("too_long", "exceeds the available context size", ""),
    "status_400_prompt_too_long": ("too_long", "prompt is too long", ""),
    "status_400_input_tokens": ("too_long", "input token count", ""),
    "status_400_model": ("model_not_found", "does not exist", ""),
    "status_401_plain": ("unauthorised", "Unauthorized", ""),
    "status_422_fields": ("bad_request", "body.messages: Field required", ""),
    "status_529": ("overloaded", "status 529", ""),
    "deep_error": ("server_error", "failed (status 500)", ""),
    "deep_error_whole": ("bad_request", "refuses the request (status 422).", ""),
    "deep_error_in_stream": ("server_error", "reports in mid-stream", ""),
    "deep_arguments": ("malformed", "does not have the form", ""),
}
# oddity that still is an answer: (the answer, the reasoning, a word of a note)
ODDITIES: dict[str, tuple[str, str, str]] = {
    "not_streaming": ("The answer is forty-two.", "", "does not stream"),
    "no_usage": ("The answer is forty-two.", "", ""),
    "absurd_usage": ("Hi", "", ""),
    "control_characters": ("abcd", "", "Control characters were removed"),
    "bad_utf8": ("caf\ufffd \ufffd\ufffd", "", "not UTF-8"),
    "split_utf8": ("Zürich 東京 🙂", "", ""),
    "crlf_lines": ("The answer is forty-two.", "", ""),
    "comments_between": ("Hi", "", ""),
    "no_done_mark": ("Hi", "", ""),
    "thinking_inline": ("Forty-two.", "Let me see.", ""),
    "thinking_field": ("Forty-two.", "Let me see.", ""),
    "html_and_links": (
        "<script>alert(1)</script> ![x](https://evil.example/?q=1) [go](https://evil.example)",
        "",
        "",
    ),
    "wants_other_name": ("The answer is forty-two.", "", "max_completion_tokens"),
    "no_stream_options": ("The answer is forty-two.", "", "stream_options"),
    "parts": ("Forty-two.", "Let me see.", ""),
    "parts_whole": ("Forty-two.", "Let me see.", "does not stream"),
    "parts_of_texts": ("Forty-two.", "", ""),
    "part_alone": ("Forty-two.", "", ""),
    "reasoning_twice": ("Forty-two.", "Let me see.", ""),
    "reasoning_details": ("Forty-two.", "Let me see.", ""),
    "unopened_thought": ("Forty-two.", "Let me see.", "not marked as such"),
    "thinking_longer_mark": ("Forty-two.", "Let me see.", ""),
    "thinking_mistral": ("Forty-two.", "Let me see.", ""),
    "harmony": ("Forty-two.", "Let me see.", ""),
    "second_choice_first": ("Forty-two.", "", ""),
    "message_in_stream": ("Forty-two.", "", ""),
    "text_in_stream": ("Forty-two.", "", ""),
    "halves_of_a_character": ("A \U0001f389 B", "", ""),
    "json_lines": ("The answer is forty-two.", "", "does not stream"),
    "stream_called_json": ("The answer is forty-two.", "", "does not stream"),
    "finish_in_capitals": ("Hi", "", ""),
    "finish_eos": ("Hi", "", ""),
    "finish_empty_between": ("Hi", "", ""),
    "finish_unknown": ("Hi", "", "'well_rested', an unknown word"),
    "null_everywhere": ("Hi", "", ""),
    "refusal_field": ("I cannot help.", "", ""),
    "stream_options_422": ("The answer is forty-two.", "", "stream_options"),
    "stream_options_422_nested": ("The answer is forty-two.", "", "stream_options"),
    "other_name_422": ("The answer is forty-two.", "", "max_completion_tokens"),
    "no_streaming": ("The answer is forty-two.", "", "asked for in one piece"),
}
# what an endpoint reports of six words: basis, input, cached, output and reasoning tokens
USAGES: dict[str, tuple[str, int, int | None, int, int | None]] = {
    "usage_cumulative": ("reported", 7, None, 6, None),
    "usage_zero_last": ("reported", 7, None, 6, None),
    "usage_split": ("reported", 7, None, 6, None),
    "usage_empty": ("estimated", 5, None, 6, None),
    "usage_as_text": ("reported", 7, None, 6, None),
    "usage_as_floats": ("reported", 7, None, 6, None),
    "usage_in_choice": ("reported", 7, None, 6, None),
    "usage_of_groq": ("reported", 7, None, 6, None),
    "usage_of_anthropic": ("reported", 7, 5, 6, None),
    "usage_of_deepseek": ("reported", 7, 5, 6, None),
    "usage_reasoning_beside": ("reported", 7, None, 100, 94),
    "usage_impossible": ("estimated", 7, None, 500, None),
    "usage_cached_above": ("reported", 7, 7, 6, None),
}
RunAll = Callable[..., tuple[Run, ...]]
Connect = Callable[..., Connection]


def intact(run: Run) -> None:
    """The pane beside answered whole."""
    assert run.whole, run.failure
    assert run.text == "The answer is forty-two."


@pytest.fixture
def outlive(ask: TrialRequest, clock: Any) -> Callable[..., tuple[Run, Run]]:
    """Let a pane hang until the one beside it is done, then set the clock past the deadline."""

    def run(bad: Connection, good: Connection, *, arrived: str = "") -> tuple[Run, Run]:
        jobs = [PaneJob(bad, ask), PaneJob(good, ask)]
        trial = Trial(jobs, find_key=lambda _: Key(KEY), clock=clock).start()
        until(lambda: not trial.snapshots()[1].busy, "the end of the good pane")
        until(lambda: trial.snapshots()[0].text.startswith(arrived), "the first words of the hanging pane")
        assert trial.snapshots()[0].busy
        clock.ahead_s = 10_000.0
        assert trial.wait(PATIENCE_S)
        first, second = trial.runs()
        return first, second

    return run


def test_every_behaviour_of_the_server_is_expected_somewhere(servers: ModuleType) -> None:
    """No fault is played without being tested, and there are at least sixty."""
    tested = set(FAULTS) | set(ODDITIES) | set(USAGES)
    assert set(servers.BEHAVIOURS) == tested | set(servers.CALLS) | {"well", "cut_in_thought"}
    assert len(tested) >= 60


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_explained_and_leaves_the_other_pane_alone(
    fault: str, *, server: Any, steady: Any, connect: Connect, run_all: RunAll, outlive: Callable[..., tuple[Run, Run]]
) -> None:
    """The failing pane says what is wrong and keeps what had arrived; the other is intact, and waits for nobody."""
    kind, words, arrived = FAULTS[fault]
    panes = connect(server, fault), connect(steady)
    bad, good = outlive(*panes, arrived=arrived) if kind == "deadline" else run_all(*panes, key=KEY)
    assert bad.failure is not None
    assert bad.failure.kind == kind
    assert words in bad.failure.message
    assert bad.failure.advice or kind == "stopped"
    assert KEY not in bad.model_dump_json()
    assert bad.partial == bool(arrived)
    assert bad.text.startswith(arrived)
    assert arrived or not bad.text
    intact(good)


def test_a_deadline_passes_by_itself(server: Any, connect: Connect, run_all: RunAll) -> None:
    """Nobody need stop a call whose endpoint never answers."""
    (run,) = run_all(connect(server, "silent", deadline_s=0.5))
    assert run.failure is not None
    assert run.failure.kind == "deadline"


@pytest.mark.parametrize("oddity", ODDITIES)
def test_an_oddity_is_taken_and_noted(oddity: str, server: Any, steady: Any, connect: Connect, run_all: RunAll) -> None:
    """What is odd but still an answer counts as whole, with a note where a figure suffers."""
    text, reasoning, note = ODDITIES[oddity]
    odd, good = run_all(connect(server, oddity), connect(steady))
    assert odd.whole, odd.failure
    assert (odd.text, odd.reasoning) == (text, reasoning)
    assert (note in " ".join(odd.notes)) if note else not odd.notes
    intact(good)


def test_a_missing_usage_is_estimated_and_labelled(server: Any, connect: Connect, run_all: RunAll) -> None:
    """Without the endpoint's count the tokens are estimated, and the record says so."""
    (run,) = run_all(connect(server, "no_usage"))
    assert run.tokens.basis == "estimated"
    assert run.tokens.output_tokens == 6
    (reported,) = run_all(connect(server))
    assert (reported.tokens.basis, reported.tokens.input_tokens, reported.tokens.output_tokens) == ("reported", 7, 6)


@pytest.mark.parametrize("shape", USAGES)
def test_tokens_are_read_wherever_the_endpoint_reports_them(
    shape: str, server: Any, connect: Connect, run_all: RunAll
) -> None:
    """Repeated, zero, partial, in other fields or impossible: nothing that was used counts as nothing."""
    (run,) = run_all(connect(server, shape))
    tokens = run.tokens
    found = (
        tokens.basis,
        tokens.input_tokens,
        tokens.cached_input_tokens,
        tokens.output_tokens,
        tokens.reasoning_tokens,
    )
    assert found == USAGES[shape]


@pytest.mark.parametrize(
    ("listing", "names"),
    [
        ({"object": "list", "data": [{"id": "b"}, {"id": "a"}, {"id": "a"}]}, ("a", "b")),
        ([{"id": "b"}, {"id": "a"}], ("a", "b")),
        (["b", "a"], ("a", "b")),
        ({"models": [{"name": "llama3:8b"}, {"model": "q"}]}, ("llama3:8b", "q")),
        ({"data": [{"name": "x"}, {"id": None}, None, 3, {"id": "ok"}]}, ("ok", "x")),
        ({"data": None}, ()),
        ({"data": {}}, ()),
        (None, ()),
    ],
)
def test_a_list_of_models_is_read_in_any_form(listing: object, names: tuple[str, ...]) -> None:
    """An object that holds one, a bare list, names alone, or nothing."""
    assert model_names(listing) == names


def test_a_long_list_of_models_is_read_whole() -> None:
    """Five thousand names of a gateway are five thousand choices."""
    assert len(model_names([{"id": f"model-{number}"} for number in range(5_000)])) == 5_000


def test_an_answer_cut_in_thought_says_so(server: Any, connect: Connect, run_all: RunAll) -> None:
    """It has reasoning and no answer, and the maximum is named as the cause."""
    (run,) = run_all(connect(server, "cut_in_thought"))
    assert run.failure is not None
    assert (run.failure.kind, run.text, run.reasoning) == ("cut", "", "I think and think")
    assert "before the answer began" in run.failure.message
    assert "maximum of tokens" in run.failure.advice


def test_a_call_that_was_never_answered_costs_nothing(server: Any, connect: Connect, run_all: RunAll) -> None:
    """Turned away for its key: there is no estimate of tokens that were never made."""
    (run,) = run_all(connect(server, "status_401"))
    assert run.cost.usd is None
    assert "nothing is charged" in run.cost.note


def test_nobody_listens(steady: Any, connect: Connect, run_all: RunAll) -> None:
    """A closed port is refused, in words."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    bad, good = run_all(connect(steady, base_url=f"http://127.0.0.1:{port}/v1", name="closed"), connect(steady))
    assert bad.failure is not None
    assert bad.failure.kind == "refused"
    intact(good)


def test_a_name_that_does_not_exist(steady: Any, connect: Connect, run_all: RunAll) -> None:
    """A name that no resolver knows is named in the message."""
    bad, good = run_all(connect(steady, base_url="http://no-such-host.invalid/v1", scope="private"), connect(steady))
    assert bad.failure is not None
    assert bad.failure.kind == "name_not_found"
    assert "no-such-host.invalid" in bad.failure.message
    intact(good)


def test_plain_http_behind_https(server: Any, steady: Any, connect: Connect, run_all: RunAll) -> None:
    """An https address whose port speaks plain http says that the secure connection failed."""
    bad, good = run_all(connect(server, base_url=server.url.replace("http:", "https:")), connect(steady))
    assert bad.failure is not None
    assert bad.failure.kind == "tls"
    intact(good)


@pytest.fixture
def self_signed(tmp_path: Path) -> Iterator[int]:
    """A TLS server with a certificate that nobody trusts; gives its port."""
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    subject = ["-subj", "/CN=127.0.0.1", "-days", "1", "-newkey", "rsa:2048", "-nodes"]
    command = ["openssl", "req", "-x509", *subject, "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                plain, _ = listener.accept()
            except OSError:
                return
            with plain:
                try:
                    context.wrap_socket(plain, server_side=True).close()
                except OSError:
                    continue

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield listener.getsockname()[1]
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join(5)


def test_an_untrusted_certificate(self_signed: int, steady: Any, connect: Connect, run_all: RunAll) -> None:
    """A self-signed certificate is refused and named as such."""
    bad, good = run_all(connect(steady, base_url=f"https://127.0.0.1:{self_signed}/v1"), connect(steady))
    assert bad.failure is not None
    assert bad.failure.kind == "certificate"
    assert "self-signed" in bad.failure.message
    intact(good)


def test_a_handshake_that_never_ends(steady: Any, connect: Connect, outlive: Callable[..., tuple[Run, Run]]) -> None:
    """A server that accepts and says nothing during the TLS handshake is cut off at the deadline."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        url = f"https://127.0.0.1:{listener.getsockname()[1]}/v1"
        bad, good = outlive(connect(steady, base_url=url), connect(steady))
    assert bad.failure is not None
    assert bad.failure.kind == "deadline"
    intact(good)


def test_a_missing_key_is_said_before_anything_is_sent(server: Any, steady: Any, connect: Connect, ask: Any) -> None:
    """A connection whose key is not in the environment never reaches its endpoint."""
    locked = connect(server, key={"kind": "env", "name": "ADVISOR_KEY_NOBODY"})
    before = len(server.seen.bodies)
    trial = Trial([PaneJob(locked, ask), PaneJob(connect(steady), ask)], find_key=keys_from({})).start()
    assert trial.wait(PATIENCE_S)
    bad, good = trial.runs()
    assert bad.failure is not None
    assert bad.failure.kind == "key_missing"
    assert "ADVISOR_KEY_NOBODY" in bad.failure.message
    assert len(server.seen.bodies) == before
    intact(good)


def test_every_kind_of_failure_has_its_advice() -> None:
    """Empty only where there is nothing to advise."""
    assert set(get_args(FailureKind)) == ADVICE.keys()
    assert {kind for kind, advice in ADVICE.items() if not advice} == {"stopped", "local_model"}


def test_the_cause_behind_an_error_is_what_is_explained() -> None:
    """Libraries wrap it; and no key stands in what is said."""
    connection = Connection(name="c", base_url="https://example.org/v1")
    wrapped = RuntimeError(f"request with {KEY} failed")
    wrapped.__cause__ = StoppedError("Stopped.")
    assert explain(wrapped, connection=connection, control=Control(5), keys=[Key(KEY)]).kind == "stopped"
    plain = explain(RuntimeError(f"with {KEY}"), connection=connection, control=Control(5), keys=[Key(KEY)])
    assert plain.kind == "unexpected"
    assert KEY not in plain.message
