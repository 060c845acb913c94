"""Where a folder lies: a disk of this machine, or one across a network."""

import sys
from pathlib import Path

_MOUNTS = Path("/proc/mounts")
_ACROSS_A_NETWORK = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "fuse.sshfs", "davfs")
_DRIVE_REMOTE = 4


def is_remote(folder: Path) -> bool:
    """Whether the folder lies on a network drive, where a ``-wal`` file is not safe."""
    path = folder.absolute()
    if sys.platform == "win32":
        import ctypes

        drive = ctypes.windll.kernel32.GetDriveTypeW(f"{path.drive}\\")
        return str(path).startswith("\\\\") or drive == _DRIVE_REMOTE
    return _kind_of_volume(path) in _ACROSS_A_NETWORK


def _kind_of_volume(path: Path) -> str:
    """The file system of the deepest mount that holds the path; empty where nobody says."""
    if not _MOUNTS.exists():
        return ""
    best, kind = "", ""
    for line in _MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines():
        _, mount, file_system, *_ = line.split(" ")
        mount = mount.replace("\\040", " ")
        if len(mount) >= len(best) and path.is_relative_to(mount):
            best, kind = mount, file_system
    return kind
