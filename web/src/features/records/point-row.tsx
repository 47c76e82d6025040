import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconDots, IconMail, IconPhone } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type Point } from '#contract';
import { useAction } from '../../client/index.ts';
import { ConfirmPanel } from '../../ui/confirm-panel.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { STALE_AFTER_POINTS } from './point-panel.tsx';
import classes from './related-list.module.css';

interface PointRowProps {
  readonly point: Point;
  readonly party: { readonly entity: 'account' | 'contact'; readonly id: string };
  readonly editable: boolean;
  readonly onEdit: () => void;
}

const TONES = { ok: 'done', doubtful: 'waiting', invalid: 'failed', bounced: 'failed' } as const;

/** One phone or address, to be called or written to; a guessed number is confirmed with one click. */
export function PointRow({ point, party, editable, onEdit }: PointRowProps) {
  const { t } = useTranslation('records');
  const options = { invalidate: STALE_AFTER_POINTS };
  const change = useAction(routes.points.changePoint, options);
  const [removing, setRemoving] = useState(false);
  const remove = useAction(routes.points.removePoint, options);
  const params = { ...party, pointId: point.id };
  const Icon = point.kind === 'phone' ? IconPhone : IconMail;
  const href = hrefOf(point);
  const text = [point.display, point.ext && t('points.ext', { ext: point.ext })].filter(Boolean).join(' ');
  return (
    <li className={classes.row}>
      <Icon size={15} aria-hidden />
      <div className={classes.main}>
        {href ? (
          <a href={href} className={classes.title}>
            {text}
          </a>
        ) : (
          <span className={classes.title}>{text}</span>
        )}
        <div className={classes.facts}>
          {point.isPrimary && <StatusBadge plain tone="done" label={t('points.isPrimary')} />}
          {point.label && <span>{point.label}</span>}
          {point.status !== 'ok' && (
            <StatusBadge plain tone={TONES[point.status]} label={t(`points.status.${point.status}`)} />
          )}
          {point.status === 'doubtful' && <span>{t('points.typed', { raw: point.raw })}</span>}
        </div>
      </div>
      {editable && point.status === 'doubtful' && (
        <Button
          size="compact-sm"
          loading={change.pending}
          onClick={() => change.run({ params, body: { confirm: true } })}
        >
          {t('points.confirm')}
        </Button>
      )}
      {editable && (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon aria-label={t('points.actions', { value: point.display })}>
              <IconDots size={15} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={onEdit}>{t('points.change')}</Menu.Item>
            {!point.isPrimary && (
              <Menu.Item onClick={() => change.run({ params, body: { makePrimary: true } })}>
                {t('points.makePrimary')}
              </Menu.Item>
            )}
            <Menu.Item onClick={() => setRemoving(true)}>{t('points.remove')}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
      {removing && (
        <ConfirmPanel
          danger
          title={t('points.removeTitle', { value: point.display })}
          message={t('points.removeMessage')}
          confirmLabel={t('points.remove')}
          pending={remove.pending}
          onConfirm={() => remove.run({ params })}
          onClose={() => setRemoving(false)}
        />
      )}
    </li>
  );
}

function hrefOf(point: Point): string | null {
  if (point.kind === 'phone') return point.e164 && `tel:${point.e164}`;
  return point.email && `mailto:${point.email}`;
}
