"""Test connection: what works and what does not, step by step, in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from advisor.trials.clients.call import CallResult, Progress, run_call
from advisor.trials.clients.factory import make_client, make_embedder
from advisor.trials.clients.faults import explain
from advisor.trials.events import ClientFactory
from advisor.trials.network.keys import NO_KEY, KeyFinder, redact
from advisor.trials.network.leash import Control
from advisor.trials.records import EMBEDS, Connection, Failure, FailureKind, Flavour, Message, Parameters, TrialRequest

TEST_DEADLINE_S: Final = 45.0
_OTHER_FLAVOUR: Final[dict[str, Flavour]] = {
    "openai_chat": "openai_responses",
    "openai_responses": "openai_chat",
    "azure_chat": "azure_responses",
    "azure_responses": "azure_chat",
}
_NOT_UNDERSTOOD: Final[frozenset[FailureKind]] = frozenset(
    {"wrong_path", "wrong_flavour", "malformed", "bad_request", "empty", "model_not_found", "server_error"}
)
"""Failures of an endpoint that is there and may take another kind of request."""
_WORDS: Final[dict[str, str]] = {
    "openai_chat": "chat completions",
    "openai_responses": "responses",
    "azure_chat": "Azure chat completions",
    "azure_responses": "Azure responses",
}


@dataclass(frozen=True, slots=True)
class DiagnosisStep:
    """One thing that was tried: ``ok`` True, False, or None for a remark."""

    name: str
    ok: bool | None
    message: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """The steps in order and the models that the endpoint lists."""

    steps: tuple[DiagnosisStep, ...]
    models: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether the connection can be used."""
        return all(step.ok is not False for step in self.steps)


def diagnose(connection: Connection, find_key: KeyFinder, *, factory: ClientFactory = make_client) -> Diagnosis:
    """List the endpoint's models and ask it for one word, or for embeddings where it has none; never raises."""
    models, listing = listed(connection, find_key, factory=factory)
    steps = [listing]
    answer = _asked(connection, find_key, factory)
    if answer.problem is None:
        return Diagnosis((*steps, *_answered(answer)), models)
    if answer.problem.kind == "cut":  # by our own limit: a model that thinks first needs more than one word takes
        remark = DiagnosisStep("Remark", None, answer.problem.message)
        return Diagnosis((*steps, *_answered(answer), remark), models)
    if answer.problem.kind in _NOT_UNDERSTOOD and _embeds(connection, find_key):
        return Diagnosis((*steps, *_EMBEDDED), models)
    steps.append(_failed(answer.problem))
    steps += _other_flavour(connection, answer.problem, find_key, factory)
    if models and connection.model and connection.model not in models:
        near = ", ".join(models[:5])
        steps.append(DiagnosisStep("Model", False, f"{connection.model!r} is not among the listed models: {near} …"))
    return Diagnosis(tuple(steps), models)


def listed(
    connection: Connection, find_key: KeyFinder, *, factory: ClientFactory = make_client
) -> tuple[tuple[str, ...], DiagnosisStep]:
    """The models that an endpoint lists, and how the listing went; never raises."""
    control = Control(TEST_DEADLINE_S / 3)
    key = NO_KEY
    try:
        key = find_key(connection)
        client = factory(connection, key, control)
        try:
            models = tuple(redact(name, (key,)) for name in client.models())
        finally:
            client.close()
    except Exception as error:  # noqa: BLE001 - the border: whatever a foreign endpoint causes is explained
        problem = explain(error, connection=connection, control=control, keys=(key,))
        return (), DiagnosisStep("List of models", None, f"Not available: {problem.message}")
    if not models:
        return (), DiagnosisStep(
            "List of models", None, "The endpoint lists none; that is usual for dedicated endpoints."
        )
    return models, DiagnosisStep("List of models", True, f"{len(models)} listed.")


def _asked(connection: Connection, find_key: KeyFinder, factory: ClientFactory) -> CallResult:
    request = TrialRequest(
        messages=(Message(role="user", text="Answer with the single word: ready"),),
        parameters=Parameters(max_tokens=64),
    )
    return run_call(
        connection,
        request,
        control=Control(TEST_DEADLINE_S),
        progress=Progress(),
        find_key=find_key,
        factory=factory,
    )


_EMBEDDED: Final = (
    DiagnosisStep("Embeddings", True, "It embeds texts."),
    DiagnosisStep(
        "Use", None, "A model that embeds answers no prompt: use it in an evaluation, to compare answers by meaning."
    ),
)


def _embeds(connection: Connection, find_key: KeyFinder) -> bool:
    """Whether the endpoint embeds texts, which is no fault of a connection that is meant for it."""
    if connection.flavour not in EMBEDS:
        return False
    ask = TrialRequest(messages=(Message(role="user", text="ready"), Message(role="user", text="steady")))
    control = Control(TEST_DEADLINE_S)
    found = run_call(connection, ask, control=control, progress=Progress(), find_key=find_key, factory=make_embedder)
    return found.problem is None


def _failed(problem: Failure) -> DiagnosisStep:
    return DiagnosisStep("Answer", False, problem.message, problem.advice)


def _answered(answer: CallResult) -> list[DiagnosisStep]:
    timeline = answer.timeline
    steps = [
        DiagnosisStep("Answer", True, f"It answered in {answer.ended - (timeline.started if timeline else 0):.2f} s.")
    ]
    streamed = timeline is not None and timeline.streamed
    steps.append(
        DiagnosisStep("Streaming", True, "The answer streams.")
        if streamed
        else DiagnosisStep("Streaming", None, "It does not stream: times to first token cannot be measured.")
    )
    counted = answer.usage is not None and answer.usage.output_tokens is not None
    steps.append(
        DiagnosisStep("Token counts", True, "It reports how many tokens it used.")
        if counted
        else DiagnosisStep(
            "Token counts", None, "It does not report tokens: they will be counted or estimated, and labelled."
        )
    )
    return steps + [DiagnosisStep("Remark", None, note) for note in answer.notes]


def _other_flavour(
    connection: Connection, problem: Failure, find_key: KeyFinder, factory: ClientFactory
) -> list[DiagnosisStep]:
    """Try the other API flavour when the failure may come from it."""
    other = _OTHER_FLAVOUR.get(connection.flavour)
    if other is None or problem.kind not in _NOT_UNDERSTOOD - {"model_not_found", "server_error"}:
        return []
    second = _asked(connection.model_copy(update={"flavour": other}), find_key, factory)
    if second.problem is not None:
        return []
    message = f"With the API flavour {_WORDS[other]!r} it answers: choose that one for this connection."
    return [DiagnosisStep("API flavour", False, message)]
