/** Pairs of a key and what this browser knows of it; where it keeps nothing, none. */
export function recall(name) {
  try {
    return JSON.parse(localStorage.getItem(name)) ?? [];
  } catch {
    return [];
  }
}

export function remember(name, key, value, most) {
  const others = recall(name).filter(([known]) => known !== key);
  try {
    localStorage.setItem(name, JSON.stringify([...others, [key, value]].slice(-most)));
  } catch {}
}
