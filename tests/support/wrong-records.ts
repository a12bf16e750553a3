import { type Differing, differingItems } from '../../server/features/settings/configuration-history.ts'
import { type Unreadable, unreadableSettings } from '../../server/features/settings/unreadable-settings.ts'
import type { Office } from '../../server/office.ts'
import { PostingsTally, suspectPostings } from '../../server/records/postings-check.ts'
import { type Checked, checkPage, checkSearched } from '../../server/records/record-check.ts'
import { type EntryPlace, type StrayEntry, strayEntries } from '../../server/records/stray-entries.ts'

export type WrongRecord = { entity: string } & (Checked | StrayEntry | Differing | Unreadable)

/** What the nightly look would find in an office. */
export async function wrongRecords({ connection, catalog }: Pick<Office, 'connection' | 'catalog'>): Promise<WrongRecord[]> {
  const wrong: WrongRecord[] = []
  for (const entity of catalog.registry.values()) {
    const tally = new PostingsTally()
    const found: (Checked | StrayEntry)[] = []
    for (let after: number | undefined = 0; after !== undefined; ) {
      const page = await checkPage(connection, catalog, entity, { after, limit: 500, tally })
      found.push(...page.found)
      after = page.last
    }
    if (connection.engine === 'sqlite') {
      const suspects = await suspectPostings(connection, catalog, entity, { most: 500, counted: tally })
      found.push(...(await checkSearched(connection, catalog, entity, suspects)))
    }
    for (let after: EntryPlace | undefined, first = true; first || after; first = false) {
      const page = await strayEntries(connection, catalog, entity, { after, limit: 500 })
      found.push(...page.stray)
      after = page.next
    }
    wrong.push(...found.map((each) => ({ entity: entity.key, ...each })))
  }
  const settings = [...(await differingItems(connection)), ...(await unreadableSettings(connection))]
  return [...wrong, ...settings.map((each) => ({ entity: 'configuration', ...each }))]
}
