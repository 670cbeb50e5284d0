"""Usage out of bills as CSV: OpenAI, Azure, AWS, Google Cloud, and the common format FOCUS.

A shape is recognised by its columns, spelt without case and marks (``lineItem/UsageType`` and
``line_item_usage_type`` are one). Columns as seen on 2026-11-29: OpenAI's cost and usage exports (headers in public
reports of users), learn.microsoft.com/azure/cost-management-billing/dataset-schema (cost-usage-details-mca and -ea),
docs.aws.amazon.com/cur/latest/userguide (Lineitem-columns, table-dictionary-cur2), Bedrock's usage types in
docs.aws.amazon.com/bedrock/latest/userguide/cost-mgmt-understanding-cur-data.html,
docs.cloud.google.com/billing/docs/how-to/export-data-bigquery-tables/standard-usage and the console's cost table, whose
header stands below the invoice's own lines, and FOCUS 1.2.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Final, Literal

from advisor.errors import InputError, Problem
from advisor.questionnaire.intake.log_rows import MOST_RECORDS, moment_of, text_of
from advisor.questionnaire.intake.usage.rows import MOST_MONEY, UsageRow, clean_name, number_in, plausible

_MARKS: Final = re.compile(r"[^a-z0-9$€£]+")
_HEADER_WITHIN: Final = 40
_MOST_FIELD: Final = 1_000_000
_MOST_TOKENS: Final = 1e15
Kind = Literal["input", "cached", "output", "other"]


@dataclass(frozen=True, slots=True)
class BillShape:
    """Columns of a kind of bill, by what they mean; the first of several that there is counts.

    ``needs`` are those that tell it from the others; ``only`` must occur in one of the ``within`` columns, where a
    bill is of a whole cloud.
    """

    name: str
    needs: tuple[str, ...]
    at: tuple[str, ...]
    cost: tuple[str, ...]
    currency: tuple[str, ...]
    says: tuple[str, ...]
    amount: tuple[str, ...]
    unit: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    only: re.Pattern[str] | None = None


_LANGUAGE_MODELS: Final = re.compile(
    r"openai|bedrock|foundry|cognitive|gemini|vertex|generative|gpt|claude|llama|mistral|token", re.IGNORECASE
)
SHAPES: Final = (
    BillShape(
        "OpenAI costs",
        needs=("starttime", "amountvalue", "lineitem"),
        at=("starttimeiso", "starttime"),
        cost=("amountvalue",),
        currency=("amountcurrency",),
        says=("lineitem",),
        amount=("quantity",),
    ),
    BillShape(
        "AWS",
        needs=("lineitemusagestartdate", "lineitemusagetype", "lineitemunblendedcost"),
        at=("lineitemusagestartdate",),
        cost=("lineitemunblendedcost",),
        currency=("lineitemcurrencycode",),
        says=("lineitemusagetype",),
        amount=("lineitemusageamount",),
        unit=("pricingunit", "lineitemlineitemdescription"),
        within=("lineitemproductcode", "productproductname", "lineitemlineitemdescription", "lineitemusagetype"),
        only=_LANGUAGE_MODELS,
    ),
    BillShape(
        "Azure",
        needs=("date", "metername", "quantity"),
        at=("date",),
        cost=("costinbillingcurrency", "cost", "pretaxcost"),
        currency=("billingcurrency", "billingcurrencycode", "currency"),
        says=("metersubcategory", "metername"),
        amount=("quantity",),
        unit=("unitofmeasure",),
        within=("metercategory", "metersubcategory", "consumedservice", "productname", "product"),
        only=_LANGUAGE_MODELS,
    ),
    BillShape(
        "Google Cloud",
        needs=("servicedescription", "skudescription"),
        at=("usagestartdate", "usagestarttime", "date"),
        cost=("unroundedcost", "cost", "unroundedsubtotal", "subtotal"),
        currency=("currency",),
        says=("skudescription",),
        amount=("usageamount", "usageamountinpricingunits"),
        unit=("usageunit",),
        within=("servicedescription", "skudescription"),
        only=_LANGUAGE_MODELS,
    ),
    BillShape(
        "FOCUS",
        needs=("chargeperiodstart", "billedcost", "billingcurrency"),
        at=("chargeperiodstart",),
        cost=("billedcost",),
        currency=("billingcurrency",),
        says=("skumeter", "chargedescription"),
        amount=("consumedquantity",),
        unit=("consumedunit",),
        within=("servicename", "chargedescription", "skumeter", "resourcename"),
        only=_LANGUAGE_MODELS,
    ),
)
_OPENAI_USAGE: Final = ("nummodelrequests", "inputtokens", "outputtokens")
_CACHED: Final = re.compile(r"cache[-_ ]?read|cached|\bcchd\b|\bcach\b", re.IGNORECASE)
_OUTPUT: Final = re.compile(r"output|\boutp\b|\bopt\b|completion|generated", re.IGNORECASE)
_INPUT: Final = re.compile(r"input|\binp\b|prompt|cache[-_ ]?write", re.IGNORECASE)
_KIND_WORDS: Final = re.compile(
    r"[-_ ,]*(cache[-_ ]?(read|write)([-_ ]input)?([-_ ]token[-_ ]count)?|cached|cchd|(input|output|inp|outp|opt)"
    r"([-_ ]?tokens?)?([-_ ]?count)?|tokens?|generate[-_ ]?content|count|for|text|glbl|global|regional|regnl|dz"
    r"|data ?zone)(?=[-_ ,]|$)",
    re.IGNORECASE,
)
_REGION: Final = re.compile(r"^[A-Z]{2,4}\d?-(?=[A-Za-z])")
_MANY: Final = re.compile(r"\b(1[ ,.]?000[ ,.]?000|1 ?M|1 ?million|million)\b", re.IGNORECASE)
_THOUSAND: Final = re.compile(r"\b(1[ ,.]?000|1 ?K|thousand)\b", re.IGNORECASE)
_AMERICAN: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})$")
_SIGNS: Final = {"$": "USD", "€": "EUR", "£": "GBP"}


def usage_of_bill(content: bytes, *, name: str) -> tuple[str, Iterator[UsageRow]]:
    """Which bill a table is, and its lines on language models; raises InputError for a table that is none."""
    text = text_of(content, name=name)
    csv.field_size_limit(_MOST_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    currency, header = "USD", None
    try:
        for cells in islice(reader, _HEADER_WITHIN):
            spelt = [_spelt(cell) for cell in cells]
            if spelt[:1] == ["currency"] and len(cells) > 1:
                currency = _code(cells[1]) or currency
            if (header := _shape_of(spelt)) is not None:
                break
    except csv.Error as error:
        raise InputError(f"{name} is no bill:", [Problem(name, str(error), "a table (CSV)")]) from error
    if header is None:
        allowed = "bills as CSV of " + ", ".join(shape.name for shape in SHAPES)
        raise InputError(f"{name} is no bill:", [Problem(name, "columns that are not known", allowed)])
    if isinstance(header, BillShape):
        return header.name, _lines(reader, spelt, header, currency, name)
    return "OpenAI usage", _used(reader, spelt, name)


def _delimiter(text: str) -> str:
    head = text[:4_000]
    return max(",;\t", key=head.count)


def _spelt(cell: str) -> str:
    """A column's name without case, marks and what stands in brackets but signs of money."""
    return _MARKS.sub("", cell.lower())


