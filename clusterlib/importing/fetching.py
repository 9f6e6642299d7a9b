"""Fetch a table of a statistical agency by SDMX and read it by a profile; the only room that asks a network.

The library ``sdmx1`` (extra ``analysis``) speaks with the agencies. It is imported when somebody asks.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from clusterlib.faults import ClusterlibError, WrongUse
from clusterlib.importing.profiles import Profile
from clusterlib.importing.run import Imported, import_tables
from clusterlib.importing.sources import Row, Table

#: Seconds that an agency may take to begin its answer.
PATIENCE = 120
_FLOW = re.compile(r"([A-Za-z][A-Za-z0-9_]{0,29}):([A-Za-z0-9_@$-]{1,80})(?:/([A-Za-z0-9_@$+.*-]{0,500}))?")
_YEAR = re.compile(r"(\d{4})?")


@dataclass(frozen=True, slots=True)
class Flow:
    """What is asked for: an agency, one of its dataflows, and a key (empty: all of it)."""

    agency: str
    dataflow: str
    key: str


def flow(text: str) -> Flow:
    """Read ``AGENCY:DATAFLOW/KEY``.

    Raises
    ------
    WrongUse
        If the text has another form.

    Examples
    --------
    >>> flow("ESTAT:NAMA_10R_3EMPERS/A.THS.EMP..DE11")
    Flow(agency='ESTAT', dataflow='NAMA_10R_3EMPERS', key='A.THS.EMP..DE11')
    """
    match = _FLOW.fullmatch(text.strip())
    if match is None:
        raise WrongUse(f"{text!r} is no AGENCY:DATAFLOW/KEY. For example: ESTAT:NAMA_10R_3EMPERS/A.THS.EMP..")
    return Flow(match[1].upper(), match[2], match[3] or "")


def fetch(
    what: str,
    profile: Profile,
    *,
    start: str = "",
    end: str = "",
    url: str = "",
    where: Mapping[str, tuple[str, ...]] | None = None,
) -> Imported:
    """Ask an agency for a table and read it by a profile.

    Parameters
    ----------
    what : str
        ``AGENCY:DATAFLOW/KEY``; agencies are those that ``sdmx1`` knows.
    profile : Profile
        How the columns of the answer are read: its dimensions, ``TIME_PERIOD``, ``OBS_VALUE`` and attributes.
    start, end : str
        First and last year; blank for all.
    url : str
        Address of the service, when it is not the agency's own.
    where : mapping, optional
        Column to patterns, as in `import_files`.

    Raises
    ------
    WrongUse
        If the request has another form or the agency is not known.
    ClusterlibError
        If ``sdmx1`` is not installed, the service does not answer, or its answer is no table.
    """
    asked = flow(what)
    if not (_YEAR.fullmatch(start) and _YEAR.fullmatch(end)):
        raise WrongUse("--start and --end are years of four digits, for example 2015.")
    message = _ask(asked, start, end, url)
    table = _table(message, asked)
    return import_tables([table], profile, files=[table.file], where=where)


def _library() -> Any:
    try:
        import sdmx
    except ImportError:
        raise ClusterlibError(
            "Fetching needs the library sdmx1, which is not installed. Install it with: "
            "pip install 'clusterlib[analysis]'"
        ) from None
    logging.getLogger("sdmx").setLevel(logging.ERROR)
    return sdmx


def _ask(asked: Flow, start: str, end: str, url: str) -> Any:
    sdmx = _library()
    import requests

    known = sdmx.list_sources()
    if asked.agency not in known:
        raise WrongUse(f"The agency {asked.agency!r} is not known. Known are {', '.join(known)}.")
    client = sdmx.Client(asked.agency, timeout=PATIENCE)
    if url:
        client.source.url = url
    years = {"startPeriod": start, "endPeriod": end}
    params = {name: year for name, year in years.items() if year}
    try:
        return client.get("data", asked.dataflow, key=asked.key, params=params)
    except requests.exceptions.HTTPError as error:
        answer = error.response
        code = f"{answer.status_code} {answer.reason}" if answer is not None else str(error)
        raise ClusterlibError(
            f"{asked.agency} refused {asked.dataflow}/{asked.key}: {code}. Look the dataflow and the order "
            "of its key up at the agency."
        ) from None
    except requests.exceptions.RequestException as error:
        raise ClusterlibError(
            f"{asked.agency} does not answer ({type(error).__name__}). Look whether this machine is on the "
            "internet, or load the table down in a browser and use: clusterlib import"
        ) from None
    except Exception as error:  # the parsers of sdmx1 raise whatever they meet in a message
        raise ClusterlibError(
            f"The answer of {asked.agency} cannot be read ({type(error).__name__}). Load the table down in a "
            "browser and use: clusterlib import"
        ) from None


def _table(message: Any, asked: Flow) -> Table:
    """The observations of a message as a table: dimensions, value, attributes."""
    data = getattr(message, "data", None)
    if not data:
        raise ClusterlibError(
            f"{asked.agency} answered without data for {asked.dataflow}/{asked.key}. Try again later, or ask "
            "for fewer rows."
        )
    observations = [obs for part in data for obs in part.obs]
    dimensions = list(dict.fromkeys(str(key) for obs in observations for key in obs.key.values))
    attributes = list(dict.fromkeys(str(key) for obs in observations for key in obs.attrib))
    headings = [*dimensions, "OBS_VALUE", *attributes]
    name = f"{asked.agency}:{asked.dataflow}"

    def rows() -> Iterator[Row]:
        """Each observation as a line of texts: dimensions, value, attributes."""
        for line, obs in enumerate(observations, start=1):
            key, more = obs.key.values, obs.attrib
            value = obs.value
            cells = [str(key[d].value) if d in key else "" for d in dimensions]
            cells.append("" if value is None or str(value).casefold() == "nan" else str(value))
            cells += [str(more[a].value) if a in more else "" for a in attributes]
            yield line, cells

    return Table(name, None, headings, rows())
