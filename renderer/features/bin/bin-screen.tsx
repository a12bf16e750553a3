import { PageHeader } from '../../components/page-header.tsx'
import { useUrlState } from '../../lib/navigation.ts'
import { useRead } from '../../lib/queries.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { BatchList } from './batch-list.tsx'
import { BinList } from './bin-list.tsx'
import './bin.css'

/** How long deleted records wait, and how long a batch can be undone. */
export const KEPT_DAYS = 30
const BATCHES = 'batches'

type BinUrl = { of?: string }

/** What was deleted, by kind of record, and what was done to many at once: everything here can be taken back. */
export function BinScreen() {
  const { t } = useWords()
  const office = useOffice()
  const [{ of }, change] = useUrlState<BinUrl>()
  const entities = office.entities.filter((entity) => entity.grant.delete !== 'none')
  const entity = entities.find((candidate) => candidate.key === of)?.key ?? entities[0]?.key
  const here = of === BATCHES || !entity ? BATCHES : entity
  return (
    <div className="sp-bin">
      <PageHeader title={t('bin.title')} note={t('bin.note', { days: KEPT_DAYS })}>
        <nav className="sp-page-tabs" aria-label={t('bin.tabs')}>
          {entities.map((candidate) => (
            <EntityTab
              key={candidate.key}
              entity={candidate.key}
              here={here === candidate.key}
              onGo={() => change({ of: candidate.key })}
            />
          ))}
          <button type="button" aria-current={here === BATCHES ? 'page' : undefined} onClick={() => change({ of: BATCHES })}>
            {t('bin.batches')}
          </button>
        </nav>
      </PageHeader>
      <div className="sp-bin-body">{here === BATCHES ? <BatchList /> : <BinList key={here} entity={here} />}</div>
    </div>
  )
}

function EntityTab({ entity, here, onGo }: { entity: string; here: boolean; onGo: () => void }) {
  const { t, number } = useWords()
  const office = useOffice()
  const { data } = useRead('countRecords', { params: { entity }, body: { bin: true } })
  return (
    <button type="button" aria-current={here ? 'page' : undefined} onClick={onGo}>
      {office.entityLabel(entity)}{' '}
      <span className="sp-t3">{data ? (data.capped ? t('list.capped', { count: data.count }) : number(data.count)) : ''}</span>
    </button>
  )
}
