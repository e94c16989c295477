import { onClick } from "./page.js";

const offline = document.getElementById("offline");
const tell = () => offline && (offline.hidden = navigator.onLine);

function copied(link) {
  const say = document.getElementById("say");
  const words = link.textContent;
  const said = say.dataset.copied;
  if (words === said) return;
  say.textContent = link.textContent = said;
  setTimeout(() => {
    link.textContent = words;
    say.textContent = "";
  }, 2000);
}

onClick(".i-share", (link) => {
  const { href: url } = link;
  if (navigator.share && matchMedia("(hover: none)").matches) navigator.share({ url }).catch(() => {});
  else if (navigator.clipboard) navigator.clipboard.writeText(url).then(() => copied(link), () => location.assign(url));
  else return false;
});

addEventListener("online", tell);
addEventListener("offline", tell);
tell();
