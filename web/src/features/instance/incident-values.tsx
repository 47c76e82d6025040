import { UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { routes } from '#contract';
import { useRoute } from '../../client/index.ts';
import { formatNumber } from '../../i18n/formats.ts';
import { useLocale } from '../../i18n/use-locale.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { ParameterValue } from './parameter-value.tsx';
import classes from './incident-values.module.css';

interface IncidentValuesProps {
  readonly incidentId: string;
  readonly opened: boolean;
}

/** What went into the failed step, as it was then: the cause without a search. */
export function IncidentValues({ incidentId, opened }: IncidentValuesProps) {
  const { t } = useTranslation('instance');
  const [isOpen, setOpen] = useState(opened);
  const listId = useId();
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <div className={classes.values}>
      <UnstyledButton
        className={classes.toggle}
        aria-expanded={isOpen}
        aria-controls={listId}
        onClick={() => setOpen(!isOpen)}
      >
        <Chevron size={14} aria-hidden />
        {t('incident.wentIn')}
      </UnstyledButton>
      <div id={listId}>{isOpen && <Values incidentId={incidentId} />}</div>
    </div>
  );
}

function Values({ incidentId }: { readonly incidentId: string }) {
  const { t } = useTranslation('instance');
  const locale = useLocale();
  const values = useRoute(routes.instances.incidentValues, { params: { id: incidentId } });
  return (
    <Loaded query={values}>
      {({ items, left }) =>
        items.length + left.length === 0 ? (
          <p className={classes.nothing}>{t('incident.nothingIn')}</p>
        ) : (
          <dl className={classes.list}>
            {items.map((item) => (
              <div key={item.name} className={classes.row}>
                <dt translate="no">{item.name}</dt>
                <dd>
                  <ParameterValue parameter={item} />
                </dd>
              </div>
            ))}
            {left.map(({ name, bytes }) => (
              <div key={name} className={classes.row}>
                <dt translate="no">{name}</dt>
                <dd>
                  {bytes === 0
                    ? t('incident.notStorable')
                    : t('incident.tooLarge', {
                        size: formatNumber(locale, Math.max(1, Math.round(bytes / 1024))),
                      })}
                </dd>
              </div>
            ))}
          </dl>
        )
      }
    </Loaded>
  );
}
