"""What waits for a decision keeps waiting until somebody decides it, whatever was accepted beside it.

Whether a proposal is held back is judged by the rows that stand. Accepting the rest changes these rows: a new price
that was far from all others would look near the next time, and a conflict would end because one of its sides found
another row. So the names of what was left behind are kept, by source, each time that something is accepted.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, get_args

from advisor.catalog.refresh.editions import ROOM, locked
from advisor.catalog.refresh.records import Blocked, Proposal
from advisor.whole_files import write_whole

_FILE: Final = ROOM / "waiting.json"


def still_waiting(proposals: Sequence[Proposal], overlay: Path) -> tuple[Proposal, ...]:
    """The proposals, with those held back that were so when something was last accepted."""
    known = _known(overlay)
    return tuple(
        proposal
        if proposal.blocked or proposal.proposal_id not in known
        else proposal.model_copy(update=known[proposal.proposal_id])
        for proposal in proposals
    )


def remember_waiting(overlay: Path, left: Sequence[Proposal], read: Collection[str]) -> None:
    """Keep the proposals that were left behind; of the sources that were ``read`` nothing older counts."""
    new = {
        p.proposal_id: {"source": p.source, "blocked": p.blocked, "against": list(p.against)} for p in left if p.blocked
    }
    with locked(overlay):
        older = {name: entry for name, entry in _entries(overlay).items() if entry.get("source") not in read}
        if kept := {**older, **new}:
            write_whole(overlay / _FILE, json.dumps(kept, indent=1, sort_keys=True).encode(), inside=overlay)
        else:
            (overlay / _FILE).unlink(missing_ok=True)


def _known(overlay: Path) -> Mapping[str, dict[str, Any]]:
    return {
        name: {"blocked": entry["blocked"], "against": tuple(map(str, entry.get("against") or ()))}
        for name, entry in _entries(overlay).items()
        if entry.get("blocked") in get_args(Blocked)
    }


def _entries(overlay: Path) -> dict[str, dict[str, Any]]:
    """What is kept; nothing where the file is missing or was damaged, since all of it can be judged again."""
    try:
        found = json.loads((overlay / _FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {n: e for n, e in found.items() if isinstance(e, dict)} if isinstance(found, dict) else {}
