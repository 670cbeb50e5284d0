"""A description of work read by a model behind one of the user's connections, into the same list to look at.

Structured output is asked for. An answer counts only where its words stand in the description and its value can be an
answer: what a model adds of its own is dropped, and nothing is taken before somebody has looked at it.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

from advisor.catalog.catalog import Catalog
from advisor.errors import TrialError
from advisor.questionnaire.answers import FIRST_CASE, Answers
from advisor.questionnaire.change import give
from advisor.questionnaire.intake.prose import MOST_CHARACTERS
from advisor.questionnaire.labels import DATA_CLASSES, DEPLOYMENT_KINDS, LANGUAGES, SECTORS, TASKS, ZONES
from advisor.services.describe_work import ReadAnswer, with_rate
from advisor.trials.clients.call import Progress, run_call
from advisor.trials.clients.factory import load_libraries, make_client
from advisor.trials.guards.before_sending import Caps, PlannedPane, Verdict, check
from advisor.trials.measures.costs import price_for
from advisor.trials.network.keys import Key
from advisor.trials.network.leash import Control
from advisor.trials.records import Connection, Message, Parameters, Run, TrialRequest

PLACES: Final[Mapping[str, str]] = {
    "task": f"{FIRST_CASE}.task",
    "people": f"{FIRST_CASE}.usage.people",
    "requests_per_person_per_day": f"{FIRST_CASE}.usage.requests_per_person_per_day",
    "documents_per_day": f"{FIRST_CASE}.usage.documents_per_day",
    "pages_per_document": f"{FIRST_CASE}.usage.pages_per_document",
    "documents_held": f"{FIRST_CASE}.usage.documents_held",
    "languages": f"{FIRST_CASE}.languages",
    "longest_wait_s": f"{FIRST_CASE}.latency.total_s",
    "data_class": "data.classification",
    "personal_data": "data.personal_data",
    "health_data": "data.health_data",
    "zones": "data.residency",
    "country": "hosting.country",
    "may_run_on": "hosting.allowed",
    "no_network": "hosting.air_gapped",
    "sector": "governance.sector",
    "most_money_per_month": "budget.monthly_cap",
    "currency": "budget.currency",
}
"""What a model may fill in, and the place of each in ``Answers``."""
_LISTS: Final = frozenset({"languages", "zones", "may_run_on"})
_YES_OR_NO: Final = frozenset({"personal_data", "health_data", "no_network"})
_SCHEMA: Final = json.dumps(
    {
        "type": "object",
        "properties": {
            "answers": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {
                        "field": {"type": "string", "enum": list(PLACES)},
                        "value": {"type": "string"},
                        "words": {"type": "string"},
                    },
                    "required": ["field", "value", "words"],
                    "additionalProperties": False,
                },
            }
        },
        "required": ["answers"],
        "additionalProperties": False,
    }
)
_SYSTEM: Final = f"""You read a description of work for a generative model and fill in a form.
Give a field only where the description says it. "words" are copied from the description, letter by letter.
Values are texts: numbers without separators, yes or no, codes of lists with commas between them.
task: one of {", ".join(TASKS)}. languages: ISO 639-1 codes, of {", ".join(LANGUAGES)}.
zones (where data must be processed): of {", ".join(ZONES)}. country: ISO 3166-1 code of two letters.
data_class: one of {", ".join(DATA_CLASSES)}. may_run_on: of {", ".join(DEPLOYMENT_KINDS)}.
sector: one of {", ".join(SECTORS)}. currency: ISO 4217 code. documents are counted a day, money a month."""


def planned(text: str, connection: Connection, catalog: Catalog) -> PlannedPane:
    """What would be sent: the description, with structured output asked for."""
    parameters = Parameters(system=_SYSTEM, json_schema=_SCHEMA, max_tokens=2_000, temperature=0)
    request = TrialRequest(messages=(Message(role="user", text=text[:MOST_CHARACTERS]),), parameters=parameters)
    return PlannedPane(connection, request, price_for(connection, catalog))


def may_send(pane: PlannedPane, answers: Answers, *, spent_today_usd: Decimal) -> Verdict:
    """What the guards say: the class of the decision's data against the connection's, money, personal data."""
    data_class = answers.data.classification
    return check([pane], data_class=data_class, caps=Caps(), spent_today_usd=spent_today_usd)


def read_by_model(
    pane: PlannedPane,
    answers: Answers,
    catalog: Catalog,
    *,
    find_key: Callable[[Connection], Key],
    on_run: Callable[[Run], None],
) -> tuple[ReadAnswer, ...]:
    """Send the description and read the answers; raises TrialError where the call or its answer fails.

    ``on_run`` keeps the run, so that its cost counts towards the day's cap whatever came of it.
    """
    run_id, started_at = uuid.uuid4().hex, datetime.now(UTC)
    load_libraries([pane.connection.flavour])
    control = Control(deadline_s=pane.connection.deadline_s)
    result = run_call(
        pane.connection, pane.request, control=control, progress=Progress(), find_key=find_key, factory=make_client
    )
    on_run(
        result.to_run(
            pane.connection, pane.request, price=pane.price, run_id=run_id, group_id=run_id, started_at=started_at
        )
    )
    if result.problem is not None:
        raise TrialError(result.problem.message)
    return accepted(result.text, pane.request.messages[0].text, answers, catalog)


def accepted(reply: str, text: str, answers: Answers, catalog: Catalog) -> tuple[ReadAnswer, ...]:
    """The answers of a model's reply that hold: their words stand in the text, and their value can be an answer.

    Raises TrialError where the reply is not the structure that was asked for.
    """
    try:
        listed = json.loads(reply[reply.index("{") : reply.rindex("}") + 1])["answers"]
        items = [(str(item["field"]), str(item["value"]), str(item["words"])) for item in listed]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise TrialError("the model did not answer in the structure that was asked for") from error
    found: dict[str, ReadAnswer] = {}
    for name, value, words in items:
        stands = bool(words.strip()) and words.strip().lower() in text.lower()
        if name in PLACES and stands:
            found.setdefault(PLACES[name], ReadAnswer(PLACES[name], _typed(name, value), words.strip()))
    given = {item.place: item.value for item in found.values()} | with_rate(found, catalog)
    refused = give(answers, given, numbers=catalog.usual_numbers).refused
    return tuple(item for item in found.values() if item.place not in refused)


def _typed(name: str, value: str) -> Any:
    """A text as what its field holds; what cannot be that stays a text, which is then refused."""
    text = value.strip()
    if name in _LISTS:
        return tuple(part.strip() for part in text.split(",") if part.strip())
    if name in _YES_OR_NO and text.lower() in ("yes", "true", "no", "false"):  # NO is also Norway
        return text.lower() in ("yes", "true")
    try:
        return float(text)
    except ValueError:
        return text
