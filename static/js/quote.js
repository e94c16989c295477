import { openReply } from "./reply.js";

const button = document.getElementById("quote-template")?.content.firstElementChild;

function offer() {
  const chosen = getSelection();
  const text = `${chosen}`;
  const body = text.trim() && chosen.anchorNode.parentElement.closest(".c-body");
  const own = body && body.parentElement;
  // Three clicks select up to the start of what follows.
  const within = own && (chosen.focusOffset ? body : own).contains(chosen.focusNode);
  if (!within || !own.querySelector(".i-reply")) return button.remove();
  const { left, bottom } = chosen.getRangeAt(0).getBoundingClientRect();
  const box = own.getBoundingClientRect();
  if (body.nextSibling !== button) body.after(button);
  button.style.left = `${left - box.left}px`;
  button.style.top = `${Math.min(bottom, innerHeight - 48) - box.top}px`;
  button.onmousedown = () => false;
  button.onclick = () => void openReply(own.parentElement, `${chosen}` || text);
}

let timer;
document.addEventListener("selectionchange", () => {
  clearTimeout(timer);
  if (button) timer = setTimeout(offer, 150);
});
