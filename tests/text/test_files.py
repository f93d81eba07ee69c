"""Reading refuses what could hang or fill the memory; writing replaces a file, and nothing else."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path

import pytest

from workflowkit.errors import ChangedFile, UnreadableFile
from workflowkit.text import files, unnamed_file


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_link_stays_and_its_target_is_replaced() -> None:
    Path("real").mkdir()
    Path("real/a.json").write_bytes(b"old")
    Path("a.json").symlink_to("b.json")
    Path("b.json").symlink_to("real/a.json")
    files.write(Path("a.json"), b"new")
    assert (Path("a.json").readlink(), Path("b.json").readlink()) == (
        Path("b.json"),
        Path("real/a.json"),
    )
    assert Path("real/a.json").read_bytes() == b"new"
    assert sorted(os.listdir("real")) == ["a.json"]


def test_a_link_that_is_not_to_be_followed_is_replaced() -> None:
    Path("real.json").write_bytes(b"old")
    os.chmod("real.json", 0o4777)
    Path("a.json").symlink_to("real.json")
    assert files.write_if_changed(Path("a.json"), b"old", follow=False)
    assert not Path("a.json").is_symlink()
    assert not os.stat("a.json").st_mode & (stat.S_ISUID | stat.S_IXUSR)
    files.write(Path("a.json"), b"new", follow=False)
    assert Path("real.json").read_bytes() == b"old"


def test_links_in_a_circle_are_refused() -> None:
    Path("a.json").symlink_to("b.json")
    Path("b.json").symlink_to("a.json")
    with pytest.raises(UnreadableFile, match="too many levels"):
        files.write(Path("a.json"), b"new")
    assert Path("a.json").is_symlink()


def test_what_is_no_file_is_not_replaced_by_one() -> None:
    os.mkfifo("pipe")
    with pytest.raises(UnreadableFile, match="pipe: it is no regular file"):
        files.write(Path("pipe"), b"new")
    assert Path("pipe").is_fifo()
    assert os.listdir() == ["pipe"]


def test_the_mode_is_kept() -> None:
    Path("a.json").write_bytes(b"old")
    os.chmod("a.json", 0o640)
    files.write(Path("a.json"), b"new")
    assert stat.S_IMODE(os.stat("a.json").st_mode) == 0o640


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away"
)
def test_the_owner_is_kept() -> None:
    Path("a.json").write_bytes(b"old")
    os.chown("a.json", 1234, 2345)
    os.chmod("a.json", 0o4755)
    files.write(Path("a.json"), b"new")
    found = os.stat("a.json")
    assert (found.st_uid, found.st_gid, stat.S_IMODE(found.st_mode)) == (1234, 2345, 0o4755)


def test_a_file_that_has_changed_is_not_replaced() -> None:
    place = Path("a.json")
    place.write_bytes(b"read")
    files.replace(place, b"read", b"written")
    assert place.read_bytes() == b"written"
    for now in (b"edited!", b"edited, and longer"):
        place.write_bytes(now)
        with pytest.raises(ChangedFile):
            files.replace(place, b"written", b"lost")
        assert place.read_bytes() == now
    place.unlink()
    with pytest.raises(ChangedFile):
        files.replace(place, b"written", b"back again")
    assert not place.exists()


def test_only_old_temporary_files_of_the_tool_are_removed() -> None:
    names = (
        ".a.json.abcd1234.wfk-tmp",
        ".eslintrc.disabled",
        ".a.json.abcd1234",
        "a.json.abcd1234.wfk-tmp",
        ".young.json.abcd1234.wfk-tmp",
    )
    hour_ago = time.time() - 3700
    for name in names:
        Path(name).touch()
        if "young" not in name:
            os.utime(name, (hour_ago, hour_ago))
    Path(".b.json.abcd1234.wfk-tmp").mkdir()
    files.remove_abandoned(Path())
    assert sorted(os.listdir()) == sorted([*names[1:], ".b.json.abcd1234.wfk-tmp"])


def test_the_name_of_a_temporary_file_is_one_that_is_removed_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def die(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", die)
    with pytest.raises(KeyboardInterrupt):
        files.write(Path("a.json"), b"new")
    (name,) = os.listdir()
    os.utime(name, (0, 0))
    files.remove_abandoned_beside(Path("a.json"))
    assert os.listdir() == []


@pytest.mark.parametrize("read", [files.read, lambda path: list(files.lines(path))])
def test_pipes_devices_and_folders_are_refused_unopened(
    read: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo("pipe.json")
    Path("zero.json").symlink_to("/dev/zero")
    Path("folder.json").mkdir()

    def refuse(*_: object) -> int:
        raise AssertionError("was opened")

    monkeypatch.setattr(os, "open", refuse)
    assert callable(read)
    for name, reason in {
        "pipe.json": "it is no regular file",
        "zero.json": "it is no regular file",
        "folder.json": "is a directory",
        "gone.json": "no such file or directory",
        "nul\0.json": "no file can have this name",
        "\ud800.json": "no file can have this name",
    }.items():
        with pytest.raises(UnreadableFile) as raised:
            read(Path(name))
        assert raised.value.message == f"{name}: {reason}"


def test_a_sparse_giant_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("giant.json").touch()
    os.truncate("giant.json", 20_000_000_000)
    with pytest.raises(UnreadableFile, match="the file has 20000 MB; more than 32 MB are not read"):
        files.read(Path("giant.json"))
    with pytest.raises(UnreadableFile, match="a line has 32 MB"):
        list(files.lines(Path("giant.json")))


def test_a_file_that_holds_more_than_it_says_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="not read"):
        files.read(Path("/proc/self/status"), 10)


def test_lines_are_those_of_the_file() -> None:
    Path("a.jsonl").write_bytes(b"one\r\ntwo\n\nlast")
    assert list(files.lines(Path("a.jsonl"))) == [b"one\r\n", b"two\n", b"\n", b"last"]


@pytest.mark.parametrize("missing", [(), ("O_TMPFILE",), ("O_TMPFILE", "memfd_create")])
def test_a_file_without_a_name_is_in_no_folder(
    missing: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in missing:
        monkeypatch.delattr(os, name, raising=False)
    # As where the system never had them.
    monkeypatch.setattr("tempfile._O_TMPFILE_WORKS", "O_TMPFILE" not in missing, raising=False)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    handle = unnamed_file.unnamed_file()
    try:
        assert os.write(handle, b"content") == 7
        assert os.pread(handle, 10, 0) == b"content"
        assert list(tmp_path.iterdir()) == []
    finally:
        os.close(handle)


def test_writing_waits_for_the_disk_unless_it_need_not(monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[int] = []
    monkeypatch.setattr(os, "fsync", waits.append)
    files.write(Path("a.json"), b"new")
    assert len(waits) == 1
    files.write(Path("b.json"), b"new", durable=False)
    assert len(waits) == 1
    assert Path("b.json").read_bytes() == b"new"
