/** One message as an element: who, when, what, its buttons, and what a member can do with it. */

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { view } from "./markdown-view.js";
import { parse } from "./markdown.js";

const BUTTON_STYLES = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link" };
const REPLY_LENGTH = 120;
const GROUP_MILLISECONDS = 7 * 60_000;

/** `act` has what the toolbar and the buttons do: `reply`, `edit`, `remove`, `more`, `press`, `dismiss`, `show`. */
export function messageView(store, message, previous, act, shortcodes) {
  const author = store.users.get(message.author);
  const compact = isContinued(message, previous);
  const nodes = parse(message.content, shortcodes);
  const shown = view(nodes, { names: (mention) => store.mention(mention), locale: store.locale });
  const mine = message.mentions.includes(store.me.id) || message.mentions_everyone;
  const classes = ["message", compact && "compact", mine && "mentioned", message.only_for && "only-you"];
  return h(
    "li",
    { id: `message-${message.id}`, class: classes.filter(Boolean).join(" "), tabindex: -1, "data-id": message.id },
    above(store, message, act),
    compact ? null : avatar(author),
    compact ? h("span", { class: "visually-hidden" }, `${author.name}: `) : header(store, author, message),
    message.loading ? thinking(store, author) : h("div", { class: "content" }, shown, edited(store, message)),
    message.rows.map((row) => h("div", { class: "buttons" }, row.map((button) => buttonView(store, message, button, act)))),
    failure(store, message),
    message.only_for ? onlyYou(store, message, act) : null,
    toolbar(store, message, act),
  );
}

function isContinued(message, previous) {
  return Boolean(
    previous &&
      previous.author === message.author &&
      !message.reply &&
      !message.origin &&
      !message.only_for &&
      !previous.only_for &&
      message.at - previous.at < GROUP_MILLISECONDS,
  );
}

export function avatar(user) {
  const shade = user.bot ? "bot" : `shade-${[...user.name].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % 5}`;
  return h("span", { class: `avatar ${shade}`, "aria-hidden": "true" }, user.bot ? "❝" : user.name.slice(0, 1));
}

export function nameView(store, user) {
  return [
    h("span", { class: user.bot ? "name bot" : "name" }, user.name),
    user.bot ? h("span", { class: "badge" }, store.t("app")) : null,
  ];
}

function header(store, author, message) {
  const moment = new Date(message.at);
  const time = new Intl.DateTimeFormat(store.locale, { timeStyle: "short" }).format(moment);
  const full = new Intl.DateTimeFormat(store.locale, { dateStyle: "full", timeStyle: "short" }).format(moment);
  return h("div", { class: "head" }, nameView(store, author), h("time", { datetime: moment.toISOString(), title: full }, time));
}

function edited(store, message) {
  return message.edited ? h("span", { class: "edited" }, ` ${store.t("edited")}`) : null;
}

function thinking(store, author) {
  return h("div", { class: "content thinking" }, dots(), store.t("thinking", { name: author.name }));
}

export function dots() {
  return h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i"));
}

/** The line over a reply, or over an answer to a command. */
function above(store, message, act) {
  if (message.origin) {
    const user = store.users.get(message.origin.user);
    return usedView(store, user, message.origin.name);
  }
  if (!message.reply) return null;
  const target = store.message(message.reply.channel, message.reply.id);
  if (!target) return h("div", { class: "above" }, h("span", { class: "gone" }, store.t("original")));
  const author = store.users.get(target.author);
  const content = view(parse(target.content), { names: (mention) => store.mention(mention), locale: store.locale });
  const excerpt = h("span", {}, content).textContent.replace(/\s+/g, " ").slice(0, REPLY_LENGTH);
  return h(
    "button",
    { class: "above", type: "button", tabindex: -1, onclick: () => act.show(target) },
    h("span", { class: "name" }, `@${author.name}`),
    h("span", { class: "excerpt" }, excerpt),
  );
}

export function usedView(store, user, command) {
  const [before, after] = store.t("usedCommand", { name: "\u0000", command: "\u0001" }).split("\u0000");
  const [between, rest] = after.split("\u0001");
  return h(
    "div",
    { class: "above" },
    before,
    h("span", { class: "name" }, user.name),
    between,
    h("span", { class: "mention" }, command),
    rest,
  );
}

function buttonView(store, message, button, act) {
  const waiting = [...store.interactions.values()].some(
    (found) => found.state === "waiting" && found.message === message.id && found.custom_id === button.custom_id,
  );
  const label = [button.emoji ? h("span", { class: "emoji" }, button.emoji) : null, button.label];
  const style = `pressable ${BUTTON_STYLES[button.style] ?? "secondary"}`;
  if (button.url) {
    const href = /^https?:/i.test(button.url) ? button.url : null;
    return h("a", { class: style, href, target: "_blank", rel: "noopener noreferrer nofollow" }, label);
  }
  return h(
    "button",
    {
      type: "button",
      class: waiting ? `${style} waiting` : style,
      disabled: button.disabled,
      "aria-disabled": waiting ? "true" : null,
      "aria-label": button.label ? null : button.emoji,
      "data-custom-id": button.custom_id,
      onclick: () => waiting || act.press(message, button),
    },
    h("span", { class: "label" }, label),
    waiting ? dots() : null,
  );
}

function failure(store, message) {
  const failed = [...store.interactions.values()].some((found) => found.state === "failed" && found.message === message.id);
  return failed ? h("div", { class: "failure", role: "alert" }, store.t("noResponse")) : null;
}

function onlyYou(store, message, act) {
  return h(
    "div",
    { class: "only-you-note" },
    icon("eye"),
    store.t("onlyYou"),
    " · ",
    h("button", { type: "button", class: "plain", onclick: () => act.dismiss(message) }, store.t("dismiss")),
  );
}

function toolbar(store, message, act) {
  if (message.only_for || message.loading) return null;
  const tool = (key, sign, run) => h("button", { type: "button", class: "tool", "aria-label": store.t(key), title: store.t(key), onclick: run }, sign);
  const own = message.author === store.me.id;
  return h(
    "div",
    { class: "toolbar", role: "toolbar", "aria-label": store.t("moreActions") },
    tool("reply", icon("reply"), () => act.reply(message)),
    own ? tool("edit", icon("edit"), () => act.edit(message)) : null,
    tool("moreActions", icon("more"), (event) => act.more(message, event.currentTarget)),
  );
}
