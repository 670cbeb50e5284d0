"""The user's own quote, the spreadsheet for finance, and the deployment kit."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

import streamlit as st

from advisor.errors import SizingError
from advisor.hosting.comparison.quote import QuoteUnit, compare_quote
from advisor.hosting.exports.deployment_kit import ENGINES, Engine, deployment_kit, usual_engine
from advisor.hosting.exports.plan_sheet import SheetWords
from advisor.hosting.exports.spreadsheet import cost_sheet
from advisor.hosting.planning.plan_table import drawn_costs
from advisor.hosting.planning.planner import PlanTable
from advisor.hosting.records import HostingPlan
from advisor.ui.frame.markdown import escaped
from advisor.ui.hosting.controls import Scenario
from advisor.ui.words import later, said_of, say
from advisor.whole_files import FIRST_ZIP_DAY
from advisor.words.tell import tell

QUOTE_UNITS: Mapping[QuoteUnit, str] = {
    "per_month": later("for everything, per month"),
    "per_gpu_hour": later("per GPU-hour"),
    "per_mtok": later("per million tokens, input and output alike"),
}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show(
    table: PlanTable, rows: Sequence[int], plans: Sequence[HostingPlan], names: Sequence[str], scenario: Scenario
) -> None:
    """Quote, spreadsheet and kit for one plan."""
    picked = st.selectbox(
        say("Plan"),
        range(len(rows)),
        format_func=names.__getitem__,
        key="hosting.files_plan",
        help=say("For the quote and the kit."),
        persist_state="session",
    )
    _quote(table, plans[picked], scenario)
    st.subheader(say("Cost sheet for finance"))
    ids = [table.alternatives[row].alternative_id for row in rows]

    def sheet() -> bytes:
        drawn = {table.alternatives[row].alternative_id: drawn_costs(table, row) for row in rows}
        return cost_sheet(
            plans,
            table.load,
            horizon_months=table.case.horizon_months,
            currency=scenario.currency,
            rate=scenario.rate,
            words=SheetWords(tell, dict(zip(ids, names, strict=True)).__getitem__),
            drawn=drawn,
        )

    st.download_button(
        say("Download the cost sheet (XLSX)"),
        sheet,  # made when somebody asks for it: it takes longer than a tab
        "cost-sheet.xlsx",
        XLSX,
        key="hosting.xlsx",
        icon=":material/table_view:",
        help=say("Every number is an input with its source; totals and percentiles are formulas."),
    )
    _kit(table, rows[picked])


def _quote(table: PlanTable, plan: HostingPlan, scenario: Scenario) -> None:
    st.subheader(say("Your own quote"))
    amount, unit = st.columns(2)
    sum_given = amount.number_input(
        say("Quote ({currency})", currency=scenario.currency),
        0.0,
        None,
        0.0,
        key="hosting.quote",
        help=say("What you were offered; 0 for none."),
        persist_state="session",
    )
    given: QuoteUnit = unit.selectbox(
        say("The quote is"),
        list(QUOTE_UNITS),
        format_func={unit: say(text) for unit, text in QUOTE_UNITS.items()}.__getitem__,
        key="hosting.quote_unit",
        help=say("What it pays for."),
        persist_state="session",
    )
    if sum_given <= 0:
        return
    load = table.load
    tokens = load.requests_per_month * (load.input_tokens + load.output_tokens)
    found = compare_quote(plan, sum_given * scenario.rate, given, tokens_per_month=tokens)
    if found is None:
        st.warning(say("This quote cannot be compared to this plan: it has no price, or no GPUs to count."))
    else:
        st.info(escaped(said_of(found, "sentence")), icon=":material/request_quote:")


def _kit(table: PlanTable, row: int) -> None:
    st.subheader(say("Deployment kit"))
    alternative = table.alternatives[row]
    model = table.catalog.model[alternative.model_id]
    engine: Engine | None = None
    if alternative.deployment.kind != "provider_api":
        usual = usual_engine(alternative, model)
        engine = st.selectbox(
            say("Server"),
            list(ENGINES),
            index=ENGINES.index(usual),
            key="hosting.engine",
            help=say("The usual one is chosen at first."),
            persist_state="session",
        )
    try:
        files = deployment_kit(alternative, model, context_tokens=table.load.context_tokens, engine=engine)
    except SizingError as problem:
        st.warning(str(problem))
        return
    st.download_button(
        say("Download the deployment kit (ZIP)"),
        packed(files),
        "deployment-kit.zip",
        "application/zip",
        key="hosting.kit",
        icon=":material/rocket_launch:",
        help=say("Files that start this plan, and a client that asks one question."),
    )
    for name, text in files.items():
        with st.expander(name):
            st.code(
                text, language="python" if name.endswith(".py") else "yaml" if name.endswith(".yaml") else "markdown"
            )


def packed(files: Mapping[str, str]) -> bytes:
    """The files as a ZIP archive, the same bytes every time."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, FIRST_ZIP_DAY), text)
    return content.getvalue()
