import { arrived } from "./page.js";

/** The list that holds the replies of `article`, made where it has none. */
function repliesOf(article) {
  let replies = article.querySelector(":scope > .replies");
  if (!replies) {
    const copy = document.getElementById("replies-template").content.cloneNode(true);
    article.querySelector(":scope > .onward")?.before(copy) ?? article.append(copy);
    replies = article.querySelector(":scope > .replies");
  }
  return replies;
}

/** Puts a comment under what it answers, or on top; not where it stands already. */
export function place(item) {
  const id = item.querySelector("article.c").id;
  if (id && document.getElementById(id)) return null;
  const parent = document.getElementById(`comment-${item.dataset.parent}`);
  if (parent) {
    const replies = repliesOf(parent);
    replies.open = true;
    replies.querySelector(":scope > ol").append(item);
  } else {
    document.querySelector("#thread .empty")?.remove();
    document.querySelector("#thread .thread").prepend(item);
  }
  arrived(item);
  return item;
}

export function goTo(article) {
  for (let box = article.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
  article.focus({ preventScroll: true });
  article.scrollIntoView({ block: "nearest" });
}
