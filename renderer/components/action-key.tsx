import { type ActionId, capOf } from '../../core/actions.ts'
import { KeyCap } from './key-cap.tsx'

/** One of an action's keys as a cap beside it. */
export function ActionKey({ id, at, onFill }: { id: ActionId /** Which of its keys. */; at?: number; onFill?: boolean }) {
  return <KeyCap {...(onFill && { onFill })}>{capOf(id, at)}</KeyCap>
}
