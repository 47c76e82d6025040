/**
 * A sheet as a PDF on A4: what is too long goes on over the next page, and the table's head is repeated there. The font
 * is embedded, with only the signs that are used, so that it looks the same wherever it is opened.
 */
import { createRequire } from 'node:module';
import { buffer } from 'node:stream/consumers';
import PDFDocument from 'pdfkit';
import type { QuoteSheet } from '#contract';
import { QUOTE_WORDS } from './quote-words.ts';

const require = createRequire(import.meta.url);
const FONTS = {
  regular: require.resolve('@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf'),
  bold: require.resolve('@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf'),
} as const;

/** In points. */
const MARGIN = 48;
const GAP = 8;
const FOOT = 24;
const SIZES = { title: 16, name: 11, text: 9.5, small: 8.5 } as const;
const INK = '#1b1f24';
const GREY = '#5b636d';
const LINE = '#d4d8dd';

type Pdf = PDFKit.PDFDocument;

/** The whole file. */
export async function pdfOfSheet(sheet: QuoteSheet): Promise<Buffer> {
  const pdf = new PDFDocument({
    size: 'A4',
    margins: { top: MARGIN, left: MARGIN, right: MARGIN, bottom: MARGIN + FOOT },
    bufferPages: true,
    lang: sheet.language,
    displayTitle: true,
    info: { Title: `${sheet.title}: ${sheet.subtitle}`, Author: sheet.seller.name, Producer: 'Throughline' },
  });
  pdf.registerFont('regular', FONTS.regular);
  pdf.registerFont('bold', FONTS.bold);
  paintHead(pdf, sheet);
  paintTable(pdf, sheet);
  paintTotals(pdf, sheet);
  for (const note of sheet.notes) paintNote(pdf, note);
  paintFeet(pdf, sheet);
  pdf.end();
  return buffer(pdf);
}

interface Style {
  readonly font?: 'regular' | 'bold';
  readonly size?: number;
  readonly color?: string;
}

function styled(pdf: Pdf, { font = 'regular', size = SIZES.text, color = INK }: Style = {}): Pdf {
  return pdf.font(font).fontSize(size).fillColor(color);
}

const innerWidth = (pdf: Pdf): number => pdf.page.width - 2 * MARGIN;
const bottomOf = (pdf: Pdf): number => pdf.page.height - MARGIN - FOOT;

/** Whose quote it is and which one, then for whom and what is to be known of it, side by side. */
function paintHead(pdf: Pdf, { seller, title, mark, subtitle, customer, facts }: QuoteSheet): void {
  const half = innerWidth(pdf) / 2 - GAP;
  const right = MARGIN + half + 2 * GAP;
  const top = pdf.y;
  styled(pdf, { font: 'bold', size: SIZES.name }).text(seller.name, MARGIN, top, { width: half });
  styled(pdf, { color: GREY }).text(seller.lines.join('\n'), MARGIN, pdf.y + 2, { width: half });
  const leftEnd = pdf.y;
  styled(pdf, { font: 'bold', size: SIZES.title }).text(title, right, top, { width: half, align: 'right' });
  if (mark !== null) styled(pdf, { font: 'bold', color: GREY }).text(mark, { width: half, align: 'right' });
  const second = Math.max(leftEnd, pdf.y) + 3 * GAP;
  styled(pdf, { size: SIZES.small, color: GREY }).text(customer.label, MARGIN, second, { width: half });
  styled(pdf, { font: 'bold', size: SIZES.name }).text(customer.name, { width: half });
  styled(pdf).text(customer.lines.join('\n'), MARGIN, pdf.y + 2, { width: half });
  const customerEnd = pdf.y;
  pdf.y = second;
  for (const { label, value } of facts) paintPair(pdf, { label, value, left: right, width: half });
  styled(pdf, { font: 'bold', size: SIZES.name }).text(
    subtitle,
    MARGIN,
    Math.max(customerEnd, pdf.y) + 3 * GAP,
    { width: innerWidth(pdf) },
  );
  pdf.y += GAP;
}

function paintPair(
  pdf: Pdf,
  pair: {
    readonly label: string;
    readonly value: string;
    readonly left: number;
    readonly width: number;
    readonly font?: 'bold';
  },
): void {
  const { label, value, left, width, font = 'regular' } = pair;
  const at = pdf.y;
  const half = width / 2;
  styled(pdf, { color: font === 'bold' ? INK : GREY, font }).text(label, left, at, { width: half - GAP });
  const labelEnd = pdf.y;
  styled(pdf, { font }).text(value, left + half, at, { width: half, align: 'right' });
  pdf.y = Math.max(labelEnd, pdf.y) + 2;
}

