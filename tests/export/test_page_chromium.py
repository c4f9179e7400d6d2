"""The page in a real browser: nothing leaves it, everything in it works, on a desk and on a telephone."""

import time

import pytest

import endoneuro
from endoneuro.export import to_html

DESK, TELEPHONE = (1400, 900), (360, 740)


def answer(kg):
    return endoneuro.path(kg, "stresshormone", "memory")


def point_of(page, edge):
    """Where on the screen a line is, a third of its way."""
    return page.evaluate(
        """(id) => {
            const e = endoneuro.edges.get(id), p = endoneuro.network.getPositions([e.from, e.to]), a = p[e.from], b = p[e.to];
            const at = endoneuro.network.canvasToDOM({ x: a.x + (b.x - a.x) * 0.5, y: a.y + (b.y - a.y) * 0.5 });
            const r = document.getElementById("net").getBoundingClientRect();
            return [r.left + at.x, r.top + at.y];
        }""",
        edge,
    )


def straight(page):
    return page.evaluate("endoneuro.edges.get().filter((e) => !e.smooth || !e.smooth.enabled)[0].id")


@pytest.mark.parametrize("size", [DESK, TELEPHONE, (390, 844), (1920, 1080)])
@pytest.mark.parametrize("what", ["whole", "answer", "empty"])
def test_fits_every_screen(show, small, size, what):
    given = {"whole": None, "answer": answer(small), "empty": endoneuro.path(small, "GEN1", "memory")}[what]
    page = show(to_html(small, given), size)
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert page.evaluate("endoneuro.nodes.length") >= 2
    assert page.locator("h1").count() == 1


def test_opens_on_the_best_connected_hormone(show, small):
    page = show(to_html(small))
    assert "stresshormone" in page.inner_text("#caption")
    assert page.evaluate("endoneuro.state().view") == "neighbourhood"
    page.click("[data-look=layers]")
    assert page.evaluate("endoneuro.state().view") == "layers"
    assert "claims" in page.inner_text("#caption")


def test_a_line_opens_its_findings_with_a_link(show, small):
    page = show(to_html(small))
    x, y = point_of(page, straight(page))
    page.mouse.click(x, y)
    panel = page.locator("#panel")
    panel.wait_for(state="visible")
    assert "Result" in panel.inner_text() or "Memory" in panel.inner_text()
    link = panel.locator(".ref a").first
    assert link.get_attribute("href").startswith("https://")
    assert link.get_attribute("rel").startswith("noopener")
    assert panel.locator("code").first.inner_text().startswith("EN:")
    page.keyboard.press("Escape")
    assert not panel.is_visible()


def test_a_claim_shows_for_and_against(show, small):
    page = show(to_html(small))
    page.evaluate("endoneuro.openClaim(endoneuro.claims.findIndex((c) => c.rows.length > 2))")
    said = page.inner_text("#panel")
    for word in (
        "For (2)",
        "Against (1)",
        "Looked for and found no change",
        "rat, male, adult",
        "15 min to 1 h",
        "tier 3 of 5",
        "high",
    ):
        assert word in said
    assert "Retracted." in said


def test_a_node_opens_and_moves_the_figure(show, small):
    page = show(to_html(small))
    page.evaluate("endoneuro.openNode(endoneuro.things.findIndex((n) => n.label === 'REC1'))")
    assert "receptor one" in page.inner_text("#panel")
    page.get_by_role("button", name="Centre the figure here").click()
    assert page.inner_text("#caption").startswith("REC1")
    page.locator("#panel .list button").first.click()
    assert page.locator("#panel .finding").count() >= 1


