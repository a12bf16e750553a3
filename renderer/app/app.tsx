import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { useState } from 'react'
import { I18nextProvider } from 'react-i18next'
import { ToastProvider } from '../components/toast.tsx'
import { AppearanceProvider, keepLanguage, keptLanguage } from '../lib/appearance.tsx'
import { createQueryClient } from '../lib/queries.ts'
import { createWords, type Lang, SetLanguage } from '../lib/words.ts'
import { theme } from '../theme/theme.ts'
import { tokens } from '../theme/tokens.ts'
import { Gate } from './gate.tsx'

/** The whole window: look, words, what the server said, and what may be shown to whoever is here. */
export function App() {
  const [words] = useState(() => createWords(keptLanguage() ?? 'th'))
  const [client] = useState(createQueryClient)
  const [schemes] = useState(() => localStorageColorSchemeManager({ key: 'samphan.colours' }))
  const setLanguage = (lang: Lang) => {
    keepLanguage(lang)
    void words.changeLanguage(lang)
  }
  return (
    <MantineProvider theme={theme} cssVariablesResolver={tokens} colorSchemeManager={schemes} defaultColorScheme="auto">
      <I18nextProvider i18n={words}>
        <SetLanguage value={setLanguage}>
          <AppearanceProvider>
            <QueryClientProvider client={client}>
              <ToastProvider>
                <Gate />
              </ToastProvider>
            </QueryClientProvider>
          </AppearanceProvider>
        </SetLanguage>
      </I18nextProvider>
    </MantineProvider>
  )
}
