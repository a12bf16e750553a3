import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { sidewaysPanes } from '../../support/sideways.ts'
import { cutThaiTexts } from '../../support/thai-ink.ts'

const WCAG_22_AA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
type Impact = 'minor' | 'moderate' | 'serious' | 'critical'

/**
 * What keeps somebody from reading the page as it stands: what axe finds by WCAG 2.2 AA, Thai texts that are cut, and panes that are
 * too narrow for what is in them.
 * @param impacts of what axe finds, those that count
 */
export async function unreadable(page: Page, impacts: readonly Impact[] = ['serious', 'critical']): Promise<string[]> {
  // What is in order is not told, and no second page is opened to put the findings of foreign frames together, of which there are none: a fifth of the time.
  const axe = new AxeBuilder({ page })
    .options({ resultTypes: ['violations'] })
    .withTags(WCAG_22_AA)
    .setLegacyMode()
  const { violations } = await axe.analyze()
  const found = violations
    .filter(({ impact }) => impact && impacts.includes(impact))
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .slice(0, 3)
          .map(({ target }) => target.join(' '))
          .join(', ')}`,
    )
  return [
    ...found,
    ...(await page.evaluate(cutThaiTexts)).map((text) => `cut: ${text}`),
    ...(await page.evaluate(sidewaysPanes)).map((pane) => `sideways: ${pane}`),
  ]
}
