#!/bin/sh
# Get what the tests need from the system's packages: a browser, PostgreSQL, PDF tools, fonts, a C++ compiler.
set -eu
missing=""
have() { command -v "$1" >/dev/null 2>&1; }
have chromium || have chromium-browser || have google-chrome || missing="$missing chromium"
have pdftoppm || missing="$missing poppler-utils"
have g++ || missing="$missing g++"
have openssl || missing="$missing openssl"
{ have initdb && have postgres; } || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
ls /usr/share/fonts/truetype/noto/NotoSans-Regular.ttf >/dev/null 2>&1 || missing="$missing fonts-noto-core"
[ -z "$missing" ] && { echo "System packages: all there."; exit 0; }
if ! have apt-get; then
    echo "Please install with your system's package manager, then call make test again:$missing" >&2
    exit 1
fi
sudo=""
[ "$(id -u)" = 0 ] || sudo="sudo"
echo "Installing from the system's packages:$missing"
export DEBIAN_FRONTEND=noninteractive
$sudo apt-get update -q >/dev/null
# shellcheck disable=SC2086
$sudo apt-get install -y -q --no-install-recommends $missing >/dev/null
