/**
 * Runs in the page. A pane that scrolls down scrolls sideways, too, as soon as something in it is too wide; where bars take room (Windows)
 * one then stands across the screen, and without them nobody notices. On a desk nothing but a table in a tile need be wider than its pane.
 * @returns the panes with contents wider than they are, by how much
 */
export function sidewaysPanes(): string[] {
  if (window.innerWidth < 1200) return []
  return [...document.querySelectorAll('*')]
    .filter((pane) => ['auto', 'scroll'].includes(getComputedStyle(pane).overflowX) && pane.checkVisibility())
    .filter((pane) => pane.querySelector(':scope > table') === null)
    .filter((pane) => pane.clientWidth > 0 && pane.scrollWidth > pane.clientWidth + 1)
    .map(
      (pane) =>
        `${pane.tagName.toLowerCase()}.${String(pane.className).slice(0, 40)}: ${pane.scrollWidth} in ${pane.clientWidth}`,
    )
}
