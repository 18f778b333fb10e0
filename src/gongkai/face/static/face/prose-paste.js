/* Gongkai 公开: what is pasted from Word, WPS and web pages, before the editor reads it. Words stay; headings, bold,
   lists, links and tables stay; fonts, colours, pictures and what Office adds go. Styles are read as words only, under
   another name, so that the browser never tries to apply one (the content policy would refuse it, and say so). The
   server cleans again what it is sent: this file is for the eye. */
const WIDE = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]/;
const BOLD = /(^|[;\s])font-weight\s*:\s*(bold|[6-9]00)/i, NOT_BOLD = /(^|[;\s])font-weight\s*:\s*(normal|[1-5]00)/i;
const UNSEEN = /mso-list\s*:\s*ignore|mso-hide\s*:\s*all|display\s*:\s*none/i;
const LIST = /mso-list\s*:\s*(?!ignore)\S+\s+level(\d)/i;
const BULLET = /^[^0-9A-Za-z\u4e00-\u9fff（(]$|^[olnuvqØ§]$/;
const RAISED = { SUP: ["0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ"], SUB: ["0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎"] };
const MOST_SPAN = 30;

const styleOf = (el) => el.getAttribute("data-style") || "";

function unwrap(el) {
  while (el.firstChild) { el.parentNode.insertBefore(el.firstChild, el); }
  el.remove();
}

function rename(el, name) {
  const made = el.ownerDocument.createElement(name);
  while (el.firstChild) { made.appendChild(el.firstChild); }
  el.replaceWith(made);
  return made;
}

/* A line end in the source is nothing between Chinese characters; a hard space is a space. */
function tidyText(body) {
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT), found = [];
  while (walker.nextNode()) { found.push(walker.currentNode); }
  for (const node of found) {
    node.data = node.data.replace(/\u00a0/g, " ").replace(/[\u200b\ufeff]/g, "").replace(/[ \t]*[\r\n]+[ \t]*/g, (_all, at, whole) => {
      const rest = whole.slice(at).replace(/^\s+/, "");
      return WIDE.test(whole[at - 1] || "") && WIDE.test(rest[0] || "") ? "" : " ";
    });
  }
}

/* Office writes lists as paragraphs; 一、 and （一） that it numbered by itself stay as words. */
function lists(body) {
  let stack = [], last = null;
  for (const p of [...body.querySelectorAll("p, h1, h2, h3, h4, h5, h6")]) {
    const level = LIST.exec(styleOf(p));
    if (!level) { continue; }
    const sign = [...p.querySelectorAll("[data-style]")].find((one) => /mso-list\s*:\s*ignore/i.test(styleOf(one)));
    const mark = (sign ? sign.textContent : "").trim(), number = /^(\d{1,9})[.)．]?$/.exec(mark);
    if (!mark || p.tagName !== "P" || !(number || BULLET.test(mark)) || p.closest("td, th")) {
      if (sign) { sign.removeAttribute("data-style"); sign.textContent = mark; }
      continue;
    }
    if (!last || last !== p.previousElementSibling) { stack = []; }
    let deep = Math.min(Number(level[1]), stack.length + 1);
    stack.length = Math.min(stack.length, deep);
    const kind = number ? "ol" : "ul";
    if (stack[deep - 1] && stack[deep - 1].localName !== kind) { stack.length = deep - 1; }
    if (!stack[deep - 1]) {
      const made = body.ownerDocument.createElement(kind);
      if (number && number[1] !== "1") { made.setAttribute("start", number[1]); }
      if (deep > 1) { stack[deep - 2].lastElementChild.appendChild(made); } else { p.before(made); last = made; }
      stack.push(made);
    }
    sign.remove();
    const item = body.ownerDocument.createElement("li");
    item.appendChild(p);
    stack[deep - 1].appendChild(item);
  }
}

/* A cell is one line; merged cells are taken apart; the first row is the head. */
function tables(body) {
  for (const inner of [...body.querySelectorAll("table table")]) { rename(inner, "p"); }
  for (const table of [...body.querySelectorAll("table")]) {
    const doc = body.ownerDocument, grid = [], rows = [...table.rows].filter((row) => row.cells.length);
    for (const caption of table.querySelectorAll("caption")) { table.before(rename(caption, "p")); }
    rows.forEach((row, at) => {
      let column = 0;
      for (const cell of row.cells) {
        while ((grid[at] || [])[column] !== undefined) { column += 1; }
        const wide = Math.min(cell.colSpan || 1, MOST_SPAN), high = Math.min(cell.rowSpan || 1, rows.length - at);
        for (let down = 0; down < high; down += 1) {
          grid[at + down] = grid[at + down] || [];
          for (let right = 0; right < wide; right += 1) { grid[at + down][column + right] = down || right ? null : cell; }
        }
        column += wide;
      }
    });
    const width = Math.max(0, ...grid.map((row) => row.length)), made = doc.createElement("table");
    grid.forEach((row, at) => {
      const line = made.appendChild(doc.createElement("tr"));
      for (let column = 0; column < width; column += 1) {
        const cell = line.appendChild(doc.createElement(at ? "td" : "th")), p = cell.appendChild(doc.createElement("p"));
        if (row[column]) { oneLine(row[column], p); }
      }
    });
    if (width) { table.replaceWith(made); } else { unwrap(table); }
  }
}

