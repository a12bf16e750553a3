import { Secret, TOTP } from 'otpauth'
import QRCode from 'qrcode'
import { AppError } from '../../core/errors.ts'
import type { Database, Transaction } from '../db/database.ts'
import { SqliteConnection } from '../db/sqlite-connection.ts'
import type { WriteQueue } from '../db/write-queue.ts'
import { SecretBox } from './secret-box.ts'
import { codeHash, newCode } from './secrets.ts'

const PERIOD_SECONDS = 30
/** A phone's clock may be one step off, either way (RFC 6238, 5.2). */
const DRIFT_STEPS = 1
const RECOVERY_CODES = 8

type Given = { userId: string; code: string; now: Date }
type TotpRow = { secret: string; confirmed: number; last_step: number }

const boxOf = (userId: string): string => `totp ${userId}`

const totpOf = (secret: string, label = '', issuer = ''): TOTP =>
  new TOTP({ secret: Secret.fromBase32(secret), label, issuer, period: PERIOD_SECONDS })

/** Codes of an authenticator app (RFC 6238), as a second proof beside the password. */
export const totp = {
  /** True when the person must give a code. */
  async isOn(db: Database, userId: string): Promise<boolean> {
    return (await db.get('select 1 from totp where user_id = ? and confirmed = 1', [userId])) !== undefined
  },

  /** Begins to set it up: a new secret, as text and as a picture made here. It counts only once `confirm` saw a code of it. */
  async begin(
    tx: Transaction,
    box: SecretBox,
    { userId, label, issuer }: { userId: string; label: string; issuer: string },
  ): Promise<{ secret: string; picture: string }> {
    if (await totp.isOn(tx, userId)) throw new AppError('totp.on')
    const secret = new Secret({ size: 20 }).base32
    await tx.run(
      'insert into totp (user_id, secret, confirmed, last_step) values (?, ?, 0, 0) on conflict (user_id) do update set secret = excluded.secret, confirmed = 0, last_step = 0',
      [userId, box.seal(secret, boxOf(userId))],
    )
    return { secret, picture: totpOf(secret, label, issuer).toString() }
  },

  /** The picture of an address for an app's camera, as SVG. */
  picture: (address: string): Promise<string> => QRCode.toString(address, { type: 'svg', margin: 2 }),

  /** Turns it on with the first code. Returns the recovery codes, which are told this once. Throws `totp.wrong`. */
  async confirm(tx: Transaction, box: SecretBox, { userId, code, now }: Given): Promise<string[]> {
    const row = await tx.get<TotpRow>('select secret, confirmed, last_step from totp where user_id = ?', [userId])
    if (!row || row.confirmed === 1 || !(await takeStep(tx, box, row, { userId, code, now }))) throw new AppError('totp.wrong')
    await tx.run('update totp set confirmed = 1 where user_id = ?', [userId])
    await tx.run('delete from recovery_code where user_id = ?', [userId])
    const codes = Array.from({ length: RECOVERY_CODES }, newCode)
    for (const each of codes)
      await tx.run('insert into recovery_code (user_id, code_hash) values (?, ?)', [userId, codeHash(each)])
    return codes
  },

  /** Takes a code of the app, which is good once, or a recovery code, which is then used up. Throws `totp.wrong`. */
  async take(tx: Transaction, box: SecretBox, { userId, code, now }: Given): Promise<void> {
    const row = await tx.get<TotpRow>('select secret, confirmed, last_step from totp where user_id = ? and confirmed = 1', [
      userId,
    ])
    if (!row) return
    if (await takeStep(tx, box, row, { userId, code, now })) return
    const { changes } = await tx.run('delete from recovery_code where user_id = ? and code_hash = ?', [userId, codeHash(code)])
    if (changes === 0) throw new AppError('totp.wrong')
  },

  /** Does away with it: the person gave a code, or an admin stands in for a lost phone. */
  async remove(tx: Transaction, userId: string): Promise<void> {
    await tx.run('delete from totp where user_id = ?', [userId])
    await tx.run('delete from recovery_code where user_id = ?', [userId])
  },

  /** Seals what an earlier product stored plain, and leaves none of it in the file. */
  async sealPlain(db: Database, writes: Pick<WriteQueue, 'run'>, box: SecretBox): Promise<void> {
    const rows = await db.all<{ user_id: string; secret: string }>('select user_id, secret from totp')
    const plain = rows.filter(({ secret }) => !SecretBox.isSealed(secret))
    if (plain.length === 0) return
    // Of a PostgreSQL server's files its own keeper takes care.
    const file = db instanceof SqliteConnection ? db.raw : undefined
    file?.pragma('secure_delete = ON')
    await writes.run(async (tx) => {
      for (const { user_id, secret } of plain)
        await tx.run('update totp set secret = ? where user_id = ?', [box.seal(secret, boxOf(user_id)), user_id])
    })
    file?.pragma('secure_delete = FAST')
    file?.pragma('wal_checkpoint(TRUNCATE)')
  },

  async recoveryCodesLeft(db: Database, userId: string): Promise<number> {
    const row = await db.get<{ n: number }>('select count(*) n from recovery_code where user_id = ?', [userId])
    return row?.n ?? 0
  },
}

/** True for a code of a step that was not used before; that step and all before it are then used up. */
async function takeStep(tx: Transaction, box: SecretBox, row: TotpRow, { userId, code, now }: Given): Promise<boolean> {
  const token = code.replace(/\s+/g, '')
  if (!/^\d{6}$/.test(token)) return false
  const secret = box.open(row.secret, boxOf(userId))
  // Without the key that belongs to the database there are the recovery codes.
  if (secret === undefined) return false
  const delta = totpOf(secret).validate({ token, timestamp: now.getTime(), window: DRIFT_STEPS })
  if (delta === null) return false
  const step = Math.floor(now.getTime() / 1000 / PERIOD_SECONDS) + delta
  if (step <= row.last_step) return false
  await tx.run('update totp set last_step = ? where user_id = ?', [step, userId])
  return true
}
