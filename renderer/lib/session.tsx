import { createContext, type ReactNode, useContext, useLayoutEffect, useMemo } from 'react'
import type { Configurable } from '../../core/configuration/areas.ts'
import type { Choice, EntityInfo, FieldInfo, Pipeline, Session, Stage, UserInfo } from '../../core/contract/office.ts'
import { inLang, rename, useWords, useWordsInstance, type Words } from './words.ts'

/** What a pick list offers, in the reader's language. */
export type Option = { value: string; label: string; colour?: string | null; archived?: boolean }

/** The office as this window knows it: who is here, what may be seen, and every label that the office itself gives. */
export type OfficeInfo = {
  session: Session
  me: UserInfo
  admin: boolean
  /** Whether the reader may change that area of the configuration. */
  configures: (area: Configurable) => boolean
  today: string
  timeZone: string
  entities: readonly EntityInfo[]
  entity: (key: string) => EntityInfo | undefined
  field: (entity: string, key: string) => FieldInfo | undefined
  /** The label of a field; custom fields bring their own. */
  fieldLabel: (entity: string, key: string) => string
  /** `ลูกค้า`, `customers` */
  entityLabel: (entity: string, form?: 'one' | 'many') => string
  /** What may be chosen, without archived entries unless one of `kept` is among them. `stage`, `pipeline`, `province` and `user` are lists, too. */
  options: (list: string, kept?: readonly string[]) => Option[]
  choiceLabel: (list: string, key: string) => string
  choice: (list: string, key: string) => Choice | undefined
  /** Nickname, else name; empty for somebody unknown. */
  userLabel: (id: string | null | undefined) => string
  users: readonly UserInfo[]
  pipelines: readonly Pipeline[]
  stage: (id: string) => Stage | undefined
  pipeline: (id: string) => Pipeline | undefined
}

function byKey<T>(items: readonly T[], key: (item: T) => string): Map<string, T> {
  return new Map(items.map((item) => [key(item), item]))
}

/** Puts a ready session into the form that screens ask. Throws when nobody is signed in. */
export function officeOf(session: Session, words: Words): OfficeInfo {
  const { user, pipelines, users, timeZone, today } = session
  if (!user) throw new Error('nobody is signed in')
  const { lang } = words
  const entities = byKey(session.entities, (entity) => entity.key)
  const choices = byKey(session.choices, (choice) => `${choice.list} ${choice.key}`)
  const stages = byKey(
    pipelines.flatMap((pipeline) => pipeline.stages),
    (stage) => stage.id,
  )
  const people = byKey(users, (person) => person.id)
  const entity = (key: string) => entities.get(key)
  const field = (of: string, key: string) => entity(of)?.fields.find((candidate) => candidate.key === key)
  const listed = (list: string): Option[] => {
    if (list === 'stage')
      return [...stages.values()].map((stage) => ({
        value: stage.id,
        label: inLang(lang, stage.nameTh, stage.nameEn),
        colour: stage.colour,
        archived: stage.archived,
      }))
    if (list === 'pipeline')
      return pipelines.map((pipeline) => ({
        value: pipeline.id,
        label: inLang(lang, pipeline.nameTh, pipeline.nameEn),
        archived: pipeline.archived,
      }))
    if (list === 'province')
      return session.provinces.map((province) => ({
        value: province.key,
        label: inLang(lang, province.labelTh, province.labelEn),
      }))
    if (list === 'user')
      return users.map((person) => ({ value: person.id, label: person.nick || person.name, archived: !person.active }))
    return session.choices
      .filter((choice) => choice.list === list)
      .sort((a, b) => a.position - b.position)
      .map((choice) => ({
        value: choice.key,
        label: inLang(lang, choice.labelTh, choice.labelEn),
        colour: choice.colour,
        archived: choice.archived,
      }))
  }
  // A table asks for the same few lists in hundreds of cells.
  const made = new Map<string, { options: Option[]; labels: Map<string, string> }>()
  const lists = (list: string) => {
    let known = made.get(list)
    if (!known) {
      const options = listed(list)
      known = { options, labels: new Map(options.map(({ value, label }) => [value, label])) }
      made.set(list, known)
    }
    return known
  }
  return {
    session,
    me: user,
    admin: session.admin ?? false,
    configures: (area) => session.configures?.includes(area) ?? false,
    today,
    timeZone,
    entities: session.entities,
    entity,
    field,
    users,
    pipelines,
    fieldLabel: (of, key) => {
      const custom = (field(of, key) ?? entity(of)?.masked?.find((masked) => masked.field.key === key)?.field)?.custom
      return custom
        ? inLang(lang, custom.labelTh, custom.labelEn)
        : (words.find(`${of}.${key}`) ?? words.find(`record.${key}`) ?? key)
    },
    entityLabel: (of, form = 'many') => words.find(`${of}.${form}`) ?? of,
    options: (list, kept = []) => lists(list).options.filter((option) => !option.archived || kept.includes(option.value)),
    choiceLabel: (list, key) => lists(list).labels.get(key) ?? key,
    choice: (list, key) => choices.get(`${list} ${key}`),
    userLabel: (id) => {
      const person = id ? people.get(id) : undefined
      return person ? person.nick || person.name : ''
    },
    stage: (id) => stages.get(id),
    pipeline: (id) => pipelines.find((pipeline) => pipeline.id === id),
  }
}

const OfficeContext = createContext<OfficeInfo | undefined>(undefined)

/** Gives a ready session to everything inside. */
export function OfficeProvider({ session, children }: { session: Session; children: ReactNode }) {
  const words = useWords()
  const instance = useWordsInstance()
  const office = useMemo(() => officeOf(session, words), [session, words])
  const renames = JSON.stringify(session.renames ?? {})
  // Before anything is painted in the product's own words.
  useLayoutEffect(() => rename(instance, JSON.parse(renames) as NonNullable<Session['renames']>), [instance, renames])
  return <OfficeContext value={office}>{children}</OfficeContext>
}

/** The office that the reader is signed in to. */
export function useOffice(): OfficeInfo {
  const office = useContext(OfficeContext)
  if (!office) throw new Error('useOffice outside of OfficeProvider')
  return office
}
