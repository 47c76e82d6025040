/** What the rail, the bottom bar and the palette lead to, in the order of the signed-in person's work. */
import {
  IconActivityHeartbeat,
  IconArrowMerge,
  IconBuildingBank,
  IconArrowsSplit2,
  IconAdjustmentsCog,
  IconCalendar,
  IconChecklist,
  IconHome,
  IconCalendarCog,
  IconChartBar,
  IconChartHistogram,
  IconInbox,
  IconMailForward,
  IconPackageExport,
  IconRefreshAlert,
  IconSitemap,
  IconFileImport,
  IconForms,
  IconHeartbeat,
  IconHistory,
  IconKey,
  IconLayoutGrid,
  IconListDetails,
  IconShieldLock,
  IconFilter,
  IconProgressCheck,
  IconStopwatch,
  IconTrash,
  IconUserCog,
  IconUsers,
  IconWebhook,
  IconWorldWww,
  IconUsersGroup,
  type Icon,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { routes, type EntityMeta } from '#contract';
import { useRoute } from '../../client/index.ts';
import { COMPARED } from '../../features/merge/compared.ts';
import { useLocalized } from '../../i18n/use-locale.ts';
import { useMe } from '../me-context.ts';
import { paths } from '../paths.ts';

export interface Destination {
  readonly key: string;
  readonly label: string;
  readonly to: string;
  readonly icon?: Icon;
  readonly entity?: string;
}
export interface NavigationSection {
  readonly key: 'work' | 'records' | 'process' | 'administration';
  readonly label: string;
  readonly items: readonly Destination[];
}

/** Kinds of records that people work with. People themselves are the organisation's page, not a list here. */
export function useEntities(): readonly EntityMeta[] {
  const entities = useRoute(routes.records.entities, {}, { staleTime: 300_000 }).data?.items ?? [];
  return entities.filter((meta) => meta.entity !== 'user' && !meta.isDirectory && !meta.isRetired);
}

export function useNavigation(): readonly NavigationSection[] {
  const { t } = useTranslation('shell');
  const localized = useLocalized();
  const me = useMe();
  const entities = useEntities().filter((entity) => entity.rights.read);
  const sections: NavigationSection[] = [
    {
      key: 'work',
      label: t('nav.work'),
      items: [
        { key: 'home', label: t('nav.home'), to: paths.home(), icon: IconHome },
        { key: 'inbox', label: t('nav.inbox'), to: paths.inbox(), icon: IconInbox },
        { key: 'tasks', label: t('nav.tasks'), to: paths.tasks(), icon: IconChecklist },
        { key: 'calendar', label: t('nav.calendar'), to: paths.calendar(), icon: IconCalendar },
        ...(entities.some((meta) => meta.entity === 'deal')
          ? [
              {
                key: 'salesMeasures',
                label: t('nav.salesMeasures'),
                to: paths.salesMeasures(),
                icon: IconChartBar,
              },
            ]
          : []),
        ...(entities.some((meta) => meta.entity === 'ticket')
          ? [
              {
                key: 'serviceMeasures',
                label: t('nav.serviceMeasures'),
                to: paths.serviceMeasures(),
                icon: IconChartHistogram,
              },
            ]
          : []),
      ],
    },
    {
      key: 'records',
      label: t('nav.records'),
      items: [
        ...entities.map((meta) => ({
          key: meta.entity,
          label: localized(meta.pluralLabel),
          to: paths.records(meta.entity),
          entity: meta.entity,
        })),
        ...(entities.some((meta) => meta.rights.create || meta.rights.edit)
          ? [{ key: 'imports', label: t('nav.imports'), to: paths.imports(), icon: IconFileImport }]
          : []),
        ...(entities.some(mayMerge)
          ? [
              {
                key: 'duplicates',
                label: t('nav.duplicates'),
                to: paths.duplicates(),
                icon: IconArrowMerge,
              },
            ]
          : []),
        // Whoever may delete something may also take it out again.
        ...(entities.some((meta) => meta.rights.delete)
          ? [{ key: 'bin', label: t('nav.bin'), to: paths.bin(), icon: IconTrash }]
          : []),
      ],
    },
    {
      key: 'process',
      label: t('nav.process'),
      items: [
        { key: 'processes', label: t('nav.processes'), to: paths.processes(), icon: IconSitemap },
        { key: 'instances', label: t('nav.instances'), to: paths.instances(), icon: IconActivityHeartbeat },
      ],
    },
  ];
  if (me.isAdmin) {
    sections.push({
      key: 'administration',
      label: t('nav.administration'),
      items: [
        { key: 'organisation', label: t('nav.organisation'), to: paths.organisation(), icon: IconUsersGroup },
        { key: 'company', label: t('nav.company'), to: paths.company(), icon: IconBuildingBank },
        { key: 'people', label: t('nav.people'), to: paths.people(), icon: IconUserCog },
        { key: 'pipelines', label: t('nav.pipelines'), to: paths.pipelines(), icon: IconFilter },
        {
          key: 'serviceLevels',
          label: t('nav.serviceLevels'),
          to: paths.serviceLevels(),
          icon: IconStopwatch,
        },
        { key: 'calendars', label: t('nav.calendars'), to: paths.calendars(), icon: IconCalendarCog },
        {
          key: 'distribution',
          label: t('nav.distribution'),
          to: paths.distribution(),
          icon: IconArrowsSplit2,
        },
        { key: 'lifecycle', label: t('nav.lifecycle'), to: paths.lifecycle(), icon: IconProgressCheck },
        { key: 'health', label: t('nav.health'), to: paths.health(), icon: IconHeartbeat },
        { key: 'jobs', label: t('nav.jobs'), to: paths.jobs(), icon: IconRefreshAlert },
        { key: 'operations', label: t('nav.operations'), to: paths.operations(), icon: IconAdjustmentsCog },
        { key: 'roles', label: t('nav.roles'), to: paths.roles(), icon: IconShieldLock },
        { key: 'roleHomes', label: t('nav.roleHomes'), to: paths.roleHomes(), icon: IconLayoutGrid },
        { key: 'signIn', label: t('nav.signIn'), to: paths.signInRules(), icon: IconKey },
        { key: 'fields', label: t('nav.fields'), to: paths.fields(), icon: IconForms },
        { key: 'choices', label: t('nav.choices'), to: paths.choices(), icon: IconListDetails },
        { key: 'audit', label: t('nav.audit'), to: paths.audit(), icon: IconHistory },
        { key: 'groups', label: t('nav.groups'), to: paths.groups(), icon: IconUsers },
        { key: 'webForms', label: t('nav.webForms'), to: paths.webForms(), icon: IconWorldWww },
        { key: 'webhooks', label: t('nav.webhooks'), to: paths.webhooks(), icon: IconWebhook },
        { key: 'fullExport', label: t('nav.fullExport'), to: paths.fullExport(), icon: IconPackageExport },
        { key: 'mail', label: t('nav.mail'), to: paths.mail(), icon: IconMailForward },
      ],
    });
  }
  return inOrderOfWork(sections, me.processRights.includes('draw') && !me.isAdmin).filter(
    (section) => section.items.length > 0,
  );
}

/** A merge changes the one record and removes the other. */
function mayMerge({ entity, rights }: EntityMeta): boolean {
  return COMPARED.some((one) => one === entity) && rights.edit && rights.delete;
}

/** Who draws processes finds them first. */
function inOrderOfWork(sections: readonly NavigationSection[], draws: boolean): NavigationSection[] {
  const weight = (section: NavigationSection): number => (draws && section.key === 'process' ? -1 : 0);
  return [...sections].sort((one, other) => weight(one) - weight(other));
}
