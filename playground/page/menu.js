/** A small menu at an element: arrows move, Enter picks, Escape leaves and gives the focus back. */

import { h } from "./dom.js";

let leave = null;

/** Items are `{ label, pick, danger? }`, or a string for a heading. */
export function openMenu(anchor, items) {
  leave?.();
  const buttons = [];
  const menu = h("div", { class: "menu", role: "menu" });
  for (const item of items) {
    if (typeof item === "string") {
      menu.append(h("div", { class: "menu-title", role: "presentation" }, item));
      continue;
    }
    const pick = () => {
      leave();
      item.pick();
    };
    const button = h("button", { type: "button", role: "menuitem", tabindex: -1, class: item.danger ? "danger" : null, onclick: pick }, item.label);
    buttons.push(button);
    menu.append(button);
  }
  const move = (step) => buttons[(buttons.indexOf(document.activeElement) + step + buttons.length) % buttons.length].focus();
  const outside = (event) => {
    if (!menu.contains(event.target)) leave();
  };
  leave = () => {
    leave = null;
    document.removeEventListener("pointerdown", outside, true);
    menu.remove();
    if (anchor.isConnected) anchor.focus();
  };
  menu.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if (event.key === "Escape" || event.key === "Tab") leave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  document.addEventListener("pointerdown", outside, true);
  document.body.append(menu);
  place(menu, anchor.getBoundingClientRect());
  buttons[0]?.focus();
}

function place(menu, box) {
  const { offsetWidth: width, offsetHeight: height } = menu;
  menu.style.left = `${Math.max(8, Math.min(box.right - width, innerWidth - width - 8))}px`;
  menu.style.top = `${box.bottom + height + 8 < innerHeight ? box.bottom + 4 : Math.max(8, box.top - height - 4)}px`;
}
