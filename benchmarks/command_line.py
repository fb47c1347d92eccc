"""How long `cordee --help` takes, against the floor of starting Python; one JSON line."""

import json
import statistics
import subprocess
import sys
import time

RUNS = 9


def median_seconds(command):
    seconds = []
    for _run in range(RUNS):
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


if __name__ == "__main__":
    took = median_seconds([sys.executable, "-m", "cordee.cli.main", "--help"])
    floor = median_seconds([sys.executable, "-c", "pass"])
    told = {
        "name": "cordee --help",
        "seconds": round(took, 3),
        "target": 0.5,
        "floor_seconds": round(floor, 3),
        "ratio": round(took / floor, 1),
    }
    print(json.dumps(told))
