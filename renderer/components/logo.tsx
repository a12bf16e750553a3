/** The product's sign: two that are connected. */
export function Logo({ size = 22 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden role="presentation">
      <rect width="32" height="32" rx="7" fill="var(--sp-accent)" />
      <path d="M11 20.5 21 12" stroke="#fff" strokeWidth="2.6" strokeLinecap="round" />
      <circle cx="10.4" cy="20.6" r="4.2" fill="var(--sp-accent)" stroke="#fff" strokeWidth="2.6" />
      <circle cx="21.8" cy="11.4" r="4.2" fill="#fff" />
    </svg>
  )
}
