#!/bin/sh
# Get from the system's packages what Python's cannot give, or say what to install: system-packages.sh run|test PYTHON
# To run: a Python that can make environments. For the tests also a browser, PostgreSQL, OpenSSL, strace and nginx.
set -eu
purpose=$1
python=${2:-}
missing=""
have() { command -v "$1" >/dev/null 2>&1; }
makes_environments() { [ -z "$python" ] || "$python" -c 'import ensurepip' || "$python" -m pip --version; }
makes_environments >/dev/null 2>&1 ||
    missing="$missing $("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
if [ "$purpose" = test ]; then
    have chromium-headless-shell || have chromium || have chromium-browser || have google-chrome ||
        missing="$missing chromium-headless-shell"
    { have initdb && have postgres; } || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
    have openssl || missing="$missing openssl"
    have strace || missing="$missing strace"
    have nginx || [ -x /usr/sbin/nginx ] || missing="$missing nginx-light"
fi
[ -z "$missing" ] && exit 0
install="apt-get install -y --no-install-recommends$missing"
as_root=""
if [ "$(id -u)" != 0 ]; then
    as_root="sudo"
    { have sudo && { [ -t 0 ] || sudo -n true 2>/dev/null; }; } || as_root="nobody"
fi
if ! have apt-get || [ "$as_root" = nobody ]; then
    echo "make $purpose needs these packages of the system (named as Debian names them):$missing" >&2
    if have apt-get; then echo "Install them, then call make $purpose again:  sudo $install" >&2
    else echo "Install them with your system's package manager, then call make $purpose again." >&2; fi
    exit 1
fi
echo "Installing from the system's packages:$missing"
log=$(mktemp)
for attempt in 1 2 3; do
    if $as_root apt-get update >"$log" 2>&1; then
        # Not every system has the browser without windows: the whole one does as well, only slower.
        apt-cache show chromium-headless-shell >/dev/null 2>&1 || install=$(echo "$install" | sed 's/chromium-headless-shell/chromium/')
    fi
    # shellcheck disable=SC2086 - words are meant to split
    if $as_root env DEBIAN_FRONTEND=noninteractive $install >>"$log" 2>&1; then
        rm -f "$log"
        exit 0
    fi
    echo "apt-get failed ($attempt of 3)." >&2
    sleep 5
done
tail -n 20 "$log" >&2
rm -f "$log"
echo "Install these packages yourself, then call make $purpose again:  $install" >&2
exit 1
