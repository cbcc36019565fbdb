/** A slash command being filled in: a field for each option, with hints and the bot's own suggestions. */

import { fill, h } from "./dom.js";
import { OptionType, read } from "./commands.js";
import { icon } from "./icons.js";

export class CommandForm {
  #store;
  #box;
  #suggestions;
  #act;
  #command = null;
  #fields = []; // { option, input, picked } in the order shown
  #asked = 0;

  /** `act` has `run(command, options)`, `complete(command, options, focused)` and `leave()`. */
  constructor(store, box, suggestions, act) {
    this.#store = store;
    this.#box = box;
    this.#suggestions = suggestions;
    this.#act = act;
    box.hidden = true;
  }

  get isOpen() {
    return !this.#box.hidden;
  }

  open(command) {
    this.#command = command;
    this.#fields = command.options.filter((option) => option.required).map((option) => this.#field(option));
    this.#box.hidden = false;
    this.#box.setAttribute("aria-label", `/${command.shown}`);
    this.#draw();
    this.focus();
  }

  close() {
    if (!this.isOpen) return;
    this.#suggestions.close();
    this.#box.hidden = true;
    this.#act.leave();
  }

  focus() {
    (this.#fields.find(({ input }) => !input.value)?.input ?? this.#fields.at(-1)?.input ?? this.#box.querySelector(".command-name")).focus();
  }

  submit() {
    const readings = this.#fields.map((field) => ({ field, ...read(field.option, field.input.value, field.picked, (...words) => this.#store.t(...words)) }));
    const wrong = readings.find(({ complaint }) => complaint);
    if (wrong) {
      this.#complain(wrong.field, wrong.complaint);
      return;
    }
    const options = Object.fromEntries(readings.filter(({ value }) => value !== undefined).map(({ field, value }) => [field.option.name, value]));
    const command = this.#command;
    this.close();
    this.#act.run(command, options);
  }

  #draw() {
    const left = this.#command.options.filter((option) => !this.#fields.some((field) => field.option === option));
    const more = left.map((option) =>
      h("button", { type: "button", class: "more-option", title: option.hint, onclick: () => this.#add(option) }, `+ ${option.shown}`),
    );
    const name = h(
      "button",
      { type: "button", class: "command-name", title: this.#store.t("runCommand", { name: this.#command.shown }), onclick: () => this.submit(), onkeydown: (event) => this.#key(event, null) },
      `/${this.#command.shown}`,
    );
    fill(
      this.#box,
      h("div", { class: "command-line" }, name, this.#fields.map(({ node }) => node), more),
      h("p", { class: "hint", id: "option-hint" }, this.#command.description),
    );
  }

  #field(option) {
    const input = h("input", {
      id: `option-${option.name}`,
      type: "text",
      role: "combobox",
      autocomplete: "off",
      spellcheck: "false",
      "aria-autocomplete": "list",
      "aria-controls": "suggestions-list",
      "aria-describedby": "option-hint",
      "aria-expanded": "false",
      "aria-required": String(Boolean(option.required)),
      maxlength: option.max_length ?? null,
      inputmode: option.type === OptionType.INTEGER ? "numeric" : null,
    });
    const field = { option, input, picked: undefined };
    const remove = option.required
      ? null
      : h("button", { type: "button", class: "plain", "aria-label": this.#store.t("removeOption", { name: option.shown }), onclick: () => this.#remove(field) }, icon("close"));
    field.node = h("span", { class: "option" }, h("label", { for: input.id }, option.shown), input, remove);
    input.addEventListener("focus", () => this.#entered(field));
    input.addEventListener("input", () => {
      field.picked = undefined;
      this.#size(input);
      this.#entered(field);
    });
    input.addEventListener("blur", () => this.#suggestions.close());
    input.addEventListener("keydown", (event) => this.#key(event, field));
    this.#size(input);
    return field;
  }

  #size(input) {
    input.style.width = `${Math.min(Math.max(input.value.length + 2, 10), 60)}ch`;
  }

  #add(option) {
    const field = this.#field(option);
    this.#fields.push(field);
    this.#draw();
    field.input.focus();
  }

  #remove(field) {
    this.#fields = this.#fields.filter((other) => other !== field);
    this.#draw();
    this.focus();
  }

  #entered(field) {
    field.node.classList.remove("wrong");
    this.#hint(field.option.hint);
    const { option, input } = field;
    if (option.autocomplete) this.#complete(field);
    else if (option.choices) this.#offer(field, option.choices.filter((choice) => choice.name.toLowerCase().includes(input.value.trim().toLowerCase())));
    else if (option.type === OptionType.BOOLEAN) this.#offer(field, [{ name: this.#store.t("yes"), value: true }, { name: this.#store.t("no"), value: false }]);
    else this.#suggestions.close();
  }

  async #complete(field) {
    const turn = ++this.#asked;
    const options = {};
    for (const other of this.#fields) {
      const { value } = read(other.option, other.input.value, other.picked, (...words) => this.#store.t(...words));
      if (value !== undefined) options[other.option.name] = value;
    }
    options[field.option.name] = field.input.value;
    let choices = [];
    try {
      choices = await this.#act.complete(this.#command, options, field.option.name);
    } catch {
      // Without suggestions a member still writes freely, as in Discord.
    }
    if (turn === this.#asked && document.activeElement === field.input) this.#offer(field, choices);
  }

  #offer(field, choices) {
    const items = choices.map((choice) => ({ label: choice.name, value: choice }));
    const pick = ({ value: choice }) => {
      field.input.value = choice.name;
      field.picked = choice.value;
      this.#size(field.input);
      this.#next(field);
    };
    const typed = field.input.value !== "" && field.picked === undefined;
    this.#suggestions.open(field.input, `${this.#store.t("options")}: ${field.option.shown}`, items, pick, {
      chosen: typed,
      note: this.#store.t("noChoices"),
    });
  }

  /** After a choice: to the next empty field, or stay. */
  #next(field) {
    const next = this.#fields.find((other) => other !== field && !other.input.value);
    if (next) next.input.focus();
  }

  #key(event, field) {
    if (field && this.#suggestions.handle(event)) return;
    if (event.key === "Enter" && field && !event.isComposing) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "Escape" || (event.key === "Backspace" && (!field || (!field.input.value && field === this.#fields[0])))) {
      event.preventDefault();
      this.close();
    }
  }

  #complain(field, complaint) {
    field.node.classList.add("wrong");
    field.input.focus();
    field.node.classList.add("wrong");
    this.#hint(complaint);
  }

  #hint(words) {
    this.#box.querySelector(".hint").textContent = words;
  }
}
