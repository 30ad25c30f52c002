"""The documentation says what is: links resolve, commands exist, dependencies are the ones declared."""

import argparse
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.__main__ import command_line
from storage.imports.layouts import DOCUMENTED, columns_of

ROOT = Path(__file__).parent.parent
_SKIPPED = (".", "node_modules", "build", "dist", "data")
PAGES = sorted(
    p for p in ROOT.rglob("*.md") if not any(part.startswith(_SKIPPED) for part in p.relative_to(ROOT).parts)
)
BINARY = {".png", ".onnx", ".npz", ".gz", ".zip", ".ico", ".xls", ".xlsx"}
# Written so that this file doesn't hold what it looks for.
FORBIDDEN = re.compile(
    "|".join(
        (
            r"(?<![\w.$}-])/(?:root|work)/",
            r"(?<![\w.$}-])/(?:tm" r"p)/\w",
            r"\bTO" r"DO\b",
            r"(?:pypi|npmjs|pythonhosted)\.(?:org|com)\b",
        )
    )
)

_FENCE = re.compile(r"^(```|~~~).*?^\1", re.M | re.S)
_LINK = re.compile(r"\[[^\]]*\]\(<?([^)>\s]+)>?(?:\s+\"[^\"]*\")?\)")
_CODE = re.compile(r"`([^`\n]+)`")
_MAKE = re.compile(r"(?:^|[\s;&(])make((?: +[A-Z]+=\S*)*) +([a-z][a-z-]*)")
_COMPANION = re.compile(r"(?:^|[\s;&|(/])companion((?: +[a-z]+(?:-[a-z]+)*){1,2})((?: +--?[a-z][a-z-]*)*)")


def _code(page: Path) -> str:
    """Everything on a page that is set as code, a line each."""
    text = page.read_text(encoding="utf-8")
    fences = [found.group() for found in _FENCE.finditer(text)]
    return "\n".join([*fences, *_CODE.findall(_FENCE.sub("", text))])


def _name(page: Path) -> str:
    return str(page.relative_to(ROOT))


def _anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+\s+(.*)$", _FENCE.sub("", page.read_text(encoding="utf-8")), re.M)
    return {re.sub(r"[^\w\s-]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_links_resolve(page: Path) -> None:
    text = _CODE.sub("", _FENCE.sub("", page.read_text(encoding="utf-8")))
    broken = []
    for link in _LINK.findall(text):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and target.suffix == ".md" and anchor not in _anchors(target)):
            broken.append(link)
    assert broken == []


def _targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_make_targets_exist(page: Path) -> None:
    assert {target for _, target in _MAKE.findall(_code(page))} - _targets() == set()


def _commands(parser: argparse.ArgumentParser, path: str = "") -> Iterator[tuple[str, set[str]]]:
    """Every command with the options that it takes."""
    groups = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not groups:
        yield path, {option for action in parser._actions for option in action.option_strings}
    for group in groups:
        for name, child in group.choices.items():
            yield from _commands(child, f"{path} {name}".strip())


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_companion_commands_exist(page: Path) -> None:
    known = dict(_commands(command_line()))
    wrong = []
    for words, options in _COMPANION.findall(_code(page)):
        named = " ".join(words.split())
        command = next((c for c in (named, named.split()[0]) if c in known), None)
        if command is None or set(options.split()) - known[command]:
            wrong.append(f"companion {named}{options}")
    assert wrong == []


def _normal(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found
    return re.sub(r"[-_.]+", "-", found.group()).lower()


def test_dependencies_are_the_declared_ones() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = [*project["dependencies"], *(r for extra in project["optional-dependencies"].values() for r in extra)]
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    assert sorted(map(_normal, re.findall(r"^\| `([^`]+)` \|", page, re.M))) == sorted(map(_normal, declared))


def test_constraints_are_exact_and_cover_what_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [line for line in (ROOT / "constraints.txt").read_text().splitlines() if line and not line.startswith("#")]
    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9.-]+==[0-9][\w.+]*(?: ; .+)?", line)] == []
    needed = {_normal(r) for r in [*project["dependencies"], *project["optional-dependencies"]["dev"]]}
    assert needed - {_normal(line) for line in lines} == set()


def _tracked() -> list[Path]:
    """What is in version control; in a copy without it, the pages."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    found = [ROOT / name for name in listed.stdout.decode().split("\0") if name] if listed.returncode == 0 else PAGES
    return [path for path in found if path.is_file() and path.suffix not in BINARY]


def test_nothing_points_at_one_machine() -> None:
    found = []
    for path in _tracked():
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if FORBIDDEN.search(line):
                found.append(f"{_name(path)}:{number}: {line.strip()[:80]}")
    assert found == []


@pytest.mark.parametrize("kind", DOCUMENTED)
def test_every_column_of_a_file_is_explained(kind: str) -> None:
    page = (ROOT / "docs" / "how-to" / "import-data.md").read_text(encoding="utf-8")
    section = page.partition(f"\n## {kind.capitalize()}\n")[2].partition("\n## ")[0]
    explained = set(
        re.findall(r"`([^`]+)`", "\n".join(line.split("|")[1] for line in section.splitlines() if "|" in line))
    )
    assert explained == {column.heading for column in columns_of(kind).values()}
