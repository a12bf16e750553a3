/**
 * Runs in the page. Thai marks rise above their line box, so that layout sizes do not tell whether an ancestor that clips
 * shaves them; the canvas measures the ink itself.
 * @returns the texts whose ink is cut above or below, with where; empty when all is whole
 */
export function cutThaiTexts(): string[] {
  const context = document.createElement('canvas').getContext('2d')
  if (!context) throw new Error('no canvas')
  const cut = new Set<string>()
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const element = node.parentElement
    const text = node.textContent?.trim() ?? ''
    if (!element || !/[\u0e00-\u0e7f]/.test(text) || element.closest('style, script')) continue
    // What a closed fold holds has a place, but is not drawn.
    if (!element.checkVisibility()) continue
    const style = getComputedStyle(element)
    const range = document.createRange()
    range.selectNodeContents(node)
    const lines = [...range.getClientRects()]
    const [first] = lines
    const last = lines[lines.length - 1]
    if (style.visibility === 'hidden' || !first || !last || first.width === 0) continue
    context.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`
    const ink = context.measureText(text)
    const baseline = (line: DOMRect) => line.top + (line.height + ink.fontBoundingBoxAscent - ink.fontBoundingBoxDescent) / 2
    const top = baseline(first) - ink.actualBoundingBoxAscent
    const bottom = baseline(last) + ink.actualBoundingBoxDescent
    for (let box: HTMLElement | null = element; box && box !== document.body; box = box.parentElement) {
      const clips = getComputedStyle(box).overflowY
      if (clips === 'visible') continue
      const edge = box.getBoundingClientRect()
      // A pane that scrolls cuts on purpose, and everything above it is seen through it.
      if (box.scrollHeight > box.clientHeight + 1 && edge.height > 60) break
      if (edge.width <= 2 || edge.height <= 2) break
      if (top < edge.top - 0.5 || bottom > edge.bottom + 0.5)
        cut.add(`“${text.slice(0, 30)}” in ${box.tagName.toLowerCase()}.${String(box.className).slice(0, 40)}`)
    }
  }
  return [...cut]
}
