// Search by any name, in any usual spelling, with suggestions.
const GREEK = { "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "κ": "kappa", "μ": "mu", "µ": "mu", "σ": "sigma" };
const SPELLINGS = [["oe", "e"], ["ae", "e"], ["our", "or"], ["is", "iz"], ["yse", "yze"], ["ph", "f"], ["centre", "center"]];
function fold(text) {
  text = text.toLowerCase().replace(/[αβγδεκμµσ]/g, (x) => GREEK[x]).normalize("NFKD").replace(/[^\p{L}\p{N}]+/gu, "");
  for (const [a, b] of SPELLINGS) text = text.split(a).join(b);
  return text;
}
const names = [];
for (const n of NODES) {
  names.push([fold(n.label), n.i, n.label, 0], [fold(n.id), n.i, n.id, 1]);
  for (const s of n.synonyms) names.push([fold(s), n.i, s, 1]);
}
function look(text) {
  const key = fold(text), best = new Map();
  if (!key) return [];
  for (const [name, i, shown, rank] of names) {
    const at = name.indexOf(key);
    if (at < 0) continue;
    const n = NODES[i], score = (name === key ? 0 : at === 0 ? 2 : 4) + rank - Math.min(0.9, (n.out.length + n.into.length) / 60);
    if (!best.has(i) || best.get(i)[0] > score) best.set(i, [score, shown, rank]);
  }
  return [...best].sort((a, b) => a[1][0] - b[1][0] || NODES[a[0]].label.length - NODES[b[0]].label.length || a[0] - b[0]).slice(0, 9);
}
const find = $("find"), hits = $("hits");
let active = -1;
function suggest() {
  const found = look(find.value);
  hits.replaceChildren();
  active = found.length ? 0 : -1;
  found.forEach(([i, [, shown, rank]], k) => {
    const li = el("li"), n = NODES[i], count = n.out.length + n.into.length;
    li.id = "hit" + k; li.setAttribute("role", "option"); li.dataset.node = i;
    li.append(n.label, el("small", kindName(n.kind) + (rank && shown !== n.label && shown !== n.id ? ", " + shown : "") + ", " + (count ? many(count, "claim") : "no claims yet")));
    li.onmousedown = (e) => { e.preventDefault(); choose(i); };
    hits.append(li);
  });
  hits.hidden = !hits.children.length;
  const none = !found.length && fold(find.value);
  $("none").hidden = !none;
  find.setAttribute("aria-expanded", String(!hits.hidden));
  point();
}
function point() {
  [...hits.children].forEach((li, k) => li.setAttribute("aria-selected", String(k === active)));
  if (active >= 0) { find.setAttribute("aria-activedescendant", "hit" + active); hits.children[active].scrollIntoView({ block: "nearest" }); } else find.removeAttribute("aria-activedescendant");
}
function shut() { hits.hidden = true; $("none").hidden = true; find.setAttribute("aria-expanded", "false"); find.removeAttribute("aria-activedescendant"); }
function choose(i) {
  shut(); find.value = NODES[i].label;
  const n = NODES[i];
  if (whole && (n.out.length || n.into.length)) {
    if (S.view === "neighbourhood") { go(i); return; }
    if (S.view === "regions" && regionOf.has(i) && !S.open.has(regionOf.get(i))) { S.open.add(regionOf.get(i)); draw(false); }
    openNode(i);
    if (nodes.get(i)) network.focus(i, { scale: 0.9, animation: false });
  } else openNode(i);
}
find.addEventListener("input", suggest);
find.addEventListener("focus", () => { if (find.value) find.select(); });
find.addEventListener("blur", shut);
find.addEventListener("keydown", (e) => {
  const count = hits.hidden ? 0 : hits.querySelectorAll("[role=option]").length;
  if (e.key === "ArrowDown" || e.key === "ArrowUp") { e.preventDefault(); if (count) { active = (active + (e.key === "ArrowDown" ? 1 : count - 1)) % count; point(); } else suggest(); }
  else if (e.key === "Enter" && count && active >= 0) { e.preventDefault(); choose(Number(hits.children[active].dataset.node)); }
  else if (e.key === "Escape" && !(hits.hidden && $("none").hidden)) { e.stopPropagation(); shut(); }
});
