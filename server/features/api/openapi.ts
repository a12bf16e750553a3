import type { z } from 'zod'
import { API_VERSION } from '../../../core/contract/api-keys.ts'
import type { Route } from '../../../core/contract/route.ts'
import { ROUTES } from '../../../core/contract/routes.ts'
import { allFields, type EntityDef } from '../../../core/entities/entity.ts'
import { ERROR_STATUS } from '../../../core/errors.ts'
import { valueSchema } from '../../../core/fields/values.ts'
import { mayCall } from '../../http/may-call.ts'
import type { Context } from '../../records/context.ts'
import { fieldLabel, officeWord, wordOf } from '../../words.ts'
import { type JsonSchema, jsonSchema, type SharedSchemas } from './json-schemas.ts'

/**
 * The API as an OpenAPI 3.1 document, made of the contract and the registry: the routes that the reader may call, and of the records
 * those and the fields that he may see.
 * @param product the product's version; the API has its own
 */
export function openApiDocument(ctx: Context, product: string) {
  const shared: SharedSchemas = new Map()
  const paths: Record<string, Record<string, unknown>> = {}
  for (const [name, route] of Object.entries(ROUTES) as [string, Route][]) {
    if (!mayCall(ctx, route)) continue
    const path = route.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(ctx, name, route, shared) }
  }
  for (const entity of ctx.catalog.registry.values())
    if (ctx.policy.grant(entity.key).view !== 'none') shared.set(`${entity.key}Values`, valuesOf(ctx, entity, shared))
  shared.set('Error', errorSchema)
  return {
    openapi: '3.1.0' as const,
    info: {
      title: wordOf(ctx.lang, 'api.docs_title'),
      version: API_VERSION,
      description: officeWord(ctx, 'api.docs_text'),
      'x-product-version': product,
    },
    servers: [{ url: '/' }],
    security: [{ key: [] }, { session: [] }],
    tags: [...new Set(Object.values(paths).flatMap((path) => Object.values(path).flatMap((each) => (each as Tagged).tags)))].map(
      (tag) => ({ name: tag }),
    ),
    paths,
    components: {
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: '__Host-samphan_session' },
      },
      schemas: Object.fromEntries([...shared].sort(([a], [b]) => (a < b ? -1 : 1))),
    },
  }
}

type Tagged = { tags: string[] }

function operation(ctx: Context, name: string, route: Route, shared: SharedSchemas) {
  const parameters = [
    ...parametersOf(route.params, 'path', shared),
    ...parametersOf(route.query, 'query', shared),
    ...(route.idempotent
      ? [{ name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string', pattern: '^[\\w-]{8,80}$' } }]
      : []),
  ]
  const summary = wordOf(ctx.lang, `api.route.${name}`)
  return {
    operationId: name,
    tags: [route.path.split('/')[2] ?? ''],
    // Routes that are the window's alone have no words of their own.
    ...(summary !== `api.route.${name}` && { summary }),
    'x-permission': route.permission,
    ...(route.keys && { 'x-keys': route.keys }),
    ...(route.permission === 'anyone' && !route.keys && { security: [] }),
    ...(parameters.length > 0 && { parameters }),
    ...(route.body && {
      requestBody: { required: true, content: { 'application/json': { schema: jsonSchema(route.body, 'input', shared) } } },
    }),
    responses: {
      '200': {
        description: 'OK',
        content:
          route.reply === 'raw'
            ? { '*/*': { schema: { type: 'string', format: 'binary' } } }
            : { 'application/json': { schema: jsonSchema(route.reply, 'output', shared) } },
      },
      default: {
        description: wordOf(ctx.lang, 'api.docs_refused'),
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
      },
    },
  }
}

function parametersOf(schema: z.ZodType | undefined, place: 'path' | 'query', shared: SharedSchemas) {
  if (!schema) return []
  const { properties = {}, required = [] } = jsonSchema(schema, 'input', shared) as {
    properties?: Record<string, JsonSchema>
    required?: string[]
  }
  return Object.entries(properties).map(([name, each]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: each,
  }))
}

/** The fields of a record that the reader may see, as `values` takes them and a record has them. */
function valuesOf(ctx: Context, entity: EntityDef, shared: SharedSchemas): JsonSchema {
  const fields = allFields(entity).filter((field) => !field.custom?.archived && !ctx.policy.isHidden(entity.key, field.key))
  return {
    type: 'object',
    title: officeWord(ctx, `${entity.key}.one`),
    properties: Object.fromEntries(
      fields.map((field) => [
        field.key,
        {
          ...jsonSchema(valueSchema(field), 'input', shared),
          title: fieldLabel(ctx, entity.key, field),
          ...((field.derived || ctx.policy.isReadonly(entity.key, field.key)) && { readOnly: true }),
        },
      ]),
    ),
    required: fields.filter((field) => field.required && !field.derived).map((field) => field.key),
  }
}

const errorSchema: JsonSchema = {
  type: 'object',
  properties: {
    code: { enum: Object.keys(ERROR_STATUS) },
    params: { type: 'object' },
    problems: { type: 'array', items: { type: 'object', properties: { field: { type: 'string' }, code: { type: 'string' } } } },
    reference: { type: 'string' },
  },
  required: ['code', 'params', 'problems'],
}
