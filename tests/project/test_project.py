import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def shell_blocks(heading: str) -> list[str]:
    section = README.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    assert section.lstrip().startswith("```sh")
    return re.findall(r"```sh\n(.*?)\n```", section, re.DOTALL)


def test_the_readme_runs_the_demo_with_one_command():
    assert shell_blocks("Run it") == ["make run"]


def test_ci_calls_the_test_command_of_the_readme():
    (command,) = shell_blocks("Test it")

    assert command in (ROOT / ".ci" / "run").read_text().splitlines()


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_pins_carry_hashes_and_no_address(name: str):
    text = (ROOT / "packaging" / name).read_text()
    pins = re.findall(r"^[a-z0-9-]+==", text, re.MULTILINE)

    assert len(pins) > 20
    assert text.count("--hash=sha256:") >= len(pins)
    assert "://" not in text


def test_every_dependency_is_pinned():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    named = {re.split(r"[~>=<;\[ ]", line)[0].lower() for line in project["dependencies"]}
    pins = re.findall(
        r"^([a-z0-9-]+)==", (ROOT / "packaging/requirements.txt").read_text(), re.MULTILINE
    )

    assert named <= set(pins)


def test_every_shipped_package_has_its_licence_text():
    pins = re.findall(
        r"^([a-z0-9-]+)==", (ROOT / "packaging/requirements.txt").read_text(), re.MULTILINE
    )
    build_only = {"hatchling", "packaging", "pathspec", "pluggy", "trove-classifiers", "colorama"}
    under_qt = {"pyside6-essentials", "shiboken6"}
    texts = {file.stem for file in (ROOT / "resources" / "licences").glob("*.txt")}

    assert set(pins) - build_only - under_qt <= texts
    assert {"qt", "LGPL-3.0", "GPL-3.0", "python"} <= texts


def test_links_of_the_readme_and_the_guide_lead_somewhere():
    for page in (ROOT / "README.md", *(ROOT / "resources" / "help").glob("*.md")):
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} names {target}"
