"""How the file that `offering` offers is written: in a module of its own, as the process that writes it loads all of
it."""

import os


def write(says: str) -> bytes:
    if says == "die":
        os._exit(9)
    if says == "sleep":
        raise MemoryError
    if says == "threads":
        return os.environ.get("OPENBLAS_NUM_THREADS", "as many as processors").encode()
    return says.encode()
