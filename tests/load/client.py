"""One reader without a browser: a websocket that asks for pages as the browser does, and reads the numbers on them."""

from __future__ import annotations

import io
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self
from urllib.parse import urlencode

import pyarrow as pa
from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect

if TYPE_CHECKING:
    from types import TracebackType

    from streamlit.proto.Element_pb2 import Element
    from websockets.asyncio.client import ClientConnection

LIMIT = 2**25  # bytes of one message


@dataclass
class Page:
    """What one page brought: the values of its tiles, its tables, what went wrong, and the seconds it took."""

    tiles: list[str] = field(default_factory=list)
    tables: list[pa.Table] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def add(self, element: Element) -> None:
        """Take in one element."""
        kind = element.WhichOneof("type")
        if kind == "metric":
            self.tiles.append(element.metric.body)
        elif kind == "dataframe":
            self.tables.append(pa.ipc.open_stream(io.BytesIO(element.dataframe.arrow_data.data)).read_all())
        elif kind == "markdown":
            self.words.append(element.markdown.body)
        elif kind == "exception" or (kind == "alert" and element.alert.format == Alert.ERROR):
            self.wrong.append(element.exception.message or element.alert.body)


class Reader:
    """One session: a websocket of its own."""

    def __init__(self, address: str) -> None:
        self._url = address.replace("http://", "ws://") + "/_stcore/stream"
        self._socket: ClientConnection | None = None

    async def __aenter__(self) -> Self:
        """Come in."""
        self._socket = await connect(
            self._url, subprotocols=["streamlit"], max_size=LIMIT, open_timeout=300, ping_interval=None, proxy=None
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, one: BaseException | None, at: TracebackType | None
    ) -> None:
        """Leave."""
        if self._socket:
            await self._socket.close()

    async def open(self, page: str, **address: str) -> Page:
        """Open a page at an address, and read it to its end."""
        assert self._socket
        asked = BackMsg()
        asked.rerun_script.page_name = page
        asked.rerun_script.query_string = urlencode(address)
        asked.rerun_script.context_info.timezone = "Europe/Amsterdam"
        asked.rerun_script.context_info.locale = "en-GB"
        began, found, to_come = time.perf_counter(), Page(), False
        await self._socket.send(asked.SerializeToString())
        while True:
            told = ForwardMsg.FromString(await self._socket.recv(decode=False))
            kind = told.WhichOneof("type")
            if kind == "new_session":  # a page may send its reader on to another: what came before is not shown
                found, to_come = Page(), False
            elif kind == "delta" and told.delta.WhichOneof("type") == "new_element":
                found.add(told.delta.new_element)
            elif kind == "script_finished":
                to_come = told.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN
                if not to_come:
                    found.seconds = time.perf_counter() - began
                    return found
