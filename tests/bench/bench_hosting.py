"""Benchmark of the hosting room: held-out errors by class, those of another speed model, and the planner's time.

Run with ``python tests/bench/bench_hosting.py``; with the name of a file that has the columns of
``measured_speeds.csv`` it tells the errors of the committed constants on those measurements instead.
``aiconfigurator_0.12.0.csv`` has AIConfigurator's estimates (0.12.0, database mode HYBRID, the engine, parallelism and
quantisation of each row given to it) for a random sample of the rows.
"""

from __future__ import annotations

import csv
import sys
import time
from pathlib import Path

import numpy as np

from advisor.catalog.catalog import Catalog
from advisor.catalog.load import load_catalog
from advisor.catalog.tables.schema_hosting import MeasuredSpeed
from advisor.hosting.planning.planner import plan_alternatives
from advisor.hosting.speed.constants import BASE, NAMES, constants_for
from advisor.hosting.speed.held_out import HeldOutErrors, Mask, hold_out
from advisor.hosting.speed.measurements import LOAD_KINDS, sample_of, serve_sample
from advisor.questionnaire.answers import Answers

ROUNDS = 11
SHORT_TOKENS = 600
ESTIMATES = Path(__file__).with_name("aiconfigurator_0.12.0.csv")


def classes(held_out: HeldOutErrors) -> dict[str, Mask]:
    """Held-out rows by kind of load, then by architecture and by class of accelerators within steady loads."""
    steady, moe = held_out.of("steady"), held_out.sample.rig.moe > 0
    found = {kind: held_out.of(kind) for kind in LOAD_KINDS}
    found |= {f"{kind}, dense": held_out.of(kind, moe=False) for kind in LOAD_KINDS}
    found |= {f"{kind}, mixture of experts": held_out.of(kind, moe=True) for kind in LOAD_KINDS}
    found |= {f"prompts below {SHORT_TOKENS} tokens": steady & (held_out.sample.input_tokens < SHORT_TOKENS)}
    found |= {
        f"dense of 27 to 34 billion on one H100, {kind}": held_out.of(kind) & _on_one_h100(held_out)
        for kind in LOAD_KINDS
    }
    gpus = sorted({setting.gpu for setting in held_out.sample.usual})
    found |= {f"{gpu}, {kind}": held_out.of_gpus(gpu) & held_out.of(kind) for gpu in gpus for kind in LOAD_KINDS}
    return found | {f"{gpu}, mixture of experts": held_out.of_gpus(gpu) & moe & steady for gpu in gpus}


def _on_one_h100(held_out: HeldOutErrors) -> Mask:
    """The rows of dense models that fill most of one H100: once estimated too fast by half."""
    rig = held_out.sample.rig
    alone = np.array([row.gpu_id.startswith("h100") for row in held_out.sample.rows], dtype=np.bool_)
    billions = rig.flops_per_token / 2e9
    return np.asarray(alone & (rig.gpu_count == 1) & (rig.moe == 0) & (billions > 26) & (billions < 36))


def in_band(catalog: Catalog, held_out: HeldOutErrors) -> tuple[Mask, Mask]:
    """Whether each row's throughput, and its TTFT, lie in the band that the committed constants state."""
    table = [constants_for(catalog.speed_constants, setting) for setting in held_out.sample.usual]
    found = []
    for prefix, logs in (("", held_out.throughput), ("ttft_", held_out.ttft)):
        low, high = (np.array([row[f"{prefix}log_error_{end}"] for row in table]) for end in ("low", "high"))
        found.append((low <= logs) & (logs <= high))
    return found[0], found[1]


def by_class(catalog: Catalog, held_out: HeldOutErrors) -> list[str]:
    """A line per class: rows, errors of throughput, TTFT and gaps, shares inside the bands."""
    inside, early = in_band(catalog, held_out)
    lines = []
    for name, rows in classes(held_out).items():
        found = held_out.summary(rows)
        rated, timed = rows & ~np.isnan(held_out.throughput), rows & ~np.isnan(held_out.ttft)
        if rated.any():
            line = f"{name}: {rated.sum()} rows, median {found['median']:.1%}, p90 {found['p90']:.1%}"
            line += f", {inside[rated].mean():.0%} in the band"
            if timed.any():
                line += f"; TTFT of {timed.sum()}: {found['ttft_median']:.1%}, {early[timed].mean():.0%} in its band"
                line += f"; gaps {found['itl_median']:.1%}"
            lines.append(line)
    return lines


