import { Button, Group, Stack } from '@mantine/core';
import { STATUS_TONES } from '../../theme/tokens.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { DeniedState } from '../../ui/error-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { PersonAvatar } from '../../ui/person-avatar.tsx';
import { ProgressStrip } from '../../ui/progress-strip.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Section } from '../../ui/section.tsx';
import { PageSkeleton, RowsSkeleton } from '../../ui/skeletons.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { LocaleChoice } from '../../app/shell/locale-choice.tsx';
import { SchemeChoice } from '../../app/shell/scheme-choice.tsx';
import { GalleryForm } from './gallery-form.tsx';

const EARLIER = new Date(Date.now() - 86_400_000 * 3).toISOString();
const LATER = new Date(Date.now() + 3_600_000 * 5).toISOString();

/** Every common part in its states, for looking at; development only, so its own words are not translated. */
export function GalleryPage() {
  return (
    <main style={{ maxWidth: 960, margin: '0 auto', padding: 24, background: 'var(--tl-surface)' }}>
      <PageHeader
        title="Gallery"
        meta="development only"
        actions={<Button variant="filled">One filled button</Button>}
      />
      <Stack gap="xl" p="lg">
        <Group align="end">
          <LocaleChoice />
          <SchemeChoice />
        </Group>
        <Section title="Status">
          <Group gap="xs">
            {STATUS_TONES.map((tone) => (
              <StatusBadge key={tone} tone={tone} />
            ))}
          </Group>
          <Group gap="md" mt="xs">
            {STATUS_TONES.map((tone) => (
              <StatusBadge key={tone} tone={tone} plain />
            ))}
          </Group>
        </Section>
        <Section title="Progress">
          <ProgressStrip done={0} total={7} next="Accountant" />
          <ProgressStrip done={3} total={7} next="Accountant" />
          <ProgressStrip done={20} total={40} next="Director" />
          <ProgressStrip done={7} total={7} next={null} finished />
        </Section>
        <Section title="People and times">
          <Group>
            <PersonAvatar person={{ id: '1', name: 'Anna Petrova' }} size={28} withName />
            <PersonAvatar person={{ id: '42', name: 'Иван Смирнов' }} size={28} withName />
            <PersonAvatar person={null} size={28} withName />
            <RelativeTime at={EARLIER} />
            <RelativeTime at={LATER} late />
          </Group>
        </Section>
        <Section title="Form">
          <GalleryForm />
        </Section>
        <Section title="Nothing here, and not allowed">
          <EmptyState
            compact
            title="Nothing here yet"
            message="One sentence."
            action={<Button>One action</Button>}
          />
          <DeniedState compact />
        </Section>
        <Section title="On its way">
          <RowsSkeleton rows={4} />
          <PageSkeleton />
        </Section>
      </Stack>
    </main>
  );
}
