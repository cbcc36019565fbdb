/** The list over the composer: commands, members, an option's choices. It follows the field that has the focus. */

import { fill, h } from "./dom.js";

export class Suggestions {
  #box;
  #title;
  #list;
  #items = [];
  #active = -1;
  #field = null;
  #pick = () => {};

  constructor(box) {
    this.#box = box;
    this.#title = h("div", { class: "suggestions-title", id: "suggestions-title" });
    this.#list = h("ul", { role: "listbox", id: "suggestions-list", "aria-labelledby": "suggestions-title" });
    box.append(this.#title, this.#list);
    box.hidden = true;
  }

  get isOpen() {
    return !this.#box.hidden;
  }

  get hasChoice() {
    return this.isOpen && this.#active >= 0;
  }

  /** Items are `{ label, hint?, value }`; `pick` is called with one. Without `chosen` none is active at first. */
  open(field, title, items, pick, { chosen = true, note = "" } = {}) {
    this.#release();
    this.#field = field;
    this.#items = items;
    this.#pick = pick;
    this.#title.textContent = title;
    const nodes = items.map((item, index) =>
      h(
        "li",
        {
          role: "option",
          id: `suggestion-${index}`,
          "aria-selected": "false",
          onmousedown: (event) => event.preventDefault(),
          onclick: () => this.#choose(index),
          onmousemove: () => this.#activate(index, false),
        },
        h("span", { class: "label" }, item.label),
        item.hint ? h("span", { class: "hint" }, item.hint) : null,
      ),
    );
    fill(this.#list, nodes.length ? nodes : h("li", { class: "note" }, note));
    this.#box.hidden = !nodes.length && !note;
    field.setAttribute("aria-expanded", String(!this.#box.hidden));
    this.#activate(chosen && items.length ? 0 : -1);
  }

  close() {
    this.#release();
    this.#box.hidden = true;
    this.#active = -1;
  }

  /** Takes the keys that belong to the list; true if it did. */
  handle(event) {
    if (!this.isOpen || event.isComposing) return false;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const count = this.#items.length;
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (count) this.#activate((this.#active + step + (this.#active < 0 && step < 0 ? 1 : 0) + count) % count);
    } else if ((event.key === "Enter" || event.key === "Tab") && this.hasChoice && !event.shiftKey) {
      this.#choose(this.#active);
    } else if (event.key === "Escape") {
      this.close();
    } else {
      return false;
    }
    event.preventDefault();
    return true;
  }

  #choose(index) {
    const item = this.#items[index];
    this.close();
    this.#pick(item);
  }

  #activate(index, scroll = true) {
    this.#list.children[this.#active]?.setAttribute("aria-selected", "false");
    this.#active = index;
    const node = index < 0 ? null : this.#list.children[index];
    node?.setAttribute("aria-selected", "true");
    if (scroll) node?.scrollIntoView({ block: "nearest" });
    if (node) this.#field.setAttribute("aria-activedescendant", node.id);
    else this.#field?.removeAttribute("aria-activedescendant");
  }

  #release() {
    this.#field?.removeAttribute("aria-activedescendant");
    this.#field?.setAttribute("aria-expanded", "false");
  }
}
