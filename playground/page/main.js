/** Puts the page together: the connection feeds the store, views draw it, and what a member does goes back. */

import { ChannelView } from "./channel-view.js";
import { offered } from "./commands.js";
import { Composer } from "./composer.js";
import { Connection } from "./connection.js";
import { byId } from "./dom.js";
import { icon } from "./icons.js";
import { Inspector } from "./inspector.js";
import { openMenu } from "./menu.js";
import { Sidebar } from "./sidebar.js";
import { Store } from "./store.js";

const shortcodes = await (await fetch("shortcodes.json")).json();
const connection = new Connection();
const store = new Store();
const commands = new Map(); // what is offered, by member and channel

const here = () => ({ as: store.me.id, channel: store.channel.id });
const to = (message) => ({ as: store.me.id, channel: message.channel, message: message.id });

async function offeredHere() {
  const key = `${store.me.id} ${store.channel.id}`;
  if (!commands.has(key)) commands.set(key, offered(await connection.ask("commands", here()), store.locale));
  return commands.get(key);
}

function goTo(channel) {
  closeDrawer();
  store.goTo(channel);
  composer.focus();
}

async function ask(question) {
  const { channel } = store;
  const content = channel.answers || channel.kind === "direct" ? question : `<@${store.bot.id}> ${question}`;
  await attempt(() => connection.ask("say", { ...here(), content }));
  composer.focus();
}

/** What Discord refuses is said under the composer. */
async function attempt(run) {
  composer.say("");
  try {
    return await run();
  } catch (error) {
    composer.say(error.message === "closed" ? store.t("disconnected") : error.message);
    return null;
  }
}

async function more(message, anchor) {
  const own = message.author === store.me.id;
  const offer = await attempt(offeredHere);
  const use = (menu) => () => attempt(() => connection.ask("menu", { ...to(message), name: menu.name }));
  const items = [
    { label: store.t("reply"), pick: () => composer.reply(message) },
    { label: store.t("copy"), pick: () => navigator.clipboard.writeText(message.content) },
  ];
  if (own) items.push({ label: store.t("edit"), pick: () => composer.edit(message) });
  if (own || (store.me.moderator && message.guild)) {
    items.push({ label: store.t("remove"), danger: true, pick: () => attempt(() => connection.ask("delete", to(message))) });
  }
  if (offer?.menus.length) items.push(store.t("apps"), ...offer.menus.map((menu) => ({ label: menu.shown, pick: use(menu) })));
  openMenu(anchor, items);
}

const composer = new Composer(store, {
  say: (channel, content, answering) =>
    connection.ask("say", { as: store.me.id, channel: channel.id, content, reply_to: answering?.message.id ?? null, ping: answering?.ping ?? true }),
  change: (message, content) => connection.ask("edit", { ...to(message), content }),
  run: (command, options) => connection.ask("command", { ...here(), name: command.name, options }),
  complete: (command, options, focused) => connection.ask("autocomplete", { ...here(), name: command.name, options, focused }),
  commands: offeredHere,
  ask,
  editLast: () => {
    const last = store.history(store.channel.id).findLast((message) => message.author === store.me.id && !message.only_for);
    if (last) composer.edit(last);
  },
});

const channelView = new ChannelView(
  store,
  {
    reply: (message) => composer.reply(message),
    edit: (message) => composer.edit(message),
    more,
    press: (message, button) => attempt(() => connection.ask("press", { ...to(message), custom_id: button.custom_id })),
    dismiss: (message) => {
      store.removeMessages(message.channel, [message.id]);
      composer.focus();
    },
    show: (message) => channelView.show(message),
    ask,
    post: async (title, content) => {
      const id = await attempt(() => connection.ask("post", { ...here(), title, content }));
      if (id) goTo(store.channels.get(id));
    },
    open: goTo,
  },
  shortcodes,
);
new Sidebar(store, goTo);
new Inspector(store, connection);

connection.addEventListener("hello", ({ detail }) => {
  commands.clear();
  document.body.classList.remove("starting");
  store.start(detail);
  status();
});
connection.addEventListener("closed", () => status(store.t("disconnected")));
connection.addEventListener("message", ({ detail }) => store.takeMessage(detail.message));
connection.addEventListener("removed", ({ detail }) => store.removeMessages(detail.channel, detail.ids));
connection.addEventListener("channel", ({ detail }) => store.takeChannel(detail.channel));
connection.addEventListener("channel-removed", ({ detail }) => store.removeChannel(detail.id));
connection.addEventListener("commands", () => commands.clear());
connection.addEventListener("online", ({ detail }) => {
  store.online = detail.online;
  status();
});
connection.addEventListener("interaction", ({ detail }) => store.takeInteraction(detail.interaction));
connection.addEventListener("typing", ({ detail }) => {
  const entry = { user: detail.user };
  store.typing.set(detail.channel, entry);
  store.tell("typing");
  setTimeout(() => {
    if (store.typing.get(detail.channel) !== entry) return;
    store.typing.delete(detail.channel);
    store.tell("typing");
  }, 10_000);
});

function status(words = store.online ? "" : store.t("botAway")) {
  byId("status").textContent = words;
  byId("status").hidden = !words;
}

function drawHead() {
  const { channel } = store;
  const topic = { text: channel.answers ? "topicAnswers" : "topicText", forum: "topicForum", direct: "topicDirect", thread: "topicThread" }[channel.kind];
  document.documentElement.lang = store.locale;
  document.title = `${store.title(channel)} · ${store.guild.name}`;
  byId("channel-title").textContent = store.title(channel);
  byId("channel-topic").textContent = store.t(topic);
  for (const [id, key] of [["theme", "theme"], ["inspector-toggle", "inspector"], ["drawer-toggle", "openChannels"]]) {
    byId(id).setAttribute("aria-label", store.t(key));
    byId(id).title = store.t(key);
  }
}
for (const event of ["everything", "place", "channels"]) store.addEventListener(event, drawHead);

function closeDrawer() {
  document.body.classList.remove("drawer");
  byId("drawer-toggle").setAttribute("aria-expanded", "false");
}

byId("drawer-toggle").addEventListener("click", () => {
  const open = document.body.classList.toggle("drawer");
  byId("drawer-toggle").setAttribute("aria-expanded", String(open));
  if (open) byId("channels").querySelector("[aria-current]")?.focus();
});
byId("shade").addEventListener("click", closeDrawer);
byId("sidebar").addEventListener("keydown", (event) => event.key === "Escape" && closeDrawer());
byId("theme").addEventListener("click", () => {
  const dark = document.documentElement.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  document.documentElement.dataset.theme = dark === "dark" ? "light" : "dark";
});
document.addEventListener("keydown", (event) => {
  const isText = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
  if (isText && document.activeElement === document.body) {
    composer.focus(); // as in Discord, whoever types writes a message
  } else if (event.key === "F6") {
    event.preventDefault();
    if (byId("messages").contains(document.activeElement)) composer.focus();
    else channelView.focusLast();
  }
});

for (const button of document.querySelectorAll("[data-icon]")) button.append(icon(button.dataset.icon));
connection.open();
