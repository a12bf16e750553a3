import { type ComponentType, createContext, type ReactNode, useContext } from 'react'
import type { RecordRow } from '../../core/contract/records.ts'

export type ExtraProps = { row: RecordRow }

/** The places on an entity's page that a feature may fill. */
export type RecordExtra = {
  /** Full width under the header. */
  Strip?: ComponentType<ExtraProps>
  /** At the right, instead of the plain links. */
  Related?: ComponentType<ExtraProps>
  /** In the list's reading pane, below the name. */
  Preview?: ComponentType<ExtraProps>
  /** In the header, before the other verbs. */
  Actions?: ComponentType<ExtraProps>
}
export type RecordExtras = Readonly<Record<string, RecordExtra>>

const ExtrasContext = createContext<RecordExtras>({})

export function RecordExtrasProvider({ extras, children }: { extras: RecordExtras; children: ReactNode }) {
  return <ExtrasContext value={extras}>{children}</ExtrasContext>
}

/** What features add to the pages of an entity. */
export const useRecordExtra = (entity: string): RecordExtra => useContext(ExtrasContext)[entity] ?? {}
