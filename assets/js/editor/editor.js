/* The rich text field: a textarea that works without it becomes an editor of the server's own tree, which goes along as JSON
 * in a hidden field of the form. No style and no script is written into the page, as its policy demands. */
import { baseKeymap, chainCommands, exitCode, setBlockType, toggleMark } from "prosemirror-commands";
import { dropCursor } from "prosemirror-dropcursor";
import { gapCursor } from "prosemirror-gapcursor";
import { history, redo, undo } from "prosemirror-history";
import { keymap } from "prosemirror-keymap";
import { Node } from "prosemirror-model";
import { liftListItem, sinkListItem, splitListItem, wrapInList } from "prosemirror-schema-list";
import { EditorState, Plugin, TextSelection } from "prosemirror-state";
import {
  addColumnAfter, addRowAfter, deleteColumn, deleteRow, deleteTable, goToNextCell, isInTable, mergeCells, splitCell,
  tableEditing, toggleHeaderRow,
} from "prosemirror-tables";
import { EditorView } from "prosemirror-view";
import { plainHtml } from "./paste.js";
import { fromBody, hrefAllowed, schema, toBody } from "./schema.js";

const { nodes, marks } = schema;

/* ---- commands that the libraries do not have ---- */

const addBreak = (state, dispatch) => {
  if (dispatch) dispatch(state.tr.replaceSelectionWith(nodes.break.create()).scrollIntoView());
  return true;
};

/* Of every paragraph and heading that the selection touches. */
const align = (to) => (state, dispatch) => {
  const tr = state.tr;
  state.selection.ranges.forEach(({ $from, $to }) =>
    state.doc.nodesBetween($from.pos, $to.pos, (node, pos) => {
      if (node.type === nodes.paragraph || node.type === nodes.heading)
        tr.setNodeMarkup(pos, null, { ...node.attrs, align: node.attrs.align === to ? null : to });
    }));
  if (!tr.docChanged) return false;
  if (dispatch) dispatch(tr.scrollIntoView());
  return true;
};

const insertTable = (state, dispatch) => {
  if (isInTable(state)) return false;
  const cells = (type) => Array.from({ length: 3 }, () => type.createAndFill());
  const table = nodes.table.create(null, [
    nodes.row.create(null, cells(nodes.header)), nodes.row.create(null, cells(nodes.cell)), nodes.row.create(null, cells(nodes.cell)),
  ]);
  if (dispatch) {
    const tr = state.tr.replaceSelectionWith(table);
    dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(state.selection.from + 1))).scrollIntoView());
  }
  return true;
};

const list = (type) => (state, dispatch) => liftListItem(nodes.list_item)(state, dispatch) || wrapInList(type)(state, dispatch);

const inBlock = (type, attrs) => (state) => {
  const { $from, to } = state.selection;
  return to <= $from.end() && $from.parent.hasMarkup(type, { ...$from.parent.attrs, ...attrs });
};
const hasMark = (type) => (state) => {
  const { from, to, empty, $from } = state.selection;
  return empty ? !!type.isInSet(state.storedMarks || $from.marks()) : state.doc.rangeHasMark(from, to, type);
};
const alignedAs = (to) => (state) => state.selection.$from.parent.attrs.align === to;

/* ---- the toolbar ---- */

