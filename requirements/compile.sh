#!/bin/sh
# Pin every requirement with hashes, naming no registry. Run after changing pyproject.toml: make lock
set -eu
cd "$(dirname "$0")/.."
common="--generate-hashes --no-emit-index-url --universal --python-version 3.11 --quiet --no-header"
.venv/bin/uv pip compile pyproject.toml --extra local $common -o requirements/run.txt "$@"
.venv/bin/uv pip compile pyproject.toml --extra local --group test $common -c requirements/run.txt -o requirements/test.txt "$@"
.venv/bin/uv pip compile requirements/model.in --no-deps $common -o requirements/model.txt "$@"
.venv/bin/uv pip compile requirements/llama.in $common -o requirements/llama.txt "$@"
.venv/bin/uv pip compile requirements/litellm.in $common -o requirements/litellm.txt "$@"
.venv/bin/uv pip compile requirements/oidc.in $common -o requirements/oidc.txt "$@"
.venv/bin/uv pip compile requirements/uv.in $common -o requirements/uv.txt "$@"
.venv/bin/uv pip compile requirements/build.in $common -o requirements/build.txt "$@"
.venv/bin/uv pip compile requirements/docs.in $common -o requirements/docs.txt "$@"
