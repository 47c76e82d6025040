import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { ElementInfo } from '#modeler';
import { SidePanel } from '../../../ui/side-panel.tsx';
import { useDesignerScope } from '../designer-context.ts';
import { AddFieldMenu } from './add-field-menu.tsx';
import { FieldEditor } from './field-editor.tsx';
import { FormPreview } from './form-preview.tsx';
import { readFormDraft, writeFormDraft, type FieldDraft } from './form-model.ts';
import { RecordFieldsMenu } from './record-fields-menu.tsx';
import { recordVariables } from './record-fields.ts';
import classes from './form-builder.module.css';

interface FormBuilderPanelProps {
  readonly element: ElementInfo;
  readonly onClose: () => void;
}

/** The fields of a form at the left, the form as the executor will see it at the right. Every change can be undone. */
export function FormBuilderPanel({ element, onClose }: FormBuilderPanelProps) {
  const { t } = useTranslation('designer');
  const { update, catalogue, handle, variables } = useDesignerScope();
  const [openId, setOpenId] = useState<string | null>(null);
  const schema = element.form?.schema ?? null;
  const form = readFormDraft(schema);
  const { fields } = form;
  const subject = handle.rootElement()?.process?.subject ?? null;
  const records = recordVariables(catalogue, element, { subject, variables });
  const commit = (next: readonly FieldDraft[]): void =>
    update(element.id, {
      form:
        next.length === 0
          ? null
          : { schema: writeFormDraft({ ...form, fields: next }), key: element.form?.key ?? null },
    });
  const add = (added: readonly FieldDraft[]): void => {
    commit([...fields, ...added]);
    setOpenId(added.at(-1)?.id ?? null);
  };
  const move = (at: number, by: number): void => {
    const next = [...fields];
    const [moved] = next.splice(at, 1);
    if (moved) next.splice(at + by, 0, moved);
    commit(next);
  };
  return createPortal(
    <SidePanel
      title={t('form.title', { name: element.name ?? t('flow.unnamed') })}
      width={900}
      onClose={onClose}
      footer={<Button onClick={onClose}>{t('form.done')}</Button>}
    >
      <div className={classes.columns}>
        <div className={classes.fields}>
          {fields.length === 0 && <Text c="dimmed">{t('form.empty')}</Text>}
          {fields.map((field, at) => (
            <FieldEditor
              key={field.id}
              field={field}
              records={records}
              others={fields.filter((other) => other !== field)}
              isOpen={openId === field.id}
              isFirst={at === 0}
              isLast={at === fields.length - 1}
              onToggle={() => setOpenId(openId === field.id ? null : field.id)}
              onMove={(by) => move(at, by)}
              onCommit={(next) => commit(fields.flatMap((one) => (one === field ? (next ?? []) : one)))}
            />
          ))}
          <div className={classes.add}>
            <AddFieldMenu fields={fields} onAdd={(field) => add([field])} />
            <RecordFieldsMenu fields={fields} records={records} onAdd={add} />
          </div>
        </div>
        <FormPreview schema={schema} />
      </div>
    </SidePanel>,
    document.body,
  );
}
