import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def test_the_wheel_carries_resources_migrations_and_both_entry_points(tmp_path: Path):
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        entry_points = archive.read("fillbook-0.1.0.dist-info/entry_points.txt").decode()

    assert "fillbook/resources/help/start.md" in names
    assert "fillbook/resources/licences/qt.txt" in names
    assert any(name.startswith("fillbook/resources/demo/") for name in names)
    assert any(name.startswith("fillbook/storage/migrations/versions/") for name in names)
    assert "fillbook/storage/schema.sql" in names
    assert "fillbook = " in entry_points
    assert "fillbook-window = " in entry_points
