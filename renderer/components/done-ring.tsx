import './components.css'

/** The ring that marks something done, or not yet; `NoRing` keeps its place where there is nothing to mark. */
export function DoneRing({ done = false, label, onPress }: { done?: boolean; label: string; onPress: () => void }) {
  return (
    <button
      type="button"
      className="sp-ring"
      data-done={done || undefined}
      aria-pressed={done}
      aria-label={label}
      onClick={onPress}
    />
  )
}

export const NoRing = () => <span className="sp-ring-none" />
