"""`make pictures`: pictures for README and docs, taken of the real pages with Chromium."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import endoneuro
from endoneuro.export import to_html

DOCS = Path(__file__).resolve().parents[1] / "docs"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


def pictures() -> dict[str, tuple[Any, str, str]]:
    """File name: answer, layout, colours."""
    kg = endoneuro.load()
    path = endoneuro.path(kg, "corticosterone", "memory retrieval")
    axis = endoneuro.loops(kg, axis="HPA")
    return {
        "picture.png": (path, "mechanism", "light"),
        "time.png": (path, "time", "light"),
        "axis.png": (axis, "axis", "light"),
        "regions.png": (None, "regions", "light"),
        "dark.png": (None, "neighbourhood", "dark"),
        "card.png": (axis, "card", "light"),
    }


def main() -> int:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("chromium is missing: apt-get install chromium")
        return 1
    from playwright.sync_api import sync_playwright

    kg = endoneuro.load()
    DOCS.mkdir(exist_ok=True)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        for name, (answer, layout, scheme) in pictures().items():
            file = Path(folder) / f"{name}.html"
            file.write_text(to_html(kg, answer, layout=layout), "utf-8")
            page = browser.new_page(viewport={"width": 1280, "height": 860}, color_scheme=scheme)
            page.goto(file.as_uri())
            if layout == "card":
                page.locator(".sheet").screenshot(path=str(DOCS / name))
            else:
                page.wait_for_selector("html[data-ready]", state="attached")
                page.wait_for_timeout(200)
                page.screenshot(path=str(DOCS / name))
            page.close()
            print(f"wrote docs/{name} ({(DOCS / name).stat().st_size:,} bytes)")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
