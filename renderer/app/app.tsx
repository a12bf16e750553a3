import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import type { i18n } from 'i18next'
import { useState } from 'react'
import { ToastProvider } from '../components/toast.tsx'
import { AppearanceProvider } from '../lib/appearance.tsx'
import { createQueryClient } from '../lib/queries.ts'
import { theme } from '../theme/theme.ts'
import { tokens } from '../theme/tokens.ts'
import { Gate } from './gate.tsx'
import { LanguageProvider, WordsProvider } from './language.tsx'

/** The whole window: look, words, what the server said, and what may be shown to whoever is here. */
export function App({ words }: { words: i18n }) {
  const [client] = useState(createQueryClient)
  const [schemes] = useState(() => localStorageColorSchemeManager({ key: 'samphan.colours' }))
  return (
    <MantineProvider theme={theme} cssVariablesResolver={tokens} colorSchemeManager={schemes} defaultColorScheme="auto">
      <WordsProvider instance={words}>
        <AppearanceProvider>
          <QueryClientProvider client={client}>
            <ToastProvider>
              <LanguageProvider words={words}>
                <Gate />
              </LanguageProvider>
            </ToastProvider>
          </QueryClientProvider>
        </AppearanceProvider>
      </WordsProvider>
    </MantineProvider>
  )
}
