"""The starter prompts: two per use case, short enough to run at once and telling enough to compare answers."""

from __future__ import annotations

from typing import Final

from advisor.questionnaire.answers import Task
from advisor.trials.playground.prompt_library import Prompt


def _prompt(task: Task, name: str, text: str, *, system: str = "", reference: str = "", **variables: str) -> Prompt:
    slug = "".join(character if character.isalnum() else "-" for character in name.lower())
    return Prompt(
        prompt_id=f"starter-{task}-{slug}"[:36],
        name=name,
        task=task,
        system=system,
        text=text,
        variables=variables,
        reference=reference,
    )


_POLICY: Final = (
    "Travel policy, section 4. Employees book economy class for flights under six hours. Above six hours, premium "
    "economy "
    "may be booked with the approval of the cost-centre owner. Receipts are handed in within 30 days. Taxis are "
    "paid when "
    "no public transport runs within one hour."
)
STARTERS: Final[tuple[Prompt, ...]] = (
    _prompt(
        "chat_assistant",
        "Refuse politely, offer a way",
        "A customer of {{company}} writes: 'Your fee of 25 euros is a disgrace, pay it back at once!' The fee was "
        "correct. "
        "Answer in at most 90 words: polite, clear that the fee stands, with one thing the customer can do.",
        system="You answer customers of {{company}}. You never promise refunds.",
        company="Example Bank",
    ),
    _prompt(
        "chat_assistant",
        "Ask back when something is missing",
        "A colleague writes: 'It does not work any more, please help.' Ask the three questions that bring you "
        "furthest.",
        system="You are the service desk of an IT department.",
    ),
    _prompt(
        "rag",
        "Answer only from the text",
        f"{_POLICY}\n\nQuestion: May I book business class for a flight of eight hours? Answer from the text only, "
        f"and quote "
        "the sentence you rely on. If the text does not say, say so.",
        reference="The text does not provide for business class; above six hours premium economy with approval.",
    ),
    _prompt(
        "rag",
        "Admit that the answer is missing",
        f"{_POLICY}\n\nQuestion: How much is the daily meal allowance? Answer from the text only. If it does not say, "
        "answer exactly: NOT IN THE TEXT",
        reference="NOT IN THE TEXT",
    ),
    _prompt(
        "document_processing",
        "Invoice to fields",
        "Invoice 2026-0815 of Muster GmbH, 3 November 2026. 12 desk lamps at 39.50 EUR each, 19% VAT. Due in 14 "
        "days.\n\n"
        "Give the fields as JSON: invoice_number, supplier, date (ISO), net_total, vat, gross_total, due_date (ISO).",
        reference='{"net_total": 474.00, "vat": 90.06, "gross_total": 564.06, "due_date": "2026-11-17"}',
    ),
    _prompt(
        "long_document_analysis",
        "Find the contradiction",
        "Clause 3: Either party may end this agreement with three months' notice to the end of a quarter. Clause 7: "
        "Prices are "
        "fixed for two years. Clause 12: The customer may not end this agreement within its first two years. Clause "
        "15: "
        "Notice is given in writing.\n\nWhich clauses contradict each other, and what would you ask the other side?",
        reference="Clauses 3 and 12",
    ),
    _prompt(
        "code",
        "A function with its edge cases",
        "Write a Python function parse_duration(text) that turns '1h30m', '45s' or '2d' into seconds. Raise "
        "ValueError with a "
        "helpful message for anything else. Then name the edge cases you thought of.",
    ),
    _prompt(
        "code",
        "Find the fault",
        "This should return the median. What is wrong, and what is the smallest fix?\n\n```python\ndef "
        "median(values):\n"
        "    values.sort()\n    middle = len(values) / 2\n    return values[middle]\n```",
        reference="Integer division, the even case, the empty list, and the caller's list is changed.",
    ),
    _prompt(
        "agents",
        "Plan before acting",
        "You can call: search_orders(customer_id), refund(order_id, amount), escalate(reason). A customer (id 4711) "
        "says that "
        "order 88 arrived broken and wants the money back. Refunds above 100 euros need a person. List the calls "
        "you would "
        "make, in order, with what you check in between.",
    ),
    _prompt(
        "classification_extraction",
        "Sort a ticket",
        "Sort into exactly one of: billing, technical, contract, other. Answer with the word only.\n\n"
        "'Since the update I cannot log in, and yet you charged me again this month.'",
        reference="technical",
    ),
    _prompt(
        "classification_extraction",
        "Names and dates as JSON",
        "From the text, give JSON with the keys people (list) and dates (list, ISO): 'On 5 May 2026 Ada Yilmaz met "
        "Jon Berg; "
        "they will meet again on the first of June.'",
        reference='{"people": ["Ada Yilmaz", "Jon Berg"], "dates": ["2026-05-05", "2026-06-01"]}',
    ),
    _prompt(
        "translation",
        "Tone and terms",
        "Translate into {{language}}, formal address, keep the product name: 'Your CloudBox is almost full. Free up "
        "some space "
        "or upgrade, and we will keep your backups for another 30 days.'",
        language="German",
    ),
    _prompt(
        "summarisation",
        "Three lines for the board",
        f"Summarise for a board member in three bullet points, no adjectives, nothing that the text does not "
        f"say:\n\n{_POLICY}",
    ),
    _prompt(
        "semantic_search",
        "Rewrite a search",
        "Give five different search queries with which to find, in a knowledge base, how to reset the password of a "
        "shared "
        "mailbox. One per line, no numbering.",
    ),
    _prompt(
        "transcription",
        "Repair a transcript",
        "Repair this transcript (punctuation, obvious mishearings), change nothing else: 'so the sequel database "
        "was down for "
        "too ours on monday and we fell back to the stand buy in frank fort'",
        reference="So the SQL database was down for two hours on Monday and we fell back to the standby in Frankfurt.",
    ),
    _prompt(
        "speech_synthesis",
        "Text to be spoken",
        "Rewrite for being read aloud (numbers and abbreviations in words): 'Appt. on 3/11 at 14:30, bldg. 7, ext. "
        "4410.'",
    ),
    _prompt(
        "image_generation",
        "A brief for an image",
        "Write one image prompt of at most 60 words for a banner: a modern water works at dawn, no people, room for "
        "a headline "
        "on the left, colours blue and sand.",
    ),
)


def starters(task: Task | None = None) -> tuple[Prompt, ...]:
    """The starter prompts of a use case, or all of them."""
    return tuple(prompt for prompt in STARTERS if task is None or prompt.task == task)
