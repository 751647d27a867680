"""How does a real cluster run here? Nodes on loopback, each a process of its own, of jars that Maven fetches.

No TLS and no users: what is on the class path has no security plugin.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

HERE = Path(__file__).parent
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "cuttings-opensearch"
PORTS = range(21_000, 29_000)  # below those that a system hands out for connections
_START_SECONDS = 180.0  # of a cluster; three nodes take 17 to 30 s on two busy cores
_STOP_SECONDS = 20.0
_HEAP = "512m"
_ATTEMPTS = 3  # a free port may be taken before its node has it


class ClusterError(Exception):
    """A cluster could not be made, or did what it should not."""


def missing_programs() -> list[str]:
    """The programs that a cluster needs and this machine does not have."""
    return [program for program in ("mvn", "java", "javac") if shutil.which(program) is None]


def class_path() -> str:
    """The class path of a node; what it names is fetched and compiled where that was not done yet.

    Raises ClusterError.
    """
    listed, classes = CACHE / "classpath", CACHE / "classes"
    sources = [HERE / "pom.xml", HERE / "SearchNode.java"]
    made = listed.stat().st_mtime if listed.exists() else 0.0
    if all(source.stat().st_mtime < made for source in sources):
        jars = listed.read_text()
        if all(Path(jar).exists() for jar in jars.split(os.pathsep)):
            return f"{classes}{os.pathsep}{jars}"
    CACHE.mkdir(parents=True, exist_ok=True)
    written = CACHE / f"classpath.{os.getpid()}"
    _run("mvn", "-B", "-q", "-f", str(sources[0]), "dependency:build-classpath", f"-Dmdep.outputFile={written}")
    jars = written.read_text()
    _run("javac", "-nowarn", "-cp", jars, "-d", str(classes), str(sources[1]))
    written.replace(listed)
    return f"{classes}{os.pathsep}{jars}"


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ClusterError(f"{command[0]} failed: {(done.stdout + done.stderr)[-2000:]}")


@dataclass(slots=True)
class SearchProcess:
    """A node: its folder, the port that it answers on, and its process while it runs."""

    home: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def runs(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the process, where it runs."""
        if self.process is not None and self.runs:
            self.process.send_signal(number)

    def log(self) -> str:
        """The end of what it wrote."""
        with suppress(OSError):
            return (self.home / "log").read_text("utf-8", "replace")[-2000:]
        return ""