def _shape_of(spelt: list[str]) -> BillShape | Literal["usage"] | None:
    columns = {_bare(cell) for cell in spelt}
    if columns.issuperset(_OPENAI_USAGE):
        return "usage"
    return next((shape for shape in SHAPES if columns.issuperset(shape.needs)), None)


def _bare(cell: str) -> str:
    return cell.rstrip("$€£")


def _rows(reader: Iterator[list[str]], spelt: list[str], name: str) -> Iterator[Mapping[str, str]]:
    try:
        for cells in islice(reader, MOST_RECORDS):
            yield dict(zip(map(_bare, spelt), cells, strict=False))
    except csv.Error as error:
        raise InputError(f"{name} is no bill:", [Problem(name, str(error), "a table (CSV)")]) from error


def _lines(
    reader: Iterator[list[str]], spelt: list[str], shape: BillShape, currency: str, name: str
) -> Iterator[UsageRow]:
    """The lines of a bill on language models; lines of other services of a cloud are left out."""
    signs = [_SIGNS[cell[-1]] for cell in spelt if cell[-1:] in _SIGNS and _bare(cell) in shape.cost]
    for row in _rows(reader, spelt, name):
        at = plausible(_day(_cell(row, shape.at)))
        cost = number_in(_cell(row, shape.cost), most=MOST_MONEY)
        if at is None or cost is None:
            continue
        if shape.only and not any(shape.only.search(row.get(column, "")) for column in shape.within):
            continue
        says = " ".join(filter(None, (row.get(column, "").strip() for column in shape.says)))
        kind = kind_of(says)
        amount = number_in(_cell(row, shape.amount), most=_MOST_TOKENS) or 0.0
        tokens = 0.0 if kind == "other" else max(amount, 0.0) * _times(_cell(row, shape.unit))
        yield UsageRow(
            at=at,
            source="bill",
            model="" if kind == "other" else model_said(says),
            input_tokens=tokens if kind in ("input", "cached") else 0.0,
            cached_tokens=tokens if kind == "cached" else 0.0,
            output_tokens=tokens if kind == "output" else 0.0,
            cost=cost,
            currency=_code(_cell(row, shape.currency)) or (signs[0] if signs else currency),
        )


