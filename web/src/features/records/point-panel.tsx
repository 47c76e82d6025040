import { Button, SegmentedControl, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type Point } from '#contract';
import { useAction, type ApiError } from '../../client/index.ts';
import { SidePanel } from '../../ui/side-panel.tsx';

/** What shows phones and addresses: themselves, the record's fields, its history. */
export const STALE_AFTER_POINTS = [
  routes.points.listPoints,
  routes.records.getRecord,
  routes.records.timeline,
];

type Kind = 'phone' | 'email';

interface PointPanelProps {
  readonly party: { readonly entity: 'account' | 'contact'; readonly id: string };
  /** Null for a new one. */
  readonly point: Point | null;
  readonly kinds: readonly Kind[];
  readonly onClose: () => void;
}

/** A phone or address, new or changed. */
export function PointPanel({ party, point, kinds, onClose }: PointPanelProps) {
  const { t } = useTranslation(['records', 'common']);
  const [kind, setKind] = useState<Kind>(point?.kind === 'email' ? 'email' : (kinds[0] ?? 'phone'));
  const [value, setValue] = useState(point?.raw ?? '');
  const [label, setLabel] = useState(point?.label ?? '');
  const [refused, setRefused] = useState<string | null>(null);
  const options = {
    invalidate: STALE_AFTER_POINTS,
    onSuccess: onClose,
    onError: (error: ApiError) => setRefused(error.message),
  };
  const add = useAction(routes.points.addPoint, options);
  const change = useAction(routes.points.changePoint, options);
  const save = (): void => {
    const said = { value: value.trim(), label: label.trim() || null };
    if (point) change.run({ params: { ...party, pointId: point.id }, body: said });
    else add.run({ params: party, body: { kind, ...said } });
  };
  return (
    <SidePanel
      title={t(point ? 'records:points.change' : 'records:points.add')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common:actions.cancel')}</Button>
          <Button
            variant="filled"
            disabled={value.trim() === ''}
            loading={add.pending || change.pending}
            onClick={save}
          >
            {t('common:actions.save')}
          </Button>
        </>
      }
    >
      <Stack gap="sm">
        {!point && kinds.length > 1 && (
          <SegmentedControl
            aria-label={t('records:points.kind')}
            data={kinds.map((one) => ({ value: one, label: t(`records:points.kinds.${one}`) }))}
            value={kind}
            onChange={(next) => setKind(next === 'email' ? 'email' : 'phone')}
          />
        )}
        <TextInput
          data-autofocus
          withAsterisk
          type={kind === 'phone' ? 'tel' : 'email'}
          label={t(`records:points.kinds.${kind}`)}
          maxLength={200}
          error={refused}
          value={value}
          onChange={(event) => {
            setRefused(null);
            setValue(event.currentTarget.value);
          }}
        />
        <TextInput
          label={t('records:points.label')}
          placeholder={t('records:points.labelPlaceholder')}
          maxLength={60}
          value={label}
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
      </Stack>
    </SidePanel>
  );
}
