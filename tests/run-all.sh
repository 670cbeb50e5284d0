#!/bin/sh
# Everything that must hold before a change lands; pytest's closing line comes last.
set -eu
cd "$(dirname "$0")/.."
bin=.venv/bin
# What is imported is compiled once, not by every program that a test starts.
unset PYTHONDONTWRITEBYTECODE
$bin/ruff format --check --quiet .
$bin/ruff check --quiet --output-format concise .
echo "lint: clean"
# What takes no test runs beside the tests. What it found is told behind them; their closing line is held back for that.
kept=$(mktemp -d)
sh tests/checks.sh >"$kept/checks" 2>&1 &
checks=$!
trap 'kill "$checks" 2>/dev/null || true; rm -rf "$kept"' EXIT
trap 'exit 1' INT TERM
colour=no
[ ! -t 1 ] || colour=yes
{
    tested=0
    # Three: two may be at the browser, where they mostly wait for the app, and one is at the rest.
    $bin/pytest -q -n 3 --dist loadgroup -m "not bench" --color "$colour" "$@" || tested=$?
    echo "$tested" >"$kept/tested"
} 2>&1 | awk -v closing="$kept/closing" 'NR > 1 { print before; fflush() } { before = $0 } END { print before >closing }'
checked=0
wait "$checks" || checked=$?
cat "$kept/checks"
[ "$checked" = 0 ] || echo "A check failed, whatever the tests say: see above."
cat "$kept/closing"
tested=$(cat "$kept/tested")
[ "$tested" = 0 ] || exit "$tested"
exit "$checked"
