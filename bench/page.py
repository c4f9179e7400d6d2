"""Target 7: the page in Chromium beside plain pyvis, in one run: ready, worst frame while dragging, size, layout.

Plain pyvis is the same graph through `Network.generate_html(cdn_resources="in_line")`, once as people use it (physics on)
and once with our positions and physics off. Its page asks the network for Bootstrap; such requests are refused at once.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from core import core

import endoneuro
from endoneuro.export import to_html
from endoneuro.export.html import figure
from endoneuro.graph.knowledge import KnowledgeGraph

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
#: Seconds after which a page that is not ready counts as never ready.
PATIENCE = 45
FRAMES = """() => {
    window.worst = 0;
    let last = performance.now();
    (function tick() {
        const now = performance.now();
        window.worst = Math.max(window.worst, now - last);
        last = now;
        requestAnimationFrame(tick);
    })();
}"""


def plain(kg: KnowledgeGraph, *, physics: bool) -> str:
    """The graph as a page that pyvis writes by itself."""
    from pyvis.network import Network

    net = Network(height="800px", width="100%", directed=True, cdn_resources="in_line")
    at = {} if physics else figure.whole(kg, {n: i for i, n in enumerate(sorted(kg.nodes))}, kg.assertions.values()).at
    for node in kg.nodes.values():
        x, y = at.get(node.id, (0, 0))
        more = {} if physics else {"x": x, "y": y, "physics": False}
        net.add_node(node.id, label=node.label, title=node.description, **more)
    for a in kg.assertions.values():
        net.add_edge(a.subject, a.object, title="; ".join(r.finding.finding for r in a.rows))
    net.toggle_physics(physics)
    text: str = net.generate_html()
    mark = 'network.once("afterDrawing", () => { document.documentElement.dataset.ready = "1"; });'
    settled = 'network.once("stabilizationIterationsDone", () => { document.documentElement.dataset.ready = "1"; });'
    return text.replace("return network;", (settled if physics else mark) + "\n return network;", 1)


def measure(browser: Any, text: str, canvas: str, *, layers: bool = False) -> tuple[float | None, float | None, int]:
    """Seconds to ready and worst frame in milliseconds while dragging and zooming (None: never ready), requests refused."""
    asked: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page.html"
        file.write_text(text, "utf-8")
        context = browser.new_context(viewport={"width": 1400, "height": 900})
        context.route(
            "**/*",
            lambda r: r.continue_() if r.request.url.startswith("file:") else (asked.append(r.request.url), r.abort())[1],
        )
        page = context.new_page()
        start = time.perf_counter()
        try:
            page.goto(file.as_uri(), wait_until="commit")
            page.wait_for_selector("html[data-ready]", state="attached", timeout=PATIENCE * 1000)
            ready = time.perf_counter() - start
            if layers:
                page.click("[data-look=layers]")
            page.evaluate(FRAMES)
            page.wait_for_timeout(600)
            page.evaluate("window.worst = 0")
            box = page.locator(canvas).bounding_box()
            page.mouse.move(box["x"] + 30, box["y"] + box["height"] - 12)
            page.mouse.down()
            for k in range(20):
                page.mouse.move(box["x"] + 30 + 8 * k, box["y"] + box["height"] - 12 - 4 * k)
            page.mouse.up()
            page.mouse.wheel(0, -240)
            page.wait_for_timeout(300)
            worst = page.evaluate("window.worst")
        except Exception as error:
            if type(error).__name__ not in ("TimeoutError", "Error"):
                raise
            ready = worst = None
        finally:
            context.close()
    return ready, worst, len(asked)


def told(value: float | None, unit: str, factor: float = 1.0) -> str:
    return (
        f"never in {PATIENCE} s" if value is None else f"{value * factor:.2f} {unit}" if unit == "s" else f"{value:.0f} {unit}"
    )


def verdict(met: bool) -> str:
    return "met" if met else "NOT MET"


def pages() -> None:
    """Print the rows of target 7."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        if os.environ.get("CI") == "true":
            raise SystemExit("chromium is missing")
        print("7   the page: not measured, chromium is not installed")
        return
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        for label, kg, bar in (("shipped", endoneuro.load(), 2.0), ("Core", core(), 3.0)):
            to_html(kg)
            start = time.perf_counter()
            text = to_html(kg)
            made = time.perf_counter() - start
            start = time.perf_counter()
            figure.whole(kg, {n: i for i, n in enumerate(sorted(kg.nodes))}, kg.assertions.values())
            layout = time.perf_counter() - start
            size, same = len(text.encode()), text == to_html(kg)
            ours = measure(browser, text, "#net", layers=True)
            still = measure(browser, plain(kg, physics=False), "#mynetwork")
            usual = measure(browser, plain(kg, physics=True), "#mynetwork")
            print(f"    {label}: {len(kg.nodes):,} nodes, {len(kg.assertions):,} claims, {len(kg.findings):,} findings")
            for name, peer in (("positions given, physics off", still), ("as people use it", usual)):
                ready = "" if peer[0] is None or not ours[0] else f"{peer[0] / ours[0]:.1f}x"
                frame = "" if peer[1] is None or not ours[1] else f"{peer[1] / ours[1]:.1f}x"
                print(
                    f"7   ready: ours {told(ours[0], 's')}, pyvis {name} {told(peer[0], 's')} {ready}; worst frame: ours {told(ours[1], 'ms')}, pyvis {told(peer[1], 'ms')} {frame}; requests refused: ours {ours[2]}, pyvis {peer[2]}"
                )
            print(
                f"7   ready < {bar:.0f} s: {verdict(ours[0] is not None and ours[0] < bar)}; worst frame < 250 ms: {verdict(ours[1] is not None and ours[1] < 250)}; no request: {verdict(ours[2] == 0)}"
            )
            print(
                f"7   page made in {made:.2f} s, layout {layout:.2f} s (< 3 s): {verdict(layout < 3)}; the same bytes twice: {verdict(same)}; {size / 1e6:.2f} MB"
                + (f" (< 3 MB): {verdict(size < 3_000_000)}" if label == "shipped" else "")
            )
        browser.close()


if __name__ == "__main__":
    pages()
