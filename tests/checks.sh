#!/bin/sh
# What is checked without running a test: types, the direction of imports, the catalog, known holes in what is pinned.
set -eu
cd "$(dirname "$0")/.."
bin=.venv/bin
$bin/mypy --no-error-summary
echo "types: clean"
$bin/lint-imports >/dev/null || { $bin/lint-imports; exit 1; }
echo "import direction: kept"
$bin/advisor catalog check --data data >/dev/null || { $bin/advisor catalog check --data data; exit 1; }
echo "catalog: sound"
$bin/python requirements/supply_chain.py audit
