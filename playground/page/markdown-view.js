/** The tree of a message's content as elements. */

import { h } from "./dom.js";

const STYLES = { bold: "strong", italic: "em", underline: "u", strikethrough: "s" };
const PAGES = { home: "Server Guide", browse: "Browse Channels", customize: "Channels & Roles", guide: "Server Guide", "linked-roles": "Linked Roles" };
const TIMES = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { dateStyle: "short" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
};

/** `names` gives a mention's text and whether it is the reader's own: `(mention) => ({ text, mine })`. */
export function view(nodes, { names, locale }) {
  const context = { names, locale };
  return nodes.map((node) => VIEWS[node.type](node, context));
}

const inner = (node, context) => node.children.map((child) => VIEWS[child.type](child, context));

const VIEWS = {
  text: (node) => document.createTextNode(node.text),
  styled: (node, context) => (node.style === "spoiler" ? spoiler(node, context) : h(STYLES[node.style], {}, inner(node, context))),
  code: (node) => h("code", {}, node.text),
  codeblock: (node) => h("pre", { tabindex: 0 }, h("code", {}, node.text)),
  quote: (node, context) => h("blockquote", {}, inner(node, context)),
  heading: (node, context) => h("div", { class: `heading-${node.level}`, role: "heading", "aria-level": node.level + 2 }, inner(node, context)),
  subtext: (node, context) => h("small", {}, inner(node, context)),
  list: (node, context) =>
    h(
      node.start === null ? "ul" : "ol",
      { start: node.start },
      node.items.map((item) => h("li", {}, item.map((child) => VIEWS[child.type](child, context)))),
    ),
  link: (node, context) =>
    h("a", { href: node.target, title: node.title || node.target, target: "_blank", rel: "noopener noreferrer nofollow" }, inner(node, context)),
  mention: (node, context) => {
    if (node.target === "page") return h("span", { class: "mention" }, PAGES[node.name]);
    const { text, mine } = context.names(node);
    return h("span", { class: mine ? "mention mine" : "mention" }, text);
  },
  timestamp: (node, { locale }) => {
    const moment = new Date(node.seconds * 1000);
    const shown = node.style === "R" ? relative(moment, locale) : new Intl.DateTimeFormat(locale, TIMES[node.style]).format(moment);
    return h("time", { datetime: moment.toISOString() }, shown);
  },
  emoji: (node) => (node.character ? h("span", { class: "emoji", title: `:${node.name}:` }, node.character) : document.createTextNode(`:${node.name}:`)),
};

function spoiler(node, context) {
  const cover = h("span", { class: "spoiler", role: "button", tabindex: 0, "aria-expanded": "false", "aria-label": "Spoiler" });
  const content = inner(node, context);
  const reveal = (event) => {
    if (event.type === "keydown" && event.key !== "Enter") return;
    cover.setAttribute("aria-expanded", "true");
    cover.removeAttribute("aria-label");
  };
  cover.addEventListener("click", reveal);
  cover.addEventListener("keydown", reveal);
  cover.append(...content);
  return cover;
}

function relative(moment, locale) {
  const seconds = (moment - Date.now()) / 1000;
  const units = [["year", 31_536_000], ["month", 2_592_000], ["day", 86_400], ["hour", 3_600], ["minute", 60], ["second", 1]];
  const [unit, size] = units.find(([, length]) => Math.abs(seconds) >= length) ?? units.at(-1);
  return new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(Math.round(seconds / size), unit);
}
