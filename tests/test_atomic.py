"""A file is the old one or the new one; a name is safe on every operating system."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterlib import atomic
from clusterlib.faults import ClusterlibError


def leftovers(folder: Path) -> list[str]:
    return [p.name for p in folder.rglob("*") if ".tmp" in p.name]


@pytest.mark.parametrize(
    "name",
    [
        "CON",
        "con",
        "nul.csv",
        "COM1",
        "com1.tar.gz",
        "LPT9",
        "COM²",
        "aux.",
        "prn ",
        "CONIN$",
    ],
)
def test_slug_avoids_device_names(name: str) -> None:
    assert atomic.slug(name).split(".")[0].lower() not in {
        "con",
        "nul",
        "com1",
        "lpt9",
        "com²",
        "aux",
        "prn",
        "conin$",
    }


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "..",
        "///",
        "   ",
        "\0",
        "😀",
        "___",
        "a\nb",
        "x" * 79,
        "x" * 80,
        "x" * 81,
        "ქ" * 100,
        "https://x/y",
        "s3://b",
        "C:\\x",
        "..\\x",
        "a:b",
        "tail.",
        "tail ",
    ],
)
def test_slug_is_a_plain_name(name: str) -> None:
    made = atomic.slug(name)
    assert made and len(made.encode()) <= atomic.NAME_BYTES
    assert not set(made) & set('\\/:*?"<>|\0\n ')
    assert made[0] != "." and made[-1] not in ". "


def test_slug_cuts_with_a_hash_so_that_long_names_differ() -> None:
    assert atomic.slug("x" * 80) == "x" * 80
    one, two = atomic.slug("x" * 81), atomic.slug("x" * 80 + "y")
    assert one != two and len(one) <= 80
    assert atomic.slug("...") != atomic.slug("///")


def test_slug_keeps_scripts_and_joins_both_ways_to_write_an_accent() -> None:
    assert atomic.slug("ქართული") == "ქართული"
    assert atomic.slug("Société") == atomic.slug("Société")


@settings(max_examples=200)
@given(st.text(max_size=200))
def test_slug_holds_for_any_text(name: str) -> None:
    made = atomic.slug(name)
    assert made and len(made.encode()) <= atomic.NAME_BYTES and made == atomic.slug(made)
    assert Path("folder", made).parent == Path("folder") and Path(made).name == made
    assert not made.startswith((".", "-")) and not made.endswith(".")


@pytest.mark.parametrize(
    "name",
    [
        "../x",
        "..",
        ".",
        "",
        "a/../../root_private/x",
        "/etc/passwd",
        "C:\\x",
        "C:x",
        "..\\x",
        "a\0b",
        "a/../..",
    ],
)
def test_inside_refuses_to_leave(tmp_path: Path, name: str) -> None:
    with pytest.raises(ClusterlibError, match="leads out"):
        atomic.inside(tmp_path / "root", name)


def test_inside_refuses_a_link_that_leads_out(tmp_path: Path) -> None:
    (tmp_path / "root").mkdir()
    (tmp_path / "root_private").mkdir()
    (tmp_path / "root" / "link").symlink_to(tmp_path / "root_private")
    with pytest.raises(ClusterlibError, match="leads out"):
        atomic.inside(tmp_path / "root", "link/x.csv")
    assert atomic.inside(tmp_path / "root", "tables/x.csv") == tmp_path / "root" / "tables" / "x.csv"


def test_write_bytes_replaces_and_keeps_permissions(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    atomic.write_bytes(path, b"one")
    path.chmod(0o640)
    assert atomic.write_text(path, "zwei: ä\r\n") == path
    assert path.read_bytes() == "zwei: ä\r\n".encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert leftovers(tmp_path) == []


def test_a_new_file_has_the_permissions_of_the_session(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"")
    atomic.write_bytes(tmp_path / "ours", b"")
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "plain").stat().st_mode


@pytest.mark.parametrize(
    "failing, number", [("fsync", errno.ENOSPC), ("fsync", errno.EIO), ("replace", errno.EACCES)]
)
def test_a_failure_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str, number: int
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"old")

    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(atomic.os, failing, fail)
    with pytest.raises(ClusterlibError, match="earlier file is unchanged"):
        atomic.write_bytes(path, b"new", pause=0)
    assert path.read_bytes() == b"old" and leftovers(tmp_path) == []


def test_a_lock_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, tries = os.replace, []

    def locked_twice(source: Path, target: Path) -> None:
        tries.append(target)
        if len(tries) < 3:
            raise PermissionError(errno.EACCES, "held")
        real(source, target)

    monkeypatch.setattr(atomic.os, "replace", locked_twice)
    atomic.write_bytes(tmp_path / "a.csv", b"new", pause=0)
    assert len(tries) == 3 and (tmp_path / "a.csv").read_bytes() == b"new"


def test_a_lasting_lock_says_close_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "tasks.xlsx"
    path.write_bytes(b"old")

    def locked(*_: object) -> None:
        raise PermissionError(errno.EACCES, "held")

    monkeypatch.setattr(atomic.os, "replace", locked)
    with pytest.raises(ClusterlibError, match=r"^tasks\.xlsx was not saved.*Close the file in Excel"):
        atomic.write_bytes(path, b"new", pause=0)


@pytest.mark.parametrize("limit", [0, 1, 1000, 4095, 4096, 99_999])
def test_a_file_system_that_stops_half_way(tmp_path: Path, limit: int) -> None:
    (tmp_path / "a.bin").write_bytes(b"old")
    script = textwrap.dedent("""
        import resource, signal, sys
        from clusterlib import atomic, faults
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
        try:
            atomic.write_bytes(sys.argv[1], b"n" * 100_000)
        except faults.ClusterlibError as error:
            assert "no room on the disk" in str(error) and "97 kB" in str(error), error
            sys.exit(7)
    """)
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "a.bin"), str(limit)], capture_output=True
    )
    assert done.returncode == 7, done.stderr.decode()
    assert (tmp_path / "a.bin").read_bytes() == b"old" and leftovers(tmp_path) == []


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(ClusterlibError, match="does not exist"):
        atomic.write_bytes(tmp_path / "no" / "a.csv", b"x")


def test_write_folder_makes_a_new_folder_at_once(tmp_path: Path) -> None:
    made = atomic.write_folder(tmp_path / "deep" / "case", {"case.yml": b"name: x", "tables/a.csv": b"a"})
    assert [p.relative_to(tmp_path).as_posix() for p in made] == [
        "deep/case/case.yml",
        "deep/case/tables/a.csv",
    ]
    assert (tmp_path / "deep/case/tables/a.csv").read_bytes() == b"a" and leftovers(tmp_path) == []
    atomic.write_folder(tmp_path / "empty", {})
    assert list((tmp_path / "empty").iterdir()) == []


def test_write_folder_keeps_other_files_and_moves_the_record_last(tmp_path: Path) -> None:
    (tmp_path / "case").mkdir()
    (tmp_path / "case" / "mine.txt").write_bytes(b"mine")
    made = atomic.write_folder(tmp_path / "case", {"a.json": b"{}", "z.csv": b"z"}, last=["a.json"])
    assert [p.name for p in made] == ["z.csv", "a.json"]
    assert (tmp_path / "case" / "mine.txt").read_bytes() == b"mine"


def test_a_lock_on_one_file_puts_all_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "case"
    folder.mkdir()
    for name in "ac":
        (folder / f"{name}.csv").write_bytes(b"old")
    real = os.replace

    def locked(source: Path, target: Path) -> None:
        if Path(target) == folder / "c.csv":
            raise PermissionError(errno.EACCES, "held")
        real(source, target)

    monkeypatch.setattr(atomic.os, "replace", locked)
    monkeypatch.setattr(atomic.time, "sleep", lambda _: None)
    with pytest.raises(ClusterlibError, match=r"c\.csv was not saved"):
        atomic.write_folder(folder, {f"{name}.csv": b"new" for name in "abc"})
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == {"a.csv": b"old", "c.csv": b"old"}


def test_write_folder_refuses_names_that_leave(tmp_path: Path) -> None:
    with pytest.raises(ClusterlibError, match="leads out"):
        atomic.write_folder(tmp_path / "case", {"a.csv": b"a", "../b.csv": b"b"})
    assert list(tmp_path.iterdir()) == []


def test_leftovers_are_known(tmp_path: Path) -> None:
    assert atomic.is_leftover(tmp_path / ".a.csv.0011aabb.tmp")
    assert not atomic.is_leftover(tmp_path / "a.csv")
