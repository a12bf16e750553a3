import { useParams } from '@tanstack/react-router'
import { useRoom } from '../lib/room.ts'
import { useOffice } from '../lib/session.tsx'
import { DeskList } from './desk-list.tsx'
import { MissingRecords } from './missing-records.tsx'
import { PhoneList } from './phone-list.tsx'

/** The list of any entity: a table with a reading pane on a desk, short cards on a phone. */
export function ListScreen() {
  const { entity: key = '' } = useParams({ strict: false }) as { entity?: string }
  const office = useOffice()
  const room = useRoom()
  const entity = office.entity(key)
  if (!entity) return <MissingRecords />
  return room === 'phone' ? <PhoneList key={key} entity={entity} /> : <DeskList key={key} entity={entity} />
}
