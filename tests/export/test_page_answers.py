"""Pages of every question: drawn to be read, told with sources, kept and opened again, in notebooks, packed when large."""

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest

import endoneuro
from endoneuro.export import to_html
from endoneuro.export.html import lanes, others, page
from endoneuro.export.html.written import PagePen
from endoneuro.graph.saved import read_answer

SHOTS = Path(__file__).resolve().parents[2] / "out" / "shots"
DESK, TELEPHONE, WALL = (1400, 900), (360, 740), (3840, 2160)
ASKED = {
    "axis": ("HPA",),
    "routes": ("corticosterone", "memory retrieval"),
    "compare": ("cortisol", "corticosterone"),
    "what-if": (("corticosterone up", "MR blocked"),),
    "treatments": ("major depressive disorder",),
    "where": (["GR"],),
    "match": ("Hormone -activates-> Receptor -expressed_in-> CellType{glia}",),
    "contradictions": (),
    "gaps": (),
    "enrich": (["oestradiol", "progesterone", "allopregnanolone"],),
    "search": ("oestr",),
}
BOXES = """() => endoneuro.nodes.get().filter((n) => n.label && n.label.trim() && n.claim === undefined && n.id !== "top").map((n) => {
    const b = endoneuro.network.getBoundingBox(n.id); return [n.label.replace(/<[^>]*>|\\n/g, " "), b.left, b.top, b.right, b.bottom]; })"""
LOOKS = "[...document.querySelectorAll('[data-look]')].filter((b) => !b.hidden).map((b) => b.dataset.look)"


def ask(kg, name):
    more = {"on": ("memory retrieval", "fear memory")} if name == "what-if" else {}
    return endoneuro.query(name)(kg, *ASKED[name], **more)


@pytest.fixture(scope="module")
def asked(kg):
    return {name: ask(kg, name) for name in ASKED}


@pytest.fixture(scope="module")
def pages(kg, asked):
    return {name: to_html(kg, answer) for name, answer in asked.items()}


def overlaps(boxes, slack=3):
    return [
        (a[0], b[0])
        for i, a in enumerate(boxes)
        for b in boxes[:i]
        if a[1] + slack < b[3] and b[1] + slack < a[3] and a[2] + slack < b[4] and b[2] + slack < a[4]
    ]


# told with sources ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ASKED)
def test_words_name_claims_and_publications_not_their_ids(pages, name):
    written = re.search(r'<section class="written">(.*?)</section>', pages[name], re.DOTALL)
    assert written, name
    seen = re.sub(r"<[^>]*>", "", written.group(1))
    assert not re.search(r"\bEN:[0-9a-f]{12}|\bPMID:\d", seen)
    if name != "search":
        assert 'class="cite" data-claim="' in written.group(1)
        assert name == "enrich" or 'href="https://' in written.group(1)


def test_every_statement_of_a_comparison_has_a_source(pages):
    """A statement is a block below a heading; between two headings stands at least one claim or publication."""
    written = re.search(r'<section class="written">(.*?)</section>', pages["compare"], re.DOTALL).group(1)
    parts = re.split(r"<h3[^>]*>", written)[1:]
    assert len(parts) > 5
    assert all("data-claim" in part or 'href="https://' in part for part in parts)


def test_a_block_is_cut_where_it_names_something(kg):
    claim = next(iter(kg.assertions.values()))
    doi = next(r for r in kg.references.values() if r.id.startswith("DOI:"))
    parts = PagePen(kg, {claim.id: 7}).parts(f"a -> b  [{claim.id}; {doi.short}]. Nobody wrote PMID:0.")
    assert [p["claim"] for p in parts if "claim" in p] == [7]
    assert [p["url"] for p in parts if p.get("url")] == [kg.references[doi.id].url] or any(p.get("url") for p in parts)
    assert "".join(p["text"] for p in parts).endswith("]. Nobody wrote PMID:0.")
    assert doi.id not in "".join(p["text"] for p in parts)
    assert next(p for p in parts if "claim" in p)["before"] == "["


# drawn to be read ----------------------------------------------------------------------------------------------


def test_ways_of_an_answer_become_ranked_routes(kg, asked):
    for name in ("compare", "what-if", "match", "routes"):
        routes = others.routes_of(kg, asked[name].to_dict(kg))
        assert routes, name
        for route in routes:
            claims = [kg.assertions[c] for c in route]
            assert all(a.object == b.subject for a, b in pairwise(claims))
        shown = others.other(kg, asked[name])
        assert shown.routes == routes[: others.ROUTES]
        assert shown.layouts[0] == "mechanism"
        assert set(shown.starts) == {kg.assertions[r[0]].subject for r in shown.routes}
        assert set(shown.finish) == {kg.assertions[r[-1]].object for r in shown.routes}


