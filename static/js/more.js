import { arrived, ask, onClick } from "./page.js";
import { goTo } from "./place.js";

const isNew = (item) => !document.getElementById(item.querySelector("article.c").id);

async function more(link) {
  const article = link.closest("article.c");
  const { doc } = await ask(link.href).catch(() => ({}));
  const theirs = doc?.querySelector(`#${article.id} > .replies`);
  if (!theirs) return location.assign(link.href);
  const fresh = [...theirs.querySelector(":scope > ol").children].filter(isNew);
  const ours = article.querySelector(":scope > .replies");
  if (ours) {
    ours.querySelector(":scope > ol").append(...fresh);
    link.replaceWith(theirs.querySelector(":scope > .onward") ?? "");
  } else {
    link.replaceWith(theirs);
  }
  arrived(article);
  if (fresh[0]) goTo(fresh[0].querySelector("article.c"));
}

onClick("#thread .onward:not(.away)", (link) => void more(link));

let known = 0;
document.addEventListener("htmx:beforeRequest", () => (known = document.querySelector(".thread").children.length));
document.addEventListener("htmx:afterSettle", ({ target }) => {
  if (target.matches(".thread")) {
    for (const item of [...target.children].slice(known)) {
      const twins = document.querySelectorAll(`#${item.querySelector("article.c").id}`);
      if (twins.length > 1) item.remove();
    }
    if (target.children[known]) goTo(target.children[known].querySelector("article.c"));
  } else if (target.id === "thread") {
    target.querySelector("[aria-current]")?.focus({ preventScroll: true });
  }
});
