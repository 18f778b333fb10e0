/* Gongkai 公开: the editor of a text that goes out (django-prose-editor: Tiptap and ProseMirror, one file of a wheel).
   The server gives the text as HTML in a <template>; what is changed is posted as HTML beside the text area, which
   stays what it is until then and everything there is without this file. Words come from the page (data-*).
   No import map, for that would be an inline script: the module names its neighbour by its place. */
import {
  Blockquote, Bold, BulletList, Document, Dropcursor, Editor, Extension, Gapcursor, HardBreak, Heading, History, Link,
  ListItem, Node, OrderedList, Paragraph, Plugin, Table, TableCell, TableHeader, TableRow, Text, TrailingNode,
  textblockTypeInputRule
} from "../django_prose_editor/editor.js";
import { clean } from "./prose-paste.js";

/* Windows 7 stays at Chromium 86 to 109; the editor asks for three functions that came with 92, 93 and 97. */
function give(to, name, value) {
  if (!to[name]) { Object.defineProperty(to, name, { value, configurable: true, writable: true }); }
}
give(Array.prototype, "at", function (at) { return this[at < 0 ? this.length + at : at]; });
give(Object, "hasOwn", (one, name) => Object.prototype.hasOwnProperty.call(one, name));
give(Array.prototype, "findLast", function (test) {
  for (let at = this.length - 1; at >= 0; at -= 1) { if (test(this[at], at, this)) { return this[at]; } }
  return undefined;
});

