"""Workers that are killed while they measure; a process of its own imports this, without Django."""

import os
import signal
from pathlib import Path

from geo.measuring import Measured
from registry.coverage.partitions import Partition, measured_anywhere


def once(taken: Path, partition: Partition) -> Measured:
    """Note what is taken, and be killed at the first."""
    first = not taken.exists()
    with taken.open("a") as list_of_all:
        list_of_all.write(f"{partition.views[0, :2].tolist()}\n")
    if first:
        os.kill(os.getpid(), signal.SIGKILL)
    return measured_anywhere(partition)


def always(partition: Partition) -> Measured:
    """Be killed, whatever is to be measured."""
    os.kill(os.getpid(), signal.SIGKILL)
    return measured_anywhere(partition)
