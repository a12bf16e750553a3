export type Schema = {
  type?: string | string[]
  title?: string
  $ref?: string
  const?: unknown
  enum?: unknown[]
  format?: string
  pattern?: string
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  items?: Schema
  properties?: Record<string, Schema>
  additionalProperties?: Schema | boolean
  required?: string[]
  readOnly?: boolean
  minimum?: number
  maximum?: number
}
export type Schemas = Record<string, Schema>
type Content = Record<string, { schema: Schema }>

type OperationBody = {
  operationId: string
  summary?: string
  'x-permission': string
  'x-keys'?: 'read' | 'write'
  parameters?: { name: string; in: 'path' | 'query' | 'header'; required: boolean; schema: Schema }[]
  requestBody?: { content: Content }
  responses: { '200': { content: Content } }
}
export type Operation = OperationBody & { method: string; path: string }

/** The document as this page reads it. */
export type ApiDocument = {
  info: { title: string; version: string; description: string }
  paths: Record<string, Record<string, OperationBody>>
  components: { schemas: Schemas }
}

export const operationsOf = (document: ApiDocument): Operation[] =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path })),
  )

/** The schema to which a reference leads. */
export const resolved = (schema: Schema, schemas: Schemas): Schema =>
  schema.$ref ? (schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {}) : schema

/** The least that the schema lets through, to begin with. */
export function exampleOf(schema: Schema, schemas: Schemas, depth = 0): unknown {
  const { const: only, enum: choices, anyOf, oneOf, properties, items, required = [] } = resolved(schema, schemas)
  if (only !== undefined) return only
  if (choices) return choices[0]
  const first = (anyOf ?? oneOf)?.[0]
  if (first) return exampleOf(first, schemas, depth + 1)
  if (properties)
    return Object.fromEntries(
      Object.entries(properties)
        .filter(([key]) => required.includes(key) && depth < 6)
        .map(([key, part]) => [key, exampleOf(part, schemas, depth + 1)]),
    )
  const { type, format, minimum } = resolved(schema, schemas)
  if (type === 'array') return items && depth < 6 ? [exampleOf(items, schemas, depth + 1)] : []
  if (type === 'object') return {}
  if (type === 'integer' || type === 'number') return Math.max(1, minimum ?? 1)
  if (type === 'boolean') return true
  if (format === 'uuid') return '00000000-0000-7000-8000-000000000000'
  if (format === 'date') return '2026-11-26'
  if (format === 'date-time') return '2026-11-26T03:00:00.000Z'
  return type === 'string' ? '…' : null
}

/** The request as a command that one can paste into a terminal. */
export function curlOf({ method, path, requestBody }: Operation, schemas: Schemas, origin: string): string {
  const body = requestBody?.content['application/json']?.schema
  return [
    `curl${method === 'GET' ? '' : ` -X ${method}`} ${origin}${path.replace('{entity}', 'customer')}`,
    `  -H "authorization: Bearer $KEY"`,
    ...(body ? [`  -H 'content-type: application/json' -d '${JSON.stringify(exampleOf(body, schemas))}'`] : []),
  ].join(' \\\n')
}
