/** Where a member writes: text with mentions, replies and edits, and the way into a slash command. */

import { byId, fill, h } from "./dom.js";
import { matching } from "./commands.js";
import { CommandForm } from "./command-form.js";
import { icon } from "./icons.js";
import { openMenu } from "./menu.js";
import { Suggestions } from "./suggestions.js";

export class Composer {
  #store;
  #act;
  #field = byId("field");
  #bar = byId("reply-bar");
  #note = byId("composer-note");
  #suggestions = new Suggestions(byId("suggestions"));
  #form;
  #answering = null; // { message, ping }
  #editing = null;
  #drafts = new Map(); // by channel

  /** `act` has `say`, `change`, `run`, `complete`, `commands`, `ask`, `editLast`. */
  constructor(store, act) {
    this.#store = store;
    this.#act = act;
    this.#form = new CommandForm(store, byId("command-form"), this.#suggestions, {
      run: (command, options) => this.#run(command, options),
      complete: act.complete,
      leave: () => this.#leaveCommand(),
    });
    this.#field.addEventListener("input", () => this.#typed());
    this.#field.addEventListener("keydown", (event) => this.#key(event));
    this.#field.addEventListener("blur", () => this.#suggestions.close());
    byId("send").addEventListener("click", () => (this.#form.isOpen ? this.#form.submit() : this.#send()));
    byId("examples").addEventListener("click", (event) => this.#examples(event.currentTarget));
    store.addEventListener("everything", () => this.#arrive());
    store.addEventListener("place", () => this.#arrive());
  }

  focus() {
    if (this.#form.isOpen) this.#form.focus();
    else this.#field.focus();
  }

  reply(message) {
    this.#editing = null;
    this.#answering = { message, ping: true };
    this.#drawBar();
    this.focus();
  }

  edit(message) {
    this.#answering = null;
    this.#editing = message;
    this.#field.value = this.#readable(message.content);
    this.#drawBar();
    this.#grow();
    this.focus();
  }

  say(note) {
    this.#note.textContent = note;
  }

  #arrive() {
    const { channel } = this.#store;
    byId("composer").hidden = channel.kind === "forum";
    this.#form.close();
    this.#cancel(false);
    this.#field.value = this.#drafts.get(channel.id) ?? "";
    const label = this.#store.t("messageIn", { channel: this.#store.title(channel) });
    this.#field.placeholder = label;
    this.#field.setAttribute("aria-label", label);
    byId("send").setAttribute("aria-label", this.#store.t("send"));
    byId("examples").setAttribute("aria-label", this.#store.t("examples"));
    byId("examples").title = this.#store.t("examples");
    this.say("");
    this.#grow();
    if (matchMedia("(hover: hover)").matches && document.activeElement === document.body) this.focus();
  }

  #typed() {
    this.#grow();
    this.say("");
    const { value, selectionStart } = this.#field;
    if (!this.#editing) this.#drafts.set(this.#store.channel.id, value);
    if (!this.#editing && /^\/[^\n]*$/.test(value)) {
      this.#offerCommands(value.slice(1));
      return;
    }
    const mention = /(?:^|\s)@([\p{L}\p{N}_]*)$/u.exec(value.slice(0, selectionStart));
    if (mention) this.#offerMentions(mention[1]);
    else this.#suggestions.close();
  }

  async #offerCommands(typed) {
    const { slash } = await this.#act.commands();
    if (this.#field.value.slice(1) !== typed || !this.#field.value.startsWith("/")) return;
    const items = matching(slash, typed.trim()).map((command) => ({ label: `/${command.shown}`, hint: command.description, value: command }));
    const title = this.#store.t("commandsOf", { name: this.#store.bot.name });
    this.#suggestions.open(this.#field, title, items, ({ value }) => this.#enterCommand(value), { note: this.#store.t("noCommands") });
  }

  #offerMentions(typed) {
    const begins = (name) => name.toLowerCase().startsWith(typed.toLowerCase());
    const { users, roles, bot, me, channel } = this.#store;
    const here = channel.kind === "direct" ? [bot, me] : [bot, ...[...users.values()].filter((user) => user !== bot)];
    const people = here
      .filter((user) => begins(user.name))
      .map((user) => ({ label: `@${user.name}`, hint: user.bot ? this.#store.t("app") : "", value: `@${user.name}` }));
    const groups = channel.kind === "direct" ? [] : [...roles.values()].filter((role) => begins(role.name));
    const items = [...people, ...groups.map((role) => ({ label: `@${role.name}`, hint: this.#store.t("role"), value: `<@&${role.id}>` }))];
    this.#suggestions.open(this.#field, this.#store.t("mentionWhom"), items, ({ value }) => this.#mention(typed, value));
  }

  #mention(typed, value) {
    const place = this.#field.selectionStart;
    this.#field.setRangeText(`${value} `, place - typed.length - 1, place, "end");
    this.#typed();
  }

  #key(event) {
    if (event.isComposing || this.#suggestions.handle(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#send();
    } else if (event.key === "Escape") {
      this.#cancel(true);
    } else if (event.key === "ArrowUp" && !this.#field.value) {
      event.preventDefault();
      this.#act.editLast();
    }
  }

  async #send() {
    if (await this.#isCommand()) return;
    const content = this.#markup(this.#field.value.trim());
    if (!content) return;
    const { channel } = this.#store;
    const [written, editing, answering] = [this.#field.value, this.#editing, this.#answering];
    this.#drafts.delete(channel.id);
    this.#cancel(true);
    this.#field.value = "";
    this.#grow();
    try {
      if (editing) await this.#act.change(editing, content);
      else await this.#act.say(channel, content, answering);
    } catch (error) {
      this.say(error.message);
      if (channel === this.#store.channel && !this.#field.value) this.#field.value = written;
    }
  }

  /** Whoever is faster than the list means the command all the same. */
  async #isCommand() {
    const { value } = this.#field;
    if (this.#editing || !value.startsWith("/")) return false;
    const { slash } = await this.#act.commands();
    const command = slash.find(({ name, shown }) => [name, shown].includes(value.slice(1).trim()));
    if (command && !this.#form.isOpen) this.#enterCommand(command);
    return command !== undefined;
  }

  #cancel(refocus) {
    if (this.#editing) this.#field.value = "";
    this.#editing = this.#answering = null;
    this.#drawBar();
    if (refocus) this.focus();
  }

  #drawBar() {
    const t = (key, values) => this.#store.t(key, values);
    this.#bar.hidden = !this.#editing && !this.#answering;
    if (this.#bar.hidden) return;
    const close = h("button", { type: "button", class: "plain", "aria-label": t("cancel"), onclick: () => this.#cancel(true) }, icon("close"));
    if (this.#editing) {
      fill(this.#bar, h("span", {}, t("edit")), close);
      return;
    }
    const { message, ping } = this.#answering;
    const { name } = this.#store.users.get(message.author);
    const toggle = () => {
      this.#answering.ping = !this.#answering.ping;
      this.#drawBar();
    };
    const pinging = h("button", { type: "button", class: "plain", "aria-pressed": String(ping), title: t("pingHint", { name }), onclick: toggle }, t(ping ? "pingOn" : "pingOff"));
    fill(this.#bar, h("span", {}, t("replyingTo", { name })), pinging, close);
  }

  #enterCommand(command) {
    this.#suggestions.close();
    this.#field.value = "";
    this.#drafts.delete(this.#store.channel.id);
    this.#cancel(false);
    byId("writing").hidden = true;
    this.#form.open(command);
  }

  #leaveCommand() {
    byId("writing").hidden = false;
    this.#field.focus();
  }

  async #run(command, options) {
    this.say("");
    try {
      await this.#act.run(command, options);
    } catch (error) {
      this.say(error.message);
    }
  }

  #examples(anchor) {
    const questions = Object.values(this.#store.examples).flat();
    openMenu(anchor, [this.#store.t("examples"), ...questions.map((question) => ({ label: question, pick: () => this.#act.ask(question) }))]);
  }

  /** "@Name" as Discord's client sends it. */
  #markup(content) {
    const names = [...this.#store.users.values()].sort((one, other) => other.name.length - one.name.length);
    return names.reduce((result, user) => {
      const name = user.name.replace(/[^\p{L}\p{N}]/gu, "\\$&");
      return result.replace(new RegExp(`(?<![\\p{L}\\p{N}_<])@${name}(?![\\p{L}\\p{N}_])`, "gv"), `<@${user.id}>`);
    }, content);
  }

  #readable(content) {
    return content.replace(/<@!?(\d+)>/g, (whole, id) => (this.#store.users.has(id) ? `@${this.#store.users.get(id).name}` : whole));
  }

  #grow() {
    this.#field.style.height = "auto";
    this.#field.style.height = `${Math.min(this.#field.scrollHeight, innerHeight * 0.4)}px`;
  }
}
