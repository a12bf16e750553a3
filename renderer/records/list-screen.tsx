import { useParams } from '@tanstack/react-router'
import { SkeletonRows } from '../components/skeleton-rows.tsx'
import { later } from '../lib/later.tsx'
import { useRoom } from '../lib/room.ts'
import { useOffice } from '../lib/session.tsx'
import { MissingRecords } from './missing-records.tsx'

const DeskList = later(
  () => import('./desk-list.tsx').then((file) => file.DeskList),
  () => <SkeletonRows />,
)
const PhoneList = later(
  () => import('./phone-list.tsx').then((file) => file.PhoneList),
  () => <SkeletonRows />,
)

/** The list of any entity: a table with a reading pane on a desk, short cards on a phone. Each is fetched where it is shown. */
export function ListScreen() {
  const { entity: key = '' } = useParams({ strict: false }) as { entity?: string }
  const office = useOffice()
  const room = useRoom()
  const entity = office.entity(key)
  if (!entity) return <MissingRecords />
  return room === 'phone' ? <PhoneList key={key} entity={entity} /> : <DeskList key={key} entity={entity} />
}
