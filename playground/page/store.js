/** What the page knows of the world, and who looks at which channel. Views listen to its events. */

import { text } from "./texts.js";

export class Store extends EventTarget {
  users = new Map();
  roles = new Map();
  channels = new Map();
  messages = new Map(); // by channel, each a Map by message id in the order of time
  interactions = new Map(); // those under way or failed
  typing = new Map(); // by channel: the user, until when
  bot = null;
  me = null;
  channel = null;
  guild = null;
  examples = {};

  get locale() {
    return this.me?.locale ?? "en";
  }

  /** The page's own words. */
  t(key, values) {
    return text(this.locale, key, values);
  }

  start(hello) {
    this.users = new Map(hello.users.map((user) => [user.id, user]));
    this.roles = new Map(hello.roles.map((role) => [role.id, role]));
    this.channels = new Map(hello.channels.map((channel) => [channel.id, channel]));
    this.messages = new Map();
    this.interactions = new Map();
    for (const message of hello.messages) this.#history(message.channel).set(message.id, message);
    this.bot = this.users.get(hello.bot);
    this.guild = hello.guild;
    this.examples = hello.examples;
    this.online = hello.online;
    this.me = this.users.get(this.me?.id) ?? this.people()[0];
    this.channel = this.channels.get(this.channel?.id) ?? [...this.channels.values()].find((channel) => channel.kind === "text");
    this.tell("everything");
  }

  people() {
    return [...this.users.values()].filter((user) => !user.bot);
  }

  /** Those of a channel that the member sees. */
  history(channelId) {
    const all = this.messages.get(channelId);
    return all ? [...all.values()].filter((message) => message.only_for === null || message.only_for === this.me.id) : [];
  }

  message(channelId, id) {
    return this.messages.get(channelId)?.get(id);
  }

  directMessages() {
    return [...this.channels.values()].find((channel) => channel.recipient === this.me.id);
  }

  #history(channelId) {
    if (!this.messages.has(channelId)) this.messages.set(channelId, new Map());
    return this.messages.get(channelId);
  }

  takeMessage(message) {
    this.#history(message.channel).set(message.id, message);
    if (message.author === this.typing.get(message.channel)?.user) this.typing.delete(message.channel);
    this.tell("message", message);
  }

  removeMessages(channelId, ids) {
    for (const id of ids) this.messages.get(channelId)?.delete(id);
    this.tell("removed", { channel: channelId, ids });
  }

  takeChannel(channel) {
    this.channels.set(channel.id, channel);
    if (this.channel?.id === channel.id) this.channel = channel;
    this.tell("channels");
  }

  removeChannel(id) {
    this.channels.delete(id);
    if (this.channel?.id === id) this.goTo([...this.channels.values()][0]);
    this.tell("channels");
  }

  takeInteraction(interaction) {
    if (interaction.state === "answered") this.interactions.delete(interaction.id);
    else this.interactions.set(interaction.id, interaction);
    this.tell("interaction", interaction);
  }

  dropInteraction(id) {
    const interaction = this.interactions.get(id);
    this.interactions.delete(id);
    this.tell("interaction", interaction);
  }

  goTo(channel) {
    this.channel = channel;
    this.tell("place");
  }

  speakAs(user) {
    const wasDirect = this.channel.recipient !== null;
    this.me = user;
    if (wasDirect) this.channel = this.directMessages();
    this.tell("everything");
  }

  /** How a channel is called, with its sign. */
  title(channel) {
    if (channel.kind === "direct") return `@${this.bot.name}`;
    return channel.kind === "text" ? `#${channel.name}` : channel.name;
  }

  /** How a mention reads, and whether it means the reader. */
  mention({ target, id, name }) {
    if (target === "everyone" || target === "here") return { text: `@${target}`, mine: true };
    if (target === "command") return { text: `/${name}`, mine: false };
    if (target === "channel") {
      const channel = this.channels.get(id);
      return { text: channel ? `#${channel.name}` : "#unknown", mine: false };
    }
    if (target === "role") return { text: `@${this.roles.get(id)?.name ?? "unknown-role"}`, mine: this.me.roles.includes(id) };
    const user = this.users.get(id);
    return { text: user ? `@${user.name}` : `<@${id}>`, mine: id === this.me.id };
  }

  tell(type, detail = null) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
