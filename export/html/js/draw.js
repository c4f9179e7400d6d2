// The figure: neighbourhood, layers, mechanism; pictures made beforehand are only shown.
const HEADS = ["arrow", "bar", "circle", ""], DASHES = [false, [7, 5], [1.5, 5], false];
function dressNode(n, strong, faint) {
  const colour = kindColour(n.group);
  const open = n.shape === "box" || n.shape === "ellipse", ring = n.group === "Neurotransmitter";
  const back = open ? mix(theme.sheet, colour, 0.12) : ring ? theme.sheet : colour;
  const edge = open || ring ? colour : mix(colour, theme.sheet, 0.35);
  const pale = (x) => (faint ? mix(x, theme.sheet, 0.74) : x), look = { background: pale(back), border: strong && !faint ? theme.ink : pale(edge) };
  return {
    color: { background: look.background, border: look.border, highlight: look, hover: { background: back, border: theme.ink } },
    borderWidth: ring ? Math.max(4, n.size / 3.2) : strong ? 3 : open ? 1.6 : 1.2, borderWidthSelected: ring ? 5 : 3,
    shapeProperties: { borderDashes: n.group === "Stimulus" ? [4, 3] : false, borderRadius: 4 }, margin: 7,
    font: { size: n.font.size, face: theme.sans, color: faint ? mix(theme.soft, theme.sheet, 0.55) : theme.ink, strokeWidth: open ? 0 : 4, strokeColor: theme.sheet, vadjust: open ? 0 : -2 },
  };
}
function dressEdge(c, width, faint, head) {
  const pale = S.view === "layers" || S.view === "regions" ? 0.66 : 0.78;
  const colour = faint ? mix(theme.signs[c.sign], theme.sheet, pale) : c.supported ? theme.signs[c.sign] : mix(theme.signs[c.sign], theme.sheet, 0.6);
  return {
    color: { color: colour, highlight: colour, hover: colour, inherit: false }, width: width, dashes: DASHES[c.sign], hidden: false,
    arrows: head && HEADS[c.sign] ? { to: { enabled: true, type: HEADS[c.sign], scaleFactor: HEADS[c.sign] === "circle" ? 0.45 : 0.7 } } : { to: { enabled: false } },
  };
}
// In very large graphs the thin lines are plain: dashing thousands of them is slow; a chosen one is dressed in full.
function thin(c, width, pale) {
  const colour = mix(theme.signs[c.sign], theme.sheet, pale || 0.66);
  return { color: { color: colour, highlight: colour, hover: colour, inherit: false }, width, dashes: CLAIMS.length > 2500 ? false : DASHES[c.sign] };
}
const contested = () => ({ label: "\u2260", font: { size: 13, face: theme.sans, color: theme.warn, strokeWidth: 4, strokeColor: theme.sheet, align: "horizontal" } });
const baseNode = (n) => (ANSWER().byNode && ANSWER().byNode.get(n)) || { shape: D.shapes[NODES[n].kind], group: NODES[n].kind, label: wrapped(NODES[n].label) };
function wrapped(text, width = 20) {
  const lines = [];
  for (const word of text.split(/\s+/)) { if (lines.length && lines[lines.length - 1].length + word.length < width) lines[lines.length - 1] += " " + word; else lines.push(word); }
  return lines.join("\n");
}
const widthOf = (list) => Math.min(4, 1.2 + 0.55 * Math.log2(Math.max(1, list.reduce((n, i) => n + CLAIMS[i].rows.length, 0))));
const mine = () => (ANSWER().claims ? ANSWER().claims.map((i) => CLAIMS[i]) : CLAIMS);
let inView = [];

// The ground that a node and its name cover, left, top, right, bottom; whether two such meet.
function sheetOf(n, [x, y]) {
  const base = baseNode(n), lines = base.label.split("\n"), half = Math.max(...lines.map((t) => t.length)) * 4 + 8;
  const inside = base.shape === "box" || base.shape === "ellipse";
  return inside ? [x - half - 8, y - 9 * lines.length - 8, x + half + 8, y + 9 * lines.length + 8] : [x - half, y - 15, x + half, y + 16 + 17 * lines.length];
}
const meet = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