def against_aiconfigurator(catalog: Catalog, ours: HeldOutErrors) -> list[tuple[str, int, float, float, float]]:
    """The same columns on the rows that AIConfigurator was asked for: its errors and ours, held out by model."""
    with ESTIMATES.open(encoding="utf-8", newline="") as file:
        theirs = {row["speed_id"]: row for row in csv.DictReader(file)}
    sample = ours.sample
    chosen = np.array([row.speed_id in theirs for row in sample.rows])
    asked = [theirs[row.speed_id] for row in sample.rows if row.speed_id in theirs]
    rate = np.log([float(row["output_tokens_per_s"]) for row in asked]) - sample.log_speed[chosen]
    wait = np.log([float(row["ttft_ms"]) / 1e3 for row in asked]) - sample.log_ttft[chosen]
    below = sample.timed[chosen]
    rows = []
    for name, speed_error, ttft_error in (
        ("AIConfigurator 0.12.0, its sample", rate, wait),
        ("this project, held out, the same rows", -ours.throughput[chosen], -ours.ttft[chosen]),
    ):
        off, late = np.abs(np.expm1(speed_error)), np.abs(np.expm1(ttft_error[below]))
        found = (float(np.median(off)), float(np.quantile(off, 0.9)), float(np.median(late)))
        rows.append((name, len(asked), *found))
    return rows


def of_others(catalog: Catalog, file: Path) -> list[str]:
    """Errors of the committed constants on measurements of somebody else, by source and kind of load; engine untold."""
    with file.open(encoding="utf-8", newline="") as text:
        rows = [MeasuredSpeed.model_validate({k: v or None for k, v in row.items()}) for row in csv.DictReader(text)]
    sample = sample_of(rows, catalog.model, catalog.gpu, catalog.quantised_checkpoints)
    table = [constants_for(catalog.speed_constants, setting) for setting in sample.usual]
    constants = {name: np.array([row[name] for row in table]) for name in NAMES}
    logs = sample.log_speed - np.log(serve_sample(sample, constants).output_tokens_per_s)
    inside = (constants["log_error_low"] <= logs) & (logs <= constants["log_error_high"])
    groups = [(row.source.partition("#")[0], row.load_kind) for row in sample.rows]
    groups += [("all", kind) for kind in LOAD_KINDS]
    lines = [f"{len(sample.rows)} of {len(rows)} measurements can be sized"]
    for name, kind in sorted(set(groups)):
        chosen = [i for i, row in enumerate(sample.rows) if kind == row.load_kind and name in {"all", groups[i][0]}]
        if chosen:
            off = np.abs(np.expm1(-logs[chosen]))
            line = f"{name}, {kind}: {len(chosen)} rows, median {np.median(off):.1%}, p90 {np.quantile(off, 0.9):.1%}"
            lines.append(f"{line}, {inside[chosen].mean():.0%} in the band")
    return lines


def planning_ms() -> tuple[int, float]:
    """Alternatives of the whole catalog and the median milliseconds to plan them, warm."""
    catalog = load_catalog()
    answers = Answers.model_validate({"title": "Bench", "use_cases": [{"task": "rag"}]})
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        table = plan_alternatives(catalog.models, answers.use_cases[0], answers, catalog)
        times.append(time.perf_counter() - start)
    return len(table), 1e3 * float(np.median(times[1:]))


def main() -> None:
    """Print all of it."""
    catalog = load_catalog()
    if len(sys.argv) > 1:
        sys.stdout.write("\n".join(of_others(catalog, Path(sys.argv[1]))) + "\n")
        return
    sample = sample_of(catalog.measured_speeds, catalog.model, catalog.gpu, catalog.quantised_checkpoints)
    textbook = serve_sample(sample, {name: np.full(len(sample.rows), value) for name, (value, _) in BASE.items()})
    off = np.abs(np.expm1(np.log(textbook.output_tokens_per_s) - sample.log_speed))[sample.rated]
    sys.stdout.write(f"textbook: median {np.median(off):.1%}, p90 {np.quantile(off, 0.9):.1%}\n")
    held_out = hold_out(sample)
    sys.stdout.write("held out by source and family:\n" + "\n".join(by_class(catalog, held_out)) + "\n")
    for name, count, median, p90, ttft in against_aiconfigurator(catalog, held_out):
        sys.stdout.write(f"{name}: {count} rows, median {median:.1%}, p90 {p90:.1%}, TTFT {ttft:.1%}\n")
    alternatives, milliseconds = planning_ms()
    sys.stdout.write(f"planning {alternatives} alternatives: {milliseconds:.0f} ms\n")


if __name__ == "__main__":
    main()
