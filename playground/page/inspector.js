/** The pane for people who develop the bot: every frame and request between bot and playground, in order. */

import { byId, fill, h } from "./dom.js";

const SHOWN = 500;
const OPCODES = { 0: "DISPATCH", 1: "HEARTBEAT", 2: "IDENTIFY", 3: "PRESENCE", 6: "RESUME", 7: "RECONNECT", 8: "REQUEST_MEMBERS", 9: "INVALID_SESSION", 10: "HELLO", 11: "HEARTBEAT_ACK" };

export class Inspector {
  #store;
  #connection;
  #pane = byId("inspector");
  #list = byId("entries");
  #filter = byId("entry-filter");
  #toggle = byId("inspector-toggle");
  #first = null;

  constructor(store, connection) {
    this.#store = store;
    this.#connection = connection;
    this.#toggle.addEventListener("click", () => this.#switch(this.#pane.hidden));
    byId("inspector-close").addEventListener("click", () => this.#switch(false));
    byId("entry-clear").addEventListener("click", () => this.#clear());
    this.#filter.addEventListener("input", () => this.#sift());
    this.#pane.addEventListener("keydown", (event) => event.key === "Escape" && this.#switch(false));
    connection.addEventListener("entries", ({ detail }) => this.#take(detail.entries));
    store.addEventListener("everything", () => this.#words());
    connection.addEventListener("hello", () => !this.#pane.hidden && this.#switch(true));
  }

  #words() {
    const t = (key) => this.#store.t(key);
    this.#filter.placeholder = t("filter");
    this.#filter.setAttribute("aria-label", t("filter"));
    byId("inspector-title").textContent = t("inspector");
    byId("entry-clear").textContent = t("clear");
    byId("inspector-close").setAttribute("aria-label", t("cancel"));
    this.#list.dataset.empty = t("empty");
  }

  async #switch(on) {
    this.#pane.hidden = !on;
    this.#toggle.setAttribute("aria-expanded", String(on));
    this.#clear();
    await this.#connection.ask("inspect", { on }).catch(() => {});
    (on ? this.#filter : this.#toggle).focus();
  }

  #clear() {
    fill(this.#list);
    this.#first = null;
  }

  #take(entries) {
    const end = this.#list.scrollHeight - this.#list.scrollTop - this.#list.clientHeight < 60;
    for (const entry of entries) {
      this.#first ??= entry.at;
      const node = this.#entry(entry);
      node.hidden = !this.#fits(node);
      this.#list.append(node);
    }
    while (this.#list.childElementCount > SHOWN) this.#list.firstElementChild.remove();
    if (end) this.#list.scrollTop = this.#list.scrollHeight;
  }

  #entry(entry) {
    const seconds = (entry.at - this.#first).toFixed(3);
    const direction = entry.from_bot ? "fromBot" : "toBot";
    const details = h(
      "details",
      {},
      h(
        "summary",
        {},
        h("time", {}, `+${seconds}`),
        h("span", { class: direction, title: this.#store.t(direction), "aria-label": this.#store.t(direction) }, entry.from_bot ? "→" : "←"),
        entry.method ? this.#exchange(entry) : this.#frame(entry),
      ),
    );
    // The body is written only when somebody looks: most are long, and nobody does.
    details.addEventListener("toggle", () => details.open && details.childElementCount === 1 && details.append(this.#body(entry)));
    return h("li", { class: entry.method ? "exchange" : "frame" }, details);
  }

  #exchange(entry) {
    const took = `${(entry.seconds * 1000).toFixed(1)} ms`;
    const path = entry.path.replace(/[\w-]{40,}/g, "…"); // an interaction's token says nothing to a reader
    return [
      h("span", { class: "what" }, `${entry.method} `, path.split(/(?=\/)/).flatMap((step) => [h("wbr"), step])),
      h("span", { class: entry.status < 400 ? "status" : "status refused" }, String(entry.status)),
      h("span", { class: "took" }, took),
    ];
  }

  #frame(entry) {
    const { op, t, s } = entry.payload;
    return [h("span", { class: "what" }, t ?? OPCODES[op] ?? `op ${op}`), h("span", { class: "took" }, s ? `#${s}` : "")];
  }

  #body(entry) {
    if (!entry.method) return h("pre", { tabindex: 0 }, JSON.stringify(entry.payload, null, 2));
    const parts = [];
    if (entry.request !== null) parts.push(h("h3", {}, "→"), h("pre", { tabindex: 0 }, JSON.stringify(entry.request, null, 2)));
    if (entry.reply !== null) parts.push(h("h3", {}, "←"), h("pre", { tabindex: 0 }, JSON.stringify(entry.reply, null, 2)));
    return h("div", {}, parts);
  }

  #sift() {
    for (const node of this.#list.children) node.hidden = !this.#fits(node);
  }

  #fits(node) {
    return node.querySelector("summary").textContent.toLowerCase().includes(this.#filter.value.trim().toLowerCase());
  }
}
