/** The middle of the page: a channel's messages, or a forum's posts. */

import { byId, fill, h } from "./dom.js";
import { avatar, dots, messageView, nameView, usedView } from "./message-view.js";

const NEAR = 80; // pixels from the end: still reading the newest message

export class ChannelView {
  #store;
  #act;
  #shortcodes;
  #scroller = byId("scroller");
  #list = byId("messages");
  #pending = byId("pending");
  #typing = byId("typing");
  #top = byId("welcome");
  #forum = byId("forum");
  #followsEnd = true;

  /** `act` is what the messages need (see messageView) and `ask(question)`, `post(title, text)`, `open(channel)`. */
  constructor(store, act, shortcodes) {
    this.#store = store;
    this.#act = act;
    this.#shortcodes = shortcodes;
    store.addEventListener("everything", () => this.#all());
    store.addEventListener("place", () => this.#all());
    store.addEventListener("channels", () => this.#posts());
    store.addEventListener("removed", ({ detail }) => detail.channel === this.#store.channel.id && this.#redraw());
    store.addEventListener("message", ({ detail }) => detail.channel === this.#store.channel.id && this.#take(detail));
    store.addEventListener("interaction", ({ detail }) => detail.channel === this.#store.channel.id && this.#interaction(detail));
    store.addEventListener("typing", () => this.#isTyping());
    this.#scroller.addEventListener("scroll", () => (this.#followsEnd = this.#atEnd()));
    new ResizeObserver(() => this.#followsEnd && this.#toEnd()).observe(this.#scroller);
    this.#list.addEventListener("keydown", (event) => this.#walk(event));
  }

  focusLast() {
    this.#list.lastElementChild?.focus();
  }

  show(message) {
    const node = byId(`message-${message.id}`);
    node?.scrollIntoView({ block: "center" });
    node?.focus();
  }

  #all() {
    const isForum = this.#store.channel.kind === "forum";
    this.#scroller.classList.toggle("is-forum", isForum);
    byId("log").setAttribute("aria-label", this.#store.t("messages", { channel: this.#store.title(this.#store.channel) }));
    this.#forum.hidden = !isForum;
    this.#top.hidden = isForum;
    if (isForum) this.#newForum();
    else this.#welcome();
    this.#posts();
    fill(this.#list, this.#nodes());
    this.#waiting();
    this.#isTyping();
    this.#toEnd();
  }

  #redraw() {
    const end = this.#atEnd();
    fill(this.#list, this.#nodes());
    if (end) this.#toEnd();
  }

  #nodes() {
    const history = this.#store.history(this.#store.channel.id);
    return history.map((message, index) => this.#node(message, history[index - 1]));
  }

  #node(message, previous) {
    return messageView(this.#store, message, previous, this.#act, this.#shortcodes);
  }

  #take(message) {
    if (message.only_for !== null && message.only_for !== this.#store.me.id) return;
    const end = this.#atEnd();
    const history = this.#store.history(message.channel);
    const index = history.findIndex((found) => found.id === message.id);
    const node = this.#node(message, history[index - 1]);
    const old = byId(`message-${message.id}`);
    if (old) replaceKeepingFocus(old, node);
    else this.#list.append(node);
    this.#waiting();
    this.#isTyping();
    const wanted = !old && (message.author === this.#store.me.id || message.only_for === this.#store.me.id);
    if (end || wanted) this.#toEnd();
  }

  #interaction(interaction) {
    const end = this.#atEnd();
    const message = interaction.message && this.#store.message(interaction.channel, interaction.message);
    if (message) this.#take(message);
    this.#waiting();
    if (end) this.#toEnd();
  }

  /** Commands that were sent and not answered yet, or never were. */
  #waiting() {
    const { bot, me, channel } = this.#store;
    const open = [...this.#store.interactions.values()].filter(
      (found) => found.name && found.user === me.id && found.channel === channel.id,
    );
    fill(
      this.#pending,
      open.map((found) =>
        h(
          "li",
          { class: "message only-you" },
          usedView(this.#store, me, found.name),
          avatar(bot),
          h("div", { class: "head" }, nameView(this.#store, bot)),
          found.state === "failed"
            ? h("div", { class: "failure", role: "alert" }, this.#store.t("noResponse"))
            : h("div", { class: "content thinking" }, dots(), this.#store.t("sendingCommand")),
          found.state === "failed"
            ? h(
                "div",
                { class: "only-you-note" },
                `${this.#store.t("onlyYou")} · `,
                h("button", { type: "button", class: "plain", onclick: () => this.#store.dropInteraction(found.id) }, this.#store.t("dismiss")),
              )
            : null,
        ),
      ),
    );
  }

  #isTyping() {
    const user = this.#store.typing.get(this.#store.channel.id)?.user;
    const name = this.#store.users.get(user)?.name;
    fill(this.#typing, name ? [dots(), this.#store.t("typing", { name })] : []);
  }

  #welcome() {
    fill(
      this.#top,
      h("h2", {}, this.#store.t("welcomeTitle")),
      h("p", {}, this.#store.t("welcomeText")),
      h(
        "ul",
        { class: "chips" },
        Object.entries(this.#store.examples).flatMap(([lang, questions]) =>
          questions.map((question) =>
            h("li", { lang }, h("button", { type: "button", class: "chip", onclick: () => this.#act.ask(question) }, question)),
          ),
        ),
      ),
    );
  }

  #newForum() {
    const title = h("input", { name: "title", maxlength: 100, required: true, autocomplete: "off" });
    const words = h("textarea", { name: "text", rows: 2, maxlength: 2000, required: true });
    const publish = (event) => {
      event.preventDefault();
      this.#act.post(title.value, words.value);
    };
    fill(
      this.#forum,
      h(
        "form",
        { class: "new-post", onsubmit: publish },
        h("h2", {}, this.#store.t("newPost")),
        h("label", {}, this.#store.t("postTitle"), title),
        h("label", {}, this.#store.t("postText"), words),
        h("button", { type: "submit", class: "primary" }, this.#store.t("post")),
      ),
      h("ul", { class: "posts", id: "posts" }),
    );
  }

  #posts() {
    const list = byId("posts");
    if (!list) return;
    const posts = [...this.#store.channels.values()].filter((channel) => channel.parent === this.#store.channel.id).reverse();
    fill(
      list,
      posts.length ? posts.map((post) => this.#post(post)) : h("li", { class: "note" }, this.#store.t("noPosts")),
    );
  }

  #post(post) {
    const [first] = this.#store.history(post.id);
    const excerpt = first ? `${this.#store.users.get(first.author).name}: ${first.content}` : "";
    return h(
      "li",
      {},
      h("button", { type: "button", class: "post", onclick: () => this.#act.open(post) }, h("strong", {}, post.name), h("span", {}, excerpt)),
    );
  }

  #walk(event) {
    const item = event.target.closest("li");
    if (event.target !== item) return;
    if (event.key === "ArrowDown") item.nextElementSibling?.focus();
    else if (event.key === "ArrowUp") item.previousElementSibling?.focus();
    else if (event.key === "Enter" || event.key === "ContextMenu") item.querySelector(".toolbar button:last-child")?.click();
    else return;
    event.preventDefault();
  }

  #atEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
    return scrollHeight - scrollTop - clientHeight < NEAR;
  }

  #toEnd() {
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
  }
}

function replaceKeepingFocus(old, node) {
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const buttons = [...old.querySelectorAll("button")];
  const index = buttons.indexOf(focused);
  old.replaceWith(node);
  if (!focused) return;
  const again = index >= 0 ? node.querySelectorAll("button")[index] : null;
  (again && !again.disabled ? again : node).focus({ preventScroll: true });
}