def _used(reader: Iterator[list[str]], spelt: list[str], name: str) -> Iterator[UsageRow]:
    """OpenAI's export of usage: requests and tokens by day and model, no money."""
    for row in _rows(reader, spelt, name):
        at = plausible(_day(_cell(row, ("starttimeiso", "starttime"))))
        counts = [
            number_in(row.get(column), most=_MOST_TOKENS) or 0.0 for column in (*_OPENAI_USAGE, "inputcachedtokens")
        ]
        requests, inputs, outputs, cached = (max(count, 0.0) for count in counts)
        if at is not None and requests:
            model = clean_name(row.get("model"))
            yield UsageRow(at, "log", model, requests, inputs, min(cached, inputs), outputs)


def _day(cell: str) -> datetime | None:
    """A moment as bills write it; Azure's exports put the month first ("01/31/2026"), Google's tables end in "UTC"."""
    american = _AMERICAN.match(cell.strip())
    if american:
        cell = f"{american[3]}-{int(american[1]):02d}-{int(american[2]):02d}"
    return moment_of(cell.strip().removesuffix(" UTC"))


def _cell(row: Mapping[str, str], columns: tuple[str, ...]) -> str:
    return next((row[column] for column in columns if row.get(column, "").strip()), "")


def kind_of(says: str) -> Kind:
    """What a line of a bill counts: tokens in, tokens that a cache gave, tokens out, or something else.

    What is written to a cache went in: Bedrock bills it apart, at a price of its own.
    """
    if _CACHED.search(says):
        return "cached"
    if _OUTPUT.search(says):
        return "output"
    return "input" if _INPUT.search(says) else "other"


def model_said(says: str) -> str:
    """The model that a line of a bill names: what is left without the words for kinds of tokens, and the region."""
    return clean_name(_KIND_WORDS.sub("", _REGION.sub("", says)).strip(" -_,"))


def _times(unit: str) -> float:
    """How many tokens one unit of the bill's amount are."""
    return 1e6 if _MANY.search(unit) else 1e3 if _THOUSAND.search(unit) else 1.0


def _code(cell: str) -> str:
    """A currency by its code of three letters; "" for what is none."""
    found = cell.strip().upper()
    return found if len(found) == 3 and found.isalpha() and found.isascii() else ""  # noqa: PLR2004 - ISO 4217
