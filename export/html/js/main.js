// Everything put together: the network, the mouse, the keyboard, the buttons.
for (const a of D.answers) if (a.net) a.byNode = new Map(a.net.nodes.filter((n) => n.claim === undefined).map((n) => [n.id, n])); else a.byNode = new Map();
const options = (D.answers.find((a) => a.net) || { net: { options: D.options } }).net.options;
for (const a of D.answers) if (a.net) a.net.edges.forEach((e, k) => { if (e.id === undefined) e.id = "e" + k; });
readTheme();
network = new vis.Network(box, { nodes, edges }, Object.assign({}, options, { autoResize: true }));
const claimAt = (p) => {
  const e = network.getEdgeAt(p), n = network.getNodeAt(p);
  if (n !== undefined && typeof n === "string") { const c = nodes.get(n).claim; return c === undefined ? undefined : [c]; }
  if (n !== undefined || e === undefined) return undefined;
  const hit = edges.get(e);
  return hit.claim === undefined ? undefined : hit.many || [hit.claim];
};
const regionAt = (n) => (n !== undefined && nodes.get(n) ? nodes.get(n).region : undefined);
const openAt = (p) => {
  if (S.view !== "regions") return undefined;
  const c = network.DOMtoCanvas(p);
  return [...S.open].find((i) => { const r = REGIONS[i]; return ((c.x - r.x) / r.rx) ** 2 + ((c.y / steep() - r.y) / r.ry) ** 2 < 1; });
};
network.on("click", (p) => {
  const at = p.pointer.DOM, n = network.getNodeAt(at), c = claimAt(at), r = regionAt(n);
  network.unselectAll();
  if (r !== undefined) openRegion(r); else if (typeof n === "number") openNode(n); else if (c !== undefined) openClaims(c); else closePanel();
});
network.on("doubleClick", (p) => {
  const at = p.pointer.DOM, n = network.getNodeAt(at), r = regionAt(n), o = openAt(at);
  if (r !== undefined) { toggleRegion(r); openRegion(r); } else if (typeof n === "number" && ANSWER().layouts.includes("neighbourhood")) go(n); else if (o !== undefined) toggleRegion(o);
});
const hint = (text) => { $("hint").hidden = !text; $("hint").replaceChildren(el("span", text || "")); };
const nameOf = (n) => (typeof n === "number" ? NODES[n].label + ", " + kindName(NODES[n].kind) : regionAt(n) !== undefined ? "region: " + REGIONS[regionAt(n)].name : "");
const hover = (p) => {
  const c = claimAt(p), n = network.getNodeAt(p);
  hint(nameOf(n) || (c !== undefined ? c.map((i) => say(CLAIMS[i])).join("; ") : ""));
  box.style.cursor = n !== undefined || c !== undefined ? "pointer" : "";
};
let waiting = false;
box.addEventListener("pointermove", (e) => {
  if (waiting || e.pointerType === "touch" || e.buttons) return;
  waiting = true;
  requestAnimationFrame(() => { waiting = false; const r = box.getBoundingClientRect(); hover({ x: e.clientX - r.left, y: e.clientY - r.top }); });
});
box.addEventListener("pointerleave", () => hint(""));
network.on("beforeDrawing", (ctx) => {
  if (S.view === "regions") { paintRegions(ctx); return; }
  const net = ANSWER().net;
  if (S.view === "layers") {
    const top = stripsTop();
    ctx.save(); ctx.textAlign = "center"; ctx.fillStyle = theme.soft; ctx.font = "600 44px " + theme.sans;
    for (const s of net.strips) s.kinds.forEach((k, i) => ctx.fillText(kindName(k), s.x, top - 52 * (s.kinds.length - 1 - i)));
    ctx.restore();
  }
});

// the figure from the keyboard: arrows go to the nearest node that way, Enter opens it, + and - zoom
let cursor = null;
box.addEventListener("keydown", (e) => {
  const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  if (e.key === "Enter" && cursor !== null && nodes.get(cursor)) { e.preventDefault(); const r = regionAt(cursor); if (r !== undefined) openRegion(r); else openNode(cursor); return; }
  if (e.key === "+" || e.key === "=" || e.key === "-") { e.preventDefault(); network.moveTo({ scale: network.getScale() * (e.key === "-" ? 0.8 : 1.25), animation: false }); return; }
  if (!ways[e.key]) return;
  e.preventDefault();
  const at = network.getPositions(), [dx, dy] = ways[e.key], here = cursor !== null && at[cursor] ? at[cursor] : null;
  let best = null, least = Infinity;
  nodes.forEach((n) => {
    if (typeof n.id !== "number" && n.region === undefined) return;
    const p = at[n.id];
    if (!here) { const far = Math.hypot(p.x, p.y); if (far < least) { least = far; best = n.id; } return; }
    const x = p.x - here.x, y = p.y - here.y, ahead = x * dx + y * dy, aside = Math.abs(x * dy) + Math.abs(y * dx);
    if (ahead > 1 && ahead + 2 * aside < least) { least = ahead + 2 * aside; best = n.id; }
  });
  if (best === null) return;
  cursor = best;
  network.selectNodes([best], false);
  const p = network.canvasToDOM(at[best]);
  if (p.x < 10 || p.y < 10 || p.x > box.clientWidth - 10 || p.y > box.clientHeight - 10) network.moveTo({ position: at[best], animation: false });
  hint(nameOf(best));
});
box.addEventListener("blur", () => { cursor = null; network.unselectAll(); hint(""); });
network.setOptions({ interaction: CLAIMS.length > 2500 ? { hideEdgesOnDrag: true, hideEdgesOnZoom: true, hover: false } : {}, nodes: { scaling: { label: { drawThreshold: 5, maxVisible: 22 } } } });

