// What is visible, as a file: SVG, PNG, TSV, Turtle.
function save(name, text, type) {
  const a = el("a"), url = URL.createObjectURL(text instanceof Blob ? text : new Blob([text], { type }));
  a.href = url; a.download = name; a.click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}
const xml = (text) => String(text).replace(/[&<>"']/g, (c) => "&#" + c.charCodeAt(0) + ";").replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd");
const LOOKS = ["fill", "stroke", "stroke-width", "stroke-dasharray", "opacity", "font-size", "font-family", "font-weight", "text-anchor", "paint-order", "stroke-linejoin"];
function svgOfPictures() {
  let y = 0, width = 0;
  const parts = [];
  for (const p of pictures()) for (const drawing of p.querySelectorAll("svg")) {
    const copy = drawing.cloneNode(true), from = drawing.querySelectorAll("*"), to = copy.querySelectorAll("*");
    from.forEach((node, k) => {
      const style = getComputedStyle(node);
      to[k].setAttribute("style", LOOKS.map((n) => n + ":" + style.getPropertyValue(n)).join(";"));
      for (const n of ["class", "tabindex", "role", "data-claim"]) to[k].removeAttribute(n);
    });
    const [, , w, h] = drawing.getAttribute("viewBox").split(" ").map(Number);
    copy.setAttribute("x", "0"); copy.setAttribute("y", String(y)); copy.setAttribute("width", w); copy.setAttribute("height", h);
    for (const n of ["class", "role"]) copy.removeAttribute(n);
    parts.push(new XMLSerializer().serializeToString(copy));
    y += h + 10; width = Math.max(width, w);
  }
  return frame(0, 0, width, y, parts);
}
function frame(x, y, w, h, parts) {
  return '<svg xmlns="http://www.w3.org/2000/svg" viewBox="' + [x, y, w, h].map(Math.round).join(" ") + '" width="' + Math.round(w) + '" height="' + Math.round(h) + '" font-family="sans-serif"><title>' + xml($("caption").textContent) + '</title><rect x="' + Math.round(x) + '" y="' + Math.round(y) + '" width="100%" height="100%" fill="' + theme.sheet + '"/>' + parts.join("") + "</svg>\n";
}
const SHAPES = { diamond: "M0-1 1 0 0 1-1 0z", square: "M-.9-.9H.9V.9H-.9z", hexagon: "M-1 0-.5-.87H.5L1 0 .5.87H-.5z", triangle: "M0-1 1 .8H-1z", triangleDown: "M0 1 1-.8H-1z", star: "M0-1.1.28-.38 1.05-.34.45.14.65.9 0 .46-.65.9-.45.14-1.05-.34-.28-.38z" };
function svgOfNetwork() {
  const at = network.getPositions(), lines = [], marks = [];
  let [x1, y1, x2, y2] = [Infinity, Infinity, -Infinity, -Infinity];
  nodes.forEach((n) => {
    if (n.id === "top") return;
    const p = at[n.id], b = network.getBoundingBox(n.id);
    if (!b) return;
    x1 = Math.min(x1, b.left); x2 = Math.max(x2, b.right); y1 = Math.min(y1, b.top); y2 = Math.max(y2, b.bottom);
    const text = String(n.label || "").replace(/<\/?b>/g, "").replace(/&lt;/g, "<").replace(/&amp;/g, "&").split("\n").filter((t) => t.trim()), size = (n.font && n.font.size) || 12;
    const fill = n.color && n.color.background ? n.color.background : "none", stroke = n.color && n.color.border ? n.color.border : "none";
    const inside = n.shape === "box" || n.shape === "ellipse";
    if (n.shape === "box" || n.shape === "ellipse") {
      const w = b.right - b.left, h = b.bottom - b.top;
      marks.push(n.shape === "box" ? '<rect x="' + b.left + '" y="' + b.top + '" width="' + w + '" height="' + h + '" rx="4" fill="' + fill + '" stroke="' + stroke + '" stroke-width="' + (n.borderWidth || 0) + '"/>' : '<ellipse cx="' + p.x + '" cy="' + p.y + '" rx="' + w / 2 + '" ry="' + h / 2 + '" fill="' + fill + '" stroke="' + stroke + '"' + (n.group === "Stimulus" ? ' stroke-dasharray="4 3"' : "") + "/>");
    } else if (n.size) {
      const common = ' fill="' + fill + '" stroke="' + stroke + '"';
      marks.push(SHAPES[n.shape] ? '<path transform="translate(' + p.x + " " + p.y + ") scale(" + n.size + ')" vector-effect="non-scaling-stroke" d="' + SHAPES[n.shape] + '"' + common + ' stroke-width="' + (n.borderWidth || 1) + '"/>' : '<circle cx="' + p.x + '" cy="' + p.y + '" r="' + n.size + '"' + common + ' stroke-width="' + (n.borderWidth || 1) + '"/>');
    }
    const top = inside ? p.y - ((text.length - 1) * size * 1.15) / 2 + size * 0.35 : p.y + n.size + size * 1.1;
    text.forEach((t, k) => marks.push('<text x="' + p.x + '" y="' + (top + k * size * 1.15) + '" font-size="' + size + '" text-anchor="middle" fill="' + ((n.font && n.font.color) || theme.ink) + '" stroke="' + theme.sheet + '" stroke-width="' + (inside ? 0 : 3) + '" paint-order="stroke">' + xml(t) + "</text>"));
  });
  const contest = (x, y, e) => { if (e.label) marks.push('<text x="' + x + '" y="' + (y + 4) + '" font-size="13" text-anchor="middle" fill="' + theme.warn + '" stroke="' + theme.sheet + '" stroke-width="3" paint-order="stroke">' + e.label + "</text>"); };
  edges.forEach((e) => {
    const a = at[e.from], b = at[e.to];
    if (!a || !b || (e.from === e.to)) return;
    const dx = b.x - a.x, dy = b.y - a.y, long = Math.hypot(dx, dy) || 1, to = nodes.get(e.to), short = typeof e.to === "number" ? ((to && to.size) || 8) + 4 : 0;
    let d, angle = Math.atan2(dy, dx);
    const ex = b.x - Math.cos(angle) * short, ey = b.y - Math.sin(angle) * short, type = e.smooth && e.smooth.enabled ? e.smooth.type : "";
    if (type === "cubicBezier") {
      const up = e.smooth.forceDirection === "vertical", r = e.smooth.roundness, end = up ? [b.x, b.y - Math.sign(dy) * short] : [b.x - Math.sign(dx) * short, b.y];
      d = "M" + a.x + " " + a.y + "C" + (up ? a.x + " " + (a.y + dy * r) + " " + b.x + " " + (b.y - dy * r) : a.x + dx * r + " " + a.y + " " + (b.x - dx * r) + " " + b.y) + " " + end.join(" ");
      angle = up ? Math.atan2(Math.sign(dy), 0) : Math.atan2(0, Math.sign(dx) || 1);
      lines.push(line(d, e) + head(end[0], end[1], angle, e));
      return;
    }
    if (type) {
      const turn = e.smooth.roundness * (type === "curvedCW" ? -1 : 1), mx = (a.x + b.x) / 2 - dy * turn, my = (a.y + b.y) / 2 + dx * turn;
      angle = Math.atan2(b.y - my, b.x - mx);
      const fx = b.x - Math.cos(angle) * short, fy = b.y - Math.sin(angle) * short;
      lines.push(line("M" + a.x + " " + a.y + "Q" + mx + " " + my + " " + fx + " " + fy, e) + head(fx, fy, angle, e));
      contest((a.x + 2 * mx + b.x) / 4, (a.y + 2 * my + b.y) / 4, e);
      return;
    }
    d = "M" + a.x + " " + a.y + "L" + (long > short ? ex + " " + ey : b.x + " " + b.y);
    lines.push(line(d, e) + head(ex, ey, angle, e));
    contest((a.x + b.x) / 2, (a.y + b.y) / 2, e);
  });
  if (x1 > x2) return frame(0, 0, 400, 100, []);
  // what is painted under the figure, then no more than the window shows
  const under = S.view === "regions" ? [...S.open].map(groundOf) : S.view === "layers" ? headings() : [];
  if (under.length) y1 -= 220;
  const [a, b] = [network.DOMtoCanvas({ x: 0, y: 0 }), network.DOMtoCanvas({ x: box.clientWidth, y: box.clientHeight })];
  x1 = Math.max(x1 - 20, a.x); y1 = Math.max(y1 - 20, a.y); x2 = Math.min(x2 + 20, b.x); y2 = Math.min(y2 + 20, b.y);
  return frame(x1, y1, Math.max(1, x2 - x1), Math.max(1, y2 - y1), [...under, ...lines, ...marks]).replace(/(\d+\.\d)\d+/g, "$1");
}
function groundOf(i) {
  const r = REGIONS[i], y = r.y * steep(), ry = r.ry * steep();
  return '<ellipse cx="' + r.x + '" cy="' + y + '" rx="' + r.rx + '" ry="' + ry + '" fill="' + mix(theme.sheet, theme.signs[0], 0.05) + '" stroke="' + mix(theme.sheet, theme.signs[0], 0.35) + '" stroke-width="2"/><text x="' + r.x + '" y="' + (y - ry - 14) + '" font-size="' + Math.round(Math.max(26, regionFont() * 0.7)) + '" font-weight="600" text-anchor="middle" fill="' + theme.soft + '">' + xml(r.name) + "</text>";
}
function headings() {
  const top = stripsTop();
  return ANSWER().net.strips.flatMap((s) => s.kinds.map((k, i) => '<text x="' + s.x + '" y="' + (top - 52 * (s.kinds.length - 1 - i)) + '" font-size="44" font-weight="600" text-anchor="middle" fill="' + theme.soft + '">' + kindName(k) + "</text>"));
}
function line(d, e) { return '<path d="' + d + '" fill="none" stroke="' + e.color.color + '" stroke-width="' + e.width + '"' + (Array.isArray(e.dashes) ? ' stroke-dasharray="' + e.dashes.join(" ") + '"' : "") + "/>"; }
function head(x, y, angle, e) {
  if (!e.arrows || !e.arrows.to || !e.arrows.to.enabled) return "";
  const turn = 'transform="translate(' + x + " " + y + ") rotate(" + (angle * 180) / Math.PI + ')"', colour = e.color.color;
  return e.arrows.to.type === "bar" ? "<path " + turn + ' d="M0-6V6" stroke="' + colour + '" stroke-width="2.4"/>' : e.arrows.to.type === "circle" ? "<circle " + turn + ' r="4" fill="' + colour + '"/>' : "<path " + turn + ' d="M2 0-9-4.5V4.5z" fill="' + colour + '"/>';
}
const svgNow = () => (isPicture() ? svgOfPictures() : svgOfNetwork());
const cell = (x) => String(x).replace(/[\t\r\n]+/g, " ").replace(/^[=+@]/, "'$&");
function tsvNow() {
  const rows = [["assertion", "subject", "subject_label", "predicate", "aspect", "object", "object_label", "sign", "findings_for", "findings_against", "references"]];
  for (const c of inView) rows.push([c.id, NODES[c.s].id, NODES[c.s].label, c.predicate, c.aspect, NODES[c.o].id, NODES[c.o].label, ["1", "-1", "", "0"][c.sign], c.yes, c.no, [...new Set(c.rows.map((r) => D.references[FINDINGS[r].ref][0]))].join("|")]);
  return rows.map((r) => r.map(cell).join("\t")).join("\n") + "\n";
}
const iri = (id) => {
  const k = id.indexOf(":"), known = D.prefixes.find((p) => p[0] === id.slice(0, k));
  return "<" + ((known && known[1]) || "https://w3id.org/endoneuro/" + encodeURIComponent(id.slice(0, k)) + "/") + encodeURIComponent(id.slice(k + 1)).replace(/%2F/g, "/") + ">";
};
const literal = (t) => '"' + String(t).replace(/[\u0000-\u001f"\\\ud800-\udfff\u007f]/gu, (c) => (c === '"' || c === "\\" ? "\\" + c : c.codePointAt(0) >= 0xd800 ? "\\uFFFD" : "\\u" + c.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0"))) + '"';
function turtleNow() {
  const out = ["@prefix EN: <https://w3id.org/endoneuro/assertion/> .", "@prefix biolink: <https://w3id.org/biolink/vocab/> .", "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .", "@prefix vocab: <https://w3id.org/endoneuro/vocab/> .", ""];
  const ends = [...new Set(inView.flatMap((c) => [c.s, c.o]))].sort((a, b) => a - b);
  for (const n of ends) out.push(iri(NODES[n].id) + " a vocab:" + NODES[n].kind + " ;\n    rdfs:label " + literal(NODES[n].label) + " .");
  for (const c of inView) {
    const made = ["a biolink:Association", "biolink:subject " + iri(NODES[c.s].id), "biolink:predicate " + D.predicates[c.predicate], "biolink:object " + iri(NODES[c.o].id), "vocab:predicate " + literal(c.predicate), "vocab:supported " + c.supported];
    if (c.sign !== 2) made.push("vocab:sign " + [1, -1, 0, 0][c.sign]);
    if (c.aspect) made.push("vocab:aspect " + literal(c.aspect));
    for (const r of c.rows) made.push((FINDINGS[r].result === 0 ? "biolink:has_evidence" : "vocab:counter_evidence") + " <https://w3id.org/endoneuro/finding/" + encodeURIComponent(FINDINGS[r].id) + ">");
    out.push("EN:" + c.id.slice(3) + " " + made.join(" ;\n    ") + " .");
  }
  return out.join("\n") + "\n";
}
function pngNow() {
  const text = svgNow(), [, w, h] = text.match(/width="(\d+)" height="(\d+)"/).map(Number), image = new Image();
  image.onload = () => {
    const to = document.createElement("canvas"), scale = Math.min(3, Math.max(1, 2400 / Math.max(w, h)), 3600 / Math.max(w, h));
    to.width = w * scale; to.height = h * scale;
    to.getContext("2d").drawImage(image, 0, 0, to.width, to.height);
    to.toBlob((blob) => save("endoneuro.png", blob));
  };
  image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(text);
}
const SAVES = { svg: () => save("endoneuro.svg", svgNow(), "image/svg+xml"), png: pngNow, tsv: () => save("endoneuro.tsv", tsvNow(), "text/tab-separated-values"), ttl: () => save("endoneuro.ttl", turtleNow(), "text/turtle") };
