"""`python -m endoneuro`, and the command `endoneuro`."""

from __future__ import annotations

import atexit
import os
import sys

from .cli import main


def run() -> None:
    """Run the command and leave at once: taking the graph apart first would cost a short question a tenth of its time."""
    try:
        main()
    except SystemExit as end:
        if end.code is not None and not isinstance(end.code, int):
            raise
        code = end.code or 0
        try:
            sys.stdout.flush()
        except BrokenPipeError:
            pass  # whoever read it has enough
        except OSError as error:
            sys.stderr.write(f"endoneuro: the answer could not be written: {error.strerror}\n")
            code = 1
        sys.stderr.flush()
        atexit._run_exitfuncs()
        os._exit(code)


if __name__ == "__main__":
    run()
