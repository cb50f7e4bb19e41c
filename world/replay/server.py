"""The server: one asyncio loop in a thread of its own, one site, plans of faults, a record of what it did."""

import asyncio
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime

from world.replay.messages import Asked, Site
from world.replay.plan import Fate, FaultPlan, Struck
from world.replay.wire import MOVED, send

_MAX_HEAD_BYTES = 65_536


class Server:
    """Serves a site on 127.0.0.1. `asked` and `struck` may be read at any time."""

    def __init__(
        self,
        site: Site,
        plans: Sequence[FaultPlan] = (),
        *,
        port: int = 0,
        delay_seconds: float = 0.0,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        on_request: Callable[[int, str], None] | None = None,
    ) -> None:
        """`clock` dates the answers; `on_request` is told the number and target of each request before its answer."""
        self._site = site
        self._fate = Fate(plans)
        self._port = port
        self._delay_seconds = delay_seconds
        self._clock = clock
        self._on_request = on_request
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._ready = threading.Event()
        self._failure: OSError | None = None

    @property
    def base_url(self) -> str:
        """`http://127.0.0.1:<port>`."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def port(self) -> int:
        """The port it listens on."""
        return self._port

    @property
    def asked(self) -> list[str]:
        """Every target asked for so far, in order, robots.txt included."""
        return list(self._fate.asked)

    @property
    def struck(self) -> list[Struck]:
        """What went wrong so far, by intent."""
        return list(self._fate.struck)

    @property
    def struck_counts(self) -> dict[str, int]:
        """Name of a fault -> how often it struck."""
        return dict(Counter(each.fault for each in self.struck))

    def plan(self, *plans: FaultPlan) -> None:
        """Replaces the plans and begins a new record: counts, streaks and `begins_at` start anew."""
        self._fate = Fate(plans)

    def start(self) -> None:
        """Listens. Raises OSError when the port is taken."""
        self._thread.start()
        self._ready.wait()
        if self._failure:
            raise self._failure

    def stop(self) -> None:
        """Stops listening and drops every connection."""
        if self._loop.is_running():
            self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            listening = self._loop.run_until_complete(
                asyncio.start_server(self._converse, "127.0.0.1", self._port, limit=_MAX_HEAD_BYTES)
            )
        except OSError as error:
            self._failure = error
            self._ready.set()
            return
        self._port = listening.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        listening.close()
        self._drop_all()

    def _drop_all(self) -> None:
        tasks = asyncio.all_tasks(self._loop)
        for task in tasks:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        self._loop.close()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answers the requests of one connection in turn."""
        # A client that goes away, or the server's own end, ends the talk and nothing else.
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError):
            while await self._answer(await _request(reader), writer):
                pass
        writer.close()

    async def _answer(self, asked: Asked, writer: asyncio.StreamWriter) -> bool:
        if self._on_request:
            self._on_request(len(self._fate.asked) + 1, asked.target)
        if self._delay_seconds:
            await asyncio.sleep(self._delay_seconds)
        struck = self._fate.meets(asked.target)
        plain = Asked(target=asked.target.removeprefix(MOVED), method=asked.method)
        return await send(writer, self._site, plain, struck, self._clock())


async def _request(reader: asyncio.StreamReader) -> Asked:
    """The next request of a connection; its body is read and let go."""
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, target, _ = (first.split(" ") + ["", "", ""])[:3]
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    length = headers.get("content-length", "0")
    if length.isdigit() and int(length):
        await reader.readexactly(int(length))
    return Asked(target=target, method=method)


@contextmanager
def running(
    site: Site,
    plans: Sequence[FaultPlan] = (),
    *,
    port: int = 0,
    delay_seconds: float = 0.0,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    on_request: Callable[[int, str], None] | None = None,
) -> Iterator[Server]:
    """A server that answers until the block ends."""
    server = Server(site, plans, port=port, delay_seconds=delay_seconds, clock=clock, on_request=on_request)
    server.start()
    try:
        yield server
    finally:
        server.stop()
