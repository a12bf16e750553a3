import { Button } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import { useState } from 'react'
import { call } from '../lib/api.ts'
import { useDates } from '../lib/instants.ts'
import { useOffice } from '../lib/session.tsx'
import { useWords } from '../lib/words.ts'
import { Banner } from './banner.tsx'

/** Over every screen of a copy that is looked at, so that nobody takes it for the office. */
export function CopyBanner() {
  const { t } = useWords()
  const { session } = useOffice()
  const dates = useDates()
  const [closed, setClosed] = useState(false)
  if (!session.copyOf) return null
  const close = () =>
    void call('closeCopy', { body: {} })
      .catch(() => undefined)
      .then(() => {
        setClosed(true)
        // A browser closes only what a page opened; for the others the words stay.
        window.close()
      })
  return (
    <Banner icon={<IconHistory size={20} aria-hidden />} copy quiet>
      <strong className="sp-grow">
        {closed ? t('copy.closed') : t('copy.banner', { when: dates.when(session.copyOf, true) })}
      </strong>
      {!closed && (
        <Button size="compact-sm" variant="default" onClick={close}>
          {t('copy.close')}
        </Button>
      )}
    </Banner>
  )
}
