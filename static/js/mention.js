import { ask } from "./page.js";

/* Below what is being written: who is meant by “@ad”. */
const CALL = /(?:^|[^\w.+@/-])@([\p{L}\p{N}_]{2,30})$/u;
const address = document.getElementById("pending-template")?.dataset.people;

let list, box, timer;
const call = () => box.value.slice(0, box.selectionStart).match(CALL)?.[1];

function close() {
  list?.remove();
  list = null;
  box?.removeAttribute("aria-activedescendant");
}

function point(option) {
  for (const one of list.children) one.ariaSelected = one === option;
  box.setAttribute("aria-activedescendant", option.id);
}

function take(option) {
  const end = box.selectionStart;
  box.setRangeText(`${option.dataset.handle} `, end - call().length, end, "end");
  close();
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

async function offer() {
  const start = call();
  const { doc } = await ask(address + start);
  if (start !== call() || document.activeElement !== box) return;
  close();
  list = doc.querySelector(".people:has(li)");
  if (!list) return;
  list.style.top = `${box.offsetTop + box.offsetHeight}px`;
  list.onmousedown = ({ target }) => {
    if (target !== list) take(target.closest("li"));
    return false;
  };
  box.closest("draft-keeper").append(list);
  box.setAttribute("aria-controls", list.id);
  document.getElementById("say").textContent = list.ariaLabel;
  point(list.firstElementChild);
}

document.addEventListener("input", ({ target }) => {
  if (!address || !target.matches(".composer [name=source]")) return;
  clearTimeout(timer);
  close();
  box = target;
  if (call()) timer = setTimeout(() => offer().catch(close), 150);
});

document.addEventListener(
  "keydown",
  (event) => {
    if (!list) return;
    const option = list.querySelector("[aria-selected=true]");
    if (event.key === "ArrowDown") point(option.nextElementSibling ?? list.firstElementChild);
    else if (event.key === "ArrowUp") point(option.previousElementSibling ?? list.lastElementChild);
    else if (/^(Enter|Tab)$/.test(event.key)) take(option);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  },
  true,
);
document.addEventListener("focusout", close);
