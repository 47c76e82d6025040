import { Alert, Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { PossibleParty } from '#contract';
import { paths } from '../../app/paths.ts';
import { usePossibleDuplicates } from '../records/use-possible-duplicates.ts';

interface KnownPartiesProps {
  readonly entity: 'account' | 'contact';
  readonly values: Readonly<Record<string, unknown>>;
  /** Whom the lead itself may be. */
  readonly parties: readonly PossibleParty[];
  readonly onUse: (id: string) => void;
}

const SHOWN_MAX = 5;

/** Whom a new party resembles, each with why and one click to take it instead. */
export function KnownParties({ entity, values, parties, onUse }: KnownPartiesProps) {
  const { t } = useTranslation(['sales', 'records', 'imports']);
  const found = usePossibleDuplicates(entity, values);
  const alike = found.matches.map(({ id, title, score, reasons }) => ({
    ...{ id, title },
    why: `${score} % · ${reasons.map((one) => t(`imports:reasons.${one.criterion}`)).join(', ')}`,
  }));
  const others = parties
    .filter((party) => !alike.some((one) => one.id === party.id))
    .map(({ id, title, matches }) => ({
      ...{ id, title },
      why: matches.map((match) => t(`sales:lead.matches.${match}`)).join(', '),
    }));
  const known = [...alike, ...others].slice(0, SHOWN_MAX);
  if (known.length === 0 && found.hidden.length === 0) return null;
  return (
    <Alert
      role="status"
      color={found.blocks ? 'red' : 'yellow'}
      icon={<IconCopy size={18} />}
      title={t(found.blocks ? 'records:duplicates.same' : 'records:duplicates.similar')}
    >
      <Stack gap="xs">
        {known.map(({ id, title, why }) => (
          <Group key={id} gap="xs" wrap="nowrap" justify="space-between">
            <div>
              <Anchor component={Link} to={paths.record(entity, id)} target="_blank" size="sm" fw={600}>
                {title}
              </Anchor>
              <Text size="sm">{why}</Text>
            </div>
            <Button
              size="compact-sm"
              style={{ flex: 'none' }}
              aria-label={t('sales:lead.useNamed', { name: title })}
              onClick={() => onUse(id)}
            >
              {t('sales:lead.use')}
            </Button>
          </Group>
        ))}
        {found.hidden.map((match, at) => (
          <Text size="sm" key={at}>
            {match.ask
              ? t('records:duplicates.hidden', { name: match.ask.name })
              : t('records:duplicates.hiddenNobody')}
          </Text>
        ))}
      </Stack>
    </Alert>
  );
}
