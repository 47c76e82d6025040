/** The product's sign: a line that goes through and ends in a running point. */
export function ProductMark({ size = 26 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" fill="none" aria-hidden style={{ flex: 'none' }}>
      <rect width="32" height="32" rx="8" fill="var(--tl-accent)" />
      <path
        d="M6 21h7c4 0 2-10 6-10h4"
        stroke="var(--tl-on-accent)"
        strokeWidth="2.8"
        strokeLinecap="round"
      />
      <circle cx="25" cy="11" r="3.2" fill="var(--tl-on-accent)" />
    </svg>
  );
}
