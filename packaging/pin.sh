#!/bin/sh
# Writes the pinned requirements anew from pyproject.toml: `sh packaging/pin.sh`, or with
# `--upgrade` to take newer versions. Needs uv. Pins name versions and hashes, no addresses.
set -eu
cd "$(dirname "$0")/.."

pin() {
    file=$1
    shift
    uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-header --no-annotate --quiet --output-file "packaging/$file" "$@"
}

pin requirements-dev.txt --group build --group dev --group bench --group package "$@"
pin requirements.txt --group build --constraint packaging/requirements-dev.txt "$@"
