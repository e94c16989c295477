import { recall, remember } from "./memory.js";
import { goTo } from "./place.js";

document.addEventListener("click", ({ target }) => {
  const box = target.closest?.(".replies > summary")?.parentElement;
  if (box) remember("folds", box.parentElement.id, !box.open, 300);
});

function restore() {
  for (const [id, open] of recall("folds")) {
    const box = document.querySelector(`#${id} > .replies`);
    if (box) box.open = open;
  }
}

/** The comment that the address names, out of whatever hides it; one that is not here has a page of its own. */
function reveal() {
  const [, id] = location.hash.match(/^#comment-(\d+)$/) ?? [];
  const article = id && document.getElementById(`comment-${id}`);
  if (article) {
    article.querySelectorAll(":scope > .c-own .veil").forEach((veil) => (veil.open = true));
    goTo(article);
  } else if (id && document.querySelector("#thread[data-thread]")) {
    location.replace(`${location.pathname}comments/${id}/`);
  }
}

document.addEventListener("htmx:afterSettle", restore);
addEventListener("hashchange", reveal);
restore();
reveal();