def test_search_by_synonym_and_spelling_from_the_keyboard(show, small):
    page = show(to_html(small))
    page.keyboard.press("/")
    page.keyboard.type("Receptor ON")
    assert page.locator("#hits [role=option]").first.inner_text().startswith("REC1")
    page.keyboard.press("Enter")
    assert page.inner_text("#panel h2") == "REC1"
    page.fill("#find", "nobodys syn")
    page.keyboard.press("Enter")
    assert "Nothing is recorded yet" in page.inner_text("#panel")
    page.fill("#find", "zzzzz")
    assert page.inner_text("#none") == "Nothing is called that here."
    page.keyboard.press("Escape")
    assert not page.locator("#none").is_visible()
    assert page.locator("#panel").is_visible()


def test_filters_hide_and_say_how_many(show, small):
    page = show(to_html(small))
    before = page.evaluate("endoneuro.state().shown")
    page.locator("[data-kind=Neurotransmitter]").dispatch_event("click")
    assert page.evaluate("endoneuro.state().shown") < before
    assert "2 hidden by the filters" in page.inner_text("#hidden")
    page.get_by_role("button", name="Show everything").click()
    assert page.evaluate("endoneuro.state().shown") == before
    page.locator("[data-sign='1']").dispatch_event("click")
    assert page.evaluate("endoneuro.edges.get().every((e) => endoneuro.claims[e.claim].sign !== 1)")
    assert "hidden by the filters" in page.inner_text("#hidden")
    page.locator("#unsupported").dispatch_event("click")
    assert "not drawn" not in page.inner_text("#hidden")


def test_signs_differ_in_more_than_colour(show, small):
    page = show(to_html(small))
    page.locator("#unsupported").dispatch_event("click")
    looks = page.evaluate(
        "endoneuro.edges.get().map((e) => [endoneuro.claims[e.claim].sign, JSON.stringify(e.dashes), e.arrows.to.type || ''])"
    )
    by_sign = {}
    for sign, dashes, head in looks:
        by_sign.setdefault(sign, set()).add((dashes, head))
    assert all(len(look) == 1 for look in by_sign.values())
    assert len({next(iter(look)) for look in by_sign.values()}) == len(by_sign) >= 3


def test_the_table_says_the_same(show, small):
    page = show(to_html(small))
    page.click("[data-look=layers]")
    page.locator("#unsupported").dispatch_event("click")
    page.click("#table > summary")
    page.wait_for_selector("#table tbody tr")
    assert page.locator("#table tbody tr").count() == len(small.assertions)
    page.locator("#table tbody button").first.click()
    assert page.locator("#panel .finding").count() >= 1


def test_an_answer_numbers_its_steps_and_highlights_one(show, small):
    page = show(to_html(small, answer(small)))
    assert page.evaluate("endoneuro.state().view") == "mechanism"
    first, other = page.locator(".path").nth(0), page.locator(".path").nth(1)
    assert "chosen" in first.get_attribute("class")
    page.locator(".path").last.locator(".choose").click()
    assert "chosen" in page.locator(".path").last.get_attribute("class")
    assert "chosen" not in first.get_attribute("class") or other.count() == 0
    page.locator(".path").first.locator(".step").first.click()
    assert page.locator("#panel .finding").count() >= 1
    widths = page.evaluate("Object.fromEntries(endoneuro.edges.get().map((e) => [e.claim, e.width]))")
    chosen = page.evaluate("endoneuro.state().chosen.claim")
    assert widths[str(chosen)] == max(widths.values()) > min(widths.values())
    page.keyboard.press("Escape")
    assert page.locator("#overview").is_visible()


def test_layers_of_an_answer_run_to_the_right(show, small):
    page = show(to_html(small, answer(small)))
    right = page.evaluate(
        """endoneuro.claims.every((c) => {
            const p = endoneuro.network.getPositions([c.s, c.o]);
            return p[c.s].x < p[c.o].x;
        })"""
    )
    assert right


