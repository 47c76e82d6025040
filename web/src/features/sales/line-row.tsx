import { ActionIcon, NumberInput, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { RecordPicker } from '../../ui/pickers/record-picker.tsx';
import type { LineValues } from './line-values.ts';
import classes from './sales.module.css';

interface LineRowProps {
  readonly number: number;
  readonly line: LineValues;
  readonly editable: boolean;
  readonly errors: Readonly<Record<string, string>>;
  readonly money: (value: number) => string;
  readonly onChange: (line: LineValues) => void;
  readonly onRemove: () => void;
}

/** One line: a product or a free text, how much of it, and for how much. */
export function LineRow({ number, line, editable, errors, money, onChange, onRemove }: LineRowProps) {
  const { t } = useTranslation('sales');
  if (!editable)
    return (
      <tr>
        <td>{line.name}</td>
        <td className={classes.end}>{line.qty}</td>
        <td className={classes.end}>{line.price === null ? '' : money(line.price)}</td>
        <td className={classes.end}>{line.discountPct}</td>
        <td className={classes.end}>{line.taxRate}</td>
        <td className={classes.end}>{line.total === null ? '' : money(line.total)}</td>
      </tr>
    );
  const numeric = (key: 'qty' | 'price' | 'discountPct' | 'taxRate', label: string, width: number) => (
    <td className={classes.end} style={{ minWidth: width, width }}>
      <NumberInput
        aria-label={`${label}, ${number}`}
        hideControls
        min={0}
        value={line[key] ?? ''}
        placeholder={key === 'price' || key === 'taxRate' ? '·' : undefined}
        error={errors[key]}
        decimalScale={key === 'qty' ? 3 : 2}
        thousandSeparator={key === 'price' ? ' ' : undefined}
        styles={{ input: { textAlign: 'right' } }}
        onChange={(value) => onChange({ ...line, [key]: value === '' ? null : Number(value) })}
      />
    </td>
  );
  return (
    <tr>
      <td style={{ minWidth: 170 }}>
        <RecordPicker
          entity="product"
          ariaLabel={`${t('lines.product')}, ${number}`}
          value={line.productId}
          valueTitle={line.name}
          error={errors.productId}
          onChange={(productId) =>
            // Another product brings its own name, price and tax.
            onChange({
              ...line,
              productId,
              name: productId ? '' : line.name,
              price: null,
              taxRate: null,
              unit: null,
            })
          }
        />
        {line.productId === null && (
          <TextInput
            mt={4}
            aria-label={`${t('lines.name')}, ${number}`}
            placeholder={t('lines.name')}
            maxLength={300}
            value={line.name}
            error={errors.name}
            onChange={(event) => onChange({ ...line, name: event.currentTarget.value })}
          />
        )}
      </td>
      {numeric('qty', t('lines.qty'), 68)}
      {numeric('price', t('lines.price'), 96)}
      {numeric('discountPct', t('lines.discount'), 64)}
      {numeric('taxRate', t('lines.tax'), 58)}
      <td className={classes.end}>{line.total === null ? '' : money(line.total)}</td>
      <td>
        <ActionIcon aria-label={t('lines.remove', { number })} onClick={onRemove}>
          <IconX size={14} />
        </ActionIcon>
      </td>
    </tr>
  );
}
