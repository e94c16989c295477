/* The words for “3 hours ago” cost a telephone a third of a second to load: not before a reader comes near them. */
let format;

function tell() {
  format ??= new Intl.RelativeTimeFormat(document.documentElement.lang);
  for (const time of document.querySelectorAll(".perma time")) {
    const minutes = (Date.now() - Date.parse(time.dateTime)) / 6e4;
    if (minutes > 7 * 1440) continue;
    const [unit, size] = minutes < 60 ? ["minute", 1] : minutes < 1440 ? ["hour", 60] : ["day", 1440];
    const words = format.format(-Math.max(1, Math.trunc(minutes / size)), unit);
    time.title ||= time.textContent;
    if (time.textContent !== words) time.textContent = words;
  }
}

const near = new IntersectionObserver(
  (sights) => {
    if (format || !sights.some((sight) => sight.isIntersecting)) return;
    near.disconnect();
    setInterval(tell, 6e4);
    tell();
  },
  { rootMargin: "50%" },
);

let due;
function look() {
  if (format) tell();
  else document.querySelectorAll(".perma time").forEach((time) => near.observe(time));
}
document.addEventListener("htmx:load", () => {
  cancelAnimationFrame(due); // twenty comments arrive together
  due = requestAnimationFrame(look);
});
look();