def test_an_answer_without_ways_shows_a_few_claims_of_each_part(kg, asked):
    for name in ("axis", "where", "treatments", "contradictions"):
        drawn = others.few(kg, asked[name].to_dict(kg))
        assert 5 < len(drawn) <= others.FEW
        assert len({a.id for a in drawn}) == len(drawn)


@pytest.mark.parametrize("size", [DESK, TELEPHONE])
@pytest.mark.parametrize("name", [n for n in ASKED if n != "search"])
def test_words_of_a_figure_are_large_enough_and_apart(show, pages, name, size):
    opened = show(pages[name], size)
    SHOTS.mkdir(parents=True, exist_ok=True)
    for view in opened.evaluate(LOOKS):
        opened.evaluate("(v) => document.querySelector(`[data-look=${v}]`).click()", view)
        assert opened.evaluate("document.documentElement.scrollWidth") <= size[0]
        opened.screenshot(path=str(SHOTS / f"{name}_{view}_{size[0]}_light.png"))
        if view != "mechanism":
            continue
        scale, font = opened.evaluate("[endoneuro.network.getScale(), 15]")
        assert scale * font >= (8 if size == DESK else 7), (name, scale)
        assert overlaps(opened.evaluate(BOXES)) == []


@pytest.mark.parametrize("name", ["corticosterone", "GR", "oestradiol", "leptin", "amygdala", "anxiety-related behaviour"])
def test_names_of_a_neighbourhood_do_not_cover_one_another(show, kg, name):
    opened = show(to_html(kg))
    opened.evaluate("(name) => endoneuro.go(endoneuro.things.findIndex((n) => n.label === name))", name)
    boxes = opened.evaluate(BOXES)
    assert len(boxes) > 10
    assert len(overlaps(boxes, slack=6)) <= 1, overlaps(boxes, slack=6)


@pytest.mark.parametrize("size", [DESK, WALL])
def test_names_of_closed_regions_do_not_cover_one_another(show, kg, size):
    opened = show(to_html(kg, layout="regions"), size)
    assert overlaps(opened.evaluate(BOXES)) == []
    assert (
        opened.evaluate("endoneuro.network.getScale() * Math.min(...endoneuro.nodes.get().map((n) => n.font.bold.size))") > 11
    )


def test_a_time_is_where_the_axis_says(kg):
    seen = 0
    for path in endoneuro.path(kg, "corticosterone", "memory retrieval").paths:
        spots = lanes._spots(path.best)
        xs = [x for x, *_ in spots]
        assert xs == sorted(xs)
        _, low, high, timed = spots[-1]
        if timed:
            seen += 1
            assert xs[-1] == pytest.approx((lanes.x_of(low) + lanes.x_of(high)) / 2)
    assert seen


def test_what_is_saved_is_what_the_window_shows(show, kg):
    opened = show(to_html(kg))
    opened.click("[data-look=layers]")
    whole = opened.evaluate("endoneuro.svgNow()")
    assert "hormone</text>" in whole
    opened.evaluate("endoneuro.network.moveTo({ scale: 1, position: { x: 0, y: 0 }, animation: false })")
    near = [float(x) for x in re.search(r'viewBox="([^"]*)"', opened.evaluate("endoneuro.svgNow()")).group(1).split()]
    assert near[2] <= opened.evaluate("document.getElementById('net').clientWidth") + 1
    opened.click("[data-look=regions]")
    opened.evaluate("endoneuro.toggleRegion(0)")
    assert "<ellipse" in opened.evaluate("endoneuro.svgNow()")


# kept and opened again -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["compare", "what-if", "axis", "where"])
def test_a_kept_answer_is_drawn_from_its_values(show, kg, asked, tmp_path, name):
    file = tmp_path / "answer.json"
    file.write_text(json.dumps(asked[name].to_dict(kg)), "utf-8")
    kept = read_answer(kg, file)
    now, then = others.other(kg, asked[name]), others.other(kg, kept)
    assert then.routes == now.routes
    assert then.drawn == now.drawn
    opened = show(to_html(kg, kept))
    assert opened.evaluate("endoneuro.nodes.length") > 3
    assert opened.locator("#overview .plain button.step, #overview .plain a").count() > 2


def test_answers_of_a_plain_question_are_the_ones_inside(kg):
    made = to_html(kg, endoneuro.query("ask")(kg, "how does cortisol affect memory retrieval?"))
    assert re.search(r"<title>cortisol \u2192 memory retrieval", made)


def test_several_kept_answers_make_one_page(tmp_path, kg):
    from click.testing import CliRunner

    from endoneuro.cli import main

    run = CliRunner()
    for name, words in (("a", ["path", "CRH", "ACTH"]), ("b", ["show", "GR"])):
        assert run.invoke(main, [*words, "--save", str(tmp_path / f"{name}.json")]).exit_code == 0
    out = tmp_path / "page.html"
    made = run.invoke(main, ["view", str(tmp_path / "a.json"), str(tmp_path / "b.json"), "-o", str(out)])
    assert made.exit_code == 0, made.output
    assert out.read_text("utf-8").count("<option value=") == 2
    assert "Missing argument 'END'" in run.invoke(main, ["view", "path", "CRH", "-o", str(out)]).output


