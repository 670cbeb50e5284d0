#!/bin/sh
# Make the virtual environment FOLDER with pip in it, leaving nothing half made: environment.sh FOLDER PYTHON
set -eu
folder=$1
python=${2:-}
if [ -z "$python" ] || ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "Python 3.11 or later is needed${python:+, and $python is not}. Install it, or name it: make PYTHON=/path/to/python3.11" >&2
    exit 1
fi
"$folder/bin/python" -m pip --version >/dev/null 2>&1 && exit 0
sh "$(dirname "$0")/system-packages.sh" run "$python"
echo "Making the environment $folder with $("$python" --version)."
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' INT TERM
if "$python" -c 'import ensurepip' 2>/dev/null; then
    "$python" -m venv "$folder"
else
    "$python" -m venv --without-pip "$folder"
    "$python" -m pip --python "$folder/bin/python" install --quiet pip
fi
trap - EXIT
