import './theme/fonts.css'
import '@mantine/core/styles.css'
import './theme/base.css'
import { createRoot } from 'react-dom/client'
import { App } from './app/app.tsx'
import { keptLanguage } from './lib/appearance.tsx'
import { refuseStrayDrops } from './lib/stray-drops.ts'
import { createWords, loadWords } from './lib/words.ts'

const root = document.getElementById('root')
const lang = keptLanguage() ?? 'th'
refuseStrayDrops(window)
// Nothing is drawn before there are words for it.
if (root) void loadWords(lang).then((words) => createRoot(root).render(<App words={createWords(lang, words)} />))
