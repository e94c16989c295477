const format = new Intl.RelativeTimeFormat(document.documentElement.lang);

function tell() {
  for (const time of document.querySelectorAll(".perma time")) {
    const minutes = (Date.now() - Date.parse(time.dateTime)) / 6e4;
    if (minutes > 7 * 1440) continue;
    const [unit, size] = minutes < 60 ? ["minute", 1] : minutes < 1440 ? ["hour", 60] : ["day", 1440];
    const words = format.format(-Math.max(1, Math.trunc(minutes / size)), unit);
    time.title ||= time.textContent;
    if (time.textContent !== words) time.textContent = words;
  }
}

let due;
document.addEventListener("htmx:load", () => {
  cancelAnimationFrame(due); // twenty comments arrive together
  due = requestAnimationFrame(tell);
});
setInterval(tell, 6e4);
tell();
