// The panel: a claim, a node, several claims, in plain words with every finding and where to read it.
function claimButton(c) {
  const b = button(null, () => openClaim(c.i), c.supported ? "" : "off");
  b.dataset.claim = c.i;
  b.append(el("span", D.signs[c.sign][2], "glyph s" + c.sign), el("span", say(c) + (c.supported ? "" : " (not seen)")));
  if (disputed(c)) { const m = el("span", "\u2260", "contra mark"); m.title = "disputed"; b.append(" ", m); }
  return b;
}
const narrowPage = () => window.matchMedia("(max-width: 1020px)").matches;
function open(made, what, name) {
  const bar = el("div", null, "bar");
  bar.append(el("span", what), button(whole ? "Close (Esc)" : "Back to the answer (Esc)", closePanel, "close"));
  if ($("panel").hidden) opener = document.activeElement;
  $("panel").setAttribute("aria-label", name);
  $("panel").replaceChildren(bar, ...made);
  $("panel").hidden = false; $("overview").hidden = !narrowPage();
  $("panel").scrollTop = 0; document.querySelector("aside").scrollTop = 0;
  $("panel").focus({ preventScroll: true });
}
function hidePanel() { $("panel").hidden = true; $("overview").hidden = false; }
function closePanel() {
  if ($("panel").hidden) {
    if (S.path !== null && !S.single) { S.path = null; mark(); record(); }
    return;
  }
  hidePanel(); S.chosen = null;
  mark(); record();
  if (opener && opener.isConnected) opener.focus({ preventScroll: true });
}
function openClaim(i) { openClaims([i]); }
function openClaims(list) {
  const made = list.flatMap((i, k) => told(CLAIMS[i], k));
  S.chosen = { claim: list[0], many: list };
  open(made, list.length > 1 ? list.length + " claims" : "Claim", say(CLAIMS[list[0]]));
  mark(); record();
}
function told(c, k) {
  const made = [el("h2", say(c), k ? "next" : "")];
  const yes = c.rows.filter((r) => FINDINGS[r].result === 0), no = c.rows.filter((r) => FINDINGS[r].result !== 0);
  const meta = el("p", null, "meta");
  meta.append(el("span", D.signs[c.sign][2], "glyph s" + c.sign), D.signs[c.sign][1] + "; " + many(yes.length, "finding") + " for, " + no.length + " against. ", el("code", c.id));
  made.push(meta);
  if (c.supported && no.length) made.push(el("p", "\u2260 Disputed: " + (no.length === 1 ? "one finding speaks" : no.length + " findings speak") + " against it, below.", "meta contra"));
  if (c.opposite.length) {
    made.push(el("p", "\u2260 The opposite is recorded too, in other circumstances:", "meta contra"));
    const ul = el("ul", null, "list");
    for (const o of c.opposite) { const li = el("li"); li.append(claimButton(o)); ul.append(li); }
    made.push(ul);
  }
  const ends = el("p", null, "chips ends");
  for (const n of c.s === c.o ? [c.s] : [c.s, c.o]) ends.append(button(NODES[n].label, () => openNode(n)));
  if (!k) made.push(ends);
  if (!yes.length) made.push(el("p", "Nobody has shown this; it was looked for.", "meta"));
  for (const [rows, title, cls] of [[yes, "For", ""], [no, "Against", "against"]]) {
    if (!rows.length) continue;
    made.push(el("h3", title + " (" + rows.length + ")", cls));
    for (const r of rows) made.push(finding(FINDINGS[r]));
  }
  return made;
}
function finding(f) {
  const art = el("article", null, "finding" + (filtering() && !passes(f) ? " off" : ""));
  if (f.result) art.append(el("p", f.result === 1 ? "Looked for and found no change" : "Found the reverse", "meta contra"));
  art.append(el("p", f.text, "told"));
  const dl = el("dl");
  for (let k = 0; k < f.facts.length; k += 2) dl.append(el("dt", D.texts[f.facts[k]]), el("dd", D.texts[f.facts[k + 1]]));
  art.append(dl);
  const ref = D.references[f.ref], p = el("p", null, "ref");
  p.append(el("cite", ref[1]), ref[2] ? ". " + ref[2].replace(/\.$/, "") + "." : "", ref[3] ? " " + ref[3] + "." : "");
  if (ref[7]) p.append(" ", el("span", "Retracted.", "retracted"));
  for (const [name, url] of links(ref)) p.append(" ", anchor(name, url));
  p.append(" ", el("code", f.id));
  art.append(p);
  return art;
}
function openNode(i) {
  const n = NODES[i], made = [el("h2", n.label)], meta = el("p", null, "meta");
  meta.append(kindName(n.kind) + (n.cls && n.cls !== "other" ? ", " + n.cls : "") + ". ");
  if (n.url) { const a = anchor(n.id, n.url); a.className = "id"; meta.append(a); } else meta.append(el("code", n.id));
  made.push(meta);
  if (n.about) made.push(el("p", n.about, "def"));
  if (n.synonyms.length) made.push(el("p", "Also called " + n.synonyms.join(", ") + ".", "meta"));
  const can = ANSWER().layouts.includes("neighbourhood");
  if (can && !(S.view === "neighbourhood" && S.focus === i) && (n.out.length || n.into.length)) made.push(button("Centre the figure here", () => go(i), "go"));
  if (!n.out.length && !n.into.length) made.push(el("p", "Nothing is recorded yet of what it does or what acts on it.", "meta"));
  for (const [list, title] of [[n.out, "Acts on"], [n.into, "Is acted on by"]]) {
    const shown = list.filter(throughFilters);
    if (!list.length) continue;
    made.push(el("h3", title + " (" + (shown.length < list.length ? shown.length + " of " : "") + list.length + ")"));
    const ul = el("ul", null, "list");
    for (const c of [...shown].sort((a, b) => strength(b) - strength(a) || a.i - b.i)) { const li = el("li"); li.append(claimButton(c)); ul.append(li); }
    made.push(ul);
  }
  S.chosen = { node: i };
  open(made, kindName(n.kind), n.label);
  mark(); record();
}
function go(i) {
  S.focus = i; S.view = "neighbourhood"; S.all = false;
  draw(true);
  openNode(i);
}
function mark() {
  for (const b of document.querySelectorAll(".step")) b.classList.toggle("on", !!S.chosen && String(S.chosen.claim) === b.dataset.claim);
  for (const p of document.querySelectorAll('.answer[data-answer="' + S.answer + '"] .path')) {
    const on = Number(p.dataset.path) === (S.path === null ? 0 : S.path) + 1;
    p.classList.toggle("chosen", on);
    const b = p.querySelector(".choose");
    if (b) b.setAttribute("aria-pressed", String(on));
  }
  if (S.view === "mechanism") { drawMechanism(); return; }
  if (isPicture()) { drawPicture(); return; }
  const on = new Set(), base = S.view === "layers" || S.view === "regions";
  if (S.chosen && S.chosen.claim !== undefined) for (const i of S.chosen.many) on.add(i);
  if (S.chosen && S.chosen.node !== undefined && (base || S.chosen.node !== S.focus)) for (const c of [...NODES[S.chosen.node].out, ...NODES[S.chosen.node].into]) on.add(c.i);
  const dim = on.size > 0, changes = [];
  edges.forEach((e) => {
    if (e.claim === undefined) return;
    const c = CLAIMS[e.claim], list = e.many || [e.claim], lit = list.some((i) => on.has(i)), look = lit ? 2 : dim || base ? 0 : 1;
    if (e.look === look) return;
    changes.push(Object.assign({ id: e.id, look }, dressEdge(c, lit ? (base ? 2.2 / network.getScale() : Math.max(2.4, widthOf(list) + 1)) : base ? 0.9 : widthOf(list), look === 0, lit || !base)));
  });
  edges.update(changes);
  if (base) for (const [i, n] of ANSWER().byNode) {
    const strong = !!S.chosen && (S.chosen.node === i || (S.chosen.claim !== undefined && (CLAIMS[S.chosen.claim].s === i || CLAIMS[S.chosen.claim].o === i)));
    if (!!n.strong !== strong && nodes.get(i)) { n.strong = strong; nodes.update(Object.assign({ id: i }, dressNode(n, strong, false))); }
  }
}
