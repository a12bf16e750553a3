import { grantPhrases } from '../../../core/access/describe-grant.ts'
import { StoredField } from '../../../core/configuration/stored.ts'
import type { SavedView } from '../../../core/contract/office.ts'
import { findField } from '../../../core/entities/entity.ts'
import type { FieldDef } from '../../../core/fields/field.ts'
import { type Condition, conditionsIn } from '../../../core/query/filter.ts'
import { storedJson } from '../../db/stored-json.ts'
import type { Context } from '../../records/context.ts'
import { fieldLabel, officeWord } from '../../words.ts'
import { describeTargets, nameOfTargets, type WhoNames } from '../targets/describe-targets.ts'
import { type FieldRow, type ItemArea, type ItemStates, planOf } from './configuration-items.ts'

type Lines = Map<string, string>

/** An item in plain words, a line for each thing that can change: two of them side by side tell what a change did. */
export function describeItem(
  ctx: Context,
  area: ItemArea,
  item: string,
  state: ItemStates[ItemArea] | null,
  names: Names,
): Lines {
  if (state === null) return new Map()
  try {
    return (DESCRIBE[area] as Describe<unknown>)(ctx, state, item, names)
  } catch {
    // It was damaged: what cannot be read differs as a whole.
    return new Map()
  }
}

const pick = (ctx: Context, th: string, en: string): string => (ctx.lang === 'th' ? th || en : en || th)
const away = (ctx: Context, archived: unknown): string => (archived ? officeWord(ctx, 'settings.archived') : '')
const joined = (...parts: (string | number | null | undefined | false)[]): string =>
  parts.filter((part) => part !== '' && part !== null && part !== undefined && part !== false).join(' · ')

type Describe<S> = (ctx: Context, state: S, item: string, names: Names) => Lines

/** What people, teams and the office’s own roles are called. */
export type Names = WhoNames & { role: (key: string) => string }

