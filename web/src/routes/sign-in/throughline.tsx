import classes from './front-page.module.css';

const STEPS = [
  [40, 250],
  [150, 250],
  [260, 160],
  [370, 160],
] as const;

/** The signature: a way through a map, done up to the running step, dots ahead. */
export function Throughline() {
  return (
    <svg className={classes.line} viewBox="0 0 600 320" fill="none" aria-hidden>
      <path
        d="M370 160 H440 C480 160 470 90 510 90 H580 M440 160 C480 160 470 230 510 230 H580"
        stroke="var(--tl-border-strong)"
        strokeWidth="2"
        strokeDasharray="2 7"
        strokeLinecap="round"
      />
      <path
        d="M40 250 H150 C210 250 200 160 260 160 H370"
        stroke="var(--tl-accent)"
        strokeWidth="4"
        strokeLinecap="round"
      />
      {STEPS.slice(0, 3).map(([x, y]) => (
        <circle
          key={x}
          cx={x}
          cy={y}
          r="9"
          fill="var(--tl-surface)"
          stroke="var(--tl-accent)"
          strokeWidth="4"
        />
      ))}
      <circle cx="370" cy="160" r="22" fill="var(--tl-accent-glow)" />
      <circle cx="370" cy="160" r="11" fill="var(--tl-accent)" />
      <circle
        cx="580"
        cy="90"
        r="7"
        fill="var(--tl-surface)"
        stroke="var(--tl-border-strong)"
        strokeWidth="2"
      />
      <circle
        cx="580"
        cy="230"
        r="7"
        fill="var(--tl-surface)"
        stroke="var(--tl-border-strong)"
        strokeWidth="2"
      />
    </svg>
  );
}
