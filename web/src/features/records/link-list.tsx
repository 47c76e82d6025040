import { Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes, type AccountContact, type RecordView } from '#contract';
import { useRoute } from '../../client/index.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Section } from '../../ui/section.tsx';
import { LinkPanel } from './link-panel.tsx';
import { LinkRow } from './link-row.tsx';
import { ActionSign } from '../../ui/actions/action-button.tsx';
import classes from './related-list.module.css';

interface LinkListProps {
  readonly record: RecordView;
  /** Which side is listed: the contacts of an account, or the accounts of a contact. */
  readonly side: 'contact' | 'account';
}

/** People of an organisation, or organisations of a person, each with the role held there. */
export function LinkList({ record, side }: LinkListProps) {
  const { t } = useTranslation('records');
  const [adding, setAdding] = useState(false);
  const links = useRoute(routes.records.accountContacts, {
    query: side === 'contact' ? { accountId: record.id } : { contactId: record.id },
  });
  const add = t(side === 'contact' ? 'related.addContact' : 'related.addAccount');
  const items = links.data?.items ?? [];
  const isMain = (link: AccountContact): boolean =>
    side === 'contact' ? link.isPrimary : link.isPrimaryAccount;
  const ordered = [...items].sort(
    (one, other) =>
      Number(other.isCurrent) - Number(one.isCurrent) || Number(isMain(other)) - Number(isMain(one)),
  );
  return (
    <Section
      title={t(side === 'contact' ? 'related.contacts' : 'related.accounts')}
      count={items.filter((link) => link.isCurrent).length}
      actions={
        record.rights.edit && (
          <ActionSign
            iconSize={16}
            action={{ name: 'add-link', label: add, icon: IconPlus, run: () => setAdding(true) }}
          />
        )
      }
    >
      <Loaded query={links} compact>
        {() => (
          <>
            {ordered.length === 0 && (
              <Text size="sm" c="dimmed">
                {t('related.none')}
              </Text>
            )}
            <ul className={classes.list}>
              {ordered.map((link) => (
                <LinkRow
                  key={link.id}
                  link={link}
                  side={side}
                  editable={record.rights.edit}
                  roles={links.data?.roles ?? []}
                />
              ))}
            </ul>
          </>
        )}
      </Loaded>
      {adding && (
        <LinkPanel
          record={record}
          side={side}
          roles={links.data?.roles ?? []}
          onClose={() => setAdding(false)}
        />
      )}
    </Section>
  );
}