const TOOLS = [
  ["段落", [
    ["正文", setBlockType(nodes.paragraph), inBlock(nodes.paragraph, {})],
    ["标题一", setBlockType(nodes.heading, { level: 1 }), inBlock(nodes.heading, { level: 1 })],
    ["标题二", setBlockType(nodes.heading, { level: 2 }), inBlock(nodes.heading, { level: 2 })],
    ["标题三", setBlockType(nodes.heading, { level: 3 }), inBlock(nodes.heading, { level: 3 })],
  ]],
  ["文字", [
    ["加粗", toggleMark(marks.strong), hasMark(marks.strong)],
    ["倾斜", toggleMark(marks.em), hasMark(marks.em)],
    ["上标", toggleMark(marks.sup), hasMark(marks.sup)],
    ["下标", toggleMark(marks.sub), hasMark(marks.sub)],
    ["链接", "link", hasMark(marks.link)],
  ]],
  ["对齐", [
    ["居中", align("center"), alignedAs("center")],
    ["居右", align("right"), alignedAs("right")],
  ]],
  ["列表", [
    ["项目符号", list(nodes.bullet_list)],
    ["编号", list(nodes.ordered_list)],
    ["升一级", liftListItem(nodes.list_item)],
    ["降一级", sinkListItem(nodes.list_item)],
  ]],
  ["表格", [
    ["插入表格", insertTable],
    ["加行", addRowAfter], ["加列", addColumnAfter], ["删行", deleteRow], ["删列", deleteColumn],
    ["合并", mergeCells], ["拆分", splitCell], ["表头", toggleHeaderRow], ["删除表格", deleteTable],
  ]],
  ["撤销", [["撤销", undo], ["重做", redo]]],
];

/* Shown where they can do something. */
const TABLE_ONLY = new Set([addRowAfter, addColumnAfter, deleteRow, deleteColumn, mergeCells, splitCell, toggleHeaderRow, deleteTable]);

const make = (tag, attrs, ...kids) => {
  const el = document.createElement(tag);
  for (const [name, value] of Object.entries(attrs)) el.setAttribute(name, value);
  el.append(...kids);
  return el;
};

function toolbar(view, label, say) {
  const bar = make("div", { class: "rich-bar", role: "toolbar", "aria-label": label + "的工具栏" });
  const buttons = [];
  const address = make("input", { type: "text", maxlength: "2000", class: "rich-address", "aria-label": "链接地址" });
  const form = make("div", { class: "rich-link" }, address);
  form.hidden = true;
  const done = () => {
    form.hidden = true;
    view.focus();
  };
  const useAddress = () => {
    const href = address.value.trim();
    if (href && !hrefAllowed(href)) {
      say("链接只能指向 http、https、mailto、tel 或站内地址。");
      return;
    }
    const { from, to, empty } = view.state.selection;
    let tr = view.state.tr.removeMark(from, to, marks.link);
    if (href && empty) tr = tr.insert(from, schema.text(href, [marks.link.create({ href })]));
    else if (href) tr = tr.addMark(from, to, marks.link.create({ href }));
    view.dispatch(tr);
    say("");
    done();
  };
  for (const [words, act] of [["确定", useAddress], ["取消", done]]) {
    const b = make("button", { type: "button" }, words);
    b.addEventListener("click", act);
    form.append(b);
  }
  address.addEventListener("keydown", (e) => {
    if (e.key === "Enter") {
      e.preventDefault();
      useAddress();
    } else if (e.key === "Escape") {
      done();
    }
  });
  for (const [group, tools] of TOOLS) {
    const box = make("div", { class: "rich-group", role: "group", "aria-label": group });
    for (const [words, act, on] of tools) {
      const b = make("button", { type: "button", tabindex: "-1" }, words);
      b.addEventListener("mousedown", (e) => e.preventDefault()); /* the selection stays where it is */
      b.addEventListener("click", () => {
        if (act === "link") {
          const mark = view.state.selection.$from.marks().find((m) => m.type === marks.link);
          form.hidden = false;
          address.value = mark ? mark.attrs.href : "";
          address.focus();
        } else {
          act(view.state, view.dispatch, view);
          view.focus();
        }
      });
      if (on) b.setAttribute("aria-pressed", "false");
      buttons.push({ b, act, on });
      box.append(b);
    }
    bar.append(box);
  }
  buttons[0].b.tabIndex = 0;
  bar.addEventListener("keydown", (e) => {
    const live = buttons.map((x) => x.b).filter((b) => !b.disabled);
    const at = live.indexOf(document.activeElement);
    const to = e.key === "ArrowRight" ? at + 1 : e.key === "ArrowLeft" ? at - 1 : e.key === "Home" ? 0 : e.key === "End" ? live.length - 1 : NaN;
    if (e.key === "Escape" && at >= 0) view.focus();
    if (at < 0 || Number.isNaN(to)) return;
    e.preventDefault();
    const next = live[(to + live.length) % live.length];
    live.forEach((b) => (b.tabIndex = b === next ? 0 : -1));
    next.focus();
  });
  return {
    dom: make("div", { class: "rich-top" }, bar, form),
    focus: () => (buttons.find((x) => x.b.tabIndex === 0 && !x.b.disabled) || buttons[0]).b.focus(),
    update: (state) => {
      for (const { b, act, on } of buttons) {
        b.disabled = act === "link" ? false : !act(state);
        b.hidden = b.disabled && TABLE_ONLY.has(act);
        if (on) b.setAttribute("aria-pressed", String(on(state)));
      }
      if (!buttons.some((x) => x.b.tabIndex === 0 && !x.b.disabled)) {
        buttons.forEach((x) => (x.b.tabIndex = -1));
        const first = buttons.find((x) => !x.b.disabled);
        if (first) first.b.tabIndex = 0;
      }
    },
  };
}

