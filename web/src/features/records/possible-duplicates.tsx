import { Alert, Anchor, Stack, Text, TextInput } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { DuplicateMatches } from '#contract';
import { paths } from '../../app/paths.ts';
import classes from './possible-duplicates.module.css';

interface PossibleDuplicatesProps {
  readonly entity: string;
  readonly found: DuplicateMatches;
  /** Why it is another all the same. */
  readonly reason: string;
  readonly onReason: (reason: string) => void;
}

/** What a new record resembles and why, with the way to the one that is there. */
export function PossibleDuplicates({ entity, found, reason, onReason }: PossibleDuplicatesProps) {
  const { t } = useTranslation(['records', 'imports']);
  if (found.matches.length === 0 && found.hidden.length === 0) return null;
  return (
    <div className={classes.duplicates}>
      <Alert
        role="status"
        color={found.blocks ? 'red' : 'yellow'}
        icon={<IconCopy size={18} />}
        title={t(found.blocks ? 'records:duplicates.same' : 'records:duplicates.similar')}
      >
        <Stack gap="xs">
          {found.matches.map((match) => (
            <div key={match.id}>
              <Anchor component={Link} to={paths.record(entity, match.id)} fw={600}>
                {t('records:duplicates.open', { name: match.title })}
              </Anchor>
              <Text size="sm">
                {match.score} % ·{' '}
                {match.reasons.map((one) => t(`imports:reasons.${one.criterion}`)).join(', ')}
              </Text>
            </div>
          ))}
          {found.hidden.map((match, at) => (
            <Text size="sm" key={at}>
              {match.ask
                ? t('records:duplicates.hidden', { name: match.ask.name })
                : t('records:duplicates.hiddenNobody')}
            </Text>
          ))}
          {found.blocks && (
            <TextInput
              label={t('records:duplicates.reason')}
              description={t('records:duplicates.reasonHint')}
              value={reason}
              maxLength={500}
              onChange={(event) => onReason(event.currentTarget.value)}
            />
          )}
        </Stack>
      </Alert>
    </div>
  );
}
