"""``advisor guide architecture``: the reference architecture of the choice, what serves it, and its versions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from advisor.cli.guide.shared import AnswersFile, assessed, print_json
from advisor.cli.options import DataDir, Output, OutputOption, catalog_in

KitFolder = Annotated[Path | None, typer.Option("--kit", help="Write the deployment kit into this folder.")]


def architecture(
    answers: AnswersFile,
    *,
    data: DataDir = None,
    output: OutputOption = Output.TABLE,
    kit: KitFolder = None,
) -> None:
    """The parts that the answers need and why, what serves the model, which version to pin and how to change it."""
    from advisor.guidance.versions.records import PinnedVersion
    from advisor.report.replay.migration import migration_plan
    from advisor.report.replay.migration_words import migration_lines
    from advisor.services.guidance.versions import versions_of, whole_kit
    from advisor.whole_files import write_whole
    from advisor.words.language import words_in
    from advisor.words.written import written

    assessment, catalog = assessed(answers, data), catalog_in(data)
    found = versions_of(assessment, catalog)
    if found is None:
        raise typer.BadParameter("nothing fits these answers: there is no choice to draw an architecture of")
    blueprint, canary, suite = written(found.blueprint), written(found.canary), written(found.suite)
    pinned: PinnedVersion | None = written(found.pinned)
    today = assessment.answers.as_of or catalog.dated
    plan = written(migration_plan(assessment, catalog, today))
    for name, text in (whole_kit(assessment, catalog, found) if kit else {}).items():
        place = (kit or Path()) / name
        place.parent.mkdir(parents=True, exist_ok=True)
        write_whole(place, text.encode())
    if output is Output.JSON:
        records = {"architecture": blueprint, "pinned": pinned, "suite": suite, "canary": canary, "migration": plan}
        print_json({name: one.model_dump(mode="json") if one else None for name, one in records.items()})
        return
    for part in blueprint.parts:
        product = f" ({part.product})" if part.product else ""
        print(f"{part.need.replace('_', ' ')}: {part.name}{product}", *part.reasons, sep="\n  ")
    for one in blueprint.frameworks:
        print(f"{one.verdict}: {one.name}", "; ".join(one.reasons), sep="\n  ")
    told = [pinned.sentence if pinned else "", suite.sentence, canary.sentence, plan.sentence if plan else ""]
    print(*filter(None, told), *(migration_lines(words_in("en"), plan) if plan else ()), sep="\n")
