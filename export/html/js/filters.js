// Filters by what findings say: a claim stays while one of its findings passes them all.
const F = D.filters;
function passes(f) {
  const o = S.only, [route, onset, species, sex, regions, tier] = f.context, unsaid = !o.stated;
  if (o.tier < 5 && tier > o.tier) return false;
  if (o.route && !(route === o.route || (!route && unsaid))) return false;
  if (o.onset && !(onset === o.onset || (!onset && unsaid))) return false;
  if (o.sex && !(sex === o.sex || (F.sex[sex - 1] === "both" && o.sex) || (!sex && unsaid))) return false;
  if (o.species >= 0 && !(species.includes(o.species) || (!species.length && unsaid))) return false;
  if (o.region >= 0 && !(regions.some((r) => r === o.region || F.region[r][1].includes(o.region)) || (!regions.length && unsaid))) return false;
  return true;
}
const usesFindings = () => S.only.route || S.only.onset || S.only.sex || S.only.species >= 0 || S.only.region >= 0 || S.only.tier < 5;
const filtering = () => !!(S.kinds.size || S.signs.size || usesFindings());
const throughFilters = (c) => !S.signs.has(c.sign) && !S.kinds.has(NODES[c.s].kind) && !S.kinds.has(NODES[c.o].kind) && (!usesFindings() || c.rows.some((r) => passes(FINDINGS[r])));
const shownClaim = (c) => (c.supported || !S.unsupported) && throughFilters(c);
function refilter() { syncFilters(); commit(false); }
function clearFilters() {
  S.kinds.clear(); S.signs.clear();
  Object.assign(S.only, { route: 0, onset: 0, species: -1, sex: 0, region: -1, tier: 5, stated: false });
  refilter();
}
const SELECTS = { route: [0, F.route.map((x, k) => [k + 1, x])], onset: [0, F.onset.map((x, k) => [k + 1, x])], sex: [0, F.sex.map((x, k) => [k + 1, x])], species: [-1, F.species.map((x, k) => [k, x])], region: [-1, F.region.map((x, k) => [k, x[0]])], tier: [5, F.tier.slice(0, -1).map((x) => [x[0], "tier " + x[0] + " or better: " + x[1]])] };
function fillFilters() {
  for (const [name, [none, options]] of Object.entries(SELECTS)) {
    const select = $("only-" + name), used = new Set();
    if (name !== "tier") for (const f of FINDINGS) { const v = f.context[{ route: 0, onset: 1, species: 2, sex: 3, region: 4 }[name]]; for (const x of Array.isArray(v) ? v : [v]) used.add(x); }
    const add = (value, text) => { const o = el("option", text); o.value = value; select.append(o); };
    add(none, "any");
    const list = options.filter((o) => name === "tier" || used.has(o[0]));
    if (name === "species" || name === "region") list.sort((a, b) => (a[1] < b[1] ? -1 : 1));
    for (const o of list) add(o[0], o[1]);
    select.disabled = !list.length;
    select.onchange = () => { S.only[name] = Number(select.value); refilter(); };
  }
  $("only-stated").onchange = () => { S.only.stated = $("only-stated").checked; refilter(); };
  for (const b of document.querySelectorAll("[data-kind]")) b.onchange = () => { S.kinds[b.checked ? "delete" : "add"](b.dataset.kind); refilter(); };
  for (const b of document.querySelectorAll("[data-sign]")) b.onchange = () => { S.signs[b.checked ? "delete" : "add"](Number(b.dataset.sign)); refilter(); };
  if ($("unsupported")) $("unsupported").onchange = () => { S.unsupported = !$("unsupported").checked; refilter(); };
  $("clear").onclick = clearFilters;
}
function syncFilters() {
  for (const name of Object.keys(SELECTS)) $("only-" + name).value = String(S.only[name]);
  $("only-stated").checked = S.only.stated;
  for (const b of document.querySelectorAll("[data-kind]")) b.checked = !S.kinds.has(b.dataset.kind);
  for (const b of document.querySelectorAll("[data-sign]")) b.checked = !S.signs.has(Number(b.dataset.sign));
  if ($("unsupported")) $("unsupported").checked = !S.unsupported;
  const n = Object.keys(SELECTS).filter((k) => S.only[k] !== SELECTS[k][0]).length;
  $("filtercount").textContent = n ? " (" + n + " on)" : "";
}

// the same claims as a table
const LONGEST = 2000;
function fillTable() {
  if (!$("table").open) return;
  const table = el("table"), head = el("tr"), body = el("tbody"), thead = el("thead");
  for (const t of ["Claim", "Sign", "For", "Against", "Publications", "Id"]) { const th = el("th", t); th.scope = "col"; head.append(th); }
  thead.append(head);
  table.append(el("caption", (inView.length > LONGEST ? "The first " + LONGEST + " of " : "") + many(inView.length, "claim") + " of the figure as it is now"), thead);
  const rows = inView.slice(0, LONGEST).map((c) => [say(c), c]).sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
  for (const [text, c] of rows) {
    const tr = el("tr"), td = el("td"), id = el("td");
    td.append(button(text, () => openClaim(c.i))); id.append(el("code", c.id));
    tr.append(td, el("td", D.signs[c.sign][1]), el("td", c.yes), el("td", c.no), el("td", [...new Set(c.rows.map((r) => D.references[FINDINGS[r].ref][1]))].join("; ")), id);
    body.append(tr);
  }
  table.append(body);
  $("table").querySelector(".scroll").replaceChildren(table);
}
$("table").addEventListener("toggle", fillTable);
