import type { Schema, Schemas } from './document.ts'

const DEEPEST = 4

/** A schema as a reader of programs writes it: `{ name: string, phones?: [ … ] }`. */
export function SchemaText({ schema, schemas }: { schema: Schema; schemas: Schemas }) {
  return <pre className="sp-api-schema">{textOf(schema, schemas, 0)}</pre>
}

function textOf(schema: Schema, schemas: Schemas, depth: number): string {
  if (schema.$ref) {
    const name = schema.$ref.split('/').at(-1) ?? ''
    const found = schemas[name]
    // What refers to itself is told once.
    return depth === 0 && found ? textOf(found, schemas, 1) : name
  }
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return schema.enum.map((each) => JSON.stringify(each)).join(' | ')
  const choices = schema.anyOf ?? schema.oneOf ?? schema.allOf
  if (choices) return choices.map((each) => textOf(each, schemas, depth + 1)).join(schema.allOf ? ' & ' : ' | ')
  const type = Array.isArray(schema.type) ? schema.type.join(' | ') : schema.type
  if (schema.items) return `[ ${textOf(schema.items, schemas, depth + 1)} ]`
  if (schema.properties) return depth > DEEPEST ? '{ … }' : propertiesOf(schema, schemas, depth)
  if (type === 'object' && typeof schema.additionalProperties === 'object')
    return `{ [key]: ${textOf(schema.additionalProperties, schemas, depth + 1)} }`
  return schema.format ?? type ?? '…'
}

function propertiesOf({ properties = {}, required = [] }: Schema, schemas: Schemas, depth: number): string {
  const inset = '  '.repeat(depth + 1)
  const lines = Object.entries(properties).map(([key, part]) => {
    const said = part.title ? `   // ${part.title}` : ''
    return `${inset}${part.readOnly ? 'readonly ' : ''}${key}${required.includes(key) ? '' : '?'}: ${textOf(part, schemas, depth + 1)}${said}`
  })
  return lines.length === 0 ? '{}' : `{\n${lines.join('\n')}\n${'  '.repeat(depth)}}`
}
