import { onClick } from "./page.js";
import { goTo } from "./place.js";

const parentOf = (link) => document.getElementById(`comment-${link.href.match(/comments\/(\d+)/)?.[1]}`);

function peek({ target }) {
  const link = target.closest?.("a.re");
  const words = link && parentOf(link)?.querySelector(".c-body")?.textContent.trim();
  if (!words || link.nextElementSibling?.matches(".peek")) return;
  const tip = document.createElement("span");
  tip.className = "peek";
  tip.role = "tooltip";
  tip.id = "peek";
  tip.textContent = words;
  link.after(tip);
  link.setAttribute("aria-describedby", "peek");
  const away = () => tip.remove();
  for (const leave of ["pointerleave", "blur"]) link.addEventListener(leave, away, { once: true });
}

document.addEventListener("pointerover", peek);
document.addEventListener("focusin", peek);
onClick("a.re", (link) => {
  const parent = parentOf(link);
  return parent ? goTo(parent) : false;
});
