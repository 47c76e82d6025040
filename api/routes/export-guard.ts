import type { ExportRules, routes } from '#contract';
import type { ExportRun, ExportSettings } from '#crm';
import type { ApiContext } from '../context.ts';
import type { RouteHandlers } from '../middleware/mount-routes.ts';

/** Limits of exports, the alarm, and what was taken out. */
export function exportGuardHandlers({ crm }: ApiContext): RouteHandlers<typeof routes.exportGuard> {
  const { exportGuard } = crm;
  return {
    async exportRules({ user }) {
      const roles = await crm.roles.list();
      return {
        rules: rulesView(await exportGuard.settings()),
        roles: roles.map(({ code, name, nameRu }) => ({
          code,
          name: user.locale === 'ru' ? (nameRu ?? name) : name,
        })),
      };
    },
    saveExportRules: async ({ user, body }) => rulesView(await exportGuard.saveSettings({ user }, body)),
    async exportRuns({ query }) {
      const runs = await exportGuard.runs({ unusualOnly: query.unusual === 'true' });
      return { items: runs.map(runView) };
    },
    async exportSeen({ user, params }) {
      await exportGuard.markSeen({ user }, params.id);
      return { ok: true };
    },
  };
}

function rulesView(settings: ExportSettings): ExportRules {
  return { ...settings, limits: settings.limits.map((limit) => ({ ...limit })) };
}

function runView(run: ExportRun) {
  return { ...run, reasons: [...run.reasons] };
}
