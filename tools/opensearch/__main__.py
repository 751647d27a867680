"""Start a cluster to try: `python -m tools.opensearch [NODES]`. It runs until Ctrl-C and keeps nothing."""

from __future__ import annotations

import signal
import sys
import tempfile
from pathlib import Path

from tools.opensearch.local_cluster import missing_programs, running


def main() -> int:
    """Run so many nodes as the first argument says, one where there is none; returns the exit status."""
    if missing := missing_programs():
        print(f"not here: {', '.join(missing)}; a JDK of version 17 and Maven are needed", file=sys.stderr)
        return 1
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    with tempfile.TemporaryDirectory() as folder, running(Path(folder) / "cluster", count) as cluster:
        hosts = ",".join(address.removeprefix("http://") for address in cluster.addresses)
        print(f"CUTTINGS_INDEX=opensearch://{hosts}/cuttings", flush=True)
        try:
            signal.pause()
        except KeyboardInterrupt:
            print("ended")
    return 0


if __name__ == "__main__":
    sys.exit(main())
