import { arrived, formAt, onClick } from "./page.js";

const quoted = (text) => text.trim().replace(/^/gm, "> ") + "\n\n";

export function write(box, text) {
  if (text) {
    box.setRangeText(quoted(text), box.value.length, box.value.length, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
  box.focus();
}

/** Opens the composer under a comment, or goes to the one that is open; `text` stands in it as a quotation. */
export async function openReply(article, text = "") {
  const link = article.querySelector(":scope > .c-own .i-reply");
  if (!link) return;
  let answer = article.querySelector(":scope > .answer");
  if (!answer) {
    const form = await formAt(link);
    if (!form) return;
    answer = document.createElement("div");
    answer.className = "answer";
    answer.append(form);
    article.querySelector(":scope > .c-own").after(answer);
    arrived(answer);
  }
  write(answer.querySelector("textarea"), text);
}

onClick(".i-reply", (link) => {
  const article = link.closest("article.c");
  const chosen = getSelection();
  const body = article.querySelector(".c-body");
  openReply(article, body.contains(chosen.anchorNode) && body.contains(chosen.focusNode) ? `${chosen}` : "");
});

onClick(".answer .cancel", (link) => {
  const article = link.closest("article.c");
  link.closest(".answer").remove();
  article?.querySelector(".i-reply").focus();
});
