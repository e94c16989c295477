import { goTo } from "./place.js";

const ROOTS = ".thread > li > article";
const NEW = "article:has(> .c-own .new)";
const AFTER = 4;
const BEFORE = 2;

const all = (selector) => [...document.querySelectorAll(selector)];
const here = () => document.activeElement.closest("article.c");
const own = (selector) => here()?.querySelector(`.c-own ${selector}`);

function step(selector, way) {
  const from = here() ?? all(ROOTS).findLast((one) => one.parentElement.getBoundingClientRect().top < 80) ?? document.body;
  const there = all(selector).filter((one) => from.compareDocumentPosition(one) & way);
  if (there[0]) goTo(there.at(way === AFTER ? 0 : -1));
}

const KEYS = {
  j: () => step(ROOTS, AFTER),
  k: () => step(ROOTS, BEFORE),
  n: () => step(NEW, AFTER),
  p: () => step(NEW, BEFORE),
  c: () => all("#composer textarea")[0]?.focus(),
  r: () => (all(".quote")[0] ?? own(".i-reply"))?.click(),
  u: () => own(".i-up")?.click(),
  "?": (dialog) => dialog.showModal(),
};

class KeyShortcuts extends HTMLElement {
  connectedCallback() {
    const [button, dialog, box] = this.querySelectorAll("button, dialog, input");
    try {
      box.checked = localStorage.keys !== "off";
    } catch {}
    box.onchange = () => (localStorage.keys = box.checked ? "on" : "off");
    button.onclick = () => dialog.showModal();
    this.hidden = false;
    document.addEventListener("keydown", (event) => {
      const { key, target } = event;
      if (!box.checked || event.ctrlKey || event.metaKey || event.altKey || !KEYS[key]) return;
      if (target.closest("input, textarea, select, dialog, [contenteditable]")) return;
      event.preventDefault();
      KEYS[key](dialog);
    });
  }
}

customElements.define("key-shortcuts", KeyShortcuts);