const DESCRIBE: { [A in ItemArea]: Describe<ItemStates[A]> } = {
  company: (ctx, company) =>
    new Map(Object.entries(company).map(([key, value]) => [officeWord(ctx, `settings.company.${key}`), String(value ?? '')])),
  lists: (ctx, entries) =>
    new Map(
      entries.map((entry) => [
        entry.label_th,
        joined(
          pick(ctx, entry.label_th, entry.label_en),
          entry.label_en,
          entry.colour,
          entry.position + 1,
          away(ctx, entry.archived),
        ),
      ]),
    ),
  pipelines: (ctx, pipeline) =>
    new Map([
      [
        officeWord(ctx, 'settings.pipeline.which'),
        joined(pick(ctx, pipeline.nameTh, pipeline.nameEn), away(ctx, pipeline.archived)),
      ],
      ...pipeline.stages.map((stage): [string, string] => [
        pick(ctx, stage.nameTh, stage.nameEn),
        joined(
          officeWord(ctx, `settings.stage.kind.${stage.kind}`),
          `${stage.probability} %`,
          stage.maxDeals !== null && `${officeWord(ctx, 'settings.stage.most')} ${stage.maxDeals}`,
          stage.staleDays !== null && `${officeWord(ctx, 'settings.stage.stale')} ${stage.staleDays}`,
          stage.required.length > 0 && stage.required.map((key) => labelOf(ctx, 'deal', key)).join(', '),
          stage.colour,
          stage.position + 1,
          away(ctx, stage.archived),
        ),
      ]),
    ]),
  targets: describeTargets,
  fields: (ctx, row) => {
    const field = definitionOf(row)
    return new Map([
      [officeWord(ctx, 'settings.field.label'), joined(field.custom?.labelTh, field.custom?.labelEn)],
      [officeWord(ctx, 'settings.field.kind'), officeWord(ctx, `kind.${field.kind}`)],
      [officeWord(ctx, 'settings.field.required'), yes(ctx, field.required ?? false)],
      [officeWord(ctx, 'settings.field.filterable'), yes(ctx, field.custom?.filterable ?? false)],
      [officeWord(ctx, 'settings.archived'), yes(ctx, row.archived === 1)],
    ])
  },
  forms: describeOurs,
  rights: (ctx, areas) => new Map(areas.map((area) => [officeWord(ctx, `settings.tab.${area}`), yes(ctx, true)])),
  people: (ctx, person, _item, names) =>
    new Map([
      [officeWord(ctx, 'settings.people.name'), joined(person.nick, person.name)],
      [officeWord(ctx, 'settings.people.role'), names.role(person.role)],
      [officeWord(ctx, 'settings.people.left'), yes(ctx, !person.active)],
    ]),
  roles: (ctx, role) =>
    new Map([
      [officeWord(ctx, 'settings.role.name'), joined(role.nameTh, role.nameEn)],
      ...Object.entries(role.grants).map(([entity, grant]): [string, string] => [
        officeWord(ctx, entity === '*' ? 'rights.everything_else' : `${entity}.many`),
        joined(
          ...grantPhrases(grant).map(({ word, only }) => {
            const said = officeWord(ctx, `rights.${word}`)
            const filter = only && conditionsIn(only).map((each) => inWords(ctx, entity, each))
            return filter ? `${said} ${officeWord(ctx, 'rights.only', { filter: filter.join(', ') })}` : said
          }),
        ),
      ]),
      ...Object.entries(role.fields).map(([path, effect]): [string, string] => {
        const [entity = '', key = ''] = path.split('.')
        return [joined(officeWord(ctx, `${entity}.one`), labelOf(ctx, entity, key)), officeWord(ctx, `rights.field.${effect}`)]
      }),
    ]),
  teams: (ctx, team, _item, names) =>
    new Map([
      [officeWord(ctx, 'settings.team.name'), team.name],
      [officeWord(ctx, 'settings.team.members'), team.members.map(names.person).join(', ')],
    ]),
  views: describeView,
  dashboards: (ctx, page, _item, names) => {
    const named = (text: string) => (JSON.parse(text) as string[]).map((role) => (role === '*' ? '' : names.role(role)))
    const shared = named(page.shared_with)
    const word = (key: string) => officeWord(ctx, `settings.dashboard.${key}`)
    return new Map([
      [word('name'), page.name],
      [word('shared_with'), shared.includes('') ? officeWord(ctx, 'dashboard.everybody') : shared.join(', ')],
      [word('first'), named(page.first_for).join(', ')],
      [word('reports'), String((JSON.parse(page.columns) as string[][]).flat().length)],
    ])
  },
  backup: describePlan,
}

function describePlan(ctx: Context, state: ItemStates['backup']): Lines {
  const { targets, time, keep, encrypted } = planOf(state)
  const word = (key: string) => officeWord(ctx, `settings.backup.${key}`)
  return new Map([
    [word('folder'), targets.join(', ') || word('beside_data')],
    [word('time'), time],
    [word('keep'), officeWord(ctx, 'settings.backup.keep_text', keep)],
    [word('encryption'), word(encrypted ? 'encrypted' : 'plain')],
  ])
}

function describeView(ctx: Context, view: ItemStates['views'], _item: string, names: Names): Lines {
  const { filter, sort, columns, group, ...rest } = JSON.parse(view.definition) as SavedView['definition']
  const label = (key: string) => labelOf(ctx, view.entity, key)
  const word = (key: string) => officeWord(ctx, key)
  const roles = (JSON.parse(view.first_for) as string[]).map(names.role)
  const lines: Lines = new Map([[word('settings.view.name'), view.name]])
  if (filter)
    lines.set(
      word('settings.view.filter'),
      conditionsIn(filter)
        .map((each) => inWords(ctx, view.entity, each))
        .join(', '),
    )
  if (sort) lines.set(word('settings.view.sort'), joined(label(sort.field), sort.desc && word('settings.view.desc')))
  if (columns) lines.set(word('settings.view.columns'), columns.map(label).join(', '))
  if (group) lines.set(word('settings.view.group'), label(group))
  if (roles.length > 0) lines.set(word('settings.view.first'), roles.join(', '))
  // Widths and colours say nothing in words, but that they are others.
  if (Object.keys(rest).length > 0) lines.set(word('settings.view.look'), String(Object.keys(rest).length))
  return lines
}

