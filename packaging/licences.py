"""Collects the licence texts of everything that is shipped into resources/licences.

Run it when the pinned packages change: python packaging/licences.py
A text of a package that only other platforms have stays as it is.
"""

import re
import sys
from importlib.metadata import Distribution, distribution
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "resources" / "licences"
COMMON = Path("/usr/share/common-licenses")
NAMES = re.compile(r"(LICEN[CS]ES?|COPYING|NOTICE)\b", re.IGNORECASE)
NOT_SHIPPED = {"hatchling", "packaging", "pathspec", "pluggy", "trove-classifiers", "colorama"}
PHOSPHOR = """Phosphor Icons (the icon font within qtawesome)

MIT License

Copyright (c) 2020-2023 Phosphor Icons

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.
"""
QT = """Qt for Python {version} (PySide6, shiboken6) and Qt are used under the GNU Lesser
General Public License, version 3: see LGPL-3.0.txt and GPL-3.0.txt beside this file.
They are linked dynamically and lie as separate files in the program's folder, where
another build of the same version may take their place. Their source code is at
https://code.qt.io and https://download.qt.io.
"""


def main() -> None:
    """Write every text anew."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    here, elsewhere = shipped()
    for old in FOLDER.glob("*.txt"):
        if old.stem not in elsewhere:
            old.unlink()
    for name in sorted(here):
        text = licence_text(distribution(name))
        if text:
            write(name, text)
    write("phosphor-icons", PHOSPHOR)
    write("qt", QT.format(version=distribution("PySide6-Essentials").version))
    write("LGPL-3.0", (COMMON / "LGPL-3").read_text())
    write("GPL-3.0", (COMMON / "GPL-3").read_text())
    python = Path(sys.base_prefix, "lib", f"python3.{sys.version_info.minor}", "LICENSE.txt")
    write("python", python.read_text())


def shipped() -> tuple[set[str], set[str]]:
    """Names of the pinned packages that the program needs, here and on other platforms alone."""
    pins = (ROOT / "packaging" / "requirements.txt").read_text()
    names = dict(re.findall(r"^([a-z0-9-]+)==\S+ *(.*)", pins, re.MULTILINE))
    needed = names.keys() - NOT_SHIPPED
    elsewhere = {name for name in needed if "sys_platform == 'win32'" in names[name]}
    return needed - elsewhere, elsewhere


def licence_text(package: Distribution) -> str:
    """All licence texts of a package, each once."""
    texts: dict[str, str] = {}
    for file in package.files or ():
        inside = file.as_posix().partition(".dist-info/")[2]
        if NAMES.search(inside) and not file.name.startswith("AUTHORS"):
            texts.setdefault(decoded(file.read_binary()).strip(), file.name)
    parts = [f"{name}\n{'-' * len(name)}\n{text}\n" for text, name in texts.items()]
    return "\n\n".join(parts) if len(parts) > 1 else "".join(text + "\n" for text in texts)


def decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def write(name: str, text: str) -> None:
    (FOLDER / f"{name}.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
