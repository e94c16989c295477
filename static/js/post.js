import { arrived, ask, complain, signedIn, unreached } from "./page.js";
import { goTo, place } from "./place.js";

const newId = () => URL.createObjectURL(new Blob()).slice(-36);

function pending(form, text) {
  const item = document.getElementById("pending-template").content.cloneNode(true).firstElementChild;
  item.querySelector(".c-body").innerText = text;
  item.dataset.parent = form.action.match(/comments\/(\d+)\/replies/)?.[1] ?? "";
  return place(item);
}

async function preview(form, data) {
  const { doc } = await ask(form.action, data);
  form.querySelector(".preview")?.remove();
  const shown = doc.querySelector(".preview");
  if (shown) form.source.after(shown);
  complain(form.querySelector(".row"), shown ? null : doc);
}

/** What the server answered stands in the form again: its reasons, and what hidden fields must now say. */
function giveBack(form, doc) {
  for (const field of doc.querySelectorAll(".composer [type=hidden]")) {
    const own = form.elements[field.name];
    if (own && field.name !== "client_id") own.value = field.value;
  }
  complain(form.querySelector(".row"), doc);
}

function done(form, item) {
  form.dispatchEvent(new CustomEvent("posted", { bubbles: true }));
  form.querySelector(".preview")?.remove();
  form.source.value = "";
  form.client_id.value = newId();
  form.closest(".answer")?.remove();
  goTo(item.querySelector("article.c"));
}

function reworded(form, doc) {
  const own = form.closest(".c-own");
  form.dispatchEvent(new CustomEvent("posted", { bubbles: true }));
  const fresh = doc.querySelector(".c-own");
  own.replaceWith(fresh);
  arrived(fresh);
  goTo(fresh.closest("article.c"));
}

async function send(form, data) {
  const box = form.source;
  const edits = form.action.endsWith("/wording");
  const item = edits ? null : pending(form, box.value);
  const wrap = form.closest("draft-keeper");
  complain(form.querySelector(".row"));
  wrap.inert = true;
  try {
    const { ok, doc } = await ask(form.action, data);
    if (!ok) {
      giveBack(form, doc);
    } else if (edits) {
      return reworded(form, doc);
    } else {
      const fresh = doc.querySelector("[data-parent]") ?? doc.querySelector("article.c");
      const twin = document.getElementById(fresh.querySelector("article.c").id);
      if (!twin) item.replaceWith(fresh);
      arrived(fresh);
      return done(form, twin?.parentElement ?? fresh);
    }
  } catch {
    unreached(form.querySelector(".row"));
  } finally {
    wrap.inert = false;
    if (item?.classList.contains("is-pending")) item.remove();
  }
  box.focus();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches(".composer")) return;
  const previews = event.submitter?.name === "preview";
  if (!previews && !(signedIn() && form.csrfmiddlewaretoken)) return;
  event.preventDefault();
  const data = new FormData(form, event.submitter);
  if (previews) preview(form, data).catch(() => unreached(form.querySelector(".row")));
  else send(form, data);
});
