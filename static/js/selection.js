const TEXT = 4; // NodeFilter.SHOW_TEXT

/**
 * The passage that is selected in the article's text, within the block in which its words begin; null where there
 * is none. What the page itself puts into the text is no part of it. Places are code points, as the server counts.
 */
export function selected() {
  const chosen = getSelection();
  const range = chosen.rangeCount && chosen.getRangeAt(0);
  const article = document.querySelector(".prose");
  const found = range && article?.contains(range.startContainer) && blockOf(range, article);
  if (!found) return null;
  const { id, text, start, end } = found;
  const quote = text.slice(start, end).trim();
  const from = text.indexOf(quote, start);
  const ahead = [...text.slice(0, from)];
  const behind = [...text.slice(from + quote.length)];
  return {
    block: id.slice(2),
    quote,
    prefix: ahead.slice(-32).join(""),
    suffix: behind.slice(0, 32).join(""),
    start: ahead.length,
    range,
    article,
  };
}

/** Its text, and which part of that lies in the range. */
function blockOf(range, article) {
  const blocks = {};
  const walker = document.createTreeWalker(article, TEXT);
  let found, node;
  while ((node = walker.nextNode())) {
    const { data, length } = node;
    const { id } = node.parentElement.closest(".note, .block-link, aside, .prose, [id^=p-]");
    const block = (blocks[id] ??= { id, text: "", start: 0, end: 0 });
    const side = range.comparePoint(node, 0);
    const start = node === range.startContainer ? range.startOffset : side < 0 ? length : 0;
    const end = node === range.endContainer ? range.endOffset : side > 0 ? 0 : length;
    block.text += data;
    block.start += start;
    block.end += end;
    if (id.startsWith("p-") && data.slice(start, end).trim()) found ||= block;
  }
  return found;
}
