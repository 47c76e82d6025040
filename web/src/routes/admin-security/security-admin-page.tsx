import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type PersonSecurity } from '#contract';
import { useRoute } from '../../client/index.ts';
import classes from '../../features/audit/audit.module.css';
import { Loaded } from '../../ui/loaded.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { PersonAvatar } from '../../ui/person-avatar.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Section } from '../../ui/section.tsx';
import { ExportRulesForm } from './export-rules-form.tsx';
import { PersonPanel } from './person-panel.tsx';
import { RulesForm } from './rules-form.tsx';
import { UnusualExports } from './unusual-exports.tsx';

/** How everybody signs in, and the rules of it. */
export function SecurityAdminPage() {
  const { t } = useTranslation('security');
  const [chosen, setChosen] = useState<PersonSecurity['person'] | null>(null);
  const people = useRoute(routes.securityAdmin.peopleSecurity);
  const exportRules = useRoute(routes.exportGuard.exportRules);
  const settings = useRoute(routes.securityAdmin.signInSettings);
  return (
    <>
      <PageHeader title={t('admin.title')} meta={t('admin.hint')} />
      <div className={classes.page}>
        <UnusualExports />
        <Loaded query={settings}>
          {(loaded) => <RulesForm key={loaded.rules.version} settings={loaded} />}
        </Loaded>
        <Loaded query={people}>
          {({ items }) => (
            <Section title={t('admin.people')} count={items.length}>
              <ul className={classes.list} aria-label={t('admin.people')}>
                {items.map((item) => (
                  <PersonRow key={item.person.id} item={item} onOpen={() => setChosen(item.person)} />
                ))}
              </ul>
            </Section>
          )}
        </Loaded>
        <Loaded query={exportRules}>
          {({ rules, roles }) => <ExportRulesForm key={rules.version} loaded={rules} roles={roles} />}
        </Loaded>
      </div>
      {chosen && <PersonPanel key={chosen.id} person={chosen} onClose={() => setChosen(null)} />}
    </>
  );
}

function PersonRow({ item, onOpen }: { readonly item: PersonSecurity; readonly onOpen: () => void }) {
  const { t } = useTranslation('security');
  const facts = [
    item.password ? t('admin.hasPassword') : t('admin.noPassword'),
    item.secondFactor ? t('admin.hasFactor') : t('admin.noFactor'),
    t('admin.sessions', { count: item.sessions }),
    ...(item.apiKeys > 0 ? [t('admin.keys', { count: item.apiKeys })] : []),
  ];
  return (
    <li className={classes.row}>
      <div className={classes.facts}>
        <PersonAvatar person={item.person} size={22} withName />
        <span className={classes.dim}>
          {facts.join(' · ')}
          {item.lastSeenAt && (
            <>
              {' · '}
              <RelativeTime at={item.lastSeenAt} />
            </>
          )}
        </span>
      </div>
      <Button
        size="compact-sm"
        flex="none"
        aria-label={t('admin.openOf', { name: item.person.name })}
        onClick={onOpen}
      >
        {t('admin.open')}
      </Button>
    </li>
  );
}
