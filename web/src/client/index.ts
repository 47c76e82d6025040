/** Door of the client: everything a screen needs to read, write and stay live. */
export { api } from './api.ts';
export { ApiError } from './api-error.ts';
export { type ErrorWords, useErrorWords, useRefusalWords } from './error-words.ts';
export { isOwnEcho } from './own-writes.ts';
export { queryClient } from './query-client.ts';
export { routeKey, routeUrl, type RouteResponse } from './route-input.ts';
export type { AnyRoute } from './route-input.ts';
export { useAction } from './use-action.ts';
export type { Action } from './use-action.ts';
export { useConnectionState, useLive } from './use-live.ts';
export { useEditingSign, usePresence } from './use-presence.ts';
export { uploadFile, uploadTable, uploadTaskFile } from './upload-file.ts';
export { usePages, useRoute, useRoutes } from './use-route.ts';
export { useReportError } from './use-report-error.tsx';
export { LiveProvider } from './live-provider.tsx';
