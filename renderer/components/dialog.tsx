import { Modal, type ModalProps } from '@mantine/core'
import type { ReactNode } from 'react'
import { useWords } from '../lib/words.ts'
import './components.css'

type DialogProps = {
  opened: boolean
  onClose: () => void
  title: ReactNode
  size?: ModalProps['size']
  /** The verbs, at the right of the foot. */
  actions?: ReactNode
  /** What stands at the left of the foot. */
  note?: ReactNode
  fullScreen?: boolean
  children: ReactNode
}

/** A dialog: name, body, and a foot with its verbs. Esc closes it; whoever opens it keeps what was typed. */
export function Dialog({ opened, onClose, title, size = 560, actions, note, fullScreen, children }: DialogProps) {
  const { t } = useWords()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      size={size}
      padding={0}
      fullScreen={fullScreen ?? false}
      yOffset="4.5rem"
      closeButtonProps={{ 'aria-label': t('action.close') }}
      classNames={{ title: 'sp-dialog-title', header: 'sp-dialog-head', body: 'sp-dialog-body' }}
      transitionProps={{ duration: 120 }}
    >
      <div className="sp-dialog-content">{children}</div>
      {(actions || note) && (
        <div className="sp-dialog-foot">
          <div className="sp-grow sp-t3 sp-small">{note}</div>
          <div className="sp-row">{actions}</div>
        </div>
      )}
    </Modal>
  )
}
