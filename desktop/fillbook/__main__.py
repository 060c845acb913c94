"""Where the program begins: a command for the terminal, or the window."""

import sys
from collections.abc import Sequence
from pathlib import Path

_LIBRARY_OPTION = "--library"
_DEMO_OPTION = "--demo"


def main() -> int:
    """The exit code of what the command line asks for."""
    arguments = sys.argv[1:]
    window = _window(arguments)
    if window is None:
        from fillbook.cli.main import main as run_command

        return run_command(arguments)
    from fillbook.app import run_window

    folder, is_demo = window
    return run_window(folder, demo=is_demo)


def _window(arguments: Sequence[str]) -> tuple[Path | None, bool] | None:
    """The library and whether the demo is meant; None when a command is named."""
    folder: Path | None = None
    is_demo = False
    words = iter(arguments)
    for word in words:
        if word == _DEMO_OPTION:
            is_demo = True
        elif word == _LIBRARY_OPTION and (named := next(words, None)) is not None:
            folder = Path(named).expanduser()
        elif word.startswith(f"{_LIBRARY_OPTION}="):
            folder = Path(word.partition("=")[2]).expanduser()
        else:
            return None
    return folder, is_demo


if __name__ == "__main__":
    sys.exit(main())
