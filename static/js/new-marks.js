import { onClick } from "./page.js";
import { goTo } from "./place.js";

const KEY = "seen";
const thread = document.querySelector("#thread")?.dataset.thread;
const fresh = () => [...document.querySelectorAll("#thread article:has(> .c-own .new)")];
const kept = () => {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? [];
  } catch {
    return [];
  }
};
const reached = () => kept().find(([known]) => known === thread)?.[1];
const seen = reached();

/** For who is not logged in, but not on what he said himself; the server marks what is new for others. */
function mark() {
  const link = document.querySelector(".fresh[data-many]");
  if (!link) return;
  for (const head of document.querySelectorAll("#thread .c-head:not(:has(.new))")) {
    const article = head.closest("article");
    if (!(article.dataset.v > seen) || article.querySelector(":scope > .c-own .i-delete")) continue;
    head.insertBefore(document.getElementById("new-template").content.cloneNode(true), head.querySelector(".veil"));
  }
  const count = fresh().length;
  link.hidden = !count;
  link.textContent = count === 1 ? link.dataset.one : link.dataset.many.replace("%s", count);
}

let last;
onClick(".fresh", () => {
  const all = fresh();
  if (!all[0]) return false;
  last = all[(all.indexOf(last) + 1) % all.length];
  goTo(last);
});

let told;
function leave() {
  const { seen: url, version } = document.querySelector("live-thread")?.dataset ?? {};
  if (!version || version === told) return;
  told = version;
  if (url) {
    const data = new FormData(document.getElementById("act"));
    data.delete("next");
    data.append("version", version);
    return navigator.sendBeacon(url, data);
  }
  const others = kept().filter(([known]) => known !== thread);
  const mine = [thread, Math.max(version, reached() ?? 0)];
  try {
    localStorage.setItem(KEY, JSON.stringify([...others, mine].slice(-200)));
  } catch {}
}

let due;
document.addEventListener("htmx:load", () => {
  cancelAnimationFrame(due);
  due = requestAnimationFrame(mark);
});
document.addEventListener("visibilitychange", () => document.hidden && leave());
addEventListener("pagehide", leave);
mark();
