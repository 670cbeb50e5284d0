"""The audit of the catalog: sound as shipped, and every kind of damage is named with its place."""
# ruff: noqa: E501 - the table of damages reads best with one damage on a line

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from advisor.catalog.audit.check import audit, audit_folder
from advisor.catalog.audit.finding import Finding
from advisor.catalog.catalog import Catalog
from advisor.catalog.load import SHIPPED

Row = dict[str, str]
Pick = Callable[[Row], bool]


def edit(folder: Path, table: str, pick: Pick, **cells: str | Callable[[Row], str]) -> str:
    """Change cells of the first row that ``pick`` accepts; gives that row's first cell."""
    path = folder / f"{table}.csv"
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
    row = next(row for row in rows if pick(row))
    for column, value in cells.items():
        row[column] = value(row) if callable(value) else value
    write(path, rows)
    return next(iter(row.values()))


def write(path: Path, rows: list[Row]) -> None:
    """Write rows as the table they came from."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def has(*columns: str) -> Pick:
    """Rows in which all these columns are filled."""
    return lambda row: all(row[column] for column in columns)


def times(column: str, factor: float) -> Callable[[Row], str]:
    """The cell multiplied."""
    return lambda row: f"{float(row[column]) * factor:.10g}"


MODEL = "model_catalog"
# name, table, which row, what is written, the column that must be named
DAMAGES: list[tuple[str, str, Pick, dict[str, str | Callable[[Row], str]], str]] = [
    ("active above total", MODEL, has("active_params_b", "total_params_b"), {"active_params_b": "19000"}, "active_params_b"),
    ("output above context", MODEL, has("max_output_tokens", "context_tokens"), {"max_output_tokens": "99000000"}, "max_output_tokens"),
    ("input above context", MODEL, has("max_input_tokens", "context_tokens"), {"max_input_tokens": "99000000"}, "max_input_tokens"),
    ("more KV heads than heads", MODEL, has("kv_heads", "attention_heads"), {"kv_heads": "9999"}, "kv_heads"),
    ("global layers beyond layers", MODEL, has("layers"), {"global_layers": "999"}, "global_layers"),
    ("attention layers beyond layers", MODEL, has("layers"), {"attention_layers": "999"}, "attention_layers"),
    ("experts per token beyond experts", MODEL, has("experts", "experts_per_token"), {"experts_per_token": "99999"}, "experts_per_token"),
    ("retired before released", MODEL, has("release_date"), {"retires_on": "2016-01-01"}, "retires_on"),
    ("retired tomorrow", MODEL, lambda r: r["status"] == "retired" and r["retires_on"] != "", {"retires_on": "2031-01-01"}, "retires_on"),
    ("retired, nobody knows when", MODEL, lambda r: r["status"] == "retired" and r["retires_on"] != "", {"retires_on": ""}, "retires_on"),
    ("current beside its current successor", MODEL, lambda r: r["model_id"] == "anthropic/claude-opus-5", {"status": "current"}, "status"),
    ("note that cites hearsay", MODEL, lambda r: r["note"].startswith("retires_on: litellm"), {"note": "retires_on: hearsay#1"}, "note"),
    ("note that sources a blank cell", MODEL, lambda r: not r["retires_on"], {"note": "retires_on: litellm-1.109.1#x"}, "note"),
    ("knows the future", MODEL, has("release_date"), {"knowledge_cutoff": "2031-01-01"}, "knowledge_cutoff"),
    ("released in the future", MODEL, has("release_date"), {"release_date": "2031-01-01"}, "release_date"),
    ("open weights without a licence", MODEL, lambda r: r["openness"] == "open_weights", {"licence_id": ""}, "licence_id"),
    ("unknown licence", MODEL, has("licence_id"), {"licence_id": "no-such-licence"}, "licence_id"),
    ("unknown successor", MODEL, has("successor_id"), {"successor_id": "nobody/nothing"}, "successor_id"),
    ("own successor", MODEL, has("successor_id"), {"successor_id": lambda r: r["model_id"]}, "successor_id"),
    ("unknown predecessor", MODEL, has("predecessor_id"), {"predecessor_id": "nobody/nothing"}, "predecessor_id"),
    ("size off by 1,000", MODEL, lambda r: r["architecture"] == "decoder" and all(r[c] for c in ("layers", "hidden_size", "total_params_b")), {"total_params_b": times("total_params_b", 1e-3), "active_params_b": ""}, "total_params_b"),
    ("size unsourced", MODEL, has("total_params_b", "params_source"), {"params_source": ""}, "params_source"),
    ("limits unsourced", MODEL, has("context_tokens", "limits_source"), {"limits_source": ""}, "limits_source"),
    ("shape unsourced", MODEL, has("layers", "shape_source"), {"shape_source": ""}, "shape_source"),
    ("unknown source", MODEL, has("identity_source"), {"identity_source": "hearsay#1"}, "identity_source"),
    ("context of 3 tokens", MODEL, has("context_tokens"), {"context_tokens": "3", "max_output_tokens": "", "sliding_window": ""}, "context_tokens"),
    ("negative context", MODEL, has("context_tokens"), {"context_tokens": "-1"}, "context_tokens"),
    ("text for a number", MODEL, has("context_tokens"), {"context_tokens": "128k"}, "context_tokens"),
    ("unknown kind", MODEL, has("kind"), {"kind": "chatbot"}, "kind"),
    ("unknown status", MODEL, has("status"), {"status": "soon"}, "status"),
    ("wrong vendor", MODEL, has("vendor"), {"vendor": "somebody-else"}, "model_id"),
    ("perhaps for yes or no", MODEL, has("tools"), {"tools": "perhaps"}, "tools"),
    ("date of another order", MODEL, has("release_date"), {"release_date": "31.12.2025"}, "release_date"),
    ("image model that writes text", MODEL, lambda r: r["kind"] == "image", {"modalities_out": "text"}, "modalities_out"),
    ("no input at all", MODEL, has("modalities_in"), {"modalities_in": ""}, "modalities_in"),
    ("input price times 1,000", "offers", lambda r: bool(r["input_usd_per_mtok"] and r["output_usd_per_mtok"]) and r["agreement"] != "conflict" and float(r["input_usd_per_mtok"]) > 0, {"input_usd_per_mtok": times("input_usd_per_mtok", 1000)}, "input_usd_per_mtok"),
    ("output price over 1,000", "offers", lambda r: bool(r["input_usd_per_mtok"] and r["output_usd_per_mtok"]) and float(r["output_usd_per_mtok"]) > 0, {"output_usd_per_mtok": times("output_usd_per_mtok", 1e-3)}, "output_usd_per_mtok"),
    ("cached dearer than fresh", "offers", lambda r: bool(r["cached_input_usd_per_mtok"] and r["input_usd_per_mtok"]), {"cached_input_usd_per_mtok": times("input_usd_per_mtok", 3)}, "cached_input_usd_per_mtok"),
    ("batch dearer than single", "offers", has("batch_input_usd_per_mtok", "input_usd_per_mtok"), {"batch_input_usd_per_mtok": times("input_usd_per_mtok", 2)}, "batch_input_usd_per_mtok"),
    ("image price in cents", "offers", has("usd_per_image"), {"usd_per_image": "40"}, "usd_per_image"),
    ("audio price per hour", "offers", has("usd_per_audio_minute"), {"usd_per_audio_minute": "36"}, "usd_per_audio_minute"),
    ("negative price", "offers", has("input_usd_per_mtok"), {"input_usd_per_mtok": "-1"}, "input_usd_per_mtok"),
    ("offer of an unknown model", "offers", has("model_id"), {"model_id": "nobody/nothing"}, "model_id"),
    ("offer of an unknown provider", "offers", has("provider_id"), {"provider_id": "nobody"}, "provider_id"),
    ("agreed without a second source", "offers", lambda r: r["agreement"] == "agreed", {"second_source": ""}, "second_source"),
    ("agreed with itself", "offers", lambda r: r["agreement"] == "agreed", {"second_source": lambda r: r["source"]}, "second_source"),
    ("conflict without a word", "offers", lambda r: r["agreement"] == "conflict", {"conflict": ""}, "conflict"),
    ("priced in the future", "offers", has("priced_on"), {"priced_on": "2031-01-01"}, "priced_on"),
    ("no price and no word about it", "offers", lambda r: r["conflict"].startswith("price unknown"), {"conflict": ""}, "input_usd_per_mtok"),
    ("nobody offers it", MODEL, lambda r: "no public offer" in r["note"] and r["openness"] == "proprietary", {"note": ""}, "model_id"),
    ("price that belongs to another decade", "offers", lambda r: r["agreement"] == "agreed", {"priced_on": "2016-01-01"}, "priced_on"),
    ("the same repository twice", MODEL, lambda r: r["hub_id"] == "meta-llama/Llama-3.3-70B-Instruct", {"hub_id": "meta-llama/Llama-3.1-70B-Instruct"}, "hub_id"),
    ("unknown zone", "offers", has("zone"), {"zone": "moon"}, "zone"),
    ("score of 900 per cent", "benchmarks", lambda r: r["board_id"].startswith("livebench"), {"score": "900"}, "score"),
    ("rating off by 1,000", "benchmarks", lambda r: r["board_id"].startswith("arena-text."), {"score": times("score", 1000)}, "score"),
    ("standard error beyond the scale", "benchmarks", has("standard_error"), {"standard_error": "99999"}, "standard_error"),
    ("board with its best below its worst", "boards", lambda r: r["floor"] == "0", {"ceiling": "-5"}, "ceiling"),
    ("board of no capability", "boards", has("capability"), {"capability": "charm"}, "capability"),
    ("board without an address", "boards", has("link"), {"link": "see there"}, "link"),
    ("estimate beyond the scale", "capabilities", has("estimate"), {"estimate": "43400"}, "estimate"),
    ("estimate surer than its scores", "capabilities", lambda r: r["scores"] == "0", {"scores": "7"}, "scores"),
    ("estimate of an unknown capability", "capabilities", has("capability"), {"capability": "charm"}, "capability"),
    ("past price off by 1,000", "price_history", has("input_usd_per_mtok"), {"input_usd_per_mtok": times("input_usd_per_mtok", 1000)}, "input_usd_per_mtok"),
    ("licence without an address", "licences", has("link"), {"link": "ask the vendor"}, "link"),
    ("policy without an address", "providers", has("policy_url"), {"policy_url": "somewhere"}, "policy_url"),
    ("repository without an organisation", MODEL, has("hub_id"), {"hub_id": "somewhere"}, "hub_id"),
    ("water in millilitres", "grids", has("water_l_per_kwh"), {"water_l_per_kwh": times("water_l_per_kwh", 1000)}, "water_l_per_kwh"),
    ("score of an unknown model", "benchmarks", has("model_id"), {"model_id": "nobody/nothing"}, "model_id"),
    ("score on an unknown board", "benchmarks", has("board_id"), {"board_id": "no-board"}, "board_id"),
    ("unknown training policy", "providers", has("training_default"), {"training_default": "maybe"}, "training_default"),
    ("policy checked long ago", "providers", has("checked_on"), {"checked_on": "2020-01-01"}, "checked_on"),
    ("GPU rent per month", "gpu_offers", has("usd_per_gpu_hour"), {"usd_per_gpu_hour": "2160"}, "usd_per_gpu_hour"),
    ("unknown GPU", "gpu_offers", has("gpu_id"), {"gpu_id": "abacus"}, "gpu_id"),
    ("GPU without memory", "gpus", has("memory_gib"), {"memory_gib": "0"}, "memory_gib"),
    ("alias of nobody", "aliases", has("model_id"), {"model_id": "nobody/nothing"}, "model_id"),
    ("country in words", "grids", has("country"), {"country": "Germany"}, "country"),
    ("speed from hearsay", "measured_speeds", has("source"), {"source": "hearsay#1"}, "source"),
    ("speed on an unknown GPU", "measured_speeds", has("gpu_id"), {"gpu_id": "abacus"}, "gpu_id"),
    ("cost default from hearsay", "cost_defaults", has("source"), {"source": "hearsay#1"}, "source"),
]  # fmt: skip


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the shipped tables that may be damaged."""
    folder = tmp_path / "data"
    shutil.copytree(SHIPPED, folder, ignore=shutil.ignore_patterns("samples"))
    return folder


