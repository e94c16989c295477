import { arrived, formAt, onClick } from "./page.js";
import { write } from "./reply.js";
import { selected } from "./selection.js";

const menu = document.getElementById("passage-template")?.content.firstElementChild;

/** Below what is selected of the article: to comment on it, to quote it, to share it. */
function offer() {
  const chosen = selected();
  if (!chosen) return menu.remove();
  const { block, quote, prefix, suffix, start, range, article } = chosen;
  const [comment, cite, share] = menu.children;
  comment.href = `${article.dataset.passages}?${new URLSearchParams({ block, quote, before: prefix, behind: suffix, start })}`;
  cite.onclick = () => write(document.querySelector("#composer textarea"), quote);
  share.href = `#:~:text=${encodeURIComponent(quote).replace(/-/g, "%2D")}`;
  const { left, bottom } = range.getBoundingClientRect();
  const box = article.getBoundingClientRect();
  menu.style.left = `${Math.min(left - box.left, box.width - 220)}px`;
  menu.style.top = `${bottom - box.top}px`;
  menu.onmousedown = () => false;
  const beside = range.startContainer.parentElement.closest(".prose > *");
  if (beside.nextSibling !== menu) beside.after(menu);
}

async function comment(link) {
  const place = link.closest("details > *") ?? menu.previousSibling;
  const form = await formAt(link);
  if (!form) return;
  const answer = document.createElement("div");
  answer.className = "answer";
  answer.append(form);
  document.querySelector(".answer")?.remove();
  place.after(answer);
  menu?.remove();
  arrived(answer);
  answer.querySelector("[name=source]").focus();
}

document.addEventListener(
  "toggle",
  ({ target }) => {
    for (const mark of document.querySelectorAll(`[data-passage~="${target.id.slice(8)}"]`)) {
      mark.classList.toggle("is-open", target.open);
    }
  },
  true,
);

function open(hash) {
  const box = hash.startsWith("#passage-") && document.querySelector(hash);
  if (box) box.open = true;
}

let timer;
document.addEventListener("selectionchange", () => {
  clearTimeout(timer);
  if (menu) timer = setTimeout(offer, 150);
});
onClick(".i-passage", (link) => void comment(link));
onClick(".note, .on-passage", ({ hash }) => (open(hash), false));
open(location.hash);

/* Who leaves the list of passages stands where he was before he came to it. */
let back;
onClick(".i-all, .inline", () => ((sessionStorage.at = scrollY), false));
onClick(".all", () => ((back = sessionStorage.at), false));
document.addEventListener("htmx:afterSettle", () => {
  if (back) setTimeout(scrollTo, 0, 0, back); // htmx goes to the address's own place after this
  back = 0;
});
