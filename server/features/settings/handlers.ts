import { uuidv7 } from 'uuidv7'
import { isWeakPassword } from '../../../core/access/weak-password.ts'
import { AppError } from '../../../core/errors.ts'
import type { Places } from '../../../core/thai/places.ts'
import { accessRules } from '../../access/access-rules.ts'
import { hashPassword } from '../../access/passwords.ts'
import { people } from '../../access/people.ts'
import type { Sessions } from '../../access/sessions.ts'
import { storedJson } from '../../db/stored-json.ts'
import type { RawHttp, RequestContext, SomeHandlers } from '../../http/handler.ts'
import type { SetupToken } from '../../lan/one-time-secrets.ts'
import type { Office } from '../../office.ts'
import { backfillValueIndex } from '../../records/backfill.ts'
import { orderChoices, saveChoice, saveCustomField, savePipeline } from './configuration.ts'
import { tracked } from './configuration-history.ts'
import { type ItemArea, refuseInUse } from './configuration-items.ts'
import type { ConfigurationLook } from './configuration-look.ts'
import { writeDefaults } from './defaults.ts'
import { type OursNames, oursHandlers } from './ours-handlers.ts'
import { loadSession, loadSignIn } from './session.ts'
import { settings } from './settings.ts'

type Names =
  | 'getSession'
  | 'setUp'
  | 'setPreference'
  | 'getPreferences'
  | 'saveCompany'
  | 'saveChoice'
  | 'orderChoices'
  | 'savePipeline'
  | 'archivePipeline'
  | 'saveCustomField'
  | 'archiveCustomField'
  | 'searchPlaces'
  | OursNames

/** What is changed by its id, or made. */
const itemOf = (area: ItemArea, id: string | undefined) =>
  id === undefined ? { area, made: (result: { id: string }) => result.id } : { area, item: id }

const done = { ok: true } as const
const MOST_PLACES = 12

type Parts = {
  office: Office
  sessions: Sessions
  places: () => Places
  version: string
  setupToken: SetupToken
  look: ConfigurationLook
  /** When it was made, where this is a copy that is looked at. */
  copyOf: string | undefined
}

