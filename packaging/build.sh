#!/bin/sh
# Builds dist/fillbook, a folder with the program that needs no Python, and tries it.
set -eu
cd "$(dirname "$0")/.."

.venv/bin/pyinstaller --noconfirm --log-level WARN --distpath dist --workpath build/pyinstaller \
    packaging/fillbook.spec
.venv/bin/python packaging/smoke.py dist/fillbook/fillbook
