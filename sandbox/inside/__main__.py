"""Started by the host as ``python sandbox/inside JOB``: the file descriptor of the job, as JSON."""

import sys
from pathlib import Path

# The folder above, for as long as it takes: a project may have modules of the same names as these.
sys.path[0] = str(Path(__file__).resolve().parents[1])

from inside.driver import main  # type: ignore[import-not-found]  # noqa: E402

del sys.path[0]
for name in [name for name in sys.modules if name.split(".")[0] == "inside"]:
    del sys.modules[name]

main(int(sys.argv[1]))
