import { ActionIcon, NumberInput, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
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

/** A cell that says its heading itself where there is no room for a table. */
function NumberCell(props: {
  readonly label: string;
  readonly width?: number;
  readonly isSum?: boolean;
  readonly children: ReactNode;
}) {
  const { label, width, isSum, children } = props;
  return (
    <td
      className={classes.end}
      data-label={label}
      data-sum={isSum || undefined}
      style={width ? { minWidth: width, width } : undefined}
    >
      {children}
    </td>
  );
}

/** One line: a product or a free text, how much of it, and for how much. */
export function LineRow({ number, line, editable, errors, money, onChange, onRemove }: LineRowProps) {
  const { t } = useTranslation('sales');
  if (!editable)
    return (
      <tr>
        <td>{line.name}</td>
        <NumberCell label={t('lines.qty')}>{line.qty}</NumberCell>
        <NumberCell label={t('lines.price')}>{line.price === null ? '' : money(line.price)}</NumberCell>
        <NumberCell label={t('lines.discount')}>{line.discountPct}</NumberCell>
        <NumberCell label={t('lines.tax')}>{line.taxRate}</NumberCell>
        <NumberCell label={t('lines.sum')} isSum>
          {line.total === null ? '' : money(line.total)}
        </NumberCell>
      </tr>
    );
  const numeric = (key: 'qty' | 'price' | 'discountPct' | 'taxRate', label: string, width: number) => (
    <NumberCell label={label} width={width}>
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
    </NumberCell>
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
      <NumberCell label={t('lines.sum')} isSum>
        {line.total === null ? '' : money(line.total)}
      </NumberCell>
      <td className={classes.remove}>
        <ActionIcon aria-label={t('lines.remove', { number })} onClick={onRemove}>
          <IconX size={14} />
        </ActionIcon>
      </td>
    </tr>
  );
}
