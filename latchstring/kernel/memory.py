"""How the garbage of a process that serves for days is collected."""

import gc


def settle() -> None:
    """Call once all is loaded: what is there stays, and what comes is looked through less often.

    A full collection stops a request for as long as a page takes; what pages and batches make goes by itself.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
