import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { readGeneration } from '../../server/backup/manifest.ts'
import { finishRestore, prepareRestore } from '../../server/backup/restore.ts'
import { type AuditHead, auditHead } from '../../server/changes/audit-chain.ts'
import { dataPaths } from '../../server/db/data-folder.ts'
import { Random } from '../../server/features/demo/random.ts'
import { Backups } from '../support/backups.ts'
import { company, TestOffice } from '../support/test-office.ts'
import { copyFolder } from './damage.ts'

/** Where it is written down that something was lost. */
export const LOGS = ['setting', 'audit_chain', 'audit_head', 'sqlite_sequence']

/** A small office with a history, in the states in which damage can find it. */
export type SampleOffice = {
  ownerId: string
  /** As it lies after it was closed, and as a kill leaves it: with commits that only the log of changes holds. */
  closed: string
  killed: string
  /** The log of changes as it was before it was brought in. */
  olderLog: string
  attachments: { sha256: string; record: string }[]
  backups: string
  backup: string
  /** What all tables came to after each command, the last one last; and what comes out of the backup. */
  history: string[]
  /** The same without the tables in which a loss is noted. */
  records: string[]
  backedUp: string
  /** Of the chain over the logs, as the backup keeps it. */
  head: AuditHead
}

const WORDS = ['ปั๊มน้ำ', 'ท่อเหล็ก', 'รอใบเสนอราคา', 'โทรกลับวันจันทร์', 'ส่งของแล้ว', 'ขอส่วนลด', 'ลูกค้าเก่า', 'สาขาระยอง']

/** Makes the sample, the same each time. */
export async function sampleOffice(folder: string): Promise<SampleOffice> {
  const random = new Random('sample office')
  const office = await TestOffice.open({}, 'sqlite')
  const attachments: SampleOffice['attachments'] = []
  const history: string[] = []
  const records: string[] = []
  const noted = async () => {
    history.push(await office.contentHash())
    records.push(await office.contentHash(LOGS))
  }
  const customers = async (count: number) => {
    for (let at = 0; at < count; at += 1) {
      const needs = Array.from({ length: random.whole(3, 60) }, () => random.pick(WORDS)).join(' ')
      const { id, version } = await office.owner.create('customer', { name: company(`ร้านที่ ${random.whole(1, 99_999)}`), needs })
      await noted()
      if (at % 3 === 0) await office.owner.update('customer', id, version, { needs: `${needs} ${random.pick(WORDS)}` })
      await noted()
    }
  }
  try {
    // Everything was looked at once, so that a later look says what it puts right.
    await office.container.records.run()
    await office.container.settings.run()
    await customers(60)
    for (let at = 0; at < 3; at += 1) attachments.push(await attached(office, `ใบสั่งซื้อ ${at} `.repeat(40 + 400 * at)))
    const made = await new Backups(office).make()
    const backups = join(folder, 'backups')
    copyFolder(made.folder, backups)
    await noted()
    const head = await auditHead(office.container.office.connection)
    const olderLog = join(folder, 'older-log')
    copyFileSync(join(office.folder, 'data', 'samphan.db-wal'), olderLog)
    await office.stop()
    await office.start()
    await customers(40)
    mkdirSync(join(folder, 'killed'))
    const killed = join(folder, 'killed')
    copyFolder(join(office.folder, 'data'), join(killed, 'data'))
    await office.stop()
    const closed = join(folder, 'closed')
    copyFolder(office.folder, closed)
    await office.start()
    const backedUp = await contentOf(backups, made.file, office.owner.id, join(folder, 'restored'))
    return {
      ownerId: office.owner.id,
      closed,
      killed,
      olderLog,
      attachments,
      backups,
      backup: made.file,
      history,
      records,
      backedUp,
      head,
    }
  } finally {
    await office.close()
  }
}

/** What comes out of a backup. */
async function contentOf(backups: string, name: string, ownerId: string, into: string): Promise<string> {
  await restoreInto(into, backups, name)
  const restored = await TestOffice.reopen(into, {}, ownerId)
  const content = await restored.contentHash()
  await restored.close()
  return content
}

/** Brings a backup back by the product's own code, into a folder of its own. */
export async function restoreInto(into: string, backups: string, name: string): Promise<void> {
  const paths = dataPaths(join(into, 'data'))
  await prepareRestore(paths, { generation: await readGeneration(backups, name) })
  await finishRestore(paths, new Date())
}

async function attached(office: TestOffice, text: string): Promise<{ sha256: string; record: string }> {
  const form = `--x\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n\r\n${text}\r\n--x--\r\n`
  const { body: file } = await office.owner.request<{ sha256: string }>('POST', '/api/files', form, {
    'content-type': 'multipart/form-data; boundary=x',
  })
  const { id } = await office.owner.create('customer', { name: company('มีเอกสาร'), files: [file] })
  return { sha256: file.sha256, record: id }
}
