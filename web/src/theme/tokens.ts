/**
 * Every colour, size and radius of the product, light and dark designed together. The theme, the CSS variables
 * (`--tl-*`), the canvas and the contrast test read this file; no component names a colour of its own.
 *
 * Neutral greys carry the page, one accent (an ink violet) marks what can be acted on and the throughline, and
 * eight tones, each with a shape and a word of its own, tell status.
 */
export const STATUS_TONES = [
  'done',
  'running',
  'waiting',
  'late',
  'failed',
  'skipped',
  'info',
  'neutral',
] as const;
export type StatusTone = (typeof STATUS_TONES)[number];

export interface ToneColors {
  /** Strong colour for lines, icons and shapes: 3:1 on every surface. */
  readonly solid: string;
  /** Quiet background of a badge. */
  readonly soft: string;
  /** Words on `soft` and on every surface: 4.5:1. */
  readonly text: string;
}

export interface SchemeTokens {
  readonly page: string;
  readonly surface: string;
  readonly raised: string;
  readonly sunken: string;
  readonly hover: string;
  readonly selected: string;
  readonly border: string;
  readonly borderStrong: string;
  readonly text: string;
  readonly textDim: string;
  readonly accent: string;
  readonly accentHover: string;
  readonly onAccent: string;
  readonly accentText: string;
  readonly accentSoft: string;
  readonly accentGlow: string;
  readonly canvasDot: string;
  readonly shadow: string;
  readonly tones: Readonly<Record<StatusTone, ToneColors>>;
}

export const light: SchemeTokens = {
  page: '#f7f7f9',
  surface: '#ffffff',
  raised: '#ffffff',
  sunken: '#f2f2f5',
  hover: '#f1f1f5',
  selected: '#eceafa',
  border: '#e4e4ea',
  borderStrong: '#8a8a97',
  text: '#1c1c22',
  textDim: '#5c5c69',
  accent: '#4f46b8',
  accentHover: '#433ba3',
  onAccent: '#ffffff',
  accentText: '#473eae',
  accentSoft: '#eceafa',
  accentGlow: 'rgba(79, 70, 184, 0.28)',
  canvasDot: '#dcdce4',
  shadow: '0 1px 2px rgba(20, 20, 35, 0.06), 0 8px 24px rgba(20, 20, 35, 0.1)',
  tones: {
    done: { solid: '#1f8a4c', soft: '#e3f4ea', text: '#17693a' },
    running: { solid: '#4f46b8', soft: '#eceafa', text: '#473eae' },
    waiting: { solid: '#a06a00', soft: '#faf0d8', text: '#7a5000' },
    late: { solid: '#c2540a', soft: '#fdecdf', text: '#97400a' },
    failed: { solid: '#c9303e', soft: '#fce8ea', text: '#a5212e' },
    skipped: { solid: '#7d7d8a', soft: '#efeff3', text: '#5c5c69' },
    info: { solid: '#2a72b5', soft: '#e4f0fa', text: '#1f5a91' },
    neutral: { solid: '#7d7d8a', soft: '#efeff3', text: '#54545f' },
  },
};

export const dark: SchemeTokens = {
  page: '#121216',
  surface: '#18181d',
  raised: '#202027',
  sunken: '#131318',
  hover: '#222229',
  selected: '#2a2844',
  border: '#2c2c35',
  borderStrong: '#757583',
  text: '#ececf1',
  textDim: '#a3a3b0',
  accent: '#6a61d6',
  accentHover: '#5d54c9',
  onAccent: '#ffffff',
  accentText: '#b1acf7',
  accentSoft: '#2a2844',
  accentGlow: 'rgba(143, 135, 245, 0.35)',
  canvasDot: '#2b2b34',
  shadow: '0 1px 2px rgba(0, 0, 0, 0.5), 0 8px 28px rgba(0, 0, 0, 0.45)',
  tones: {
    done: { solid: '#3fb371', soft: '#173324', text: '#74d79d' },
    running: { solid: '#8f87f5', soft: '#2a2844', text: '#b6b1f8' },
    waiting: { solid: '#d9a032', soft: '#37290d', text: '#ecc065' },
    late: { solid: '#ef8540', soft: '#3d2413', text: '#f7a873' },
    failed: { solid: '#ef5f6b', soft: '#401c21', text: '#f8949c' },
    skipped: { solid: '#8b8b99', soft: '#28282f', text: '#b0b0bc' },
    info: { solid: '#58a2e2', soft: '#152c42', text: '#8cc2f0' },
    neutral: { solid: '#8b8b99', soft: '#28282f', text: '#bcbcc7' },
  },
};

export const FONT_FAMILY = "'Inter Variable', system-ui, -apple-system, 'Segoe UI', sans-serif";
export const FONT_MONO = "ui-monospace, 'SF Mono', 'Cascadia Mono', 'DejaVu Sans Mono', monospace";

export const radius = { xs: '4px', sm: '6px', md: '8px', lg: '12px' } as const;
export const rowHeight = { compact: 32, normal: 36, relaxed: 44 } as const;
export type Density = keyof typeof rowHeight;
