import { NativeSelect, NumberInput, Select } from '@mantine/core'
import type { KeyScope } from '../../../core/access/key-role.ts'
import { DateField } from '../../components/date-field.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { SaveActions } from '../../components/save-actions.tsx'
import { TextField } from '../../components/text-field.tsx'
import { useToast } from '../../components/toast.tsx'
import { useKept } from '../../lib/drafts.ts'
import { useCommand, useRead } from '../../lib/queries.ts'
import { useRoleName } from '../../lib/role-name.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import type { ToldKey } from './told-key-dialog.tsx'

/** What most programs are given: everything to read, nothing to change. */
const FIRST_ROLE = 'readonly'

type Draft = { name: string; role: string; scope: KeyScope; perMinute: number; until: string | undefined }

/** Asks for whom a key is, and what it may do. */
export function KeyDialog({ onClose, onMade }: { onClose: () => void; onMade: (key: ToldKey) => void }) {
  const { t } = useWords()
  const office = useOffice()
  const toast = useToast()
  const nameOf = useRoleName()
  const { data: known } = useRead('getRoles', {})
  const { run, busy } = useCommand('makeKey')
  const { value, put, clear, found } = useKept<Draft>('settings.api.key', () => ({
    name: '',
    role: FIRST_ROLE,
    scope: Object.fromEntries(office.entities.map(({ key }) => [key, 'read' as const])),
    perMinute: 300,
    until: undefined,
  }))
  const ready = value.name.trim() !== '' && Object.keys(value.scope).length > 0
  const close = () => {
    clear()
    onClose()
  }
  const make = async () => {
    if (!ready || busy) return
    try {
      const { name, role, scope, perMinute, until } = value
      const { key } = await run({ body: { name, role, scope, perMinute, until: until ?? null } })
      onMade({ name, told: key })
      close()
    } catch (error) {
      toast.problem(error)
    }
  }
  const allow = (entity: string, level: string) => {
    const { [entity]: _, ...others } = value.scope
    put({ scope: level === 'read' || level === 'write' ? { ...others, [entity]: level } : others })
  }
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t('api.make_title')}
      size={520}
      note={found && t('draft.found')}
      actions={<SaveActions save={t('api.make')} busy={busy} disabled={!ready} onSave={() => void make()} onDiscard={close} />}
    >
      <TextField
        label={t('api.name')}
        hint={t('api.name_hint')}
        value={value.name}
        onChange={(name) => put({ name: name ?? '' })}
        required
        autoFocus
        maxLength={120}
      />
      <Select
        label={t('api.role')}
        description={t('api.role_hint')}
        inputWrapperOrder={['label', 'input', 'description']}
        data={(known?.roles ?? []).filter((role) => !role.admin).map((role) => ({ value: role.key, label: nameOf(role) }))}
        value={value.role}
        onChange={(role) => role && put({ role })}
        allowDeselect={false}
      />
      <fieldset className="sp-key-scope">
        <legend>{t('api.scope')}</legend>
        {office.entities.map(({ key }) => (
          <div key={key} className="sp-row">
            <span className="sp-grow">{office.entityLabel(key)}</span>
            <NativeSelect
              aria-label={t('api.scope_of', { entity: office.entityLabel(key) })}
              data={(['none', 'read', 'write'] as const).map((level) => ({ value: level, label: t(`api.scope.${level}`) }))}
              value={value.scope[key] ?? 'none'}
              onChange={(event) => allow(key, event.currentTarget.value)}
            />
          </div>
        ))}
      </fieldset>
      <NumberInput
        label={t('api.rate')}
        value={value.perMinute}
        onChange={(count) => put({ perMinute: Math.min(6_000, Math.max(1, Math.round(Number(count)) || 1)) })}
        min={1}
        max={6_000}
        allowDecimal={false}
      />
      <DateField label={t('api.until')} value={value.until} today={office.today} onChange={(until) => put({ until })} />
    </Dialog>
  )
}
