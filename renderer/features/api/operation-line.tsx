import { useWords } from '../../lib/words.ts'
import { curlOf, type Operation, type Schemas } from './document.ts'
import { SchemaText } from './schema-text.tsx'

/** One request: its address on a line; opened, who may call it, what is sent and what comes back. */
export function OperationLine({ operation, schemas }: { operation: Operation; schemas: Schemas }) {
  const { t, find } = useWords()
  const body = operation.requestBody?.content['application/json']?.schema
  const reply = operation.responses['200'].content['application/json']?.schema
  const permission = operation['x-permission'].startsWith('configure:') ? 'configure' : operation['x-permission']
  const keys = operation['x-keys'] ?? 'none'
  return (
    <details className="sp-api-line">
      <summary>
        <code className="sp-api-method">{operation.method}</code> <code className="sp-api-path">{operation.path}</code>{' '}
        <span className="sp-t2">{operation.summary ?? <code>{operation.operationId}</code>}</span>
      </summary>
      <div className="sp-api-part">
        <p className="sp-table-text">
          <span className="sp-t2">{t('api.docs_who')}:</span> {find(`api.docs_${permission}`)} · {t(`api.docs_keys_${keys}`)}
        </p>
        {operation.parameters && (
          <>
            <h3>{t('api.docs_parameters')}</h3>
            <ul className="sp-api-parameters">
              {operation.parameters.map((each) => (
                <li key={each.name}>
                  <code>{each.name}</code>{' '}
                  <span className="sp-t2">
                    {each.in} · {String(each.schema.format ?? each.schema.type ?? 'string')}
                    {each.required && ` · ${t('api.docs_required')}`}
                  </span>
                </li>
              ))}
            </ul>
          </>
        )}
        {body && (
          <>
            <h3>{t('api.docs_body')}</h3>
            <SchemaText schema={body} schemas={schemas} />
          </>
        )}
        <h3>{t('api.docs_reply')}</h3>
        {reply ? <SchemaText schema={reply} schemas={schemas} /> : <p className="sp-table-text">{t('api.docs_file_reply')}</p>}
        <h3>{t('api.docs_example')}</h3>
        <pre className="sp-api-schema">
          {curlOf(operation, schemas, location.protocol.startsWith('http') ? location.origin : '')}
        </pre>
      </div>
    </details>
  )
}
