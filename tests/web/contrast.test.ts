import { describe, expect, it } from 'vitest';
import { dark, light, STATUS_TONES, type SchemeTokens } from '../../web/src/theme/tokens.ts';

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const channel = parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(one: string, other: string): number {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high! + 0.05) / (low! + 0.05);
}

const surfaces = ['page', 'surface', 'raised', 'sunken', 'hover', 'selected'] as const;

describe.each([
  ['light', light],
  ['dark', dark],
] as [string, SchemeTokens][])('%s scheme', (_name, scheme) => {
  it.each(surfaces)('words are readable on %s', (surface) => {
    for (const key of ['text', 'textDim', 'accentText'] as const) {
      expect(contrast(scheme[key], scheme[surface]), `${key} on ${surface}`).toBeGreaterThanOrEqual(4.5);
    }
  });
  it('words are readable on the accent', () => {
    expect(contrast(scheme.onAccent, scheme.accent)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(scheme.onAccent, scheme.accentHover)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(scheme.accentText, scheme.accentSoft)).toBeGreaterThanOrEqual(4.5);
  });
  it.each(STATUS_TONES)('the status %s is readable as badge, word and shape', (tone) => {
    const { solid, soft, text } = scheme.tones[tone];
    expect(contrast(text, soft), 'text on soft').toBeGreaterThanOrEqual(4.5);
    for (const surface of ['page', 'surface', 'raised', 'sunken'] as const) {
      expect(contrast(text, scheme[surface]), `text on ${surface}`).toBeGreaterThanOrEqual(4.5);
      expect(contrast(solid, scheme[surface]), `shape on ${surface}`).toBeGreaterThanOrEqual(3);
    }
  });
  it('the border of an input can be seen', () => {
    expect(contrast(scheme.borderStrong, scheme.surface)).toBeGreaterThanOrEqual(3);
  });
});
