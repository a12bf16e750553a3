import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { Appearance } from '../core/desktop-bridge.ts'

const WindowState = z.object({
  bounds: z.object({ x: z.int(), y: z.int(), width: z.int().min(400), height: z.int().min(300) }).optional(),
  maximized: z.boolean(),
  appearance: Appearance,
})
/** Where the window stood and how it looked when it was last closed. */
export type WindowState = z.infer<typeof WindowState>

/** The state kept in a file; a fresh one in the system's colours and the given language when there is none that can be read. */
export function readWindowState(file: string, language: Appearance['language']): WindowState {
  try {
    return WindowState.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return { maximized: false, appearance: { language, theme: 'system' } }
  }
}

/** Keeps the state in a file, whole or not at all. A full disk is no reason to disturb anybody: the state is then lost. */
export function keepWindowState(file: string, state: WindowState): void {
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(`${file}.new`, JSON.stringify(state))
    renameSync(`${file}.new`, file)
  } catch (error) {
    console.error('The window state was not kept:', error)
  }
}
