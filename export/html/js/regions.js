// The whole graph as regions: closed ones are one bubble, open ones show their nodes.
const REGIONS = (D.regions || []).map((r, i) => ({ i, name: r[0], hubs: r[1], members: r[2], x: r[3], y: r[4], rx: r[5], ry: r[6] }));
// On a narrow screen the map is drawn out downwards.
const steep = () => (narrow.matches ? 2.6 : 1);
const regionOf = new Map();
for (const r of REGIONS) for (const n of r.members) regionOf.set(n, r.i);
function drawRegions() {
  const claims = CLAIMS.filter(shownClaim), between = new Map(), inside = new Map(), drawn = [];
  nodes.clear(); edges.clear();
  for (const c of claims) {
    const a = regionOf.get(c.s), b = regionOf.get(c.o);
    if (a === b) inside.set(a, (inside.get(a) || 0) + 1);
    if (S.open.has(a) && S.open.has(b)) { drawn.push(c); continue; }
    if (a === b) continue;
    const key = Math.min(a, b) + "-" + Math.max(a, b);
    between.set(key, (between.get(key) || 0) + 1);
  }
  const made = [], size = regionFont();
  for (const r of REGIONS) {
    if (S.open.has(r.i)) {
      for (const n of r.members) {
        const base = ANSWER().byNode.get(n);
        if (base && !S.kinds.has(NODES[n].kind)) { const font = { size: Math.min(base.font.size, 19) }; made.push(Object.assign({}, base, { x: D.at[n][0], y: Math.round(D.at[n][1] * steep()) }, dressNode(Object.assign({}, base, { font }), false, false))); }
      }
      continue;
    }
    const hubs = r.hubs.map((n) => NODES[n].label).filter((x) => x !== r.name).slice(0, 2).join(", ");
    made.push({ id: "r" + r.i, region: r.i, shape: "box", x: r.x, y: Math.round(r.y * steep()), label: named(r) + (hubs && !narrow.matches ? "\n" + clean(hubs) : "") + "\n" + r.members.length + " nodes", margin: size * 0.55, borderWidth: 2, shapeProperties: { borderRadius: size }, color: { background: mix(theme.sheet, theme.signs[0], 0.09), border: mix(theme.sheet, theme.signs[0], 0.5), highlight: { background: mix(theme.sheet, theme.signs[0], 0.2), border: theme.ink }, hover: { background: mix(theme.sheet, theme.signs[0], 0.16), border: theme.ink } }, font: { multi: "html", size: size * 0.78, face: theme.sans, color: theme.soft, bold: { size, color: theme.ink, face: theme.sans, mod: "600" } } });
  }
  nodes.add(made);
  const line = mix(theme.soft, theme.sheet, S.open.size ? 0.82 : 0.62), slim = S.open.size ? 0.3 : 1, lines = [];
  for (const [key, n] of between) {
    const [a, b] = key.split("-").map(Number), id = (r) => (S.open.has(r) ? null : "r" + r);
    if (id(a) && id(b)) lines.push({ id: "b" + key, from: id(a), to: id(b), width: slim * Math.min(size * 0.3, 1 + n * size / 260), color: { color: line, highlight: line, hover: line, inherit: false }, bundle: n });
  }
  edges.add(lines);
  edges.add(drawn.map((c) => Object.assign({ id: "e" + c.i, from: c.s, to: c.o, claim: c.i, look: 0 }, thin(c, 1, 0.5))).filter((e) => nodes.get(e.from) && nodes.get(e.to)));
  const shut = REGIONS.length - S.open.size;
  caption([["b", "The whole graph in regions."], " Nodes that act on one another lie together; lines between closed regions are as broad as they share claims. " + (S.open.size ? many(S.open.size, "region is", "regions are") + " open, " + shut + " closed. " : "Choose a region to read of it, double-click it to open it.") ], null);
  inView = S.open.size ? drawn : claims;
  tally(inView, S.open.size ? CLAIMS.filter((c) => S.open.has(regionOf.get(c.s)) && S.open.has(regionOf.get(c.o))) : CLAIMS);
}
const clean = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
const named = (r) => (narrow.matches ? wrapped(r.name, 13) : r.name).split("\n").map((x) => "<b>" + clean(x) + "</b>").join("\n");
function regionFont() {
  const left = Math.min(...REGIONS.map((r) => r.x - r.rx)), right = Math.max(...REGIONS.map((r) => r.x + r.rx));
  const top = Math.min(...REGIONS.map((r) => (r.y - r.ry) * steep())), bottom = Math.max(...REGIONS.map((r) => (r.y + r.ry) * steep()));
  const scale = Math.min(box.clientWidth / (right - left), box.clientHeight / (bottom - top));
  return Math.min(220, Math.max(20, (narrow.matches ? 11.5 : window.innerWidth >= 2400 ? 24 : 13.5) / scale));
}
function paintRegions(ctx) {
  for (const i of S.open) {
    const r = REGIONS[i];
    ctx.beginPath(); ctx.ellipse(r.x, r.y * steep(), r.rx, r.ry * steep(), 0, 0, 2 * Math.PI);
    ctx.fillStyle = mix(theme.sheet, theme.signs[0], 0.05); ctx.fill();
    ctx.lineWidth = 2; ctx.strokeStyle = mix(theme.sheet, theme.signs[0], 0.35); ctx.stroke();
    ctx.fillStyle = theme.soft; ctx.textAlign = "center"; ctx.font = "600 " + Math.round(Math.max(26, regionFont() * 0.7)) + "px " + theme.sans;
    ctx.fillText(r.name, r.x, (r.y - r.ry) * steep() - 14);
  }
}
function toggleRegion(i) {
  if (S.open.has(i)) S.open.delete(i); else S.open.add(i);
  commit(false);
  const r = REGIONS[i];
  if (S.open.has(i)) network.fit({ nodes: r.members.filter((n) => nodes.get(n)), animation: false, maxZoomLevel: 1 }); else fitAll();
}
function openRegion(i) {
  const r = REGIONS[i], made = [el("h2", r.name)];
  const inner = CLAIMS.filter((c) => regionOf.get(c.s) === i && regionOf.get(c.o) === i && shownClaim(c));
  made.push(el("p", many(r.members.length, "node") + " with " + many(inner.length, "claim") + " among themselves.", "meta"));
  made.push(button(S.open.has(i) ? "Close this region" : "Open this region", () => { toggleRegion(i); openRegion(i); }, "go"));
  made.push(el("h3", "Best connected"));
  const ul = el("p", null, "chips");
  for (const n of r.members.slice(0, 14)) ul.append(button(NODES[n].label, () => go(n)));
  made.push(ul, el("h3", "Best supported claims"));
  const list = el("ul", null, "list");
  for (const c of [...inner].sort((a, b) => strength(b) - strength(a) || a.i - b.i).slice(0, 12)) { const li = el("li"); li.append(claimButton(c)); list.append(li); }
  made.push(list);
  S.chosen = { region: i };
  open(made, "Region", r.name);
  record();
}
