import { Checkbox, TextInput } from '@mantine/core'
import { useState } from 'react'
import { ROUTES } from '../../../core/contract/routes.ts'
import { PageHeader } from '../../components/page-header.tsx'
import { ProblemPanel } from '../../components/problem-panel.tsx'
import { SkeletonRows } from '../../components/skeleton-rows.tsx'
import { failureOf, useRead } from '../../lib/queries.ts'
import { useWords } from '../../lib/words.ts'
import { type ApiDocument, operationsOf } from './document.ts'
import { OperationLine } from './operation-line.tsx'
import { SchemaText } from './schema-text.tsx'
import './api.css'

/** What other programs may ask of the office, as the OpenAPI document says it to this reader. */
export function ApiDocsScreen() {
  const { t } = useWords()
  const { data, error, refetch } = useRead('apiDocument', {})
  const document = data as ApiDocument | undefined
  const failure = failureOf({ data, error })
  return (
    <div className="sp-api">
      <PageHeader title={t('api.docs_title')} note={document && t('api.docs_version', { version: document.info.version })}>
        <a className="sp-link" href={ROUTES.apiDocument.path} download="openapi.json">
          {t('api.docs_file')}
        </a>
      </PageHeader>
      <div className="sp-api-body">
        {failure ? (
          <ProblemPanel error={failure} onRetry={() => void refetch()} />
        ) : document ? (
          <Document document={document} />
        ) : (
          <SkeletonRows count={8} />
        )}
      </div>
    </div>
  )
}

function Document({ document }: { document: ApiDocument }) {
  const { t } = useWords()
  const [text, setText] = useState('')
  const [forKeys, setForKeys] = useState(true)
  const asked = text.trim().toLowerCase()
  const found = operationsOf(document).filter(
    (operation) =>
      (!forKeys || operation['x-keys']) &&
      `${operation.method} ${operation.path} ${operation.operationId} ${operation.summary ?? ''}`.toLowerCase().includes(asked),
  )
  const records = Object.entries(document.components.schemas).filter(([name]) => name.endsWith('Values'))
  return (
    <>
      <p className="sp-t2">{document.info.description}</p>
      <div className="sp-api-find">
        <TextInput
          type="search"
          aria-label={t('api.docs_search')}
          placeholder={t('api.docs_search')}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Checkbox
          size="sm"
          label={t('api.docs_for_keys')}
          checked={forKeys}
          onChange={(event) => setForKeys(event.currentTarget.checked)}
        />
        <span className="sp-t2 sp-small" role="status">
          {found.length === 0 ? t('api.docs_none') : t('api.docs_count', { count: found.length })}
        </span>
      </div>
      {found.map((operation) => (
        <OperationLine
          key={`${operation.method} ${operation.path}`}
          operation={operation}
          schemas={document.components.schemas}
        />
      ))}
      <h2 className="sp-api-head">{t('api.docs_schemas')}</h2>
      {records.map(([name, schema]) => (
        <details key={name} className="sp-api-line">
          <summary>
            <span className="sp-strong">{schema.title}</span> <code className="sp-t2">{name.replace(/Values$/, '')}</code>
          </summary>
          <div className="sp-api-part">
            <SchemaText schema={schema} schemas={document.components.schemas} />
          </div>
        </details>
      ))}
    </>
  )
}
