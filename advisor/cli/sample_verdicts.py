"""Assess the worked samples on the shipped catalog and keep their verdicts, which the start page shows.

``python -m advisor.cli.sample_verdicts`` writes ``data/samples/verdicts.json``.
"""

from __future__ import annotations

from advisor.catalog.load import load_catalog
from advisor.services.sample_verdicts import FILE, as_kept, verdicts_today

if __name__ == "__main__":
    FILE.write_bytes(as_kept(verdicts_today(load_catalog())))
