"""Write every table in its canonical form: columns in order, cells trimmed, rows sorted, LF, UTF-8.

`python tools/fmt_data.py` rewrites, `--check` only tells. A table that cannot be read is left as it is.
"""

from __future__ import annotations

import sys
from pathlib import Path

from endoneuro.graph.load import table_files
from endoneuro.graph.tables import canonical, read, write_atomic

DATA = Path(__file__).resolve().parent.parent / "data"


def main() -> int:
    check = "--check" in sys.argv
    changed, seen, broken = [], 0, 0
    for file, spec in table_files(DATA):
        shown = str(file.relative_to(DATA.parent))
        lines, problems = read(file, spec.columns, shown)
        seen += 1
        unreadable = [p for p in problems if p.rule not in ("file",) or not lines]
        if unreadable:
            broken += 1
            for problem in unreadable:
                print(problem)
            continue
        text = canonical((row for _, row in lines), spec.columns, spec.key)
        if file.read_bytes() != text.encode():
            changed.append(shown)
            if not check:
                write_atomic(file, text)
    for shown in changed:
        print(f"{shown}: {'is not canonical; run make fmt-data' if check else 'rewritten'}")
    print(f"{seen} tables, {len(changed)} {'not canonical' if check else 'rewritten'}, {broken} unreadable")
    return 1 if broken or not seen or (check and changed) else 0


if __name__ == "__main__":
    sys.exit(main())