def test_dark_and_light_differ(show, small):
    pages = [show(to_html(small), scheme=scheme) for scheme in ("light", "dark")]
    grounds = [p.evaluate("getComputedStyle(document.documentElement).backgroundColor") for p in pages]
    colours = [p.evaluate("endoneuro.nodes.get()[0].font.color") for p in pages]
    assert grounds[0] != grounds[1]
    assert colours[0] != colours[1]
    pages[0].emulate_media(color_scheme="dark")
    pages[0].wait_for_function("(was) => endoneuro.nodes.get()[0].font.color !== was", arg=colours[0])


def test_hostile_strings_do_nothing(show, hostile, hostile_text):
    for given in (None, endoneuro.path(hostile, "CHEBI:1", "GO:1")):
        page = show(to_html(hostile, given))
        page.evaluate("endoneuro.claims.forEach((c) => endoneuro.openClaim(c.i))")
        page.evaluate("endoneuro.things.forEach((n) => endoneuro.openNode(n.i))")
        page.fill("#find", "img")
        page.click("#table > summary")
        assert page.locator("img").count() == 0
        assert page.evaluate(
            "endoneuro.things.some((n) => n.label === arguments[0])".replace("arguments[0]", repr_js(hostile_text))
        )


def repr_js(text):
    import json

    return json.dumps(text)


def test_the_policy_stops_what_would_leave(browser, small, tmp_path):
    file = tmp_path / "page.html"
    file.write_text(to_html(small), "utf-8")
    context = browser.new_context()
    page, asked = context.new_page(), []
    context.route("**/*", lambda route: (asked.append(route.request.url), route.continue_())[1])
    page.goto(file.as_uri())
    blocked = page.evaluate(
        """async () => {
            const names = [];
            document.addEventListener("securitypolicyviolation", (e) => names.push(e.effectiveDirective));
            await fetch("https://example.org/").catch(() => 0);
            document.body.append(Object.assign(new Image(), { src: "https://example.org/x.png" }));
            document.body.append(Object.assign(document.createElement("script"), { textContent: "window.ran = 1" }));
            await new Promise((done) => setTimeout(done, 200));
            return [...names, window.ran || 0];
        }"""
    )
    context.close()
    assert sorted(map(str, blocked)) == ["0", "connect-src", "img-src", "script-src-elem"]
    assert [url for url in asked if url.startswith("http")] == []


def test_shipped_graph_is_ready_soon(show, kg):
    start = time.perf_counter()
    page = show(to_html(kg))
    assert time.perf_counter() - start < 6
    assert page.evaluate("performance.now()") < 4000
    assert 5 < page.evaluate("endoneuro.nodes.length") <= 40
    page.click("[data-look=layers]")
    assert page.evaluate("endoneuro.nodes.length") > 100


def test_a_large_graph_moves(show, large):
    page = show(to_html(large))
    page.click("[data-look=layers]")
    page.evaluate(
        """() => {
            window.worst = 0;
            let last = performance.now();
            (function tick() {
                const now = performance.now();
                window.worst = Math.max(window.worst, now - last);
                last = now;
                requestAnimationFrame(tick);
            })();
        }"""
    )
    page.wait_for_timeout(400)
    page.evaluate("window.worst = 0")
    box = page.locator("#net").bounding_box()
    page.mouse.move(box["x"] + 30, box["y"] + box["height"] - 12)
    page.mouse.down()
    for k in range(15):
        page.mouse.move(box["x"] + 30 + 8 * k, box["y"] + box["height"] - 12 - 4 * k)
    page.mouse.up()
    page.mouse.wheel(0, -240)
    page.wait_for_timeout(300)
    assert page.evaluate("window.worst") < 1000


def test_a_chosen_path_can_be_let_go(show, small):
    page = show(to_html(small, answer(small)))
    faint = "new Set(endoneuro.nodes.get().filter((n) => n.font && n.font.color).map((n) => n.font.color)).size"
    before = page.evaluate(faint)
    page.locator(".path").last.locator(".step").first.click()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert page.evaluate(faint) == before
    assert "chosen" in page.locator(".path").first.get_attribute("class")