/** Setting the office up, and everything that an admin configures. */
export function settingsHandlers({ office, sessions, places, version, setupToken, look, copyOf }: Parts): SomeHandlers<Names> {
  /** Configuration changes what every query is compiled from. */
  const configure = async <T>(ctx: RequestContext, work: Parameters<typeof office.write<T>>[1]): Promise<T> => {
    const reply = await office.write(ctx, work)
    await office.reloadCatalog()
    return reply
  }
  /** Over the network of the house an office is claimed with the host's token, and its owner has a password from the start. */
  const claim = async (ctx: RequestContext, body: SetUpBody, http: RawHttp) => {
    if (await people.owner(office.connection)) throw new AppError('setup.done')
    setupToken.check(body.token, http.request.ip)
    if (body.password === undefined) throw new AppError('request.invalid', { field: 'password' })
    if (isWeakPassword(body.password, [body.ownerName, body.ownerNick ?? '', body.company.name]))
      throw new AppError('password.weak')
    const owner = await setUp(office, ctx, body, await hashPassword(body.password))
    setupToken.used()
    await office.writeAlone((tx) => sessions.start(tx, owner, http))
    return done
  }
  return {
    getSession: async (ctx, _request, { request }) => {
      if (ctx.userId) return { ...(await loadSession(office, ctx, version, places().provinces)), ...(copyOf && { copyOf }) }
      const known = await sessions.knownOn(request)
      const shown = request.guardedLoopback || (await accessRules.read(office.connection)).namesShown
      const session = await loadSignIn(office, version, (person) => shown || known.has(person.id))
      return session.state === 'setup' && request.overLan ? { ...session, claim: true } : session
    },
    setUp: (ctx, { body }, http) => (http.request.overLan ? claim(ctx, body, http) : setUp(office, ctx, body).then(() => done)),
    setPreference: async (ctx, { params, body }) => {
      const value = JSON.stringify(body.value ?? null)
      if (value.length > 100_000) throw new AppError('request.too_large')
      await office.write(ctx, (tx) =>
        tx.run(
          'insert into preference (user_id, key, value) values (?, ?, ?) on conflict (user_id, key) do update set value = excluded.value',
          [ctx.userId, params.key, value],
        ),
      )
      return done
    },
    getPreferences: async (ctx) => {
      const rows = await office.connection.all<{ key: string; value: string }>(
        'select key, value from preference where user_id = ?',
        [ctx.userId],
      )
      return { values: Object.fromEntries(rows.map((row) => [row.key, storedJson(row.value)])) }
    },
    saveCompany: async (ctx, { body }) => {
      await office.write(ctx, (tx) => tracked(ctx, tx, { area: 'company', item: '' }, () => settings.setCompany(tx, body)))
      return done
    },
    saveChoice: (ctx, { params, body }) =>
      configure(ctx, (tx) => tracked(ctx, tx, { area: 'lists', item: params.list }, () => saveChoice(tx, params.list, body))),
    orderChoices: async (ctx, { params, body }) => {
      await configure(ctx, (tx) =>
        tracked(ctx, tx, { area: 'lists', item: params.list }, () => orderChoices(tx, params.list, body.keys)),
      )
      return done
    },
    savePipeline: (ctx, { body }) =>
      configure(ctx, (tx) => tracked(ctx, tx, itemOf('pipelines', body.id), () => savePipeline(tx, body))),
    archivePipeline: async (ctx, { params, body }) => {
      await configure(ctx, (tx) =>
        tracked(ctx, tx, { area: 'pipelines', item: params.id }, async () => {
          if (body.archived) await refuseInUse(tx, params.id)
          await tx.run('update pipeline set archived = ? where id = ?', [body.archived ? 1 : 0, params.id])
        }),
      )
      return done
    },
    saveCustomField: async (ctx, { params, body }) => {
      const before = ctx.catalog.registry.get(params.entity)?.fields.find((field) => field.custom?.id === body.id)
      const saved = await configure(ctx, (tx) =>
        tracked(ctx, tx, itemOf('fields', body.id), () => saveCustomField(ctx, tx, params.entity, body)),
      )
      if (before && !before.custom?.filterable && body.filterable) await backfillValueIndex(office, params.entity, saved.key)
      return saved
    },
    archiveCustomField: async (ctx, { params, body }) => {
      await configure(ctx, (tx) =>
        tracked(ctx, tx, { area: 'fields', item: params.id }, () =>
          tx.run('update custom_field set archived = ? where id = ? and entity = ?', [
            body.archived ? 1 : 0,
            params.id,
            params.entity,
          ]),
        ),
      )
      return done
    },
    ...oursHandlers(office, configure, look),
    searchPlaces: (_ctx, { query }) => ({
      places: places()
        .search(query.text, MOST_PLACES)
        .map((place) => ({
          code: place.code,
          subdistrict: place.subdistrict,
          district: place.district,
          province: place.province,
          provinceCode: String(place.provinceCode),
          postcode: place.postcode,
        })),
    }),
  }
}

type SetUpBody = Parameters<SomeHandlers<'setUp'>['setUp']>[1]['body']

/** Makes the office with its owner; whoever comes second is refused. */
async function setUp(office: Office, ctx: RequestContext, body: SetUpBody, passwordHash: string | null = null): Promise<string> {
  const owner = uuidv7()
  await office.write(ctx, async (tx) => {
    if (await tx.get('select 1 from "user" limit 1')) throw new AppError('setup.done')
    await writeDefaults(tx)
    await settings.setCompany(tx, body.company)
    await settings.setLanguage(tx, body.language)
    await tx.run('insert into "user" (id, name, nick, role, password_hash, created_at) values (?, ?, ?, ?, ?, ?)', [
      owner,
      body.ownerName,
      body.ownerNick ?? '',
      'owner',
      passwordHash,
      ctx.now,
    ])
  })
  await office.reloadCatalog()
  return owner
}
