import { arrived, ask, complain, fields, formAt, onClick, signedIn, unreached } from "./page.js";

async function edit(link) {
  const own = link.closest(".c-own");
  const form = await formAt(link);
  if (!form) return;
  own.classList.add("is-edited");
  own.append(form);
  arrived(form);
  form.querySelector("textarea").focus();
}

/** Posts, and puts what is answered in the place of the comment's own box. */
async function change(button, url, show, values) {
  const act = button.closest(".c-act, .gone");
  try {
    const { ok, doc } = await ask(url, fields(values));
    if (ok) show(button.closest(".c-own"), doc);
    else complain(act, doc);
  } catch {
    unreached(act);
  }
}

function gone(own, doc) {
  own.closest("article.c").classList.add("is-gone");
  own.querySelectorAll(":scope > :not(.av)").forEach((part) => part.remove());
  own.append(doc.querySelector(".gone"));
  own.querySelector(".undo").focus();
}

function returned(own, doc) {
  const article = own.closest("article.c");
  article.classList.remove("is-gone");
  own.replaceWith(doc.querySelector(".c-own"));
  arrived(article);
  article.focus();
}

onClick(".i-edit", (link) => void edit(link));
onClick(".i-delete", (link) => (signedIn() ? void change(link, link.href, gone) : false));
onClick(".undo", (button) => (signedIn() ? void change(button, button.formAction, returned) : false));
onClick(".i-pick", (button) => {
  const { formAction, value } = button;
  return signedIn() ? void change(button, formAction, returned, { value }) : false;
});
onClick(".is-edited .cancel", (link) => {
  const own = link.closest(".c-own");
  own.classList.remove("is-edited");
  own.querySelector("draft-keeper").remove();
  own.querySelector(".i-edit").focus();
});