interface Placed {
  readonly left: number;
  readonly width: number;
  readonly align: 'left' | 'right';
}

/** Numbers take the room that they need on one line, the first column of words what is left. */
function placed(pdf: Pdf, { columns, rows }: QuoteSheet): Placed[] {
  styled(pdf, { font: 'bold' });
  const needed = columns.map(({ label }, at) =>
    Math.ceil(
      Math.max(...[label, ...rows.map((row) => row[at] ?? '')].map((text) => pdf.widthOfString(text))),
    ),
  );
  const numbers = columns.reduce((sum, { align }, at) => sum + (align === 'end' ? (needed[at] ?? 0) : 0), 0);
  const rest = innerWidth(pdf) - numbers - GAP * (columns.length - 1);
  let left = MARGIN;
  return columns.map(({ align }, at) => {
    const width = align === 'end' ? (needed[at] ?? 0) : Math.max(rest, 80);
    const place: Placed = { left, width, align: align === 'end' ? 'right' : 'left' };
    left += width + GAP;
    return place;
  });
}

function paintTable(pdf: Pdf, sheet: QuoteSheet): void {
  const places = placed(pdf, sheet);
  const row = (cells: readonly string[], style: Style): void => {
    styled(pdf, style);
    const height = Math.max(...cells.map((text, at) => heightOf(pdf, text, places[at])));
    const top = pdf.y;
    for (const [at, text] of cells.entries()) {
      const place = places[at];
      if (place && text !== '') pdf.text(text, place.left, top, { width: place.width, align: place.align });
    }
    pdf.y = top + height + GAP / 2;
    pdf
      .moveTo(MARGIN, pdf.y)
      .lineTo(MARGIN + innerWidth(pdf), pdf.y)
      .lineWidth(0.5)
      .strokeColor(LINE)
      .stroke();
    pdf.y += GAP / 2;
  };
  const head = (): void =>
    row(
      sheet.columns.map(({ label }) => label),
      { font: 'bold', color: GREY },
    );
  head();
  for (const cells of sheet.rows) {
    styled(pdf);
    const height = Math.max(...cells.map((text, at) => heightOf(pdf, text, places[at])));
    if (pdf.y + height + GAP > bottomOf(pdf)) {
      pdf.addPage();
      head();
    }
    row(cells, {});
  }
}

function heightOf(pdf: Pdf, text: string, place: Placed | undefined): number {
  return place && text !== '' ? pdf.heightOfString(text, { width: place.width }) : 0;
}

/** Stay together: a total alone on a page is a total of nothing. */
function paintTotals(pdf: Pdf, { totals }: QuoteSheet): void {
  const width = innerWidth(pdf) / 2;
  if (pdf.y + totals.length * 2 * SIZES.text + GAP > bottomOf(pdf)) pdf.addPage();
  pdf.y += GAP / 2;
  for (const [at, { label, value }] of totals.entries())
    paintPair(pdf, {
      ...{ label, value, width, left: MARGIN + width },
      ...(at === totals.length - 1 && { font: 'bold' as const }),
    });
}

function paintNote(pdf: Pdf, { title, text }: QuoteSheet['notes'][number]): void {
  const top = pdf.y + 2 * GAP;
  // Its title does not stand alone at the end of a page.
  if (top + 4 * SIZES.text > bottomOf(pdf)) pdf.addPage();
  else pdf.y = top;
  styled(pdf, { font: 'bold' }).text(title, MARGIN, pdf.y, { width: innerWidth(pdf) });
  styled(pdf).text(text, MARGIN, pdf.y + 2, { width: innerWidth(pdf) });
}

function paintFeet(pdf: Pdf, { title, language }: QuoteSheet): void {
  const { start, count } = pdf.bufferedPageRange();
  for (let page = 0; page < count; page += 1) {
    pdf.switchToPage(start + page);
    // Below the margin a text would begin a page of its own.
    pdf.page.margins.bottom = 0;
    const foot = `${title} · ${QUOTE_WORDS[language].page(page + 1, count)}`;
    styled(pdf, { size: SIZES.small, color: GREY }).text(foot, MARGIN, pdf.page.height - MARGIN, {
      width: innerWidth(pdf),
      align: 'center',
      lineBreak: false,
    });
  }
}
