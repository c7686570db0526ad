/* The tree that the server keeps (src/domain/body/body.h), as a schema: what it does not know cannot be typed or pasted.
 * Two shapes differ and are turned on the way: a picture between paragraphs gets a paragraph of its own, and a cell, a list
 * entry or a text without content gets an empty one, since a caret must have somewhere to stand. */
import { Schema } from "prosemirror-model";

const ALIGNS = ["left", "center", "right"];
const HREF = /^(https?:\/\/|mailto:|tel:|\/(?!\/)|#)[^\s\\\u007f]*$/;
const HEX = /^[0-9a-f]{64}$/;

export const hrefAllowed = (href) => HREF.test(href) && href.length <= 2000;

const alignOf = (dom) => {
  const value = (dom.getAttribute("align") || "").toLowerCase();
  const own = ALIGNS.find((a) => dom.classList.contains("align-" + a));
  if (own) return own;
  return value === "center" || value === "right" ? value : null;
};
const withAlign = (node) => (node.attrs.align ? { class: "align-" + node.attrs.align } : {});
const span = (dom, name, most) => Math.min(Math.max(parseInt(dom.getAttribute(name), 10) || 1, 1), most);
const cell = (tag, role) => ({
  content: "(paragraph | bullet_list | ordered_list)+",
  attrs: { colspan: { default: 1 }, rowspan: { default: 1 }, colwidth: { default: null }, align: { default: null } },
  tableRole: role,
  isolating: true,
  parseDOM: [{ tag, getAttrs: (dom) => ({ colspan: span(dom, "colspan", 64), rowspan: span(dom, "rowspan", 5000), align: alignOf(dom) }) }],
  toDOM: (node) => {
    const attrs = withAlign(node);
    if (node.attrs.colspan > 1) attrs.colspan = node.attrs.colspan;
    if (node.attrs.rowspan > 1) attrs.rowspan = node.attrs.rowspan;
    return [tag, attrs, 0];
  },
});

export const schema = new Schema({
  nodes: {
    doc: { content: "(paragraph | heading | bullet_list | ordered_list | table)+" },
    paragraph: {
      content: "(text | break | image)*",
      attrs: { align: { default: null } },
      parseDOM: [{ tag: "p", getAttrs: (dom) => ({ align: alignOf(dom) }) }],
      toDOM: (node) => ["p", withAlign(node), 0],
    },
    heading: {
      content: "(text | break)*",
      attrs: { level: { default: 1 }, align: { default: null } },
      defining: true,
      /* The page has its h1 already; what is copied here says its level, what comes from elsewhere is an h1 to h6. */
      parseDOM: [1, 2, 3, 4, 5, 6].map((n) => ({
        tag: "h" + n,
        getAttrs: (dom) => ({ level: Number(dom.dataset.level) || Math.min(n, 3), align: alignOf(dom) }),
      })),
      toDOM: (node) => ["h" + (node.attrs.level + 1), { ...withAlign(node), "data-level": node.attrs.level }, 0],
    },
    bullet_list: { content: "list_item+", parseDOM: [{ tag: "ul" }], toDOM: () => ["ul", 0] },
    ordered_list: {
      content: "list_item+",
      attrs: { start: { default: 1 } },
      parseDOM: [{ tag: "ol", getAttrs: (dom) => ({ start: Math.min(Math.max(parseInt(dom.getAttribute("start") || "1", 10) || 0, 0), 100000) }) }],
      toDOM: (node) => ["ol", node.attrs.start === 1 ? {} : { start: node.attrs.start }, 0],
    },
    list_item: { content: "(paragraph | bullet_list | ordered_list)+", defining: true, parseDOM: [{ tag: "li" }], toDOM: () => ["li", 0] },
    table: { content: "row+", tableRole: "table", isolating: true, parseDOM: [{ tag: "table" }], toDOM: () => ["table", ["tbody", 0]] },
    row: { content: "(cell | header)*", tableRole: "row", parseDOM: [{ tag: "tr" }], toDOM: () => ["tr", 0] },
    cell: cell("td", "cell"),
    header: cell("th", "header_cell"),
    image: {
      inline: true,
      attrs: { file: {}, alt: { default: "" } },
      draggable: true,
      parseDOM: [{
        tag: "img",
        getAttrs: (dom) => {
          const at = /\/file\/([0-9a-f]{64})\/picture$/.exec(dom.getAttribute("src") || "");
          return at ? { file: at[1], alt: dom.getAttribute("alt") || "" } : false;
        },
      }],
      toDOM: (node) => ["img", { src: schema.cached.base + node.attrs.file + "/picture", alt: node.attrs.alt }],
    },
    break: { inline: true, selectable: false, parseDOM: [{ tag: "br" }], toDOM: () => ["br"] },
    text: {},
  },
  marks: {
    link: {
      attrs: { href: {} },
      inclusive: false,
      parseDOM: [{ tag: "a[href]", getAttrs: (dom) => (hrefAllowed(dom.getAttribute("href")) ? { href: dom.getAttribute("href") } : false) }],
      toDOM: (mark) => ["a", { href: mark.attrs.href, rel: "noopener" }, 0],
    },
    strong: {
      parseDOM: [{ tag: "strong" }, { tag: "b" }],
      toDOM: () => ["strong", 0],
    },
    em: { parseDOM: [{ tag: "em" }, { tag: "i" }], toDOM: () => ["em", 0] },
    sub: { excludes: "sub sup", parseDOM: [{ tag: "sub" }], toDOM: () => ["sub", 0] },
    sup: { excludes: "sub sup", parseDOM: [{ tag: "sup" }], toDOM: () => ["sup", 0] },
  },
});
schema.cached.base = "/file/";

/* ---- the tree of the server: attributes stand beside "type" ---- */

const EMPTY = { type: "paragraph" };

export function fromBody(node) {
  const out = { type: node.type };
  const attrs = {};
  for (const name of ["align", "level", "start", "colspan", "rowspan", "file", "alt"])
    if (node[name] !== undefined) attrs[name] = node[name];
  if (Object.keys(attrs).length) out.attrs = attrs;
  if (node.text !== undefined) out.text = node.text;
  if (node.marks) out.marks = node.marks.map((m) => (m.href === undefined ? { type: m.type } : { type: m.type, attrs: { href: m.href } }));
  let kids = (node.content || []).map(fromBody);
  if (node.type === "doc") kids = kids.map((k) => (k.type === "image" ? { type: "paragraph", content: [k] } : k));
  if (!kids.length && ["doc", "cell", "header", "list_item"].includes(node.type)) kids = [EMPTY];
  if (kids.length) out.content = kids;
  return out;
}

/* A row whose cells are all merged into the row above has none of its own; the server knows no such row. */
function withoutEmptyRows(rows) {
  const kept = rows.map((row) => ({ ...row, content: (row.content || []).map((c) => ({ ...c })) }));
  for (let i = kept.length - 1; i > 0; i--) {
    if (kept[i].content.length) continue;
    for (let k = 0; k < i; k++)
      for (const c of kept[k].content) if ((c.rowspan || 1) > i - k) c.rowspan -= 1;
    kept.splice(i, 1);
  }
  for (const row of kept) for (const c of row.content) if (c.rowspan === 1) delete c.rowspan;
  return kept;
}

export function toBody(node) {
  const out = { type: node.type.name };
  const a = node.attrs;
  if (a.align) out.align = a.align;
  if (out.type === "heading") out.level = a.level;
  if (out.type === "ordered_list" && a.start !== 1) out.start = a.start;
  if (a.colspan > 1) out.colspan = a.colspan;
  if (a.rowspan > 1) out.rowspan = a.rowspan;
  if (out.type === "image") {
    out.file = a.file;
    out.alt = a.alt;
  }
  if (node.isText) {
    out.text = node.text.replace(/[\u0000-\u001f\u007f]/g, " "); /* the server takes no control characters */
    if (node.marks.length) out.marks = node.marks.map((m) => (m.type.name === "link" ? { type: "link", href: m.attrs.href } : { type: m.type.name }));
  }
  const content = [];
  node.forEach((kid) => {
    if (kid.type.name === "heading" && !kid.textContent) return; /* a heading must say something */
    content.push(toBody(kid));
  });
  if (out.type === "table") out.content = withoutEmptyRows(content);
  else if (content.length) out.content = content;
  return out;
}

export const isStoredFile = (file) => HEX.test(file);
