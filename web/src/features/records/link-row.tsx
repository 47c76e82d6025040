import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconPhone } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { routes, type AccountContact } from '#contract';
import { paths } from '../../app/paths.ts';
import { useAction } from '../../client/index.ts';
import { formatDate } from '../../i18n/formats.ts';
import { useLocale, useLocalized } from '../../i18n/use-locale.ts';
import { ConfirmPanel } from '../../ui/confirm-panel.tsx';
import { EntityIcon } from '../../ui/entity-icon.tsx';
import { productNow } from '../../ui/product-clock.ts';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { LinkEditPanel } from './link-edit-panel.tsx';
import type { LinkRoles } from './link-fields.tsx';
import classes from './related-list.module.css';

interface LinkRowProps {
  readonly link: AccountContact;
  readonly side: 'contact' | 'account';
  readonly editable: boolean;
  readonly roles: LinkRoles;
}

export function LinkRow({ link, side, editable, roles }: LinkRowProps) {
  const { t } = useTranslation('records');
  const locale = useLocale();
  const localized = useLocalized();
  const [ending, setEnding] = useState(false);
  const [editing, setEditing] = useState(false);
  const change = useAction(routes.records.changeLink, {
    invalidate: [routes.records.accountContacts, routes.records.timeline, routes.records.getRecord],
    onSuccess: () => setEnding(false),
  });
  const other = link[side];
  const active = link.isCurrent;
  // Of an organisation its main contact is told, of a person the main organisation.
  const isMain = side === 'contact' ? link.isPrimary : link.isPrimaryAccount;
  const makeMain = side === 'contact' ? { isPrimary: true } : { isPrimaryAccount: true };
  const params = { id: link.id };
  const today = productNow().toISOString().slice(0, 10);
  return (
    <li className={classes.row} data-ended={!active || undefined}>
      <EntityIcon entity={other.entity} size={15} />
      <div className={classes.main}>
        <Link to={paths.record(other.entity, other.id)} className={classes.title}>
          {other.title}
        </Link>
        <div className={classes.facts}>
          <span>{localized(link.roleLabel)}</span>
          {link.positionText && <span>{link.positionText}</span>}
          {isMain && active && (
            <StatusBadge
              plain
              tone="done"
              label={t(side === 'contact' ? 'link.isPrimary' : 'link.isPrimaryAccount')}
            />
          )}
          {link.startedOn && <span>{t('link.started', { date: formatDate(locale, link.startedOn) })}</span>}
          {link.endedOn && <span>{t('link.ended', { date: formatDate(locale, link.endedOn) })}</span>}
        </div>
      </div>
      {link.phone && active && side === 'contact' && (
        <ActionIcon component="a" href={`tel:${link.phone}`} aria-label={link.phone} title={link.phone}>
          <IconPhone size={15} />
        </ActionIcon>
      )}
      {editable && (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon aria-label={t('link.actions', { name: other.title })}>
              <IconDots size={15} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => setEditing(true)}>{t('link.edit')}</Menu.Item>
            {active && !isMain && (
              <Menu.Item onClick={() => change.run({ params, body: makeMain })}>
                {t(side === 'contact' ? 'link.makePrimary' : 'link.makePrimaryAccount')}
              </Menu.Item>
            )}
            {active && <Menu.Item onClick={() => setEnding(true)}>{t('link.end')}</Menu.Item>}
          </Menu.Dropdown>
        </Menu>
      )}
      {editing && (
        <LinkEditPanel
          link={link}
          title={t('link.editTitle', { name: other.title })}
          roles={roles}
          onClose={() => setEditing(false)}
        />
      )}
      {ending && (
        <ConfirmPanel
          title={t('link.endTitle', { name: other.title })}
          message={t('link.endMessage')}
          confirmLabel={t('link.end')}
          pending={change.pending}
          onConfirm={() => change.run({ params, body: { endedOn: today } })}
          onClose={() => setEnding(false)}
        />
      )}
    </li>
  );
}
