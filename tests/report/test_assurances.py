"""What a provider assures, in words: the code with its days or hours, the day on which it was read, and who has it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from report.samples import nothing_fits, shipped

from advisor.catalog.tables.schema_serving import ProviderAssurance
from advisor.report.compose import context_of
from advisor.report.document.blocks import Text, plain_text
from advisor.report.document.context import Context
from advisor.report.sections.annexes.assurances import assured, reports
from advisor.words.language import words_in

ROW = ProviderAssurance(
    provider_id="groq",
    matter="deletion",
    code="by_provider",
    days=30,
    hours=None,
    objection_days=None,
    only=None,
    url="https://example.com/list",
    checked_on=date(2026, 9, 1),
    source="infercheck-2026-04#groq",
)


def context_with(row: ProviderAssurance) -> Context:
    """What a section reads, with one row of assurances."""
    return context_of(nothing_fits(), replace(shipped(), provider_assurances=(row,)), words_in("en"), None)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({}, "deleted within 30 days after the end (as of"),
        ({"days": None}, "deleted by the provider, no time stated (as of"),
        ({"code": "by_customer"}, "you delete it yourself, until 30 days after the end (as of"),
        ({"code": "locked"}, "out of reach 30 days after the end, no time of deletion stated (as of"),
        ({"matter": "incident_notice", "code": "within_hours", "days": None, "hours": 48}, "within 48 hours (as of"),
        ({"matter": "incident_notice", "code": "undue_delay", "days": None}, "without undue delay, no number of hours"),
        ({"matter": "sub_processors", "code": "public_list"}, "list at example.com/list; a new one 30 days before (as"),
        (
            {"matter": "sub_processors", "code": "in_agreement", "days": None, "objection_days": 10},
            "list in the agreement; 10 days to object (as of",
        ),
        ({"matter": "keys", "code": "provider_managed", "days": None}, "the provider's alone (as of"),
        (
            {"matter": "keys", "code": "customer_held", "days": None, "only": "enterprise"},
            "yours possible for what is stored, in your own key service, for enterprise customers alone (as of",
        ),
        (
            {"matter": "keys", "code": "customer_managed", "days": None, "only": "beta"},
            "yours possible for what is stored, in its key service, on trial (beta) (as of",
        ),
    ],
)
def test_a_code_is_told_in_words_with_its_day_and_address(cells: dict[str, object], said: str) -> None:
    """Every code has its sentence, and the day beside it."""
    row = ProviderAssurance.model_validate(ROW.model_dump() | cells)
    told = assured(context_with(row), "groq", row.matter)
    assert plain_text(told).startswith(said)
    assert plain_text(told).endswith("2026)")
    assert isinstance(told, Text)
    assert told.link == "https://example.com/list"


def test_what_no_row_has_is_said_to_be_stated_by_no_source() -> None:
    """Of another matter, of another provider and of own machines."""
    context = context_with(ROW)
    for provider_id, matter in (("groq", "keys"), ("openai", "deletion"), (None, "deletion")):
        assert assured(context, provider_id, matter) == "no source in the catalog states it"
    assert reports(context, "groq") == ""


def test_in_brief_there_is_neither_day_nor_address_in_print() -> None:
    """The address stays behind the words, as a link."""
    row = ProviderAssurance.model_validate(ROW.model_dump() | {"matter": "sub_processors", "code": "public_list"})
    told = assured(context_with(row), "groq", "sub_processors", brief=True)
    assert plain_text(told) == "list published; a new one 30 days before"
    assert isinstance(told, Text)
    assert told.link == row.url


@pytest.mark.parametrize(("code", "said"), [("portal", "in its portal"), ("on_request", "on request")])
def test_audit_reports_stand_beside_the_certificates(code: str, said: str) -> None:
    """Where they are to be had."""
    row = ProviderAssurance.model_validate(ROW.model_dump() | {"matter": "audit_report", "code": code, "days": None})
    assert reports(context_with(row), "groq").endswith(said)
