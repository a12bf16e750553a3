/** How two values of one part compare. `shared` is the same, but of a kind that a whole house shares; `other` says that they can belong together but never to one record: two branches of one company. */
export const OUTCOMES = ['same', 'near', 'sound', 'shared', 'differs', 'other'] as const
export type Outcome = (typeof OUTCOMES)[number]

/** How a whole field compares; `partly` when some of its parts agree and others differ. */
export const HOWS = [...OUTCOMES, 'partly'] as const
export type How = (typeof HOWS)[number]

/** The pieces that are weighed apart: a surname says more than a first name, a house number more than a province. */
export type Part = 'whole' | 'company' | 'first' | 'last' | 'nick' | 'house' | 'street' | 'building' | 'place' | 'postcode'

/**
 * What one part of a field tells, in bits: log2 of how much more often two records of one customer compare so than two records of
 * different ones. What is missing on either side tells nothing.
 */
export type DuplicateRule = {
  field: string
  part?: Part
  same: number
  near?: number
  sound?: number
  shared?: number
  differs?: number
}

/**
 * What brings two records together to be compared at all, beside equal phones, e-mails and tax ids: the sound of the name, and
 * pairs of facts that rarely fall together by chance.
 */
export type AlikeKey = 'name' | 'nameAndPlace' | 'lastAndPostcode' | 'birthday' | 'house' | 'lineId'

/** When two records of an entity are taken for one. */
export type DuplicateRules = {
  rules: readonly DuplicateRule[]
  keys: readonly AlikeKey[]
}

/** From so many bits on a pair is worth a look, is likely, is as good as certain. */
export const BARS = { maybe: 9, likely: 15, sure: 19 } as const
/** While somebody types, little is known yet, and a look costs nothing. */
export const TYPING_BAR = 6

export const STRENGTHS = ['sure', 'likely', 'maybe'] as const
export type Strength = (typeof STRENGTHS)[number]

export const strengthOf = (bits: number): Strength | undefined => STRENGTHS.find((strength) => bits >= BARS[strength])

/**
 * Weights of names, birthdays, addresses and numbers were estimated on Febrl's dataset 1 (500 pairs among 1,000 people) and
 * rounded; those that it does not know (companies, phones, LINE, e-mail) are judged. `tests/bench` measures on dataset 2.
 */
const PERSON: readonly DuplicateRule[] = [
  { field: 'name', part: 'first', same: 6, near: 5, sound: 3, differs: -2 },
  { field: 'name', part: 'last', same: 8, near: 7, sound: 5, differs: -3 },
  { field: 'name', part: 'nick', same: 3, differs: -2 },
]
const ADDRESS: readonly DuplicateRule[] = [
  { field: 'addresses', part: 'house', same: 5, near: 2, differs: -2 },
  { field: 'addresses', part: 'street', same: 7, near: 6, sound: 4, differs: -2 },
  { field: 'addresses', part: 'building', same: 5, near: 4, differs: -1 },
  { field: 'addresses', part: 'place', same: 5, near: 5, differs: -2 },
  { field: 'addresses', part: 'postcode', same: 3, near: 2, differs: -1 },
]
const BIRTHDAY: DuplicateRule = { field: 'birthday', same: 10, near: 4, differs: -4 }

export const CUSTOMER_DUPLICATES: DuplicateRules = {
  rules: [
    { field: 'name', part: 'company', same: 10, near: 8, sound: 6, differs: -3 },
    ...PERSON,
    { field: 'nameEn', same: 6, near: 4, differs: -1 },
    { field: 'taxId', same: 16, near: 9, differs: -8 },
    // Several shops share a land line, hardly ever a mobile.
    { field: 'phones', same: 12, shared: 9, differs: -0.5 },
    { field: 'lineId', same: 12, differs: -1 },
    { field: 'emails', same: 11, differs: -0.5 },
    BIRTHDAY,
    ...ADDRESS,
  ],
  keys: ['name', 'nameAndPlace', 'lastAndPostcode', 'birthday', 'house', 'lineId'],
}

/** People of one firm, often of one family, share its telephone and its address; only what is theirs counts in full. */
export const CONTACT_DUPLICATES: DuplicateRules = {
  rules: [
    { field: 'name', part: 'first', same: 6, near: 5, sound: 3, differs: -6 },
    { field: 'name', part: 'last', same: 8, near: 7, sound: 5, differs: -3 },
    { field: 'name', part: 'nick', same: 3, differs: -3 },
    { field: 'phones', same: 8, shared: 3, differs: -0.5 },
    { field: 'lineId', same: 14, differs: -1 },
    { field: 'emails', same: 10, differs: -0.5 },
    { field: 'customers', same: 2 },
    BIRTHDAY,
    ...ADDRESS,
  ],
  keys: ['name', 'lastAndPostcode', 'birthday', 'house', 'lineId'],
}

export const LEAD_DUPLICATES: DuplicateRules = {
  rules: [
    ...PERSON,
    { field: 'company', part: 'company', same: 6, near: 5, sound: 4, differs: -2 },
    { field: 'phones', same: 12, shared: 9, differs: -0.5 },
    { field: 'lineId', same: 14, differs: -1 },
    { field: 'emails', same: 11, differs: -0.5 },
    ...ADDRESS,
  ],
  keys: ['name', 'lastAndPostcode', 'house', 'lineId'],
}
