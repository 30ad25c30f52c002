"""What `make` says to somebody whose machine lacks something."""

import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parent.parent
# A Python that is new enough; what it was made without is left out by what `-c` asks for.
WITHOUT_VENV = '#!/bin/sh\ncase "$2" in *venv*) exit 1 ;; *print*) echo python3.12 ;; esac\n'
TOO_OLD = "#!/bin/sh\nexit 1\n"


def said(folder: Path, python: str | None, target: str = "run") -> str:
    """What `make` writes where the only Python of the path is this script."""
    programs = folder / "programs"
    programs.mkdir()
    shutil.copy(ROOT / "Makefile", folder)
    for name in ("pyproject.toml", "constraints.txt"):
        (folder / name).touch()
    if python is not None:
        (programs / "python3").write_text(python, encoding="utf-8")
        (programs / "python3").chmod(0o755)
    make = shutil.which("make")
    assert make is not None
    environment = {"PATH": str(programs), "LC_ALL": "C"}
    done = subprocess.run(
        [make, target], cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode != 0
    assert not (folder / ".venv").exists()
    return done.stderr


def test_a_python_without_venv_is_named_with_its_fix(tmp_path: Path) -> None:
    text = said(tmp_path, WITHOUT_VENV)
    assert "python3.12 is here, but without its venv module." in text
    assert "sudo apt install python3.12-venv" in text


def test_no_python_new_enough_is_named_with_its_fix(tmp_path: Path) -> None:
    text = said(tmp_path, TOO_OLD, "test")
    assert "needs Python 3.11 or newer; none was found" in text
    assert "sudo apt install python3 python3-venv" in text


def test_no_make_is_named_with_its_fix(tmp_path: Path) -> None:
    bash, dirname = shutil.which("bash"), shutil.which("dirname")
    assert bash is not None
    assert dirname is not None
    (tmp_path / "dirname").symlink_to(dirname)
    done = subprocess.run(
        [bash, ROOT / ".ci" / "run"],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 1
    assert done.stderr == "make is missing. On Debian or Ubuntu: apt install make.\n"


def test_alone_it_lists_every_target() -> None:
    make = shutil.which("make")
    assert make is not None
    listed = subprocess.run([make], cwd=ROOT, capture_output=True, text=True, check=True, timeout=120).stdout
    assert {"make run", "make test", "make check", "make bench"} <= {line[:20].strip() for line in listed.splitlines()}
