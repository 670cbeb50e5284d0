"""The reference of REST, made from its own OpenAPI document: a page for people, and the document as a file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from advisor.api.problems import TYPES
from advisor.api.rest import bare_api, openapi_of
from advisor.settings import Settings
from advisor.storage.tokens.access_tokens import LONGEST_DAYS, USUAL_DAYS

MADE: Final = "<!-- Made by python -m advisor.cli.reference_pages: change the source, not this page. -->"
_INTRODUCTION: Final = """\
# REST

{made}

The advisor for programs, under `/api/v1` of the app: the records that the command line prints with `--format json`.
The document for machines is `/api/v1/openapi.json` (OpenAPI 3.1), also [in this folder](openapi.json).

## A first request

```sh
TOKEN=$(advisor token create ci --scope read --scope assess --days 30)
curl -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" \\
  --data @answers.json https://advisor.example.com/api/v1/assessments
```

`answers.json` holds answers as JSON (the page [Answers](answers.md) lists every field); `GET /decisions/ID` gives them
of a saved decision. Without the pages the same runs alone: `uvicorn --factory advisor.api.asgi:alone`.

## Tokens

`advisor token create|list|revoke`; people who sign in make, see and end their own under *Connections*. A token is
shown once; a hash of it is kept. It ends by itself, after {usual} days if nothing else is said and after {longest} at
most. Where people sign in, `--person` says for whom it asks: it never may more than that person may now, and
decisions that the person may not see are not found. Where nobody signs in it asks for whoever uses the machine. Every
change stands in the audit trail with the person and “by token NAME”.

| scope | lets a program |
| --- | --- |
| `read` | look into the catalog, and at the decisions that its person may see |
| `assess` | have answers assessed, sized and costed |
| `report` | have reports made |
| `write` | make, change, share and bin decisions, propose them, comment |
| `approve` | approve and reject, as its person may |
| `metrics` | read `/metrics` from another machine, for administrators |

No cookie is read, and a page of another site is refused, so that no browser can be made to ask.

## Limits

A body may have 1,000,000 bytes (413). A token may ask {per_minute} times a minute, REST and MCP together
(`ADVISOR_API_REQUESTS_PER_MINUTE`): counted once for all processes on one PostgreSQL, else by the process. Beyond it
the answer is 429 with `Retry-After`. Whoever has no token is counted by address, and by each process.

Heavy work is done by the processes that pages use too, each call within `ADVISOR_ASIDE_SECONDS` and
`ADVISOR_ASIDE_MEGABYTES`. Lists come by the page: send `next` of one as `cursor` for the next; entries that come and go
meanwhile move no other.

## Changes

`GET /decisions/ID` gives an `ETag`. `PUT` and `PATCH` take it as `If-Match`: where somebody else was faster the answer
is 412 and nothing is stored, without it 428.

## Probes

`/healthz` says that the process lives, `/readyz` that database and catalog answer; else 503, where `problems` names
what is not ready. Both tell anybody, by whatever name they ask. `/metrics` (Prometheus) answers programs of this
machine that ask by a loopback name and through no proxy, and administrators by a token with the scope `metrics`; no
label names a person, a prompt or a key. What is counted ends in `_total`, a time in `_seconds`.

## Held to its document

`tests/api/test_schemathesis.py` sends what the document allows and forbids to every operation, and then goes the ways
from one to another (fuzzing and stateful phase, a fixed seed); its docstring has the command for a longer run, and
`tests/api/schemathesis.toml` says of each operation what may be refused though its form is right, and why. On
2026-11-29, 114 generated cases on all 31 operations: every answer as documented. Two of them took longer than 10
seconds (a report 12.7, the first assessment 59), while about 25 processes waited for the two cores of that machine.
There a call can also run into `ADVISOR_ASIDE_SECONDS`, which counts time that passes, not work that is done: in a
second run beside as many, five calls were refused so (`too-heavy`).
"""


def document() -> dict[str, Any]:
    """The OpenAPI document."""
    return openapi_of(bare_api())


def document_text() -> str:
    """The OpenAPI document as it stands in the folder of the reference."""
    return json.dumps(document(), indent=1, ensure_ascii=False) + "\n"


def rest_page() -> str:
    """The page for people."""
    return "\n".join(
        [
            _INTRODUCTION.format(
                made=MADE,
                usual=USUAL_DAYS,
                longest=LONGEST_DAYS,
                per_minute=Settings.model_fields["api_requests_per_minute"].default,
            ),
            "## Operations",
            "",
            "| operation | scope | what it does |",
            "| --- | --- | --- |",
            *_operations(),
            "",
            "## Problems",
            "",
            "What goes wrong comes as `application/problem+json` (RFC 9457): `type` is `/api/v1/problems/NAME`,",
            "`detail` says what happened, `problems` lists each place with what was found and what is allowed.",
            "",
            "| name | status | what it means | what to do |",
            "| --- | --- | --- | --- |",
            *(f"| `{kind.name}` | {kind.status} | {kind.title} | {kind.what_to_do} |" for kind in TYPES.values()),
            "",
        ]
    )


def _operations() -> Iterator[str]:
    for path, methods in document()["paths"].items():
        for method, operation in methods.items():
            scopes = [scope for one in operation.get("security", ()) for found in one.values() for scope in found]
            needed = " ".join(f"`{scope}`" for scope in scopes) or ("any" if operation.get("security") else "no token")
            told = " ".join(operation["description"].split())
            yield f"| `{method.upper()} {path}` | {needed} | {operation['summary']}. {told} |"
