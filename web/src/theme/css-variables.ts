/** Turns the tokens into CSS variables: `--tl-*` for our own styles and the canvas, `--mantine-*` where they meet. */
import type { CSSVariablesResolver } from '@mantine/core';
import { dark, light, radius, STATUS_TONES, type SchemeTokens } from './tokens.ts';

const PLAIN = [
  ['page', 'page'],
  ['surface', 'surface'],
  ['raised', 'raised'],
  ['sunken', 'sunken'],
  ['hover', 'hover'],
  ['selected', 'selected'],
  ['border', 'border'],
  ['border-strong', 'borderStrong'],
  ['text', 'text'],
  ['text-dim', 'textDim'],
  ['accent', 'accent'],
  ['accent-hover', 'accentHover'],
  ['on-accent', 'onAccent'],
  ['accent-text', 'accentText'],
  ['accent-soft', 'accentSoft'],
  ['accent-glow', 'accentGlow'],
  ['canvas-dot', 'canvasDot'],
  ['shadow', 'shadow'],
] as const;

function schemeVariables(tokens: SchemeTokens): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const [name, key] of PLAIN) variables[`--tl-${name}`] = tokens[key];
  for (const tone of STATUS_TONES) {
    variables[`--tl-${tone}`] = tokens.tones[tone].solid;
    variables[`--tl-${tone}-soft`] = tokens.tones[tone].soft;
    variables[`--tl-${tone}-text`] = tokens.tones[tone].text;
  }
  return {
    ...variables,
    '--mantine-color-body': tokens.surface,
    '--mantine-color-text': tokens.text,
    '--mantine-color-dimmed': tokens.textDim,
    '--mantine-color-placeholder': tokens.textDim,
    '--mantine-color-default': tokens.surface,
    '--mantine-color-default-hover': tokens.hover,
    '--mantine-color-default-color': tokens.text,
    '--mantine-color-default-border': tokens.border,
    '--mantine-color-anchor': tokens.accentText,
    '--mantine-color-error': tokens.tones.failed.text,
    '--mantine-color-accent-filled': tokens.accent,
    '--mantine-color-accent-filled-hover': tokens.accentHover,
    '--mantine-color-accent-light': tokens.accentSoft,
    '--mantine-color-accent-light-hover': tokens.selected,
    '--mantine-color-accent-light-color': tokens.accentText,
    '--mantine-color-accent-text': tokens.accentText,
    '--mantine-color-accent-outline': tokens.accentText,
    '--mantine-color-gray-light-color': tokens.text,
    '--mantine-color-gray-text': tokens.textDim,
    '--mantine-color-red-text': tokens.tones.failed.text,
    '--mantine-color-red-light': tokens.tones.failed.soft,
    '--mantine-color-red-light-color': tokens.tones.failed.text,
    '--mantine-color-disabled-color': tokens.textDim,
  };
}

export const cssVariables: CSSVariablesResolver = () => ({
  variables: { '--tl-radius': radius.sm, '--tl-radius-lg': radius.lg },
  light: schemeVariables(light),
  dark: schemeVariables(dark),
});
