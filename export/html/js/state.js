// The state of the page as a fragment of its address: links, undo.
const byId = new Map(NODES.map((n) => [n.id, n.i])), claimById = new Map(CLAIMS.map((c) => [c.id, c.i]));
const past = [];
let now = "", quiet = false;
function encode() {
  const q = new URLSearchParams(), o = S.only;
  if (S.answer) q.set("a", D.answers[S.answer].key);
  q.set("v", S.view);
  if (S.view === "neighbourhood" && NODES[S.focus]) q.set("n", NODES[S.focus].id);
  if (S.all) q.set("all", "1");
  if (S.path !== null) q.set("p", S.path + 1);
  if (S.single && !narrow.matches) q.set("one", "1");
  if (S.open.size) q.set("r", [...S.open].sort((a, b) => a - b).join("."));
  if (S.chosen && S.chosen.claim !== undefined) q.set("c", S.chosen.many.map((i) => CLAIMS[i].id.slice(3)).join("."));
  if (S.chosen && S.chosen.node !== undefined) q.set("s", NODES[S.chosen.node].id);
  if (S.kinds.size) q.set("k", [...S.kinds].sort().join("."));
  if (S.signs.size) q.set("g", [...S.signs].sort().join("."));
  if (S.unsupported !== whole) q.set("u", S.unsupported ? "0" : "1");
  if (o.route) q.set("route", F.route[o.route - 1]);
  if (o.onset) q.set("onset", F.onset[o.onset - 1]);
  if (o.sex) q.set("sex", F.sex[o.sex - 1]);
  if (o.species >= 0) q.set("species", F.species[o.species]);
  if (o.region >= 0) q.set("region", F.region[o.region][0]);
  if (o.tier < 5) q.set("tier", o.tier);
  if (o.stated) q.set("stated", "1");
  if (S.theme) q.set("theme", S.theme);
  return q.toString();
}
function decode(text) {
  const q = new URLSearchParams(text), o = S.only, list = (k) => (q.get(k) ? q.get(k).split(".") : []);
  S.answer = Math.max(0, D.answers.findIndex((a) => a.key === q.get("a")));
  S.view = ANSWER().layouts.includes(q.get("v")) ? q.get("v") : ANSWER().layouts.includes(D.view) ? D.view : ANSWER().layouts[0] || "";
  const home = ANSWER().focus === undefined ? D.focus : ANSWER().focus;
  S.focus = byId.has(q.get("n")) ? byId.get(q.get("n")) : home;
  S.all = q.has("all");
  const path = Number(q.get("p"));
  S.path = path >= 1 && path <= ANSWER().paths.length ? path - 1 : null;
  S.single = narrow.matches ? !whole : q.has("one");
  S.open = new Set(list("r").map(Number).filter((r) => REGIONS[r]));
  S.kinds = new Set(list("k").filter((k) => D.kinds[k]));
  S.signs = new Set(list("g").map(Number).filter((g) => g >= 0 && g < 4));
  S.unsupported = q.has("u") ? q.get("u") === "0" : whole;
  const place = (items, value) => (value === null ? -1 : items.indexOf(value));
  o.route = place(F.route, q.get("route")) + 1; o.onset = place(F.onset, q.get("onset")) + 1; o.sex = place(F.sex, q.get("sex")) + 1;
  o.species = place(F.species, q.get("species")); o.region = place(F.region.map((r) => r[0]), q.get("region"));
  o.tier = [1, 2, 3, 4].includes(Number(q.get("tier"))) ? Number(q.get("tier")) : 5; o.stated = q.has("stated");
  S.theme = q.get("theme") === "dark" || q.get("theme") === "light" ? q.get("theme") : "";
  const claims = list("c").map((c) => claimById.get("EN:" + c)).filter((c) => c !== undefined);
  const node = byId.get(q.get("s"));
  return { claims, node };
}
function restore(text) {
  quiet = true;
  const { claims, node } = decode(text);
  S.chosen = null; hidePanel();
  readTheme(); syncFilters(); showAnswer(); draw(true);
  if (claims.length) openClaims(claims); else if (node !== undefined) openNode(node); else mark();
  quiet = false;
  now = encode();
  $("undo").disabled = !past.length;
}
function record() {
  if (quiet) return;
  const next = encode();
  if (next === now) return;
  past.push(now);
  if (past.length > 200) past.shift();
  now = next;
  $("undo").disabled = false;
  try { history.replaceState(null, "", "#" + next); } catch { /* a frame without an address of its own */ }
}
function undo() {
  if (!past.length) return;
  const before = past.pop();
  restore(before);
  try { history.replaceState(null, "", "#" + before); } catch { /* as above */ }
  $("undo").disabled = !past.length;
}
function commit(fit) { draw(fit); mark(); record(); }
async function copyLink() {
  const link = location.href.split("#")[0] + "#" + encode();
  $("link").value = link;
  $("linkbox").hidden = false;
  $("linksaid").textContent = "Copy this link:";
  $("link").select();
  try { await navigator.clipboard.writeText(link); $("linksaid").textContent = "Copied."; } catch { /* no clipboard here: the link stands to be copied */ }
}
function showAnswer() {
  for (const a of document.querySelectorAll("[data-answer].answer, [data-answer].heading")) a.hidden = a.dataset.answer !== String(S.answer);
  if ($("answers")) $("answers").value = String(S.answer);
}
function switchAnswer(k) {
  S.answer = k; S.path = null; S.chosen = null; S.all = false; S.open = new Set();
  const a = ANSWER();
  S.focus = a.focus === undefined ? D.focus : a.focus;
  S.view = a.layouts.includes(S.view) ? S.view : a.layouts[0] || "";
  hidePanel(); showAnswer(); commit(true);
}