function drawNear() {
  const me = NODES[S.focus], own = ANSWER().claims ? new Set(ANSWER().claims) : null;
  nodes.clear(); edges.clear();
  if (!me) { caption([["b", "Nothing is recorded yet."]]); tally([], []); return; }
  const ours = (list) => (own ? list.filter((c) => own.has(c.i)) : list);
  const into = ours(me.into).filter(shownClaim), out = ours(me.out).filter(shownClaim);
  const fan = (claims, side) => {
    const best = new Map();
    for (const c of claims) { const other = side < 0 ? c.s : c.o; if (other !== S.focus) best.set(other, (best.get(other) || 0) + strength(c)); }
    return best;
  };
  const left = fan(into, -1), right = fan(out, 1);
  for (const [n, w] of [...left]) if (right.has(n)) { if (right.get(n) >= w) left.delete(n); else right.delete(n); }
  const most = narrow.matches ? 5 : MOST;
  const cut = (m) => [...m].sort((a, b) => b[1] - a[1] || (NODES[a[0]].label < NODES[b[0]].label ? -1 : 1)).slice(0, S.all ? undefined : most).map((x) => x[0]);
  const order = (list) => list.sort((a, b) => D.kinds[NODES[a].kind][2] - D.kinds[NODES[b].kind][2] || (NODES[a].kind < NODES[b].kind ? -1 : NODES[a].kind > NODES[b].kind ? 1 : NODES[a].label < NODES[b].label ? -1 : 1));
  const L = order(cut(left)), R = order(cut(right));
  const at = new Map([[S.focus, [0, 0]]]), upright = narrow.matches;
  const taken = [];
  const place = (list, side) => {
    const rings = list.length > 30 ? 3 : list.length > 7 ? 2 : 1, span = Math.min(142, 17 * Math.max(1, list.length)) * Math.PI / 180;
    const step = list.length > 1 ? span / (list.length - 1) : 0, room = Math.max(235, 60 * list.length / rings / Math.max(span, 0.5));
    list.forEach((n, k) => {
      if (upright) {
        const row = 2 * Math.floor(k / 5) + (k % 5 > 2 ? 1 : 0), x = row % 2 ? (k % 5 === 3 ? -62 : 62) : (k % 5 - 1) * 122;
        at.set(n, [x, side * (150 + row * 105) + (row % 2 || x ? 0 : side * 22)]);
        return;
      }
      // The first distance on its ray at which nothing stands in the way of its name.
      const angle = -span / 2 + k * step, spot = (far) => [side * far * Math.cos(angle) * 1.3 + side * 40, far * Math.sin(angle) * 0.94];
      let r = room + (k % rings) * 150;
      for (let turn = 0; turn < 8 && taken.some((b) => meet(b, sheetOf(n, spot(r)))); turn++) r += 60;
      at.set(n, spot(r)); taken.push(sheetOf(n, spot(r)));
    });
  };
  place(L, -1); place(R, 1);
  nodes.add([...at].map(([n, [x, y]]) => {
    const base = baseNode(n);
    const made = { id: n, label: base.label, shape: base.shape, group: base.group, x: Math.round(x), y: Math.round(y), size: n === S.focus ? 22 : 11, font: { size: n === S.focus ? 20 : 15 } };
    return Object.assign(made, dressNode(made, n === S.focus, false));
  }));
  const seen = new Map(), bundles = new Map(), drawn = [...into, ...out].filter((c) => at.has(c.s) && at.has(c.o));
  for (const c of drawn.sort((a, b) => strength(b) - strength(a) || a.i - b.i)) {
    const key = [c.s, c.o, c.sign, c.supported].join();
    if (bundles.has(key)) bundles.get(key).push(c.i); else bundles.set(key, [c.i]);
  }
  edges.add([...bundles.values()].map((list) => {
    const c = CLAIMS[list[0]], pair = Math.min(c.s, c.o) + "-" + Math.max(c.s, c.o), k = seen.get(pair) || 0;
    seen.set(pair, k + 1);
    const turn = Math.ceil(k / 2) * 0.16 * (k % 2 ? 1 : -1) * (c.s < c.o ? 1 : -1);
    const smooth = k ? { enabled: true, type: turn > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(turn) } : { enabled: false };
    return Object.assign({ id: "e" + c.i, from: c.s, to: c.o, claim: c.i, many: list, look: 1, smooth }, dressEdge(c, widthOf(list), false, true), list.some((i) => CLAIMS[i].supported && CLAIMS[i].no > 0) ? contested() : {});
  }));
  const total = left.size + right.size, here = L.length + R.length;
  caption([["b", me.label], upright ? ": what acts on it, above, and what it acts on, below." : ": what acts on it, at the left, and what it acts on, at the right.", here < total ? " The " + here + " best supported of " + total + " neighbours. " : total === 1 ? " One neighbour. " : " All " + total + " neighbours. "], here < total || S.all ? [S.all ? "Show the best supported" : "Show all " + total, () => { S.all = !S.all; commit(true); }] : null);
  inView = drawn;
  tally(drawn, [...ours(me.into), ...ours(me.out)]);
}

