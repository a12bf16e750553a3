/**
 * A file dropped beside the place that takes it would be opened by the browser in place of the product, with all that was typed.
 * Whatever takes files has prevented the default before the event comes here.
 */
export function refuseStrayDrops(target: Window): () => void {
  const refuse = (event: DragEvent) => {
    if (event.defaultPrevented || !event.dataTransfer?.types.includes('Files')) return
    event.preventDefault()
    event.dataTransfer.dropEffect = 'none'
  }
  target.addEventListener('dragover', refuse)
  target.addEventListener('drop', refuse)
  return () => {
    target.removeEventListener('dragover', refuse)
    target.removeEventListener('drop', refuse)
  }
}