// pictures: their claims are buttons
document.addEventListener("click", (e) => {
  const g = e.target.closest && e.target.closest("svg [data-claim]");
  if (g) openClaim(Number(g.dataset.claim));
});
document.addEventListener("keydown", (e) => {
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);
  if (e.key === "Escape") { const menu = document.querySelector("details.menu[open]"); if (menu) { menu.open = false; menu.querySelector("summary").focus(); } else closePanel(); }
  if (e.key === "/" && !typing) { e.preventDefault(); find.focus(); }
  if ((e.ctrlKey || e.metaKey) && e.key === "z" && !typing) { e.preventDefault(); undo(); }
  if ((e.key === "Enter" || e.key === " ") && document.activeElement.dataset && document.activeElement.dataset.claim && document.activeElement.namespaceURI.endsWith("svg")) { e.preventDefault(); openClaim(Number(document.activeElement.dataset.claim)); }
});

$("fit").onclick = fitAll;
$("undo").onclick = undo;
for (const b of document.querySelectorAll("[data-look]")) b.onclick = () => { S.view = b.dataset.look; commit(true); };
for (const b of document.querySelectorAll("[data-save]")) b.onclick = () => SAVES[b.dataset.save]();
for (const b of document.querySelectorAll("[data-theme-set]")) b.onclick = () => { S.theme = b.dataset.themeSet; readTheme(); commit(false); };
$("copy").onclick = copyLink;
$("copy").hidden = location.protocol === "about:"; // a frame in a notebook has no address that could be mailed
$("print").onclick = () => window.print();
$("one").onclick = () => { S.single = true; commit(true); };
$("every").onclick = () => { S.single = false; commit(true); };
$("openall").onclick = () => { S.open = new Set(REGIONS.map((r) => r.i)); commit(true); };
$("shutall").onclick = () => { S.open = new Set(); commit(true); };
document.addEventListener("click", (e) => { for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(e.target)) menu.open = false; });
if ($("answers")) $("answers").onchange = () => switchAnswer(Number($("answers").value));
if ($("starts")) {
  const top = NODES.filter((n) => n.kind === "Hormone").sort((a, b) => b.out.length + b.into.length - a.out.length - a.into.length || a.i - b.i).filter((n) => n.out.length + n.into.length).slice(0, 14);
  for (const n of top) $("starts").append(button(n.label, () => go(n.i)));
}
for (const p of document.querySelectorAll(".path")) {
  const k = Number(p.dataset.path) - 1, b = p.querySelector(".choose");
  if (b) b.onclick = () => { S.path = k; S.chosen = null; mark(); if (S.single) fitAll(); record(); };
}
for (const b of document.querySelectorAll("button[data-claim]")) b.onclick = () => {
  const p = b.closest(".path");
  if (p && p.dataset.path) S.path = Number(p.dataset.path) - 1;
  if (Number(b.dataset.claim) >= 0) openClaim(Number(b.dataset.claim));
  if (S.single && S.view === "mechanism") fitAll();
};
darkMedia.addEventListener("change", () => { readTheme(); draw(false); mark(); });
narrow.addEventListener("change", () => { S.single = !whole && narrow.matches; draw(true); mark(); });
window.addEventListener("hashchange", () => { const text = location.hash.slice(1); if (text !== encode()) restore(text); });
fillFilters();
restore(location.hash.slice(1));
past.length = 0; $("undo").disabled = true;
window.endoneuro = { network, nodes, edges, claims: CLAIMS, things: NODES, findings: FINDINGS, regions: REGIONS, S, openClaim, openNode, openRegion, toggleRegion, go, switchAnswer, svgNow, tsvNow, turtleNow, encode, state: () => ({ view: S.view, focus: S.focus, chosen: S.chosen, shown: isPicture() ? inView.length : edges.length }) };
const ready = () => { document.documentElement.dataset.ready = "1"; };
if (box.hidden) requestAnimationFrame(() => requestAnimationFrame(ready));
else { network.once("afterDrawing", ready); network.redraw(); }
