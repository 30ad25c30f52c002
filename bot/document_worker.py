"""Writes one file in a process of its own: what goes wrong with it (memory, time, a crash) ends with it.

Started by `bot.documents`, which sends the function's place and its values, and reads the bytes."""

import importlib
import os
import pickle
import resource
import sys

MEMORY = 768 * 2**20
SECONDS = 60
FILE_BYTES = 50 * 2**20  # the writers of spreadsheets use files of their own on the way
_LIMITS = (
    (resource.RLIMIT_AS, MEMORY),
    (resource.RLIMIT_CPU, SECONDS),
    (resource.RLIMIT_FSIZE, FILE_BYTES),
    (resource.RLIMIT_CORE, 0),
)


def main() -> int:
    """Read (module, function, values), print the file."""
    # numpy takes 40 MiB for each thread, and one for each processor: with twenty of them nothing would be left.
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    for limit, most in _LIMITS:
        resource.setrlimit(limit, (most, most))
    module, function, values = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the process that started this one
    content = getattr(importlib.import_module(module), function)(values)
    sys.stdout.buffer.write(content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
