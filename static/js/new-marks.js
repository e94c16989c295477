import { recall, remember } from "./memory.js";
import { onClick } from "./page.js";
import { goTo } from "./place.js";

const thread = document.querySelector("#thread")?.dataset.thread;
const fresh = () => [...document.querySelectorAll("#thread article:has(> .c-own .new)")];
const reached = () => recall("seen").find(([known]) => known === thread)?.[1];
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
  remember("seen", thread, Math.max(version, reached() ?? 0), 200);
}

let due;
document.addEventListener("htmx:load", () => {
  cancelAnimationFrame(due);
  due = requestAnimationFrame(mark);
});
document.addEventListener("visibilitychange", () => document.hidden && leave());
addEventListener("pagehide", leave);
mark();
