import './components.css'

/** A QR code: dark dots on white paper in every scheme, because phones read no other. */
export function QrCode({ size, path, label }: { size: number; path: string; label: string }) {
  return (
    <svg className="sp-qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}