/** A condition as somebody would say it, with the value as it is stored. */
const inWords = (ctx: Context, entity: string, { field, op, value }: Condition): string =>
  [labelOf(ctx, entity, field), officeWord(ctx, `op.${op}`), [value ?? ''].flat().join('/')].join(' ').trim()

function describeOurs(ctx: Context, ours: ItemStates['forms'], entity: string, names: Names): Lines {
  const label = (key: string) => labelOf(ctx, entity, key)
  const lines: Lines = new Map()
  const word = (key: string) => officeWord(ctx, key)
  if (ours.name) lines.set(word('settings.forms.name'), joined(ours.name.th, ours.name.en, ours.name.enMany))
  for (const [key, name] of Object.entries(ours.fieldNames ?? {}))
    lines.set(`${word('settings.forms.field_name')} ${key}`, joined(name.th, name.en))
  for (const [role, layout] of Object.entries(ours.layouts ?? {})) {
    const who = role === '*' ? word('settings.forms.everybody') : names.role(role)
    lines.set(`${word('settings.forms.in_form')} (${who})`, layout.form.map(label).join(', '))
    lines.set(`${word('settings.forms.on_page')} (${who})`, layout.page.map(label).join(', '))
  }
  for (const rule of ours.rules ?? []) {
    // A field may have several rules of a kind.
    const what = `${word(`settings.forms.${rule.effect}`)} ${label(rule.field)}`
    const when = conditionsIn(rule.when)
      .map((each) => inWords(ctx, entity, each))
      .join(', ')
    lines.set(what, joined(lines.get(what), when))
  }
  if (ours.numbering)
    lines.set(
      word('settings.forms.numbering'),
      joined(ours.numbering.prefix, ours.numbering.digits, word(`settings.forms.year.${ours.numbering.year}`)),
    )
  return lines
}

const yes = (ctx: Context, is: boolean): string => officeWord(ctx, is ? 'value.yes' : 'value.no')
const definitionOf = (row: FieldRow): FieldDef => JSON.parse(row.definition) as FieldDef

function labelOf(ctx: Context, entityKey: string, key: string): string {
  const entity = ctx.catalog.registry.get(entityKey)
  const field = entity && findField(entity, key)
  return field ? fieldLabel(ctx, entityKey, field) : key
}

/** What people call the item. */
export function nameOfItem(ctx: Context, area: ItemArea, item: string, state: ItemStates[ItemArea] | null, names: Names): string {
  switch (area) {
    case 'company':
    case 'backup':
      return ''
    case 'views': {
      const view = state as ItemStates['views'] | null
      return view ? joined(officeWord(ctx, `${view.entity}.many`), view.name) : ''
    }
    case 'lists':
      return listName(ctx, item)
    case 'pipelines': {
      const pipeline = state as ItemStates['pipelines'] | null
      return pipeline ? pick(ctx, pipeline.nameTh, pipeline.nameEn) : ''
    }
    case 'targets':
      return nameOfTargets(ctx, item, names)
    case 'fields': {
      const row = state as FieldRow | null
      const custom = row && storedJson<FieldDef>(row.definition, StoredField)?.custom
      return custom ? pick(ctx, custom.labelTh, custom.labelEn) : ''
    }
    case 'forms':
      return officeWord(ctx, `${item}.many`)
    case 'rights':
      return names.role(item)
    case 'people': {
      const person = state as ItemStates['people'] | null
      return person ? person.nick || person.name : ''
    }
    case 'roles': {
      const known = officeWord(ctx, `settings.role.${item}`)
      const role = state as ItemStates['roles'] | null
      return known === `settings.role.${item}` && role ? pick(ctx, role.nameTh, role.nameEn) : known
    }
    case 'dashboards':
      return (state as ItemStates['dashboards'] | null)?.name ?? ''
    case 'teams':
      return (state as ItemStates['teams'] | null)?.name ?? ''
  }
}

function listName(ctx: Context, list: string): string {
  const known = officeWord(ctx, `list_name.${list}`)
  if (known !== `list_name.${list}`) return known
  const [entity = '', key = ''] = list.split('.')
  return labelOf(ctx, entity, key)
}
