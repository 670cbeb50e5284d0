"""Why something is assumed of the work until somebody says otherwise."""

from __future__ import annotations

from typing import Final

INTAKE_SENTENCES: Final = {
    "assumed.task": "Usual for {task}.",
    "assumed.people": "{people:,.0f} people, {each:g} times a day each: {requests:,.0f} requests.",
    "assumed.people_usual": (
        "{people:,.0f} people; {each:g} times a day each is usual for this work: {requests:,.0f} requests."
    ),
    "assumed.documents": "{documents:,.0f} documents a day, one request each.",
    "assumed.pages": "{pages:g} pages of about {page:,.0f} tokens, and {prompt:,.0f} tokens of instructions.",
    "assumed.as_long": "A translation is about as long as its text: {tokens:,.0f} tokens.",
    "assumed.context": "The document, the instructions and the answer are {tokens:,.0f} tokens; with room above them.",
    "assumed.corpus": "{documents:,.0f} documents of {pages:g} pages of about {page:,.0f} tokens.",
}
