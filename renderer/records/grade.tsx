import './fields.css'

/** A customer's grade: no hue; filled, outlined, faint. It prints in black. */
export function Grade({ grade }: { grade: string }) {
  return (
    <span className="sp-grade" data-grade={grade}>
      {grade}
    </span>
  )
}
