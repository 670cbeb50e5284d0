#!/bin/sh
# Install pins into the environment FOLDER, which has pip: install.sh FOLDER (what pip install takes, long options)
# With uv it takes a seventh of the time; both hold every file against its pinned hash. uv does not read pip's settings:
# it is told the two that decide whether a registry is reached, and where it cannot do the work, pip does all of it.
set -eu
folder=$1
shift
pip="-m pip --disable-pip-version-check --no-input --retries 10"
uv=.venv/bin/uv
of_pip() { .venv/bin/python -m pip config list 2>/dev/null | sed -n "s/^[^=]*\.$1='\(.*\)'\$/\1/p" | tail -n 1; }
if [ -x "$uv" ] || .venv/bin/python $pip install --quiet --require-hashes -r requirements/uv.txt; then
    certificates=${SSL_CERT_FILE:-$(of_pip cert)}
    [ -z "$certificates" ] || export SSL_CERT_FILE="$certificates"
    index=$(of_pip index-url)
    [ -z "$index" ] || export UV_DEFAULT_INDEX="$index"
    export UV_HTTP_TIMEOUT="${PIP_DEFAULT_TIMEOUT:-60}" UV_HTTP_RETRIES=5
    "$uv" pip install --no-config --quiet --python "$folder/bin/python" "$@" && exit 0
    echo "uv could not; pip does it." >&2
fi
"$folder/bin/python" $pip install --quiet "$@"