/* ---- one field ---- */

function open(field) {
  const area = field.querySelector("textarea");
  const hidden = field.querySelector("input[type=hidden]");
  const label = field.querySelector("label").textContent.trim();
  const status = make("p", { class: "field-hint", role: "status" });
  const say = (words) => (status.textContent = words);
  let doc;

  schema.cached.base = field.dataset.files || "/file/";
  try {
    doc = Node.fromJSON(schema, fromBody(JSON.parse(field.dataset.tree || '{"type":"doc"}')));
    doc.check();
  } catch (e) {
    return; /* a tree that this version does not know: the textarea stays */
  }
  const keys = {
    "Mod-z": undo, "Mod-y": redo, "Mod-Shift-z": redo,
    "Mod-b": toggleMark(marks.strong), "Mod-i": toggleMark(marks.em),
    Enter: splitListItem(nodes.list_item),
    "Shift-Enter": chainCommands(exitCode, addBreak),
    /* Where there is nothing to do inside, Tab leaves the field. */
    Tab: chainCommands(goToNextCell(1), sinkListItem(nodes.list_item)),
    "Shift-Tab": chainCommands(goToNextCell(-1), liftListItem(nodes.list_item)),
    "Alt-F10": () => {
      tools.focus();
      return true;
    },
  };
  let tools = null;
  const write = (state) => {
    hidden.value = JSON.stringify(toBody(state.doc));
  };
  const watch = new Plugin({
    view: () => ({
      update: (view, before) => {
        if (tools) tools.update(view.state);
        if (before.doc.eq(view.state.doc)) return;
        write(view.state);
        field.dispatchEvent(new CustomEvent("rich-change", { bubbles: true }));
      },
    }),
  });
  const mount = make("div", { class: "rich-text" });
  const view = new EditorView(mount, {
    state: EditorState.create({
      doc,
      plugins: [keymap(keys), keymap(baseKeymap), history(), dropCursor({ color: false }), gapCursor(), tableEditing(), watch],
    }),
    attributes: {
      role: "textbox", "aria-multiline": "true", "aria-label": label, id: area.id + "-rich", class: "rich-page",
    },
    transformPastedHTML: (html) => {
      const { html: plain, lost } = plainHtml(html);
      say(lost ? "有 " + lost + " 张图片在您自己的电脑上，没有粘贴进来，请作为附件上传。" : "");
      return plain;
    },
  });
  tools = toolbar(view, label, say);
  area.hidden = true;
  area.disabled = true; /* the tree goes along instead */
  area.before(tools.dom, mount);
  area.after(status);
  const hint = document.getElementById(area.id + "-hint");
  if (hint) hint.textContent = "可以从 Word、WPS 直接粘贴；按 Alt+F10 到工具栏，按 Esc 回到正文。";
  field.querySelector("label").addEventListener("click", () => view.focus());
  tools.update(view.state);
  write(view.state);
}

for (const field of document.querySelectorAll("[data-rich]")) open(field);
