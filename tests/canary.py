"""Finds a secret however it is written."""

import base64
import json
from pathlib import Path
from urllib.parse import quote

CANARY = 'canary-4f9a"77/ä'


def is_leaked(written: bytes, secret: str = CANARY) -> bool:
    """Whether a secret stands in some bytes, in any of the forms that programs write."""
    return any(form in written for form in _forms(secret))


def leaking_files(folder: Path, secret: str = CANARY) -> list[Path]:
    """The files of a folder in which a secret stands."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return [path for path in files if is_leaked(path.read_bytes(), secret)]


def _forms(secret: str) -> set[bytes]:
    plain = secret.encode()
    return {
        plain,
        secret.encode("latin-1", "replace"),
        secret.encode("utf-16-le"),
        secret.encode("utf-16-be"),
        quote(secret).encode(),
        quote(secret, safe="").encode(),
        json.dumps(secret)[1:-1].encode(),
        json.dumps(secret, ensure_ascii=False)[1:-1].encode(),
        repr(secret)[1:-1].encode(),
        # Base64 of a longer text holds the secret at one of three places.
        *(base64.b64encode(bytes(shift) + plain)[4:-4] for shift in range(3)),
    }
