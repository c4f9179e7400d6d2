"use strict";
(function () {
  const $ = (id) => document.getElementById(id);
  const D = JSON.parse($("data").textContent);
  const whole = D.mode === "whole";
  const NODES = D.nodes.map((n, i) => ({ i, id: n[0], label: n[1], kind: n[2], cls: n[3], synonyms: n[4], about: n[5], url: n[6], out: [], into: [] }));
  const CLAIMS = D.claims.map((c, i) => ({ i, id: c[0], s: c[1], o: c[2], sign: c[3], verb: c[4], supported: c[5], rows: c[6] }));
  for (const c of CLAIMS) { NODES[c.s].out.push(c); NODES[c.o].into.push(c); }
  const say = (c) => NODES[c.s].label + " " + c.verb + " " + NODES[c.o].label;
  const MOST = 16;
  const off = { kinds: new Set(), signs: new Set(), unsupported: whole };
  let single = false;
  const nodes = new vis.DataSet(), edges = new vis.DataSet();
  const box = $("net");
  let view = whole ? "near" : "paths", focus = D.focus, all = false, chosen = null, chosenPath = null, network = null, opener = null;

  // colours ---------------------------------------------------------------------------------------------------
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const narrow = window.matchMedia("(max-width: 700px)");
  let theme = {};
  function readTheme() {
    const style = getComputedStyle(document.documentElement), get = (n) => style.getPropertyValue(n).trim();
    theme = { ink: get("--ink"), soft: get("--soft"), sheet: get("--sheet"), wash: get("--wash"), rule: get("--rule"), sans: get("--sans"), signs: [0, 1, 2, 3].map((i) => get("--s" + i)) };
  }
  function mix(a, b, t) {
    const p = (h) => [1, 3, 5].map((i) => parseInt(h.slice(i, i + 2), 16)), x = p(a), y = p(b);
    return "#" + x.map((v, i) => Math.round(v + (y[i] - v) * t).toString(16).padStart(2, "0")).join("");
  }
  const HEADS = ["arrow", "bar", "circle", ""], DASHES = [false, [7, 5], [1.5, 5], false];
  function dressNode(n, strong, faint) {
    const kind = D.kinds[n.group], colour = kind[dark.matches ? 1 : 0];
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
    const colour = faint ? mix(theme.signs[c.sign], theme.sheet, view === "map" ? 0.66 : 0.78) : c.supported ? theme.signs[c.sign] : mix(theme.signs[c.sign], theme.sheet, 0.6);
    return {
      color: { color: colour, highlight: colour, hover: colour, inherit: false }, width: width, dashes: DASHES[c.sign], hidden: false,
      arrows: head && HEADS[c.sign] ? { to: { enabled: true, type: HEADS[c.sign], scaleFactor: HEADS[c.sign] === "circle" ? 0.45 : 0.7 } } : { to: { enabled: false } },
    };
  }

  function thin(c, width) {
    const colour = mix(theme.signs[c.sign], theme.sheet, 0.66);
    return { color: { color: colour, highlight: colour, hover: colour, inherit: false }, width, dashes: DASHES[c.sign] };
  }

  // what is shown ---------------------------------------------------------------------------------------------
  const shownClaim = (c) => !off.signs.has(c.sign) && (c.supported || !off.unsupported) && !off.kinds.has(NODES[c.s].kind) && !off.kinds.has(NODES[c.o].kind);
  const strength = (c) => (c.supported ? 1000 : 0) + c.rows.length;

  function fan(claims, side) {
    const best = new Map();
    for (const c of claims) {
      const other = side < 0 ? c.s : c.o;
      if (other !== focus) best.set(other, (best.get(other) || 0) + strength(c));
    }
    return best;
  }
  function drawNear() {
    const me = NODES[focus];
    if (!me) { nodes.clear(); edges.clear(); $("caption").textContent = "Nothing is recorded yet."; return; }
    const into = me.into.filter(shownClaim), out = me.out.filter(shownClaim);
    const left = fan(into, -1), right = fan(out, 1);
    for (const [n, w] of [...left]) if (right.has(n)) { if (right.get(n) >= w) left.delete(n); else right.delete(n); }
    const most = narrow.matches ? 5 : MOST;
    const cut = (m) => [...m].sort((a, b) => b[1] - a[1] || (NODES[a[0]].label < NODES[b[0]].label ? -1 : 1)).slice(0, all ? undefined : most).map((x) => x[0]);
    const order = (list) => list.sort((a, b) => D.kinds[NODES[a].kind][2] - D.kinds[NODES[b].kind][2] || (NODES[a].kind < NODES[b].kind ? -1 : NODES[a].kind > NODES[b].kind ? 1 : NODES[a].label < NODES[b].label ? -1 : 1));
    const L = order(cut(left)), R = order(cut(right));
    const at = new Map([[focus, [0, 0]]]);
    const upright = narrow.matches;
    const place = (list, side) => {
      const rings = list.length > 30 ? 3 : list.length > 7 ? 2 : 1, span = Math.min(142, 17 * Math.max(1, list.length)) * Math.PI / 180;
      const step = list.length > 1 ? span / (list.length - 1) : 0, room = Math.max(235, 60 * list.length / rings / Math.max(span, 0.5));
      list.forEach((n, k) => {
        if (upright) {
          const row = 2 * Math.floor(k / 5) + (k % 5 > 2 ? 1 : 0), x = row % 2 ? (k % 5 === 3 ? -62 : 62) : (k % 5 - 1) * 122;
          at.set(n, [x, side * (150 + row * 105) + (row % 2 || x ? 0 : side * 22)]);
          return;
        }
        const angle = -span / 2 + k * step, r = room + (k % rings) * 150;
        const x = side * r * Math.cos(angle) * 1.3 + side * 40, y = r * Math.sin(angle) * 0.94;
        at.set(n, [x, y]);
      });
    };
    place(L, -1); place(R, 1);
    nodes.clear(); edges.clear();
    nodes.add([...at].map(([n, [x, y]]) => {
      const base = D.byNode.get(n) || { shape: "dot", group: NODES[n].kind, label: NODES[n].label };
      const made = { id: n, label: base.label, shape: base.shape, group: base.group, x: Math.round(x), y: Math.round(y), size: n === focus ? 22 : 11, font: { size: n === focus ? 20 : 15 } };
      return Object.assign(made, dressNode(made, n === focus, false));
    }));
    const seen = new Map(), bundles = new Map(), drawn = [...into, ...out].filter((c) => at.has(c.s) && at.has(c.o));
    for (const c of drawn.sort((a, b) => strength(b) - strength(a) || a.i - b.i)) {
      const key = [c.s, c.o, c.sign, c.supported].join();
      if (bundles.has(key)) bundles.get(key).push(c.i); else bundles.set(key, [c.i]);
    }
    edges.add([...bundles.values()].map((many) => {
      const c = CLAIMS[many[0]], pair = Math.min(c.s, c.o) + "-" + Math.max(c.s, c.o), k = seen.get(pair) || 0;
      seen.set(pair, k + 1);
      const turn = Math.ceil(k / 2) * 0.16 * (k % 2 ? 1 : -1) * (c.s < c.o ? 1 : -1);
      const smooth = k ? { enabled: true, type: turn > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(turn) } : { enabled: false };
      return Object.assign({ id: "e" + c.i, from: c.s, to: c.o, claim: c.i, many, look: 1, smooth }, dressEdge(c, widthOf(many), false, true));
    }));
    const total = left.size + right.size, here = L.length + R.length;
    caption([["b", me.label], upright ? ": what acts on it, above, and what it acts on, below." : ": what acts on it, at the left, and what it acts on, at the right.", here < total ? " The " + here + " best supported of " + total + " neighbours. " : " All " + total + " neighbours. "], here < total || all ? [all ? "Show the best supported" : "Show all " + total, () => { all = !all; draw(true); }] : null);
    tally([...into, ...out].length, [...me.into, ...me.out]);
  }
  const widthOf = (many) => Math.min(4, 1.2 + 0.55 * Math.log2(Math.max(1, many.reduce((n, i) => n + CLAIMS[i].rows.length, 0))));

  function drawMap() {
    const claims = CLAIMS.filter(shownClaim), linked = new Set();
    for (const c of claims) { linked.add(c.s); linked.add(c.o); }
    nodes.clear(); edges.clear();
    nodes.add(D.net.nodes.filter((n) => linked.has(n.id)).map((n) => Object.assign({}, n, dressNode(n, false, false))));
    nodes.add({ id: "top", shape: "dot", size: 0, x: 0, y: mapTop - 120, color: "rgba(0,0,0,0)", label: " ", chosen: false });
    const big = claims.length > 2500;
    edges.add(claims.map((c) => Object.assign({ id: "e" + c.i, from: c.s, to: c.o, claim: c.i, look: 0 }, thin(c, big ? 0.6 : 0.9))));
    caption([["b", "The whole map."], " " + claims.length + " claims between " + linked.size + " nodes, in strips from what the world and the body do, at the left, to processes and conditions, at the right. Zoom in to read; choose a node to see its lines; double-click it to see its neighbourhood."], null);
    tally(claims.length, CLAIMS);
  }

  function drawPaths() {
    const claims = CLAIMS.filter(shownClaim), keep = new Set(claims.map((c) => c.i)), linked = new Set();
    for (const c of claims) { linked.add(c.s); linked.add(c.o); }
    const alone = single && D.paths.length > 1, own = new Set(D.paths[chosenPath || 0]);
    if (alone) { keep.clear(); linked.clear(); for (const c of claims) if (own.has(c.i)) { keep.add(c.i); linked.add(c.s); linked.add(c.o); } }
    const up = narrow.matches, picked = chosen && chosen.claim !== undefined ? chosen.claim : null;
    const front = chosenPath === null ? (D.paths[0] || []) : D.paths[chosenPath];
    const bright = alone ? null : picked !== null ? new Set(front.includes(picked) ? front : [picked]) : chosenPath !== null ? new Set(front) : null;
    const lit = new Set();
    if (bright) for (const i of bright) { lit.add(CLAIMS[i].s); lit.add(CLAIMS[i].o); }
    const chain = alone ? [CLAIMS[D.paths[chosenPath || 0][0]].s, ...D.paths[chosenPath || 0].map((i) => CLAIMS[i].o)] : [];
    const along = (n) => {
      const k = n.claim === undefined ? chain.indexOf(n.id) : chain.indexOf(CLAIMS[n.claim].s) + 0.5;
      return up ? { x: 0, y: Math.round(k * 170) } : { x: Math.round(k * 250), y: 0 };
    };
    const spread = (axis) => { const all = D.net.nodes.map((n) => n[axis]); return Math.max(...all) - Math.min(...all) + 130; };
    const tall = Math.min(1.7, Math.max(1, (spread("x") * box.clientHeight) / Math.max(1, box.clientWidth) / spread("y")));
    const wide = Math.min(1.7, Math.max(1, (spread("y") * tall * box.clientWidth) / Math.max(1, box.clientHeight) / spread("x")));
    const deep = Math.min(1.6, Math.max(0.72, (spread("y") * 1.25 * box.clientHeight) / Math.max(1, box.clientWidth) / spread("x") * 0.9));
    const turned = (n) => (alone ? along(n) : up ? { x: Math.round(n.y * 1.25), y: Math.round(n.x * deep) } : { x: Math.round(n.x * wide), y: Math.round(n.y * tall) });
    const number = (n) => { const k = front.indexOf(n.claim); return k >= 0 && front.length > 1 ? k + 1 + "  " : ""; };
    nodes.clear(); edges.clear();
    nodes.add(D.net.nodes.filter((n) => (n.claim === undefined ? !off.kinds.has(NODES[n.id].kind) && (!alone || linked.has(n.id)) : keep.has(n.claim))).map((n) => {
      if (n.claim === undefined) return Object.assign({}, n, turned(n), dressNode(n, front.some((i) => CLAIMS[i].s === n.id || CLAIMS[i].o === n.id) && D.paths.length > 1, bright && !lit.has(n.id)));
      const faint = bright && !bright.has(n.claim), strong = front.includes(n.claim);
      if (n.shape !== "text") return Object.assign({}, n, turned(n), { color: { background: "rgba(0,0,0,0)", border: "rgba(0,0,0,0)" }, borderWidth: 0, chosen: false });
      const colour = faint ? mix(theme.soft, theme.sheet, 0.6) : theme.signs[CLAIMS[n.claim].sign];
      return Object.assign({}, n, turned(n), { shape: "box", label: number(n) + n.label, margin: { top: 1, bottom: 1, left: 4, right: 4 }, borderWidth: 0, chosen: false, shapeProperties: { borderRadius: 3 }, color: { background: theme.sheet, border: theme.sheet }, font: { size: strong ? 13 : 12, face: theme.sans, color: strong && !faint ? theme.ink : colour, strokeWidth: 0 } });
    }));
    edges.add(D.net.edges.filter((e) => keep.has(e.claim)).map((e) => {
      const c = CLAIMS[e.claim], strong = bright ? bright.has(e.claim) : front.includes(e.claim);
      return Object.assign({}, e, { smooth: { enabled: true, type: "cubicBezier", forceDirection: up ? "vertical" : "horizontal", roundness: 0.45 } }, dressEdge(c, picked !== null ? (picked === e.claim ? 4.4 : 1.8) : strong ? 3.6 : 1.6, bright && !strong, e.last));
    }));
    caption(D.paths.length ? [["b", NODES[CLAIMS[D.paths[0][0]].s].label + " to " + NODES[CLAIMS[D.paths[0][D.paths[0].length - 1]].o].label + "."], (D.paths.length > 1 ? " Path " + ((chosenPath || 0) + 1) + " of " + D.paths.length + (alone ? " is drawn" : " is drawn heavy") : " The only path is drawn heavy") + (front.length > 1 ? ", its steps numbered" : "") + (up ? ". Read from above. " : ". Read from left to right. ") + "Choose a line or a step to read its experiments."] : [["b", "No path."], " What the graph holds near both ends."], null);
    tally(keep.size, alone ? CLAIMS.filter((c) => own.has(c.i)) : CLAIMS);
    $("one").setAttribute("aria-pressed", String(alone)); $("every").setAttribute("aria-pressed", String(!alone));
    $("one").parentElement.hidden = D.paths.length < 2;
  }

  function caption(parts, action) {
    const c = $("caption");
    c.replaceChildren(...parts.map((p) => (Array.isArray(p) ? el(p[0], p[1]) : document.createTextNode(p))));
    if (action) { const b = el("button", action[0]); b.type = "button"; b.onclick = action[1]; c.append(b, "."); }
  }
  function tally(shown, among) {
    const hidden = among.filter((c) => !shownClaim(c)), unseen = hidden.filter((c) => !c.supported && off.unsupported).length, filtered = hidden.length - unseen;
    const line = $("hidden");
    line.replaceChildren(shown + (shown === 1 ? " claim" : " claims") + " shown" + (filtered ? "; " + filtered + " hidden by the filters" : "") + (unseen ? "; " + unseen + " looked for and not seen, not drawn" : "") + ". ");
    if (off.kinds.size || off.signs.size) { const b = el("button", "Show everything"); b.type = "button"; b.onclick = clearFilters; line.append(b); }
  }

  function draw(fit) {
    if (view === "near") drawNear(); else if (view === "map") drawMap(); else drawPaths();
    if (whole) { $("near").setAttribute("aria-pressed", String(view === "near")); $("map").setAttribute("aria-pressed", String(view === "map")); }
    box.setAttribute("aria-label", $("caption").textContent + " The same claims stand in the table below.");
    const still = narrow.matches && (view === "near" || (view === "paths" && (single || D.paths.length < 2)));
    box.classList.toggle("still", still);
    network.setOptions({ interaction: { dragView: !still, zoomView: !still, dragNodes: !still } });
    if (fit) fitAll();
  }
  function fitAll() { network.fit({ animation: false, maxZoomLevel: 1.15 }); }

  // words -----------------------------------------------------------------------------------------------------
  function el(tag, text, cls) {
    const made = document.createElement(tag);
    if (text !== undefined && text !== null) made.textContent = text;
    if (cls) made.className = cls;
    return made;
  }
  function anchor(text, url) {
    const a = el("a", text);
    if (/^https?:\/\//.test(url)) { a.href = url; a.target = "_blank"; a.rel = "noopener noreferrer"; }
    return a;
  }
  function claimButton(c) {
    const b = el("button", null, c.supported ? "" : "off");
    b.type = "button"; b.dataset.claim = c.i;
    b.append(el("span", D.signs[c.sign][2], "glyph s" + c.sign), el("span", say(c) + (c.supported ? "" : " (not seen)")));
    b.onclick = () => openClaim(c.i);
    return b;
  }
  function open(made, what, name) {
    const bar = el("div", null, "bar"), close = el("button", whole ? "Close (Esc)" : "Back to the paths (Esc)", "close");
    close.type = "button"; close.onclick = closePanel;
    bar.append(el("span", what), close);
    if ($("panel").hidden) opener = document.activeElement;
    $("panel").setAttribute("aria-label", name);
    $("panel").replaceChildren(bar, ...made);
    $("panel").hidden = false; $("overview").hidden = !narrowPage();
    $("panel").scrollTop = 0; document.querySelector("aside").scrollTop = 0;
    $("panel").focus({ preventScroll: true });
  }
  const narrowPage = () => window.matchMedia("(max-width: 1020px)").matches;
  function closePanel() {
    if ($("panel").hidden) {
      if (chosenPath !== null && !single) { chosenPath = null; mark(); }
      return;
    }
    $("panel").hidden = true; $("overview").hidden = false; chosen = null;
    mark();
    if (opener && opener.isConnected) opener.focus({ preventScroll: true });
  }
  function openClaim(i) { openClaims([i]); }
  function openClaims(many) {
    const made = many.flatMap((i, k) => told(CLAIMS[i], k));
    chosen = { claim: many[0], many };
    open(made, many.length > 1 ? many.length + " claims" : "Claim", say(CLAIMS[many[0]]));
    mark();
  }
  function told(c, k) {
    const made = [el("h2", say(c), k ? "next" : "")];
    const yes = c.rows.filter((r) => D.findings[r][1] === 0), no = c.rows.filter((r) => D.findings[r][1] !== 0);
    const meta = el("p", null, "meta");
    meta.append(el("span", D.signs[c.sign][2], "glyph s" + c.sign), D.signs[c.sign][1] + "; " + yes.length + (yes.length === 1 ? " finding for, " : " findings for, ") + no.length + " against. ", el("code", c.id));
    made.push(meta);
    const ends = el("p", null, "chips ends");
    for (const n of [c.s, c.o]) { const b = el("button", NODES[n].label); b.type = "button"; b.onclick = () => openNode(n); ends.append(b); }
    if (!k) made.push(ends);
    if (!yes.length) made.push(el("p", "Nobody has shown this; it was looked for.", "meta"));
    for (const [rows, title, cls] of [[yes, "For", ""], [no, "Against", "against"]]) {
      if (!rows.length) continue;
      made.push(el("h3", title + " (" + rows.length + ")", cls));
      for (const r of rows) made.push(finding(D.findings[r]));
    }
    return made;
  }
  function finding(f) {
    const art = el("article", null, "finding");
    if (f[1]) art.append(el("p", f[1] === 1 ? "Looked for and found no change" : "Found the reverse", "meta contra"));
    art.append(el("p", f[2], "told"));
    const dl = el("dl");
    for (const [name, text] of f[3]) dl.append(el("dt", name), el("dd", text));
    art.append(dl);
    const ref = D.references[f[4]], p = el("p", null, "ref");
    p.append(el("cite", ref[0]), ref[1] ? ". " + ref[1].replace(/\.$/, "") + "." : "", ref[2] ? " " + ref[2] + "." : "");
    if (ref[4]) p.append(" ", el("span", "Retracted.", "retracted"));
    for (const [name, url] of ref[3]) p.append(" ", anchor(name, url));
    p.append(" ", el("code", f[0]));
    art.append(p);
    return art;
  }
  function openNode(i) {
    const n = NODES[i], made = [el("h2", n.label)], meta = el("p", null, "meta");
    meta.append(D.kinds[n.kind][3] + (n.cls && n.cls !== "other" ? ", " + n.cls : "") + ". ");
    if (n.url) { const a = anchor(n.id, n.url); a.className = "id"; meta.append(a); } else meta.append(el("code", n.id));
    made.push(meta);
    if (n.about) made.push(el("p", n.about, "def"));
    if (n.synonyms.length) made.push(el("p", "Also called " + n.synonyms.join(", ") + ".", "meta"));
    if (whole) { const b = el("button", "Centre the figure here", "go"); b.type = "button"; b.onclick = () => go(i); if (!(view === "near" && focus === i) && (n.out.length || n.into.length)) made.push(b); }
    if (!n.out.length && !n.into.length) made.push(el("p", "Nothing is recorded yet of what it does or what acts on it.", "meta"));
    for (const [list, title] of [[n.out, "Acts on"], [n.into, "Is acted on by"]]) {
      if (!list.length) continue;
      made.push(el("h3", title + " (" + list.length + ")"));
      const ul = el("ul", null, "list");
      for (const c of [...list].sort((a, b) => strength(b) - strength(a) || a.i - b.i)) { const li = el("li"); li.append(claimButton(c)); ul.append(li); }
      made.push(ul);
    }
    chosen = { node: i };
    open(made, D.kinds[n.kind][3], n.label);
    mark();
  }
  function go(i) {
    focus = i; view = "near"; all = false;
    draw(true);
    openNode(i);
  }
  function mark() {
    for (const b of document.querySelectorAll(".step")) b.classList.toggle("on", !!chosen && String(chosen.claim) === b.dataset.claim);
    document.querySelectorAll(".path").forEach((p, k) => { const on = k === (chosenPath === null ? 0 : chosenPath); p.classList.toggle("chosen", on); p.querySelector(".choose").setAttribute("aria-pressed", String(on)); });
    if (view === "paths") { drawPaths(); return; }
    const on = new Set(), base = view === "map";
    if (chosen && chosen.claim !== undefined) for (const i of chosen.many) on.add(i);
    if (chosen && chosen.node !== undefined && (base || chosen.node !== focus)) for (const c of [...NODES[chosen.node].out, ...NODES[chosen.node].into]) on.add(c.i);
    const dim = on.size > 0, changes = [];
    edges.forEach((e) => {
      const c = CLAIMS[e.claim], many = e.many || [e.claim], lit = many.some((i) => on.has(i)), look = lit ? 2 : dim || base ? 0 : 1;
      if (e.look === look) return;
      changes.push(Object.assign({ id: e.id, look }, dressEdge(c, lit ? (base ? 2.2 / network.getScale() : Math.max(2.4, widthOf(many) + 1)) : base ? 0.9 : widthOf(many), look === 0, lit || !base)));
    });
    edges.update(changes);
    if (base) for (const [i, n] of D.byNode) {
      const strong = !!chosen && (chosen.node === i || (chosen.claim !== undefined && (CLAIMS[chosen.claim].s === i || CLAIMS[chosen.claim].o === i)));
      if (!!n.strong !== strong && nodes.get(i)) { n.strong = strong; nodes.update(Object.assign({ id: i }, dressNode(n, strong, false))); }
    }
  }

  // search ----------------------------------------------------------------------------------------------------
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
      li.append(n.label, el("small", D.kinds[n.kind][3] + (rank && shown !== n.label ? ", " + shown : "") + ", " + (count ? count + (count === 1 ? " claim" : " claims") : "no claims yet")));
      li.onmousedown = (e) => { e.preventDefault(); choose(i); };
      hits.append(li);
    });
    if (!found.length && fold(find.value)) hits.append(el("li", "Nothing is called that here.", "none"));
    hits.hidden = !hits.children.length;
    find.setAttribute("aria-expanded", String(!hits.hidden));
    point();
  }
  function point() {
    [...hits.children].forEach((li, k) => li.setAttribute("aria-selected", String(k === active)));
    if (active >= 0) { find.setAttribute("aria-activedescendant", "hit" + active); hits.children[active].scrollIntoView({ block: "nearest" }); } else find.removeAttribute("aria-activedescendant");
  }
  function choose(i) {
    hits.hidden = true; find.setAttribute("aria-expanded", "false"); find.value = NODES[i].label;
    const n = NODES[i];
    if (whole && (n.out.length || n.into.length)) {
      if (view === "map") { openNode(i); if (nodes.get(i)) network.focus(i, { scale: 0.9, animation: false }); } else go(i);
    } else openNode(i);
  }
  find.addEventListener("input", suggest);
  find.addEventListener("focus", () => { if (find.value) find.select(); });
  find.addEventListener("blur", () => { hits.hidden = true; find.setAttribute("aria-expanded", "false"); });
  find.addEventListener("keydown", (e) => {
    const count = hits.hidden ? 0 : hits.querySelectorAll("[role=option]").length;
    if (e.key === "ArrowDown" || e.key === "ArrowUp") { e.preventDefault(); if (count) { active = (active + (e.key === "ArrowDown" ? 1 : count - 1)) % count; point(); } else suggest(); }
    else if (e.key === "Enter" && count && active >= 0) { e.preventDefault(); choose(Number(hits.children[active].dataset.node)); }
    else if (e.key === "Escape" && !hits.hidden) { e.stopPropagation(); hits.hidden = true; find.setAttribute("aria-expanded", "false"); }
  });

  // filters, keys, table --------------------------------------------------------------------------------------
  function refilter() { draw(false); mark(); }
  for (const b of document.querySelectorAll("[data-kind]")) b.onchange = () => { off.kinds[b.checked ? "delete" : "add"](b.dataset.kind); refilter(); };
  for (const b of document.querySelectorAll("[data-sign]")) b.onchange = () => { off.signs[b.checked ? "delete" : "add"](Number(b.dataset.sign)); refilter(); };
  const unseen = $("unsupported");
  if (unseen) { unseen.checked = !whole; unseen.onchange = () => { off.unsupported = !unseen.checked; refilter(); }; }
  function clearFilters() {
    off.kinds.clear(); off.signs.clear();
    for (const b of document.querySelectorAll("[data-kind],[data-sign]")) b.checked = true;
    refilter();
  }
  document.addEventListener("keydown", (e) => {
    if (e.key === "Escape") closePanel();
    if (e.key === "/" && !/^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName)) { e.preventDefault(); find.focus(); }
  });
  $("table").addEventListener("toggle", () => {
    if (!$("table").open || $("table").dataset.made) return;
    $("table").dataset.made = "1";
    const table = el("table"), head = el("tr"), body = el("tbody"), thead = el("thead");
    for (const t of ["Claim", "Sign", "For", "Against", "Publications", "Id"]) { const th = el("th", t); th.scope = "col"; head.append(th); }
    thead.append(head); table.append(thead);
    for (const c of [...CLAIMS].sort((a, b) => (say(a) < say(b) ? -1 : 1))) {
      const tr = el("tr"), yes = c.rows.filter((r) => D.findings[r][1] === 0).length, td = el("td"), b = el("button", say(c)), id = el("td");
      b.type = "button"; b.onclick = () => openClaim(c.i); td.append(b); id.append(el("code", c.id));
      tr.append(td, el("td", D.signs[c.sign][1]), el("td", yes), el("td", c.rows.length - yes), el("td", [...new Set(c.rows.map((r) => D.references[D.findings[r][4]][0]))].join("; ")), id);
      body.append(tr);
    }
    table.append(body);
    $("table").querySelector(".scroll").append(table);
  });

  // the figure ------------------------------------------------------------------------------------------------
  D.byNode = new Map(D.net.nodes.filter((n) => n.claim === undefined).map((n) => [n.id, n]));
  readTheme();
  network = new vis.Network(box, { nodes, edges }, Object.assign({}, D.net.options, { autoResize: true }));
  const claimAt = (p) => { const e = network.getEdgeAt(p), n = network.getNodeAt(p); if (n !== undefined && typeof n === "string") { const c = nodes.get(n).claim; return c === undefined ? undefined : [c]; } if (n !== undefined || e === undefined) return undefined; const hit = edges.get(e); return hit.many || [hit.claim]; };
  network.on("click", (p) => {
    const at = p.pointer.DOM, n = network.getNodeAt(at), c = claimAt(at);
    if (typeof n === "number") openNode(n); else if (c !== undefined) openClaims(c); else closePanel();
    network.unselectAll();
  });
  network.on("doubleClick", (p) => { const n = network.getNodeAt(p.pointer.DOM); if (whole && typeof n === "number") go(n); });
  const hint = (text) => { $("hint").hidden = !text; $("hint").replaceChildren(el("span", text || "")); };
  const hover = (p) => {
    const c = claimAt(p), n = network.getNodeAt(p);
    hint(typeof n === "number" ? NODES[n].label + ", " + D.kinds[NODES[n].kind][3] : c !== undefined ? c.map((i) => say(CLAIMS[i])).join("; ") : "");
    box.style.cursor = n !== undefined || c !== undefined ? "pointer" : "";
  };
  const mapTop = D.net.nodes.reduce((y, n) => Math.min(y, n.y), 0) - 150;
  let waiting = false;
  box.addEventListener("pointermove", (e) => {
    if (waiting || e.pointerType === "touch" || e.buttons) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; const r = box.getBoundingClientRect(); hover({ x: e.clientX - r.left, y: e.clientY - r.top }); });
  });
  box.addEventListener("pointerleave", () => hint(""));
  network.on("beforeDrawing", (ctx) => {
    if (view !== "map") return;
    ctx.save(); ctx.textAlign = "center"; ctx.fillStyle = theme.soft; ctx.font = "600 44px " + theme.sans;
    for (const s of D.net.strips) s.kinds.forEach((k, i) => ctx.fillText(D.kinds[k][3], s.x, mapTop - 52 * (s.kinds.length - 1 - i)));
    ctx.restore();
  });
  network.setOptions({ interaction: CLAIMS.length > 2500 ? { hideEdgesOnDrag: true, hideEdgesOnZoom: true, hover: false } : {}, nodes: { scaling: { label: { drawThreshold: 5, maxVisible: 22 } } } });
  $("fit").onclick = fitAll;
  $("png").onclick = () => {
    const from = box.querySelector("canvas"), to = document.createElement("canvas");
    to.width = from.width; to.height = from.height;
    const ctx = to.getContext("2d");
    ctx.fillStyle = theme.sheet; ctx.fillRect(0, 0, to.width, to.height); ctx.drawImage(from, 0, 0);
    const a = el("a"); a.href = to.toDataURL("image/png"); a.download = "endoneuro.png"; a.click();
  };
  if (!whole) {
    single = narrow.matches;
    $("one").onclick = () => { single = true; draw(true); };
    $("every").onclick = () => { single = false; draw(true); };
  }
  if (whole) {
    $("near").onclick = () => { view = "near"; draw(true); mark(); };
    $("map").onclick = () => { view = "map"; draw(true); mark(); };
    const top = NODES.filter((n) => n.kind === "Hormone").sort((a, b) => b.out.length + b.into.length - a.out.length - a.into.length || a.i - b.i).filter((n) => n.out.length + n.into.length).slice(0, 14);
    for (const n of top) { const b = el("button", n.label); b.type = "button"; b.onclick = () => go(n.i); $("starts").append(b); }
  }
  document.querySelectorAll(".path").forEach((p, k) => {
    p.querySelector(".choose").onclick = () => { chosenPath = k; chosen = null; mark(); if (single) fitAll(); };
    for (const b of p.querySelectorAll(".step")) b.onclick = () => { chosenPath = k; openClaim(Number(b.dataset.claim)); if (single) fitAll(); };
  });
  dark.addEventListener("change", () => { readTheme(); draw(false); mark(); });
  narrow.addEventListener("change", () => { single = !whole && narrow.matches; draw(true); mark(); });
  draw(true); mark();
  window.endoneuro = { network, nodes, edges, claims: CLAIMS, things: NODES, openClaim, openNode, go, state: () => ({ view, focus, chosen, shown: edges.length }) };
  network.once("afterDrawing", () => { document.documentElement.dataset.ready = "1"; });
  network.redraw();
})();
