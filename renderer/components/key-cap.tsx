import './components.css'

/** A key as a small cap beside its action: `Ctrl K`. For the eye only; readers hear the action's name. */
export function KeyCap({ children, onFill }: { children: string /** On an indigo fill. */; onFill?: boolean }) {
  return (
    <kbd className="sp-key" data-fill={onFill || undefined} aria-hidden>
      {children}
    </kbd>
  )
}
