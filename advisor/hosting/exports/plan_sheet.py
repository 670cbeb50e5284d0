"""One plan on a sheet of the cost workbook: inputs with their sources, years, and everything else by formulas."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from advisor.hosting.costs.components import COMPONENTS
from advisor.hosting.records import CostComponent, HardwareAccount, HostingPlan
from advisor.safe_cells import safe_text
from advisor.units import Told, ToldValue, told

BOLD = Font(bold=True)
INPUT = PatternFill("solid", fgColor="FFF6DD")
FIRST_YEAR = 3
"""Column of the first year; the first two hold labels and single values."""
REPRICED = frozenset(
    ["input_tokens", "cached_tokens", "cache_writes", "output_tokens", "reasoning_tokens", "media", "gpu_rent"]
)
"""Components that the price factor of the inputs moves."""
HORIZON, REQUESTS, VOLUME, PRICES = "Inputs!$B$5", "Inputs!$B$2", "Inputs!$B$3", "Inputs!$B$8"


@dataclass(frozen=True, slots=True)
class SheetWords:
    """How the workbook speaks: ``tell`` says what is told in a language, ``name`` names an alternative by its id."""

    tell: Callable[[Told], str]
    name: Callable[[str], str]

    def say(self, key: str, **values: ToldValue) -> str:
        """A label of the workbook."""
        return self.tell(told(f"sheet.{key}", **values))

    def part(self, component: str) -> str:
        """The name of a component."""
        return self.tell(told(f"component.{component}"))

    def note(self, part: CostComponent) -> str:
        """What is to be known of the price behind a component."""
        note = part.told.get("note")
        return self.tell(note) if isinstance(note, Told) else part.note or ""


@dataclass(slots=True)
class PlanSheet:
    """A sheet being written; ``write`` gives the addresses of its results for other sheets."""

    sheet: Worksheet
    name: str
    plan: HostingPlan
    words: SheetWords
    _row: int = 0
    _at: dict[str, int] = field(default_factory=dict)

    def write(self) -> Mapping[str, str]:
        """Fill the sheet; the absolute addresses of the headline, the stated case and the unit costs."""
        plan, years = self.plan, self.plan.years
        self._line([safe_text(self.words.name(plan.alternative.alternative_id))], bold=True)
        self._line(
            [self.words.say("stated_inputs"), "", *(self.words.say("year", year=year.year) for year in years)],
            bold=True,
        )
        self.sheet.cell(2, self._total, self.words.say("horizon")).font = BOLD
        self.sheet.cell(2, self._total + 1, self.words.say("month")).font = BOLD
        self.sheet.cell(2, self._total + 2, self.words.say("basis")).font = BOLD
        months = [f"=MAX(0,MIN(12,{HORIZON}-12*{number}))" for number in range(len(years))]
        self._line([self.words.say("months"), "", *months], name="months")
        self._line([self.words.say("growth"), "", *(year.growth for year in years)], name="growth", tinted=True)
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
        self.sheet.cell(row, self._total + 2, safe_text(source))

    def _ref(self, name: str) -> str:
        return f"$B${self._at[name]}"

    def _columns(self) -> list[str]:
        return [get_column_letter(FIRST_YEAR + number) for number in range(len(self.plan.years))]

    def _hardware_inputs(self, account: HardwareAccount) -> None:
        price = (account.usd_per_server or 0.0) / account.gpus_per_server
        dated = f"{account.basis}, {account.priced_on}, {account.source}" if account.priced_on else ""
        self._value("price", self.words.say("price"), price, dated)
        self._value("loss", self.words.say("loss"), account.resale_loss_per_year, "resale_loss_per_year")
        self._value("least", self.words.say("least"), account.resale_least_months, "resale_least_months")
        self._value("rate", self.words.say("rate"), account.cost_of_capital, "cost_of_capital")
        self._value("life", self.words.say("life"), account.depreciation_years, "depreciation_years")
        bought = [year.gpus_bought or 0.0 for year in self.plan.years]
        self._line([self.words.say("bought"), "", *bought], name="bought", tinted=True)
        letters = self._columns()
        left = [f"=MAX({HORIZON}-12*{number},0)" for number in range(len(letters))]
        self._line([self.words.say("left"), "", *left], name="left")
        end = [f"=(1-{self._ref('loss')})^(MAX({x}{self._at['left']},{self._ref('least')})/12)" for x in letters]
        self._line([self.words.say("end"), "", *end], name="end")

    def _staff_inputs(self) -> None:
        account = self.plan.staff
        if account is None:
            return
        self._value("person", self.words.say("person"), account.usd_per_fte_year, "staff_usd_per_year")
        people = [year.staff_fte or 0.0 for year in self.plan.years]
        self._line([self.words.say("people"), "", *people], name="people", tinted=True)
        self._value("existing", self.words.say("existing"), account.existing_fte)
        self._value("least_people", self.words.say("least_people"), account.least_people)
        self._line([self.words.say("paid_as"), self.words.say(f"paid_as.{account.paid_as}")])
        self._value("alone", self.words.say("alone"), account.alone_people)
        self._line([self.words.say("alone_month"), f"={self._ref('alone')}*{self._ref('person')}/12"])

    def _component(self, name: str) -> None:
        """One component: by formula where it has one, else what is paid per month of the year, times its months."""
        part = next(part for part in self.plan.components if part.component == name)
        letters, formula = self._columns(), self._formula(name)
        row = self._row + (1 if formula is not None else 2)
        if formula is None:
            rates = [year.parts.get(name, 0.0) / year.months for year in self.plan.years]
            self._line([self.words.say("part_month", part=self.words.part(name)), "", *rates], tinted=True)
            moved = (f"*{VOLUME}" if COMPONENTS[name].per_request else "") + (f"*{PRICES}" if name in REPRICED else "")
            formula = [f"={x}{row - 1}*{x}${self._at['months']}{moved}" for x in letters]
        self._line([self.words.part(name), "", *formula], name=name)
        self.sheet.cell(row, self._total, f"=SUM({letters[0]}{row}:{letters[-1]}{row})")
        self.sheet.cell(row, self._total + 1, f"={get_column_letter(self._total)}{row}/{HORIZON}")
        cites = "; ".join(text for text in (part.basis, part.source, self.words.note(part)) if text)
        self.sheet.cell(row, self._total + 2, safe_text(cites))

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
        self._line([self.words.say("paid"), f"={summed}"], name="paid", bold=True)
        self._line([self.words.say("stated"), f"={self._ref('paid')}/{HORIZON}"], name="stated", bold=True)
        self._value("share", self.words.say("share"), spread / stated if stated else 0.0, "Draws")
        spared = f"={self._ref('stated')}*{self._ref('share')}"
        self._line([self.words.part("contingency"), spared], name="contingency")
        headline = f"={self._ref('stated')}+{self._ref('contingency')}"
        self._line([self.words.say("headline"), headline], name="headline", bold=True)
        self._line([self.words.say("horizon"), f"={self._ref('headline')}*{HORIZON}"], name="horizon", bold=True)
        self._line([self.words.say("horizon_currency"), f"={self._ref('horizon')}/Inputs!$B$7"], bold=True)
        letters = self._columns()
        months, growth = (
            f"{letters[0]}{self._at[name]}:{letters[-1]}{self._at[name]}" for name in ("months", "growth")
        )
        served = f"{REQUESTS}*{VOLUME}*SUMPRODUCT({months},{growth})"
        self._line([self.words.say("served"), f"={served}"], name="served")
        self._line(
            [self.words.say("per_request"), f"={self._ref('horizon')}/{self._ref('served')}"], name="per_request"
        )
        tokens = "(Inputs!$B$9+Inputs!$B$10)"
        per_token = f"=IF({tokens}>0,{self._ref('per_request')}/{tokens}*1000000,0)"
        self._line([self.words.say("per_mtok"), per_token], name="per_mtok")
        if self.plan.hardware is not None and "purchase" in self._at:
            self._accounts()
        self._project()
        names = ("headline", "stated", "per_request", "per_mtok")
        return {name: f"'{self.name}'!{self._ref(name)}" for name in names}

    def _project(self) -> None:
        """Setting up, once: beside the figures, by the days that it takes."""
        account = self.plan.set_up
        if account is None:
            return
        self._line([""])
        self._line([self.words.say("project"), ""], bold=True)
        self._value("setup_days", self.words.say("setup_days"), account.person_days, account.source or "")
        self._value("setup_year", self.words.say("person"), account.usd_per_fte_year, "staff_usd_per_year")
        self._value("setup_day", self.words.say("setup_day"), account.workdays_per_year)
        worth = f"={self._ref('setup_days')}*{self._ref('setup_year')}/{self._ref('setup_day')}"
        self._line([self.words.say("setup_usd"), worth], name="setup_usd")
        self._line([self.words.say("with_setup"), f"={self._ref('horizon')}+{self._ref('setup_usd')}"])
        if self.plan.years:
            self._value("year_one", self.words.say("year_one"), self.plan.years[0].usd)
            whole = f"={self._ref('year_one')}*(1+{self._ref('share')})+{self._ref('setup_usd')}"
            self._line([self.words.say("first_year"), whole], bold=True)

    def _accounts(self) -> None:
        """Straight-line depreciation and the book value at the end, beside what is paid."""
        letters, at = self._columns(), self._at
        life = f"({self._ref('life')}*12)"
        parts = "+".join(f"{x}{at['purchase']}*MIN({x}{at['left']}/{life},1)" for x in letters)
        bought = f"{get_column_letter(self._total)}{at['purchase']}"
        self._line([""])
        self._line([self.words.say("accounts"), ""], bold=True)
        self._line([self.words.say("written"), f"={parts}"], name="written")
        self._line([self.words.say("written_month"), f"={self._ref('written')}/{HORIZON}"])
        self._line([self.words.say("book"), f"={bought}-{self._ref('written')}"])
