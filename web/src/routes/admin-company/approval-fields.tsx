import { Group, NumberInput, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Company } from '#contract';

type Approval = Company['quoteApproval'];

interface ApprovalFieldsProps {
  readonly approval: Approval;
  readonly base: string;
  readonly error: string | undefined;
  readonly onChange: (approval: Approval) => void;
}

const RULES = ['never', 'discount', 'amount', 'always'] as const;
/** What is proposed first: per cent, or a sum. */
const LIMITS = { never: null, discount: 10, amount: 10_000, always: null } as const;

/** Which quotes have to be approved before they go out. */
export function ApprovalFields({ approval, base, error, onChange }: ApprovalFieldsProps) {
  const { t } = useTranslation('company');
  const { rule, limit } = approval;
  return (
    <Group align="flex-end" gap="sm">
      <Select
        allowDeselect={false}
        w={320}
        maw="100%"
        label={t('approval')}
        description={t('approvalHint')}
        data={RULES.map((value) => ({ value, label: t(`approvals.${value}`) }))}
        value={rule}
        onChange={(value) => {
          const next = RULES.find((one) => one === value) ?? 'never';
          onChange({ rule: next, limit: LIMITS[next] });
        }}
      />
      {LIMITS[rule] !== null && (
        <NumberInput
          w={160}
          label={t('above')}
          min={0}
          max={rule === 'discount' ? 100 : undefined}
          decimalScale={2}
          thousandSeparator=" "
          suffix={rule === 'discount' ? ' %' : ` ${base}`}
          value={limit ?? ''}
          error={error}
          onChange={(value) => onChange({ rule, limit: value === '' ? null : Number(value) })}
        />
      )}
    </Group>
  );
}
