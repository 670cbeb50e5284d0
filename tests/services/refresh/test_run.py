"""A refresh from a folder: proposed, accepted, written, told; twice the same is nothing to do."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from refresh_shapes import LATER, TODAY, bfcl, cited_by, genai_prices, litellm, litellm_of, put

from advisor.catalog.catalog import Catalog
from advisor.catalog.load import SHIPPED, load_catalog
from advisor.catalog.refresh.choose import decision_sheet
from advisor.catalog.tables.schema import Offer
from advisor.errors import InputError
from advisor.services.refresh.run import Refreshed, RefreshOptions, refresh
from advisor.settings import Settings


@pytest.fixture
def offer(catalog: Catalog) -> Offer:
    """An offer that LiteLLM's table prices."""
    return cited_by(catalog, "litellm")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clean home."""
    monkeypatch.setenv("ADVISOR_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def folder(tmp_path: Path, offer: Offer) -> Path:
    """Files of one month: a changed price, and another list with an entry that leads nowhere."""
    return put(
        tmp_path / "files",
        litellm=litellm(litellm_of(offer, times=Decimal("1.5"))),
        genai_prices=genai_prices({"mistral:a-model-that-nobody-has": {"input_mtok": 1, "output_mtok": 2}}),
    )


def run(folder: Path, **options: object) -> Refreshed:
    """A refresh from a folder."""
    return refresh(replace(RefreshOptions(folder=folder), **options), today=TODAY)  # type: ignore[arg-type]


def price(offer: Offer) -> Decimal | None:
    """What the offer's input costs in the installation's catalog."""
    now = load_catalog(overlay=Settings().overlay_dir)
    return next(o.input_usd_per_mtok for o in now.offers if o.offer_id == offer.offer_id)


def test_without_acceptance_nothing_is_written(home: Path, folder: Path) -> None:
    """A refresh proposes; the home stays as it is."""
    outcome = run(folder)
    assert outcome.ready
    assert outcome.edition == ""
    assert not home.exists()


def test_accepted_proposals_are_in_force_and_twice_the_same_is_nothing_to_do(
    home: Path, folder: Path, offer: Offer
) -> None:
    """Prices move, changes are told in words, and a second run finds nothing more."""
    first = run(folder, accept=("all",))
    assert first.edition == f"{TODAY}.1"
    assert price(offer) == (offer.input_usd_per_mtok or 0) * Decimal("1.5")
    assert offer.offer_id in first.after.changes
    second = run(folder, accept=("all",))
    assert (second.proposals, second.edition) == ((), "")
    assert home.exists()


def test_a_name_that_leads_nowhere_is_reported(home: Path, folder: Path) -> None:
    """What could not be mapped is told with its source, and no row is made of it."""
    outcome = run(folder, sources=("genai-prices",))
    assert not home.exists()
    assert outcome.proposals == ()
    assert [report.unmapped for report in outcome.reports] == [("model: mistral:a-model-that-nobody-has",)]


def test_a_refused_row_is_not_proposed_again_until_its_value_changes(home: Path, folder: Path, offer: Offer) -> None:
    """The reason is kept; another price is another proposal."""
    wanted = next(p for p in run(folder).proposals if p.field == "input_usd_per_mtok")
    assert run(folder, refuse=(f"{wanted.proposal_id}=a promotion",)).refused == 1
    assert wanted.proposal_id not in {p.proposal_id for p in run(folder).proposals}
    assert "a promotion" in (home / "overlay" / "refreshed" / "refusals.json").read_text()
    put(folder, litellm=litellm(litellm_of(offer, times=Decimal("1.6"))))
    assert "input_usd_per_mtok" in {p.field for p in run(folder).proposals}


@pytest.mark.usefixtures("home")
def test_decisions_come_from_a_sheet_that_was_filled_in(folder: Path, tmp_path: Path, offer: Offer) -> None:
    """Each line of the sheet is accepted, refused with a reason, or left open."""
    outcome = run(folder)
    sheet = tmp_path / "sheet.csv"
    text = decision_sheet(outcome.proposals)
    lines = [
        (
            "accept" + line
            if ",input_usd_per_mtok," in line
            else "refuse,not yet" + line[1:]
            if line[:2] == ",,"
            else line
        )
        for line in text.splitlines()
    ]
    sheet.write_text("\n".join(lines))
    done = run(folder, accept=(str(sheet),))
    assert [p.field for p in done.accepted] == ["input_usd_per_mtok"]
    assert done.refused == len(outcome.proposals) - 1
    assert price(offer) == (offer.input_usd_per_mtok or 0) * Decimal("1.5")


@pytest.mark.usefixtures("home")
def test_what_nobody_knows_cannot_be_accepted(folder: Path) -> None:
    """A word that is no source, rule, row or file is an input error that says what is allowed."""
    with pytest.raises(InputError, match="under=2%"):
        run(folder, accept=("evrything",))


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("rule", "taken"), [("under=2%", 2), ("under=0.5%", 0), ("newer", 2), ("litellm", 2), ("new", 0)]
)
def test_rules_take_what_they_say(catalog: Catalog, tmp_path: Path, offer: Offer, rule: str, taken: int) -> None:
    """By the size of a difference, by what is newer, by source, by kind."""
    folder = put(tmp_path / "one", litellm=litellm(litellm_of(offer, times=Decimal("1.01"))))
    assert len(run(folder, accept=(rule,)).accepted) == taken
    assert catalog.offers


@pytest.mark.usefixtures("home")
def test_a_row_that_the_audit_would_refuse_is_left_out_and_not_proposed_again(tmp_path: Path, offer: Offer) -> None:
    """A cached price above the plain one cannot be: it is told, the rest is taken, and it does not come back."""
    dear = float((offer.input_usd_per_mtok or 0) * Decimal(3) / 10**6)
    other = litellm_of(offer, times=Decimal("1.01"), cache_creation_input_token_cost=dear * 10)
    folder = put(tmp_path / "bad", litellm=litellm(other))
    outcome = run(folder, accept=("all",))
    assert any("cache_write_usd_per_mtok" in str(problem) for problem in outcome.left_out)
    assert {p.field for p in outcome.accepted} == {"input_usd_per_mtok", "output_usd_per_mtok"}
    assert "cache_write_usd_per_mtok" not in {p.field for p in outcome.ready}
    assert run(folder).proposals == ()


@pytest.mark.usefixtures("home")
def test_whole_tables_are_written_to_a_folder(folder: Path, tmp_path: Path, offer: Offer) -> None:
    """A new folder holds every table, the accepted rows among them, and reads as a catalog."""
    target = tmp_path / "data"
    outcome = run(folder, accept=("all",), write=target)
    written = load_catalog(target)
    assert set(outcome.files) == {"offers.csv", "price_history.csv", "sources.csv"}
    assert next(o.input_usd_per_mtok for o in written.offers if o.offer_id == offer.offer_id) == (
        offer.input_usd_per_mtok or 0
    ) * Decimal("1.5")
    assert outcome.digest == written.digest
    assert (target / "boards.csv").read_bytes() == (SHIPPED / "boards.csv").read_bytes()
    assert run(folder, accept=("all",), write=target).files == ()


@pytest.mark.usefixtures("home")
def test_a_folder_that_stands_is_finished_by_the_next_run_if_the_first_was_killed(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed between two renames, the journal lets the next run finish what was accepted."""
    target = tmp_path / "data"
    run(folder, accept=("under=0.1%",), write=target)
    target.mkdir()
    for path in SHIPPED.glob("*.csv"):
        (target / path.name).write_bytes(path.read_bytes())
    real, moved = Path.replace, []

    def killed(self: Path, goal: Path) -> Path:
        if self.parent.name == ".refresh-new" and not self.name.startswith("."):
            moved.append(self.name)
            if len(moved) == 2:
                raise KeyboardInterrupt
        return real(self, goal)

    monkeypatch.setattr(Path, "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        run(folder, accept=("all",), write=target)
    monkeypatch.undo()
    monkeypatch.setenv("ADVISOR_HOME", str(tmp_path / "home"))
    assert json.loads((target / ".refresh-journal.json").read_text())
    assert run(folder, accept=("all",), write=target).proposals == ()
    assert not (target / ".refresh-journal.json").exists()
    assert load_catalog(target).source[f"litellm-{LATER}"]
    assert not [path for path in target.iterdir() if path.name.startswith(".")]


@pytest.mark.slow
@pytest.mark.usefixtures("home")
def test_new_scores_fit_the_abilities_again(catalog: Catalog, tmp_path: Path) -> None:
    """A board's new score moves the estimates, in the same edition."""
    score = next(
        b for b in catalog.benchmarks if b.board_id == "bfcl.v4.overall" and b.source.startswith("bfcl-v4-2026-04-12#")
    )
    name = score.source.partition("#")[2].removesuffix("/Overall Acc")
    folder = put(tmp_path / "board", bfcl__csv=bfcl({name: f"{score.score / 2:.2f}%"}))
    outcome = run(folder, accept=tuple(p.proposal_id for p in run(folder).proposals))
    assert outcome.after.refitted == ("capabilities",)
    now = load_catalog(overlay=Settings().overlay_dir)
    assert {b.source for b in now.benchmarks if b.board_id == score.board_id and b.model_id == score.model_id} != set()
    assert now.capabilities != catalog.capabilities