function drawLayers() {
  const claims = CLAIMS.filter(shownClaim), linked = new Set();
  for (const c of claims) { linked.add(c.s); linked.add(c.o); }
  nodes.clear(); edges.clear();
  const net = ANSWER().net;
  nodes.add(net.nodes.filter((n) => linked.has(n.id)).map((n) => Object.assign({}, n, { y: Math.round(n.y * steep()) }, dressNode(n, false, false))));
  nodes.add({ id: "top", shape: "dot", size: 0, x: 0, y: stripsTop() - 120, color: "rgba(0,0,0,0)", label: " ", chosen: false });
  const big = claims.length > 2500;
  edges.add(claims.map((c) => Object.assign({ id: "e" + c.i, from: c.s, to: c.o, claim: c.i, look: 0 }, thin(c, big ? 0.6 : 0.9))));
  caption([["b", "The whole graph in layers."], " " + many(claims.length, "claim") + " between " + many(linked.size, "node") + ", from what the world and the body do, at the left, to processes and conditions, at the right. Zoom in to read; choose a node to see its lines; double-click it to see its neighbourhood."], null);
  inView = claims;
  tally(claims, CLAIMS);
}

// The height that the style gives the figure.
function natural() { box.style.height = ""; return box.clientHeight; }
function drawMechanism() {
  const answer = ANSWER(), net = answer.net, paths = answer.paths;
  const own = mine(), claims = own.filter(shownClaim), drawable = new Set(net.edges.map((e) => e.claim));
  const keep = new Set(claims.filter((c) => drawable.has(c.i)).map((c) => c.i)), linked = new Set();
  const alone = S.single && paths.length > 1, route = new Set(paths[S.path || 0]);
  if (alone) for (const i of [...keep]) if (!route.has(i)) keep.delete(i);
  for (const i of keep) { linked.add(CLAIMS[i].s); linked.add(CLAIMS[i].o); }
  const picked = S.chosen && S.chosen.claim !== undefined && drawable.has(S.chosen.claim) ? S.chosen.claim : null;
  const front = S.path === null ? (paths[0] || []) : paths[S.path];
  const bright = alone ? null : picked !== null ? new Set(front.includes(picked) ? front : [picked]) : S.path !== null ? new Set(front) : null;
  const lit = new Set();
  if (bright) for (const i of bright) { lit.add(CLAIMS[i].s); lit.add(CLAIMS[i].o); }
  const spread = (axis) => { const all = net.nodes.map((n) => n[axis]); return all.length ? Math.max(...all) - Math.min(...all) + 130 : 130; };
  // A narrow screen is read from above, unless so much stands side by side that it would be too small.
  const up = narrow.matches && (alone || spread("y") < 520);
  const ranks = new Map();
  paths.forEach((p, k) => p.forEach((i) => { if (ranks.has(i)) { if (!ranks.get(i).includes(k)) ranks.get(i).push(k); } else ranks.set(i, [k]); }));
  const chain = alone ? [CLAIMS[paths[S.path || 0][0]].s, ...paths[S.path || 0].map((i) => CLAIMS[i].o)] : [];
  const along = (n) => {
    const k = n.claim === undefined ? chain.indexOf(n.id) : chain.indexOf(CLAIMS[n.claim].s) + 0.5;
    return up ? { x: 0, y: Math.round(k * 170) } : { x: Math.round(k * 250), y: 0 };
  };
  // The sheet is as high as the figure asks for, so that words stay large enough and no ground stays empty.
  const scale = box.clientWidth / spread("x"), least = Math.round(spread("y") * Math.min(0.66, scale)), most = Math.max(280, Math.round(spread("y") * Math.min(1.15, scale) * 1.25 + 40)), usual = natural();
  if (!up && !alone && least > usual) box.style.height = Math.min(2000, least) + "px";
  else if (!narrow.matches && !alone && most < usual) box.style.height = most + "px";
  const W = Math.max(1, box.clientWidth), H = Math.max(1, box.clientHeight);
  const tall = Math.min(1.7, Math.max(1, (spread("x") * H) / W / spread("y")));
  const wide = Math.min(2.4, Math.max(1, (spread("y") * tall * W) / H / spread("x")));
  const deep = Math.min(1.6, Math.max(0.72, (spread("y") * 1.25 * H) / W / spread("x") * 0.9));
  const turned = (n) => (alone ? along(n) : up ? { x: Math.round(n.y * 1.25), y: Math.round(n.x * deep) } : { x: Math.round(n.x * wide), y: Math.round(n.y * tall) });
  const circled = (list) => list.slice(0, 3).map((k) => (k < 20 ? String.fromCodePoint(0x2460 + k) : "(" + (k + 1) + ")")).join("") + (list.length > 3 ? "\u2026" : "");
  nodes.clear(); edges.clear();
  nodes.add(net.nodes.filter((n) => (n.claim === undefined ? !S.kinds.has(NODES[n.id].kind) && (!alone || linked.has(n.id)) : keep.has(n.claim))).map((n) => {
    if (n.claim === undefined) return Object.assign({}, n, turned(n), dressNode(n, front.some((i) => CLAIMS[i].s === n.id || CLAIMS[i].o === n.id) && paths.length > 1, bright && !lit.has(n.id)));
    const faint = bright && !bright.has(n.claim), strong = ranks.has(n.claim), c = CLAIMS[n.claim];
    if (n.shape !== "text") return Object.assign({}, n, turned(n), { color: { background: "rgba(0,0,0,0)", border: "rgba(0,0,0,0)" }, borderWidth: 0, chosen: false });
    const colour = faint ? mix(theme.soft, theme.sheet, 0.35) : strong ? theme.ink : theme.signs[c.sign];
    const number = strong && paths.length > 1 ? circled(ranks.get(n.claim)) + " " : "";
    return Object.assign({}, n, turned(n), { shape: "box", label: number + n.label + (disputed(c) && c.no ? " \u2260" : ""), margin: { top: 1, bottom: 1, left: 4, right: 4 }, borderWidth: 0, chosen: false, shapeProperties: { borderRadius: 3 }, color: { background: theme.sheet, border: theme.sheet }, font: { size: strong ? 13 : 12, face: theme.sans, color: colour, strokeWidth: 0 } });
  }));
  const boldness = (i) => (ranks.has(i) ? Math.max(2.2, 4.2 - 0.6 * Math.min(...ranks.get(i))) : 1.3);
  edges.add(net.edges.filter((e) => keep.has(e.claim)).map((e) => {
    const c = CLAIMS[e.claim], faint = bright && !bright.has(e.claim);
    const width = picked !== null ? (picked === e.claim ? 5 : 1.8) : bright && bright.has(e.claim) ? 4.2 : faint ? 1.6 : boldness(e.claim);
    return Object.assign({}, e, { smooth: { enabled: true, type: "cubicBezier", forceDirection: up ? "vertical" : "horizontal", roundness: 0.45 } }, dressEdge(c, width, faint, e.last));
  }));
  if (paths.length) {
    const first = paths[S.path || 0], ends = (p) => NODES[CLAIMS[p[0]].s].label + " to " + NODES[CLAIMS[p[p.length - 1]].o].label;
    const same = paths.every((p) => CLAIMS[p[p.length - 1]].o === CLAIMS[first[first.length - 1]].o && (S.path === null || ends(p) === ends(first)));
    caption([["b", (alone || same ? ends(first) : answer.title) + "."], (paths.length > 1 ? alone ? " Path " + ((S.path || 0) + 1) + " of " + paths.length + " is drawn" : " " + paths.length + " paths are drawn bold, numbered by rank; the first is the heaviest" : " The only path is drawn bold") + (up ? ". Read from above. " : ". Read from left to right. ") + "Choose a line or a step to read its experiments."], null);
  } else caption([["b", answer.title + "."], keep.size ? " " + many(keep.size, "claim") + (own.length > keep.size ? " of " + own.length : "") + ". Choose a line to read its experiments." : " Nothing to draw."], null);
  inView = [...keep].map((i) => CLAIMS[i]);
  tally(inView, alone ? own.filter((c) => route.has(c.i)) : own.filter((c) => drawable.has(c.i)));
  $("one").setAttribute("aria-pressed", String(alone)); $("every").setAttribute("aria-pressed", String(!alone));
}

