import { MantineThemeProvider, Notification } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';

/** What happened, told over the lower edge for a while; its closing sign has a name in the reader's language. */
export function Toasts() {
  const { t } = useTranslation();
  const closeButtonProps = { 'aria-label': t('actions.close') };
  const named = { components: { Notification: Notification.extend({ defaultProps: { closeButtonProps } }) } };
  return (
    <MantineThemeProvider theme={named} inherit>
      <Notifications position="bottom-right" containerWidth={380} />
    </MantineThemeProvider>
  );
}
