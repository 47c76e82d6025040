import {
  IconBolt,
  IconCalendarEvent,
  IconCheckbox,
  IconCircle,
  IconCircleDot,
  IconCode,
  IconDatabaseEdit,
  IconDatabasePlus,
  IconDiamond,
  IconFolder,
  IconHourglass,
  IconListCheck,
  IconMail,
  IconNote,
  IconPhone,
  IconRoute,
  IconSquareRoundedPlus,
  IconUser,
  IconUserSearch,
  IconWorld,
  type Icon,
} from '@tabler/icons-react';

const BY_KIND: Readonly<Record<string, Icon>> = {
  call: IconPhone,
  meeting: IconCalendarEvent,
  email: IconMail,
  createRecord: IconDatabasePlus,
  updateRecord: IconDatabaseEdit,
  createTask: IconListCheck,
  note: IconNote,
  http: IconWorld,
  contact: IconUserSearch,
};
const BY_TYPE: Readonly<Record<string, Icon>> = {
  'bpmn:Process': IconRoute,
  'bpmn:UserTask': IconUser,
  'bpmn:ServiceTask': IconBolt,
  'bpmn:SendTask': IconMail,
  'bpmn:ScriptTask': IconCode,
  'bpmn:CallActivity': IconSquareRoundedPlus,
  'bpmn:SubProcess': IconFolder,
  'bpmn:StartEvent': IconCircle,
  'bpmn:EndEvent': IconCircleDot,
  'bpmn:IntermediateCatchEvent': IconHourglass,
  'bpmn:BoundaryEvent': IconHourglass,
};

interface ElementIconProps {
  readonly type: string;
  readonly kind: string | null;
}

/** A small picture of the kind of step. */
export function ElementIcon({ type, kind }: ElementIconProps) {
  const fallback = type.endsWith('Gateway') ? IconDiamond : IconCheckbox;
  const Picture = (kind ? BY_KIND[kind] : undefined) ?? BY_TYPE[type] ?? fallback;
  return <Picture size={16} stroke={1.6} aria-hidden />;
}
