"""Every view of every answer: drawn soundly in Python, and in a real browser usable by mouse, keyboard and reader."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

import endoneuro
from endoneuro.export import to_html, write
from endoneuro.export.html import card, lanes, page, plain, repr_html, rings
from endoneuro.export.html.regions import communities, regions
from endoneuro.graph.errors import BadQuestion, CannotWrite
from endoneuro.graph.knowledge import KnowledgeGraph

SHOTS = Path(__file__).resolve().parents[2] / "out" / "shots"
TELEPHONE, WALL = (360, 740), (3840, 2160)
SVG = "{http://www.w3.org/2000/svg}"


class Odd:
    """An answer of a type that the page has never seen."""

    def __init__(self, kg):
        self.ids = sorted(kg.assertions)[:3]

    def to_dict(self, kg):
        return {
            "format": 1,
            "question": "odd one",
            "claims": [{"id": i, "predicate": "x"} for i in self.ids],
            "rows": [{"name": "first", "n": 1}, {"name": "second", "n": 2}],
            "nested": {"flag": True, "nothing": None, "empty": []},
        }


def answers(kg):
    return {
        "path": endoneuro.path(kg, "corticosterone", "memory"),
        "effects": endoneuro.downstream(kg, "oestradiol"),
        "loops": endoneuro.loops(kg, axis="HPA"),
        "evidence": endoneuro.evidence(kg, "cortisol", "ACTH"),
        "node": endoneuro.show(kg, "GR"),
        "table": Odd(kg),
    }


@pytest.fixture(scope="module")
def pages(kg):
    made = {name: to_html(kg, answer) for name, answer in answers(kg).items()}
    return {**made, "whole": to_html(kg), "empty": to_html(kg, endoneuro.path(kg, "melatonin", "spine density", max_hops=1))}


# drawn in Python -----------------------------------------------------------------------------------------------


def drawings(text):
    return [ElementTree.fromstring(s) for s in re.findall(r"<svg class=\"drawing.*?</svg>", text, re.DOTALL)]


def test_later_stands_further_right():
    places = [lanes.x_of(s) for s in (0.001, 1, 60, 3600, 86400, 604800, 31557600)]
    assert places == sorted(set(places))
    assert lanes.x_of(60) - lanes.x_of(6) == pytest.approx(lanes.x_of(600) - lanes.x_of(60))


def test_lanes_tell_routes_times_and_totals(kg):
    text = lanes.time_lanes(kg, answers(kg)["path"].paths)
    svg = ElementTree.fromstring(text)
    said = "".join(svg.itertext())
    assert all(lane.split()[0] in said for lane in lanes.LANES)
    ways = [g.get("class") for g in svg.iter("g") if "way" in (g.get("class") or "")]
    assert any("nongenomic" in w for w in ways)
    assert any("untested" in w for w in ways)
    totals = [t.text for t in svg.iter("text") if t.get("class") == "total"]
    assert len(totals) == min(lanes.MOST, len(answers(kg)["path"].paths))
    assert any("min" in t for t in totals)
    assert lanes.time_lanes(kg, ()) == ""


def test_lanes_by_place(kg):
    named = {kg.label(n): lanes.lane_of(kg, n, ()) for n in kg.nodes}
    assert [named[x] for x in ("cortisol", "CRH", "ACTH", "memory", "paraventricular nucleus", "hippocampus")] == [
        0,
        1,
        1,
        3,
        1,
        2,
    ]


def test_a_loop_is_a_circle_with_its_signs_and_its_end(kg):
    answer = answers(kg)["loops"]
    for loop in answer.loops:
        svg = ElementTree.fromstring(rings.circle(kg, loop))
        signs = [t.text for t in svg.iter("text") if t.get("class") == "step"]
        assert len(signs) == len(loop.steps)
        assert ["+" in s for s in signs] == [s.sign == 1 for s in loop.steps]
        assert sum(c.get("class") == "closes" for c in svg.iter("circle")) == 1
        assert "closes in" in "".join(svg.itertext())
    nested = ElementTree.fromstring(rings.nested(kg, answer.loops))
    radii = [float(c.get("r")) for c in nested.iter("circle") if "track" in (c.get("class") or "")]
    assert radii == sorted(set(radii))
    assert len(radii) == len(answer.loops)
    assert rings.nested(kg, ()) == ""


def test_communities_are_found_and_small_ones_join():
    links = [(a, b) for g in ("abcde", "fghij") for a in g for b in g if a < b] + [("a", "f"), ("x", "a")]
    made = communities([*"abcdefghij", "x"], links)
    assert sorted("".join(g) for g in made) == ["abcdex", "fghij"]
    assert communities([], []) == []
    assert communities(["a"], [("a", "a")]) == [["a"]]


def test_regions_hold_every_node_once_and_do_not_overlap(kg):
    links = [(a.subject, a.object) for a in kg.assertions.values()]
    nodes = sorted({n for pair in links for n in pair})
    at, made = regions(kg, nodes, links)
    assert sorted(n for r in made for n in r.members) == nodes == sorted(at)
    assert len(set(at.values())) == len(nodes)
    assert 3 <= len(made) <= 40
    for i, a in enumerate(made):
        assert all(((at[n][0] - a.x) / a.rx) ** 2 + ((at[n][1] - a.y) / a.ry) ** 2 < 1 for n in a.members)
        for b in made[:i]:
            assert ((a.x - b.x) / (a.rx + b.rx)) ** 2 + ((a.y - b.y) / (a.ry + b.ry)) ** 2 > 0.95
    assert any("HPA" in r.name for r in made)


def test_every_answer_type_gives_the_same_bytes_twice(kg, pages):
    for name, answer in answers(kg).items():
        assert to_html(kg, answer) == pages[name], name


def test_an_unknown_answer_is_told_in_plain_words(kg):
    text = to_html(kg, Odd(kg))
    assert "Odd one" in text
    assert "second" in text
    assert plain.claim_ids(kg, Odd(kg).to_dict(kg)) == sorted(kg.assertions)[:3]
    told = plain.tell(kg, Odd(kg).to_dict(kg), {})
    assert [name for name, _ in told["rows"]] == ["claims", "rows", "nested"]


def test_every_drawing_is_well_formed(kg, pages):
    counts = {name: len(drawings(text)) for name, text in pages.items()}
    assert counts["path"] == counts["effects"] == 1
    assert counts["loops"] == len(answers(kg)["loops"].loops) + 1  # and all of them nested
    assert counts["whole"] == 0


@pytest.mark.parametrize("layout", ["spiral", "time", "loop"])
def test_a_layout_that_does_not_fit_is_refused(kg, layout):
    with pytest.raises(BadQuestion, match="can be shown as: neighbourhood"):
        to_html(kg, layout=layout)


def test_layouts_open_as_asked(kg, monkeypatch):
    monkeypatch.setattr(page, "PACKED", 1_000_000_000)  # the view stands among data that can be read
    assert json.loads(re.search(r'"view":("\w+")', to_html(kg, layout="regions")).group(1)) == "regions"
    text = to_html(kg, endoneuro.path(kg, "CRH", "ACTH"), layout="time")
    assert '"view":"time"' in text


def test_a_card_needs_one_node_or_one_axis(kg):
    with pytest.raises(BadQuestion, match="one axis"):
        to_html(kg, endoneuro.loops(kg), layout="card")
    with pytest.raises(BadQuestion, match="node or of an axis"):
        to_html(kg, endoneuro.path(kg, "CRH", "ACTH"), layout="card")


def test_every_line_of_a_card_is_cited(kg):
    text = card.card(kg, endoneuro.loops(kg, axis="HPA"))
    lines = re.findall(r"<li>(.*?)</li>", text.split('class="references"')[0], re.DOTALL)
    assert len(lines) > 12
    assert all('class="cites"' in line for line in lines)
    numbers = {int(n) for group in re.findall(r'class="cites">([\d,]+)<', text) for n in group.split(",")}
    assert numbers == {int(n) for n in re.findall(r'<li value="(\d+)"', text)} == set(range(1, max(numbers) + 1))


def test_too_many_claims_say_so(large, monkeypatch):
    monkeypatch.setattr(page, "MOST", 500)
    text = to_html(large)
    assert f"{len(large.assertions):,} claims, more than one page can hold" in text
    assert "endoneuro view START END" in text
    assert (
        len(json.loads(re.search(r'id="data" type="application/json">(.*?)</script>', text, re.DOTALL).group(1))["claims"])
        == 500
    )


def test_a_page_that_cannot_be_written(small, tmp_path):
    (tmp_path / "file").write_text("here")
    with pytest.raises(CannotWrite):
        write(small, tmp_path / "file" / "page.html")
    assert (tmp_path / "file").read_text() == "here"


def test_one_node_alone(small, show):
    kg = KnowledgeGraph(nodes=[next(iter(small.nodes.values()))], findings=[], references=[], prefixes=small.prefixes)
    opened = show(to_html(kg))
    assert "Nothing is recorded yet" in opened.inner_text("#caption")
    opened.click("[data-look=regions]")
    opened.click("[data-look=layers]")
    node = endoneuro.show(kg, "stresshormone")
    assert "Nothing" in show(to_html(kg, node)).inner_text("main")


# in a real browser ---------------------------------------------------------------------------------------------


LOOKS = "[...document.querySelectorAll('[data-look]')].filter((b) => !b.hidden).map((b) => b.dataset.look)"


def look(opened, view):
    opened.evaluate("(v) => document.querySelector(`[data-look=${v}]`).click()", view)


@pytest.mark.parametrize(
    ("name", "scheme"),
    [(name, "light") for name in ("whole", "path", "effects", "loops", "evidence", "node", "table", "empty")]
    + [("whole", "dark"), ("path", "dark"), ("loops", "dark")],
)
def test_axe_finds_nothing(show, pages, axe, name, scheme):
    opened = show(pages[name], scheme=scheme)
    opened.evaluate(axe)
    checked = 0
    for view in opened.evaluate(LOOKS) or [""]:
        if view:
            look(opened, view)
        small = "endoneuro.S.view !== 'layers' && endoneuro.S.view !== 'regions'"
        opened.evaluate(f"document.querySelector('#filters').open = true; document.querySelector('#table').open = {small}")
        opened.evaluate("endoneuro.claims.length && endoneuro.openClaim(0)")
        found = opened.evaluate("axe.run({ resultTypes: ['violations'] })")
        checked += len(found["passes"])
        assert [(v["id"], [n["html"][:120] for n in v["nodes"][:2]]) for v in found["violations"]] == []
    assert checked > 20


@pytest.mark.parametrize(
    ("size", "scheme", "names"),
    [
        (TELEPHONE, "light", ("whole", "path", "effects", "loops", "evidence", "node", "table", "empty")),
        ((820, 1180), "light", ("whole", "path", "loops")),
        ((1400, 900), "light", ("whole", "path", "effects", "loops", "evidence", "node", "table", "empty")),
        ((1400, 900), "dark", ("whole", "path", "loops")),
        (WALL, "light", ("whole", "path")),
    ],
)
def test_every_view_fits_every_screen(show, pages, size, scheme, names):
    SHOTS.mkdir(parents=True, exist_ok=True)
    for name in names:
        opened = show(pages[name], size, scheme)
        for view in opened.evaluate(LOOKS):
            look(opened, view)
            assert opened.evaluate("document.documentElement.scrollWidth") <= size[0], (name, view)
            opened.screenshot(path=str(SHOTS / f"{name}_{view}_{size[0]}_{scheme}.png"))


def test_filters_by_evidence_hide_and_count(show, small):
    opened = show(to_html(small))
    opened.click("[data-look=layers]")
    opened.locator("#unsupported").dispatch_event("click")
    assert opened.evaluate("endoneuro.state().shown") == len(small.assertions)
    opened.click("#filters summary")
    opened.select_option("#only-species", label="human")
    opened.check("#only-stated")
    kept = [a for a in small.assertions.values() if any("human" in r.finding.species for r in a.rows)]
    assert opened.evaluate("endoneuro.state().shown") == len(kept) > 0
    assert f"{len(small.assertions) - len(kept)} hidden by the filters" in opened.inner_text("#hidden")
    opened.select_option("#only-species", "-1")
    for name, label, wanted in (
        ("route", "nongenomic", lambda f: f.route == "nongenomic"),
        ("sex", "female", lambda f: f.sex in ("female", "both")),
        ("region", "hippocampus", lambda f: "UBERON:1" in f.region),
        ("onset", "tens of minutes to two hours", lambda f: f.onset == "min-h"),
    ):
        opened.select_option(f"#only-{name}", label=label)
        kept = [a for a in small.assertions.values() if any(wanted(r.finding) for r in a.rows)]
        assert opened.evaluate("endoneuro.state().shown") == len(kept) > 0, name
        opened.select_option(f"#only-{name}", index=0)
    opened.select_option("#only-tier", "2")
    kept = [a for a in small.assertions.values() if any(r.finding.tier <= 2 for r in a.rows)]
    assert opened.evaluate("endoneuro.state().shown") == len(kept) > 0
    opened.click("#clear")
    assert opened.evaluate("endoneuro.state().shown") == len(small.assertions)


def test_a_region_covers_its_parts(show, kg):
    opened = show(to_html(kg))
    opened.click("#filters summary")
    opened.check("#only-stated")
    opened.select_option("#only-region", label="hippocampus")
    parts = {n for n in kg.nodes if kg.inside(n, kg.node("hippocampus").id)}
    seen = opened.evaluate("endoneuro.claims.filter((c) => c.rows.some((r) => endoneuro.findings[r].context[4].length)).length")
    opened.click("[data-look=layers]")
    opened.locator("#unsupported").dispatch_event("click")
    wanted = [a for a in kg.assertions.values() if any(set(r.finding.region) & parts for r in a.rows)]
    assert opened.evaluate("endoneuro.state().shown") == len(wanted)
    assert len(wanted) < seen


def test_undo_and_a_link_bring_a_state_back(show, kg):
    text = to_html(kg)
    opened = show(text)
    start = opened.evaluate("endoneuro.encode()")
    opened.fill("#find", "GR")
    opened.keyboard.press("Enter")
    opened.click("[data-look=regions]")
    opened.evaluate("endoneuro.toggleRegion(0)")
    opened.locator("[data-sign='1']").dispatch_event("click")
    opened.evaluate("endoneuro.openClaim(7)")
    state = opened.evaluate("endoneuro.encode()")
    shown = opened.evaluate("endoneuro.state().shown")
    heading = opened.inner_text("#panel h2")
    other = show(text, fragment=state)
    assert other.evaluate("endoneuro.encode()") == state
    assert other.evaluate("endoneuro.state().shown") == shown
    assert other.inner_text("#panel h2") == heading
    for _ in range(12):
        if opened.is_disabled("#undo"):
            break
        opened.click("#undo")
    assert opened.evaluate("endoneuro.encode()") == start
    assert not opened.is_visible("#panel")


def test_a_nonsense_link_still_opens(show, small):
    opened = show(to_html(small), fragment="v=%3Cimg%3E&n=nobody&c=zz.%00&r=99.x&k=%3Cb%3E&tier=-4&p=12&a=77&species=dragon")
    assert opened.evaluate("endoneuro.state().view") == "neighbourhood"
    assert opened.evaluate("endoneuro.nodes.length") > 1


def test_copying_a_link_shows_it(show, small):
    opened = show(to_html(small))
    opened.click("details.menu summary")
    opened.click("#copy")
    opened.wait_for_selector("#linkbox:not([hidden])")
    assert "#v=neighbourhood" in opened.input_value("#link")


@pytest.mark.parametrize(
    ("name", "view"), [("whole", "neighbourhood"), ("path", "mechanism"), ("path", "time"), ("loops", "axis")]
)
def test_what_is_saved_opens(show, pages, kg, tmp_path, name, view):
    import rdflib

    opened = show(pages[name])
    if view != "neighbourhood":
        opened.click(f"[data-look={view}]")
    files = {}
    for kind in ("svg", "png", "tsv", "ttl"):
        opened.evaluate("document.querySelector('details.menu').open = true")
        with opened.expect_download() as download:
            opened.click(f"[data-save={kind}]")
        files[kind] = tmp_path / download.value.suggested_filename
        download.value.save_as(files[kind])
    drawn = ElementTree.parse(files["svg"]).getroot()
    assert drawn.tag == f"{SVG}svg"
    assert len(list(drawn.iter(f"{SVG}path"))) > 3
    assert len(list(drawn.iter(f"{SVG}text"))) > 3
    assert files["png"].read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    assert files["png"].stat().st_size > 5000
    rows = files["tsv"].read_text("utf-8").splitlines()
    ids = {r.split("\t")[0] for r in rows[1:]}
    assert len(ids) == len(rows) - 1 > 2
    assert ids <= set(kg.assertions)
    graph = rdflib.Graph().parse(files["ttl"], format="turtle")
    kinds = rdflib.URIRef("https://w3id.org/biolink/vocab/Association")
    assert {f"EN:{str(s).rsplit('/', 1)[1]}" for s in graph.subjects(rdflib.RDF.type, kinds)} == ids


def test_hostile_strings_can_be_saved(show, hostile):
    import rdflib

    opened = show(to_html(hostile))
    assert rdflib.Graph().parse(data=opened.evaluate("endoneuro.turtleNow()"), format="turtle")
    ElementTree.fromstring(opened.evaluate("endoneuro.svgNow()"))
    table = opened.evaluate("endoneuro.tsvNow()").splitlines()
    assert len({row.count("\t") for row in table}) == 1


def test_hostile_strings_in_every_view(show, hostile):
    made = [
        endoneuro.path(hostile, "CHEBI:1", "GO:1"),
        endoneuro.downstream(hostile, "CHEBI:1"),
        endoneuro.evidence(hostile, "CHEBI:1", "GO:1"),
        endoneuro.show(hostile, "CHEBI:1"),
        Odd(hostile),
    ]
    opened = show(to_html(hostile, made))
    assert opened.locator("#answers option").count() == len(made)
    for k in range(len(made)):
        opened.select_option("#answers", str(k))
        for view in opened.evaluate(LOOKS):
            look(opened, view)
    assert opened.locator("img").count() == 0
    assert show(card.card(hostile, made[3])).locator("img").count() == 0
    whole = show(to_html(hostile))
    whole.click("[data-look=regions]")
    whole.evaluate("endoneuro.openRegion(0)")
    assert whole.locator("img").count() == 0


def test_answers_switch(show, kg):
    given = [endoneuro.path(kg, "CRH", "ACTH"), endoneuro.loops(kg, axis="HPT"), endoneuro.show(kg, "MR")]
    opened = show(to_html(kg, given))
    assert opened.inner_text("h1").startswith("CRH")
    opened.select_option("#answers", "1")
    assert opened.inner_text("h1") == "Feedback loops of the HPT axis"
    assert opened.locator(".pictures:visible svg").count() >= 1
    assert opened.locator("#net").is_hidden()
    opened.select_option("#answers", "2")
    assert opened.inner_text("h1") == "MR"
    assert opened.inner_text("#caption").startswith("MR")
    opened.keyboard.press("Control+z")
    opened.click("#undo")
    assert opened.locator("h1").count() == 1


def test_the_keyboard_alone_finds_reads_and_returns(show, kg):
    opened = show(to_html(kg))
    opened.keyboard.press("/")
    opened.keyboard.type("mineralocorticoid rec")
    opened.keyboard.press("Enter")
    assert opened.inner_text("#panel h2") == "MR"
    for _ in range(12):
        opened.keyboard.press("Tab")
        if opened.evaluate("document.activeElement.dataset.claim !== undefined"):
            break
    opened.keyboard.press("Enter")
    assert opened.locator("#panel .finding").count() >= 1
    for _ in range(12):
        opened.keyboard.press("Tab")
        if opened.evaluate("(document.activeElement.href || '').startsWith('https://')"):
            break
    assert opened.evaluate("document.activeElement.textContent") in ("PubMed", "DOI", "full text")
    opened.keyboard.press("Escape")
    assert not opened.is_visible("#panel")


def test_the_figure_answers_to_arrow_keys(show, kg):
    opened = show(to_html(kg))
    opened.focus("#net")
    opened.keyboard.press("ArrowRight")
    first = opened.inner_text("#hint")
    opened.keyboard.press("ArrowRight")
    second = opened.inner_text("#hint")
    assert first != second
    assert "," in second
    opened.keyboard.press("Enter")
    assert opened.inner_text("#panel h2") == second.rsplit(",", 1)[0]


def test_a_picture_answers_to_the_keyboard(show, pages):
    opened = show(pages["loops"])
    opened.locator(".pictures:visible [data-claim]").first.focus()
    opened.keyboard.press("Enter")
    assert opened.locator("#panel .finding").count() >= 1
    opened.keyboard.press("Escape")
    assert opened.evaluate("document.activeElement.dataset.claim !== undefined")


def test_tab_passes_every_part_in_order(show, small):
    opened = show(to_html(small))
    order = []
    for _ in range(90):
        opened.keyboard.press("Tab")
        order.append(opened.evaluate("document.activeElement.id || document.activeElement.textContent.trim().slice(0, 20)"))
    places = [order.index(x) for x in ("find", "Neighbourhood", "fit", "net", "Filter by evidence")]
    assert places == sorted(places)


def test_colours_can_be_chosen(show, small):
    opened = show(to_html(small), scheme="light")
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    light = opened.evaluate(ground)
    opened.click("details.menu summary")
    opened.click("[data-theme-set=dark]")
    assert opened.evaluate(ground) != light
    assert "theme=dark" in opened.evaluate("endoneuro.encode()")
    opened.click("[data-theme-set='']")
    assert opened.evaluate(ground) == light


def test_nothing_moves_for_those_who_do_not_want_it(show, pages):
    opened = show(pages["path"], reduced_motion="reduce")
    assert opened.evaluate(
        "[...document.querySelectorAll('*')].every((e) => getComputedStyle(e).transitionDuration === '0s' && getComputedStyle(e).animationName === 'none')"
    )


def test_no_identifier_in_a_menu(show, kg, pages):
    for name in ("whole", "path", "loops"):
        opened = show(pages[name])
        said = opened.evaluate(
            "[...document.querySelectorAll('option, .tools button, .legend label, summary')].map((e) => e.textContent)"
        )
        assert len(said) > 20
        assert [t for t in said if re.search(r"\b[A-Za-z]+:\w*\d", t) or t.strip() in kg.nodes] == []


def test_regions_open_and_close(show, kg):
    opened = show(to_html(kg))
    opened.click("[data-look=regions]")
    bubbles = opened.evaluate("endoneuro.nodes.length")
    assert bubbles == opened.evaluate("endoneuro.regions.length") < 40
    opened.click("#openall")
    drawn = len({n for a in kg.assertions.values() for n in (a.subject, a.object)})
    assert opened.evaluate("endoneuro.nodes.length") == drawn
    opened.click("#shutall")
    assert opened.evaluate("endoneuro.nodes.length") == bubbles
    opened.evaluate("endoneuro.openRegion(0)")
    opened.get_by_role("button", name="Open this region").click()
    assert bubbles < opened.evaluate("endoneuro.nodes.length") < drawn


def test_disputed_claims_are_marked(show, small):
    opened = show(to_html(small))
    opened.evaluate("endoneuro.go(endoneuro.things.findIndex((n) => n.label === 'REC1'))")
    assert "\u2260" in opened.evaluate("endoneuro.edges.get().map((e) => e.label || '').join('')")
    i = opened.evaluate("endoneuro.claims.findIndex((c) => c.supported && c.no > 0)")
    opened.evaluate("(i) => endoneuro.openClaim(i)", i)
    assert "Disputed" in opened.inner_text("#panel")
    i = opened.evaluate("endoneuro.claims.findIndex((c) => c.opposite.length > 0)")
    opened.evaluate("(i) => endoneuro.openClaim(i)", i)
    assert "The opposite is recorded too" in opened.inner_text("#panel")


def test_a_notebook_frame_works_and_stays_inside(show, kg):
    frame = repr_html(kg, endoneuro.path(kg, "CRH", "ACTH"))
    assert frame.startswith("<iframe ")
    assert "allow-same-origin" not in frame
    eager = frame.replace('loading="lazy"', "")
    opened = show(f"<!doctype html><title>notebook</title>{eager}")
    inner = opened.frames[1]
    inner.wait_for_selector("html[data-ready]", state="attached")
    assert inner.locator("h1").inner_text().startswith("CRH")
    inner.click(".path .step")
    assert inner.locator("#panel .finding").count() >= 1


def test_graph_and_answers_show_themselves_in_notebooks(kg):
    compared = endoneuro.query("compare")(kg, "cortisol", "corticosterone")
    for thing in (kg, endoneuro.path(kg, "CRH", "ACTH"), endoneuro.loops(kg, axis="HPA"), compared):
        assert thing._repr_html_() == str(thing.view())
        assert thing.view(height=321).startswith("<iframe ")
        assert "height:321px" in thing.view(height=321)
    assert thing.view()._repr_html_() == thing.view()
    assert kg.view() == repr_html(kg)


def test_an_answer_of_no_known_graph_says_what_to_do(kg):
    from endoneuro.graph.errors import BadQuestion
    from endoneuro.queries.paths import path

    bare = path(kg, "CRH", "ACTH")
    assert bare._repr_html_() is None
    with pytest.raises(BadQuestion, match="ask with a function of endoneuro"):
        bare.view()


def test_no_card_is_longer_than_a_page(show, kg):
    """Those of all axes, and of the nodes with the most claims."""
    most = sorted(kg.nodes, key=lambda n: (-len(kg.out(n)) - len(kg.into(n)), n))[:60]
    axes = sorted({x.axis for x in kg.loops})
    cards = [*((kg.label(n), endoneuro.show(kg, n)) for n in most), *((x, endoneuro.loops(kg, axis=x)) for x in axes)]
    opened = show(to_html(kg, cards[0][1], layout="card"), (703, 1047))  # an A4 page within its margins, at 96 dpi
    opened.emulate_media(media="print")
    long = []
    for name, answer in cards:
        opened.set_content(to_html(kg, answer, layout="card"))
        height = opened.evaluate("document.querySelector('.sheet').getBoundingClientRect().height")
        if height > 1047:
            long.append((name, height))
    assert long == []
    assert len(axes) >= 8


@pytest.mark.parametrize(
    ("name", "axis"),
    [
        *((x, True) for x in ("HPA", "HPG", "HPT", "prolactin", "energy balance", "oxytocin-vasopressin")),
        *((x, False) for x in ("cortisol", "GR", "major depressive disorder", "amygdala")),
    ],
)
def test_a_card_is_one_a4_page(show, kg, axe, name, axis):
    answer = endoneuro.loops(kg, axis=name) if axis else endoneuro.show(kg, name)
    opened = show(to_html(kg, answer, layout="card"), (900, 1200))
    pdf = opened.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    SHOTS.mkdir(parents=True, exist_ok=True)
    opened.screenshot(path=str(SHOTS / f"card_{name.replace(' ', '_')}.png"), full_page=True)
    opened.evaluate(axe)
    found = opened.evaluate("axe.run({ resultTypes: ['violations'] })")
    assert [(v["id"], v["nodes"][0]["html"][:120]) for v in found["violations"]] == []
    assert show(to_html(kg, answer, layout="card"), TELEPHONE).evaluate("document.documentElement.scrollWidth") <= TELEPHONE[0]
