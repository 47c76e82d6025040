/** A refused or failed call. `code` is stable; `fields` says what the user may mend. */
import i18next from 'i18next';
import { problem, type ProblemDocument } from '#contract';

export interface FieldProblem {
  readonly path: string;
  readonly message: string;
}

export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly fields: readonly FieldProblem[];
  readonly details: unknown;
  readonly correlationId: string | null;

  constructor(document: ProblemDocument) {
    super(document.detail);
    this.name = 'ApiError';
    this.status = document.status;
    this.code = document.code;
    this.fields = (document.fields ?? []).map(fieldInWords);
    this.details = document.details;
    this.correlationId = document.correlationId ?? null;
  }

  get denied(): boolean {
    return this.status === 403;
  }
  /** An id that nothing can have is the address of nothing. */
  get missing(): boolean {
    const isNoId = this.code === 'API_REQUEST_INVALID' && this.fields.some(({ path }) => path === 'id');
    return this.status === 404 || isNoId;
  }
  get conflict(): boolean {
    return this.status === 409;
  }
}

/** In the language on screen where the refusal has a code that has words; else as the server says it. */
export function fieldInWords({
  path,
  message,
  code,
  values,
}: NonNullable<ProblemDocument['fields']>[number]): FieldProblem {
  const key = `errors:fields.${code ?? ''}`;
  const isKnown = code !== undefined && i18next.exists(key);
  return { path, message: isKnown ? String(i18next.t(key as never, values as never)) : message };
}

/** The network, or an answer that is no problem document: the caller can only try again. */
export const UNREACHABLE = 'WEB_UNREACHABLE';

export function unreachable(): ApiError {
  return new ApiError({
    type: 'about:blank',
    title: 'Unreachable',
    status: 0,
    code: UNREACHABLE,
    detail: 'The server did not answer.',
  });
}

export async function errorFromResponse(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null);
  const parsed = problem.safeParse(body);
  if (parsed.success) return new ApiError(parsed.data);
  return new ApiError({
    type: 'about:blank',
    title: response.statusText,
    status: response.status,
    code: response.status >= 500 ? UNREACHABLE : `HTTP_${response.status}`,
    detail: response.statusText,
  });
}
