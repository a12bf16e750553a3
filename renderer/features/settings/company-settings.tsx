import { useState } from 'react'
import type { Company } from '../../../core/contract/office.ts'
import { parseTaxId, taxIdProblem } from '../../../core/thai/tax-id.ts'
import { LongTextField, TextField } from '../../components/text-field.tsx'
import { useToast } from '../../components/toast.tsx'
import { useDraft } from '../../lib/drafts.ts'
import { useCommand } from '../../lib/queries.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { SaveLine } from './save-line.tsx'
import { SectionHead } from './section-head.tsx'

/** The office's own name, tax ID and address, as they stand on its papers. */
export function CompanySettings() {
  const { t } = useWords()
  const office = useOffice()
  const toast = useToast()
  const { run, busy } = useCommand('saveCompany')
  const { draft, setDraft } = useDraft<Company>('settings.company')
  const [savedAt, setSavedAt] = useState<string>()
  const saved = office.session.company ?? { name: '' }
  const company = draft ?? saved
  const put = (part: Partial<Company>) => setDraft({ ...company, ...part })
  const changed = draft !== undefined && JSON.stringify(tidy(draft)) !== JSON.stringify(tidy(saved))
  const tax = company.taxId ? parseTaxId(company.taxId) : undefined
  const weak = tax && (!tax.ok || taxIdProblem(tax.digits) !== undefined)
  const save = async () => {
    try {
      await run({ body: tidy(company) })
      setDraft(undefined)
      setSavedAt(new Date().toISOString())
    } catch (error) {
      toast.problem(error)
    }
  }
  return (
    <>
      <SectionHead title={t('settings.tab.company')} note={t('settings.company.note')} />
      <div className="sp-settings-form">
        <TextField
          label={t('settings.company.name')}
          value={company.name}
          onChange={(name) => put({ name: name ?? '' })}
          required
          maxLength={120}
        />
        <TextField
          label={t('settings.company.nameEn')}
          value={company.nameEn}
          onChange={(nameEn) => put({ nameEn })}
          maxLength={200}
        />
        <div className="sp-settings-form-two">
          <TextField
            label={t('settings.company.taxId')}
            value={company.taxId}
            onChange={(taxId) => put({ taxId })}
            maxLength={20}
            hint={weak ? t('settings.company.tax_warn') : undefined}
          />
          <TextField
            label={t('settings.company.branch')}
            value={company.branch}
            onChange={(branch) => put({ branch: branch?.replace(/\D/g, '') })}
            maxLength={5}
            hint={t('settings.company.branch_hint')}
          />
        </div>
        <TextField
          label={t('settings.company.phone')}
          value={company.phone}
          onChange={(phone) => put({ phone })}
          maxLength={60}
        />
        <LongTextField label={t('settings.company.address')} value={company.address} onChange={(address) => put({ address })} />
        <SaveLine
          label={t('action.save')}
          changed={changed}
          busy={busy}
          savedAt={savedAt}
          problem={company.name.trim() === '' ? t('field_error.required') : undefined}
          onSave={() => void save()}
          onDiscard={() => setDraft(undefined)}
        />
      </div>
    </>
  )
}

/** Without empty parts, in one order, so that two can be compared. */
function tidy(company: Company): Company {
  const { name, nameEn, taxId, branch, phone, address } = company
  return {
    name,
    ...(nameEn && { nameEn }),
    ...(taxId && { taxId }),
    ...(branch && { branch }),
    ...(phone && { phone }),
    ...(address && { address }),
  }
}
