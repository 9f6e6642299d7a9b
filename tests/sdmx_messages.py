"""SDMX-ML messages in the forms that agencies send, and a service on this machine that sends them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HEADER = """<m:Header><m:ID>T1</m:ID><m:Test>false</m:Test><m:Prepared>2026-09-17T11:00:00</m:Prepared>
<m:Sender id="ESTAT"/><m:Structure structureID="S1" {more} dimensionAtObservation="TIME_PERIOD">
<c:Structure><Ref agencyID="ESTAT" id="NAMA_10R_3EMPERS" version="1.0"/></c:Structure></m:Structure>
</m:Header>"""
NAMES = (
    'xmlns:m="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message" '
    'xmlns:c="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)


def generic(series: list[tuple[dict[str, str], list[tuple[str, str, str]]]]) -> bytes:
    """A GenericData message; an observation is period, value (blank: NaN) and flag."""
    parts = []
    for key, observations in series:
        dims = "".join(f'<g:Value id="{name}" value="{value}"/>' for name, value in key.items())
        cells = "".join(
            f'<g:Obs><g:ObsDimension value="{period}"/><g:ObsValue value="{value or "NaN"}"/>'
            + (f'<g:Attributes><g:Value id="OBS_FLAG" value="{flag}"/></g:Attributes>' if flag else "")
            + "</g:Obs>"
            for period, value, flag in observations
        )
        parts.append(f"<g:Series><g:SeriesKey>{dims}</g:SeriesKey>{cells}</g:Series>")
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><m:GenericData {NAMES} '
        'xmlns:g="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/data/generic">'
        + HEADER.format(more="")
        + f'<m:DataSet structureRef="S1">{"".join(parts)}</m:DataSet></m:GenericData>'
    ).encode()


def specific(series: list[tuple[dict[str, str], list[tuple[str, str, str]]]]) -> bytes:
    """A StructureSpecificData message of the same content."""
    parts = []
    for key, observations in series:
        dims = " ".join(f'{name}="{value}"' for name, value in key.items())
        cells = "".join(
            f'<Obs TIME_PERIOD="{period}" OBS_VALUE="{value or "NaN"}"'
            + (f' OBS_FLAG="{flag}"' if flag else "")
            + "/>"
            for period, value, flag in observations
        )
        parts.append(f"<Series {dims}>{cells}</Series>")
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><m:StructureSpecificData {NAMES} '
        'xmlns:ns1="urn:sdmx:org.sdmx.infomodel.datastructure.DataStructure=ESTAT:NAMA_10R_3EMPERS(1.0):'
        'ObsLevelDim:TIME_PERIOD" '
        'xmlns:ss="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/data/structurespecific">'
        + HEADER.format(
            more='namespace="urn:sdmx:org.sdmx.infomodel.datastructure.DataStructure=ESTAT:'
            'NAMA_10R_3EMPERS(1.0):ObsLevelDim:TIME_PERIOD"'
        )
        + '<m:DataSet ss:dataScope="DataStructure" xsi:type="ns1:DataSetType" '
        + f'ss:structureRef="S1">{"".join(parts)}'
        "</m:DataSet></m:StructureSpecificData>"
    ).encode()


@contextmanager
def service(
    body: bytes, *, status: int = 200, kind: str = "application/xml"
) -> Iterator[tuple[str, list[str]]]:
    """A service on 127.0.0.1 that answers every question with one message; its address and what was asked."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()
