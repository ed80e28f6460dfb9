"use strict";
(async () => {
const root = document.documentElement, LANGS = ["kk", "ru", "en"], FIRST = root.lang;
const $ = (id) => document.getElementById(id), $$ = (css, at = document) => at.querySelectorAll(css);
let lang = FIRST;

/* The data: compressed, see packing.py. What cannot unpack them shows the plain tables. */
async function unpacked() {
  const bytes = Uint8Array.from(atob($("data").textContent), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return JSON.parse(await new Response(stream).text());
}
let D;
try { D = await unpacked(); } catch { root.classList.add("old"); return; }
$("plain").remove();
if (D.b) $("bodies").append(...new DOMParser().parseFromString(D.b, "text/html").body.childNodes);

/* Texts: see packing.py */
const raw = (n) => { const t = D.t[n]; return typeof t === "string" ? t : t[LANGS.indexOf(lang)]; };
const local = (number) => lang === "en" ? number : number.replace(/\./g, ",");
const text = (packed) => {
  if (!packed) return "";
  if (typeof packed === "string") return local(packed);
  if (typeof packed === "number") return raw(packed - 1);
  if (packed.of) return [packed.of, packed.row].filter(Boolean).map(text).join(", ");
  const numbers = packed[1].split(" ");
  let at = 0;
  return raw(packed[0] - 1).replace(/\0/g, () => local(numbers[at++]));
};
const said = new WeakMap();
const make = (name, cls, packed) => {
  const made = document.createElement(name);
  if (cls) made.className = cls;
  if (packed !== undefined) { made.classList.add("t"); said.set(made, packed); made.textContent = text(packed); }
  return made;
};

/* Language */
function speak(wanted) {
  lang = wanted;
  root.lang = lang;
  $("lang-" + lang).checked = true;
  for (const at of $$(".n")) at.textContent = lang === "en" ? at.textContent.replace(",", ".") : at.textContent.replace(".", ",");
  for (const at of $$(".t")) at.textContent = text(said.get(at));
  for (const at of $$("[data-t]")) at.textContent = raw(+at.dataset.t);
  for (const at of $$("[data-ph]")) at.placeholder = raw(D.u[at.dataset.ph]);
  for (const table of $$("table.rank")) { const heads = [...$$("thead th .h", table)].map((at) => at.innerText.trim()); for (const row of table.tBodies[0].rows) for (const cell of row.cells) if (cell.dataset.l !== undefined) cell.dataset.l = heads[cell.cellIndex]; }
  entitle($(here()));
  if (box) search();
}
for (const radio of $$("input[name=lang]")) radio.addEventListener("change", () => { speak(radio.value); write(here(), true); });

/* A page that is kept or printed is called by the body that it shows. */
function entitle(at) {
  const body = at && at.closest("article.body");
  document.title = (body ? body.querySelector("h3 bdi").textContent + " \u00b7 " : "") + raw(D.u.title);
}

/* The address: #where&lang=ru */
const here = () => decodeURIComponent(location.hash.slice(1).split("&")[0]);
const write = (id, replace) => {
  const tail = lang === FIRST ? "" : "&lang=" + lang;
  history[replace ? "replaceState" : "pushState"](null, "", id || tail ? "#" + encodeURIComponent(id) + tail : location.pathname + location.search);
};
function arrive(id, focus) {
  if (id.startsWith("x")) showCell(id);
  const at = $(id);
  if (!at) return;
  for (const hit of $$(".hit")) hit.classList.remove("hit");
  if (at.matches("code,td")) at.classList.add("hit");
  entitle(at);
  if (at.matches("article[hidden]")) { box.value = ""; search(); }
  at.scrollIntoView({ block: at.matches("code,td") ? "center" : "start", inline: "nearest" });
  if (focus) { if (!at.matches("a,button,input,summary,[tabindex]")) at.tabIndex = -1; at.focus({ preventScroll: true }); }
}
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const id = decodeURIComponent(link.hash.slice(1));
  write(id);
  if (link.dataset.step) reveal($(id), +link.dataset.step); else arrive(id, true);
});
addEventListener("popstate", () => { const wanted = /&lang=(kk|ru|en)/.exec(location.hash); const next = wanted ? wanted[1] : FIRST; if (next !== lang) speak(next); if (here()) arrive(here()); });

/* Sorting */
for (const table of $$("table.rank")) {
  const heads = [...$$("thead th", table)], body = table.tBodies[0];
  heads.forEach((head, column) => {
    if (!body.rows[0] || ![...body.rows].some((row) => row.cells[column].dataset.o)) return;
    const button = make("button", "sort"), inner = head.querySelector(".h");
    button.type = "button";
    inner.replaceWith(button);
    button.append(inner);
    const up = head.matches(".k-place,.k-name,.k-text");
    button.addEventListener("click", () => {
      const now = head.getAttribute("aria-sort");
      const rising = now ? now === "descending" : up;
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", rising ? "ascending" : "descending");
      const key = (row) => row.cells[column].dataset.o;
      const rows = [...body.rows].sort((a, b) => key(a) === undefined ? (key(b) === undefined ? 0 : 1) : key(b) === undefined ? -1 : (key(a) - key(b)) * (rising ? 1 : -1));
      body.append(...rows);
    });
  });
}

/* Search */
const box = $("find");
const plain = (words) => words.toLowerCase().replace(/,/g, ".").replace(/\s+/g, " ").trim();
let known = null;
function search() {
  const wanted = plain(box.value);
  known ??= new Map([...$$("tr[data-b]")].map((row) => [row.dataset.b, plain([row.dataset.key, row.textContent, ...[...$$("td.main", $(row.dataset.b))].map((at) => at.textContent)].join(" "))]));
  let count = 0;
  const shown = new Map([...known].map(([id, words]) => [id, !wanted || words.includes(wanted)]));
  for (const is of shown.values()) count += is;
  for (const at of $$("tr[data-b],article[data-b]")) at.hidden = !shown.get(at.dataset.b);
  for (const at of $$(".heat tbody a")) at.closest("tr").hidden = !shown.get(at.hash.slice(1));
  for (const at of $$(".group")) at.hidden = wanted && !at.querySelector("tr[data-b]:not([hidden])");
  $("found").textContent = !wanted ? "" : raw(D.u[count ? "found" : "none"]).replace("{n}", count).replace("{m}", known.size).replace("{wanted}", box.value.trim());
}
if (box) {
  box.addEventListener("input", search);
  box.addEventListener("keydown", (event) => {
    const first = event.key === "Enter" && box.value.trim() && document.querySelector("tr[data-b]:not([hidden])");
    if (!first) return;
    event.preventDefault();
    write(first.dataset.b);
    arrive(first.dataset.b, true);
  });
  box.parentElement.hidden = false;
}

/* Derivations */
let count = 0;
const code = new Set(D.k);
const id = () => "i" + ++count;
const trees = new WeakMap();
const NAMES = ["label", "value", "exact", "note", "not", "place", "of", "besides", "working", "sheet", "cell", "raw", "field", "row"];
const step = (n) => {
  const s = Object.fromEntries(NAMES.map((name, column) => [name, D.s[column][n] || 0]));
  const later = (branch) => typeof branch === "number" ? n - branch : [n - branch[0], branch[1]];
  return { ...s, not: s.not || [], of: (s.of || []).map(later), besides: (s.besides || []).map(later) };
};
const ref = (branch) => typeof branch === "number" ? branch : branch[0];
const called = (s) => s.field ? { of: s.field, row: s.row } : s.label;
const place = (f, cell, content) => f[0] + (f[1] ? ", " + f[1] : "") + " " + cell + (content ? ' "' + content + '"' : "");

function item(level, about) {
  const li = make("li"), line = make("div", "ln");
  li.setAttribute("role", "treeitem");
  li.ariaLevel = level;
  li.tabIndex = -1;
  line.id = id();
  li.setAttribute("aria-labelledby", line.id);
  const twist = make("span", "tw");
  twist.ariaHidden = "true";
  line.append(twist);
  li.append(line);
  if (about) { li.setAttribute("aria-expanded", "false"); twist.textContent = "\u25B8"; trees.set(li, about); }
  return [li, line];
}
function link(to, words, title, cls) {
  const a = make("a", cls);
  a.href = "#" + to;
  a.textContent = words;
  a.title = title;
  a.tabIndex = -1;
  return a;
}
function stepItem(branch, level) {
  const n = ref(branch), s = step(n), kids = s.of.length || s.besides.length || s.not.length;
  const [li, line] = item(level, kids ? () => below(s, level + 1) : null);
  li.dataset.s = n;
  const label = called(s);
  if (typeof branch !== "number" && !text(label).includes(text(branch[1]))) line.append(make("span", "rw t", branch[1]));
  line.append(make("span", code.has(typeof label === "number" ? label : label[0]) ? "lb c" : "lb", label));
  if (s.value) {
    const value = make(s.exact ? "button" : "span", "v", s.value);
    if (s.exact) {
      value.type = "button";
      value.tabIndex = -1;
      value.ariaPressed = "false";
      value.title = raw(D.u.exact);
      said.set(value, s.value);
      value.addEventListener("click", (event) => {
        event.stopPropagation();
        const on = value.ariaPressed !== "true";
        value.ariaPressed = String(on);
        said.set(value, on ? s.exact : s.value);
        value.textContent = text(said.get(value));
      });
    }
    const pair = make("span", "eq");
    pair.append("= ");
    if (s.working) pair.append(make("span", "wk", s.working), " = ");
    pair.append(value);
    line.append(pair);
  }
  if (s.note) line.append(make("span", "nt", s.note));
  const at = make("span", "at");
  if (s.sheet) at.append(link("x" + (s.sheet - 1) + "-" + s.cell, place(D.f[s.sheet - 1], s.cell, s.raw), raw(D.u.cell)));
  if (s.place) {
    const [label, clause, anchor, whole] = D.p[s.place - 1];
    const made = link(anchor, "", whole, D.a.includes(clause) ? "as-l t" : "t");
    said.set(made, label);
    made.textContent = text(label);
    at.append(made);
  }
  if (at.childNodes.length) line.append(at);
  return li;
}
function below(s, level) {
  const made = s.of.map((branch) => stepItem(branch, level));
  if (s.not.length || s.besides.length) {
    const [li, line] = item(level, () => [
      ...s.not.map((words) => { const [leaf, inner] = item(level + 1); inner.append(make("span", "nt", words)); return leaf; }),
      ...s.besides.map((branch) => stepItem(branch, level + 1)),
    ]);
    li.classList.add("aside");
    line.append(make("span", "lb", D.u.besides + 1));
    const many = make("span", "nt");
    many.textContent = "(" + (s.not.length + s.besides.length) + ")";
    line.append(many);
    made.push(li);
  }
  return made;
}
function open(li, is) {
  if (!li.hasAttribute("aria-expanded")) return;
  li.setAttribute("aria-expanded", String(is));
  let group = li.querySelector(":scope>ul");
  if (is && !group) {
    group = make("ul");
    group.setAttribute("role", "group");
    group.append(...trees.get(li)());
    li.append(group);
  }
  if (group) group.hidden = !is;
}
const isOpen = (li) => li.getAttribute("aria-expanded") === "true";
const items = (li) => { const group = li.querySelector(":scope>ul"); return group ? [...group.children] : []; };
function focus(tree, li) {
  for (const old of $$("li[tabindex='0']", tree)) { old.tabIndex = -1; for (const inner of $$(":scope>.ln a,:scope>.ln button", old)) inner.tabIndex = -1; }
  li.tabIndex = 0;
  for (const inner of $$(":scope>.ln a,:scope>.ln button", li)) inner.tabIndex = 0;
}
function visible(tree) { return [...$$("[role=treeitem]", tree)].filter((li) => !li.closest("ul[hidden]")); }
function grow(how) {
  let tree = how.querySelector("[role=tree]");
  if (tree) return tree;
  const keys = make("p", "keys", D.u.keys + 1);
  tree = make("ul", "tree");
  tree.setAttribute("role", "tree");
  tree.setAttribute("aria-labelledby", how.querySelector("h4,h3").id);
  tree.append(...how.dataset.roots.split(" ").map((n) => stepItem(+n, 1)));
  how.append(keys, tree);
  let first = tree.firstElementChild;
  focus(tree, first);
  for (let guard = 0; guard < 9 && first; guard++) {
    open(first, true);
    const next = items(first).filter((li) => !li.matches(".aside"));
    first = next.length === 1 ? next[0] : null;
  }
  tree.addEventListener("click", (event) => {
    const line = event.target.closest(".ln"), li = line && line.parentElement;
    if (!li || event.target.closest("a")) return;
    if (getSelection() && !getSelection().isCollapsed) return;
    focus(tree, li);
    li.focus({ preventScroll: true });
    open(li, !isOpen(li));
  });
  tree.addEventListener("keydown", (event) => {
    const li = event.target.closest("[role=treeitem]");
    if (!li || event.ctrlKey || event.metaKey || event.altKey) return;
    const inside = event.target !== li;
    const list = () => visible(tree);
    const go = (to) => { if (to) { focus(tree, to); to.focus(); } };
    switch (event.key) {
      case "ArrowDown": { const all = list(); go(all[all.indexOf(li) + 1]); break; }
      case "ArrowUp": { const all = list(); go(all[all.indexOf(li) - 1]); break; }
      case "ArrowRight": if (li.hasAttribute("aria-expanded")) { if (isOpen(li)) go(items(li)[0]); else open(li, true); } break;
      case "ArrowLeft": if (isOpen(li)) open(li, false); else go(li.parentElement.closest("[role=treeitem]")); break;
      case "Home": go(list()[0]); break;
      case "End": { const all = list(); go(all[all.length - 1]); break; }
      case "Enter": case " ": if (inside) return; open(li, !isOpen(li)); break;
      case "*": for (const other of li.parentElement.children) open(other, true); break;
      case "e": case "E": { const value = li.querySelector(":scope>.ln button.v"); if (value) value.click(); break; }
      default: return;
    }
    event.preventDefault();
  });
  return tree;
}
/* The shortest way from a root down to a step. */
function way(roots, target) {
  return path(roots, target, (s) => s.of) || path(roots, target, (s) => [...s.of, ...s.besides]) || [];
}
function path(roots, target, next) {
  const from = new Map(roots.map((n) => [n, -1])), queue = [...roots];
  for (let at = 0; at < queue.length; at++) {
    if (queue[at] === target) break;
    const s = step(queue[at]);
    for (const other of next(s).map(ref)) if (!from.has(other)) { from.set(other, queue[at]); queue.push(other); }
  }
  if (!from.has(target)) return null;
  const found = [];
  for (let at = target; at !== -1; at = from.get(at)) found.unshift(at);
  return found;
}
function reveal(how, target) {
  how.open = true;
  const tree = grow(how);
  let among = [...tree.children], li = null;
  for (const n of way(how.dataset.roots.split(" ").map(Number), target)) {
    let found = among.find((other) => +other.dataset.s === n);
    if (!found) {
      const aside = among.find((other) => other.matches(".aside"));
      if (!aside) break;
      open(aside, true);
      found = items(aside).find((other) => +other.dataset.s === n);
    }
    if (!found) break;
    li = found;
    open(li, true);
    among = items(li);
  }
  if (li) { focus(tree, li); li.focus({ preventScroll: true }); li.scrollIntoView({ block: "center" }); }
}
for (const how of $$(".how")) {
  how.hidden = false;
  how.addEventListener("toggle", () => { if (how.open) grow(how); });
  if (how.open) grow(how);
}

/* Cells */
const cells = $("cells");
const column = (letters) => [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
const letters = (n) => n ? letters(Math.floor((n - 1) / 26)) + String.fromCharCode(65 + (n - 1) % 26) : "";
let sheets = null;
function gather() {
  if (sheets) return;
  sheets = D.f.map(() => new Map());
  const [sheet, cell, content, field, row] = D.s.slice(9);
  sheet.forEach((f, n) => { if (f) sheets[f - 1].set(cell[n], { content: content[n], field: field[n], row: row[n] }); });
}
function drawSheet(f) {
  const at = $("f" + f);
  if (at.querySelector("table")) return;
  gather();
  const columns = new Map(), rows = new Map();
  for (const [cell, about] of sheets[f]) {
    const found = /^([A-Z]+)(\d+)$/.exec(cell), c = found ? column(found[1]) : cell, r = found ? +found[2] : "";
    columns.set(c, about.field);
    if (!rows.has(r)) rows.set(r, new Map());
    rows.get(r).set(c, [cell, about]);
  }
  const order = [...columns.keys()].sort((a, b) => a - b), table = make("table"), head = make("tr");
  const corner = make("th");
  corner.scope = "col";
  corner.append(make("span", "vh", D.u.row + 1));
  head.append(corner);
  const whose = make("th");
  whose.scope = "col";
  whose.append(make("span", "", D.u.whose + 1));
  head.append(whose);
  for (const c of order) { const th = make("th"); th.scope = "col"; th.append(typeof c === "number" ? letters(c) : c, document.createElement("br"), make("span", "", columns.get(c))); head.append(th); }
  const thead = make("thead"), tbody = make("tbody");
  thead.append(head);
  for (const r of [...rows.keys()].sort((a, b) => a - b)) {
    const tr = make("tr"), th = make("th");
    th.scope = "row";
    th.textContent = r;
    tr.append(th);
    const label = make("td", "whose", [...rows.get(r).values()][0][1].row);
    tr.append(label);
    for (const c of order) {
      const td = make("td"), found = rows.get(r).get(c);
      if (found) {
        td.id = "x" + f + "-" + found[0];
        if (found[1].content) td.textContent = found[1].content; else { td.className = "nil"; td.append(make("span", "", D.u.empty + 1)); }
      }
      tr.append(td);
    }
    tbody.append(tr);
  }
  table.append(thead, tbody);
  const scroll = make("div", "scroll");
  scroll.tabIndex = 0;
  scroll.append(table);
  at.append(scroll);
}
function showCell(name) {
  const f = /^x(\d+)-/.exec(name);
  if (!f || !$("f" + f[1])) return;
  $("f" + f[1]).open = true;
  drawSheet(+f[1]);
}
if (cells && D.f && D.f.length) {
  cells.hidden = false;
  D.f.forEach((f, n) => {
    const sheet = make("details", "sheet"), summary = make("summary");
    sheet.id = "f" + n;
    summary.textContent = f[0] + (f[1] ? ", " + f[1] : "");
    sheet.append(summary);
    sheet.addEventListener("toggle", () => { if (sheet.open) drawSheet(n); });
    cells.append(sheet);
  });
}

/* Begin */
root.classList.add("js");
for (const at of $$(".js-only")) at.hidden = false;
const asked = /&lang=(kk|ru|en)/.exec(location.hash);
speak(asked ? asked[1] : FIRST);
if (here()) arrive(here());
})();
