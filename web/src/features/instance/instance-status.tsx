import { useTranslation } from 'react-i18next';
import type { InstanceCard } from '#contract';
import type { StatusTone } from '../../theme/tokens.ts';
import { StatusBadge } from '../../ui/status-badge.tsx';

type Status = InstanceCard['status'];

const TONES: Readonly<Record<Status, StatusTone>> = {
  active: 'running',
  completed: 'done',
  terminated: 'skipped',
  cancelled: 'skipped',
};

interface InstanceStatusProps {
  readonly status: Status;
  readonly incidents: number;
  readonly suspended?: boolean;
  readonly plain?: boolean;
}

/** Where an instance is in its life; an incident outshines the rest while it runs. */
export function InstanceStatus({ status, incidents, suspended, plain }: InstanceStatusProps) {
  const { t } = useTranslation('instance');
  if (status === 'active' && suspended) {
    return <StatusBadge tone="waiting" label={t('status.suspended')} plain={plain} />;
  }
  if (status === 'active' && incidents > 0) {
    return <StatusBadge tone="failed" label={t('status.incident', { count: incidents })} plain={plain} />;
  }
  return <StatusBadge tone={TONES[status]} label={t(`status.${status}`)} plain={plain} />;
}
