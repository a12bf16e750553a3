import {
  type Icon,
  IconChecklist,
  IconMail,
  IconMapPin,
  IconMessageCircle,
  IconNote,
  IconPhone,
  IconUsers,
} from '@tabler/icons-react'

const KINDS: Record<string, Icon> = {
  task: IconChecklist,
  call: IconPhone,
  meeting: IconUsers,
  visit: IconMapPin,
  line: IconMessageCircle,
  email: IconMail,
  note: IconNote,
}

/** Shape says what kind it is; all are grey. */
export function KindIcon({ type, size = 16 }: { type: unknown; size?: number }) {
  const Sign = KINDS[String(type)] ?? IconNote
  return <Sign size={size} aria-hidden />
}