def test_the_shipped_catalog_is_sound() -> None:
    """No finding at the catalog's own date."""
    assert [str(finding) for finding in audit_folder().findings] == []


@pytest.mark.parametrize(("table", "pick", "cells", "column"), [d[1:] for d in DAMAGES], ids=[d[0] for d in DAMAGES])
def test_damage_is_named_with_its_place(
    copy: Path, table: str, pick: Pick, cells: dict[str, str | Callable[[Row], str]], column: str
) -> None:
    """One broken cell gives a finding with file, row, column, value and what is allowed."""
    name = edit(copy, table, pick, **cells)
    outcome = audit_folder(copy).strict()
    found = [f for f in outcome.findings if f.file == f"{table}.csv" and f.column == column]
    assert any(name in finding.row for finding in found), [str(f) for f in outcome.findings][:5]
    assert all(finding.value and finding.allowed for finding in found)


def test_forty_kinds_of_damage_are_tried() -> None:
    """The list of damages is as long as promised, each of its own name."""
    assert len({damage[0] for damage in DAMAGES}) == len(DAMAGES) >= 40


def damaged_header(folder: Path, before: str, after: str) -> list[Finding]:
    """Findings after the header of the offers was changed."""
    path = folder / "offers.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(before, after, 1), encoding="utf-8")
    return list(audit_folder(folder).findings)


