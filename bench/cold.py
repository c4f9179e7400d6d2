"""What every command costs from a cold start, beside an empty Python.

Processor time (user and system) of the whole process, the least of several runs taken in turn with `python -c pass`, so that
a busy machine does not decide, and with Python's own compiled modules, as users have them. Target: under ten times an empty
Python, save for the commands that need rdflib, pyvis or scipy. The compiled copy of the tables is made by a first run that is
not counted. In the editable environment that `make` sets up an empty Python costs about twice what it costs in a plain one,
so that ratios are higher after `pip install .`.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile

LIMIT, TIMES = 10.0, 5
#: Some machines tell Python to keep no compiled modules; then every command would be measured with their compilation.
AS_USERS_HAVE = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
#: Commands that load a heavy library by their nature, with its name.
HEAVY = {"enrich": "scipy", "export": "rdflib or none, by format", "sparql": "rdflib or pyoxigraph", "view": "jinja2 and pyvis"}
ASKED = (
    'path cortisol "memory retrieval"', "downstream oestradiol --to Process", 'upstream "fear extinction" --from Hormone',
    "routes corticosterone", 'what-if "cortisol up" --on mood', "compare cortisol corticosterone --on Process",
    'treatments "major depressive disorder"', 'evidence cortisol "memory retrieval"', "contradictions cortisol", "gaps",
    "search glucocort", "show GR", "where GR CRHR1", 'match "Hormone -activates-> Receptor -expressed_in-> CellType{glia}"',
    "loops --axis HPA", "loops --through GR", "axis HPA", 'ask "How does cortisol impair memory retrieval?"', "stats", "--help",
    "enrich oestradiol progesterone allopregnanolone", 'view cortisol "memory retrieval" -o page.html', "export graph.nt",
)  # fmt: skip


def spent(command: list[str], folder: str) -> float:
    """Return the processor seconds of a process."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder, env=AS_USERS_HAVE)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{shlex.join(command)} failed")
    return used.ru_utime + used.ru_stime


def main() -> None:
    ours = [sys.executable, "-m", "endoneuro"]
    over, asked = [], 0
    with tempfile.TemporaryDirectory() as folder:
        spent([*ours, "stats"], folder)
        for text in ASKED:
            command = [*ours, *shlex.split(text)]
            runs = [(spent([sys.executable, "-c", "pass"], folder), spent(command, folder)) for _ in range(TIMES)]
            nothing, mine = (min(column) for column in zip(*runs, strict=True))
            name, ratio = text.split()[0], mine / nothing
            asked += 1
            heavy = HEAVY.get(name, "")
            if ratio > LIMIT and not heavy:
                over.append(text)
            verdict = f"needs {heavy}" if heavy else "met" if ratio <= LIMIT else "NOT MET (<= 10x)"
            print(f"{mine * 1000:7.0f} ms  {ratio:5.1f}x of an empty Python  {verdict:<28}  {text}", flush=True)
    print(f"{asked} commands, {len(over)} over {LIMIT:.0f}x: {'; '.join(over) or 'none'}")
    raise SystemExit(1 if over or not asked else 0)


if __name__ == "__main__":
    main()
