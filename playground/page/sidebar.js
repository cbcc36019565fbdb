/** The left side: channels, and who is speaking. */

import { byId, fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { avatar } from "./message-view.js";

export class Sidebar {
  #store;
  #open;

  /** `open(channel)` goes there. */
  constructor(store, open) {
    this.#store = store;
    this.#open = open;
    for (const event of ["everything", "place", "channels"]) store.addEventListener(event, () => this.#draw());
    byId("speaker").addEventListener("change", (event) => store.speakAs(store.users.get(event.target.value)));
  }

  #draw() {
    const { t, channels, guild } = { t: (...words) => this.#store.t(...words), ...this.#store };
    const all = [...channels.values()];
    const direct = this.#store.directMessages();
    byId("guild").textContent = guild.name;
    byId("speak-as").textContent = t("speakAs");
    fill(
      byId("channels"),
      this.#group(t("textChannels"), all.filter((channel) => channel.kind === "text")),
      this.#group(t("forums"), all.filter((channel) => channel.kind === "forum")),
      this.#group(t("directMessages"), direct ? [direct] : []),
    );
    this.#speakers();
  }

  #group(title, channels) {
    const rows = channels.flatMap((channel) => [channel, ...this.#threads(channel)]);
    if (!rows.length) return null;
    return h("section", {}, h("h2", {}, title), h("ul", {}, rows.map((channel) => this.#row(channel))));
  }

  #threads(channel) {
    return [...this.#store.channels.values()].filter((thread) => thread.parent === channel.id);
  }

  #row(channel) {
    const current = channel === this.#store.channel;
    const name = channel.kind === "direct" ? this.#store.bot.name : channel.name;
    return h(
      "li",
      { class: channel.kind },
      h(
        "button",
        { type: "button", class: "channel", "aria-current": current ? "page" : null, onclick: () => this.#open(channel) },
        icon(channel.kind),
        h("span", { class: "channel-name" }, name),
        channel.answers && channel.kind !== "thread" ? this.#badge(this.#store.t("topicAnswers")) : null,
      ),
    );
  }

  #badge(words) {
    return h("span", { class: "answers", role: "img", "aria-label": words, title: words }, "?");
  }

  #speakers() {
    const { me, guild } = this.#store;
    const options = this.#store.people().map((user) => {
      const role = user.id === guild.owner ? this.#store.t("owner") : user.moderator ? this.#store.t("moderator") : null;
      const about = [user.locale, role].filter(Boolean).join(", ");
      return h("option", { value: user.id, selected: user === me }, `${user.name} (${about})`);
    });
    fill(byId("speaker"), options);
    fill(byId("speaker-avatar"), avatar(me));
  }
}
