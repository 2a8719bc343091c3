"""The real command, killed by the system in the middle of a record: ``python -m tests.spiders.killed N ARGUMENT…``.

When the N-th write to a WARC file is due, half of its bytes are written and the process kills itself.
"""

import os
import signal
import sys
from pathlib import Path

from crawler.cli import main
from crawler.warc.disk import RealDisk


class _Torn:
    def __init__(self, number: int) -> None:
        self._left = number
        self._write = RealDisk.write

    def __call__(self, disk: RealDisk, fd: int, data: bytes | memoryview) -> int:
        if ".warc.gz" in str(Path(f"/proc/self/fd/{fd}").readlink()):
            self._left -= 1
            if not self._left:
                os.write(fd, data[: len(data) // 2])
                os.kill(os.getpid(), signal.SIGKILL)
        return self._write(disk, fd, data)


if __name__ == "__main__":
    torn = _Torn(int(sys.argv[1]))
    RealDisk.write = lambda disk, fd, data: torn(disk, fd, data)  # type: ignore[method-assign]
    sys.argv = ["communique", *sys.argv[2:]]
    main()