const HREF = /^(https?:\/\/|mailto:|tel:|\/(?!\/)|#)/i;
const WAIT = 250; /* milliseconds of rest before what was written is laid out for the form */

/* Our tables: the first row is the head, a cell is one paragraph, alignment is an attribute. */
const align = { default: null, parseHTML: (el) => el.getAttribute("align"), renderHTML: (a) => (a.align ? { align: a.align } : {}) };
const ofCell = { content: "paragraph", addAttributes() { return { ...this.parent(), align }; } };
const HeadFirst = Extension.create({
  name: "headFirst",
  addProseMirrorPlugins() {
    return [new Plugin({ appendTransaction(transactions, _old, state) {
      if (!transactions.some((one) => one.docChanged)) { return null; }
      const tr = state.tr, { tableCell, tableHeader } = state.schema.nodes;
      state.doc.descendants((node, pos) => {
        if (node.type.name !== "table") { return true; }
        node.forEach((row, down, at) => row.forEach((cell, right) => {
          const wanted = at ? tableCell : tableHeader;
          if (cell.type !== wanted) { tr.setNodeMarkup(pos + down + right + 2, wanted, cell.attrs); }
        }));
        return false;
      });
      return tr.steps.length ? tr : null;
    } })];
  }
});

/* The page has the one h1, so that our four levels are h2 to h5; "# " and Ctrl+Alt+1 make the first. */
const LEVELS = [2, 3, 4, 5];
const Headings = Heading.extend({
  addInputRules() {
    return LEVELS.map((level) => textblockTypeInputRule({
      find: new RegExp("^#{" + (level - 1) + "}\\s$"), type: this.type, getAttributes: { level }
    }));
  },
  addKeyboardShortcuts() {
    return Object.fromEntries(LEVELS.map((level) => ["Mod-Alt-" + (level - 1), () => this.editor.commands.toggleHeading({ level })]));
  }
});

function attribute(name) {
  return { default: "", parseHTML: (el) => el.getAttribute(name) || "", renderHTML: (a) => ({ [name]: a[name] }) };
}
const Picture = Node.create({
  name: "picture", group: "block", atom: true, draggable: true,
  addAttributes() { return { "data-picture": attribute("data-picture"), "data-alt": attribute("data-alt"), "data-caption": attribute("data-caption") }; },
  parseHTML() { return [{ tag: "div[data-picture]" }]; },
  renderHTML({ node, HTMLAttributes }) { return ["div", { ...HTMLAttributes, class: "prose-picture" }, node.attrs["data-alt"] || "—"]; }
});
const Reference = Node.create({
  name: "reference", group: "inline", inline: true, atom: true,
  addAttributes() {
    return { "data-reference": attribute("data-reference"), words: { default: "", parseHTML: (el) => el.textContent, renderHTML: () => ({}) } };
  },
  parseHTML() { return [{ tag: "span[data-reference]" }]; },
  renderHTML({ node, HTMLAttributes }) {
    return ["span", { ...HTMLAttributes, class: "prose-reference", title: node.attrs["data-reference"] }, node.attrs.words || node.attrs["data-reference"]];
  }
});

function extensions(ask) {
  return [
    Document, Paragraph, Text, Bold, Blockquote, BulletList, ListItem, History, Dropcursor, Gapcursor, TrailingNode,
    Headings.configure({ levels: LEVELS }), OrderedList.configure({ enableListAttributes: false }),
    HardBreak.extend({ addKeyboardShortcuts() { return { "Shift-Enter": () => this.editor.commands.setHardBreak() }; } }),
    Link.extend({ addKeyboardShortcuts() { return { "Mod-k": () => { ask("link"); return true; } }; } })
      .configure({ autolink: false, openOnClick: false, enableTarget: false }),
    Table.configure({ resizable: false }), TableRow, TableCell.extend(ofCell), TableHeader.extend(ofCell), HeadFirst, Picture, Reference
  ];
}

const ACTS = {
  bold: (c) => c.toggleBold(), plain: (c) => c.unsetAllMarks().clearNodes(),
  bullets: (c) => c.toggleBulletList(), numbers: (c) => c.toggleOrderedList(), quote: (c) => c.toggleBlockquote(),
  deeper: (c) => c.sinkListItem("listItem"), higher: (c) => c.liftListItem("listItem"),
  table: (c) => c.insertTable({ rows: 3, cols: 3, withHeaderRow: true }), undo: (c) => c.undo(), redo: (c) => c.redo(),
  "row-above": (c) => c.addRowBefore(), "row-below": (c) => c.addRowAfter(), "row-gone": (c) => c.deleteRow(),
  "column-left": (c) => c.addColumnBefore(), "column-right": (c) => c.addColumnAfter(), "column-gone": (c) => c.deleteColumn(),
  "table-gone": (c) => c.deleteTable()
};
const PRESSED = { bold: "bold", bullets: "bulletList", numbers: "orderedList", quote: "blockquote", link: "link" };

function begin(box) {
  const find = (what) => box.querySelector(what);
  const area = find("textarea"), html = find("[data-html]"), bar = find("[role=toolbar]"), form = area.form;
  const place = document.createElement("div"), label = document.querySelector('label[for="' + area.id + '"]');
  let editor = null, first = "", timer = 0;
  const say = (words) => { find("[data-say]").textContent = words || ""; };

  function ask(name) {
    const dialog = find('[data-ask="' + name + '"]');
    if (!dialog || !dialog.showModal) { return; }
    if (name === "link") {
      dialog.querySelector("[data-href]").value = editor.getAttributes("link").href || "";
      dialog.querySelector("[data-wrong]").hidden = true;
    }
    dialog.showModal();
  }

  function lay() { /* what was written, for the form; once changed, the text area is no longer sent */
    clearTimeout(timer); timer = 0;
    const now = editor.getHTML();
    if (html.disabled && now.replace(/(<p><\/p>)+$/, "") === first) { return; }
    area.disabled = true; html.disabled = false;
    if (html.value === now) { return; }
    html.value = now;
    html.dispatchEvent(new Event("input", { bubbles: true }));
    html.dispatchEvent(new CustomEvent("prose-changed", { bubbles: true }));
  }
  const layNow = () => { if (timer) { lay(); } };

  const attributes = {
    id: area.id, class: "prose prose-area textarea", role: "textbox", "aria-multiline": "true", spellcheck: "false", lang: "zh-CN"
  };
  if (label) { label.id = label.id || area.id + "-label"; attributes["aria-labelledby"] = label.id; }
  /* The field's hint tells how Markdown is written: it is for the text area, the editor has its own. */
  const hint = document.getElementById(area.id + "-hint"), described = (area.getAttribute("aria-describedby") || "").split(" ");
  attributes["aria-describedby"] = [...described.filter((id) => id && !(hint && id === hint.id)), find("[data-keys]").id].join(" ");
  if (area.hasAttribute("aria-invalid")) { attributes["aria-invalid"] = area.getAttribute("aria-invalid"); }
  editor = new Editor({
    element: place, extensions: extensions(ask), content: find("template").innerHTML, injectCSS: false,
    parseOptions: { preserveWhitespace: true },
    editorProps: {
      attributes,
      transformPastedHTML(given) {
        const done = clean(given);
        say(done.pictures ? box.dataset.lostPicture : "");
        return done.html;
      },
      handleKeyDown(_view, event) {
        const primary = document.querySelector("[data-primary]:not([disabled])");
        if (event.key === "Enter" && event.ctrlKey && primary) { primary.click(); return true; } /* as desk.js */
        if (event.key !== "Escape") { return false; }
        buttons().find((one) => one.tabIndex === 0).focus();
        return true;
      }
    },
    onUpdate() { clearTimeout(timer); timer = setTimeout(lay, WAIT); },
    onTransaction() { if (editor) { show(); } }
  });
  first = editor.getHTML();

  /* From here on nothing fails any more: the text area makes way. */
  area.id += "-source"; area.hidden = true; bar.hidden = false; if (hint) { hint.hidden = true; }
  if (box.closest(".field")) { box.closest(".field").classList.add("prose-field"); }
  find("[data-keys]").hidden = false;
  bar.after(place);
  if (label) { label.addEventListener("click", () => editor.commands.focus()); }
  form.addEventListener("click", layNow, true);
  form.addEventListener("submit", layNow, true);

  function buttons() { return [...bar.querySelectorAll("select, button")].filter((one) => !one.closest("[hidden]")); }
  function show() {
    const level = (editor.getAttributes("heading").level || 1) - 1;
    find("[data-kind]").value = String(editor.isActive("heading") ? level : 0);
    for (const [act, name] of Object.entries(PRESSED)) {
      find('[data-act="' + act + '"]').setAttribute("aria-pressed", String(editor.isActive(name)));
    }
    const inside = { table: editor.isActive("table"), list: editor.isActive("listItem") };
    for (const one of bar.querySelectorAll("[data-in]")) { one.hidden = !inside[one.dataset.in]; }
    for (const one of bar.querySelectorAll("[data-out]")) { one.hidden = inside[one.dataset.out]; }
    for (const act of ["undo", "redo"]) {
      find('[data-act="' + act + '"]').setAttribute("aria-disabled", String(!editor.can()[act]()));
    }
    const all = buttons();
    if (!all.some((one) => one.tabIndex === 0)) { reach(all[0]); }
  }
  function reach(one) { for (const other of bar.querySelectorAll("select, button")) { other.tabIndex = other === one ? 0 : -1; } }

  bar.addEventListener("keydown", (event) => {
    const all = buttons(), at = all.indexOf(event.target);
    const to = { ArrowRight: (at + 1) % all.length, ArrowLeft: (at + all.length - 1) % all.length, Home: 0, End: all.length - 1 }[event.key];
    if (event.key === "Escape") { editor.commands.focus(); }
    if (to === undefined || at < 0) { return; }
    event.preventDefault(); reach(all[to]); all[to].focus();
  });
  bar.addEventListener("focusin", (event) => reach(event.target));
  bar.addEventListener("click", (event) => {
    const act = (event.target.closest("[data-act]") || { dataset: {} }).dataset.act;
    if (act === "link" || act === "picture") { ask(act); }
    else if (ACTS[act]) { ACTS[act](editor.chain().focus()).run(); }
  });
  find("[data-kind]").addEventListener("change", (event) => {
    const level = Number(event.target.value), chain = editor.chain().focus();
    (level ? chain.setHeading({ level: level + 1 }) : chain.setParagraph()).run();
    event.stopPropagation();
  });
  for (const dialog of box.querySelectorAll("dialog")) {
    dialog.addEventListener("click", (event) => {
      const what = event.target.dataset.do;
      if (what) { done(dialog, what); }
    });
    dialog.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target.tagName === "INPUT") { event.preventDefault(); done(dialog, "set"); }
      event.stopPropagation();
    });
    for (const kind of ["input", "change"]) { dialog.addEventListener(kind, (event) => event.stopPropagation()); }
  }
  function done(dialog, what) {
    if (what === "set" && dialog.dataset.ask === "link" && !setLink(dialog)) { return; }
    if (what === "unset") { editor.chain().extendMarkRange("link").unsetLink().run(); }
    if (what === "set" && dialog.dataset.ask === "picture") {
      const name = dialog.querySelector("[data-name]"), alt = dialog.querySelector("[data-alt]").value.trim();
      const said = alt || name.options[name.selectedIndex].text;
      editor.commands.insertContent({ type: "picture", attrs: { "data-picture": name.value, "data-alt": said, "data-caption": "" } });
    }
    dialog.close();
    editor.commands.focus();
  }
  function setLink(dialog) {
    const field = dialog.querySelector("[data-href]"), wrong = dialog.querySelector("[data-wrong]");
    const href = field.value.trim().replace(/^www\./i, "http://www.");
    if (!HREF.test(href) || /[\s\\<>"]/.test(href)) {
      wrong.textContent = box.dataset.badLink; wrong.hidden = false; field.focus();
      return false;
    }
    if (editor.state.selection.empty && !editor.isActive("link")) {
      editor.commands.insertContent({ type: "text", text: href, marks: [{ type: "link", attrs: { href } }] });
    } else {
      editor.chain().extendMarkRange("link").setLink({ href }).run();
    }
    return true;
  }
  show();
}

for (const box of document.querySelectorAll("[data-prose]")) {
  try { begin(box); } catch (problem) {
    box.querySelector("[data-say]").textContent = box.dataset.failed;
    console.error(problem);
  }
}