const PICTURES = { time: "When each step is there: further right is later. Broad lines are genomic, double lines nongenomic, single ones were not tested; a dotted line has no stated time. At the right, from start to end.", axis: "The loops of an axis nested in one another, the shortest inside. Read clockwise; a number with its sign stands where each loop closes.", loop: "Each loop as a circle, read clockwise from the double ring, where it closes." };
function drawPicture() {
  nodes.clear(); edges.clear();
  const claims = mine(), on = new Set(claims.filter(shownClaim).map((c) => c.i));
  const seen = new Set();
  for (const p of pictures()) for (const g of p.querySelectorAll("[data-claim]")) {
    const i = Number(g.dataset.claim);
    seen.add(i);
    g.classList.toggle("off", !on.has(i));
    g.classList.toggle("on", !!S.chosen && S.chosen.claim === i);
  }
  caption([["b", ANSWER().title + "."], " " + PICTURES[S.view] + " Choose a line to read its experiments."], null);
  inView = [...seen].filter((i) => on.has(i)).sort((a, b) => a - b).map((i) => CLAIMS[i]);
  tally(inView, [...seen].map((i) => CLAIMS[i]));
}
const pictures = () => document.querySelectorAll('.pictures[data-answer="' + S.answer + '"][data-view="' + S.view + '"]');