class LocalCluster:
    """A cluster of some nodes, numbered from 1, whose data lie under `folder`. Use `running` to have it ended."""

    def __init__(self, folder: Path, count: int, heap: str = _HEAP) -> None:
        self._folder = folder
        self._heap = heap
        self._class_path = class_path()
        self.nodes: list[SearchProcess] = []
        for attempt in range(1, _ATTEMPTS + 1):
            self.nodes = self._configured(count)
            try:
                self._begin()
                break
            except ClusterError:
                if attempt == _ATTEMPTS:
                    raise

    def _begin(self) -> None:
        """Start all nodes; whatever goes wrong, none is left over."""
        try:
            for number in range(1, len(self.nodes) + 1):
                self.start(number)
            self.wait()
        except BaseException:
            self.stop()
            raise

    def _configured(self, count: int) -> list[SearchProcess]:
        ports = free_ports(2 * count)
        inner, outer = ports[:count], ports[count:]
        names = [f"node-{number}" for number in range(1, count + 1)]
        nodes = []
        for name, between, port in zip(names, inner, outer, strict=True):
            home = self._folder / name
            shutil.rmtree(home, ignore_errors=True)
            (home / "config").mkdir(parents=True)
            shutil.copy(HERE / "log4j2.properties", home / "config")
            settings = {
                "cluster.name": f"cuttings-{inner[0]}",
                "node.name": name,
                "network.host": "127.0.0.1",
                "transport.port": between,
                "http.port": port,
                "discovery.seed_hosts": [f"127.0.0.1:{other}" for other in inner],
                "cluster.initial_cluster_manager_nodes": names,
                "cluster.routing.allocation.disk.threshold_enabled": False,
                "action.auto_create_index": False,
                "node.processors": 2,
                # Small heaps that are full of garbage refused requests that had room enough.
                "indices.breaker.total.use_real_memory": False,
            }
            (home / "config" / "opensearch.yml").write_text(json.dumps(settings))  # JSON is YAML, too
            nodes.append(SearchProcess(home, port))
        return nodes

    @property
    def addresses(self) -> list[str]:
        """Where the nodes answer."""
        return [node.address for node in self.nodes]

    def start(self, number: int) -> None:
        """Start a node, with the data that it has."""
        node = self.nodes[number - 1]
        if node.runs:
            return
        with (node.home / "log").open("ab") as log:
            node.process = subprocess.Popen(
                [
                    "java", f"-Xms{self._heap}", f"-Xmx{self._heap}", "-XX:+UseG1GC", "-XX:G1ReservePercent=25",
                    "-XX:InitiatingHeapOccupancyPercent=30", "-Dlog4j2.disable.jmx=true",
                    "-cp", self._class_path, "SearchNode", str(node.home),
                ],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def kill(self, number: int) -> None:
        """End a node at once, as a machine that loses its power."""
        node = self.nodes[number - 1]
        node.signal(signal.SIGKILL)
        if node.process is not None:
            node.process.wait()

    def pause(self, number: int) -> None:
        """Let a node hang: it keeps its connections and answers nothing."""
        self.nodes[number - 1].signal(signal.SIGSTOP)

    def resume(self, number: int) -> None:
        """Let a node that hangs go on."""
        self.nodes[number - 1].signal(signal.SIGCONT)

    def wait(self, seconds: float = _START_SECONDS) -> None:
        """Until all nodes that run have joined and every copy of every shard is there. Raises ClusterError."""
        end = time.monotonic() + seconds
        state: object = "no answer"
        while time.monotonic() < end:
            running = [node for node in self.nodes if node.runs]
            if not running:
                raise ClusterError(f"no node runs: {self.nodes[0].log()}")
            path = f"/_cluster/health?wait_for_nodes={len(running)}&wait_for_status=green&timeout=2s"
            try:
                states = [ask(node.address, path) for node in running]  # one that has just come is asked, too
            except OSError as error:
                state = error
                time.sleep(0.2)
                continue
            if not any(state["timed_out"] for state in states):
                return
            state = states
        logs = "\n".join(node.log() for node in self.nodes)
        raise ClusterError(f"the cluster is not green after {seconds:.0f} s: {state}\n{logs}")

    def stop(self) -> None:
        """End all nodes."""
        for node in self.nodes:
            node.signal(signal.SIGCONT)
            node.signal(signal.SIGTERM)
        for node in self.nodes:
            if node.process is not None:
                try:
                    node.process.wait(_STOP_SECONDS)
                except subprocess.TimeoutExpired:
                    node.process.kill()
                    node.process.wait()


def ask(address: str, path: str, body: object = None, *, method: str = "GET", seconds: float = 30.0) -> Any:
    """What a node answers, as JSON; `body` is sent as JSON. Raises OSError, whose text has what the node says."""
    data = None if body is None else json.dumps(body).encode()
    request = Request(address + path, data, {"Content-Type": "application/json"}, method=method)
    try:
        with urlopen(request, timeout=seconds) as answer:  # of this machine
            return json.load(answer)
    except HTTPError as error:
        raise OSError(f"{error}: {error.read()[:1000]!r}") from error


def free_ports(count: int) -> list[int]:
    """Ports that nothing listens on now, different for processes that ask at the same time."""
    first = PORTS.start + os.getpid() * 131 % (len(PORTS) // 2)
    with ExitStack() as held:
        found: list[int] = []
        for port in range(first, PORTS.stop):
            one = held.enter_context(socket.socket())
            with suppress(OSError):
                one.bind(("127.0.0.1", port))
                found.append(port)
            if len(found) == count:
                return found
    raise ClusterError("no free ports")


@contextmanager
def running(folder: Path, count: int = 3) -> Iterator[LocalCluster]:
    """A cluster of `count` nodes, ended and removed at the end. Raises ClusterError."""
    folder.mkdir(parents=True, exist_ok=True)
    cluster = LocalCluster(folder, count)
    try:
        yield cluster
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)