def test_a_missing_column_is_named(copy: Path) -> None:
    """A column that was renamed is missing by its old name and unknown by its new one."""
    found = " ".join(str(finding) for finding in damaged_header(copy, "priced_on", "dated_on"))
    assert "column priced_on is missing" in found
    assert "unknown column 'dated_on'" in found


def test_a_row_of_too_few_cells_is_named(copy: Path) -> None:
    """A truncated line gives its line number."""
    path = copy / "licences.csv"
    path.write_text(path.read_text(encoding="utf-8") + "broken,row\n", encoding="utf-8")
    assert any("2 cells" in finding.value for finding in audit_folder(copy).findings)


def test_a_doubled_row_is_named(copy: Path) -> None:
    """An identity that stands twice is a finding."""
    path = copy / "providers.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([*lines, lines[1]]), encoding="utf-8")
    assert any(f.rule == "duplicate" and f.file == "providers.csv" for f in audit_folder(copy).findings)


def test_bytes_that_are_no_text_are_named(copy: Path) -> None:
    """A table in another encoding is named, not guessed."""
    (copy / "gpus.csv").write_bytes(b"\xff\xfe\x00")
    assert any("not UTF-8" in finding.value for finding in audit_folder(copy).findings)


def test_an_empty_catalog_is_named(copy: Path) -> None:
    """An emptied headline table is a finding."""
    (copy / "model_catalog.csv").write_text("", encoding="utf-8")
    assert any(finding.file == "model_catalog.csv" for finding in audit_folder(copy).findings)


def test_prices_grow_stale(catalog: Catalog) -> None:
    """Two months later the same prices are stale, and the finding says from when on they would not be."""
    later = catalog.dated + timedelta(days=60)
    outcome = audit(catalog, as_of=later)
    stale = [f for f in outcome.stale if f.file == "offers.csv"]
    assert len(stale) > 100
    assert str(later - timedelta(days=90)) in stale[0].allowed
    assert all(f.rule != "stale" or f.file != "offers.csv" for f in outcome.findings)
    assert set(outcome.stale) <= set(outcome.strict().findings)


def test_a_date_before_the_prices_is_no_excuse(catalog: Catalog) -> None:
    """Judged by a day in the past, every price is from the future."""
    found = audit(catalog, as_of=date(2020, 1, 1)).findings
    assert any(finding.column == "priced_on" for finding in found)
