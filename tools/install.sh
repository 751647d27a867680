#!/usr/bin/env bash
# Makes the virtual environment and installs what is asked for: `tools/install.sh run`, `test`, `train` or `bench`.
# Versions come from constraints.txt, so an install today and next year is the same.
set -euo pipefail
cd "$(dirname "$0")/.."
want=${1:-run}
venv=.venv

# Runs the system's package manager where this user may; says what to install by hand where not.
apt_install() {
    local as=()
    if [ "$(id -u)" -ne 0 ]; then
        if ! sudo -n true 2>/dev/null; then
            echo "missing: $* (install with: sudo apt-get install $*)" >&2
            return 1
        fi
        as=(sudo -n)
    fi
    if ! command -v apt-get >/dev/null; then
        echo "missing: $* (install it with this system's package manager)" >&2
        return 1
    fi
    echo "installing $* with apt-get"
    "${as[@]}" apt-get update -qq
    DEBIAN_FRONTEND=noninteractive "${as[@]}" apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

find_python() {
    local candidate
    for candidate in "${PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11; do
        [ -n "$candidate" ] && command -v "$candidate" >/dev/null || continue
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    echo "missing: Python 3.11 or newer" >&2
    return 1
}

find_chromium() {
    local candidate
    for candidate in "${CUTTINGS_CHROMIUM:-}" chromium chromium-browser google-chrome; do
        [ -n "$candidate" ] && command -v "$candidate" >/dev/null && return 0
    done
    return 1
}

if ! [ -x "$venv/bin/python" ] || ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
    python=$(find_python)
    echo "creating $venv with $python"
    if ! "$python" -m venv "$venv" 2>/dev/null; then
        version=$("$python" -c 'import sys; print(f"{sys.version_info[0]}.{sys.version_info[1]}")')
        apt_install "python$version-venv"
        "$python" -m venv --clear "$venv"
    fi
fi

stamp=$venv/.installed-$want
if [ "$stamp" -nt constraints.txt ] && [ "$stamp" -nt setup.cfg ] && [ "$stamp" -nt pyproject.toml ]; then
    :
else
    extra=
    [ "$want" = run ] || extra="[$want]"
    echo "installing cuttings$extra"
    "$venv/bin/python" -m pip install -qq --disable-pip-version-check -c constraints.txt -e ".$extra"
    touch "$stamp"
fi

if [ "$want" = test ] && ! find_chromium; then
    apt_install chromium
fi

# Maven fetches a cluster of OpenSearch, a JDK runs it. Without them its tests are left out, and say so.
if [ "$want" = test ] && ! { command -v mvn && command -v javac; } >/dev/null; then
    apt_install maven default-jdk-headless || echo "without Maven and a JDK the tests of a cluster are left out" >&2
fi
