"""``advisor guide governance``: duties, public facts and the risk register of the choice."""

from __future__ import annotations

from advisor.cli.guide.shared import AnswersFile, assessed, print_json
from advisor.cli.options import DataDir, Output, OutputOption, catalog_in


def governance(answers: AnswersFile, *, data: DataDir = None, output: OutputOption = Output.TABLE) -> None:
    """Duties and risks of the choice, with who acts, from when and who says so; orientation, not legal advice."""
    from advisor.report.governed import governance_for

    record = assessed(answers, data)
    found = governance_for(record, catalog_in(data))
    if output is Output.JSON:
        print_json(
            {"risks": [note.model_dump(mode="json") for note in record.risks]}
            | {
                name: [row.model_dump(mode="json", exclude={"told"}) for row in rows]
                for name, rows in (
                    ("duties", found.duties),
                    ("evidence", found.evidence),
                    ("register", found.register_lines),
                )
            }
        )
        return
    print("Orientation, not legal advice.")
    for duty in found.duties:
        since = "" if duty.in_force_on is None else f", {'since' if duty.in_force else 'from'} {duty.in_force_on}"
        print(f"{duty.severity}: {duty.topic} ({duty.reference or duty.source}{since})\n  {duty.statement}")
        print(f"  -> {duty.who}: {duty.action}")
        print(f"     source {duty.source}, looked at on {duty.checked_on}")
    known = {duty.topic for duty in found.duties}
    for note in record.risks:
        if note.topic not in known:
            print(f"{note.severity}: {note.topic}\n  {note.statement}\n  -> {note.action}")
    print(f"Risk register: {len(found.register_lines)} lines, gravest first (likelihood x impact)")
    for risk in found.register_lines:
        print(f"  {risk.level:2} = {risk.likelihood} x {risk.impact}  {risk.owner}, by {risk.due}: {risk.cause}")
