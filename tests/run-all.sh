#!/bin/sh
# Everything that must hold before a change lands; pytest's closing line comes last.
set -eu
cd "$(dirname "$0")/.."
bin=.venv/bin
$bin/ruff format --check --quiet .
$bin/ruff check --quiet --output-format concise .
echo "lint: clean"
$bin/mypy --no-error-summary
echo "types: clean"
$bin/lint-imports >/dev/null || { $bin/lint-imports; exit 1; }
echo "import direction: kept"
$bin/advisor catalog check --data data >/dev/null || { $bin/advisor catalog check --data data; exit 1; }
echo "catalog: sound"
$bin/python requirements/supply_chain.py audit
exec $bin/pytest -q -n 2 --dist loadgroup -m "not bench" "$@"
