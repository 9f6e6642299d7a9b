"""Cases in and out of the browser: uploads are strangers' files, downloads are made afresh."""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from pathlib import Path, PurePosixPath

from clusterlib import atomic
from clusterlib.faults import CaseError, visible
from clusterlib.inputs import cases
from clusterlib.inputs.excel_write import write_book
from clusterlib.inputs.new_case import new_case
from clusterlib.readings import Speaker
from clusterlib.serving.pages import LIMIT

#: A zipped folder may hold so many files, and so many bytes when unpacked.
FILES, UNPACKED = 200, 50_000_000
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,80}")


def empty(name: str, lang: str) -> cases.Case:
    """An empty case with a name, its core tables without rows.

    Raises
    ------
    CaseError
        If the name cannot be kept.
    """
    with tempfile.TemporaryDirectory() as folder:
        made = new_case(Path(folder) / "case", lang=lang)
        opened = cases.open_case(made)
        settings = opened.text("case")
        settings.loc[settings["setting"] == "name", "entry"] = name.strip()
        return opened.with_table("case", settings)


def opened(data: bytes, filename: str, say: Speaker) -> cases.Case:
    """The case in a file that somebody sent.

    Parameters
    ----------
    data : bytes
        The file.
    filename : str
        What the sender calls it; only its ending is looked at, and its stem may become the case's name.
    say : Speaker
        Language of the reader.

    Raises
    ------
    CaseError
        If it is too large, of another kind, or no case; the sentence says what to do.
    """
    if len(data) > LIMIT:
        raise CaseError(say("The file is larger than {n} MB. Leave tables out.", n=LIMIT // 10**6))
    ending = PurePosixPath(filename.replace("\\", "/")).suffix.casefold()
    stem = atomic.slug(PurePosixPath(filename.replace("\\", "/")).stem) or "case"
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / stem
        if ending == ".xlsx":
            place = place.with_suffix(".xlsx")
            place.write_bytes(data)
        elif ending == ".zip":
            _unpack(data, place, say)
        else:
            raise CaseError(say("Send one Excel file (.xlsx), or a zipped folder of CSV files (.zip)."))
        case = cases.open_case(place)
        if not case.tables and case.faults:  # nothing in it could be read
            raise CaseError(" ".join(fault.sentence(say) for fault in case.faults))
        return case


def _unpack(data: bytes, place: Path, say: Speaker) -> None:
    """Take only the tables and settings of a zipped folder, by their bare names."""
    place.mkdir()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            members = [m for m in packed.infolist() if not m.is_dir()]
            if len(members) > FILES or sum(m.file_size for m in members) > UNPACKED:
                raise CaseError(say("The zipped folder is too large when it is unpacked."))
            for member in members:
                name = PurePosixPath(member.filename.replace("\\", "/")).name
                if name != "case.yml" and not name.casefold().endswith(".csv"):
                    continue
                if not _PLAIN.fullmatch(name):
                    raise CaseError(
                        say(
                            "The zipped folder holds “{name}”, which is no name of a table.",
                            name=visible(name),
                        )
                    )
                with packed.open(member) as source:
                    content = source.read(member.file_size + 1)
                if len(content) > member.file_size:
                    raise CaseError(say("The zipped folder is too large when it is unpacked."))
                (place / name).write_bytes(content)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError):
        raise CaseError(
            say("The zipped folder cannot be opened. Pack it again, without a password.")
        ) from None


def as_excel(case: cases.Case, lang: str) -> bytes:
    """A case as one Excel file."""
    with tempfile.TemporaryDirectory() as folder:
        return write_book(case, Path(folder) / "case.xlsx", lang=lang).read_bytes()


def empty_excel(lang: str) -> bytes:
    """An empty case as one Excel file with notes and drop-downs."""
    with tempfile.TemporaryDirectory() as folder:
        return new_case(Path(folder) / "case.xlsx", xlsx=True, lang=lang).read_bytes()
