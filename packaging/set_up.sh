#!/bin/sh
# Makes .venv ready: `sh packaging/set_up.sh run` or `... dev`. Does nothing when nothing changed.
set -eu
cd "$(dirname "$0")/.."
python=.venv/bin/python

# What Qt needs of a Linux system and a wheel cannot carry.
system_packages() {
    known=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null || true)
    missing=""
    need() {
        case "$known" in *"$1"*) ;; *) missing="$missing $2" ;; esac
    }
    need libGL.so.1 libgl1
    need libEGL.so.1 libegl1
    need libxkbcommon.so.0 libxkbcommon0
    need libfontconfig.so.1 libfontconfig1
    need libdbus-1.so.3 libdbus-1-3
    need libglib-2.0.so.0 libglib2.0-0
    if [ -n "${DISPLAY:-}" ]; then
        need libxkbcommon-x11.so.0 libxkbcommon-x11-0
        need libxcb-cursor.so.0 libxcb-cursor0
        need libxcb-icccm.so.4 libxcb-icccm4
        need libxcb-image.so.0 libxcb-image0
        need libxcb-keysyms.so.1 libxcb-keysyms1
        need libxcb-render-util.so.0 libxcb-render-util0
        need libxcb-shape.so.0 libxcb-shape0
        need libxcb-xinerama.so.0 libxcb-xinerama0
        need libxcb-xkb.so.1 libxcb-xkb1
    fi
    fonts=$(find /usr/share/fonts /usr/local/share/fonts "${HOME:-/}/.fonts" \
        "${HOME:-/}/.local/share/fonts" -name '*.[to]tf' 2>/dev/null | head -n 1 || true)
    if [ -z "$fonts" ]; then
        missing="$missing fonts-dejavu-core fonts-dejavu-extra"
    fi
    if [ -z "$missing" ]; then
        return
    fi
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "Installing system packages:$missing"
        apt-get update -qq
        # shellcheck disable=SC2086
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing
    else
        echo "The window needs system packages that are not here. Please run:" >&2
        echo "    sudo apt-get install$missing" >&2
        exit 1
    fi
}

# A Debian without python3-venv has no ensurepip, so pip stays outside of .venv.
virtual_environment() {
    if "$python" -c "" 2>/dev/null; then
        return
    fi
    rm -rf .venv
    for base in python3 python3.11 python3.12 python3.13 python3.14; do
        if "$base" -c "import pip, sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null; then
            "$base" -m venv --without-pip .venv
            echo "$base" >.venv/base
            return
        fi
    done
    echo "Fillbook needs Python 3.11 or newer with pip (Debian: apt-get install python3-pip)." >&2
    exit 1
}

install() {
    "$(cat .venv/base 2>/dev/null || echo python3)" -m pip --python "$python" \
        --disable-pip-version-check install --quiet --root-user-action=ignore "$@"
}

state_of() {
    cat "$1" pyproject.toml packaging/set_up.sh | cksum
}

python_packages() {
    if [ "$(cat "$2" 2>/dev/null)" = "$(state_of "$1")" ]; then
        return
    fi
    echo "Setting up .venv (once, and again when the pinned packages change) ..."
    install --require-hashes --only-binary :all: --requirement "$1"
    install --no-deps --no-build-isolation --editable .
    "$python" -m compileall -q desktop
    state_of "$1" >"$2"
}

if [ "$(uname -s)" = Linux ]; then
    system_packages
fi
virtual_environment
case $1 in
    run) python_packages packaging/requirements.txt .venv/run.stamp ;;
    dev)
        python_packages packaging/requirements-dev.txt .venv/dev.stamp
        # The tests' packages contain the program's.
        state_of packaging/requirements.txt >.venv/run.stamp
        ;;
    *)
        echo "usage: set_up.sh run|dev" >&2
        exit 2
        ;;
esac
