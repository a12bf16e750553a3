import { Button } from '@mantine/core'
import { useState } from 'react'
import type { RoleDetail } from '../../../core/contract/roles.ts'
import { Dialog } from '../../components/dialog.tsx'
import { KeyCap } from '../../components/key-cap.tsx'
import { TextField } from '../../components/text-field.tsx'
import { useToast } from '../../components/toast.tsx'
import { useActions } from '../../lib/actions.ts'
import { useCommand } from '../../lib/queries.ts'
import { useRoleName } from '../../lib/role-name.ts'
import { inLang, useWords } from '../../lib/words.ts'

type CopyRoleDialogProps = { role: RoleDetail; onClose: () => void; onMade: (key: string) => void }

/** Asks what the new role is called; it begins with the rights of another. */
export function CopyRoleDialog({ role, onClose, onMade }: CopyRoleDialogProps) {
  const { t, lang } = useWords()
  const toast = useToast()
  const name = useRoleName()(role)
  const { run, busy } = useCommand('copyRole')
  const [nameTh, setNameTh] = useState(() => t('rights.copy_name', { name }))
  const [nameEn, setNameEn] = useState(() => t('rights.copy_name', { name: role.nameEn }))
  const ready = nameTh.trim() !== '' && nameEn.trim() !== ''
  const make = async () => {
    if (!ready || busy) return
    try {
      const { key } = await run({ body: { from: role.key, nameTh, nameEn } })
      toast.show({ text: t('rights.copied', { name: inLang(lang, nameTh, nameEn) }) })
      onMade(key)
      onClose()
    } catch (error) {
      toast.problem(error)
    }
  }
  useActions({ save: () => void make() }, { always: true, onTop: true })
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t('rights.copy_title', { name })}
      size={440}
      actions={
        <>
          <Button variant="default" onClick={onClose}>
            {t('action.discard')}
          </Button>
          <Button onClick={() => void make()} loading={busy} disabled={!ready} rightSection={<KeyCap onFill>F9</KeyCap>}>
            {t('rights.make')}
          </Button>
        </>
      }
    >
      <TextField
        label={t('settings.role.name_th')}
        value={nameTh}
        onChange={(text) => setNameTh(text ?? '')}
        required
        autoFocus
        maxLength={120}
      />
      <TextField
        label={t('settings.role.name_en')}
        value={nameEn}
        onChange={(text) => setNameEn(text ?? '')}
        required
        maxLength={120}
      />
    </Dialog>
  )
}
