/* What Word and WPS put on the clipboard, made into plain HTML that the schema can read. Lists come as paragraphs with the
 * mark of the list in a span of their own; pictures as files of the writer's own disk, which nobody else can see. */

/* Styles are read as text under another name: under their own the policy of the page would report each of them. */
const QUIET = "data-styled";
const quiet = (html) =>
  html.replace(/<style[\s\S]*?<\/style\s*>/gi, "").replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle(\s*=)/gi, ` ${QUIET}$1`));
const styleOf = (el) => el.getAttribute(QUIET) || "";
const LEVEL = /mso-list\s*:\s*l\d+\s+level(\d+)/i;
const NUMBER = /^[(（]?(\d{1,3}|[a-z]|[ivx]{1,4})[.)）．、]/i;
/* 一、 and （一） are words of an official text, not a form of it. */
const CHINESE = /^[(（]?[一二三四五六七八九十百]+[)）、.．]|^第[一二三四五六七八九十百\d]+[章节条款]/;

function listMark(p) {
  for (const span of p.querySelectorAll("span"))
    if (/mso-list\s*:\s*ignore/i.test(styleOf(span))) return span;
  return null;
}

/* Neighbouring list paragraphs become nested lists. */
function lists(doc) {
  for (const p of [...doc.querySelectorAll("p, h1, h2, h3, h4, h5, h6")]) {
    const level = LEVEL.exec(styleOf(p));
    if (!level || !p.parentNode) continue;
    const mark = listMark(p);
    const words = mark ? mark.textContent.replace(/\s+/g, "") : "";
    if (mark) mark.remove();
    if (p.tagName !== "P" || CHINESE.test(words)) {
      if (words) p.prepend(doc.createTextNode(words));
      continue;
    }
    const number = NUMBER.exec(words);
    const item = doc.createElement("li");
    item.dataset.level = level[1];
    item.dataset.list = number ? "ol" : "ul";
    item.dataset.start = number && /^\d+$/.test(number[1]) ? number[1] : "1";
    const inside = doc.createElement("p");
    inside.append(...p.childNodes);
    item.append(inside);
    p.replaceWith(item);
  }
  for (const first of [...doc.querySelectorAll("li[data-level]")]) {
    if (first.parentNode.tagName === "OL" || first.parentNode.tagName === "UL") continue;
    const run = [first];
    for (let next = first.nextElementSibling; next && next.matches("li[data-level]"); next = next.nextElementSibling) run.push(next);
    const open = []; /* lists from the outside in */
    for (const li of run) {
      const level = Number(li.dataset.level);
      while (open.length && (open[open.length - 1].level > level ||
             (open[open.length - 1].level === level && open[open.length - 1].kind !== li.dataset.list))) open.pop();
      let top = open[open.length - 1];
      if (!top || top.level < level) {
        const list = doc.createElement(li.dataset.list);
        if (li.dataset.list === "ol" && li.dataset.start !== "1") list.setAttribute("start", li.dataset.start);
        if (top && top.list.lastElementChild) top.list.lastElementChild.append(list);
        else li.before(list);
        top = { level, kind: li.dataset.list, list };
        open.push(top);
      }
      top.list.append(li);
    }
    for (const li of run) for (const name of ["level", "list", "start"]) delete li.dataset[name];
  }
}

/* Returns the HTML and how many pictures could not come along. */
export function plainHtml(html) {
  const doc = new DOMParser().parseFromString(quiet(html), "text/html");
  let lost = 0;
  for (const el of doc.querySelectorAll("style, script, meta, link, xml, title, head > *")) el.remove();
  const comments = doc.createTreeWalker(doc, NodeFilter.SHOW_COMMENT);
  const dead = [];
  while (comments.nextNode()) dead.push(comments.currentNode);
  dead.forEach((c) => c.remove());
  for (const el of [...doc.body.querySelectorAll("*")]) {
    const name = el.tagName.toLowerCase();
    if (name === "v:imagedata" || (name === "img" && !/\/file\/[0-9a-f]{64}\/picture$/.test(el.getAttribute("src") || ""))) {
      lost += 1;
      el.remove();
    } else if (name === "o:p") {
      el.replaceWith(...el.childNodes);
    }
  }
  lists(doc);
  for (const el of [...doc.body.querySelectorAll("span")]) {
    const style = styleOf(el);
    for (const [test, tag] of [[/font-weight\s*:\s*(bold|[6-9]00)/i, "strong"], [/font-style\s*:\s*italic/i, "em"],
                               [/vertical-align\s*:\s*super/i, "sup"], [/vertical-align\s*:\s*sub/i, "sub"]])
      if (test.test(style)) {
        const mark = doc.createElement(tag);
        mark.append(...el.childNodes);
        el.append(mark);
      }
  }
  for (const p of [...doc.body.querySelectorAll("p.MsoTitle")]) {
    const h = doc.createElement("h1");
    for (const name of ["align", QUIET]) if (p.getAttribute(name)) h.setAttribute(name, p.getAttribute(name));
    h.append(...p.childNodes);
    p.replaceWith(h);
  }
  for (const el of [...doc.body.querySelectorAll(`[${QUIET}]`)]) {
    const align = /(?:^|;)\s*text-align\s*:\s*(\w+)/i.exec(styleOf(el));
    if (align) el.setAttribute("align", align[1]);
    el.removeAttribute(QUIET);
  }
  /* Paragraphs that only keep lines apart, no-break spaces that only indent. */
  for (const p of [...doc.body.querySelectorAll("p")]) {
    for (let t = p.firstChild; t; t = t.firstChild)
      if (t.nodeType === Node.TEXT_NODE) t.data = t.data.replace(/^[\s\u3000\u00a0]+/, "");
    if (!p.textContent.replace(/[\s\u3000\u00a0]/g, "") && !p.querySelector("img") && !p.closest("td, th, li")) p.remove();
  }
  return { html: doc.body.innerHTML, lost };
}
