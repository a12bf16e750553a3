import { type ActionId, capOf } from '../../core/actions.ts'
import { KeyCap } from './key-cap.tsx'

/** The key of an action as a cap beside it. */
export function ActionKey({ id, onFill }: { id: ActionId; onFill?: boolean }) {
  return <KeyCap {...(onFill && { onFill })}>{capOf(id)}</KeyCap>
}
