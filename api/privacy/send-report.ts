/** The report as one file: JSON for programs, a page for people, or both with the files of the person in an archive. */
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import yazl from 'yazl';
import type { ApiContext } from '../context.ts';
import type { FullReport } from './access-report.ts';
import { reportHtml } from './report-html.ts';

export type ReportFormat = 'json' | 'html' | 'zip';

export const REPORT_MIME: Readonly<Record<ReportFormat, string>> = {
  json: 'application/json; charset=utf-8',
  html: 'text/html; charset=utf-8',
  zip: 'application/zip',
};

export async function writeReport(
  out: Writable,
  report: FullReport,
  {
    format,
    locale,
    files,
  }: { readonly format: ReportFormat; readonly locale: 'en' | 'ru' } & Pick<ApiContext, 'files'>,
): Promise<void> {
  const json = JSON.stringify(report, null, 2);
  if (format === 'json') return void out.write(json);
  if (format === 'html') return void out.write(reportHtml(report, locale));
  const zip = new yazl.ZipFile();
  const sent = pipeline(zip.outputStream, out, { end: false });
  zip.addBuffer(Buffer.from(json), 'report.json');
  zip.addBuffer(Buffer.from(reportHtml(report, locale)), 'report.html');
  for (const file of report.files) {
    const path = await files.path(`${file.sha256.slice(0, 2)}/${file.sha256}`);
    // A content that is gone is told by its absence.
    if (path !== null) zip.addFile(path, `files/${file.id}-${safeName(file.name)}`);
  }
  zip.end();
  await sent;
}

function safeName(name: string): string {
  return name.replace(/[^\p{L}\p{N}._-]/gu, '_');
}
