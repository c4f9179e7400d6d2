// What the page holds, unpacked; colours; small helpers.
const $ = (id) => document.getElementById(id);
const held = $("data").textContent;
if (held[0] !== "{" && !window.DecompressionStream) {
  $("caption").textContent = "This page holds its data packed, and this browser cannot unpack them: open it in Firefox 113, Safari 16.4, Chrome 80, or any newer one.";
  return;
}
const unzipped = (text) => new Response(new Blob([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))]).stream().pipeThrough(new DecompressionStream("gzip"))).json();
const D = held[0] === "{" ? JSON.parse(held) : await unzipped(held);
const whole = D.mode === "whole";
const KINDS = Object.keys(D.kinds);
const NODES = D.nodes.map((n, i) => ({ i, id: D.prefixes[n[0]][0] + ":" + n[1], iri: D.prefixes[n[0]][1], local: n[1], label: n[2], kind: KINDS[n[3]], cls: n[4], synonyms: n[5], about: n[6], out: [], into: [] }));
for (const n of NODES) n.url = n.iri && !n.id.startsWith("endoneuro:") ? n.iri + encodeURIComponent(n.local) : "";
const FINDINGS = D.findings.map((f, i) => ({ i, result: f[1], text: f[2], facts: f[3], ref: f[4], context: D.contexts[f[5]], id: f[0][0] === "=" ? f[0].slice(1) : D.references[f[4]][0] + "#" + f[0] }));
const CLAIMS = D.claims.map((c, i) => ({ i, id: "EN:" + c[0], s: c[1], o: c[2], sign: c[3], verb: D.verbs[c[4]][0], predicate: D.verbs[c[4]][1], aspect: D.verbs[c[4]][2], rows: c[5] }));
const pairs = new Map();
for (const c of CLAIMS) {
  NODES[c.s].out.push(c); if (c.s !== c.o) NODES[c.o].into.push(c);
  c.yes = c.rows.filter((r) => FINDINGS[r].result === 0).length; c.no = c.rows.length - c.yes;
  c.supported = c.yes > 0;
  const key = c.s + ">" + c.o;
  if (pairs.has(key)) pairs.get(key).push(c); else pairs.set(key, [c]);
}
// Opposite: other claims between the same two nodes, of the same aspect, with the reverse sign.
for (const c of CLAIMS) c.opposite = c.sign > 1 ? [] : pairs.get(c.s + ">" + c.o).filter((x) => x.supported && x.sign === 1 - c.sign && x.aspect === c.aspect);
const disputed = (c) => c.supported && (c.no > 0 || c.opposite.length > 0);
const say = (c) => NODES[c.s].label + " " + c.verb + " " + NODES[c.o].label;
const strength = (c) => (c.supported ? 1000 : 0) + c.rows.length;
const unpack = (p) => (p ? p.rows.map((r) => { const o = {}; p.keys.forEach((k, i) => { if (r[i] !== null) o[k] = r[i]; }); return o; }) : []);
for (const a of D.answers) if (a.net) { a.net.nodes = unpack(a.net.nodes); a.net.edges = unpack(a.net.edges); }
const ANSWER = () => D.answers[S.answer];
const MOST = 16;

// What is looked at now. Everything that a link or an undo brings back is here.
const S = {
  answer: 0, view: D.view, focus: D.focus, all: false, chosen: null, path: null, single: false, open: new Set(), theme: "",
  kinds: new Set(), signs: new Set(), unsupported: whole,
  only: { route: 0, onset: 0, species: -1, sex: 0, region: -1, tier: 5, stated: false },
};
const nodes = new vis.DataSet(), edges = new vis.DataSet();
const box = $("net");
let network = null, opener = null;

function el(tag, text, cls) {
  const made = document.createElement(tag);
  if (text !== undefined && text !== null) made.textContent = text;
  if (cls) made.className = cls;
  return made;
}
function button(text, act, cls) { const b = el("button", text, cls); b.type = "button"; b.onclick = act; return b; }
function anchor(text, url) {
  const a = el("a", text);
  if (/^https?:\/\//.test(url)) { a.href = url; a.target = "_blank"; a.rel = "noopener noreferrer"; }
  return a;
}
const many = (n, one, more) => n.toLocaleString("en-GB") + " " + (n === 1 ? one : more || one + "s");
const pmid = (r) => (r[4] ? "https://pubmed.ncbi.nlm.nih.gov/" + encodeURIComponent(r[4]) + "/" : "");
function links(r) {
  const made = [];
  if (r[4]) made.push(["PubMed", pmid(r)]);
  if (r[5]) made.push(["full text", "https://pmc.ncbi.nlm.nih.gov/articles/" + encodeURIComponent(r[5]) + "/"]);
  if (r[6]) made.push(["DOI", "https://doi.org/" + encodeURIComponent(r[6]).replace(/%2F/g, "/").replace(/%3A/g, ":").replace(/%3B/g, ";")]);
  return made;
}

// colours
const darkMedia = window.matchMedia("(prefers-color-scheme: dark)");
const narrow = window.matchMedia("(max-width: 700px)");
const isDark = () => (S.theme ? S.theme === "dark" : darkMedia.matches);
let theme = {};
function readTheme() {
  document.documentElement.dataset.theme = isDark() ? "dark" : "light";
  const style = getComputedStyle(document.documentElement), get = (n) => style.getPropertyValue(n).trim();
  theme = { ink: get("--ink"), soft: get("--soft"), sheet: get("--sheet"), wash: get("--wash"), rule: get("--rule"), warn: get("--warn"), sans: get("--sans"), signs: [0, 1, 2, 3].map((i) => get("--s" + i)) };
}
function mix(a, b, t) {
  const p = (h) => [1, 3, 5].map((i) => parseInt(h.slice(i, i + 2), 16)), x = p(a), y = p(b);
  return "#" + x.map((v, i) => Math.round(v + (y[i] - v) * t).toString(16).padStart(2, "0")).join("");
}
const kindColour = (kind) => D.kinds[kind][isDark() ? 1 : 0];
const kindName = (kind) => D.kinds[kind][3];