function oneLine(from, to) {
  for (const one of [...from.querySelectorAll("br")]) { one.replaceWith(" "); }
  for (const one of [...from.querySelectorAll("p, div, li, h1, h2, h3, h4, h5, h6, ul, ol, blockquote, tr, td, th, tbody")]) {
    one.after(" "); unwrap(one);
  }
  while (from.firstChild) { to.appendChild(from.firstChild); }
  while (to.lastChild && to.lastChild.nodeType === 3 && !to.lastChild.data.trim()) { to.lastChild.remove(); }
}

function marks(body) {
  for (const el of [...body.querySelectorAll("[data-style]")]) {
    const css = styleOf(el);
    if (UNSEEN.test(css)) { el.remove(); }
    else if (/^(B|STRONG)$/.test(el.tagName)) { if (NOT_BOLD.test(css)) { unwrap(el); } }
    else if (BOLD.test(css) && el.tagName !== "TABLE" && !el.querySelector("p, div, li, td, th")) {
      const strong = body.ownerDocument.createElement("strong");
      while (el.firstChild) { strong.appendChild(el.firstChild); }
      el.appendChild(strong);
    }
  }
  for (const el of [...body.querySelectorAll("h1 b, h2 b, h3 b, h4 b, h5 b, h6 b, th b, h1 strong, h2 strong, h3 strong, h4 strong, h5 strong, h6 strong, th strong")]) { unwrap(el); }
  for (const el of [...body.querySelectorAll("sup, sub")]) {
    const [from, to] = RAISED[el.tagName], words = el.textContent.trim();
    if (words && [...words].every((sign) => from.includes(sign))) {
      el.textContent = [...words].map((sign) => [...to][[...from].indexOf(sign)]).join("");
    }
    unwrap(el);
  }
  for (const el of [...body.querySelectorAll("a")]) {
    if (!/^(https?:|mailto:|tel:)/i.test(el.getAttribute("href") || "")) { unwrap(el); }
  }
}

function paragraphs(body) {
  for (const el of [...body.querySelectorAll("h1, h2, h3, h4, h5, h6")]) { rename(el, "h" + Math.min(Number(el.tagName[1]) + 1, 5)); }
  for (const el of [...body.querySelectorAll("p, h2, h3, h4, h5, li, div")]) {
    const first = body.ownerDocument.createTreeWalker(el, NodeFilter.SHOW_TEXT).nextNode();
    if (first) { first.data = first.data.replace(/^[\s\u3000]+/, ""); }
    if (/^(P|H\d)$/.test(el.tagName) && !el.textContent.trim() && !el.closest("td, th") && !el.querySelector("[data-picture]")) { el.remove(); }
  }
}

/* Gives { html, pictures }: pictures is how many were left out. What was copied from this editor passes unchanged. */
export function clean(given) {
  if (given.includes("data-pm-slice")) { return { html: given, pictures: 0 }; }
  const tamed = given.replace(/<(style|script|xml)\b[\s\S]*?<\/\1\s*>/gi, "")
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/([\s"'/])(style|on[a-z]+|src|srcset)\s*=/gi, "$1 data-$2="));
  const { body } = new DOMParser().parseFromString(tamed, "text/html");
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_COMMENT), comments = [];
  while (walker.nextNode()) { comments.push(walker.currentNode); }
  for (const one of comments) { one.remove(); }
  for (const one of [...body.querySelectorAll("script, style, meta, link, title, xml, template, iframe, object")]) { one.remove(); }
  const pictures = body.querySelectorAll("img, svg").length;
  for (const one of [...body.querySelectorAll("img, svg")]) { one.remove(); }
  tidyText(body); lists(body); tables(body); marks(body); paragraphs(body);
  for (const el of [...body.querySelectorAll("*")]) {
    for (const { name } of [...el.attributes]) { if (!/^(href|start)$/.test(name)) { el.removeAttribute(name); } }
    if (/^(FONT|SPAN|U|O:P)$/.test(el.tagName)) { unwrap(el); }
  }
  return { html: body.innerHTML, pictures };
}