function caption(parts, action) {
  const c = $("caption");
  c.replaceChildren(...parts.map((p) => (Array.isArray(p) ? el(p[0], p[1]) : document.createTextNode(p))));
  if (action) c.append(button(action[0], action[1]), ".");
}
function tally(shown, among) {
  const hidden = among.filter((c) => !shownClaim(c)), unseen = hidden.filter((c) => !c.supported && S.unsupported && throughFilters(c)).length, filtered = hidden.length - unseen;
  const line = $("hidden"), contra = shown.filter((c) => c.supported && c.no > 0).length;
  line.replaceChildren(many(shown.length, "claim") + (S.view === "regions" && !S.open.size ? " within and between the regions" : " shown") + (contra ? ", " + contra + " with findings against (\u2260)" : "") + (filtered ? "; " + filtered + " hidden by the filters" : "") + (unseen ? "; " + unseen + " looked for and not seen, not drawn" : "") + ". ");
  if (filtering()) line.append(button("Show everything", clearFilters));
}

const DRAW = { neighbourhood: drawNear, layers: drawLayers, regions: () => drawRegions(), mechanism: drawMechanism, time: drawPicture, loop: drawPicture, axis: drawPicture };
const isPicture = () => S.view === "time" || S.view === "loop" || S.view === "axis";
function draw(fit) {
  const able = ANSWER().layouts;
  if (!able.includes(S.view)) S.view = able[0] || "";
  const picture = isPicture();
  box.style.height = "";
  $("frame").hidden = !S.view;
  box.hidden = picture || !S.view;
  for (const p of document.querySelectorAll(".pictures")) p.hidden = !(picture && p.dataset.answer === String(S.answer) && p.dataset.view === S.view);
  for (const b of document.querySelectorAll("[data-look]")) { b.hidden = !able.includes(b.dataset.look); b.setAttribute("aria-pressed", String(b.dataset.look === S.view)); }
  $("looks").hidden = able.length < 2;
  $("single").hidden = !(S.view === "mechanism" && ANSWER().paths.length > 1);
  $("openings").hidden = S.view !== "regions";
  if (DRAW[S.view]) DRAW[S.view](); else { caption([]); inView = mine(); tally([], []); }
  $("caption").hidden = !$("caption").textContent;
  box.setAttribute("aria-label", $("caption").textContent + " Arrow keys move between nodes, Enter opens one. The same claims stand in the table below.");
  const still = narrow.matches && (S.view === "neighbourhood" || (S.view === "mechanism" && (S.single || ANSWER().paths.length < 2)));
  box.classList.toggle("still", still);
  network.setOptions({ interaction: { dragView: !still, zoomView: !still, dragNodes: !still } });
  if (fit && !picture) fitAll();
  fillTable();
}
function fitAll() {
  network.setSize("100%", "100%"); network.redraw();
  network.fit({ animation: false, maxZoomLevel: window.innerWidth >= 2400 ? 2.4 : 1.15 });
  // A broad figure on a narrow screen begins at its left, in letters that can be read, and is drawn along.
  if (S.view !== "mechanism" || network.getScale() >= 0.5 || !narrow.matches) return;
  const left = Math.min(...nodes.get().map((n) => n.x)), position = { x: left - 90 + box.clientWidth, y: network.getViewPosition().y };
  network.moveTo({ scale: 0.5, position, animation: false });
}
const stripsTop = () => (ANSWER().net.nodes.length ? ANSWER().net.nodes.reduce((y, n) => Math.min(y, n.y), Infinity) : 0) * steep() - 150;
