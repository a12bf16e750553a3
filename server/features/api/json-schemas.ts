import { z } from 'zod'

export type JsonSchema = Record<string, unknown>

/** The schemas that several routes share, by name, as `#/components/schemas`. */
export type SharedSchemas = Map<string, JsonSchema>

/**
 * A zod schema as JSON Schema 2020-12, the dialect of OpenAPI 3.1. What refers to itself, or has an id, goes to the shared ones.
 * @param io what a caller sends (`input`), or what he is sent (`output`)
 */
export function jsonSchema(schema: z.ZodType, io: 'input' | 'output', shared: SharedSchemas): JsonSchema {
  const { $schema: _, $defs, ...made } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as JsonSchema
  const defs = ($defs ?? {}) as Record<string, JsonSchema>
  const names = new Map(Object.keys(defs).map((name) => [name, nameOf(name, defs[name] ?? {}, shared)]))
  for (const [name, def] of Object.entries(defs)) shared.set(names.get(name) ?? name, pointed(def, names) as JsonSchema)
  return pointed(made, names) as JsonSchema
}

/** Its own name where it has one; else a free one, the same for the same schema. */
function nameOf(name: string, def: JsonSchema, shared: SharedSchemas): string {
  if (!name.startsWith('__')) return name
  const text = JSON.stringify(def)
  for (const [known, schema] of shared) if (JSON.stringify(schema) === text) return known
  return `Shared${shared.size + 1}`
}

/** Leads the references to where the schemas now are. */
function pointed(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((each) => pointed(each, names))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => {
      if (key === 'id' && names.has(String(inner))) return []
      if (key !== '$ref' || typeof inner !== 'string') return [[key, pointed(inner, names)]]
      const name = inner.replace('#/$defs/', '')
      return [[key, `#/components/schemas/${names.get(name) ?? name}`]]
    }),
  )
}
