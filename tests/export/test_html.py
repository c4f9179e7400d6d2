"""The page as text: self-contained, inert whatever the strings hold, deterministic, and its layout sound."""

import base64
import gzip
import hashlib
import json
import re
import time
from html.parser import HTMLParser

import pytest

import endoneuro
from endoneuro.export import to_html, words, write
from endoneuro.export.html.layout import Link, bands, layered
from endoneuro.graph.answers import Timing

SHIPPED_LIMIT = 3_000_000


class Page(HTMLParser):
    """Everything a page contains, by tag."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.scripts, self.open = [], [], None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.open = dict(attrs) if tag == "script" else None
        if tag == "script":
            self.scripts.append((dict(attrs), ""))

    def handle_data(self, data):
        if self.open is not None:
            attrs, text = self.scripts[-1]
            self.scripts[-1] = (attrs, text + data)

    def handle_endtag(self, tag):
        self.open = None

    def all(self, tag):
        return [attrs for name, attrs in self.tags if name == tag]

    @property
    def data(self):
        text = next(text for attrs, text in self.scripts if attrs.get("id") == "data")
        return json.loads(text if text.startswith("{") else gzip.decompress(base64.b64decode(text)))


def html_text(page):
    return json.dumps(page.data, ensure_ascii=False)


def ask(kg, start="stresshormone", end="memory", **more):
    return endoneuro.path(kg, start, end, **more)


@pytest.fixture(params=["whole", "answer", "empty"])
def page(request, small):
    answers = {"whole": None, "answer": ask(small), "empty": ask(small, "GEN1", "memory")}
    return Page(to_html(small, answers[request.param]))


def test_nothing_is_loaded_from_anywhere(page):
    for tag, attrs in page.tags:
        for name in ("src", "srcset", "data", "poster", "action", "formaction", "background", "ping"):
            assert name not in attrs, (tag, attrs)
        if "href" in attrs:
            assert tag == "a"
            assert attrs["rel"].split()[0] == "noopener"
            assert attrs["target"] == "_blank"
    assert not page.all("link")
    assert not page.all("iframe")
    assert not page.all("base")


def test_library_has_no_map_and_style_no_picture(small):
    text = to_html(small)
    assert "sourceMappingURL" not in text
    assert "@import" not in text
    assert "url(" not in "".join(re.findall(r"<style>(.*?)</style>", text, re.DOTALL))


def test_one_heading_and_a_policy(page):
    assert len(page.all("h1")) == 1
    policy = next(m["content"] for m in page.all("meta") if m.get("http-equiv") == "Content-Security-Policy")
    rules = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert "http" not in policy
    run = [text for attrs, text in page.scripts if "type" not in attrs]
    assert len(run) == 2
    for text in run:
        assert f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" in rules["script-src"]


def test_no_event_attributes(page):
    assert not [(tag, a) for tag, attrs in page.tags for a in attrs if a.startswith("on")]


def test_data_is_json_and_whole(small):
    data = Page(to_html(small)).data
    assert len(data["nodes"]) == len(small.nodes)
    assert {"EN:" + c[0] for c in data["claims"]} == set(small.assertions)
    assert {f"{data['references'][f[4]][0]}#{f[0]}" for f in data["findings"]} == set(small.findings)
    assert data["nodes"][data["focus"]][2] == "stresshormone"
    assert data["options"]["physics"] == {"enabled": False}
    net = data["answers"][0]["net"]
    columns = [net["nodes"]["keys"].index(k) for k in "xy"]
    assert net["nodes"]["rows"]
    assert all(isinstance(row[k], int) for row in net["nodes"]["rows"] for k in columns)
    assert len(net["edges"]["rows"]) == len(small.assertions)


def test_hostile_strings_stay_text(hostile, hostile_text):
    urls = []
    for answer in (None, ask(hostile, "CHEBI:1"), ask(hostile, "CHEBI:1", "HGNC:2")):
        page = Page(to_html(hostile, answer))
        assert not page.all("img")
        assert len(page.scripts) == 3
        assert hostile_text in [n[2] for n in page.data["nodes"]]
        assert "{{ 7*7 }}" in html_text(page)
        urls += [a["href"] for a in page.all("a")]
    assert urls
    assert all(url.startswith("https://") and not set(url) & set('<>" ') for url in urls)


def test_same_bytes(small, graph_named):
    again = graph_named()
    assert to_html(small) == to_html(again)
    assert to_html(small, ask(small)) == to_html(again, ask(again))


def test_answer_holds_only_its_own_nodes_and_lists_its_paths(small):
    answer = ask(small)
    page = Page(to_html(small, answer))
    wanted = {n for p in answer.paths for n in p.nodes}
    prefixes = [p[0] for p in page.data["prefixes"]]
    assert {f"{prefixes[n[0]]}:{n[1]}" for n in page.data["nodes"]} == wanted
    paths = page.data["answers"][0]["paths"]
    assert len(paths) == len(answer.paths)
    assert len([a for a in page.all("article") if a.get("class") == "path"]) == len(answer.paths)
    first = ["EN:" + page.data["claims"][i][0] for i in paths[0]]
    assert first == [s.assertion.id for s in answer.paths[0].best.steps]


def test_empty_answer_says_why(small):
    answer = ask(small, "GEN1", "memory")
    assert not answer.paths
    text = to_html(small, answer)
    assert "Why there is no path" in text
    for line in answer.missing:
        assert line.replace("'", "&#39;") in text
    assert {"GEN1", "memory"} <= {n[2] for n in Page(text).data["nodes"]}


def test_a_graph_without_claims(small):
    from endoneuro.graph.knowledge import KnowledgeGraph

    for nodes in ([], list(small.nodes.values())):
        kg = KnowledgeGraph(nodes=nodes, findings=[], references=[], prefixes=small.prefixes)
        assert Page(to_html(kg)).data["focus"] == -1


def test_write_an_answer(small, tmp_path):
    path = write(small, tmp_path / "a.html", answer=ask(small))
    assert path.read_text("utf-8") == to_html(small, ask(small))


def test_shipped_graph(kg):
    text = to_html(kg)
    page = Page(text)
    assert len(page.data["claims"]) == len(kg.assertions)
    assert len(text.encode()) < SHIPPED_LIMIT
    answer = endoneuro.path(kg, "CRH", "ACTH")
    assert len(Page(to_html(kg, answer)).data["answers"][0]["paths"]) == len(answer.paths) > 0


def test_a_large_graph_is_laid_out_in_time(large):
    to_html(large)
    start = time.process_time()
    text = to_html(large)
    assert time.process_time() - start < 3
    assert len(Page(text).data["answers"][0]["net"]["edges"]["rows"]) == len(large.assertions)


# layout --------------------------------------------------------------------------------------------------------


def test_layers_run_from_left_to_right():
    links = [Link("1", "a", "b"), Link("2", "b", "c"), Link("3", "a", "c"), Link("4", "a", "d"), Link("5", "d", "c")]
    made = layered(links, ["a"], ["c"], {})
    x = {n: at[0] for n, at in made.nodes.items()}
    assert x["a"] < x["b"] == x["d"] < x["c"]
    assert len({at[1] for n, at in made.nodes.items() if n in "bd"}) == 2
    assert all(len(made.lanes[link.id]) % 2 for link in links)


def test_a_cycle_is_drawn_too():
    links = [Link("1", "a", "b"), Link("2", "b", "c"), Link("3", "c", "b"), Link("4", "c", "z"), Link("5", "z", "a")]
    made = layered(links, ["a"], ["z"], {})
    assert made.nodes["a"][0] == min(x for x, _ in made.nodes.values())
    assert set(made.lanes) == {"1", "2", "3", "4", "5"}


def test_crossings_are_undone():
    """Drawn as given, two of these lines cross; they need not."""
    links = [
        Link("1", "s", "a"),
        Link("2", "s", "b"),
        Link("3", "a", "y"),
        Link("4", "b", "x"),
        Link("5", "x", "t"),
        Link("6", "y", "t"),
    ]
    y = {n: at[1] for n, at in layered(links, ["s"], ["t"], {}).nodes.items()}
    assert (y["a"] < y["b"]) == (y["y"] < y["x"])


def test_no_two_things_stand_on_each_other():
    links = [Link(f"{i}-{j}", f"u{i}", f"v{j}") for i in range(5) for j in range(5)]
    made = layered(links, [f"u{i}" for i in range(5)], [f"v{j}" for j in range(5)], {})
    points = [*made.nodes.values(), *(p for lane in made.lanes.values() for p in lane)]
    assert len(points) == len(set(points)) == 10 + 25


def test_bands_keep_their_order_and_their_distance():
    groups = [[f"{g}{i}" for i in range(n)] for g, n in (("a", 3), ("b", 40), ("c", 7), ("d", 0))]
    at, strips = bands(groups, [("a0", "b39"), ("b39", "c6")])
    assert len(at) == 50
    assert len(set(at.values())) == 50
    right = [max(at[n][0] for n in g) for g in groups if g]
    left = [min(at[n][0] for n in g) for g in groups if g]
    assert all(r < n for r, n in zip(right, left[1:], strict=False))
    assert [len(s.members) for s in strips] == [3, 40, 7, 0]


# words ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("PT5M", "5 min"),
        ("P1D", "1 day"),
        ("P2W", "2 weeks"),
        ("P1M", "1 month"),
        ("PT1H30M", "1 h 30 min"),
        ("acute", "acute"),
        ("P", "P"),
        ("", ""),
        ("PT5M/PT1H", "5 min to 1 h"),
    ],
)
def test_durations(text, said):
    assert words.iso_words(text) == said


@pytest.mark.parametrize(
    ("text", "seconds"), [("PT5M", 300), ("P2W", 1209600), ("PT1H30M", 5400), ("P1M", 2629800), ("", 0), ("Px", 0)]
)
def test_durations_as_seconds(text, seconds):
    assert words.iso_seconds(text) == seconds


def test_times():
    assert words.timing_words(Timing("unknown")) == "time not stated"
    assert words.when_words(None, None) == "time not stated"
    assert words.when_words(900.0, 900.0) == "15 min"
    assert words.when_words(0.5, 7200.0) == "500 ms to 2 h"
    assert "at least 500 ms, at most 2 h" in words.timing_words(Timing("composed", 0.5, 7200.0, "ms-s", 1, 2))


def test_facts_are_plain_and_leave_out_what_is_not_stated(small):
    said = dict(words.facts(small, small.findings["PMID:1#2"]))
    assert said["in"] == "rat, male, adult"
    assert said["where"] == "hippocampus, pyramidal neuron"
    assert said["first seen"] == "15 min to 1 h"
    assert said["state"] == "GEN1, a strain"
    assert "route" not in said
    assert dict(words.facts(small, small.findings["DOI:10.1/a<b>#3"]))["needs"] == "REC1"


def test_wrapping_never_loses_a_letter():
    for label in ("a", "corticotropin-releasing hormone receptor 1", "x" * 95, "  "):
        assert "".join(words.wrap(label).split()) == "".join(label.split())
        assert max(map(len, words.wrap(label, 10).split("\n"))) <= 20
