"""Usage out of bills, in the columns that the providers export."""

from __future__ import annotations

import pytest

from advisor.errors import InputError
from advisor.questionnaire.intake.usage.bills import kind_of, model_said, usage_of_bill

OPENAI = """start_time,end_time,start_time_iso,end_time_iso,amount_value,amount_currency,line_item,project_id
1772323200,1772409600,2026-03-01T00:00:00+00:00,2026-03-02T00:00:00+00:00,1.5,usd,"gpt-5-mini-2025-08-07, input",
1772323200,1772409600,2026-03-01T00:00:00+00:00,2026-03-02T00:00:00+00:00,2.5,usd,"gpt-5-mini-2025-08-07, output",
1772323200,1772409600,2026-03-01T00:00:00+00:00,2026-03-02T00:00:00+00:00,,,
"""
AWS = """lineItem/UsageStartDate,lineItem/ProductCode,lineItem/UsageType,lineItem/UsageAmount,pricing/unit,\
lineItem/UnblendedCost,lineItem/CurrencyCode
2026-03-01T00:00:00Z,AmazonBedrock,EUC1-Claude-Haiku-5.5-input-tokens,500,1K tokens,1.5,USD
2026-03-01T00:00:00Z,AmazonBedrock,EUC1-Claude-Haiku-5.5-output-tokens,100,1K tokens,2.5,USD
2026-03-01T00:00:00Z,AmazonEC2,EUC1-BoxUsage:m7i.large,24,Hrs,9.9,USD
"""
AZURE = """date,meterCategory,meterSubCategory,meterName,quantity,unitOfMeasure,costInBillingCurrency,billingCurrency
03/01/2026,Foundry Models,Azure OpenAI GPT5,gpt 5 mini inp glbl Tokens,0.5,1M,1.5,EUR
03/01/2026,Foundry Models,Azure OpenAI GPT5,gpt 5 mini outp glbl Tokens,0.1,1M,2.5,EUR
03/01/2026,Storage,General Block Blob,LRS Data Stored,3,1 GB/Month,9.9,EUR
"""
GOOGLE = """Invoice number,123
Billing account ID,0A0A0A-0B0B0B-0C0C0C
Currency,EUR

Service description,Service ID,SKU description,SKU ID,Usage start date,Usage amount,Usage unit,\
Unrounded cost (€),Cost (€)
Gemini API,AEFD,Generate content input token count gemini 3 flash text,S1,2026-03-01,"500,000",count,1.5,1.50
Gemini API,AEFD,Generate content output token count gemini 3 flash text,S2,2026-03-01,"100,000",count,2.5,2.50
Compute Engine,6F81,N2 Instance Core,S3,2026-03-01,20,hour,9.9,9.90
"""
FOCUS = """ChargePeriodStart,BilledCost,BillingCurrency,ServiceName,ChargeDescription,ConsumedQuantity,ConsumedUnit
2026-03-01T00:00:00Z,1.5,USD,Amazon Bedrock,Claude Haiku input tokens,500,1K tokens
2026-03-01T00:00:00Z,2.5,USD,Amazon Bedrock,Claude Haiku output tokens,100,1K tokens
"""
BILLS = {"OpenAI costs": OPENAI, "AWS": AWS, "Azure": AZURE, "Google Cloud": GOOGLE, "FOCUS": FOCUS}


@pytest.mark.parametrize("shape", BILLS)
def test_a_bill_gives_money_and_tokens_of_language_models_alone(shape: str) -> None:
    """Machines and storage of the same cloud are left out; amounts are tokens, whatever the bill counts in."""
    found, lines = usage_of_bill(BILLS[shape].encode(), name="bill.csv")
    rows = list(lines)
    assert found == shape
    assert [row.cost for row in rows] == [1.5, 2.5]
    assert {row.currency for row in rows} == {"EUR" if shape in ("Azure", "Google Cloud") else "USD"}
    assert {(row.at.year, row.at.month) for row in rows} == {(2026, 3)}
    assert all(row.model for row in rows)
    assert len({row.model for row in rows}) == 1, "input and output of one model stand under one name"
    if shape != "OpenAI costs":  # which bills money by line, and counts tokens in another export
        assert [(row.input_tokens, row.output_tokens) for row in rows] == [(500_000, 0), (0, 100_000)]


def test_openais_export_of_usage_gives_requests_and_tokens() -> None:
    """It has no money; the bill beside it has."""
    text = (
        "start_time,end_time,start_time_iso,end_time_iso,project_id,num_model_requests,user_id,api_key_id,model,batch,"
        "input_tokens,output_tokens,input_cached_tokens\n"
        "1772323200,1772409600,2026-03-01T00:00:00+00:00,2026-03-02T00:00:00+00:00,,50,,,gpt-5-mini,,90000,9000,30000\n"
    )
    found, rows = usage_of_bill(text.encode(), name="usage.csv")
    (row,) = rows
    assert (found, row.source, row.requests, row.input_tokens, row.cached_tokens, row.cost) == (
        *("OpenAI usage", "log", 50, 90_000, 30_000),
        None,
    )


@pytest.mark.parametrize(
    ("says", "kind"),
    [
        ("USE1-Claude-cache-read-input-token-count", "cached"),
        ("USE1-Claude-cache-write-input-token-count", "input"),
        ("gpt 5 mini cchd inp glbl Tokens", "cached"),
        ("gpt-5-mini-2025-08-07, cached input", "cached"),
        ("Web search calls", "other"),
    ],
)
def test_kinds_of_tokens(says: str, kind: str) -> None:
    """By the words that the bills use."""
    assert kind_of(says) == kind
    assert "token" not in model_said(says).lower()


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"date,meterName\n" + b'"' * 3_000_000])
def test_a_table_that_is_no_bill_says_what_would_be(content: bytes) -> None:
    """Nothing is guessed from columns that are not known."""
    with pytest.raises(InputError, match="no bill"):
        usage_of_bill(content, name="x.csv")
