"""One plan on a sheet of the cost workbook: inputs with their sources, years, and everything else by formulas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from advisor.hosting.costs.components import COMPONENTS
from advisor.hosting.records import HardwareAccount, HostingPlan

BOLD = Font(bold=True)
INPUT = PatternFill("solid", fgColor="FFF6DD")
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
FIRST_YEAR = 3
"""Column of the first year; the first two hold labels and single values."""
REPRICED = frozenset(
    ["input_tokens", "cached_tokens", "cache_writes", "output_tokens", "reasoning_tokens", "media", "gpu_rent"]
)
"""Components that the price factor of the inputs moves."""
HORIZON, REQUESTS, VOLUME, PRICES = "Inputs!$B$5", "Inputs!$B$2", "Inputs!$B$3", "Inputs!$B$8"


def safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(DANGEROUS) else text


@dataclass(slots=True)
class PlanSheet:
    """A sheet being written; ``write`` gives the addresses of its results for other sheets."""

    sheet: Worksheet
    name: str
    plan: HostingPlan
    _row: int = 0
    _at: dict[str, int] = field(default_factory=dict)

    def write(self) -> Mapping[str, str]:
        """Fill the sheet; the absolute addresses of the headline, the stated case and the unit costs."""
        plan, years = self.plan, self.plan.years
        self._line([safe(plan.alternative.alternative_id)], bold=True)
        self._line(["US dollars at the stated inputs", "", *(f"Year {year.year}" for year in years)], bold=True)
        self.sheet.cell(2, self._total, "Over the horizon").font = BOLD
        self.sheet.cell(2, self._total + 1, "Per month").font = BOLD
        self.sheet.cell(2, self._total + 2, "Basis, source and note").font = BOLD
        months = [f"=MAX(0,MIN(12,{HORIZON}-12*{number}))" for number in range(len(years))]
        self._line(["Months", "", *months], name="months")
        self._line(["Volume over that of the start", "", *(year.growth for year in years)], name="growth", tinted=True)
        if plan.hardware is not None:
            self._hardware_inputs(plan.hardware)
        if plan.staff is not None:
            self._staff_inputs()
        first = self._row + 1
        for name in dict.fromkeys(part.component for part in plan.components if part.component != "contingency"):
            self._component(name)
        results = self._results(first, self._row)
        self.sheet.column_dimensions["A"].width = 48
        return results

    @property
    def _total(self) -> int:
        """The column of sums over the horizon."""
        return FIRST_YEAR + len(self.plan.years)

    def _line(
        self, cells: Sequence[float | str], *, name: str | None = None, bold: bool = False, tinted: bool = False
    ) -> int:
        """Write the next row; ``tinted`` marks its numbers as inputs."""
        self._row += 1
        for column, value in enumerate(cells, start=1):
            if value != "":
                cell = self.sheet.cell(self._row, column, value)
                if bold:
                    cell.font = BOLD
                if tinted and column > 1:
                    cell.fill = INPUT
        if name is not None:
            self._at[name] = self._row
        return self._row

    def _value(self, name: str, label: str, value: float, source: str = "") -> None:
        """One input in the second column, with its source beside the sums."""
        row = self._line([label, value], name=name, tinted=True)
        self.sheet.cell(row, self._total + 2, safe(source))

    def _ref(self, name: str) -> str:
        return f"$B${self._at[name]}"

    def _columns(self) -> list[str]:
        return [get_column_letter(FIRST_YEAR + number) for number in range(len(self.plan.years))]

    def _hardware_inputs(self, account: HardwareAccount) -> None:
        price = (account.usd_per_server or 0.0) / account.gpus_per_server
        dated = f"{account.basis}, {account.priced_on}, {account.source}" if account.priced_on else ""
        self._value("price", "Price per GPU in its server", price, dated)
        self._value("loss", "Loss of resale value per year", account.resale_loss_per_year, "resale_loss_per_year")
        self._value("least", "Age at the earliest sale, months", account.resale_least_months, "resale_least_months")
        self._value("rate", "Cost of capital per year", account.cost_of_capital, "cost_of_capital")
        self._value("life", "Depreciation life, years", account.depreciation_years, "depreciation_years")
        bought = [year.gpus_bought or 0.0 for year in self.plan.years]
        self._line(["GPUs bought at the start of the year", "", *bought], name="bought", tinted=True)
        letters = self._columns()
        left = [f"=MAX({HORIZON}-12*{number},0)" for number in range(len(letters))]
        self._line(["Months until the end", "", *left], name="left")
        end = [f"=(1-{self._ref('loss')})^(MAX({x}{self._at['left']},{self._ref('least')})/12)" for x in letters]
        self._line(["Value at the end, share of the price", "", *end], name="end")

    def _staff_inputs(self) -> None:
        account = self.plan.staff
        if account is None:
            return
        self._value("person", "Cost of a full-time equivalent per year", account.usd_per_fte_year, "staff_usd_per_year")
        people = [year.staff_fte or 0.0 for year in self.plan.years]
        self._line(["Full-time equivalents paid", "", *people], name="people", tinted=True)
        self._value("existing", "Full-time equivalents that are there, not counted", account.existing_fte)
        self._value("least_people", "Least number of people for the hours of service", account.least_people)

    def _component(self, name: str) -> None:
        """One component: by formula where it has one, else what is paid per month of the year, times its months."""
        part = next(part for part in self.plan.components if part.component == name)
        letters, formula = self._columns(), self._formula(name)
        row = self._row + (1 if formula is not None else 2)
        if formula is None:
            rates = [year.parts.get(name, 0.0) / year.months for year in self.plan.years]
            self._line([f"{COMPONENTS[name].label}, per month", "", *rates], tinted=True)
            moved = (f"*{VOLUME}" if COMPONENTS[name].per_request else "") + (f"*{PRICES}" if name in REPRICED else "")
            formula = [f"={x}{row - 1}*{x}${self._at['months']}{moved}" for x in letters]
        self._line([COMPONENTS[name].label, "", *formula], name=name)
        self.sheet.cell(row, self._total, f"=SUM({letters[0]}{row}:{letters[-1]}{row})")
        self.sheet.cell(row, self._total + 1, f"={get_column_letter(self._total)}{row}/{HORIZON}")
        cites = "; ".join(text for text in (part.basis, part.source, part.note) if text)
        self.sheet.cell(row, self._total + 2, safe(cites))

    def _formula(self, name: str) -> list[str] | None:
        """The cells of a component that follows from others; what is fetched and bound stands by year of purchase."""
        letters, at = self._columns(), self._at
        if name == "staff" and "people" in at:
            return [f"={x}{at['people']}*{self._ref('person')}/12*{x}${at['months']}" for x in letters]
        if self.plan.hardware is None:
            return None
        price = self._ref("price")
        if name == "purchase":
            return [f"=IF({x}{at['months']}>0,{x}{at['bought']}*{price},0)" for x in letters]
        if name == "resale":
            return [f"=-{x}{at['purchase']}*{x}{at['end']}" for x in letters]
        if name == "capital":
            bound = f"{self._ref('rate')}/12*{{0}}{at['left']}*(1+{{0}}{at['end']})/2"
            return [f"={x}{at['purchase']}*{bound.format(x)}" for x in letters]
        return None

    def _results(self, first: int, last: int) -> Mapping[str, str]:
        """Sums, contingency, headline, unit costs and what the accounts show; their absolute addresses."""
        rows = [self._at[part.component] for part in self.plan.components if part.component in self._at]
        column = get_column_letter(self._total)
        summed = "+".join(f"{column}{row}" for row in rows if first <= row <= last) or "0"
        stated = self.plan.stated_usd_per_month or 0.0
        spread = next((part.usd_per_month for part in self.plan.components if part.component == "contingency"), 0.0)
        self._line([""])
        self._line(["Stated case over the horizon", f"={summed}"], name="paid", bold=True)
        self._line(["Stated case per month", f"={self._ref('paid')}/{HORIZON}"], name="stated", bold=True)
        self._value("share", "Contingency, share of the stated case", spread / stated if stated else 0.0, "Draws")
        spared = f"={self._ref('stated')}*{self._ref('share')}"
        self._line([COMPONENTS["contingency"].label, spared], name="contingency")
        headline = f"={self._ref('stated')}+{self._ref('contingency')}"
        self._line(["Per month: the plan's figure", headline], name="headline", bold=True)
        self._line(["Over the horizon", f"={self._ref('headline')}*{HORIZON}"], name="horizon", bold=True)
        self._line(["Over the horizon, in the currency", f"={self._ref('horizon')}/Inputs!$B$7"], bold=True)
        letters = self._columns()
        months, growth = (
            f"{letters[0]}{self._at[name]}:{letters[-1]}{self._at[name]}" for name in ("months", "growth")
        )
        served = f"{REQUESTS}*{VOLUME}*SUMPRODUCT({months},{growth})"
        self._line(["Requests over the horizon", f"={served}"], name="served")
        self._line(["USD per request", f"={self._ref('horizon')}/{self._ref('served')}"], name="per_request")
        tokens = "(Inputs!$B$9+Inputs!$B$10)"
        per_token = f"=IF({tokens}>0,{self._ref('per_request')}/{tokens}*1000000,0)"
        self._line(["USD per million tokens", per_token], name="per_mtok")
        if self.plan.hardware is not None and "purchase" in self._at:
            self._accounts()
        names = ("headline", "stated", "per_request", "per_mtok")
        return {name: f"'{self.name}'!{self._ref(name)}" for name in names}

    def _accounts(self) -> None:
        """Straight-line depreciation and the book value at the end, beside what is paid."""
        letters, at = self._columns(), self._at
        life = f"({self._ref('life')}*12)"
        parts = "+".join(f"{x}{at['purchase']}*MIN({x}{at['left']}/{life},1)" for x in letters)
        bought = f"{get_column_letter(self._total)}{at['purchase']}"
        self._line([""])
        self._line(["For the accounts, straight line", ""], bold=True)
        self._line(["Depreciation over the horizon", f"={parts}"], name="written")
        self._line(["Depreciation per month", f"={self._ref('written')}/{HORIZON}"])
        self._line(["Book value at the end", f"={bought}-{self._ref('written')}"])
