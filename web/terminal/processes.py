"""How many processes serve, and what does each do? One that does all, or one that accepts and several that answer."""

from __future__ import annotations

import os
import pickle
import select
import signal
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

from index.errors import CuttingsError
from index.settings import Settings
from search.engine import Engine
from search.opening import Sharing, engine_for
from web.adding.correction_desk import CorrectionDesk
from web.adding.desk import AdditionDesk
from web.serving import pace
from web.serving.damage_log import DamageLog, watch
from web.serving.exchange import ProcessLink
from web.serving.forwarding import rehearse
from web.serving.pool import ProcessPool
from web.serving.server import Server
from web.serving.supervisor import Supervisor
from web.serving.warming import settle, warm
from web.serving.zygote import Handover, Outside, Zygote
from web.site.app import (
    correction_desk_of,
    create_accepting_app,
    create_answering_app,
    create_app,
    desk_of,
    guard_of,
)
from web.watching.server_child import WatchingProcess, become

_MESSAGE, _FILES = 1 << 17, 16  # bytes and sockets of a handover at most


class ProcessesRefused(CuttingsError):
    """The system cannot run the server in several processes."""


def count(settings: Settings) -> int:
    """How many processes answer searches. Raises `ProcessesRefused`."""
    if not sys.platform.startswith("linux"):  # elsewhere what libraries hold may not outlast a fork, or there is none
        if settings.processes > 1:
            raise ProcessesRefused("the server runs in several processes on Linux alone", "say --processes 1")
        return 1
    return settings.processes or len(os.sched_getaffinity(0))


def ready(settings: Settings, listener: socket.socket) -> Callable[[], None]:
    """What serves until the server is told to end; what the settings forbid is raised now."""
    processes = count(settings)
    if processes > 1:
        return _several(settings, listener, processes)
    engine = engine_for(settings)
    app = create_app(engine, settings)
    server = Server(app, listener, settings)
    server.let_write(guard_of(app))
    run = partial(_run, server, desk_of(app), correction_desk_of(app))
    alone = partial(_alone, engine, run, pace.Pace.of(settings), DamageLog(settings.index))
    return partial(_watched, settings.index, alone) if settings.watch else alone


def _watched(index: Path, serve: Callable[[], None]) -> None:
    """Serve while another process watches the folders of the index."""
    watching = WatchingProcess(index)
    try:
        serve()
    finally:
        watching.close()


def _alone(engine: Engine, run: Callable[[], None], scrubbing: pace.Pace | None, log: DamageLog) -> None:
    def begin() -> None:
        warm(engine)
        settle()

    signal.signal(signal.SIGTERM, _end)
    threading.Thread(target=begin, daemon=True).start()
    threading.Thread(target=watch, args=(engine, scrubbing, log), daemon=True).start()
    run()


def _end(*_: object) -> None:
    """Let SIGTERM be as Ctrl-C; requests under way are answered, whatever comes meanwhile."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def _run(server: Server, desk: AdditionDesk | None, correcting: CorrectionDesk | None) -> None:
    if desk:
        desk.begin()
    try:
        server.run()
    finally:
        for one in (desk, correcting):
            if one:
                one.end()
        server.close()


def _several(settings: Settings, listener: socket.socket, processes: int) -> Callable[[], None]:
    zygote_number = [0]
    engine = engine_for(settings, sharing=Sharing(processes + 1, lambda: os.getpid() != zygote_number[0]))
    log = DamageLog(settings.index)
    answering = create_answering_app(engine, settings, log)
    pool = ProcessPool()
    accepting = create_accepting_app(settings, pool)
    handed, hand = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)

    def front(life: int) -> None:
        with suppress(KeyboardInterrupt):
            signal.signal(signal.SIGTERM, _end)
            server = Server(accepting, listener, replace(settings, threads=processes))
            server.let_write(guard_of(accepting))
            threading.Thread(target=_take_over, args=(pool, handed, life), daemon=True).start()
            settle()
            _run(server, desk_of(accepting), correction_desk_of(accepting))

    def zygote(life: int) -> None:
        zygote_number[0] = os.getpid()
        listener.close()
        handed.close()  # else sockets that nobody takes over would keep the processes that answer alive
        outside = Outside(hand, life)
        Zygote(engine, answering, processes, rest, log).run(outside, pace.Pace.of(settings))

    def rest() -> None:
        rehearse(answering)
        settle()

    def watching(life: int) -> None:
        become(settings.index, life)

    settle()
    tasks = {"front": front, "zygote": zygote} | ({"watch": watching} if settings.watch else {})
    return Supervisor(tasks).run


def _take_over(pool: ProcessPool, handed: socket.socket, life: int) -> None:
    """Let each process that is handed over answer; where the first process of the server is gone, end this one."""
    while True:
        readable, _, _ = select.select([handed.fileno(), life], [], [])
        if life in readable:
            os.kill(os.getpid(), signal.SIGTERM)
            return
        message, files, _, _ = socket.recv_fds(handed, _MESSAGE, _FILES)
        handover: Handover = pickle.loads(message)  # noqa: S301  (from the zygote, a process of ours)
        pool.hear(handover.findings)
        if handover.name:
            links = [
                ProcessLink(Connection(file), handover.process, lanes)
                for file, lanes in zip(files, handover.lanes, strict=True)
            ]
            pool.add(handover.name, links)