# by keyboard and by reader -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["compare", "axis", "routes", "where"])
def test_axe_finds_nothing_in_written_answers(show, pages, axe, name):
    opened = show(pages[name])
    opened.evaluate(axe)
    found = opened.evaluate("axe.run({ resultTypes: ['violations'] })")
    assert [(v["id"], [n["html"][:120] for n in v["nodes"][:2]]) for v in found["violations"]] == []


def test_the_keyboard_alone_reads_a_comparison(show, pages):
    opened = show(pages["compare"])
    opened.focus("#overview .cite")
    opened.keyboard.press("Enter")
    assert opened.locator("#panel .finding").count() >= 1
    opened.keyboard.press("Escape")
    assert opened.evaluate("document.activeElement.className") == "cite"


# notebooks -----------------------------------------------------------------------------------------------------


def test_a_notebook_shows_graph_and_answers_side_by_side(show, kg, asked):
    things = [kg, endoneuro.path(kg, "cortisol", "memory retrieval"), endoneuro.loops(kg, axis="HPA"), asked["compare"]]
    put = "".join(
        f"(() => {{ const d = document.createElement('div'); d.innerHTML = {html}; document.body.append(d); }})();"
        for html in (json.dumps(x._repr_html_()).replace("</", "<\\/") for x in things)
    )
    opened = show(
        f"<!doctype html><title>notebook</title><body><script>{put}document.documentElement.dataset.ready = 1</script>"
    )
    for k, thing in enumerate(things):
        opened.evaluate("(k) => document.querySelectorAll('iframe')[k].scrollIntoView()", k)
        inner = opened.query_selector_all("iframe")[k].content_frame()
        inner.wait_for_selector("html[data-ready]", state="attached")
        assert inner.locator("h1").count() == 1
        assert inner.evaluate("document.documentElement.scrollWidth") <= DESK[0]
        assert inner.locator("#copy").get_attribute("hidden") is not None
        assert thing.view() == thing._repr_html_()


# packed when large ---------------------------------------------------------------------------------------------


@pytest.fixture
def packed(kg, monkeypatch):
    monkeypatch.setattr(page, "PACKED", 1_000_000_000)
    plain = to_html(kg)
    monkeypatch.setattr(page, "PACKED", 1000)
    return plain, to_html(kg)


def test_packed_data_make_the_same_page(show, kg, packed):
    plain, small = packed
    assert small == to_html(kg)
    assert len(small) < 0.7 * len(plain)
    one, other = show(plain), show(small)
    assert one.evaluate("endoneuro.tsvNow()") == other.evaluate("endoneuro.tsvNow()")
    assert other.evaluate("endoneuro.claims.length") == len(kg.assertions)


def test_a_browser_that_cannot_unpack_says_so(browser, packed, tmp_path):
    file = tmp_path / "page.html"
    file.write_text(packed[1], "utf-8")
    context = browser.new_context()
    context.add_init_script("delete window.DecompressionStream")
    opened = context.new_page()
    wrong = []
    opened.on("pageerror", lambda e: wrong.append(str(e)))
    opened.goto(file.as_uri())
    assert "this browser cannot unpack them" in opened.inner_text("#caption")
    assert wrong == []
    context.close()


def test_the_page_stays_small_enough_to_mail_while_the_graph_grows(kg, monkeypatch):
    """Whatever the size: plain data end at the bar, packed ones take less than half their letters."""
    rest = len(to_html(kg, endoneuro.path(kg, "CRH", "ACTH", k=1)).encode())
    assert rest + 1.02 * page.PACKED < 3_000_000
    assert len(to_html(kg).encode()) < 3_000_000


def test_hostile_strings_in_written_answers(show, hostile, hostile_text):
    made = [
        endoneuro.query("compare")(hostile, "CHEBI:1", "CHEBI:2"),
        endoneuro.query("where")(hostile, ["HGNC:1"]),
        endoneuro.query("match")(hostile, "Hormone -activates-> Receptor"),
        endoneuro.query("contradictions")(hostile),
        endoneuro.query("axis")(hostile, "HPA"),
        endoneuro.query("routes")(hostile, "CHEBI:1"),
    ]
    text = to_html(hostile, made)
    assert "{{ 7*7 }}" in text
    opened = show(text)
    assert opened.locator("script").count() == 3
    for k in range(len(made)):
        opened.select_option("#answers", str(k))
        assert opened.locator("img").count() == 0
    assert hostile_text.split(">")[0] in opened.inner_text("body")
