/**
 * A message's content as Discord's desktop client reads it: text to a small tree, rule for rule as
 * `playground/markdown.py` has it (a test compares the two). A node is `{ type, … }`.
 */

const DEEPEST = 40;
const DEEPEST_LIST = 11;
const HIGHEST_START = 1_000_000_000;
const LAST_SECOND = 8_640_000_000_000;
const LINK_SCHEMES = new Set(["http:", "https:", "discord:", "tel:", "sms:", "mailto:"]);
const BULLET = "(?:[*-]|\\d+\\.)";
const STARRED = "\\*(?=\\S)((?:\\*\\*|\\\\[\\s\\S]|\\s+(?:\\\\[\\s\\S]|[^\\s*\\\\]|\\*\\*)|[^\\s*\\\\])+?)";

const HEADING = / *(#{1,3})\s+((?!#)[^\n]+?)#*\s*(?:\n|$)/y;
const SUBTEXT = /-# +((?!-#)[^\n]+)(?:\n|$)/y;
const CODE_BLOCK = /```(?:([a-z0-9_+\-.#]+?)\n)?\n*([^\n][\s\S]*?)\n*```/iy;
const QUOTE = / *(?:>>> +[\s\S]*|>(?!>>) +[^\n]*(?:\n *>(?!>>) +[^\n]*)*\n?)/y;
const LIST = new RegExp(`( *)(${BULLET}) [\\s\\S]+?(?:\\n(?! )(?!\\1${BULLET} )|$)`, "y");
const ITEM_MARK = new RegExp(`^( *)(${BULLET}) +`);
const ESCAPE = /\\([^0-9A-Za-z\s])/uy;
const ANGLE_LINK = /<([^: >]+:\/[^ >]+)>/y;
const MAIL = /<([^\s<>@]+@[^\s<>@]+\.[^\s<>@]+)>/y;
const PHONE = /<((?:(?:tel|sms):\+?|\+)(?:\d|\(\d+\))(?:[- ./]?(?:\d|\(\d+\)))+)>/y;
const URL_TEXT = /(?:https?|steam):\/\/[^\s<]+[^<.,:;"'\]\s]/y;
const MASKED_LINK =
  /\[((?:\[[^\]]*\]|[^[\]]|\](?=[^[]*\]))*)\]\(\s*<?((?:\([^)]*\)|[^\s\\]|\\.)*?)>?(?:\s+['"]([\s\S]*?)['"])?\s*\)/y;
// Of those that match, the longest wins; where two are as long, the earlier.
const EMPHASES = {
  "*": [
    ["italic", new RegExp(`${STARRED}\\*(?!\\*)`, "y")],
    ["italic", new RegExp(`${STARRED} {1,2}\\*(?!\\*)`, "y")],
    ["bold", /\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)/y],
  ],
  _: [
    ["italic", /_((?:__|\\[\s\S]|[^\\_])+?)_\b/y],
    ["underline", /__((?:\\[\s\S]|[^\\])+?)__(?!_)/y],
  ],
  "~": [["strikethrough", /~~([\s\S]+?)~~(?!_)/y]],
};
const CODE = /(`+)([\s\S]*?[^`])\1(?!`)/y;
const LINE_BREAK = / {2,}\n/y;
const TIMESTAMP = /<t:(-?\d{1,17})(?::([tTdDfFR]))?>/y;
const SPOILER = /\|\|([\s\S]+?)\|\|/y;
const MENTIONS = [
  ["user", /<@!?(?<id>\d+)>/y],
  ["role", /<@&(?<id>\d+)>/y],
  ["channel", /<#(?<id>\d+)>/y],
  ["command", /<\/(?<name>[-_\p{L}\p{N}]{1,32}(?: [-_\p{L}\p{N}]{1,32}){0,2}):(?<id>\d+)>/uy],
  ["page", /<id:(?<name>home|browse|customize|guide|linked-roles)>/y],
  ["everyone", /@everyone/y],
  ["here", /@here/y],
];
const GUILD_EMOJI = /<(?<animated>a?):(?<name>\w+):(?<id>\d+)>/y;
const SHORTCODE = /:([^\s:]+?(?:::skin-tone-\d)?):/y;
const SHRUG = /¯\\_\(ツ\)_\/¯/y;
// Text goes on to the next place where a rule may begin; it is never empty.
const TEXT = /[\s\S]+?(?=[^0-9A-Za-z\s\u00c0-\uffff]|\n\n| {2,}\n|\w+:\S|\d+\.|$)/y;

/** `shortcodes` is what `:name:` stands for, by name. */
export function parse(content, shortcodes = {}) {
  const text = content.replace(/\r\n?/g, "\n").replace(/\f/g, "").replace(/\t/g, "    ");
  return parseAll(text, {
    rules: RULES,
    shortcodes,
    before: "",
    depth: 0,
    inQuote: false,
    listDepth: 0,
    headings: true,
    subtexts: true,
    inLabel: false,
  });
}

function at(pattern, source, index) {
  pattern.lastIndex = index;
  return pattern.exec(source);
}

function parseAll(source, state) {
  if (state.depth > DEEPEST) return source ? [text(source)] : [];
  state.depth += 1;
  const nodes = [];
  for (let index = 0; index < source.length; ) {
    let found = null;
    for (const [first, rule] of state.rules) {
      if (first.includes(source[index]) && (found = rule(source, index, state))) break;
    }
    const [end, node] = found ?? plain(source, index);
    nodes.push(node);
    state.before = source.slice(index, end);
    index = end;
  }
  state.depth -= 1;
  return joined(nodes);
}

const text = (content) => ({ type: "text", text: content });

function plain(source, index) {
  const end = index + at(TEXT, source, index)[0].length;
  return [end, text(source.slice(index, end))];
}

function joined(nodes) {
  const result = [];
  for (const node of nodes) {
    const last = result.at(-1);
    if (node.type === "text" && last?.type === "text") result[result.length - 1] = text(last.text + node.text);
    else result.push(node);
  }
  return result;
}

const beginsLine = (state) => state.before === "" || state.before.endsWith("\n");
const end = (match) => match.index + match[0].length;

function heading(source, index, state) {
  const match = state.headings && beginsLine(state) ? at(HEADING, source, index) : null;
  if (!match) return null;
  return [end(match), { type: "heading", level: match[1].length, children: parseAll(match[2].trim(), state) }];
}

function subtext(source, index, state) {
  const match = state.subtexts && beginsLine(state) ? at(SUBTEXT, source, index) : null;
  if (!match) return null;
  return [end(match), { type: "subtext", children: parseAll(match[1].trim(), { ...state, subtexts: false }) }];
}

function codeBlock(source, index) {
  const match = at(CODE_BLOCK, source, index);
  return match && [end(match), { type: "codeblock", text: match[2], language: match[1] ?? "" }];
}

function quote(source, index, state) {
  if (state.inQuote || (state.before && !/\n *$/.test(state.before))) return null;
  const match = at(QUOTE, source, index);
  if (!match) return null;
  const long = /^ *>>> ?/.exec(match[0]);
  // The line's end belongs to the quote, but a reader sees no empty line for it.
  const inner = long ? match[0].slice(long[0].length) : match[0].replace(/^ *> ?/gm, "").replace(/\n$/, "");
  state.inQuote = true;
  const children = parseAll(inner, state);
  state.inQuote = false;
  return [end(match), { type: "quote", children }];
}

function list(source, index, state) {
  if (state.listDepth >= DEEPEST_LIST || (state.before && !/\n *$/.test(state.before))) return null;
  const match = at(LIST, source, index);
  if (!match) return null;
  const indent = match[1].length;
  const margin = ` {${indent},${indent + 1}}`;
  const item = new RegExp(`${margin}${BULLET} +[^\\n]*(?:\\n(?!${margin}${BULLET} )[^\\n]*)*(?:\\n|$)`, "g");
  const indented = new RegExp(`^ {1,${ITEM_MARK.exec(match[0])?.[0].length ?? 1}}`, "gm");
  const items = [...match[0].matchAll(item)].map((found) => listItem(found[0].replace(indented, ""), state));
  const number = match[2].length > 1 ? Math.min(Math.max(Number(match[2].slice(0, -1)), 1), HIGHEST_START) : null;
  return [end(match), { type: "list", start: number, items }];
}

function listItem(source, state) {
  const inner = source.replace(ITEM_MARK, "").replace(/ *\n$/, "");
  const nodes = parseAll(inner, { ...state, headings: false, listDepth: state.listDepth + 1 });
  return nodes.map((node) => (node.type === "text" ? text(node.text.replace(/\n+\s*$/, "")) : node));
}

function escape(source, index, state) {
  const match = state.inLabel ? null : at(ESCAPE, source, index);
  return match && [end(match), text(match[1])];
}

/** An address that Discord doesn't link loses its brackets all the same. */
function angleLink(source, index) {
  let match = at(ANGLE_LINK, source, index);
  if (match) return [end(match), linked(match[1])];
  if ((match = at(MAIL, source, index))) {
    const target = match[1].startsWith("mailto:") ? match[1] : `mailto:${match[1]}`;
    return [end(match), link(target, [text(match[1])])];
  }
  if ((match = at(PHONE, source, index))) {
    const number = match[1].replace(/[ /]+/g, "-");
    return [end(match), link(/^[ts]/.test(number) ? number : `tel:${number}`, [text(match[1])])];
  }
  return null;
}

const link = (target, children, title = "") => ({ type: "link", target, children, title });
const linked = (address) => (isLinkable(address) ? link(address, [text(address)]) : text(address));

function url(source, index) {
  const match = at(URL_TEXT, source, index);
  if (!match) return null;
  let address = match[0];
  // One closing parenthesis too many is the sentence's, not the address's.
  if (/\)*$/.exec(address)[0].length > address.split("(").length - 1) address = address.slice(0, -1);
  return [index + address.length, linked(address)];
}

function isLinkable(address) {
  const parsed = URL.canParse(address) ? new URL(address) : null;
  return parsed !== null && LINK_SCHEMES.has(parsed.protocol) && (!/^https?:/.test(parsed.protocol) || /^https?:\/\/[^/?#]/i.test(address));
}

function maskedLink(source, index, state) {
  const match = at(MASKED_LINK, source, index);
  if (!match) return null;
  const [whole, label, written, title] = match;
  const target = written.replace(/\\([^0-9A-Za-z\s])/g, "$1");
  if (state.inLabel) return [end(match), link(target, [])];
  const inside = { ...state, inLabel: true };
  if (!(isLinkable(target) && label.trim() && isMereText(parseAll(label, inside), inside))) return [end(match), text(whole)];
  return [end(match), link(target, parseAll(label, { ...inside, rules: LABEL_RULES }), title ?? "")];
}

/** Whether a masked link may show this: no other link, no mention, nor any hidden in code. */
function isMereText(nodes, state) {
  return nodes.every((node) => {
    if (["link", "mention", "codeblock"].includes(node.type)) return false;
    const inner = node.type === "code" ? parseAll(node.text, { ...state }) : node.children ?? node.items?.flat() ?? [];
    return isMereText(inner, state);
  });
}

function emphasis(source, index, state) {
  let best = null;
  for (const [style, pattern] of EMPHASES[source[index]]) {
    const match = at(pattern, source, index);
    if (match && (!best || end(match) > end(best.match))) best = { style, match };
  }
  return best && [end(best.match), { type: "styled", style: best.style, children: parseAll(best.match[1], state) }];
}

function code(source, index) {
  const match = at(CODE, source, index);
  return match && [end(match), { type: "code", text: match[2].replace(/^ (?= *`)|(` *) $/g, "$1") }];
}

function lineBreak(source, index) {
  const match = at(LINE_BREAK, source, index);
  return match && [end(match), text("\n")];
}

function timestamp(source, index) {
  const match = at(TIMESTAMP, source, index);
  if (!match) return null;
  const seconds = Number(match[1]);
  if (Math.abs(seconds) > LAST_SECOND) return [end(match), text(match[0])];
  return [end(match), { type: "timestamp", seconds, style: match[2] ?? "f" }];
}

function spoiler(source, index, state) {
  const match = at(SPOILER, source, index);
  return match && [end(match), { type: "styled", style: "spoiler", children: parseAll(match[1], state) }];
}

function mention(source, index) {
  for (const [target, pattern] of MENTIONS) {
    const match = at(pattern, source, index);
    if (match) return [end(match), { type: "mention", target, id: match.groups?.id ?? "", name: match.groups?.name ?? "" }];
  }
  return null;
}

function emoji(source, index, state) {
  let match = at(GUILD_EMOJI, source, index);
  if (match) {
    const { name, id, animated } = match.groups;
    return [end(match), { type: "emoji", name, character: "", id, animated: animated !== "" }];
  }
  match = at(SHORTCODE, source, index);
  if (!match || !Object.hasOwn(state.shortcodes, match[1])) return null;
  return [end(match), { type: "emoji", name: match[1], character: state.shortcodes[match[1]], id: "", animated: false }];
}

function shrug(source, index) {
  const match = at(SHRUG, source, index);
  return match && [end(match), text(match[0])];
}

// In the client's order; a rule is tried only where one of its first characters stands.
const RULES = [
  [" #", heading],
  ["-", subtext],
  ["`", codeBlock],
  [" >", quote],
  [" *-0123456789", list],
  ["\\", escape],
  ["<", angleLink],
  ["hs", url],
  ["[", maskedLink],
  ["*_~", emphasis],
  ["`", code],
  [" ", lineBreak],
  ["<", timestamp],
  ["|", spoiler],
  ["<@", mention],
  ["<:", emoji],
  ["¯", shrug],
];
const LABEL_RULES = RULES.filter(([, rule]) => [emphasis, code, lineBreak, timestamp, spoiler, emoji].includes(rule));
