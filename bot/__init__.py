"""Channels, pages and the command line: the only async code and the only outside world."""

import os

# Before numpy is loaded, which reads it once: our sums are small, more threads only wait for each
# other, and a process that has them cannot be copied safely.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
